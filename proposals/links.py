"""What a proposal says of decisions of the register: it amends one, repeals another, follows a third."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.register import numbers
from governance.register import queries as register
from governance.register.entries import KINDS
from governance.register.models import Decision
from governance.web.public import touch
from proposals import lifecycle as life
from proposals import texts
from proposals.errors_terms import (
    DerogationUnbounded,
    LinkNeeded,
    LinkThere,
    NoLink,
    NoSuchDecision,
    NotAdopted,
    TooManyLinks,
    UnknownLink,
)
from proposals.events import note
from proposals.models import Proposal
from proposals.models_terms import ProposalLink
from proposals.standing import allow
from proposals.terms import DEROGATES

MOST = 20
FOLLOWS = "follows"


@dataclass(frozen=True)
class LinkLine:
    """What the proposal says of a decision; ``title`` and ``outcome`` are the decision's."""

    kind: str
    number: str
    title: str
    outcome: str


def add(session: Session, number: int, kind: str, decision: str, *, by: int, now: datetime) -> None:
    """Link a proposal that is being written to a decision, by its number.

    Raises UnknownLink, NoSuchDecision, NotAdopted, DerogationUnbounded, LinkThere, TooManyLinks.
    """
    proposal = allow(session, number, "terms", by=by, now=now)
    named = decision.strip()
    _check(session, proposal, kind, named)
    session.add(ProposalLink(proposal=number, decision_number=named, kind=kind))
    session.flush()
    _tell(session, proposal, "link-added", named, by=by, now=now)


def _check(session: Session, proposal: Proposal, kind: str, decision: str) -> None:
    if kind not in KINDS:
        raise UnknownLink
    outcome = register.outcome_of(session, decision) if numbers.read(decision) else None
    if outcome is None:
        raise NoSuchDecision(number=decision[:16])
    if outcome != "adopted" and kind != FOLLOWS:
        raise NotAdopted(number=decision)
    if kind == DEROGATES and proposal.kind != texts.DEROGATION:
        raise DerogationUnbounded
    if session.get(ProposalLink, (proposal.number, decision)) is not None:
        raise LinkThere(number=decision)
    if _count(session, proposal.number) >= MOST:
        raise TooManyLinks(most=MOST)


def remove(session: Session, number: int, decision: str, *, by: int, now: datetime) -> None:
    """Take a link away. Raises NoLink, LinkNeeded."""
    proposal = allow(session, number, "terms", by=by, now=now)
    link = session.get(ProposalLink, (number, decision))
    if link is None:
        raise NoLink
    if (
        proposal.kind == texts.DEROGATION
        and link.kind == DEROGATES
        and _count(session, number, DEROGATES) == 1
    ):
        raise LinkNeeded
    session.delete(link)
    session.flush()
    _tell(session, proposal, "link-removed", decision, by=by, now=now)


def of(session: Session, number: int) -> list[LinkLine]:
    """The links of a proposal, by the order of the decisions."""
    query = (
        select(ProposalLink.kind, Decision.number, Decision.title, Decision.outcome)
        .join(Decision, Decision.number == ProposalLink.decision_number)
        .where(ProposalLink.proposal == number)
        .order_by(Decision.year, Decision.rank)
    )
    return [LinkLine(*row) for row in session.execute(query)]


def _count(session: Session, number: int, kind: str | None = None) -> int:
    query = select(func.count()).select_from(ProposalLink).where(ProposalLink.proposal == number)
    if kind is not None:
        query = query.where(ProposalLink.kind == kind)
    return session.scalar(query) or 0


def _tell(session: Session, proposal: Proposal, kind: str, decision: str, *, by: int, now: datetime) -> None:
    """A draft has no story yet: it is seen by its writers alone."""
    if proposal.state != life.DRAFT:
        note(session, proposal.number, kind, by=by, now=now, words=decision)
        touch(session, "proposals")
