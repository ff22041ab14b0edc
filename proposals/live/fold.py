"""From the steps of a live session to its state; which step may be taken now. Pure.

The state is the fold of the steps that are not undone: after a crash or a reload it is what it was. The fold
takes any steps; `refusal` says beforehand which ones make sense.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from proposals.live.steps import (
    ABSENT,
    AMEND,
    BEGIN,
    CHOICES,
    CLOSE,
    END,
    HERE,
    INTEGRATE,
    LIFTED,
    OPEN,
    OUTSIDE,
    PASSED,
    PAUSE,
    PHASE,
    POSITION,
    PRESENCE,
    REMOTE,
    RESUME,
    SPOKE,
    TIMER,
    TURN,
    Line,
    Position,
    State,
    Step,
)
from proposals.rounds import AMENDING, INTEGRATION, OBJECTIONS, QUESTIONS, REACTIONS

LONGEST_TIMER = 4 * 3600  # seconds
FOLLOWING = {QUESTIONS: REACTIONS, REACTIONS: AMENDING}  # what a facilitator moves on to without a vote


def fold(steps: Iterable[Step]) -> State:
    """The state after these steps, in their order; those undone do not count."""
    state = State()
    for step in steps:
        if not step.undone and step.kind in _TAKEN:
            state = _floor(_TAKEN[step.kind](state, step))
    return state


def undoable(steps: Sequence[Step]) -> Step | None:
    """The last step of a facilitator, if it can be undone: nothing that has left the room's table.

    What members say from their own phone is theirs: they change it themselves, until the round closes.
    """
    last = next((each for each in reversed(steps) if not each.undone and not each.own), None)
    return None if last is None or last.kind in OUTSIDE else last


def refusal(state: State, kind: str, body: Mapping[str, Any], *, own: bool = False) -> str | None:
    """Why this step makes no sense now; None where it may be taken.

    "ended", "paused", "not-paused", "no-turns" (this phase has none), "unknown-member", "absent", "heard",
    "no-positions" (no objection round is open), "own-position" (given by who speaks for the member: nobody
    else writes over it), "unknown-choice", "not-next", "no-round", "unknown-time".
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
    return None if FOLLOWING.get(state.phase) == body.get("to") else "not-next"


def _may_time(state: State, body: Mapping[str, Any], own: bool) -> str | None:
    return None if 0 <= body.get("seconds", -1) <= LONGEST_TIMER else "unknown-time"


def _may_open(state: State, body: Mapping[str, Any], own: bool) -> str | None:
    return None if state.phase in (AMENDING, INTEGRATION) else "not-next"


def _may_close(state: State, body: Mapping[str, Any], own: bool) -> str | None:
    if state.phase != OBJECTIONS:
        return "no-round"
    return "to-hear" if state.awaited else None


def _may_amend(state: State, body: Mapping[str, Any], own: bool) -> str | None:
    return "text-fixed" if state.phase == OBJECTIONS else None


def _may_integrate(state: State, body: Mapping[str, Any], own: bool) -> str | None:
    return None if state.phase == INTEGRATION else "not-next"


_CHECKS: dict[str, Callable[[State, Mapping[str, Any], bool], str | None]] = {
    TURN: _in_turn,
    SPOKE: _may_speak,
    PASSED: _in_turn,
    POSITION: _may_hold,
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


def _floor(state: State) -> State:
    """Who has the floor keeps it while awaited; else it goes to the next one who is."""
    if not state.speaking:
        return replace(state, turn=None)
    awaited = state.awaited
    return replace(state, turn=awaited[0].member_id if awaited else None)


def _with(state: State, member_id: object, **facts: Any) -> State:
    roster = tuple(replace(each, **facts) if each.member_id == member_id else each for each in state.roster)
    return replace(state, roster=roster)


def _afresh(state: State) -> State:
    """The beginning of a round: nobody heard, no timer."""
    roster = tuple(replace(each, heard=False, passed=False, position=None) for each in state.roster)
    return replace(state, roster=roster, turn=None, timer_ends=None, remaining=None)


def _roster(listed: Sequence[Mapping[str, Any]], before: State) -> tuple[Line, ...]:
    """The members of the circle as they were read, each as present as it was."""
    known = {each.member_id: each.presence for each in before.roster}
    return tuple(
        Line(each["id"], each["name"], each["college"], tuple(each["people"]), known.get(each["id"], ABSENT))
        for each in listed
    )


def _begin(state: State, step: Step) -> State:
    body = step.body
    began = replace(
        state, phase=body["phase"], version=body["version"], round=body["round"], began_at=step.at
    )
    return replace(began, roster=_roster(body["roster"], state))


def _presence(state: State, step: Step) -> State:
    for member, mark in step.body["marks"].items():
        state = _with(state, int(member), presence=mark)
    return state


def _phase(state: State, step: Step) -> State:
    return replace(_afresh(state), phase=step.body["to"])


def _turn(state: State, step: Step) -> State:
    return replace(_with(state, step.body["member"], passed=False), turn=step.body["member"])


def _spoke(state: State, step: Step) -> State:
    return _with(state, step.body["member"], heard=True, passed=False)


def _passed(state: State, step: Step) -> State:
    return _with(state, step.body["member"], passed=True)


def _position(state: State, step: Step) -> State:
    body, member = step.body, step.body["member"]
    held = Position(
        body["choice"], body.get("reason", ""), body.get("nature", ""), body.get("paragraph"),
        body.get("tests", {}), step.by, step.person, not step.own,
    )  # fmt: skip
    line = state.line(member)
    presence = REMOTE if line is not None and not line.here else line.presence if line else ABSENT
    return _with(state, member, heard=True, passed=False, position=held, presence=presence)


def _timer(state: State, step: Step) -> State:
    seconds = step.body["seconds"]
    return replace(
        state, timer_ends=step.at + timedelta(seconds=seconds) if seconds else None, remaining=None
    )


def _pause(state: State, step: Step) -> State:
    if state.paused_at is not None:
        return state
    left = None
    if state.timer_ends is not None:
        left = max(0, (state.timer_ends - step.at) // timedelta(seconds=1))
    return replace(state, paused_at=step.at, remaining=left, timer_ends=None)


def _resume(state: State, step: Step) -> State:
    left = state.remaining
    ends = step.at + timedelta(seconds=left) if left is not None else None
    return replace(state, paused_at=None, remaining=None, timer_ends=ends)


def _open(state: State, step: Step) -> State:
    body = step.body
    opened = replace(
        _afresh(state), phase=OBJECTIONS, vote=body["vote"], round=body["round"], integrating=None
    )
    return replace(opened, version=body["version"], roster=_roster(body["roster"], state), outcome="")


def _amend(state: State, step: Step) -> State:
    return replace(state, version=step.body["version"])


def _integrate(state: State, step: Step) -> State:
    return replace(state, integrating=step.body["objection"])


def _lifted(state: State, step: Step) -> State:
    mine = state.integrating == step.body["objection"]
    return replace(state, integrating=None if mine else state.integrating)


def _close(state: State, step: Step) -> State:
    body = step.body
    closed = replace(state, phase=body["to"], outcome=body["outcome"], proposal=body["proposal"])
    return replace(closed, turn=None, timer_ends=None, remaining=None)


def _end(state: State, step: Step) -> State:
    return replace(state, ended_at=step.at, turn=None, timer_ends=None, remaining=None, paused_at=None)


_TAKEN: dict[str, Callable[[State, Step], State]] = {
    BEGIN: _begin, PRESENCE: _presence, PHASE: _phase, TURN: _turn, SPOKE: _spoke, PASSED: _passed,
    POSITION: _position, TIMER: _timer, PAUSE: _pause, RESUME: _resume, OPEN: _open, AMEND: _amend,
    INTEGRATE: _integrate, LIFTED: _lifted, CLOSE: _close, END: _end,
}  # fmt: skip
