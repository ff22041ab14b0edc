"""The social code as the circles and roles of a list would make it, read again by the ordinary reader. Pure.

What is wrong is said at a line and a column. A line that is refused brings nothing, so what leans upon it
is looked at again without it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from governance.circles.importing import bodies
from governance.circles.importing.bodies import Body, Gathering, Refused, Wrong
from governance.circles.importing.names import Names, of_code
from governance.errors import N_
from governance.members.names import clean, fold
from governance.members.plan import Say, say
from governance.members.roles import Description
from governance.members.spreadsheet import Row, Sheet
from governance.rules import writing
from governance.rules.code import LONGEST, NotToml, examine, parse, read
from governance.rules.parts import SocialCode
from voting.fields import Problem

NEEDED = N_("A role that is new needs it: write the months of its term and its way of choosing.")
SEATED = N_(
    "“%(decision)s” names the college “%(college)s”, which does not sit in this circle: write the kinds of "
    "decision taken there."
)
TOO_LONG = N_("The social code would be longer than %(most)s characters: bring fewer circles and roles in.")
OTHERWISE = N_("The social code writes this in a way of its own: change it on the page of the social code.")
BY_DECISION = N_(
    "A decision of the register created this role: it changes on its own page, with the decision that "
    "says so."
)
CORRECT_FIRST = N_("Correct the other refused lines first.")
NEW_CIRCLE, NEW_ROLE = N_("The circle is new."), N_("The role is new.")
CHANGES = N_("The social code changes here: %(columns)s.")
_CLEARER = {
    "this setting is missing and has no default": NEEDED,
    "“%(decision)s” names the college “%(college)s”, which does not sit in this circle": SEATED,
}
ROUNDS = 20
_PATH = re.compile(r"(circles|roles)\[([0-9]+)\](?:\.([a-z_]+))?")
_SETS = ("colleges", "decisions", "incompatible")  # whose order says nothing


@dataclass(frozen=True)
class Ground:
    """What the network has: its code, and the roles that decisions created, with the circle of each."""

    text: str
    code: SocialCode
    others: Mapping[str, tuple[str, Description]] = field(default_factory=dict)
    lang: str = "fr"


@dataclass
class Draft:
    """The text that the code would become, what each line does to it, what is wrong with the others.

    ``described``: the lines that say something of what is new or changed.
    """

    text: str
    names: Names
    described: set[int]
    created: dict[int, list[str]]
    changed: dict[int, list[str]]  # columns
    refused: dict[int, list[Wrong]]

    def does(self, line: int, headings: Mapping[str, str]) -> Iterator[Say]:
        """What a line does to the code, in sentences; ``headings``: what the file calls its columns."""
        yield from (say(sentence) for sentence in self.created.get(line, ()))
        called = [headings.get(column) or headings[f"{column}_id"] for column in self.changed.get(line, ())]
        if called:
            yield say(CHANGES, columns=", ".join(called))


def draft(ground: Ground, sheet: Sheet, refused: Mapping[int, list[Wrong]]) -> Draft:
    """What the lines do to the code, but those already refused."""
    wrong = dict(refused)
    for _ in range(ROUNDS):
        found = _Round(ground, [row for row in sheet.rows if row.line not in wrong], _names_on(sheet, wrong))
        if not found.refused:
            names = _names(ground, read(found.text))
            names.refused = _names_on(sheet, wrong)
            return Draft(found.text, names, found.described, found.created, found.changed, wrong)
        wrong |= found.refused
    rest = [row.line for row in sheet.rows if row.line not in wrong]
    return draft(ground, sheet, wrong | {line: [("", say(CORRECT_FIRST))] for line in rest})


def _names_on(sheet: Sheet, refused: Mapping[int, object]) -> dict[str, int]:
    """What refused lines would have described, by folded name."""
    found: dict[str, int] = {}
    for row in sheet.rows:
        if row.line in refused and bodies.describes_role(row):
            found.setdefault(fold(row.cell("role")), row.line)
        if row.line in refused and bodies.describes_circle(row):
            found.setdefault(fold(row.cell("circle")), row.line)
    return found


def _names(ground: Ground, code: SocialCode) -> Names:
    names = of_code(code, ground.lang)
    for id, (circle, what) in ground.others.items():
        names.add_role(id, what.name, circle)
    return names


class _Round:
    """One reading of the lines that are left; ``refused`` holds what it found wrong."""

    def __init__(self, ground: Ground, rows: Sequence[Row], refused: Mapping[str, int]) -> None:
        self.ground, self.rows = ground, rows
        self.refused: dict[int, list[Wrong]] = {}
        self.created: dict[int, list[str]] = {}
        self.changed: dict[int, list[str]] = {}
        self.described: set[int] = set()
        self.text = ground.text
        names = _names(ground, ground.code)
        names.refused = refused
        self.things = _things(ground)
        self.gathering = Gathering(names, names.place)
        self._gather()
        if not self.refused:
            self._write()

    def _gather(self) -> None:
        circles = [row for row in self.rows if bodies.describes_circle(row)]
        roles = [row for row in self.rows if bodies.describes_role(row)]
        gathering = self.gathering
        steps = (
            (self.rows, bodies.check),
            (circles, gathering.name_circle), (roles, gathering.name_role),
            (circles, gathering.describe_circle), (roles, gathering.describe_role),
        )  # fmt: skip
        for rows, act in steps:
            for row in rows:
                if row.line not in self.refused:
                    try:
                        act(row)
                    except Refused as error:
                        self.refused[row.line] = list(error.reasons)

    def _write(self) -> None:
        tables = parse(self.ground.text)
        places = {
            (key, table.get("id")): (f"{key}[{position}]", table)
            for key in writing.KEYS
            for position, table in enumerate(tables.get(key, []))
        }
        new: dict[str, list[dict[str, Any]]] = {key: [] for key in writing.KEYS}
        changes: dict[str, dict[str, Any]] = {}
        for body in self.gathering.bodies.values():
            path, table = places.get((body.key, body.id), ("", None))
            values = self._different(body, table)
            if path and values:
                changes[path] = values
            elif not path and (values or (body.key, body.id) not in self.things):
                new[body.key].append(self._table(body, values))
            self._tell(body, values)
        self._settle(changes, new)

    def _settle(
        self, changes: Mapping[str, Mapping[str, Any]], new: Mapping[str, list[dict[str, Any]]]
    ) -> None:
        if self.refused or not (changes or any(new.values())):
            return
        try:
            text = writing.changed(self.ground.text, changes)
        except writing.WrittenOtherwise as error:
            self._refuse(parse(self.ground.text), Problem(error.path, OTHERWISE))
            return
        for key, tables in new.items():
            text = writing.added(text, key, tables) if tables else text
        self.text = text
        self._examine(text)

    def _examine(self, text: str) -> None:
        if len(text) > LONGEST:
            self._refuse({}, Problem("", TOO_LONG, {"most": str(LONGEST)}))
            return
        try:
            raw = parse(text)
        except NotToml as error:
            self._refuse({}, Problem("", error.sentence, {"why": error.why}))
            return
        for problem in examine(raw)[1]:
            self._refuse(raw, problem)

    def _refuse(self, raw: Mapping[str, Any], problem: Problem) -> None:
        """At the line that says it, or else at each line that describes something."""
        sentence = say(_CLEARER.get(problem.message, problem.message), **problem.values)
        found = _PATH.match(problem.path)
        body = None
        if found:
            table = raw[found[1]][int(found[2])]
            body = self.gathering.bodies.get((found[1], str(table.get("id"))))
        if found and body is not None:
            setting = found[3] or "id"
            line = body.said[setting][0] if setting in body.said else body.lines[0]
            self.refused.setdefault(line, []).append((_column(body, setting), sentence))
            return
        for each in self.gathering.bodies.values():
            for line in each.lines:
                self.refused[line] = [("", sentence)]

    def _different(self, body: Body, table: Mapping[str, Any] | None) -> dict[str, Any]:
        thing = self.things.get((body.key, body.id))
        if thing is None:
            return body.values
        found = {
            key: value
            for key, value in body.values.items()
            if _plain(key, value) != _plain(key, self._said(body, table, thing, key))
        }
        if found and body.id in self.ground.others and body.key == "roles":
            for key in found:
                self.refused.setdefault(body.said[key][0], []).append((key, say(BY_DECISION)))
            return {}
        return found

    def _said(self, body: Body, table: Mapping[str, Any] | None, thing: Any, key: str) -> Any:
        """What is said today of one setting."""
        if table is not None and key in table:
            return table[key]
        if key in ("members", "opinions"):
            return []
        if isinstance(thing, Description):
            return self.ground.others[body.id][0] if key == "circle" else _of(thing, key)
        return getattr(thing, key)

    def _table(self, body: Body, values: Mapping[str, Any]) -> dict[str, Any]:
        """A new table; what a seat says already is written out with what is new of it."""
        thing = self.things.get((body.key, body.id))
        table: dict[str, Any] = {"id": body.id, "name": thing.name if thing is not None else body.name}
        if thing is not None and body.key == "roles":
            table |= {"term_months": thing.term_months, "selection": thing.selection}
        return table | dict(values)

    def _tell(self, body: Body, values: Mapping[str, Any]) -> None:
        new = (body.key, body.id) not in self.things
        if new or values:
            self.described.update(body.lines)
        if new:
            sentence = NEW_CIRCLE if body.key == "circles" else NEW_ROLE
            self.created.setdefault(body.lines[0], []).append(sentence)
            return
        for key in values:
            self.changed.setdefault(body.said[key][0], []).append(_column(body, key))


def _things(ground: Ground) -> dict[tuple[str, str], Any]:
    """Every circle and role as the network has it, by what it is and its id."""
    sittings = ground.code.sittings(ground.lang)
    return {
        **{("circles", each.id): each for each in ground.code.circles},
        **{("roles", each.role.id): each.role for each in sittings},
        **{("roles", id): what for id, (_circle, what) in ground.others.items()},
    }


def _of(what: Description, key: str) -> Any:
    value = getattr(what, "college_id" if key == "college" else key)
    return list(value) if isinstance(value, tuple) else value


def _column(body: Body, setting: str) -> str:
    """The column of a setting: its own, or that of the name or the short name."""
    one = body.key[:-1]
    return {"id": f"{one}_id", "name": one}.get(setting, setting)


def _plain(key: str, value: Any) -> Any:
    """A value as it is compared: texts cleaned, sets in one order."""
    if isinstance(value, tuple | list):
        items = [_plain("", item) for item in value]
        return sorted(items) if key in _SETS else items
    return clean(value) if isinstance(value, str) else value
