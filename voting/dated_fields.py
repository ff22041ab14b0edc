"""Reading days and identifiers from the tables of a file, beside what `voting.fields` reads. Pure."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from itertools import pairwise

from voting.fields import Fields

LAST_YEAR = 2999  # terms of a century can be added to any day that is read
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")


class DatedFields(Fields):
    """Fields of a file whose days are written 2026-05-19 and whose people are named by identifiers."""

    def day(self, key: str) -> date | None:
        return self._day(self.at(key), self.raw[key]) if key in self.raw else None

    def days(self, key: str) -> tuple[date, ...]:
        """A list of days, each after the one before."""
        read = [self._day(path, raw) for path, raw in self.entries(key)]
        days = tuple(day for day in read if day is not None)
        if any(later <= earlier for earlier, later in pairwise(days)):
            self.wrong(key, "each day must come after the one before")
        return days

    def month_days(self, key: str) -> tuple[tuple[int, int], ...]:
        """A list of days of the year, such as "02-15"; 29 February is not in every year."""
        found = []
        for path, raw in self.entries(key):
            written = _MONTH_DAY.fullmatch(raw) if isinstance(raw, str) else None
            pair = (int(written[1]), int(written[2])) if written else (0, 0)
            if _is_day(2001, *pair):
                found.append(pair)
            else:
                self.note(path, "a day that each year has is wanted, such as 02-15")
        if len(set(found)) != len(found):
            self.wrong(key, "a day is there twice")
        return tuple(found)

    def one_of(self, key: str, ids: Collection[str]) -> str:
        """An identifier of the file; "" where there is none."""
        return self._known(self.at(key), self.raw[key], ids) if key in self.raw else ""

    def names(self, key: str, ids: Collection[str]) -> tuple[str, ...]:
        """A list of identifiers of the file."""
        return tuple(filter(None, (self._known(path, raw, ids) for path, raw in self.entries(key))))

    def entries(self, key: str) -> Iterator[tuple[str, object]]:
        """Each value of a list with its path."""
        value = self.raw.get(key, [])
        if not isinstance(value, list):
            self.wrong(key, "must be a list")
            return
        for position, raw in enumerate(value):
            yield f"{self.at(key)}[{position}]", raw

    def rows(self, key: str) -> Iterator["DatedFields"]:
        """Each table of a list."""
        for path, raw in self.entries(key):
            yield DatedFields(raw, path, self.found)

    def inner(self, key: str) -> "DatedFields":
        return DatedFields(self.raw.get(key, {}), self.at(key), self.found)

    def note(self, path: str, message: str, **values: str) -> None:
        """Something wrong at a path below these fields."""
        Fields({}, "", self.found).wrong(path, message, **values)

    def _day(self, path: str, raw: object) -> date | None:
        if not (isinstance(raw, str) and _DAY.fullmatch(raw) and _is_day(*map(int, raw.split("-")))):
            self.note(path, "a day is wanted, such as 2026-05-19")
            return None
        if int(raw[:4]) > LAST_YEAR:
            self.note(path, "this year is too far")
            return None
        return date.fromisoformat(raw)

    def _known(self, path: str, raw: object, ids: Collection[str]) -> str:
        if isinstance(raw, str) and raw in ids:
            return raw
        self.note(path, "%(id)s is not known in this file", id=str(raw))
        return ""


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
