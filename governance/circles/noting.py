"""What is recorded beside a mandate: its deputy, warnings, hearings and notices."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from governance.circles import checks, errors, revoking
from governance.circles import mandate_ground as ground
from governance.members.names import clean


def name_deputy(
    session: Session, mandate_id: int, *, person_id: int | None, by: int | None, now: datetime
) -> None:
    """Somebody stands in for the holder of a mandate; None: nobody any more.

    Raises NotAllowed, NoDeputy, DeputyIsHolder, AlreadyEnded.
    """
    mandate = ground.held(session, mandate_id, now=now)
    role, what = ground.role_of(session, mandate)
    if by != mandate.person_id:
        checks.may_record(session, role.circle_id, "", decision="-", by=by, now=now)
    if not what.deputy:
        raise errors.NoDeputy
    if person_id == mandate.person_id:
        raise errors.DeputyIsHolder
    named = checks.name(session, person_id) if person_id is not None else ""
    mandate.deputy_id = person_id
    session.flush()
    ground.note(session, mandate, "deputy", text=named, by=by, now=now)


def warn(session: Session, mandate_id: int, *, text: str, on: date, by: int, now: datetime) -> None:
    """A dated warning beside a mandate (an absence, a report that is missing), for who has signed in.

    Raises NotAllowed, WordsMissing, AlreadyEnded.
    """
    _note_words(session, mandate_id, revoking.WARNING, text=text, on=on, by=by, now=now)


def hear(session: Session, mandate_id: int, *, text: str, on: date, by: int, now: datetime) -> None:
    """That its holder was heard on a day, or did not come though asked, before it may be taken back.

    Raises NotAllowed, WordsMissing, AlreadyEnded, NotYet, BeforeTheMandate.
    """
    _note_words(session, mandate_id, revoking.HEARING, text=text, on=on, by=by, now=now)


def give_notice(session: Session, mandate_id: int, *, text: str, on: date, by: int, now: datetime) -> None:
    """That its holder was told on a day that the mandate may be taken back, and by what words.

    Raises NotAllowed, WordsMissing, AlreadyEnded, NotYet, BeforeTheMandate.
    """
    _note_words(session, mandate_id, revoking.NOTICE_GIVEN, text=text, on=on, by=by, now=now)


def _note_words(
    session: Session, mandate_id: int, kind: str, *, text: str, on: date, by: int, now: datetime
) -> None:
    mandate = ground.held(session, mandate_id, now=now)
    role, _what = ground.role_of(session, mandate)
    checks.may_record(session, role.circle_id, "", decision="-", by=by, now=now)
    words = clean(text)
    if not 0 < len(words) <= ground.LONGEST:
        raise errors.WordsMissing
    if kind != revoking.WARNING and on > checks.today(session, now):
        raise errors.NotYet
    if kind != revoking.WARNING and on < mandate.starts_on:
        raise errors.BeforeTheMandate(day=mandate.starts_on)
    ground.note(session, mandate, kind, on=on, text=words, by=by, now=now)
