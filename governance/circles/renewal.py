"""Seats renewed in parts: which part a seat is of, when its terms end (docs/rotation.md). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from governance.circles.rotation_dates import months_after
from governance.circles.terms import Term, add_months, taken


class Role(Protocol):
    """What a version of a role says of its terms; ``seats`` 0: as many as are wanted."""

    @property
    def seats(self) -> int: ...
    @property
    def term_months(self) -> int: ...
    @property
    def renewal(self) -> int: ...
    @property
    def renewal_first(self) -> int: ...
    @property
    def renewal_from(self) -> date | None: ...


@dataclass(frozen=True)
class Renewal:
    """``parts``: in how many, 1 for all together; ``first``: the part of seat 1; ``months``: of a term.

    ``since``: the day from which terms are counted.
    """

    parts: int
    first: int
    months: int
    since: date

    def part(self, seat: int) -> int:
        """The part that a seat is renewed with: 1, 2, … ``parts``, 1, 2, … in their order."""
        return (self.first + seat - 2) % self.parts + 1

    def begins(self, seat: int, number: int) -> date:
        """The day on which turn ``number`` of a seat begins, from 0: the first one of part k lasts k/n."""
        if number == 0:
            return self.since
        first = self.months * self.part(seat) // self.parts
        return months_after(self.since, first + (number - 1) * self.months)

    def turn(self, seat: int, on: date) -> tuple[date, date]:
        """When the turn of a seat begins and ends that a day lies in, the first one for an earlier day."""
        gone = (on.year - self.since.year) * 12 + on.month - self.since.month
        number = max(gone // self.months - 1, 0)
        while self.begins(seat, number + 1) <= on:
            number += 1
        return self.begins(seat, number), self.begins(seat, number + 1)

    def next(self, seats: int, on: date) -> tuple[tuple[date, tuple[int, ...]], ...]:
        """The days on which seats are renewed next, each seat once: the first day first."""
        found: dict[date, list[int]] = {}
        for seat in range(1, seats + 1):
            found.setdefault(self.turn(seat, on)[1], []).append(seat)
        return tuple((day, tuple(found[day])) for day in sorted(found))


def counted_from(said: date | None, first: date | None, months: int) -> date | None:
    """The day from which terms are counted: the one that is said, whole terms earlier where somebody held a
    seat before it; else the ``first`` day somebody did. None where there is neither.
    """
    if said is None or first is None:
        return said or first
    terms = 0
    while (since := months_after(said, -terms * months)) > first:
        terms += 1
    return since


def of(what: Role, known: Sequence[Term], *also: date) -> Renewal | None:
    """How the seats of a role are renewed, its first mandate being one of those ``known``, or on a day of
    ``also``; None while no day is known from which to count.
    """
    begun = [each.starts for each in known if not (each.provisional or each.is_empty)]
    since = counted_from(what.renewal_from, min([*begun, *also], default=None), what.term_months)
    return Renewal(what.renewal, what.renewal_first, what.term_months, since) if since else None


def end_of_term(what: Role, known: Sequence[Term], seat: int, starts: date) -> date:
    """The first day after a mandate that begins on a day in a seat: a whole term later or, where the seats
    are renewed in parts, when the turn of this seat ends that the day lies in.
    """
    found = of(what, known, starts) if what.renewal > 1 else None
    return found.turn(seat, starts)[1] if found else add_months(starts, what.term_months)


def free_seats(what: Role, known: Sequence[Term], starts: date) -> dict[int, date]:
    """The seats that nobody holds from a day to the end of the term that would begin in each, with that end.

    Of a role that any number may hold, the first of them.
    """
    found = {}
    for seat in range(1, (what.seats or len(known) + 1) + 1):
        ends = end_of_term(what, known, seat, starts)
        if not taken(known, seat, starts, ends):
            found[seat] = ends
            if not what.seats:
                break
    return found


def free_seat(what: Role, known: Sequence[Term], starts: date, ends: date | None = None) -> int | None:
    """The first of these seats, or the first whose term ends on a day."""
    found = free_seats(what, known, starts)
    return next((seat for seat, end in found.items() if ends in (None, end)), None)
