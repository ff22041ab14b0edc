"""From the steps of a live session to its state. Pure.

The state is the fold of the steps that are not undone: after a crash or a reload it is what it was. The fold
takes any steps; ``refusing.refusal`` says beforehand which ones make sense. Whom somebody names is left in
its step until all is revealed: no state holds it, so that no page can show it (`sealed`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from proposals.live.steps import (
    ABSENT,
    AMEND,
    BEGIN,
    CHANGED,
    CHANGES,
    CLOSE,
    ELECTION,
    END,
    INTEGRATE,
    LIFTED,
    NOMINATE,
    NOMINATIONS,
    OPEN,
    OUTSIDE,
    PASSED,
    PAUSE,
    PHASE,
    POSITION,
    PRESENCE,
    REASONS,
    REMOTE,
    RESUME,
    SPOKE,
    TIMER,
    TURN,
    Line,
    Nomination,
    Position,
    Slip,
    State,
    Step,
)
from proposals.rounds import OBJECTIONS


def fold(steps: Iterable[Step]) -> State:
    """The state after these steps, in their order; those undone do not count."""
    state = State()
    for step in steps:
        if not step.undone and step.kind in _TAKEN:
            state = _floor(_TAKEN[step.kind](state, step))
    return state


def sealed(steps: Iterable[Step]) -> dict[int, Slip]:
    """Member → whom it names in the nominations that are open, for the urn alone."""
    found: dict[int, Slip] = {}
    for step in steps:
        if step.undone:
            continue
        if step.kind in (OPEN, CLOSE):
            found = {}
        elif step.kind == NOMINATE:
            found[step.body["member"]] = _slip(step)
        elif step.kind == PASSED:
            found.pop(step.body["member"], None)
    return found


def _slip(step: Step) -> Slip:
    return Slip(step.body["nominee"], step.body["reason"], step.by, step.person, not step.own)


def undoable(steps: Sequence[Step]) -> Step | None:
    """The last step of a facilitator, if it can be undone: nothing that has left the room's table.

    What members say or write from their own phone is theirs: they change it themselves, until the
    round closes.
    """
    last = next((each for each in reversed(steps) if not each.undone and not each.own), None)
    return None if last is None or last.kind in OUTSIDE else last


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
    roster = tuple(
        replace(each, heard=False, passed=False, position=None, written_by="") for each in state.roster
    )
    return _without_the_silent(replace(state, roster=roster, turn=None, timer_ends=None, remaining=None))


def _without_the_silent(state: State) -> State:
    """Who named nobody has no reason to give, and nothing to change where it said it passes."""
    if state.phase == REASONS or (state.phase == CHANGES and state.silent_stays):
        for line in state.roster:
            if state.nomination(line.member_id) is None:
                state = _with(state, line.member_id, passed=True)
    return state


def _roster(listed: Sequence[Mapping[str, Any]], before: State) -> tuple[Line, ...]:
    """The members of the circle as they were read, each as present as it was."""
    known = {each.member_id: each.presence for each in before.roster}
    return tuple(
        Line(
            each["id"], each["name"], each["college"], tuple(each["people"]),
            known.get(each["id"], each.get("presence", ABSENT)),
        )
        for each in listed
    )  # fmt: skip


def _begin(state: State, step: Step) -> State:
    body = step.body
    began = replace(
        state, phase=body["phase"], version=body["version"], round=body["round"], began_at=step.at,
        election=body["phase"] in ELECTION, goes_on=body.get("goes_on", False),
        silent_stays=body.get("silent_stays", True), nominations=_revealed(body),
    )  # fmt: skip
    return _afresh(replace(began, roster=_roster(body["roster"], state)))


def _revealed(body: Mapping[str, Any]) -> tuple[Nomination, ...]:
    return tuple(Nomination(**each) for each in body.get("nominations", ()))


def _presence(state: State, step: Step) -> State:
    for member, mark in step.body["marks"].items():
        state = _with(state, int(member), presence=mark)
    return state


def _phase(state: State, step: Step) -> State:
    return _afresh(replace(state, phase=step.body["to"]))


def _turn(state: State, step: Step) -> State:
    return replace(_with(state, step.body["member"], passed=False), turn=step.body["member"])


def _spoke(state: State, step: Step) -> State:
    return _with(state, step.body["member"], heard=True, passed=False)


def _passed(state: State, step: Step) -> State:
    member = step.body["member"]
    return _with(state, member, passed=True, heard=False, written_by="", presence=_presence_of(state, member))


def _position(state: State, step: Step) -> State:
    body, member = step.body, step.body["member"]
    held = Position(
        body["choice"], body.get("reason", ""), body.get("nature", ""), body.get("paragraph"),
        body.get("tests", {}), step.by, step.person, not step.own,
    )  # fmt: skip
    presence = _presence_of(state, member)
    return _with(state, member, heard=True, passed=False, position=held, presence=presence)


def _presence_of(state: State, member: int) -> str:
    """Who is heard from without being here follows from afar."""
    line = state.line(member)
    return line.presence if line is not None and line.here else REMOTE


def _nominate(state: State, step: Step) -> State:
    member, by = step.body["member"], "" if step.own else step.by
    presence = _presence_of(state, member)
    return _with(state, member, heard=True, passed=False, written_by=by, presence=presence)


def _changed(state: State, step: Step) -> State:
    body, member = step.body, step.body["member"]
    first = state.nomination(member) or Nomination(member, "", "")
    now = Nomination(member, body["nominee"], body["label"], first.reason, first.label, body["why"])
    others = tuple(each for each in state.nominations if each.member != member)
    heard = _with(state, member, heard=True, passed=False, presence=_presence_of(state, member))
    return replace(heard, nominations=(*others, now))


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
    phase = NOMINATIONS if state.election else OBJECTIONS
    opened = replace(_afresh(state), phase=phase, vote=body["vote"], round=body["round"], integrating=None)
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
    if state.election:
        return _afresh(replace(closed, nominations=_revealed(body)))
    return replace(closed, turn=None, timer_ends=None, remaining=None)


def _end(state: State, step: Step) -> State:
    return replace(state, ended_at=step.at, turn=None, timer_ends=None, remaining=None, paused_at=None)


_TAKEN: dict[str, Callable[[State, Step], State]] = {
    BEGIN: _begin, PRESENCE: _presence, PHASE: _phase, TURN: _turn, SPOKE: _spoke, PASSED: _passed,
    POSITION: _position, NOMINATE: _nominate, CHANGED: _changed, TIMER: _timer, PAUSE: _pause,
    RESUME: _resume, OPEN: _open, AMEND: _amend, INTEGRATE: _integrate, LIFTED: _lifted, CLOSE: _close,
    END: _end,
}  # fmt: skip
