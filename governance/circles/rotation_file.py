"""The ``rotation/1`` document: everything that decides whose turn it is, read strictly. Pure.

docs/rotation.md describes each key. The order of ``candidates`` is their seniority and that of ``seats`` the
order in which seats beginning on one day are given; no other order in the file has a meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from governance.circles import rotation_facts
from governance.circles.rotation_facts import Facts
from voting import strict_json
from voting.dated_fields import DatedFields
from voting.fields import Fields, Problem, ReadingError
from voting.methods.draw import drawn_order

FORMAT = "rotation/1"
KEEPS, COUNTS = "keeps", "counts"
SENIORITY, LOT = "seniority", "lot"
MOST_SEATS, MOST_MONTHS = 200, 1200
KEYS = (
    "format", "role", "term", "starts", "horizon", "as_of", "candidates", "colleges", "seats", "renewal",
    "eligibility", "alternate", "max_consecutive", "incompatible", "elsewhere", "tie", "missed", "report",
    "facts",
)  # fmt: skip


@dataclass(frozen=True)
class Period:
    """From a day to a day that is not in it, ``None`` for no end; ``why`` or which role, in words."""

    start: date
    until: date | None
    why: str = ""

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Candidate:
    """Who may have a turn. ``left`` is the first day without it; ``rank`` breaks ties, lowest first."""

    id: str
    name: str
    college: str = ""
    joined: date | None = None
    left: date | None = None
    away: tuple[Period, ...] = ()
    rank: int = 0


@dataclass(frozen=True)
class Seat:
    """A place of the role. ``college`` "" is open to all; ``part`` says with which it is renewed, from 0."""

    id: str
    college: str = ""
    part: int = 0


@dataclass(frozen=True)
class Term:
    """How long a turn is: a number of months, or events, each on its day."""

    months: int = 0
    month_days: tuple[tuple[int, int], ...] = ()
    dates: tuple[date, ...] = ()


@dataclass(frozen=True)
class Rotation:
    """A ``rotation/1`` file. ``parts`` is in how many parts the seats are renewed, 1 for all together."""

    role: str
    name: str
    term: Term
    starts: date
    horizon: date
    as_of: date | None
    candidates: tuple[Candidate, ...]
    colleges: Mapping[str, str]
    seats: tuple[Seat, ...]
    parts: int
    open_to: tuple[str, ...]
    after_months: int
    alternate: bool
    max_consecutive: int | None
    incompatible: frozenset[frozenset[str]]
    elsewhere: Mapping[str, tuple[Period, ...]]
    tie: str
    missed: str
    report: bool
    facts: Facts


def load(text: str) -> Rotation:
    """Read the text of a file. Raises `ReadingError`: the JSON path, and what is wrong there."""
    return read(strict_json.load(text, "a rotation file is an object"))


def read(document: Mapping[str, Any]) -> Rotation:
    """Read a parsed file. Raises `ReadingError` for the first thing that is wrong."""
    found: list[Problem] = []
    fields = DatedFields(document, "", found)
    fields.known(KEYS)
    for key in ("format", "role", "term", "starts", "horizon", "candidates"):
        fields.required(key)
    fields.choice("format", (FORMAT,), FORMAT)
    _raise_first(found)
    made = _rotation(fields)
    _raise_first(found)
    return made


def _rotation(fields: DatedFields) -> Rotation:
    """The whole file; what is wrong is noted in the fields, with something harmless in its place."""
    colleges, term = _colleges(fields), _term(fields)
    tie, candidates = _ranked(fields, colleges)
    people = [each.id for each in candidates]
    role, name = _role(fields)
    starts, horizon = _bounds(fields, term)
    seats, parts = _seats(fields, colleges, term)
    open_to, after_months = _eligibility(fields, colleges)
    if fields.flag("report", False):
        fields.required("as_of")
    return Rotation(
        role=role,
        name=name,
        term=term,
        starts=starts,
        horizon=horizon,
        as_of=fields.day("as_of"),
        candidates=candidates,
        colleges=colleges,
        seats=seats,
        parts=parts,
        open_to=open_to,
        after_months=after_months,
        alternate=fields.flag("alternate", False),
        max_consecutive=fields.whole("max_consecutive", None, least=1),
        incompatible=_incompatible(fields, people),
        elsewhere=_elsewhere(fields, people),
        tie=tie,
        missed=str(fields.choice("missed", (KEEPS, COUNTS), KEEPS)),
        report=fields.flag("report", False),
        facts=_facts(fields, people, seats, term),
    )


def _facts(fields: DatedFields, people: list[str], seats: tuple[Seat, ...], term: Term) -> Facts:
    facts = rotation_facts.read(list(fields.rows("facts")), people, [seat.id for seat in seats])
    for fact in facts.missed.values() if term.months else ():
        fields.note(f"{fact.path}.kind", "only an event is missed, a term of months is not")
    return facts


def _role(fields: DatedFields) -> tuple[str, str]:
    role = fields.inner("role")
    role.known(("id", "name"))
    role.required("id")
    identifier = role.text("id", "") or ""
    return identifier, role.text("name", identifier)


def _term(fields: DatedFields) -> Term:
    term = fields.inner("term")
    term.known(("months", "each_year", "dates"))
    if len(term.raw) != 1:
        term.note(term.path, "one of months, each_year, dates is wanted")
    months = term.whole("months", 0, least=1)
    if months > MOST_MONTHS:
        term.wrong("months", "must be at most %(most)s", most=str(MOST_MONTHS))
    for key in ("each_year", "dates"):
        if term.raw.get(key) == []:
            term.wrong(key, "must not be empty")
    return Term(months, term.month_days("each_year"), term.days("dates"))


def _bounds(fields: DatedFields, term: Term) -> tuple[date, date]:
    starts, horizon = fields.day("starts"), fields.day("horizon")
    if starts and horizon and horizon < starts:
        fields.wrong("horizon", "must not be before “starts”")
    if starts and term.dates and term.dates[0] < starts:
        fields.wrong("term.dates[0]", "must not be before “starts”")
    return starts or date.min, horizon or date.min


def _colleges(fields: DatedFields) -> dict[str, str]:
    colleges: dict[str, str] = {}
    for row in fields.rows("colleges"):
        row.known(("id", "name"))
        identifier = _identifier(row, colleges)
        colleges[identifier] = row.text("name", identifier)
    return colleges


def _ranked(fields: DatedFields, colleges: Mapping[str, str]) -> tuple[str, tuple[Candidate, ...]]:
    """What separates equals, and the candidates in its order."""
    candidates = _candidates(fields, colleges)
    tie, seed, code = _tie(fields)
    if tie == SENIORITY:
        return tie, candidates
    by_id = {each.id: each for each in candidates}
    order = enumerate(drawn_order(by_id, seed, code))
    return tie, tuple(replace(by_id[identifier], rank=rank) for rank, identifier in order)


def _candidates(fields: DatedFields, colleges: Mapping[str, str]) -> tuple[Candidate, ...]:
    candidates: dict[str, Candidate] = {}
    for row in fields.rows("candidates"):
        row.known(("id", "name", "college", "joined", "left", "away"))
        identifier = _identifier(row, candidates)
        joined, left = row.day("joined"), row.day("left")
        if joined and left and left <= joined:
            row.wrong("left", "must be after “joined”")
        if fields.raw.get("alternate") is True:
            row.required("college")
        candidates[identifier] = Candidate(
            identifier, row.text("name", identifier), row.one_of("college", colleges), joined, left,
            tuple(sorted((_period(away, "why") for away in row.rows("away")), key=lambda away: away.start)),
            len(candidates),
        )  # fmt: skip
    return tuple(candidates.values())


def _seats(fields: DatedFields, colleges: Mapping[str, str], term: Term) -> tuple[tuple[Seat, ...], int]:
    """The seats in their order; each next one is renewed with the next part, whatever its college."""
    renewal = fields.inner("renewal")
    renewal.known(("parts", "first"))
    parts, first = renewal.whole("parts", 1, least=1), renewal.whole("first", 1, least=1)
    if first > parts:
        renewal.wrong("first", "must not be more than the parts")
    if "renewal" in fields:
        renewal.required("parts")
        if not term.months or term.months % parts:
            fields.wrong("term.months", "must be a number of months that the parts divide")
    seats: dict[str, Seat] = {}
    for identifier, college, path in _seat_rows(fields, colleges):
        if identifier in seats:
            fields.note(path, "there is already a seat called so")
        seats[identifier] = Seat(identifier, college, (first - 1 + len(seats)) % parts)
    if not 0 < len(seats) <= MOST_SEATS:
        fields.wrong("seats", "from 1 to %(most)s seats are wanted", most=str(MOST_SEATS))
    return tuple(seats.values()), parts


def _seat_rows(fields: DatedFields, colleges: Mapping[str, str]) -> list[tuple[str, str, str]]:
    if not isinstance(fields.raw.get("seats", 1), list):
        number = min(fields.whole("seats", 1, least=1), MOST_SEATS + 1)
        return [(str(n + 1), "", "seats") for n in range(number)]
    found: list[tuple[str, str, str]] = []
    for row in fields.rows("seats"):
        row.known(("id", "college", "number"))
        college = row.one_of("college", colleges)
        number = min(row.whole("number", 1, least=1), MOST_SEATS + 1)
        if "id" in row and number > 1:
            row.wrong("id", "seats that are several are numbered, they have no id")
        name = row.text("id", None)
        found += [(name or str(len(found) + n + 1), college, row.path) for n in range(number)]
    return found


def _eligibility(fields: DatedFields, colleges: Mapping[str, str]) -> tuple[tuple[str, ...], int]:
    eligibility = fields.inner("eligibility")
    eligibility.known(("colleges", "after_months"))
    months = eligibility.whole("after_months", 0)
    if months > MOST_MONTHS:
        eligibility.wrong("after_months", "must be at most %(most)s", most=str(MOST_MONTHS))
    return eligibility.names("colleges", colleges), months


def _incompatible(fields: DatedFields, people: list[str]) -> frozenset[frozenset[str]]:
    pairs = []
    for path, raw in fields.entries("incompatible"):
        pair = raw if isinstance(raw, list) and all(who in people for who in raw) else []
        if len(pair) != 2 or pair[0] == pair[1]:
            fields.note(path, "two different candidates are wanted")
        pairs.append(frozenset(pair))
    return frozenset(pairs)


def _elsewhere(fields: DatedFields, people: list[str]) -> dict[str, tuple[Period, ...]]:
    held: dict[str, list[Period]] = {}
    for row in fields.rows("elsewhere"):
        row.known(("who", "role", "from", "until"))
        row.required("who")
        row.required("role")
        held.setdefault(row.one_of("who", people), []).append(_period(row, "role"))
    return {who: tuple(sorted(periods, key=lambda each: each.start)) for who, periods in held.items()}


def _period(row: DatedFields, words: str) -> Period:
    if words == "why":
        row.known(("from", "until", "why"))
    row.required("from")
    start, until = row.day("from"), row.day("until")
    if start and until and until <= start:
        row.wrong("until", "must be after “from”")
    return Period(start or date.min, until, row.text(words, "") or "")


def _tie(fields: DatedFields) -> tuple[str, str, str | None]:
    """What separates equals, the seed of the lot, its secret in hexadecimal where there is one."""
    if not isinstance(fields.raw.get("tie"), Mapping):
        fields.choice("tie", (SENIORITY,), SENIORITY)
        return SENIORITY, "", None
    tie = fields.inner("tie")
    tie.known(("seed", "source", "code"))
    tie.required("seed")
    code = tie.text("code", None)
    try:
        bytes.fromhex(code or "")
    except ValueError:
        tie.wrong("code", "hexadecimal digits are wanted")
        code = None
    tie.text("source", None)
    return LOT, tie.text("seed", "") or "", code


def _identifier(row: Fields, taken: Mapping[str, object]) -> str:
    row.required("id")
    identifier = row.text("id", "") or ""
    if identifier in taken:
        row.wrong("id", "%(id)s is there twice", id=identifier)
    return identifier


def _raise_first(found: list[Problem]) -> None:
    if found:
        raise ReadingError(found[0])
