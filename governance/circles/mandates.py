"""Acts upon mandates: entrusted, resigned, revoked, extended. Nothing is deleted."""

import secrets
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from governance.circles import checks, errors, standing_in
from governance.circles import mandate_ground as ground
from governance.circles.terms import Term, first, free_seat, longest
from governance.members import offices
from governance.members.errors import BadDates
from governance.members.models import Mandate
from governance.members.models_roles import Role, RoleVersion


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
    until_filled: bool = False,
    derogation: str = "",
    brought_in: bool = False,
    by: int | None,
    now: datetime,
) -> int:
    """A person holds a role on these dates, for a member or for themselves; returns the mandate's number.

    ``seat`` None: the first that is free; ``ends_on`` None: a whole term, or what is left of that of the seat
    where the seats are renewed in parts. ``until_filled``: a provisional replacement, which ends when
    somebody is entrusted with the seat in the ordinary way, and on ``ends_on`` at the latest.
    ``derogation``: the decision that allows more terms in a row, a longer one, or the same college again.
    ``brought_in``: see `checks.Asked`.
    Raises the refusals of `governance.circles.errors`, BadDates, NotAllowed, NotFound.
    """
    role, what = checks.held_role(session, role_id)
    checks.may_record(session, role.circle_id, what.office, decision=decision, by=by, now=now)
    provisional = provisional or until_filled
    wish = standing_in.Wish(person_id, seat, starts_on, ends_on, provisional, until_filled)
    seat, ends_on = _place(session, what, wish, now)
    asked = checks.Asked(
        person_id, member_id, starts_on, ends_on, provisional, derogation, how, decision, until_filled,
        brought_in,
    )  # fmt: skip
    check(session, role, what, asked, now=now)
    mandate = _written(session, what, asked, _seat(session, what, asked, seat, now=now), by=by)
    _begin(session, mandate, what, brought_in=brought_in, by=by, now=now)
    return mandate.id


def _begin(
    session: Session,
    mandate: Mandate,
    what: RoleVersion,
    *,
    brought_in: bool,
    by: int | None,
    now: datetime,
) -> None:
    """What follows at once: it ends once its holder speaks no more for the member; who stood in gives way."""
    ground.note(session, mandate, "entrusted", decision=mandate.decision, by=by, now=now)
    _end_with_member(session, mandate, what, mandate.starts_on, brought_in=brought_in, by=by, now=now)
    _fill(session, mandate, mandate.starts_on, mandate.decision, by=by, now=now)


def _end_with_member(
    session: Session,
    mandate: Mandate,
    what: RoleVersion,
    since: date,
    *,
    brought_in: bool = False,
    by: int | None,
    now: datetime,
) -> None:
    """It ends with the voice of its holder and with the college of the seat, where their end is known."""
    if mandate.member_id is None:
        return
    spoken, there = since, since
    if brought_in:
        spoken, there = checks.known_since(session, mandate.member_id, mandate.person_id, since, now=now)
    college = (what.college_id, there) if what.college_id else None
    offices.end_in_time(session, mandate, spoken=spoken, of_college=college, by=by, now=now)


def _place(
    session: Session, what: RoleVersion, wish: standing_in.Wish, now: datetime
) -> tuple[int | None, date]:
    if wish.provisional and not wish.until_filled and wish.ends is None:
        raise errors.EndNeeded
    return standing_in.place(what, checks.terms(session, what.role_id), wish, checks.today(session, now))


def _fill(
    session: Session, mandate: Mandate, since: date, decision: str, *, by: int | None, now: datetime
) -> None:
    """Whoever stands in until this seat is filled has it no more once the mandate fills it, from ``since``
    on; nor does its holder stand in for another seat of the role.
    """
    ends = first(mandate.ends_on, mandate.ended_on)
    if mandate.provisional or ends is None:
        return
    over = func.coalesce(Mandate.ended_on, Mandate.ends_on)
    query = select(Mandate).where(
        Mandate.role_id == mandate.role_id, Mandate.until_filled.is_(True), Mandate.id != mandate.id,
        or_(Mandate.seat == mandate.seat, Mandate.person_id == mandate.person_id),
        Mandate.starts_on < ends, over > since, over > Mandate.starts_on,
    )  # fmt: skip
    for each in session.scalars(query.with_for_update()):
        on = max(since, each.starts_on)
        ground.end(session, each, "replaced", on=on, why="", decision=decision, by=by, now=now)


def _written(
    session: Session, what: RoleVersion, asked: checks.Asked, seat: int, *, by: int | None
) -> Mandate:
    mandate = Mandate(
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
        until_filled=asked.until_filled,
    )
    session.add(mandate)
    session.flush()
    return mandate


def check(session: Session, role: Role, what: RoleVersion, asked: checks.Asked, *, now: datetime) -> None:
    """Whether the role could be entrusted so, seats apart; raises what ``entrust`` raises."""
    if asked.ends_on <= asked.starts_on:
        raise BadDates(starts=asked.starts_on)
    if asked.decision:
        checks.adopted(session, asked.decision)
    if asked.derogation:
        checks.adopted(session, asked.derogation, errors.UnknownDerogation)
    elif asked.ends_on > longest(asked.starts_on, what.term_months):
        raise errors.TooLong(months=what.term_months)
    checks.member(session, role, what, asked, now=now)
    checks.alternates(session, role, what, asked)
    known = _in_the_way(session, checks.terms(session, role.id), asked, now)
    checks.person(session, role, what, known, asked)


def _in_the_way(session: Session, known: list[Term], asked: checks.Asked, now: datetime) -> list[Term]:
    today = checks.today(session, now)
    return standing_in.in_the_way(known, provisional=asked.provisional, starts=asked.starts_on, today=today)


def _seat(
    session: Session, what: RoleVersion, asked: checks.Asked, seat: int | None, *, now: datetime
) -> int:
    known = _in_the_way(session, checks.terms(session, what.role_id), asked, now)
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
    mandate = ground.held(session, mandate_id, now=now)
    if mandate.person_id != by:
        raise errors.NotYourMandate
    ground.end(session, mandate, "resigned", on=on, why=why, decision="", by=by, now=now)


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
    """A decision of the register takes a mandate back, now or from a later day on, as its role lets it.

    Raises NotAllowed, DecisionNeeded, UnknownDecision, AlreadyEnded, NotInTime, LastSteward, NotOfThisKind,
    TooFewWarnings, NotHeard, NoNotice, NoticeTooShort.
    """
    mandate = ground.held(session, mandate_id, now=now)
    ground.may_act(session, mandate, decision=decision, by=by, now=now)
    checks.revocation(session, mandate, decision)
    ground.end(session, mandate, "revoked", on=on, why=why, decision=decision, by=by, now=now)


def extend(
    session: Session, mandate_id: int, *, ends_on: date, decision: str, by: int | None, now: datetime
) -> None:
    """A decision of the register lets a mandate last longer, as long as nobody else was given the seat.

    Raises NotAllowed, DecisionNeeded, UnknownDecision, AlreadyEnded, NotLater, MemberLeaves, SeatTaken,
    NotForThisMember, WrongCollege, HoldsItAlready, Incompatible.
    """
    mandate = ground.held(session, mandate_id, now=now)
    ground.may_act(session, mandate, decision=decision, by=by, now=now)
    if mandate.ends_on is None or ends_on <= mandate.ends_on or mandate.ended_at is not None:
        raise errors.NotLater(ends=mandate.ends_on or "")
    since = mandate.ends_on
    _may_last(session, mandate, since, ends_on, now=now)
    mandate.ends_on = ends_on
    session.flush()
    ground.note(session, mandate, "extended", on=ends_on, decision=decision, by=by, now=now)
    _end_with_member(session, mandate, ground.role_of(session, mandate)[1], since, by=by, now=now)
    _fill(session, mandate, since, decision, by=by, now=now)


def _may_last(session: Session, mandate: Mandate, starts: date, ends: date, *, now: datetime) -> None:
    """What is asked of the time that is added is what was asked when it was entrusted."""
    role, what = ground.role_of(session, mandate)
    asked = checks.Asked(mandate.person_id, mandate.member_id, starts, ends, mandate.provisional, "", "", "")
    if mandate.member_id is not None:
        checks.stays(session, mandate.member_id, ends)
        checks.speaks(session, mandate.member_id, mandate.person_id, [starts])
        checks.belongs(session, mandate.member_id, what, [starts])
    for term in _in_the_way(session, checks.terms(session, role.id, but=mandate.id), asked, now):
        if term.meets(starts, ends) and term.seat == mandate.seat:
            raise errors.SeatTaken(person=checks.name(session, term.person))
        if term.meets(starts, ends) and term.person == mandate.person_id:
            raise errors.HoldsItAlready(person=checks.name(session, term.person))
    checks.incompatible(session, role, what, asked)
