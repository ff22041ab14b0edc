"""Whom a proposal reaches before everybody sees it: who writes it, and the circles that its embargo names."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from governance.members import queries as members
from proposals import lifecycle as life
from proposals.models import Proposal
from proposals.models_amendments import ProposalAuthor
from proposals.models_life import ProposalCircle

ASKED = and_(
    ProposalAuthor.accepted_at.is_(None),
    ProposalAuthor.declined_at.is_(None),
    ProposalAuthor.unasked_at.is_(None),
)
JOINED = and_(ProposalAuthor.accepted_at.is_not(None), ProposalAuthor.left_at.is_(None))


def writers(session: Session, number: int) -> tuple[frozenset[int], frozenset[int]]:
    """The members who write a proposal beside its author, and those who are asked to and did not answer."""
    rows = session.execute(
        select(ProposalAuthor.member_id, ProposalAuthor.accepted_at)
        .where(ProposalAuthor.proposal == number, ASKED | JOINED)
        .order_by(ProposalAuthor.id)
    ).all()
    joined = frozenset(member for member, accepted_at in rows if accepted_at is not None)
    return joined, frozenset(member for member, _ in rows) - joined


def written_by(spoken: Iterable[int]) -> Select[Any]:
    """The numbers of the proposals that one of these members writes, or is asked to write."""
    return select(ProposalAuthor.proposal).where(ProposalAuthor.member_id.in_(list(spoken)), ASKED | JOINED)


class Placed(Protocol):
    """What of a proposal says which circles see it."""

    @property
    def number(self) -> int: ...
    @property
    def circle_id(self) -> str: ...
    @property
    def state(self) -> str: ...


def named(session: Session, number: int) -> list[str]:
    """The circles that the embargo of a proposal names."""
    query = select(ProposalCircle.circle_id).where(ProposalCircle.proposal == number)
    return list(session.scalars(query.order_by(ProposalCircle.circle_id)))


def reaches(session: Session, number: int, spoken: frozenset[int], *, on: date) -> bool:
    """Whether one of these members sits that day in a circle that the embargo of the proposal names."""
    if not spoken:
        return False
    return any(_sits(session, circle, spoken, on) for circle in named(session, number))


def open_circles(session: Session, spoken: frozenset[int], *, on: date) -> list[str]:
    """The circles that see something embargoed now, where one of these members sits that day."""
    if not spoken:
        return []
    keeping = (
        select(ProposalCircle.circle_id)
        .join(Proposal, Proposal.number == ProposalCircle.proposal)
        .where(Proposal.state == life.EMBARGOED)
        .distinct()
        .order_by(ProposalCircle.circle_id)
    )
    return [circle for circle in session.scalars(keeping) if _sits(session, circle, spoken, on)]


def _sits(session: Session, circle_id: str, spoken: frozenset[int], on: date) -> bool:
    return any(right.member_id in spoken for right in members.electorate(session, circle_id=circle_id, on=on))
