"""Who is a member, in which college, spoken for by whom, on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from governance.errors import NotFound
from governance.members.models import (
    Circle,
    CircleCollege,
    College,
    CollegeMembership,
    Mandate,
    Member,
    Representation,
)
from governance.members.models_roles import CircleSeat, Role

NETWORK = "network"  # the circle of everybody


@dataclass(frozen=True)
class Right:
    """A member who may vote, in its college of that day."""

    member_id: int
    member_name: str
    college_id: str


@dataclass(frozen=True)
class CollegeFacts:
    """A college of the social code in force; ``weight`` is an exact number in words ("40", "2/5")."""

    id: str
    name: str
    letter: str
    position: int
    weight: str


@dataclass(frozen=True)
class CircleFacts:
    """A body with a purpose."""

    id: str
    name: str
    purpose: str


def in_force(
    starts: InstrumentedAttribute[date], ends: InstrumentedAttribute[date | None], on: date
) -> ColumnElement[bool]:
    """Whether a period holds that day; its end is the first day without."""
    return and_(starts <= on, or_(ends.is_(None), ends > on))


def mandate_holds(on: date, at: datetime | None = None) -> ColumnElement[bool]:
    """Whether a mandate is in force on that day, or at that moment of it, to the second."""
    not_ended = Mandate.ended_on > on if at is None else Mandate.ended_at > at
    return and_(in_force(Mandate.starts_on, Mandate.ends_on, on), or_(Mandate.ended_at.is_(None), not_ended))


def electorate(session: Session, *, circle_id: str, on: date) -> list[Right]:
    """The members who sit in a circle on that day, by position of the college, then by name.

    They are in force in a college that sits there whole, or in one that has seats there and hold one of them.
    Two queries.
    """
    query = (
        select(Member.id, Member.name, College.id, College.position, Member.key)
        .join(CollegeMembership, CollegeMembership.member_id == Member.id)
        .join(College, College.id == CollegeMembership.college_id)
        .where(_is_member(on), _is_in_college(on))
    )
    seated = session.execute(
        select(CircleCollege.college_id, CircleCollege.whole).where(CircleCollege.circle_id == circle_id)
    ).all()
    if seated:
        whole = [college_id for college_id, is_whole in seated if is_whole]
        query = query.where(
            or_(
                College.id.in_(whole),
                and_(College.id.in_([id_ for id_, _ in seated]), Member.id.in_(_seat_holders(circle_id, on))),
            )
        )
    rows = sorted(session.execute(query), key=lambda row: (row[3], row[4], row[0]))
    return [Right(member_id, name, college_id) for member_id, name, college_id, _position, _key in rows]


def _seat_holders(circle_id: str, on: date) -> Select[int | None]:
    """The members for whom a seat of the circle is held that day."""
    return (
        select(Mandate.member_id)
        .join(CircleSeat, CircleSeat.role_id == Mandate.role_id)
        .where(CircleSeat.circle_id == circle_id, Mandate.member_id.is_not(None), mandate_holds(on))
    )


def seated(session: Session, circles: Iterable[str], *, on: date) -> dict[str, set[int]]:
    """The members of `electorate` for many circles at once. Three queries."""
    ids = list(circles)
    colleges: dict[str, dict[str, bool]] = {id_: {} for id_ in ids}
    of_circle = select(CircleCollege).where(CircleCollege.circle_id.in_(ids))
    for row in session.scalars(of_circle):
        colleges[row.circle_id][row.college_id] = row.whole
    holders = session.execute(
        select(CircleSeat.circle_id, Mandate.member_id)
        .join(Mandate, Mandate.role_id == CircleSeat.role_id)
        .where(CircleSeat.circle_id.in_(ids), Mandate.member_id.is_not(None), mandate_holds(on))
    )
    held = {(circle, member) for circle, member in holders}
    in_college = session.execute(
        select(Member.id, CollegeMembership.college_id)
        .join(CollegeMembership, CollegeMembership.member_id == Member.id)
        .where(_is_member(on), _is_in_college(on))
    )
    found: dict[str, set[int]] = {id_: set() for id_ in ids}
    for member, college in in_college:
        for id_, seats_there in colleges.items():
            whole = seats_there.get(college, not seats_there)
            if whole or (college in seats_there and (id_, member) in held):
                found[id_].add(member)
    return found


def seats(session: Session, circle_id: str) -> list[str]:
    """The colleges seated in a circle; none named means all of them."""
    return list(session.scalars(select(CircleCollege.college_id).where(CircleCollege.circle_id == circle_id)))


def colleges(session: Session) -> list[CollegeFacts]:
    """The colleges of the social code in force, by position."""
    rows = session.execute(
        select(College.id, College.name, College.letter, College.position, College.weight)
        .where(College.retired.is_(False))
        .order_by(College.position)
    )
    return [CollegeFacts(*row) for row in rows]


def circles(session: Session) -> list[CircleFacts]:
    """The circles of the social code in force, in its order."""
    rows = session.execute(
        select(Circle.id, Circle.name, Circle.purpose)
        .where(Circle.retired.is_(False))
        .order_by(Circle.position, Circle.name)
    )
    return [CircleFacts(*row) for row in rows]


def circle(session: Session, id: str) -> CircleFacts:
    """One circle, retired ones too. Raises NotFound."""
    row = session.execute(select(Circle.id, Circle.name, Circle.purpose).where(Circle.id == id)).one_or_none()
    if row is None:
        raise NotFound
    return CircleFacts(*row)


def representatives(session: Session, member_ids: Iterable[int], *, on: date) -> list[tuple[int, int]]:
    """Pairs (member, person) of those who speak for these members that day."""
    rows = session.execute(
        select(Representation.member_id, Representation.person_id)
        .where(
            Representation.member_id.in_(list(member_ids)),
            in_force(Representation.starts_on, Representation.ends_on, on),
        )
        .distinct()
        .order_by(Representation.member_id, Representation.person_id)
    )
    return [(member_id, person_id) for member_id, person_id in rows]


def holders(
    session: Session, office: str, *, on: date, circle_id: str = NETWORK, at: datetime | None = None
) -> list[int]:
    """The people who hold an office ("steward", "facilitator") for a circle that day, or at a moment of it.

    An office without a role, or by a role of the whole network, is held for every circle.
    """
    rows = session.scalars(
        select(Mandate.person_id)
        .outerjoin(Role, Role.id == Mandate.role_id)
        .where(
            Mandate.office == office,
            mandate_holds(on, at),
            or_(Role.id.is_(None), Role.circle_id.in_({NETWORK, circle_id})),
        )
        .distinct()
        .order_by(Mandate.person_id)
    )
    return list(rows)


def without_steward(session: Session, *, since: date, until: date) -> date | None:
    """The first day in that time on which nobody is a steward any more; None where somebody always is."""
    rows = session.execute(
        select(Mandate.starts_on, Mandate.ends_on, Mandate.ended_on)
        .where(Mandate.office == "steward", Mandate.starts_on <= until)
        .order_by(Mandate.starts_on)
    )
    covered = since
    for starts, ends, ended in rows:
        end = min((day for day in (ends, ended) if day is not None), default=None)
        if starts <= covered and end is None:
            return None
        if starts <= covered and end is not None:
            covered = max(covered, end)
    return covered if covered <= until else None


def _is_member(on: date) -> ColumnElement[bool]:
    return in_force(Member.joined_on, Member.left_on, on)


def _is_in_college(on: date) -> ColumnElement[bool]:
    return in_force(CollegeMembership.starts_on, CollegeMembership.ends_on, on)
