"""Acts upon mandates: entrusted, resigned, revoked, extended; deputies and warnings. Nothing is deleted."""

import secrets
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import checks, errors
from governance.circles.terms import add_months, free_seat
from governance.errors import NotFound
from governance.members import offices
from governance.members.errors import AlreadyEnded, BadDates
from governance.members.models import Mandate
from governance.members.models_roles import MandateEvent, Role, RoleVersion
from governance.members.names import clean
from governance.web.public import touch

LONGEST = 1000  # characters of a reason


def entrust(
    session: Session,
    *,
    role_id: int,
    person_id: int,
    member_id: int | None,
    seat: int | None = None,
    starts_on: date,
    ends_on: date | None = None,
    how: str = "",
    decision: str = "",
    provisional: bool = False,
    derogation: str = "",
    brought_in: bool = False,
    by: int | None,
    now: datetime,
) -> int:
    """A person holds a role on these dates, for a member or for themselves; returns the mandate's number.

    ``seat`` None: the first that is free; ``ends_on`` None: a whole term. ``derogation``: the decision that
    allows more terms in a row, a longer one, or the same college again. ``brought_in``: see `checks.Asked`.
    Raises the refusals of `governance.circles.errors`, BadDates, NotAllowed, NotFound.
    """
    role, what = checks.held_role(session, role_id)
    checks.may_record(session, role.circle_id, what.office, decision=decision, by=by, now=now)
    if provisional and ends_on is None:
        raise errors.EndNeeded
    ends_on = ends_on or add_months(starts_on, what.term_months)
    asked = checks.Asked(
        person_id, member_id, starts_on, ends_on, provisional, derogation, how, decision, brought_in
    )
    check(session, role, what, asked, now=now)
    mandate = _written(what, asked, _seat(session, what, asked, seat), by=by)
    session.add(mandate)
    session.flush()
    _note(session, mandate, "entrusted", decision=decision, by=by, now=now)
    return mandate.id


def _written(what: RoleVersion, asked: checks.Asked, seat: int, *, by: int | None) -> Mandate:
    return Mandate(
        person_id=asked.person_id,
        office=what.office,
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        salt=secrets.token_hex(32),
        recorded_by=by,
        role_id=what.role_id,
        seat=seat,
        member_id=asked.member_id,
        how=asked.how or what.selection,
        decision=asked.decision,
        derogation=asked.derogation,
        provisional=asked.provisional,
    )


def check(session: Session, role: Role, what: RoleVersion, asked: checks.Asked, *, now: datetime) -> None:
    """Whether the role could be entrusted so, seats apart; raises what ``entrust`` raises."""
    if asked.ends_on <= asked.starts_on:
        raise BadDates(starts=asked.starts_on)
    if asked.decision:
        checks.adopted(session, asked.decision)
    if asked.derogation:
        checks.adopted(session, asked.derogation, errors.UnknownDerogation)
    elif asked.ends_on > add_months(asked.starts_on, what.term_months):
        raise errors.TooLong(months=what.term_months)
    person = checks.name(session, asked.person_id)
    checks.member(session, role, what, asked, now=now)
    known = checks.terms(session, role.id)
    if any(term.person == asked.person_id and term.meets(asked.starts_on, asked.ends_on) for term in known):
        raise errors.HoldsItAlready(person=person)
    checks.incompatible(session, role, what, asked)
    checks.alternates(session, role, what, asked)
    checks.consecutive(what, known, asked)


def _seat(session: Session, what: RoleVersion, asked: checks.Asked, seat: int | None) -> int:
    known = checks.terms(session, what.role_id)
    if seat is None:
        found = free_seat(known, what.seats, asked.starts_on, asked.ends_on)
        if found is None:
            raise errors.NoFreeSeat
        return found
    if seat < 1 or (what.seats and seat > what.seats):
        raise errors.NoSuchSeat(seats=what.seats)
    for term in known:
        if term.seat == seat and term.meets(asked.starts_on, asked.ends_on):
            raise errors.SeatTaken(person=checks.name(session, term.person))
    return seat


def resign(
    session: Session, mandate_id: int, *, on: date | None = None, why: str = "", by: int, now: datetime
) -> None:
    """Who holds a mandate gives it back, now or from a later day on.

    Raises NotYourMandate, AlreadyEnded, NotInTime, LastSteward.
    """
    mandate = _held(session, mandate_id, now=now)
    if mandate.person_id != by:
        raise errors.NotYourMandate
    _end(session, mandate, "resigned", on=on, why=why, decision="", by=by, now=now)


def revoke(
    session: Session,
    mandate_id: int,
    *,
    decision: str,
    on: date | None = None,
    why: str = "",
    by: int | None,
    now: datetime,
) -> None:
    """A decision of the register takes a mandate back, now or from a later day on.

    Raises NotAllowed, DecisionNeeded, UnknownDecision, AlreadyEnded, NotInTime, LastSteward.
    """
    mandate = _held(session, mandate_id, now=now)
    _may(session, mandate, decision=decision, by=by, now=now)
    _end(session, mandate, "revoked", on=on, why=why, decision=decision, by=by, now=now)


def extend(
    session: Session, mandate_id: int, *, ends_on: date, decision: str, by: int | None, now: datetime
) -> None:
    """A decision of the register lets a mandate last longer, as long as nobody else was given the seat.

    Raises NotAllowed, DecisionNeeded, UnknownDecision, AlreadyEnded, NotLater, SeatTaken.
    """
    mandate = _held(session, mandate_id, now=now)
    _may(session, mandate, decision=decision, by=by, now=now)
    if mandate.ends_on is None or ends_on <= mandate.ends_on or mandate.ended_at is not None:
        raise errors.NotLater(ends=mandate.ends_on or "")
    if mandate.role_id is not None:
        others = checks.terms(session, mandate.role_id, but=mandate.id)
        for term in others:
            if term.seat == mandate.seat and term.meets(mandate.ends_on, ends_on):
                raise errors.SeatTaken(person=checks.name(session, term.person))
    mandate.ends_on = ends_on
    session.flush()
    _note(session, mandate, "extended", on=ends_on, decision=decision, by=by, now=now)


def name_deputy(
    session: Session, mandate_id: int, *, person_id: int | None, by: int | None, now: datetime
) -> None:
    """Somebody stands in for the holder of a mandate; None: nobody any more.

    Raises NotAllowed, NoDeputy, DeputyIsHolder, AlreadyEnded.
    """
    mandate = _held(session, mandate_id, now=now)
    role, what = _role(session, mandate)
    if by != mandate.person_id:
        checks.may_record(session, role.circle_id, "", decision="-", by=by, now=now)
    if not what.deputy:
        raise errors.NoDeputy
    if person_id == mandate.person_id:
        raise errors.DeputyIsHolder
    named = checks.name(session, person_id) if person_id is not None else ""
    mandate.deputy_id = person_id
    session.flush()
    _note(session, mandate, "deputy", text=named, by=by, now=now)


def warn(session: Session, mandate_id: int, *, text: str, on: date, by: int, now: datetime) -> None:
    """A dated warning beside a mandate (an absence, a report that is missing), for who has signed in.

    Raises NotAllowed, WordsMissing, AlreadyEnded.
    """
    mandate = _held(session, mandate_id, now=now)
    role, _what = _role(session, mandate)
    checks.may_record(session, role.circle_id, "", decision="-", by=by, now=now)
    words = clean(text)
    if not 0 < len(words) <= LONGEST:
        raise errors.WordsMissing
    _note(session, mandate, "warning", on=on, text=words, by=by, now=now)


def _held(session: Session, mandate_id: int, *, now: datetime) -> Mandate:
    """A mandate in force or to come, held with its role. Raises NotFound, AlreadyEnded."""
    role_id = session.scalar(select(Mandate.role_id).where(Mandate.id == mandate_id))
    if role_id is not None:
        session.execute(select(Role.id).where(Role.id == role_id).with_for_update())
    query = select(Mandate).where(Mandate.id == mandate_id).with_for_update()
    mandate = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if mandate is None or mandate.role_id is None:
        raise NotFound
    over = mandate.ends_on is not None and mandate.ends_on <= checks.today(session, now)
    if over or (mandate.ended_at is not None and mandate.ended_at <= now):
        raise AlreadyEnded
    return mandate


def _role(session: Session, mandate: Mandate) -> tuple[Role, RoleVersion]:
    if mandate.role_id is None:
        raise NotFound
    return checks.held_role(session, mandate.role_id)


def _may(session: Session, mandate: Mandate, *, decision: str, by: int | None, now: datetime) -> None:
    role, what = _role(session, mandate)
    office = mandate.office or what.office
    checks.may_record(session, role.circle_id, office, decision=decision, by=by, now=now)
    if not decision:
        raise errors.DecisionNeeded
    checks.adopted(session, decision)


def _end(
    session: Session,
    mandate: Mandate,
    kind: str,
    *,
    on: date | None,
    why: str,
    decision: str,
    by: int | None,
    now: datetime,
) -> None:
    """End it this second, or when the day ``on`` begins for the network."""
    today = checks.today(session, now)
    day = max(on, today) if on is not None else today
    if mandate.ends_on is not None and day >= mandate.ends_on:
        raise errors.NotInTime
    if mandate.ended_on is not None and day > mandate.ended_on:
        raise AlreadyEnded
    offices.keep_a_steward(session, mandate, on=day)
    mandate.ended_at = now if day == today else datetime.combine(day, time(), checks.zone(session))
    mandate.ended_on, mandate.end_kind, mandate.end_decision = day, kind, decision
    session.flush()
    _note(session, mandate, kind, on=day, text=clean(why)[:LONGEST], decision=decision, by=by, now=now)


def _note(
    session: Session,
    mandate: Mandate,
    kind: str,
    *,
    on: date | None = None,
    text: str = "",
    decision: str = "",
    by: int | None,
    now: datetime,
) -> None:
    session.add(
        MandateEvent(mandate_id=mandate.id, kind=kind, on=on, text=text, decision=decision, at=now, by=by)
    )
    session.flush()
    if kind not in ("deputy", "warning"):
        slug = session.scalar(select(Role.slug).where(Role.id == mandate.role_id)) or ""
        offices.record(session, mandate, role=slug, kind=kind, decision=decision, now=now)
    touch(session, "circles", "members")
