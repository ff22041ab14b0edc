"""The questions about a proposal that were put to the circle, as its page and its acts read them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from proposals.models_life import ProposalQuestion
from voting.models import Vote


@dataclass(frozen=True)
class Asked:
    """A question with its vote. ``kind``: amendment, contest, arbitration; ``outcome``: None when open."""

    id: int
    kind: str
    target: int
    vote: int
    circle_name: str
    rule_name: str
    opened_at: datetime
    closes_at: datetime
    outcome: str | None


def of(session: Session, number: int) -> list[Asked]:
    """The questions about a proposal, in the order of time."""
    asked = ProposalQuestion
    rows = session.execute(
        select(asked.id, asked.kind, asked.target, Vote.number, Vote.circle_name, Vote.rule_name)
        .add_columns(asked.opened_at, Vote.closes_at, asked.outcome)
        .join(Vote, Vote.number == asked.vote)
        .where(asked.proposal == number)
        .order_by(asked.id)
    )
    return [Asked(*row) for row in rows]
