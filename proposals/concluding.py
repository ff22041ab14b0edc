"""What the day brings to decisions: a trial or a derogation that is over, a review that comes near."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.register import following
from governance.register.entries import Link
from governance.register.models import Decision
from governance.register.models_following import ReviewEntry
from proposals import events
from proposals.models import Proposal
from proposals.models_events import ProposalEvent
from proposals.standing import today

NEAR = timedelta(days=30)
BY_LINK = {
    "confirms": "confirmed",
    "ends": "ended",
    "repeals": "ended",
    "replaces": "changed",
    "amends": "changed",
}
MOST = 50


def over(session: Session, now: datetime) -> list[tuple[str, str]]:
    """Decisions whose last day is over and of which nothing says so yet: number, lapsed or continued."""
    return following.past_their_day(session, today(session, now), MOST)


def conclude(session: Session, number: str, *, now: datetime) -> None:
    """Write that the last day of a trial or a derogation is over. Twice changes nothing."""
    following.decision_id(session, number)
    kind = dict(over(session, now)).get(number)
    if kind is not None:
        following.review(session, number, kind, now=now)


def reviewed(session: Session, number: str, links: Sequence[Link], *, now: datetime) -> None:
    """A new decision says what becomes of earlier ones: each of them keeps it in its own review."""
    for link in links:
        if link.kind in BY_LINK:
            following.review(session, link.number, BY_LINK[link.kind], decision=number, now=now)


def near(session: Session, now: datetime) -> list[int]:
    """Proposals whose decision is to be reviewed within thirty days, of which nobody was told yet."""
    day = today(session, now)
    due = func.coalesce(Decision.review_on, Decision.until)
    told = select(ProposalEvent.id).where(
        ProposalEvent.proposal == Decision.proposal, ProposalEvent.kind == "review-due"
    )
    seen = select(ReviewEntry.id).where(
        ReviewEntry.decision_id == Decision.id, ReviewEntry.kind != "observed"
    )
    rows = session.scalars(
        select(Decision.proposal)
        .where(Decision.outcome == "adopted", Decision.proposal.is_not(None))
        .where(due >= day, due <= day + NEAR, ~told.exists(), ~seen.exists())
        .order_by(Decision.id)
        .limit(MOST)
    )
    return [number for number in rows if number is not None]


def announce(session: Session, proposal: int, *, now: datetime) -> None:
    """Tell those who follow a proposal that its decision is to be reviewed. Twice changes nothing."""
    if proposal not in near(session, now):
        return
    found = session.get_one(Proposal, proposal)
    decision = found.decision or ""
    events.note(session, proposal, "review-due", now=now, concerns=[found.member_id], decision=decision)
