"""How far a decision is carried out: the fold of its entries. Pure.

A step is planned (what, who, by when), may change with a reason, is done or dropped. A day after its date an
open step is late. A closing word ends the whole; a step planned after it begins it again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

PLANNED, CHANGED, DONE, DROPPED, CLOSED = "planned", "changed", "done", "dropped", "closed"
KINDS = (PLANNED, CHANGED, DONE, DROPPED, CLOSED)


@dataclass(frozen=True)
class Entry:
    """One entry, in the order of ``rank``; ``step`` is None for the closing word."""

    kind: str
    step: int | None
    what: str
    who: str
    member_id: int | None
    due_on: date | None
    note: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Step:
    """A step as it stands: ``state`` is open, done or dropped; ``history`` has all its entries."""

    number: int
    what: str
    who: str
    member_id: int | None
    due_on: date | None
    state: str
    note: str
    at: datetime
    history: tuple[Entry, ...]

    def late(self, today: date) -> bool:
        """Whether its day is over and it is not done."""
        return self.state == "open" and self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class Execution:
    """The whole: ``closing`` is the closing word, None while it is not written."""

    steps: tuple[Step, ...] = ()
    closing: Entry | None = None

    def state(self, today: date) -> str:
        """none (nothing planned), closed, late, or under-way."""
        if self.closing is not None:
            return "closed"
        if not self.steps:
            return "none"
        return "late" if any(step.late(today) for step in self.steps) else "under-way"

    def step(self, number: int) -> Step | None:
        return self.steps[number - 1] if 0 < number <= len(self.steps) else None


def fold(entries: Iterable[Entry]) -> Execution:
    """The execution after these entries, in their order."""
    steps: list[Step] = []
    closing: Entry | None = None
    for entry in entries:
        if entry.kind == CLOSED:
            closing = entry
            continue
        if entry.kind == PLANNED:
            steps.append(_planned(len(steps) + 1, entry))
            closing = None
            continue
        assert entry.step is not None
        steps[entry.step - 1] = _moved(steps[entry.step - 1], entry)
    return Execution(tuple(steps), closing)


def refusal(execution: Execution, kind: str, step: int | None) -> str | None:
    """Why an entry cannot be added: "no-step", "not-open" (done or dropped), "open-steps", "closed"."""
    if kind == PLANNED:
        return None
    if kind == CLOSED:
        if execution.closing is not None:
            return "closed"
        return "open-steps" if any(each.state == "open" for each in execution.steps) else None
    found = execution.step(step or 0)
    if found is None:
        return "no-step"
    return None if found.state == "open" else "not-open"


def _planned(number: int, entry: Entry) -> Step:
    return Step(
        number, entry.what, entry.who, entry.member_id, entry.due_on, "open", entry.note, entry.at, (entry,)
    )


def _moved(step: Step, entry: Entry) -> Step:
    moved = replace(step, note=entry.note, at=entry.at, history=(*step.history, entry))
    if entry.kind == CHANGED:
        return replace(moved, what=entry.what, who=entry.who, member_id=entry.member_id, due_on=entry.due_on)
    return replace(moved, state=entry.kind)
