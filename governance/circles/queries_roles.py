"""Who does what, until when, at any date: a constant number of queries, whatever the number of roles."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from governance.circles.facts import Ending, Holder, Mine, RoleFacts, Seat
from governance.circles.terms import Term, elapsed, rank
from governance.errors import NotFound
from governance.members.models import Circle, College, CollegeMembership, Mandate, Member, Person
from governance.members.models_roles import Role, RoleVersion
from governance.members.queries import NETWORK, CollegeFacts
from governance.members.roles import Description, description
from governance.rules import queries as rules
from governance.web import zone as zone_of

Rows = Mapping[int, list[Holder]]
DEPUTY = aliased(Person)
PAST = 20  # mandates of one's own that are over


def end_of(session: Session, on: date) -> datetime:
    """The first moment after a day, as the network's clocks have it."""
    zone = ZoneInfo(zone_of.name(session))
    return datetime.combine(on + timedelta(days=1), time(), zone).astimezone(UTC)


def roles_at(session: Session, on: date) -> list[RoleFacts]:
    """Every role of a day with its seats, by circle and then by name. Five queries."""
    return _roles(session, on)


def role(session: Session, slug: str, on: date) -> RoleFacts:
    """One role, ended ones too. Raises NotFound."""
    found = _roles(session, on, slug=slug)
    if not found:
        raise NotFound
    return found[0]


def _roles(session: Session, on: date, *, slug: str | None = None) -> list[RoleFacts]:
    after = end_of(session, on)
    colleges = all_colleges(session)
    held: dict[int, list[Holder]] = {}
    for each in holders(session, colleges, slug=slug):
        held.setdefault(each.role_id or 0, []).append(each)
    found = []
    written = _written(session, after)
    for row, circle_name, version in _described(session, after, slug=slug):
        mandates = held.get(row.id, [])
        there = row.created_at < after or any(_holds(each, on) for each in mandates)
        if slug is None and (not there or (row.ended_at is not None and row.ended_at < after)):
            continue
        what = description({name: getattr(version, name) for name in Description.__dataclass_fields__})
        seats = seats_on(what, mandates, on)
        circle = (row.circle_id, circle_name)
        if row.of_code and written is not None:
            if slug is None and row.slug not in written and not any(_holds(each, on) for each in mandates):
                continue
            circle = written.get(row.slug, circle)
        found.append(_facts(row, circle, version.number, what, colleges, seats))
    return found if slug is not None else _with_offices(_together(found), held.get(0, []), on)


def _together(found: list[RoleFacts]) -> list[RoleFacts]:
    """The roles of a circle side by side, also where one has moved to another circle since."""
    place: dict[str, int] = {}
    for each in found:
        place.setdefault(each.circle_id, len(place))
    return sorted(found, key=lambda each: place[each.circle_id])


def _facts(
    row: Role,
    circle: tuple[str, str],
    number: int,
    what: Description,
    colleges: Mapping[str, CollegeFacts],
    seats: tuple[Seat, ...],
) -> RoleFacts:
    return RoleFacts(
        row.id, row.slug, *circle, row.of_code, row.created_at, row.decision, row.ended_at,
        row.end_decision, number, what, colleges.get(what.college_id or ""), seats,
    )  # fmt: skip


def _written(session: Session, after: datetime) -> dict[str, tuple[str, str]] | None:
    """The roles of the social code in force before a moment, each with its circle and the name of that; None
    where none was in force yet.
    """
    try:
        code = rules.in_force(session, after - timedelta(microseconds=1)).code
    except NotFound:
        return None
    names = {circle.id: circle.name for circle in code.circles}
    roles = (each.role for each in code.sittings("en"))
    return {role.id: (role.circle, names.get(role.circle, "")) for role in roles}


def _described(session: Session, after: datetime, *, slug: str | None) -> list[tuple[Role, str, RoleVersion]]:
    """Every role with the version it had at a moment, or its first where it had none yet."""
    query = (
        select(Role, Circle.name, RoleVersion)
        .join(Circle, Circle.id == Role.circle_id)
        .join(RoleVersion, RoleVersion.role_id == Role.id)
        .order_by(Circle.position, Circle.name, Role.id, RoleVersion.number)
    )
    if slug is not None:
        query = query.where(Role.slug == slug)
    found: dict[int, tuple[Role, str, RoleVersion]] = {}
    for row, circle_name, version in session.execute(query):
        if row.id not in found or version.adopted_at < after:
            found[row.id] = (row, circle_name, version)
    return list(found.values())


def all_colleges(session: Session) -> dict[str, CollegeFacts]:
    """Every college there ever was, by id."""
    rows = session.execute(select(College.id, College.name, College.letter, College.position, College.weight))
    return {row[0]: CollegeFacts(*row) for row in rows}


def holders(
    session: Session, colleges: Mapping[str, CollegeFacts], *, slug: str | None = None
) -> list[Holder]:
    """Every mandate, the first begun first; of one role where a slug is given."""
    membership = and_(
        CollegeMembership.member_id == Mandate.member_id,
        CollegeMembership.starts_on <= Mandate.starts_on,
        or_(CollegeMembership.ends_on.is_(None), CollegeMembership.ends_on > Mandate.starts_on),
    )
    query = (
        select(
            Mandate.id, Mandate.role_id, Mandate.office, Mandate.seat, Mandate.person_id, Person.name,
            Mandate.member_id, Member.name.label("member"), Member.kind, CollegeMembership.college_id,
            Mandate.starts_on, Mandate.ends_on, Mandate.ended_at, Mandate.ended_on, Mandate.end_kind,
            Mandate.end_decision, DEPUTY.name.label("deputy"), Mandate.how, Mandate.decision,
            Mandate.derogation, Mandate.provisional, Mandate.deputy_id, Mandate.until_filled,
        )
        .join(Person, Person.id == Mandate.person_id)
        .outerjoin(DEPUTY, DEPUTY.id == Mandate.deputy_id)
        .outerjoin(Member, Member.id == Mandate.member_id)
        .outerjoin(CollegeMembership, membership)
        .order_by(Mandate.starts_on, Mandate.id)
    )  # fmt: skip
    if slug is not None:
        query = query.join(Role, Role.id == Mandate.role_id).where(Role.slug == slug)
    return [_holder(row, colleges) for row in session.execute(query)]


def _holder(row: Any, colleges: Mapping[str, CollegeFacts]) -> Holder:
    return Holder(
        row.id, row.role_id, row.office, row.seat or 0, row.person_id, row.name, row.member_id,
        row.member or "", row.kind == "organisation", colleges.get(row.college_id or ""), row.starts_on,
        row.ends_on, row.ended_at, row.ended_on, row.end_kind, row.end_decision, row.deputy or "", row.how,
        row.decision, row.derogation, row.provisional, row.deputy_id, row.until_filled,
    )  # fmt: skip


def term(holder: Holder) -> Term:
    """The time of a mandate."""
    return Term(
        holder.person_id, holder.seat, holder.starts_on, holder.until, holder.provisional,
        holder.until_filled, holder.ends_on,
    )  # fmt: skip


def _holds(holder: Holder, on: date) -> bool:
    return term(holder).holds(on)


def seats_on(what: Description, mandates: list[Holder], on: date) -> tuple[Seat, ...]:
    """The seats of a role on a day; where any number hold it, those that are held."""
    known = [term(each) for each in mandates]
    shown = [_shown(each, known, what.term_months, on) for each in mandates]
    held = {each.seat for each in shown if _holds(each, on)}
    numbers = range(1, what.seats + 1) if what.seats else sorted(held)
    seats = [_seat(number, [each for each in shown if each.seat == number], on) for number in numbers]
    beyond = sorted(held - set(numbers))  # of a version that had more seats
    return tuple(
        seats + [_seat(number, [each for each in shown if each.seat == number], on) for number in beyond]
    )


def _shown(holder: Holder, known: list[Term], months: int, on: date) -> Holder:
    number = None if holder.provisional else rank(known, holder.person_id, holder.starts_on, months=months)
    return replace(holder, rank=number, elapsed=elapsed(holder.starts_on, holder.until, on))


def _seat(number: int, mandates: list[Holder], on: date) -> Seat:
    holder = next((each for each in mandates if _holds(each, on)), None)
    coming = next((each for each in mandates if each.starts_on > on and not term(each).is_empty), None)
    if holder is not None:
        return Seat(number, holder, None, coming)
    over = [(each.until, each) for each in mandates if each.until is not None and each.until <= on]
    since, former = max(over, key=lambda one: one[0], default=(None, None))
    return Seat(number, None, since, coming, former)


def _with_offices(found: list[RoleFacts], offices: list[Holder], on: date) -> list[RoleFacts]:
    """The offices that no mandate of a role gives stand with the role of the network that gives them."""
    for office in ("steward", "facilitator"):
        held = [each for each in offices if each.office == office and _holds(each, on)]
        if not held:
            continue
        place = next(
            (n for n, each in enumerate(found) if each.circle_id == NETWORK and each.what.office == office),
            None,
        )
        if place is None:
            found.append(_undescribed(office, held))
        else:
            found[place] = replace(found[place], seats=_filled(found[place].seats, held))
    return sorted(found, key=lambda each: each.circle_id != NETWORK)


def _filled(seats: Iterable[Seat], held: list[Holder]) -> tuple[Seat, ...]:
    """Holders of the office take the seats that nobody holds, then stand beside the others."""
    waiting = list(held)
    filled = [
        replace(seat, holder=waiting.pop(0)) if seat.holder is None and waiting else seat for seat in seats
    ]
    return tuple(filled + [Seat(0, each, None, None) for each in waiting])


def _undescribed(office: str, held: list[Holder]) -> RoleFacts:
    what = Description("", 12, "", office=office)
    seats = tuple(Seat(0, each, None, None) for each in held)
    return RoleFacts(0, "", NETWORK, "", False, None, "", None, "", 0, what, None, seats)


def mine(session: Session, person_id: int, now: datetime) -> list[Mine]:
    """The mandates of a person and those where they stand in: present, to come, then the last ones over."""
    zone = ZoneInfo(zone_of.name(session))
    on = now.astimezone(zone).date()
    last = select(RoleVersion.name).where(RoleVersion.role_id == Mandate.role_id)
    rows = session.execute(
        select(
            Mandate.id, Role.slug, last.order_by(RoleVersion.number.desc()).limit(1).scalar_subquery(),
            Mandate.office, Circle.name, Mandate.starts_on, Mandate.ends_on, Mandate.ended_on,
            Mandate.ended_at, Mandate.person_id,
        )
        .outerjoin(Role, Role.id == Mandate.role_id)
        .outerjoin(Circle, Circle.id == Role.circle_id)
        .where(or_(Mandate.person_id == person_id, Mandate.deputy_id == person_id))
        .order_by(Mandate.starts_on.desc(), Mandate.id.desc())
    )  # fmt: skip
    found = []
    for id_, slug, name, office, circle, starts, ends, ended_on, ended_at, holder in rows:
        until = min((day for day in (ends, ended_on) if day is not None), default=None)
        over = (ended_at is not None and ended_at <= now) or (ends is not None and ends <= on)
        state = "past" if over else "to-come" if starts > on else "now"
        stands_in = holder != person_id
        found.append(Mine(id_, slug or "", name or "", office, circle or "", starts, until, state, stands_in))
    order = {"now": 0, "to-come": 1, "past": 2}
    past = [each for each in found if each.state == "past" and not each.stands_in][:PAST]
    return sorted([each for each in found if each.state != "past"], key=lambda m: order[m.state]) + past


def ending(session: Session, within_days: int, now: datetime) -> list[Ending]:
    """The mandates in force that end within so many days, the first first, while nobody comes next."""
    zone = ZoneInfo(zone_of.name(session))
    on = now.astimezone(zone).date()
    found = []
    for each in roles_at(session, on):
        for seat in each.seats:
            until = seat.holder.until if seat.holder else None
            if seat.holder and until is not None and (until - on).days <= within_days and seat.next is None:
                found.append(Ending(each, seat.holder, (until - on).days))
    return sorted(found, key=lambda one: (one.days, one.role.what.name))
