"""A proposal that nobody moves ends by itself, where its rule says after how long."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.rules import queries as rules
from governance.rules.duration import Duration
from governance.web.public import touch
from proposals import events
from proposals import lifecycle as life
from proposals.models import Proposal
from proposals.standing import found_decision, locked, pending, zone
from voting import proxy_opening

BATCH = 100


def renew(session: Session, proposal: Proposal, now: datetime) -> None:
    """Somebody has moved it: its time begins again, from the day a vote can be opened.

    While a vote is open, a question is before the circle or a meeting goes on, it does not expire.
    """
    session.flush()
    rule = found_decision(rules.in_force(session).code, proposal.circle_id, proposal.rule_id)
    days = rule.process.expires_days if rule else None
    proposal.expires_at = None
    waits = proposal.live is not None or pending(session, proposal.number) > 0
    if days is None or proposal.state not in life.EXPIRING or waits:
        return
    begins = max(now, proposal.opens_from) if proposal.opens_from is not None else now
    proposal.expires_at = Duration(days=days).after(begins, zone(session))


def due(session: Session, now: datetime) -> list[int]:
    """The proposals that have had their time, the oldest first; a bounded number."""
    query = select(Proposal.number).where(Proposal.expires_at <= now, Proposal.state.in_(life.EXPIRING))
    return list(session.scalars(query.order_by(Proposal.expires_at, Proposal.number).limit(BATCH)))


def expire(session: Session, number: int, *, now: datetime) -> None:
    """Write down that a proposal has expired, if it has. Twice changes nothing."""
    proposal = locked(session, number)
    if proposal.expires_at is None or life.at(proposal.state, proposal.expires_at, now) != life.EXPIRED:
        return
    if proposal.state == life.EXPIRED:
        return
    proposal.state, proposal.moved_at = life.EXPIRED, proposal.expires_at
    proposal.opening, proposal.opens_from = "", None
    events.note(session, number, "expired", now=now, concerns=[proposal.member_id])
    proxy_opening.lapse(session, f"proposal:{number}", now)
    touch(session, "proposals")
