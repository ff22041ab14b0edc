"""Who sits in a circle, and who acts in its name."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import kept
from governance.members import queries as members
from governance.members.models import Mandate
from governance.members.models_roles import CircleSeat, Role
from governance.web.visitor import Visitor
from proposals.errors_life import NotOfCircle
from proposals.lifecycle import FACILITATOR
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
    return {seat for _circle, seat in _held(session, person_id, now) if seat and seat in circles}


def entrusted(session: Session, person_id: int, circles: Collection[str], now: datetime) -> set[str]:
    """Of these circles, those that entrusted a role of theirs to the person, at this moment. One query."""
    return {circle for circle, _seat in _held(session, person_id, now) if circle in circles}


def _held(session: Session, person_id: int, now: datetime) -> list[tuple[str, str | None]]:
    """The roles that the person holds: the circle of each, and where it gives a seat. One query."""
    query = (
        select(Role.circle_id, CircleSeat.circle_id)
        .join(Mandate, Mandate.role_id == Role.id)
        .outerjoin(CircleSeat, CircleSeat.role_id == Role.id)
        .where(Mandate.person_id == person_id, members.mandate_holds(today(session, now), now))
    )
    return kept(
        session, f"roles:{person_id}:{now}", lambda: [(here, seat) for here, seat in session.execute(query)]
    )


def speaking(session: Session, person_id: int, circles: Collection[str], now: datetime) -> set[str]:
    """Of these circles, those that the person facilitates or holds a seat of, at this moment."""
    led = {circle for circle in circles if facilitates(session, circle, by=person_id, now=now)}
    return led | seated(session, person_id, circles, now)


def visiting(session: Session, visitor: Visitor, circles: Collection[str], now: datetime) -> set[str]:
    """The same of a visitor, whose offices are known already."""
    led = {circle for circle in circles if FACILITATOR in visitor.offices_for(circle)}
    left = set(circles) - led
    return led | (seated(session, visitor.person_id, left, now) if left else set())
