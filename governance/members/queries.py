"""Who is a member, in which college, spoken for by whom, on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
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


def electorate(session: Session, *, circle_id: str, on: date) -> list[Right]:
    """The members in force on that day in the circle's colleges, by position of the college, then by name."""
    query = (
        select(Member.id, Member.name, College.id, College.position, Member.key)
        .join(CollegeMembership, CollegeMembership.member_id == Member.id)
        .join(College, College.id == CollegeMembership.college_id)
        .where(_is_member(on), _is_in_college(on))
    )
    seated = seats(session, circle_id)
    if seated:
        query = query.where(College.id.in_(seated))
    rows = sorted(session.execute(query), key=lambda row: (row[3], row[4], row[0]))
    return [Right(member_id, name, college_id) for member_id, name, college_id, _position, _key in rows]


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


def holders(session: Session, office: str, *, on: date) -> list[int]:
    """The people who hold an office ("steward", "facilitator") that day."""
    rows = session.scalars(
        select(Mandate.person_id)
        .where(Mandate.office == office, in_force(Mandate.starts_on, Mandate.ends_on, on))
        .distinct()
        .order_by(Mandate.person_id)
    )
    return list(rows)


def _is_member(on: date) -> ColumnElement[bool]:
    return in_force(Member.joined_on, Member.left_on, on)


def _is_in_college(on: date) -> ColumnElement[bool]:
    return in_force(CollegeMembership.starts_on, CollegeMembership.ends_on, on)
