"""The rounds of a consent: whose turn it is to speak, and to what end. Pure.

questions → reactions → amending → objections → integration of one objection at a time → objections again on
the new version → ended. Online each phase is a fact of the clock or of an act already recorded (`phase_at`,
`current`); in the room the facilitator moves on (`next_phase`). Nothing here reads a clock or a database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from proposals import lifecycle as life

QUESTIONS, REACTIONS, AMENDING = "questions", "reactions", "amending"
OBJECTIONS, INTEGRATION, ENDED = "objections", "integration", "ended"
PHASES = (QUESTIONS, REACTIONS, AMENDING, OBJECTIONS, INTEGRATION, ENDED)

CLOCK, FACILITATOR, AUTHOR, OBJECTOR, CIRCLE = "clock", "facilitator", "author", "objector", "circle"

QUESTION, REACTION, ANSWER = "question", "reaction", "answer"  # purposes that the first two phases know


@dataclass(frozen=True)
class Plan:
    """The times of one debate, in UTC. Without times of questions and reactions all three moments are
    ``began``: the debate is free from its first minute. ``debate_ends``: no objection round before it.
    """

    began: datetime
    questions_end: datetime
    reactions_end: datetime
    debate_ends: datetime | None = None

    @property
    def timed(self) -> bool:
        """Whether there is a time for questions or for reactions."""
        return self.reactions_end > self.began


def phase_at(plan: Plan, now: datetime) -> str:
    """Which phase of a debate it is: QUESTIONS, REACTIONS, then AMENDING until a facilitator opens the
    objection round. A moment that ends one phase is the first of the next.
    """
    if now < plan.questions_end:
        return QUESTIONS
    return REACTIONS if now < plan.reactions_end else AMENDING


@dataclass(frozen=True)
class Situation:
    """Where a proposal under consent stands: its ``state``, the vote that may be opened next (``opening``),
    when it came there (``moved_at``).
    """

    state: str
    opening: str
    moved_at: datetime


def current(situation: Situation, plan: Plan, now: datetime) -> str:
    """The phase of a consent that is held online, over days.

    A proposal that is finished, postponed, or left to its fallback vote is ENDED: no round goes on.
    """
    if situation.state == life.DECISION:
        return OBJECTIONS
    if situation.state != life.DEBATE or situation.opening == life.FALLBACK:
        return ENDED
    freshly = plan.debate_ends is not None and plan.debate_ends > situation.moved_at
    if situation.opening == life.ROUND and not freshly:
        return INTEGRATION
    return phase_at(plan, now)


def may_say(phase: str, purpose: str, *, has_reacted: bool, is_author: bool) -> str | None:
    """Why a message of this purpose is out of place in this phase; None where it may be said.

    "questions-only", "author-answers" (questions are answered by who proposes), "reactions-only",
    "nobody-answers", "author-listens" (reactions are the others'), "one-reaction". Once the rounds are over
    the life of the proposal says who may still speak.
    """
    if phase == QUESTIONS:
        return _in_questions(purpose, is_author)
    if phase == REACTIONS:
        return _in_reactions(purpose, has_reacted, is_author)
    return None


def _in_questions(purpose: str, is_author: bool) -> str | None:
    if purpose == ANSWER:
        return None if is_author else "author-answers"
    return None if purpose == QUESTION else "questions-only"


def _in_reactions(purpose: str, has_reacted: bool, is_author: bool) -> str | None:
    if purpose == ANSWER:
        return "nobody-answers"
    if purpose != REACTION:
        return "reactions-only"
    if is_author:
        return "author-listens"
    return "one-reaction" if has_reacted else None


@dataclass(frozen=True)
class Facts:
    """What decides where a round goes.

    ``standing``: objections not lifted; ``unanswered``: those made to the present text, which no later
    version answers; ``contested``: those of them that were set aside and stand again, which a facilitator
    alone does not lift. ``rounds``: objection rounds held; ``rounds_max``: None without a limit.
    ``consents``: the round would adopt if nothing stood (quorum met, somebody consents).
    """

    standing: int = 0
    unanswered: int = 0
    contested: int = 0
    rounds: int = 1
    rounds_max: int | None = None
    consents: bool = True


@dataclass(frozen=True)
class Exit:
    """A way out of a phase: who opens it by which act, and the phase that follows once it is done.

    ``to`` is the phase itself where the act removes one obstacle among others.
    """

    who: str
    act: str
    to: str


def next_phase(phase: str, facts: Facts) -> str:
    """Where a facilitator who moves on comes; the phase itself where something must be done first.

    INTEGRATION is left for another objection round once no objection stands against the present text; an
    objection round is left for INTEGRATION while objections stand and the rule allows another round.
    """
    if phase in (QUESTIONS, REACTIONS, AMENDING):
        return {QUESTIONS: REACTIONS, REACTIONS: AMENDING, AMENDING: OBJECTIONS}[phase]
    if phase == OBJECTIONS:
        return INTEGRATION if facts.standing and not exhausted(facts) else ENDED
    if phase == INTEGRATION:
        return INTEGRATION if facts.unanswered else OBJECTIONS
    return ENDED


def exits(phase: str, facts: Facts, *, live: bool) -> tuple[Exit, ...]:
    """Every way out of a phase, with who may take it: never empty before ENDED."""
    if phase == ENDED:
        return ()
    if phase == INTEGRATION and facts.unanswered:
        return _out_of_integration(facts)
    by_clock = phase in (QUESTIONS, REACTIONS, OBJECTIONS)
    who = FACILITATOR if live or not by_clock else CLOCK
    return (Exit(who, "move-on", next_phase(phase, facts)),)


def _out_of_integration(facts: Facts) -> tuple[Exit, ...]:
    last = OBJECTIONS if facts.unanswered == 1 else INTEGRATION
    out = [Exit(OBJECTOR, "withdraw", last), Exit(AUTHOR, "amend", OBJECTIONS)]
    if facts.unanswered > facts.contested:
        out.append(Exit(FACILITATOR, "set-aside", last))
    if facts.contested:
        out.append(Exit(CIRCLE, "set-aside", last))
    return tuple(out)


def exhausted(facts: Facts) -> bool:
    """Whether the rounds that the rule allows are used up: its fallback follows, or the end."""
    return facts.rounds_max is not None and facts.rounds >= facts.rounds_max


def adopts(facts: Facts) -> bool:
    """Whether an objection round that ends now adopts the text: never over an objection that stands."""
    return facts.consents and facts.standing == 0


class Stands(Protocol):
    """What of an objection says whether it waits for its integration."""

    @property
    def number(self) -> int: ...
    @property
    def status(self) -> str: ...


One = TypeVar("One", bound=Stands)


def integrated_now(objections: Iterable[One], chosen: int | None) -> One | None:
    """The one objection that is being integrated: that which a facilitator chose, else the first that stands.

    The others wait.
    """
    standing = sorted((each for each in objections if each.status == "standing"), key=lambda one: one.number)
    return next((each for each in standing if each.number == chosen), standing[0] if standing else None)
