"""Reading a social code (``format = "social-code/1"``, TOML) into values, with every problem of a bad one."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from governance.errors import N_
from governance.register.licences import KNOWN
from governance.rules.bodies import NETWORK
from governance.rules.duration import Duration
from governance.rules.parts import Circle, College, Decision, Role, SocialCode
from governance.rules.process import read as read_process
from governance.rules.reading import identifier, required_choice, text
from governance.rules.reading_bodies import circle, role
from governance.rules.references import dangling
from voting import rule as rules
from voting.exact import NotExact, fraction
from voting.fields import Fields, Problem

__all__ = [
    "Circle",
    "College",
    "Decision",
    "NotASocialCode",
    "NotToml",
    "Role",
    "SocialCode",
    "examine",
    "parse",
    "read",
]

FORMAT = "social-code/1"
LEGAL_FORMS = ("association-1901", "scic", "scop", "gip", "informal")

WEEK = Duration(days=7)
LONGEST = 200_000  # characters; the longest real code known has five thousand

_KEYS = ("format", "name", "licence", "legal_form", "time_zone", "colleges", "decisions", "circles", "roles")
_TIMES = {"days": 3650, "hours": 9999, "minutes": 9999}
_WITHOUT_MEANING = {
    "circles",
    "subjects",
    "who",
    "public",
    "round",
    "seed",
    "code",
}  # settings that nothing here reads
_BESIDE_THE_RULE = {"id", "name", "description", "article", "time", "process"}


class NotASocialCode(ValueError):
    """A text that cannot be read as a social code; ``problems`` says all that is wrong, by path."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


class NotToml(ValueError):
    """A text that is not even TOML: ``why``, in the words of the parser, and at which ``line`` (from 1)."""

    sentence = N_("this is not TOML: %(why)s")

    def __init__(self, why: str, line: int) -> None:
        super().__init__(why)
        self.why = why
        self.line = line


def parse(text: str) -> dict[str, Any]:
    """The tables of a TOML text. Raise `NotToml`."""
    if len(text) > LONGEST:
        raise NotToml("too long", 1)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        why, _, where = str(error).rpartition(" (at ")
        line = re.match(r"line (\d+)", where)
        raise NotToml(why, int(line[1]) if line else text.count("\n") + 1) from error
    except RecursionError as error:
        raise NotToml("nested too deeply", 1) from error


def read(text: str) -> SocialCode:
    """Read a social code. Raise `NotASocialCode` with everything that is wrong."""
    try:
        raw = parse(text)
    except NotToml as error:
        raise NotASocialCode([Problem("", error.sentence, {"why": error.why})]) from error
    code, problems = examine(raw)
    if code is None:
        raise NotASocialCode(problems)
    return code


def examine(raw: Mapping[str, Any]) -> tuple[SocialCode | None, list[Problem]]:
    """The social code of a file already parsed, or ``None``; and everything that is wrong."""
    found: list[Problem] = []
    fields = Fields(raw, "", found)
    fields.known(_KEYS)
    required_choice(fields, "format", (FORMAT,))
    code = SocialCode(
        name=text(fields, "name"),
        licence=_licence(fields),
        legal_form=required_choice(fields, "legal_form", LEGAL_FORMS),
        time_zone=_time_zone(fields),
        colleges=tuple(_college(inner) for inner in _list(fields, "colleges")),
        decisions=tuple(_decision(inner) for inner in _list(fields, "decisions")),
        circles=(),
        roles=tuple(role(inner) for inner in fields.tables("roles")),
    )
    everything = tuple(decision.id for decision in code.decisions)
    everybody = tuple(college.id for college in code.colleges)
    circles = tuple(circle(inner, everything, everybody) for inner in fields.tables("circles"))
    code = _seated(code, circles)
    dangling(code, raw, fields)
    return (None, found) if found else (code, found)


def _college(fields: Fields) -> College:
    fields.known(("id", "name", "letter", "weight", "public", "seats"))
    letter = text(fields, "letter", longest=2)
    if letter and not letter.isalnum():
        fields.wrong("letter", N_("must be one or two letters or digits"))
    return College(
        id=identifier(fields),
        name=text(fields, "name"),
        letter=letter,
        weight=_weight(fields),
        public=fields.flag("public", False),
        seats=fields.whole("seats", None),
    )


def _weight(fields: Fields) -> Fraction:
    fields.required("weight")
    try:
        weight = fraction(fields.raw.get("weight", 1))
    except NotExact as error:
        fields.wrong("weight", str(error))
        return Fraction(1)
    if weight == 0:
        fields.wrong("weight", N_("must be more than zero"))
    return weight or Fraction(1)


def _decision(fields: Fields) -> Decision:
    # the rule is read first, whole: its known settings include those read here
    fields.found.extend(rules.problems(fields.raw, fields.path))
    for key in sorted(_WITHOUT_MEANING & fields.raw.keys()):
        fields.wrong(key, N_("unknown setting"))
    debate, vote = _times(fields)
    return Decision(
        id=identifier(fields),
        name=text(fields, "name"),
        method=str(fields.raw.get("method")),
        raw={key: value for key, value in fields.raw.items() if key not in _BESIDE_THE_RULE},
        rule=_rule(fields),
        debate=debate,
        vote=vote,
        description=text(fields, "description", longest=2000, default=""),
        article=text(fields, "article", default=""),
        process=read_process(fields, debate),
    )


def _rule(fields: Fields) -> rules.Rule:
    try:
        return rules.read(fields.raw)
    except rules.RuleError:
        return rules.Rule(method="majority")  # never used: the problems have been noted


def _times(fields: Fields) -> tuple[Duration, Duration]:
    if not isinstance(fields.raw.get("time", {}), Mapping):
        return WEEK, WEEK
    inner = Fields(fields.raw.get("time", {}), fields.at("time"), fields.found)
    inner.known(("debate_days", "debate_hours", "vote_days", "vote_hours", "vote_minutes"))
    debate = _duration(inner, "debate", ("days", "hours"))
    vote = _duration(inner, "vote", ("days", "hours", "minutes"))
    if not vote:
        fields.wrong("time", N_("a vote must last: give vote_days, vote_hours or vote_minutes"))
    return debate, vote


def _duration(fields: Fields, what: str, units: tuple[str, ...]) -> Duration:
    """What the table says, or a week when it says nothing."""
    if not any(f"{what}_{unit}" in fields for unit in units):
        return WEEK
    lengths = {unit: fields.whole(f"{what}_{unit}", 0) for unit in units}
    for unit, length in lengths.items():
        if length > _TIMES[unit]:
            fields.wrong(f"{what}_{unit}", N_("must be at most %(most)s"), most=str(_TIMES[unit]))
    return Duration(**{unit: min(length, _TIMES[unit]) for unit, length in lengths.items()})


def _seated(code: SocialCode, circles: tuple[Circle, ...]) -> SocialCode:
    """The code with its circles; the network is one of them, first unless the file places it elsewhere."""
    if all(circle.id != NETWORK for circle in circles):
        everything = tuple(decision.id for decision in code.decisions)
        everybody = tuple(college.id for college in code.colleges)
        circles = (Circle(NETWORK, code.name, "", everything, everybody), *circles)
    return replace(code, circles=circles)


def _list(fields: Fields, key: str) -> list[Fields]:
    inner = list(fields.tables(key))
    if not inner and isinstance(fields.raw.get(key, []), list):
        fields.wrong(key, N_("at least one is needed, written [[%(table)s]]"), table=key)
    return inner


def _licence(fields: Fields) -> str:
    if fields.raw.get("licence") == "LO-2.0":
        fields.wrong(
            "licence", N_("LO-2.0 is not an SPDX identifier: the Licence Ouverte 2.0 is “etalab-2.0”")
        )
        return "etalab-2.0"
    return required_choice(fields, "licence", tuple(KNOWN))


def _time_zone(fields: Fields) -> str:
    zone = fields.text("time_zone", "Europe/Paris")
    try:
        return ZoneInfo(zone).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        fields.wrong("time_zone", N_("no time zone of this name; for instance “Europe/Paris”"))
        return "Europe/Paris"
