"""The same as reading ballots one by one, for files that are plainly right: column by column.

A hundred thousand lines take a few hundredths of a second. Whatever looks unusual is left to `voting.papers`,
which alone says what is wrong and where.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from itertools import chain, count
from typing import Any, TypeVar

from voting.count_file import CountFile
from voting.exact import LARGEST

Value = TypeVar("Value", bound=Hashable)
Tally = Counter[tuple[str | None, tuple[str, ...]]]


def tallied(
    file: CountFile, keys: tuple[str, ...], defaults: tuple[str, ...], others: Collection[str]
) -> Tally | None:
    """{(college, (value, …)): number}, or None where the lines must be looked at one by one."""
    if not _regular(file, {*keys, *others}):
        return None
    columns = [
        [line.get(key, default) for line in file.ballots] for key, default in zip(keys, defaults, strict=True)
    ]
    if any(set(map(type, column)) - {str} for column in columns):
        return None
    return _owned(file, zip(*columns, strict=True))


def written(file: CountFile, keys: Collection[str]) -> Counter[tuple[str | None, int]] | None:
    """{(college, position of the first line that says the same under `keys`): number}, or None where the
    lines must be looked at one by one. What they say is not judged; only different texts are kept in memory.
    """
    if not keys or not _regular(file, set(keys) - {"voter"}):
        return None
    said = (_said([line.get(key, ...) for line in file.ballots]) for key in keys)
    first: dict[tuple[Hashable, ...], int] = {}
    return _owned(file, map(first.setdefault, zip(*said, strict=True), count()))


def _said(column: list[Any]) -> Iterable[Hashable]:
    """The values, equal where they say the same: texts and lists of texts as such, the others as written."""
    kinds = set(map(type, column))
    if kinds == {str}:
        return column
    if kinds == {list} and set(map(type, chain.from_iterable(column))) <= {str}:
        return map(tuple, column)
    return map(repr, column)


def _regular(file: CountFile, keys: Collection[str]) -> bool:
    """Whether every line is an object with the keys it may have, and says whose it is."""
    lines = file.ballots
    if set(map(type, lines)) - {dict}:
        return False
    college = {"college"} if file.electorate.colleges else set()
    needed = {"voter"} if file.electorate.voters is not None else college
    allowed = needed.union(keys) if file.electorate.voters is not None else college.union(keys, {"count"})
    return all(needed <= set(shape) <= allowed for shape in set(map(tuple, lines)))


def _owned(file: CountFile, values: Iterable[Value]) -> Counter[tuple[str | None, Value]] | None:
    return _of_colleges(file, values) if file.electorate.voters is None else _of_voters(file, values)


def _of_voters(file: CountFile, values: Iterable[Value]) -> Counter[tuple[str | None, Value]] | None:
    voters = file.electorate.voters or {}
    names = [line["voter"] for line in file.ballots]
    if set(map(type, names)) - {str}:
        return None
    if len(set(names)) < len(names):
        return None
    try:
        return Counter(zip(map(voters.__getitem__, names), values, strict=True))
    except KeyError:
        return None


def _of_colleges(file: CountFile, values: Iterable[Value]) -> Counter[tuple[str | None, Value]] | None:
    """By college, or all under None where the file has no colleges."""
    known = set[str | None](file.electorate.by_id) or {None}
    names = [line.get("college") for line in file.ballots]
    copies: list[Any] = [line.get("count", 1) for line in file.ballots]
    if set(map(type, names)) - {str, type(None)} or not known >= set(names):
        return None
    if set(map(type, copies)) - {int} or (copies and not 0 <= min(copies) <= max(copies) <= LARGEST):
        return None
    owners = zip(names, values, strict=True)
    if set(copies) <= {1}:
        found = Counter(owners)
    else:
        found = Counter()
        for owner, number in zip(owners, copies, strict=True):
            found[owner] += number
    cast: Counter[str | None] = Counter()
    for (name, _), number in found.items():
        cast[name] += number
    return found if all(cast[name] <= limit for name, limit in room(file).items()) else None


def room(file: CountFile) -> dict[str | None, int]:
    """How many ballots each college may have; nothing is said of None without a number of members."""
    voters = file.electorate
    if voters.colleges:
        return {c.id: c.registered if c.present is None else c.present for c in voters.colleges}
    limit = voters.registered if voters.present is None else voters.present
    return {} if limit is None else {None: limit}
