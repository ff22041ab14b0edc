"""After a vote: the proposal moves, objections stand or fall, the decision is recorded, people are told."""

from datetime import datetime

from sqlalchemy.orm import Session

from governance.rules import queries as rules
from governance.rules.duration import Duration
from governance.rules.references import POSTPONED
from governance.web.public import touch
from proposals import events, expiry, questions
from proposals import lifecycle as life
from proposals.models import Proposal
from proposals.raising import read_positions
from proposals.recording import record
from proposals.standing import locked, zone
from proposals.telling import tell_outcome
from proposals.to_vote import fallback_ways
from voting import queries as votes
from voting.queries import Outcome

SUBJECT = "proposal"


def settle(session: Session, vote: int, *, now: datetime) -> None:
    """Read the outcome of a sealed vote and draw what follows. Twice changes nothing, even by two workers.

    A tie that a casting vote or a lot is to break is left as it is until then. Raises VoteNotFound,
    NotCountedYet. A vote on anything but a proposal, or a question about one, is left alone.
    """
    outcome = votes.outcome(session, vote)
    kind, _, number = outcome.subject.partition(":")
    if kind not in (SUBJECT, questions.SUBJECT) or outcome.tie is not None:
        return
    if kind == questions.SUBJECT:
        questions.settle_question(session, outcome, now)
    else:
        _settle(session, locked(session, int(number)), outcome, now)
    votes.settled(session, vote, now)


def _settle(session: Session, proposal: Proposal, outcome: Outcome, now: datetime) -> None:
    if proposal.state == life.DECISION and proposal.vote == outcome.number:
        read_positions(session, proposal, outcome)
        _move(session, proposal, outcome, now)
        touch(session, "proposals")


def _move(session: Session, proposal: Proposal, outcome: Outcome, now: datetime) -> None:
    following = life.after(_verdict(session, proposal, outcome))
    proposal.moved_at = outcome.closed_at
    proposal.opening = following.opening
    proposal.opens_from = _opens_from(session, following, outcome)
    if following.recorded is not None:
        proposal.decision = record(session, proposal, outcome, following.recorded, now=now)
    proposal.state = following.state
    expiry.renew(session, proposal, now)
    _note(session, proposal, outcome, following, now)
    tell_outcome(session, proposal, outcome, following, now=now)


def _note(
    session: Session, proposal: Proposal, outcome: Outcome, following: life.Next, now: datetime
) -> None:
    number, vote, concerned = proposal.number, outcome.number, [proposal.member_id]
    said = outcome.outcome
    events.note(session, number, "vote-closed", now=now, concerns=concerned, vote=vote, outcome=said)
    if following.recorded is not None:
        said, words = following.recorded, proposal.decision or ""
        events.note(
            session, number, "recorded", now=now, concerns=concerned, vote=vote, outcome=said, words=words
        )


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
