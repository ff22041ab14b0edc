"""The acts that move a proposal from a state to another, votes apart; and more time for its debate."""

from datetime import datetime

from sqlalchemy.orm import Session

from governance.rules import queries as rules
from governance.web.public import touch
from proposals import candidacies, drafts, events, expiry, referral
from proposals import lifecycle as life
from proposals import terms as bounds
from proposals.circle_members import check_member
from proposals.errors_life import DebateIsOver, DoubledAlready, NoDoubling
from proposals.models import Proposal
from proposals.standing import allow, check_voice, decision, found_decision, person_name, zone
from voting import proxy_opening


def submit(session: Session, number: int, *, by: int, now: datetime) -> datetime:
    """Bring a draft to debate; returns the end of the time that its rule gives to it."""
    proposal = leave_draft(session, number, "submit", by=by, now=now)
    ends_at = begin_debate(session, proposal, now)
    events.note(session, number, "submitted", now=now, by=by, member_id=proposal.member_id)
    touch(session, "proposals")
    return ends_at


def leave_draft(session: Session, number: int, act: str, *, by: int, now: datetime) -> Proposal:
    """The draft, held, on its way to others: who acts speaks for its member, its end is still ahead."""
    proposal = allow(session, number, act, by=by, now=now)
    check_voice(session, proposal.member_id, by=by, now=now)
    bounds.check_end(session, proposal, now)
    decision(session, proposal.circle_id, proposal.rule_id)
    proposal.submitted_at = now
    drafts.forget(session, number)
    return proposal


def withdraw(session: Session, number: int, *, by: int, now: datetime) -> None:
    """The author takes the proposal back: for good, and not while a vote or a question is open."""
    proposal = allow(session, number, "withdraw", by=by, now=now)
    proposal.state, proposal.moved_at, proposal.opening = life.WITHDRAWN, now, ""
    proposal.expires_at = None
    session.flush()
    events.note(session, number, "withdrawn", now=now, by=by, member_id=proposal.member_id)
    proxy_opening.lapse(session, f"proposal:{number}", now)
    touch(session, "proposals")


def reopen(session: Session, number: int, *, by: int, now: datetime) -> datetime:
    """Bring a postponed proposal back to debate; returns the end of its time. Raises UnknownRule."""
    proposal = allow(session, number, "reopen", by=by, now=now)
    decision(session, proposal.circle_id, proposal.rule_id)
    ends_at = begin_debate(session, proposal, now)
    events.note(session, number, "reopened", now=now, by=by, concerns=[proposal.member_id])
    touch(session, "proposals")
    return ends_at


def double(session: Session, number: int, *, member_id: int, by: int, now: datetime) -> datetime:
    """A member of the circle asks, once, that the debate last twice as long; returns its new end.

    Raises NotYourVoice, NotOfCircle, NoDoubling, DoubledAlready, DebateIsOver.
    """
    proposal = allow(session, number, "double", by=by, now=now)
    check_voice(session, member_id, by=by, now=now)
    check_member(session, proposal.circle_id, member_id, now=now)
    rule = decision(session, proposal.circle_id, proposal.rule_id)
    if not rule.process.doubling:
        raise NoDoubling
    if proposal.doubled_at is not None:
        raise DoubledAlready(name=proposal.doubled_by)
    if proposal.debate_ends_at is None or now >= proposal.debate_ends_at:
        raise DebateIsOver
    ends_at = rule.debate.after(proposal.debate_ends_at, zone(session))
    proposal.doubled_at, proposal.doubled_by = now, person_name(session, by)
    proposal.debate_ends_at = proposal.opens_from = ends_at
    expiry.renew(session, proposal, now)
    events.note(
        session, number, "doubled", now=now, by=by, member_id=member_id, concerns=[proposal.member_id]
    )
    touch(session, "proposals")
    return ends_at


def begin_debate(session: Session, proposal: Proposal, now: datetime) -> datetime:
    """Put a proposal that is held in debate, with the time of its rule; returns the end of it.

    Where the code in force has no such rule any more there is no time to give: no vote opens before it has.
    """
    rule = found_decision(rules.in_force(session).code, proposal.circle_id, proposal.rule_id)
    ends_at = candidacies.end_of_debate(rule, now, zone(session)) if rule else now
    proposal.state, proposal.moved_at = life.DEBATE, now
    proposal.debate_ends_at = proposal.opens_from = ends_at
    proposal.opening = (
        life.FALLBACK if proposal.by_fallback else life.ROUND if proposal.rounds else life.FIRST
    )
    expiry.renew(session, proposal, now)
    referral.take_effect(session, proposal, now)
    return ends_at
