"""Who writes a proposal beside its author: read here, asked and answered in ``coauthoring``."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.web.visitor import Visitor
from proposals import lifecycle as life
from proposals.models import Proposal
from proposals.models_amendments import ProposalAuthor
from proposals.reach import ASKED, JOINED, writers


@dataclass(frozen=True)
class Coauthor:
    """A member that writes too, or was asked to (``joined`` false)."""

    member_id: int
    member_name: str
    joined: bool
    asked_at: datetime


@dataclass(frozen=True)
class Asked:
    """A question that awaits the answer of a member: for the home page."""

    proposal: int
    title: str
    member_id: int
    member_name: str
    by_member: str
    asked_at: datetime


def members(session: Session, number: int) -> frozenset[int]:
    """The members who write this proposal beside its author, today."""
    return writers(session, number)[0]


def of(session: Session, number: int) -> list[Coauthor]:
    """Those who write it too, then those who were asked, each in the order of time."""
    query = select(ProposalAuthor).where(ProposalAuthor.proposal == number, ASKED | JOINED)
    rows = session.scalars(query.order_by(ProposalAuthor.id))
    found = [
        Coauthor(row.member_id, row.member_name, row.accepted_at is not None, row.asked_at) for row in rows
    ]
    return sorted(found, key=lambda each: not each.joined)


def asking(session: Session, visitor: Visitor) -> list[Asked]:
    """What the members for whom the visitor speaks are asked to write; at most twenty."""
    spoken = [voice.member_id for voice in visitor.speaks_for]
    query = (
        select(
            Proposal.number,
            Proposal.title,
            ProposalAuthor.member_id,
            ProposalAuthor.member_name,
            Proposal.member_name,
            ProposalAuthor.asked_at,
        )
        .join(Proposal, Proposal.number == ProposalAuthor.proposal)
        .where(ProposalAuthor.member_id.in_(spoken), ASKED, Proposal.state.not_in(life.FINAL))
        .order_by(ProposalAuthor.id)
        .limit(20)
    )
    return [Asked(*row) for row in session.execute(query)] if spoken else []
