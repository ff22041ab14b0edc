"""In which round of its consent a proposal is: the facts that the pure rounds compare with the clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from governance.rules import queries as rules
from governance.rules.duration import Duration
from governance.rules.parts import Process, SocialCode
from proposals import rounds
from proposals.standing import found_decision, zone


class Placed(Protocol):
    """What of a proposal says where it stands: the row itself, or the head of its page."""

    @property
    def state(self) -> str: ...
    @property
    def opening(self) -> str: ...
    @property
    def moved_at(self) -> datetime: ...
    @property
    def debate_ends_at(self) -> datetime | None: ...
    @property
    def circle_id(self) -> str: ...
    @property
    def rule_id(self) -> str: ...


@dataclass(frozen=True)
class Phase:
    """The phase (a name of ``rounds``) and the times it was read from."""

    name: str
    plan: rounds.Plan

    @property
    def ends(self) -> datetime | None:
        """When the clock ends it; None where a person does."""
        return {
            rounds.QUESTIONS: self.plan.questions_end,
            rounds.REACTIONS: self.plan.reactions_end,
        }.get(self.name)


def of(session: Session, proposal: Placed, now: datetime) -> Phase | None:
    """The phase of a proposal under consent; None under another method, or where its rule is gone."""
    return at(rules.in_force(session).code, zone(session), proposal, now)


def at(code: SocialCode, time_zone: str, proposal: Placed, now: datetime) -> Phase | None:
    """The same of one of many, where code and time zone are known."""
    decision = found_decision(code, proposal.circle_id, proposal.rule_id)
    if decision is None or decision.method != "consent":
        return None
    times = plan(decision.process, proposal.moved_at, proposal.debate_ends_at, time_zone)
    situation = rounds.Situation(proposal.state, proposal.opening, proposal.moved_at)
    return Phase(rounds.current(situation, times, now), times)


def plan(process: Process, began: datetime, debate_ends: datetime | None, time_zone: str) -> rounds.Plan:
    """The times of a debate that began then, on the clocks of the network."""
    questions_end = _after(process.questions, began, time_zone)
    return rounds.Plan(began, questions_end, _after(process.reactions, questions_end, time_zone), debate_ends)


def _after(length: Duration, moment: datetime, time_zone: str) -> datetime:
    return length.after(moment, time_zone) if length else moment
