"""What happened, as a ``rotation/1`` file tells it: held, missed, refused, swapped, resigned, reported. Pure.

A fact about a turn names it by the day it begins and, where there are several seats, by its seat. The order
of the facts in the file has no meaning.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from voting.dated_fields import DatedFields

HELD, MISSED, REFUSED, SWAP, RESIGNED, REPORT = KINDS = (
    "held", "missed", "refused", "swap", "resigned", "report",
)  # fmt: skip
Turn = tuple[date, str]  # the day it begins, its seat

KEYS: dict[str, tuple[str, ...]] = {  # beside kind, on and why; those in NEEDED may not be left out
    HELD: ("who", "turn", "seat"),
    MISSED: ("turn", "seat"),
    REFUSED: ("who", "turn", "seat", "until"),
    SWAP: ("between", "confirmed", "turn", "seat"),
    RESIGNED: ("who",),
    REPORT: ("who", "turn"),
}
NEEDED: dict[str, tuple[str, ...]] = {
    HELD: ("who", "turn"),
    MISSED: ("turn",),
    REFUSED: ("who", "why"),
    SWAP: ("on", "between", "confirmed", "turn"),
    RESIGNED: ("on", "who"),
    REPORT: ("on", "who", "turn"),
}


@dataclass(frozen=True)
class Fact:
    """One fact. ``who`` is a candidate's id; ``between`` and ``confirmed`` are those of a swap."""

    kind: str
    path: str
    on: date | None = None
    who: str = ""
    turn: date | None = None
    seat: str | None = None
    until: date | None = None
    between: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    why: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def both_confirmed(self) -> bool:
        return set(self.confirmed) == set(self.between)


@dataclass
class Facts:
    """The facts by what they are about. Refusals and resignations are sorted: their order decides nothing."""

    held: dict[Turn, Fact] = field(default_factory=dict)
    missed: dict[Turn, Fact] = field(default_factory=dict)
    swaps: dict[Turn, Fact] = field(default_factory=dict)
    reports: dict[tuple[date, str], Fact] = field(default_factory=dict)
    refusals: dict[str, list[Fact]] = field(default_factory=dict)
    resigned: dict[str, list[Fact]] = field(default_factory=dict)
    every: list[Fact] = field(default_factory=list)


def read(rows: Collection[DatedFields], people: Collection[str], seats: Collection[str]) -> Facts:
    """Read the facts of a file; what is wrong is noted in the fields."""
    facts = Facts()
    for fields in rows:
        if (fact := _fact(fields, people, seats)) is not None:
            facts.every.append(fact)
            _file_away(facts, fact, fields, seats)
    for kept in (*facts.refusals.values(), *facts.resigned.values()):
        kept.sort(
            key=lambda fact: (fact.on or date.min, fact.turn or date.min, fact.until or date.min, fact.why)
        )
    return facts


def _fact(fields: DatedFields, people: Collection[str], seats: Collection[str]) -> Fact | None:
    fields.required("kind")
    kind = fields.choice("kind", KINDS, None)
    if kind is None:
        return None
    fields.known(("kind", "on", "why", *KEYS[kind]))
    for key in NEEDED[kind]:
        fields.required(key)
    between = fields.names("between", people)
    if "between" in fields and len(set(between)) != 2:
        fields.wrong("between", "a swap is between two")
    fact = Fact(
        kind=kind,
        path=fields.path,
        on=fields.day("on"),
        who=fields.one_of("who", people),
        turn=fields.day("turn"),
        seat=fields.one_of("seat", seats) or None,
        until=fields.day("until"),
        between=between,
        confirmed=fields.names("confirmed", between),
        why=fields.text("why", ""),
        raw=fields.raw,
    )
    if kind == REFUSED:
        _refusal(fact, fields)
    return fact


def _refusal(fact: Fact, fields: DatedFields) -> None:
    if ("turn" in fields) == ("until" in fields):
        fields.wrong("turn", "a refusal is of one turn, or until a date: one of the two")
    if "until" in fields:
        fields.required("on")
        if fact.on and fact.until and fact.until <= fact.on:
            fields.wrong("until", "must be after “on”")
    elif fact.on and fact.turn and fact.on > fact.turn:
        fields.wrong("on", "a turn is refused before it begins; afterwards one resigns")


def _file_away(facts: Facts, fact: Fact, fields: DatedFields, seats: Collection[str]) -> None:
    if fact.kind in (REFUSED, RESIGNED):
        kept = facts.refusals if fact.kind == REFUSED else facts.resigned
        kept.setdefault(fact.who, []).append(fact)
        return
    if fact.turn is None:
        return
    if fact.kind == REPORT:
        _once(facts.reports, (fact.turn, fact.who), fact, fields)
        return
    if fact.seat is None and len(seats) > 1:
        fields.required("seat")
        return
    turn = fact.turn, fact.seat or next(iter(seats), "")
    if fact.kind in (HELD, MISSED):
        if turn in facts.held or turn in facts.missed:
            fields.wrong("turn", "what became of this turn is told twice")
        (facts.held if fact.kind == HELD else facts.missed)[turn] = fact
    else:
        _once(facts.swaps, turn, fact, fields)


def _once(kept: dict[Turn, Fact], key: Turn, fact: Fact, fields: DatedFields) -> None:
    if key in kept:
        fields.wrong("turn", "there is already such a fact for this turn")
    kept[key] = fact
