"""The mandates of a role as turns of its rotation: which turn each was, which had nobody. Pure.

Turns begin every term from the first day on, whereas mandates begin when assemblies meet: a mandate is the
turn that its first day falls in, or the next one where that is near.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from governance.circles.renewal import Renewal


@dataclass(frozen=True)
class Spell:
    """A member held a seat from ``starts`` to ``until``, the first day after; None where it is not known."""

    member: int
    seat: int
    starts: date
    until: date | None


@dataclass(frozen=True)
class Turn:
    """Who had the turn that begins on a day; ``real``: the days of the mandate, where they are others.

    ``member`` None: nobody had it. ``ended``: it was given up on that day.
    """

    seat: int
    begins: date
    member: int | None
    ended: date | None = None
    real: tuple[date, date | None] | None = None


def turns(spells: Iterable[Spell], seats: Iterable[int], terms: Renewal, today: date) -> list[Turn]:
    """Every turn that somebody had, or that is over and had nobody, seat by seat."""
    listed = list(spells)
    return [
        turn
        for seat in seats
        for turn in _of_seat([each for each in listed if each.seat == seat], seat, terms, today)
    ]


def _of_seat(spells: Sequence[Spell], seat: int, terms: Renewal, today: date) -> list[Turn]:
    found: list[Turn] = []
    left = sorted(spells, key=lambda each: each.starts)
    number = 0
    while True:
        begins, ends, after = (terms.begins(seat, number + n) for n in (0, 1, 2))
        near = ends - (ends - begins) / 4
        here = [each for each in left if _falls(each, begins, ends, near)]
        if not here and begins > today and not left:
            return found
        found += _in_slot(here, seat, (begins, near, ends), today)
        left = [each for each in left if each not in here or _goes_on(each, ends, after)]
        number += 1


def _falls(spell: Spell, begins: date, ends: date, near: date) -> bool:
    """It began before the end of this turn, and not so near to it that it is the next one."""
    return spell.starts < near or (spell.starts < ends and spell.until is not None and spell.until <= ends)


def _goes_on(spell: Spell, ends: date, after: date) -> bool:
    """It was extended over most of the next turn."""
    return spell.until is not None and spell.until > ends + (after - ends) / 2


def _in_slot(here: Sequence[Spell], seat: int, slot: tuple[date, date, date], today: date) -> list[Turn]:
    """``slot``: when the turn begins, from when on its end is near, when it ends."""
    found: list[Turn] = []
    start, near, ends = slot
    for spell in here:
        until = spell.until if spell.until is not None else ends
        early = start < until < near
        real = (spell.starts, spell.until) if (spell.starts, until) != (start, ends) else None
        found.append(Turn(seat, start, spell.member, until if early else None, real))
        if not early:
            return found
        start = until
    if ends <= today:
        found.append(Turn(seat, start, None))
    return found
