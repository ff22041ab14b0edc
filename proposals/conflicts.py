"""Interests of one's own in what is proposed, declared in public, for a member."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.members.models import Member
from governance.web.public import touch
from proposals import texts
from proposals.errors_terms import (
    ConflictMissing,
    ConflictThere,
    ConflictTooLong,
    ConflictWithdrawn,
    NoConflict,
    NotYourConflict,
    TooManyConflicts,
)
from proposals.events import note
from proposals.models_terms import Conflict
from proposals.standing import allow, check_voice, person_name

LENGTH, MOST = 500, 5


@dataclass(frozen=True)
class ConflictLine:
    """A declaration; one that was withdrawn stays on the page, and says so."""

    id: int
    person_id: int
    person_name: str
    member_name: str
    text: str
    declared_at: datetime
    withdrawn_at: datetime | None


def declare(session: Session, number: int, *, text: str, member_id: int, by: int, now: datetime) -> int:
    """Say in public what one's interest is; returns the number of the declaration.

    Raises NotYourVoice, ConflictMissing, ConflictTooLong, ConflictThere, TooManyConflicts.
    """
    allow(session, number, "declare", by=by, now=now)
    check_voice(session, member_id, by=by, now=now)
    said = " ".join(texts.paragraph(text).split())
    if not said:
        raise ConflictMissing
    if len(said) > LENGTH:
        raise ConflictTooLong(most=LENGTH)
    _check_new(session, number, member_id, by)
    declared = Conflict(
        proposal=number,
        person_id=by,
        person_name=person_name(session, by),
        member_id=member_id,
        member_name=session.scalar(select(Member.name).where(Member.id == member_id)) or "",
        text=said,
        declared_at=now,
    )
    session.add(declared)
    session.flush()
    note(session, number, "conflict", by=by, member_id=member_id, now=now, conflict=declared.id)
    touch(session, "proposals")
    return declared.id


def _check_new(session: Session, number: int, member_id: int, by: int) -> None:
    """One declaration at a time for a member; a page is not a place to come and go."""
    mine = (Conflict.proposal == number, Conflict.person_id == by, Conflict.member_id == member_id)
    made = select(func.count()).select_from(Conflict).where(*mine)
    if session.scalar(made.where(Conflict.withdrawn_at.is_(None))):
        raise ConflictThere
    if (session.scalar(made) or 0) >= MOST:
        raise TooManyConflicts


def withdraw(session: Session, number: int, conflict: int, *, by: int, now: datetime) -> None:
    """Take back one's own declaration. Raises NoConflict, NotYourConflict, ConflictWithdrawn."""
    allow(session, number, "declare", by=by, now=now)
    found = session.get(Conflict, conflict)
    if found is None or found.proposal != number:
        raise NoConflict
    if found.person_id != by:
        raise NotYourConflict
    if found.withdrawn_at is not None:
        raise ConflictWithdrawn
    found.withdrawn_at = now
    note(session, number, "conflict-withdrawn", by=by, member_id=found.member_id, now=now, conflict=conflict)
    touch(session, "proposals")


def of(session: Session, number: int) -> list[ConflictLine]:
    """The declarations on a proposal, in the order of time."""
    columns = [getattr(Conflict, name) for name in ConflictLine.__dataclass_fields__]
    rows = session.execute(select(*columns).where(Conflict.proposal == number).order_by(Conflict.id))
    return [ConflictLine(*row) for row in rows]
