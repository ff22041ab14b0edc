"""The circles and roles that a list describes, line after line, before anything is made of them. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from governance.circles.importing import cells
from governance.circles.importing.columns import BOTH, OF_CIRCLES, OF_ROLES
from governance.circles.importing.names import Names, Unreadable, free_id
from governance.errors import N_
from governance.members.names import fold
from governance.members.plan import Say, say
from governance.members.spreadsheet import Row

NOTHING = N_("Write the name of a circle, or of a role.")
NO_ROLE = N_("Write which role “%(holder)s” holds.")
TWICE = N_("Line %(line)s says “%(text)s”: write the same, or leave one of the two empty.")

Wrong = tuple[str, Say]  # the column it speaks of, and what is wrong


class Refused(Exception):
    """A line that cannot be understood; ``reasons``: columns with what is wrong there."""

    def __init__(self, *reasons: Wrong) -> None:
        super().__init__(reasons)
        self.reasons = reasons


@dataclass
class Body:
    """A circle or a role as the lines of a file describe it: values as TOML has them.

    ``key``: "circles" or "roles"; ``said``: for each setting its line and what was typed there.
    """

    key: str
    id: str
    name: str
    values: dict[str, Any] = field(default_factory=dict)
    said: dict[str, tuple[int, str]] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)


def describes_circle(row: Row) -> bool:
    """Whether a line is about its circle: it names no role, or says what only circles have."""
    named = row.cell("circle") or row.cell("circle_id")
    return bool(named) and (not names_role(row) or any(row.cell(key) for key in OF_CIRCLES))


def describes_role(row: Row) -> bool:
    """Whether a line says what a role is, whoever holds it."""
    if not names_role(row):
        return False
    return not row.cell("holder") or any(row.cell(key) for key in (*BOTH, *OF_ROLES))


def names_role(row: Row) -> bool:
    return bool(row.cell("role") or row.cell("role_id"))


def check(row: Row) -> None:
    """A line names what it is about. Raises Refused."""
    if row.cell("holder") and not names_role(row):
        raise Refused(("role", say(NO_ROLE, holder=row.cell("holder"))))
    if not names_role(row) and not (row.cell("circle") or row.cell("circle_id")):
        raise Refused(("circle", say(NOTHING)))


def circle_of(names: Names, row: Row) -> str | None:
    """The circle that a line names, if any. Raises Refused."""
    key = "circle_id" if row.cell("circle_id") else "circle"
    with _at(key):
        return names.circle(row.cell(key)) if row.cell(key) else None


def role_of(names: Names, row: Row) -> str:
    """The role that a line names. Raises Refused."""
    key = "role_id" if row.cell("role_id") else "role"
    circle = circle_of(names, row)
    with _at(key):
        return names.role(row.cell(key), None if key == "role_id" else circle)


class Gathering:
    """Bodies by what they are and their id, as the lines bring them.

    The names of all lines are known before a setting of any is read: a circle may lie above one further up.
    """

    def __init__(self, names: Names, taken: Iterable[str]) -> None:
        self.names = names
        self.taken = set(taken)
        self.bodies: dict[tuple[str, str], Body] = {}

    def name_circle(self, row: Row) -> None:
        """Know the circle that a line describes. Raises Refused."""
        id, name = row.cell("circle_id"), row.cell("circle")
        known = self.names.circles
        if not id and name:
            with _at("circle"):
                id = self._circle(name) or free_id(name, "", [each for ids in known.values() for each in ids])
        self.names.add_circle(id, name or id)

    def _circle(self, name: str) -> str | None:
        try:
            return self.names.circle(name)
        except Unreadable:
            if len(self.names.circles.get(fold(name), {})) > 1:
                raise
            return None

    def name_role(self, row: Row) -> None:
        """Know the role that a line describes. Raises Refused, also for the cells that describe it."""
        try:
            self._name_role(row)
        except Refused as error:
            raise Refused(*error.reasons, *self._read(row, (*BOTH, *OF_ROLES))[1]) from error

    def _name_role(self, row: Row) -> None:
        circle = circle_of(self.names, row)
        id, name = row.cell("role_id"), row.cell("role")
        if not id:
            with _at("role"):
                id = self.names.known_role(name, circle) or free_id(name, circle or "network", self.taken)
        self.taken.add(id)
        if id not in self.names.place or circle is not None:
            self.names.add_role(id, name or id, circle or "network")

    def describe_circle(self, row: Row) -> None:
        """Read what a line says of its circle. Raises Refused, and then nothing of it is kept."""
        id = circle_of(self.names, row)
        assert id is not None, "the line names it"
        keys = OF_CIRCLES if names_role(row) else (*BOTH, *OF_CIRCLES)
        self._describe("circles", id, row, keys, row.cell("circle") if row.cell("circle_id") else "")

    def describe_role(self, row: Row) -> None:
        """Read what a line says of its role. Raises Refused, and then nothing of it is kept."""
        keys = [*BOTH, *OF_ROLES] + ([] if row.cell("holder") else ["college"])
        named = row.cell("role") if row.cell("role_id") else ""
        self._describe("roles", role_of(self.names, row), row, keys, named)

    def _describe(self, key: str, id: str, row: Row, settings: Iterable[str], named: str) -> None:
        body = self.bodies.get((key, id)) or Body(key, id, row.cell(key[:-1]) or id)
        values, wrong = self._read(row, settings)
        circle = circle_of(self.names, row) if key == "roles" else None
        values |= {"name": named} if named else {}
        values |= {"circle": circle} if circle else {}
        wrong += _contradictions(body, values)
        if wrong:
            raise Refused(*wrong)
        for setting, value in values.items():
            body.values[setting] = value
            typed = named if setting == "name" else row.cell(setting) or row.cell("circle_id")
            body.said.setdefault(setting, (row.line, typed))
        body.lines.append(row.line)
        self.bodies[key, id] = body

    def _read(self, row: Row, settings: Iterable[str]) -> tuple[dict[str, Any], list[Wrong]]:
        """The values of the cells that can be read, and what is wrong with the others."""
        values: dict[str, Any] = {}
        wrong: list[Wrong] = []
        for setting in settings:
            if text := row.cell(setting):
                try:
                    values[setting] = cells.read(setting, text, self.names)
                except Unreadable as error:
                    wrong.append((setting, error.why))
        return values, wrong


def _contradictions(body: Body, values: Mapping[str, Any]) -> Iterator[Wrong]:
    for setting, value in values.items():
        if setting in body.values and body.values[setting] != value:
            line, text = body.said[setting]
            yield setting, say(TWICE, line=line, text=text)


@contextmanager
def _at(column: str) -> Iterator[None]:
    """What cannot be read here is in this column."""
    try:
        yield
    except Unreadable as error:
        raise Refused((column, error.why)) from error
