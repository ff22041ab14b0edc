"""Which step may be taken where a live session stands. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from proposals.live.steps import (
    ABSENT,
    AMEND,
    CHANGED,
    CHANGES,
    CHOICES,
    CLOSE,
    CRITERIA,
    END,
    HERE,
    INTEGRATE,
    LIFTED,
    NOMINATE,
    NOMINATIONS,
    OPEN,
    PASSED,
    PHASE,
    POSITION,
    PRESENCE,
    REASONS,
    RESUME,
    ROLE,
    SPOKE,
    TIMER,
    TURN,
    Line,
    State,
)
from proposals.rounds import AMENDING, INTEGRATION, OBJECTIONS, QUESTIONS, REACTIONS

LONGEST_TIMER = 4 * 3600  # seconds
_FOLLOWING = {QUESTIONS: REACTIONS, REACTIONS: AMENDING, ROLE: CRITERIA}


def moves_to(state: State) -> str:
    """The phase that a facilitator moves on to without a vote; empty where there is none."""
    if state.phase == REASONS:
        return CHANGES if state.goes_on else ""
    return _FOLLOWING.get(state.phase, "")


def refusal(state: State, kind: str, body: Mapping[str, Any], *, own: bool = False) -> str | None:
    """Why this step makes no sense now; None where it may be taken.

    "ended", "paused", "not-paused", "no-turns" (this phase has none), "unknown-member", "absent", "heard",
    "no-positions" (no objection round is open), "own-position" (given by who speaks for the member: nobody
    else writes over it), "unknown-choice", "not-next", "no-round", "unknown-time"; of an election
    "no-nominations", "no-changes" (it is not their time), "changed" (once each), "nobody-named".
    """
    if state.ended_at is not None:
        return "ended"
    if state.paused_at is not None and kind not in (RESUME, END, PRESENCE, AMEND, LIFTED):
        return "paused"
    check = _CHECKS.get(kind)
    return check(state, body, own) if check else None


def _line(state: State, body: Mapping[str, Any]) -> Line | None:
    return state.line(body.get("member"))


def _in_turn(state: State, body: Mapping[str, Any], own: bool) -> str | None:
    line = _line(state, body)
    if not state.speaking:
        return "no-turns"
    if line is None:
        return "unknown-member"
    if not line.here and not own:
        return "absent"
    return "heard" if line.heard else None


def _own_alone(state: State, line: Line | None, own: bool) -> bool:
    """Whether the member has written it from its own phone, where it alone changes it."""
    return not own and line is not None and line.heard and not line.written_by


def _may_write(state: State, body: Mapping[str, Any], own: bool) -> str | None:
    """Naming somebody, or passing, while all do so unseen: again until it is revealed."""
    line = _line(state, body)
    if state.phase != NOMINATIONS:
        return "no-nominations"
    if line is None:
        return "unknown-member"
    if not line.here and not own:
        return "absent"
    return "own-position" if _own_alone(state, line, own) else None


def _may_pass(state: State, body: Mapping[str, Any], own: bool) -> str | None:
    if state.phase == NOMINATIONS:
        return _may_write(state, body, own)
    return "no-turns" if own else _in_turn(state, body, own)


def _may_change(state: State, body: Mapping[str, Any], own: bool) -> str | None:
    line = _line(state, body)
    if state.phase != CHANGES:
        return "no-changes"
    if line is None:
        return "unknown-member"
    if not line.here and not own:
        return "absent"
    named = state.nomination(line.member_id)
    return "changed" if named is not None and named.why else None


def _may_speak(state: State, body: Mapping[str, Any], own: bool) -> str | None:
    return "position-wanted" if state.phase == OBJECTIONS else _in_turn(state, body, own)


def _may_hold(state: State, body: Mapping[str, Any], own: bool) -> str | None:
    if state.phase != OBJECTIONS:
        return "no-positions"
    why = _in_turn(state, body, own)
    if why not in (None, "heard"):  # a position may be taken again until the round closes
        return why
    line = _line(state, body)
    if not own and line is not None and line.position is not None and not line.position.entered:
        return "own-position"
    return None if body.get("choice") in CHOICES else "unknown-choice"


def _may_mark(state: State, body: Mapping[str, Any], own: bool) -> str | None:
    marked: Mapping[str, str] = body.get("marks", {})
    known = {str(each.member_id) for each in state.roster}
    return (
        None
        if marked and set(marked) <= known and set(marked.values()) <= HERE | {ABSENT}
        else "unknown-member"
    )


def _may_move(state: State, body: Mapping[str, Any], own: bool) -> str | None:
    to = moves_to(state)
    return None if to and to == body.get("to") else "not-next"


def _may_time(state: State, body: Mapping[str, Any], own: bool) -> str | None:
    return None if 0 <= body.get("seconds", -1) <= LONGEST_TIMER else "unknown-time"


def _may_open(state: State, body: Mapping[str, Any], own: bool) -> str | None:
    before = (CRITERIA,) if state.election else (AMENDING, INTEGRATION)
    return None if state.phase in before else "not-next"


def _may_close(state: State, body: Mapping[str, Any], own: bool) -> str | None:
    if not state.voting:
        return "no-round"
    if state.awaited:
        return "to-hear"
    return "nobody-named" if state.phase == NOMINATIONS and not state.heard else None


def _may_amend(state: State, body: Mapping[str, Any], own: bool) -> str | None:
    return "text-fixed" if state.voting else None


def _may_integrate(state: State, body: Mapping[str, Any], own: bool) -> str | None:
    return None if state.phase == INTEGRATION else "not-next"


_CHECKS: dict[str, Callable[[State, Mapping[str, Any], bool], str | None]] = {
    TURN: _in_turn,
    SPOKE: _may_speak,
    PASSED: _may_pass,
    POSITION: _may_hold,
    NOMINATE: _may_write,
    CHANGED: _may_change,
    PRESENCE: _may_mark,
    PHASE: _may_move,
    TIMER: _may_time,
    RESUME: lambda state, _body, _own: None if state.paused_at is not None else "not-paused",
    OPEN: _may_open,
    CLOSE: _may_close,
    AMEND: _may_amend,
    INTEGRATE: _may_integrate,
    LIFTED: _may_integrate,
}
