"""The options of a vote as they were frozen at opening, and the order in which a paper shows them. Pure."""

import hmac
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from voting.exact import NotExact, fraction

IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
TAKEN = ("blank", "abstain")  # what a ballot says when it names no option
LONGEST_LABEL = 200
# A single option can be turned down under these methods, so that putting one to the vote is a question.
ONE_IS_ENOUGH = ("approval", "score", "majority-judgment", "equal-shares")


class OptionError(ValueError):
    """An option that no vote could have; ``problem`` is "id", "twice", "label", "cost" or "ratio"."""

    def __init__(self, problem: str, option: str) -> None:
        super().__init__(f"{problem}: {option}")
        self.problem = problem
        self.option = option


@dataclass(frozen=True)
class Option:
    """One option. ``cost`` and ``ratio`` are exact numbers as written; ``college``: it stands there only."""

    id: str
    label: str
    note_html: str = ""
    college: str | None = None
    cost: str | None = None
    ratio: str | None = None


def least(method: str, by: str) -> int:
    """How many options a vote needs: two, or one where it may be turned down or a seat left empty."""
    return 1 if method in ONE_IS_ENOUGH or by == "seats-per-college" else 2


def check(options: Sequence[Option]) -> None:
    """Raise OptionError for what could not be voted on, published or counted."""
    seen: set[str] = set()
    for option in options:
        if not IDENTIFIER.fullmatch(option.id) or option.id in TAKEN:
            raise OptionError("id", option.id)
        if option.id in seen:
            raise OptionError("twice", option.id)
        seen.add(option.id)
        if not 0 < len(option.label.strip()) <= LONGEST_LABEL:
            raise OptionError("label", option.id)
        for name, value in (("cost", option.cost), ("ratio", option.ratio)):
            if value is not None and not _positive(value):
                raise OptionError(name, option.id)


def _positive(text: str) -> bool:
    try:
        return fraction(text) > 0
    except NotExact:
        return False


def dumps(options: Sequence[Option]) -> str:
    """The text that is stored and fingerprinted: keys sorted, no space."""
    listed = [asdict(option) for option in options]
    return json.dumps(listed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def loads(text: str | None) -> list[Option]:
    """The options of a vote; none for one on a text."""
    return [Option(**each) for each in json.loads(text)] if text else []


def published(options: Sequence[Option]) -> list[dict[str, Any]]:
    """The options as a count file has them: what the count needs, and the label."""
    names = ("id", "label", "college", "cost", "ratio")
    return [
        {name: value for name in names if (value := getattr(option, name)) is not None} for option in options
    ]


def of_rule(listed: object) -> list[Option]:
    """The options that a rule itself lists, as names or tables."""
    if not isinstance(listed, list):
        return []
    return [
        Option(each, each) if isinstance(each, str) else Option(**{"label": each.get("id", ""), **each})
        for each in listed
    ]


def shuffled(options: Sequence[Option], salt: str, label: str) -> list[Option]:
    """The order of one voter's paper: by HMAC-SHA256(salt, label ‖ "/" ‖ option), the same at each reading.

    ``salt`` (hexadecimal) is that of the recount file: once published, anybody can find every order again.
    """
    key = bytes.fromhex(salt)
    return sorted(options, key=lambda option: hmac.digest(key, f"{label}/{option.id}".encode(), "sha256"))


def within(options: Sequence[Option], college: str, by: str) -> list[Option]:
    """The options on the paper of a college: all, or its own where each college fills its seats."""
    if by != "seats-per-college":
        return list(options)
    return [option for option in options if option.college in (college, None)]


def total_cost(options: Sequence[Option], chosen: Sequence[str]) -> Fraction:
    """What the chosen options cost together."""
    return sum((Fraction(option.cost or 0) for option in options if option.id in chosen), Fraction(0))
