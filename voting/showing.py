"""Who sees a vote: everybody, those who have an account, or its electorate alone."""

from sqlalchemy import ColumnElement, exists, or_, select, true, update
from sqlalchemy.orm import Session

from governance.web.public import touch
from governance.web.visitor import Visitor
from voting.models import Vote, VoteRight


def seen_by(visitor: Visitor) -> ColumnElement[bool]:
    """The votes that the visitor sees.

    What is not public needs an account. What is for its electorate alone is seen by who represents one of its
    members, or holds an office.
    """
    if not visitor.is_authenticated:
        return Vote.public.is_(True) & Vote.electorate_only.is_(False)
    if visitor.offices:
        return true()
    everybody = Vote.electorate_only.is_(False) | Vote.circle_id.in_(visitor.facilitated)
    mine = exists().where(VoteRight.vote == Vote.number, VoteRight.member_id.in_(visitor.members))
    return or_(everybody, mine) if visitor.members else everybody


def sees(session: Session, number: int, visitor: Visitor) -> bool:
    """Whether the visitor sees this vote."""
    return session.scalar(select(Vote.number).where(Vote.number == number, seen_by(visitor))) is not None


def publish(session: Session, vote: int, *, public: bool) -> None:
    """What only its electorate saw is seen like any other vote; ``public``: also without an account."""
    session.execute(update(Vote).where(Vote.number == vote).values(electorate_only=False, public=public))
    touch(session, "votes")
