"""Who may vote: colleges with their weights and numbers, or a list of voters.

A file gives one of: `colleges` with `registered` counts; `electorate`, a list of voters, with `colleges`
when voters have one; or neither, with `registered` at the top (one group, nothing known of colleges).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from voting.exact import NotExact, fraction
from voting.fields import Fields, Problem

COLLEGE_KEYS = frozenset({"id", "name", "letter", "weight", "registered", "present", "seats"})
VOTER_KEYS = frozenset({"id", "name", "college", "present"})


@dataclass(frozen=True)
class College:
    """One college at the opening of the vote. `present` is None when the file does not say."""

    id: str
    weight: Fraction
    registered: int
    present: int | None = None
    name: str | None = None
    seats: int | None = None


@dataclass(frozen=True)
class Electorate:
    """`colleges` is empty when they play no part; `voters` (voter → college or None) is None without a list.

    `here` holds the listed voters said to be present, None when the list does not say. `registered` and
    `present` are those of everybody, None where unknown.
    """

    colleges: tuple[College, ...] = ()
    voters: Mapping[str, str | None] | None = None
    here: frozenset[str] | None = None
    registered: int | None = None
    present: int | None = None
    by_id: Mapping[str, College] = field(default_factory=dict)


def read(fields: Fields) -> Electorate:
    """Read the electorate of a count file; problems are noted in `fields.found`."""
    voters, here = _voters(fields) if "electorate" in fields else (None, None)
    numbers = Counter(voters.values()) if voters is not None else None
    colleges = tuple(_college(inner, numbers) for inner in fields.tables("colleges"))
    by_id = {college.id: college for college in colleges}
    if len(by_id) < len(colleges):
        _repeated(fields, "colleges", [college.id for college in colleges])
    if voters is not None and not fields.found:
        _placed(fields, voters, by_id)
    registered = fields.whole("registered", None)
    known = (
        len(voters) if voters is not None else sum(c.registered for c in colleges) if colleges else registered
    )
    if registered not in (None, known):
        fields.wrong("registered", "does not agree with the list of colleges or voters")
    present = fields.whole("present", None)
    if colleges and present is not None:
        fields.wrong("present", "is given by college when there are colleges")
    if present is not None and known is not None and present > known:
        fields.wrong("present", "more present than registered")
    return Electorate(colleges, voters, here, known, present, by_id)


def _college(fields: Fields, numbers: Counter[str | None] | None) -> College:
    fields.known(COLLEGE_KEYS)
    fields.required("id")
    identity = fields.text("id", "")
    if numbers is None:
        fields.required("registered")
    registered = fields.whole("registered", numbers[identity] if numbers is not None else 0)
    if numbers is not None and registered != numbers[identity]:
        fields.wrong("registered", "does not agree with the list of voters")
    present = fields.whole("present", None)
    if present is not None and numbers is not None:
        fields.wrong("present", "is said by the list of voters")
    if present is not None and present > registered:
        fields.wrong("present", "more present than registered")
    name, seats = fields.text("name", None), fields.whole("seats", None)
    return College(identity, _weight(fields), registered, present, name, seats)


def _weight(fields: Fields) -> Fraction:
    """The weight as written; 1 when left out, which only rules that weigh nothing allow."""
    try:
        weight = fraction(fields.raw.get("weight", 1))
    except NotExact as error:
        fields.wrong("weight", str(error))
        return Fraction(1)
    if weight == 0:
        fields.wrong("weight", "must be more than 0")
        return Fraction(1)
    return weight


def _voters(fields: Fields) -> tuple[dict[str, str | None], frozenset[str] | None]:
    listed = fields.raw["electorate"]
    if not isinstance(listed, list):
        fields.wrong("electorate", "must be a list")
        return {}, None
    if not _regular(listed):
        for inner in fields.tables("electorate"):
            _voter(inner)
        if fields.found:
            return {}, None
    ids = [entry["id"] for entry in listed]
    voters = dict(zip(ids, [entry.get("college") for entry in listed], strict=True))
    if len(voters) < len(listed):
        _repeated(fields, "electorate", ids)
    if not any("present" in entry for entry in listed):
        return voters, None
    return voters, frozenset(entry["id"] for entry in listed if entry.get("present"))


def _regular(listed: list[Any]) -> bool:
    """Whether every line is plainly right. Column by column, to take a hundred thousand in a moment."""
    if set(map(type, listed)) - {dict}:
        return False
    shapes = set(map(tuple, listed))
    if not all("id" in shape and VOTER_KEYS.issuperset(shape) for shape in shapes):
        return False
    for key, kind in (("id", str), ("name", str), ("college", str), ("present", bool)):
        missing: object = kind()
        if any(key in shape for shape in shapes):
            values = [entry.get(key, missing) for entry in listed]
            if set(map(type, values)) != {kind} or (key == "id" and "" in values):
                return False
    return True


def _voter(fields: Fields) -> None:
    fields.known(VOTER_KEYS)
    fields.required("id")
    fields.text("id", "")
    fields.text("name", None)
    fields.text("college", None)
    fields.flag("present", True)


def _repeated(fields: Fields, key: str, ids: list[str]) -> None:
    seen: set[str] = set()
    for position, identity in enumerate(ids):
        if identity in seen:
            path = f"{fields.at(key)}[{position}].id"
            fields.found.append(Problem(path, "%(id)s is there twice", {"id": identity}))
            return
        seen.add(identity)


def _placed(fields: Fields, voters: Mapping[str, str | None], colleges: Mapping[str, College]) -> None:
    """Every voter has a college that is in the file, or there are no colleges at all."""
    known: set[str | None] = set(colleges) or {None}
    strangers = set(voters.values()) - known
    if not strangers:
        return
    position, college = next((n, c) for n, c in enumerate(voters.values()) if c in strangers)
    path = f"{fields.at('electorate')}[{position}].college"
    if college is None:
        fields.found.append(Problem(path, "this voter has no college"))
    else:
        fields.found.append(Problem(path, "%(id)s is not a college of this file", {"id": college}))
