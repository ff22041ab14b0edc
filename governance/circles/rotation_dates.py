"""The days on which turns begin. Pure: months are counted from the first day, never one after the other."""

import calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

DAY = timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day of that month if it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def each_year(days: Sequence[tuple[int, int]], starts: date) -> Iterator[date]:
    """Every (month, day) of each year from ``starts`` on, in order, to the last year there is."""
    for year in range(starts.year, date.max.year + 1):
        for month, day in sorted(days):
            if (found := date(year, month, day)) >= starts:
                yield found
