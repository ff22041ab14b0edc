"""The one big next step of a live session, and what is still missing before its phase can end. Pure."""

from dataclasses import dataclass
from datetime import datetime

from proposals import rounds
from proposals.live.refusing import moves_to
from proposals.live.steps import (
    CHANGES,
    CLOSE,
    CRITERIA,
    END,
    INTEGRATE,
    NOMINATE,
    NOMINATIONS,
    OPEN,
    PHASE,
    PRESENCE,
    REASONS,
    RESUME,
    ROLE,
    SPOKE,
    TURN,
    Line,
    State,
)
from proposals.rounds import AMENDING, INTEGRATION, OBJECTIONS

PROPOSE = "propose"  # what follows an election, in the hands of who asked: no step of the session


@dataclass(frozen=True)
class Facts:
    """What the records of the proposal say. ``standing``: numbers of the objections not lifted, in order;
    ``unanswered``: those made to the present text. ``opens_from``: no objection round before.
    """

    standing: tuple[int, ...] = ()
    unanswered: tuple[int, ...] = ()
    opens_from: datetime | None = None


@dataclass(frozen=True)
class Next:
    """``kind``: of the step. ``member``: who gets the floor by it; ``to``: the phase it leads to.

    ``ready``: it can be taken now. ``missing``: why the phase cannot end yet, as (name, how many):
    "to-hear", "objections", "too-early", "nobody-named".
    """

    kind: str
    ready: bool = True
    member: Line | None = None
    to: str = ""
    objection: int | None = None
    missing: tuple[tuple[str, int], ...] = ()


def following(state: State, facts: Facts, now: datetime) -> Next:
    """There is always one, until the session has ended; "end" is never more than one tap further."""
    if state.paused_at is not None:
        return Next(RESUME)
    if not (state.here or state.heard) and (state.hearing or state.phase == ROLE):
        return Next(PRESENCE)
    if state.hearing and state.awaited:
        return _of_a_round(state)
    if to := moves_to(state):
        return Next(PHASE, to=to)
    if state.voting:
        return _closing(state)
    if state.phase in (AMENDING, CRITERIA):
        return _opening(state, facts, now)
    if state.phase == INTEGRATION:
        return _of_integration(state, facts, now)
    return Next(PROPOSE) if state.phase == CHANGES else Next(END)


def _of_a_round(state: State) -> Next:
    """Somebody has the floor: on to the one after, and how many are left."""
    awaited = state.awaited
    missing = [("to-hear", len(awaited))]
    if state.phase == NOMINATIONS:
        return Next(NOMINATE, member=awaited[0], missing=tuple(missing))
    if state.phase == OBJECTIONS and (standing := state.positions("objection")):
        missing.append(("objections", standing))
    member = awaited[1] if len(awaited) > 1 else None
    if state.phase != OBJECTIONS:
        return Next(SPOKE, member=member, missing=tuple(missing))
    return Next(TURN, ready=member is not None, member=member, missing=tuple(missing))


def _closing(state: State) -> Next:
    if state.phase == OBJECTIONS:
        return Next(CLOSE, to=INTEGRATION if state.positions("objection") else rounds.ENDED)
    if state.heard:
        return Next(CLOSE, to=REASONS)
    return Next(END, missing=(("nobody-named", 1),))  # all pass: the nominations go on online


def _opening(state: State, facts: Facts, now: datetime) -> Next:
    to = NOMINATIONS if state.election else OBJECTIONS
    if facts.opens_from is not None and now < facts.opens_from:
        return Next(OPEN, ready=False, to=to, missing=(("too-early", 1),))
    return Next(OPEN, to=to)


def _of_integration(state: State, facts: Facts, now: datetime) -> Next:
    known = rounds.Facts(standing=len(facts.standing), unanswered=len(facts.unanswered))
    if rounds.next_phase(INTEGRATION, known) == OBJECTIONS:
        return _opening(state, facts, now)
    if state.integrating not in facts.standing:
        return Next(
            INTEGRATE, objection=facts.unanswered[0], missing=(("objections", len(facts.unanswered)),)
        )
    return Next(OPEN, ready=False, to=OBJECTIONS, missing=(("objections", len(facts.unanswered)),))
