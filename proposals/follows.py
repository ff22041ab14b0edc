"""How closely somebody follows one proposal, where they chose otherwise than for all of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from governance.members.models import Person
from governance.members.people import ALL as ALL_MAILS
from governance.web.visitor import Visitor
from proposals import notices
from proposals.errors_debate import NotFollowable
from proposals.heads import Head
from proposals.models_notices import Follow, WaitingNotice
from proposals.standing import zone


@dataclass(frozen=True)
class Following:
    """``level``: chosen for this proposal, or empty; ``usual``: for all of them; ``mails``: whether news of
    proposals are sent at all to who is looking.
    """

    level: str
    usual: str
    mails: bool


def follow(session: Session, number: int, level: str, *, by: int, now: datetime) -> None:
    """Choose a level for one proposal, or none of its own (""). Raises NotFollowable.

    What waits for a digest is told when the new level tells: nothing is lost, nothing is told twice.
    """
    if level and level not in notices.LEVELS:
        raise NotFollowable
    mine = Follow.person_id == by, Follow.proposal == number
    session.execute(delete(Follow).where(*mine))
    if level:
        session.add(Follow(person_id=by, proposal=number, level=level, chosen_at=now))
    session.flush()
    chosen = level or _usual(session, by)
    waiting = WaitingNotice.person_id == by, WaitingNotice.proposal == number
    if chosen == notices.NONE:
        session.execute(delete(WaitingNotice).where(*waiting))
    else:
        due = notices.moment(chosen, now, zone(session))
        session.execute(update(WaitingNotice).where(*waiting).values(due_at=due))


def following(session: Session, head: Head, visitor: Visitor) -> Following | None:
    """How closely the visitor follows the proposal; None for who has not signed in. One query."""
    if not visitor.is_authenticated:
        return None
    query = select(Follow.level, Person.notices, Person.mails).outerjoin(
        Follow, (Follow.person_id == Person.id) & (Follow.proposal == head.number)
    )
    level, usual, mails = session.execute(query.where(Person.id == visitor.person_id)).one()
    return Following(level or "", usual, mails == ALL_MAILS)


def _usual(session: Session, person_id: int) -> str:
    return session.scalar(select(Person.notices).where(Person.id == person_id)) or notices.NONE
