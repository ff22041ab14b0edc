"""Terms in time: which seat is free, how many terms follow each other, where nobody held a seat. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction


@dataclass(frozen=True)
class Term:
    """Time in a seat of a role, from ``starts`` to ``ends``: the first day without, None where unknown.

    ``until_filled``: the person stands in until the seat is filled. ``foreseen``: the end that was foreseen.
    """

    person: int
    seat: int
    starts: date
    ends: date | None
    provisional: bool = False
    until_filled: bool = False
    foreseen: date | None = None

    @property
    def is_empty(self) -> bool:
        """Given up before it began."""
        return self.ends is not None and self.ends <= self.starts

    def holds(self, on: date) -> bool:
        return self.starts <= on and (self.ends is None or self.ends > on)

    def meets(self, starts: date, ends: date | None) -> bool:
        """Whether some day lies both in this term and in that time."""
        return (
            not self.is_empty
            and (self.ends is None or self.ends > starts)
            and (ends is None or ends > self.starts)
        )


def add_months(day: date, months: int) -> date:
    """The same day so many months later, the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def longest(starts: date, months: int) -> date:
    """The latest end of a term of so many months: from the last of a month, the last of another."""
    ends = add_months(starts, months)
    if (starts + timedelta(days=1)).month == starts.month:
        return ends
    return ends.replace(day=monthrange(ends.year, ends.month)[1])


def first(*ends: date | None) -> date | None:
    """The earlier of some ends; None where none is known."""
    return min((end for end in ends if end is not None), default=None)


def taken(terms: Iterable[Term], seat: int, starts: date, ends: date | None) -> bool:
    """Whether somebody holds this seat during that time."""
    return any(term.seat == seat and term.meets(starts, ends) for term in terms)


def free_seat(terms: Sequence[Term], seats: int, starts: date, ends: date | None) -> int | None:
    """The first seat free all that time, of ``seats``; 0 seats: as many as are wanted."""
    for seat in range(1, (seats or len(terms) + 1) + 1):
        if not taken(terms, seat, starts, ends):
            return seat
    return None


def rank(terms: Iterable[Term], person: int, starts: date, *, months: int) -> int:
    """Which of their terms in a row one that begins on ``starts`` would be, from 1.

    Two terms follow each other unless a whole term (``months``) lies between them. What was provisional or
    given up before it began is no term.
    """
    former = sorted(
        (
            term
            for term in terms
            if term.person == person and not term.provisional and not term.is_empty and term.starts < starts
        ),
        key=lambda term: term.starts,
        reverse=True,
    )
    number, since = 1, starts
    for term in former:
        if term.ends is not None and add_months(term.ends, months) <= since:
            break
        number, since = number + 1, term.starts
    return number


def vacancies(terms: Iterable[Term], seat: int, since: date, until: date) -> tuple[tuple[date, date], ...]:
    """The times when nobody held a seat, from ``since`` to ``until``, the first day after."""
    found, free_from = [], since
    held = sorted((t for t in terms if t.seat == seat and not t.is_empty), key=lambda t: t.starts)
    for term in held:
        if term.starts > free_from:
            found.append((free_from, min(term.starts, until)))
        free_from = until if term.ends is None else max(free_from, term.ends)
    found.append((free_from, until))
    return tuple((start, end) for start, end in found if start < end)


def elapsed(starts: date, ends: date | None, on: date) -> Fraction:
    """The part of a term that has gone by, from 0 to 1; 0 where no end is known."""
    if ends is None or ends <= starts:
        return Fraction(0)
    return min(Fraction(1), max(Fraction(0), Fraction((on - starts).days, (ends - starts).days)))
