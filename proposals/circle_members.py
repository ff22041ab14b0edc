"""Who sits in the circle that decides on a proposal."""

from datetime import datetime

from sqlalchemy.orm import Session

from governance.members import queries as members
from proposals.errors_life import NotOfCircle
from proposals.standing import today


def of(session: Session, circle_id: str, now: datetime) -> frozenset[int]:
    """The members registered in a circle today."""
    rights = members.electorate(session, circle_id=circle_id, on=today(session, now))
    return frozenset(right.member_id for right in rights)


def check_member(session: Session, circle_id: str, member_id: int, *, now: datetime) -> None:
    """Raises NotOfCircle unless the member sits there today."""
    if member_id not in of(session, circle_id, now):
        raise NotOfCircle
