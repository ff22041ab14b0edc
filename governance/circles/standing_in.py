"""Standing in until a seat is filled in the ordinary way: until when at the latest, who takes over. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from governance.circles import renewal
from governance.circles.terms import Term, add_months, free_seat

MONTHS = 6  # that somebody stands in at the most, unless another day is said
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Wish:
    """A mandate that is asked for: ``seat`` and ``ends`` None where they follow from the role."""

    person: int
    seat: int | None
    starts: date
    ends: date | None
    provisional: bool = False
    until_filled: bool = False


def place(what: renewal.Role, known: Sequence[Term], wish: Wish, today: date) -> tuple[int | None, date]:
    """Which seat the mandate takes, None where all are held, and the first day without it."""
    seat = wish.seat
    if seat is None and wish.until_filled:
        seat = empty_seat(what, known, wish.starts)
    elif seat is None and not wish.provisional:
        seat = seat_for(what, known, wish.starts, wish.ends, today=today, person=wish.person)
    if wish.ends is not None:
        return seat, wish.ends
    foreseen = latest if wish.until_filled else renewal.end_of_term
    return seat, foreseen(what, known, seat or 1, wish.starts)


def in_the_way(known: Sequence[Term], *, provisional: bool, starts: date, today: date) -> list[Term]:
    """The terms that keep a mandate from a seat: who stands in gives way to who fills it from now on."""
    if provisional or starts < today:
        return list(known)
    return [each for each in known if not each.until_filled]


def latest(what: renewal.Role, known: Sequence[Term], seat: int, starts: date) -> date:
    """The day on which somebody who stands in from a day on ends at the latest.

    Six months later, or when the term ends whose rest it is, or when somebody already known takes the seat.
    """
    here = [each for each in known if each.seat == seat and not each.is_empty]
    limits = [add_months(starts, MONTHS), *(each.starts for each in here if each.starts > starts)]
    if what.renewal > 1:
        limits.append(renewal.end_of_term(what, known, seat, starts))
    before = [each for each in here if each.starts <= starts and not each.provisional]
    former = max(before, key=lambda each: each.starts, default=None)
    if former is not None and former.foreseen is not None and former.foreseen > starts:
        limits.append(former.foreseen)
    return min(limits)


def empty_seat(what: renewal.Role, known: Sequence[Term], starts: date) -> int | None:
    """The first seat that nobody holds on a day."""
    return free_seat(known, what.seats, starts, starts + DAY)


def seat_for(
    what: renewal.Role,
    known: Sequence[Term],
    starts: date,
    ends: date | None,
    *,
    today: date,
    person: int = 0,
) -> int | None:
    """The seat of an ordinary mandate, to a day or (None) for its term; None where all are held.

    The one where the person stands in already, else the first free, else the first where somebody stands in;
    one whose own term ends on that day before any other.
    """
    left = in_the_way(known, provisional=False, starts=starts, today=today)
    for each in known:
        if each not in left and each.person == person and each.meets(starts, starts + DAY):
            return each.seat
    whole = [renewal.free_seat(what, terms, starts, ends) for terms in (known, left)]
    if ends is not None:
        whole += [free_seat(terms, what.seats, starts, ends) for terms in (known, left)]
    return next((seat for seat in whole if seat is not None), None)


def free_ends(what: renewal.Role, known: Sequence[Term], starts: date) -> list[date]:
    """The ends of the terms that may begin on a day to come, in the order in which `seat_for` gives seats."""
    empty = renewal.free_seats(what, known, starts)
    left = in_the_way(known, provisional=False, starts=starts, today=starts)
    filled = renewal.free_seats(what, left, starts)
    return [*empty.values(), *(ends for seat, ends in filled.items() if seat not in empty)]
