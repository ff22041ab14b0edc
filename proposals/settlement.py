"""After a vote: the proposal moves, objections stand or fall, the decision is recorded, people are told."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.rules import queries as rules
from governance.rules.duration import Duration
from governance.rules.references import POSTPONED
from governance.web.public import touch
from proposals import lifecycle as life
from proposals.models import Concern, Objection, Proposal
from proposals.recording import record
from proposals.standing import locked, zone
from proposals.telling import tell_outcome
from proposals.to_vote import fallback_ways
from voting import queries as votes
from voting.queries import Outcome, Position

SUBJECT = "proposal"


def settle(session: Session, vote: int, *, now: datetime) -> None:
    """Read the outcome of a sealed vote and draw what follows. Twice changes nothing, even by two workers.

    A tie that a casting vote or a lot is to break is left as it is until then. Raises VoteNotFound,
    NotCountedYet. A vote on anything but a proposal is left alone.
    """
    outcome = votes.outcome(session, vote)
    kind, _, number = outcome.subject.partition(":")
    if kind != SUBJECT or outcome.tie is not None:
        return
    proposal = locked(session, int(number))
    if proposal.state == life.DECISION and proposal.vote == vote:
        _read_positions(session, proposal, outcome, now)
        _move(session, proposal, outcome, now)
        touch(session, "proposals")
    votes.settled(session, vote, now)


def _move(session: Session, proposal: Proposal, outcome: Outcome, now: datetime) -> None:
    following = life.after(_verdict(session, proposal, outcome))
    proposal.moved_at = outcome.closed_at
    proposal.opening = following.opening
    proposal.opens_from = _opens_from(session, following, outcome)
    if following.recorded is not None:
        proposal.decision = record(session, proposal, outcome, following.recorded, now=now)
    proposal.state = following.state
    session.flush()
    tell_outcome(session, proposal, outcome, following, now=now)


def _verdict(session: Session, proposal: Proposal, outcome: Outcome) -> life.Verdict:
    ways = fallback_ways(rules.in_force(session).code, outcome.circle_id, outcome.fallback)
    return life.Verdict(
        outcome=outcome.outcome,
        consent=outcome.method == "consent",
        standing=proposal.standing,
        rounds=proposal.rounds,
        rounds_max=outcome.rounds_max,
        fallback=bool(ways),
        postpones=outcome.fallback == POSTPONED,
        by_fallback=proposal.by_fallback,
        second_call=outcome.second_call is not None,
        is_second_call=outcome.previous is not None,
        second_round=bool(outcome.result.get("second_round")),
    )


def _opens_from(session: Session, following: life.Next, outcome: Outcome) -> datetime | None:
    if following.opening == life.SECOND_CALL and outcome.second_call is not None:
        wait = Duration(days=outcome.second_call.after_days)
        return wait.after(outcome.closed_at, zone(session))
    return outcome.closed_at if following.opening else None


def _read_positions(session: Session, proposal: Proposal, outcome: Outcome, now: datetime) -> None:
    """Objections and concerns of a round become records; who consents after having objected withdraws."""
    if outcome.method != "consent":
        return
    earlier = {
        each.member_id: each
        for each in session.scalars(
            select(Objection).where(Objection.proposal == proposal.number, Objection.status == "standing")
        )
    }
    for position in outcome.positions:
        before = earlier.get(position.member_id)
        if before is not None:
            before.status, before.status_at = "withdrawn", outcome.closed_at
        if position.choice == "objection":
            raised = _raise(session, proposal, outcome, position)
            if before is not None:
                before.renewed_as = raised.number
        elif position.choice == "concern":
            session.add(_concern(proposal, outcome, position))
    session.flush()
    recount(session, proposal)


def recount(session: Session, proposal: Proposal) -> None:
    """Write on the proposal how many objections stand: the database then refuses to adopt it."""
    session.flush()
    query = select(func.count()).where(Objection.proposal == proposal.number, Objection.status == "standing")
    proposal.standing = session.scalar(query) or 0


def _raise(session: Session, proposal: Proposal, outcome: Outcome, position: Position) -> Objection:
    last = session.scalar(select(func.max(Objection.number)).where(Objection.proposal == proposal.number))
    objection = Objection(
        proposal=proposal.number,
        number=(last or 0) + 1,
        vote=outcome.number,
        version=outcome.subject_version,
        member_id=position.member_id,
        member_name=position.member_name,
        college_id=position.college_id,
        nature=position.nature,
        reason=position.reason,
        raised_at=outcome.closed_at,
    )
    session.add(objection)
    session.flush()
    return objection


def _concern(proposal: Proposal, outcome: Outcome, position: Position) -> Concern:
    return Concern(
        proposal=proposal.number,
        vote=outcome.number,
        member_id=position.member_id,
        member_name=position.member_name,
        college_id=position.college_id,
        text=position.reason,
        raised_at=outcome.closed_at,
    )
