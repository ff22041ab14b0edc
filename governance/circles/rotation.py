"""Whose turn it is: the rule of docs/rotation.md, applied to a ``rotation/1`` file from its first day. Pure.

Turns are given one by one in the order of their days. For each, every candidate goes through the steps
(`rotation_steps`); among those left the college is chosen where it alternates, then the first of the queue;
then a swap, and what the file says happened. Only what happened moves a candidate in the queue.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import heapify, heappop, heappush

from governance.circles.rotation_file import LOT, Candidate, Rotation
from governance.circles.rotation_line import PLANNED, VACANT, Calendar, Line
from governance.circles.rotation_past import Past
from governance.circles.rotation_state import State, Waiting
from governance.circles.rotation_steps import Reason, Values, excluded
from governance.circles.rotation_turns import Slot, slots

NOT_CONCERNED = ("not-yet", "left", "seat", "college-not-open")  # nobody passed them over


@dataclass(frozen=True)
class Call:
    """Whom the rule calls for a turn, among whom, and why."""

    queue: tuple[Candidate, ...]
    since: tuple[tuple[str, Waiting], ...]  # of each of the queue
    waiting: int  # how many of the queue have not had their turn of this round
    round: int
    begins: bool  # whether the round begins with this turn
    passed: tuple[tuple[str, Reason], ...] = ()
    because: tuple[Reason, ...] = ()

    @property
    def first(self) -> str | None:
        return self.queue[0].id if self.queue else None

    @property
    def still_to_have(self) -> dict[str, Waiting]:
        """Since when each of those waits who have not had their turn of this round."""
        return dict(self.since[: self.waiting])


def calendar(file: Rotation) -> Calendar:
    """Every turn that begins before the horizon. Raises `voting.fields.ReadingError` if they are too many."""
    state, past, lines = State(file), Past(file), list[Line]()
    pending = [(slot.key, slot) for slot in slots(file)]
    heapify(pending)
    while pending:
        _, slot = heappop(pending)
        line = give(state, past, slot, len(lines) + 1)
        lines.append(line)
        rest = line.rest
        if rest is not None and rest.start < file.horizon:
            heappush(pending, (rest.key, rest))
    return Calendar(file, lines, past.unused())


def give(state: State, past: Past, slot: Slot, number: int) -> Line:
    """Give one turn, and remember it."""
    call = call_for(state, slot)
    line = Line(
        number, slot, PLANNED if call.first else VACANT, call.first, call.first, call.round,
        list(call.because), list(call.passed), [each.id for each in call.queue[1:]],
    )  # fmt: skip
    past.swap(line, call.still_to_have)
    past.tell(state, line)
    past.remember(state, line)
    return line


def call_for(state: State, slot: Slot) -> Call:
    """Whom the rule calls for a turn: the steps, the college, the queue."""
    everybody = in_queue(state, state.file.candidates, slot.start).queue
    reasons = {each.id: reason for each in everybody if (reason := excluded(state, slot, each))}
    able = [each for each in everybody if each.id not in reasons]
    college, why = _college_called(state, slot, able) if state.file.alternate else (None, "")
    kept = [each for each in able if college is None or each.college == college]
    of_another = Reason(why, {"college": state.file.colleges.get(college or "", "")})
    reasons |= {each.id: of_another for each in able if each.college != college and college is not None}
    call = in_queue(state, kept, slot.start)
    passed = [(each.id, reasons[each.id]) for each in everybody if each.id in reasons]
    passed = [(who, reason) for who, reason in passed if reason.code not in NOT_CONCERNED]
    because = [*_because(state, slot, call), *([of_another] if len(kept) < len(able) else [])]
    return replace(call, passed=tuple(passed), because=tuple(because))


def in_queue(state: State, able: Sequence[Candidate], day: date) -> Call:
    """First those who have not had their turn of this round, the longest wait first.

    The round is the highest in which one of them had a turn; once all had theirs, the next begins.
    """
    rounds = {each.id: state.places[each.id].round for each in able}
    since = {each.id: state.waiting(each, day) for each in able}
    number = max(rounds.values(), default=0)
    begins = all(each == number for each in rounds.values())
    number += begins
    queue = sorted(able, key=lambda each: (rounds[each.id] == number, since[each.id]))
    waiting = sum(each < number for each in rounds.values())
    return Call(tuple(queue), tuple((each.id, since[each.id]) for each in queue), waiting, number, begins)


def _college_called(state: State, slot: Slot, able: Sequence[Candidate]) -> tuple[str | None, str]:
    """The college whose last turn is the oldest, and why; the rest of a turn stays with its own.

    Between colleges that are equal, that of whoever would come first.
    """
    colleges = dict.fromkeys(each.college for each in in_queue(state, able, slot.start).queue)
    own = state.by_id[slot.instead_of].college if slot.instead_of else None
    if own in colleges:
        return own, "same-college"
    return min(colleges, key=lambda college: state.colleges.get(college, 0), default=None), "alternates"


def _because(state: State, slot: Slot, call: Call) -> list[Reason]:
    """Why the first of the queue is first."""
    if call.first is None:
        return [Reason("nobody")]
    found = []
    if slot.instead_of:
        name = state.by_id[slot.instead_of].name
        found.append(Reason(f"rest-{slot.rest_because}", {"name": name, "day": slot.start}))
    if slot.seat.college:
        found.append(Reason("seat-of", {"college": state.file.colleges[slot.seat.college]}))
    if call.begins and call.round > 1:
        found.append(Reason("new-round", {"n": call.round}))
    return [*found, *_first(state, call)]


def _first(state: State, call: Call) -> list[Reason]:
    """What puts the first of the queue before the second."""
    place = state.places[call.queue[0].id]
    name: Values = {"name": call.queue[0].name}
    if len(call.queue) == 1:
        return [Reason("only")]
    if place.missed is not None:
        return [Reason("due", {"day": place.missed})]
    if place.taken is not None:
        return [Reason("swapped-place", name)]
    found = [Reason("never-held", name)] if place.called is None else []
    (_, mine), (other, theirs) = call.since[:2]
    if call.waiting == 1:
        return found or [Reason("last-of-round", name)]
    if mine[:2] == theirs[:2]:
        return [*found, Reason("lot" if state.file.tie == LOT else "seniority")]
    if place.called is not None and mine[0] == place.called:
        return [Reason("longest-ago", name | {"day": place.called})]
    return [*found, *([] if state.places[other].called else [Reason("waiting", name | {"day": mine[0]})])]
