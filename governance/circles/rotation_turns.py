"""When turns begin and end: by months with seats renewed in parts, or by events. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from governance.circles.rotation_dates import DAY, each_year, months_after
from governance.circles.rotation_file import Rotation, Seat
from voting.fields import Problem, ReadingError

MOST = 5_000  # turns
MOST_WORK = 1_000_000  # turns × candidates


@dataclass(frozen=True)
class Slot:
    """A turn to give. It lasts until ``until``, not included; ``following`` is when the seat's next begins.

    ``instead_of`` began the turn and did not finish it; ``rest_because`` is "resigned" or "left".
    """

    start: date
    until: date
    following: date
    seat: Seat
    order: int
    instead_of: str = ""
    rest_because: str = ""

    @property
    def key(self) -> tuple[date, int]:
        """Turns are given in the order of their days, then of the seats in the file."""
        return self.start, self.order


def slots(file: Rotation) -> list[Slot]:
    """Every turn that begins before the horizon, in order. Raises `ReadingError` if they are too many."""
    found: list[Slot] = []
    for order, seat in enumerate(file.seats):
        made = _by_months(file, seat, order) if file.term.months else _by_events(file, seat, order)
        for slot in takewhile(lambda slot: slot.start < file.horizon, made):
            found.append(slot)
            if len(found) > MOST or len(found) * len(file.candidates) > MOST_WORK:
                raise ReadingError(Problem("horizon", "this makes too many turns"))
    return sorted(found, key=lambda slot: slot.key)


def _by_months(file: Rotation, seat: Seat, order: int) -> Iterator[Slot]:
    """The first turn of part k of n lasts (k + 1)/n of a term, so that one part ends at a time."""
    months, begins = file.term.months, 0
    ends = months // file.parts * (seat.part + 1)
    while True:
        start, until = months_after(file.starts, begins), months_after(file.starts, ends)
        yield Slot(start, until, until, seat, order)
        begins, ends = ends, ends + months


def _by_events(file: Rotation, seat: Seat, order: int) -> Iterator[Slot]:
    days = iter(file.term.dates) if file.term.dates else each_year(file.term.month_days, file.starts)
    day = next(days, None)
    while day is not None:
        following = next(days, None)
        yield Slot(day, day + DAY, following or date.max, seat, order)
        day = following
