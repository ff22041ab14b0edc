"""Why a candidate may not have a turn: the steps of docs/rotation.md, in their order. Pure.

Each takes the state, the turn to give and a candidate, and returns a reason or None. The first reason is it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from governance.circles.rotation_dates import months_after
from governance.circles.rotation_facts import Fact
from governance.circles.rotation_file import Candidate
from governance.circles.rotation_state import Held, State
from governance.circles.rotation_turns import Slot

Values = dict[str, "str | int | date | None"]


@dataclass(frozen=True)
class Reason:
    """A reason by its code, with what fills its sentence."""

    code: str
    values: Values = field(default_factory=dict)


Step: TypeAlias = Callable[[State, Slot, Candidate], Reason | None]


def excluded(state: State, slot: Slot, candidate: Candidate) -> Reason | None:
    """The first step that keeps a candidate from a turn."""
    return next((reason for step in STEPS if (reason := step(state, slot, candidate))), None)


def a_member(state: State, slot: Slot, candidate: Candidate) -> Reason | None:
    if candidate.joined is not None and slot.start < candidate.joined:
        return Reason("not-yet", {"day": candidate.joined})
    if candidate.left is not None and slot.start >= candidate.left:
        return Reason("left", {"day": candidate.left})
    return None


def of_the_college(state: State, slot: Slot, candidate: Candidate) -> Reason | None:
    if slot.seat.college and candidate.college != slot.seat.college:
        return Reason("seat", {"college": state.file.colleges[slot.seat.college]})
    if state.file.open_to and candidate.college not in state.file.open_to:
        return Reason("college-not-open")
    return None


def for_long_enough(state: State, slot: Slot, candidate: Candidate) -> Reason | None:
    months = state.file.after_months
    if months and candidate.joined and slot.start < months_after(candidate.joined, months):
        return Reason("too-recent", {"day": candidate.joined, "n": months})
    return None


def not_away(state: State, slot: Slot, candidate: Candidate) -> Reason | None:
    for away in candidate.away:
        if slot.start in away:
            return Reason("away", {"until": away.until, "why": away.why})
    return None


def not_sitting(state: State, slot: Slot, candidate: Candidate) -> Reason | None:
    for held in state.sitting(slot.start):
        if held.who == candidate.id:
            return Reason("sitting", {"seat": held.slot.seat.id, "until": held.ended})
    return None


def report_published(state: State, slot: Slot, candidate: Candidate) -> Reason | None:
    """A turn is over once its report is published; one that is not over yet is expected to have its own."""
    for held in state.places[candidate.id].held:
        if report_awaited(state, held, slot.start):
            return Reason("report", {"day": held.slot.start})
    return None


def not_elsewhere(state: State, slot: Slot, candidate: Candidate) -> Reason | None:
    for other in state.file.elsewhere.get(candidate.id, ()):
        if slot.start in other:
            return Reason("elsewhere", {"role": other.why, "until": other.until})
    return None


def compatible(state: State, slot: Slot, candidate: Candidate) -> Reason | None:
    for held in state.sitting(slot.start):
        if frozenset((held.who, candidate.id)) in state.file.incompatible:
            return Reason("incompatible", {"name": state.by_id[held.who].name})
    return None


def not_resigned(state: State, slot: Slot, candidate: Candidate) -> Reason | None:
    if slot.instead_of == candidate.id:
        return Reason("resigned")
    return None


def not_too_many_in_a_row(state: State, slot: Slot, candidate: Candidate) -> Reason | None:
    most = state.file.max_consecutive
    if most is not None and state.in_a_row(candidate.id, slot.start) >= most:
        return Reason("in-a-row", {"n": most})
    return None


def not_refused(state: State, slot: Slot, candidate: Candidate) -> Reason | None:
    for fact in state.file.facts.refusals.get(candidate.id, ()):
        if refuses(fact, slot):
            return Reason(
                "refused-until" if fact.until else "refused", {"until": fact.until, "why": fact.why}
            )
    return None


def refuses(fact: Fact, slot: Slot) -> bool:
    """Whether a refusal is of this turn."""
    if fact.seat is not None and fact.seat != slot.seat.id:
        return False
    if fact.turn is not None:
        return fact.turn == slot.start
    return fact.on is not None and fact.until is not None and fact.on <= slot.start < fact.until


def report_awaited(state: State, held: Held, day: date) -> bool:
    """Whether the report of a turn is still awaited on a day, as far as the file knows."""
    if not state.file.report or state.file.as_of is None:
        return False
    report = state.file.facts.reports.get((held.slot.start, held.who))
    if report is not None and report.on is not None:
        return day < report.on
    return held.ended <= state.file.as_of


STEPS: tuple[Step, ...] = (
    a_member,
    of_the_college,
    for_long_enough,
    not_away,
    not_sitting,
    report_published,
    not_elsewhere,
    compatible,
    not_resigned,
    not_too_many_in_a_row,
    not_refused,
)
