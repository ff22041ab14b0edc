"""Who sits in a circle, and who acts in its name."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members import queries as members
from governance.members.models import Mandate
from governance.members.models_roles import CircleSeat, Role
from proposals.errors_life import NotOfCircle
from proposals.standing import facilitates, today


def of(session: Session, circle_id: str, now: datetime) -> frozenset[int]:
    """The members registered in a circle today."""
    rights = members.electorate(session, circle_id=circle_id, on=today(session, now))
    return frozenset(right.member_id for right in rights)


def check_member(session: Session, circle_id: str, member_id: int, *, now: datetime) -> None:
    """Raises NotOfCircle unless the member sits there today."""
    if member_id not in of(session, circle_id, now):
        raise NotOfCircle


def seated(session: Session, person_id: int, circles: Collection[str], now: datetime) -> set[str]:
    """Of these circles, those where the person holds a seat at this moment. One query."""
    query = (
        select(CircleSeat.circle_id)
        .join(Mandate, Mandate.role_id == CircleSeat.role_id)
        .where(Mandate.person_id == person_id, members.mandate_holds(today(session, now), now))
        .where(CircleSeat.circle_id.in_(circles))
    )
    return set(session.scalars(query))


def entrusted(session: Session, person_id: int, circles: Collection[str], now: datetime) -> set[str]:
    """Of these circles, those that entrusted a role of theirs to the person, at this moment. One query."""
    query = (
        select(Role.circle_id)
        .join(Mandate, Mandate.role_id == Role.id)
        .where(Mandate.person_id == person_id, members.mandate_holds(today(session, now), now))
        .where(Role.circle_id.in_(circles))
    )
    return set(session.scalars(query))


def speaking(session: Session, person_id: int, circles: Collection[str], now: datetime) -> set[str]:
    """Of these circles, those that the person facilitates or holds a seat of, at this moment."""
    led = {circle for circle in circles if facilitates(session, circle, by=person_id, now=now)}
    return led | seated(session, person_id, circles, now)
