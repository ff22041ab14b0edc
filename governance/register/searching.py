"""From the address of a search to filters, and back to addresses: the active filters and the next page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext

from governance.register import numbers
from governance.register.errors import UnreadableFilter
from governance.register.facts import Filters
from governance.register.queries import OUTCOMES
from governance.register.words import MOST, words

LONGEST = 200  # characters of a search, and of any value shown back
LONGEST_ID = 64
YEARS = range(1000, 10000)

Choices = Mapping[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Tag:
    """An active filter in words, and the address of the register without it."""

    words: str
    href: str


def read(args: Mapping[str, str]) -> Filters:
    """The filters of a query string; unknown names are ignored. Raises UnreadableFilter."""
    ids = {name: _id(args.get(name, "")) for name in ("circle", "rule", "college")}
    outcome = args.get("outcome", "")
    if outcome and outcome not in OUTCOMES:
        raise UnreadableFilter(value=_shown(outcome))
    return Filters(q=_shown(args.get("q", "")), year=_year(args.get("year", "")), outcome=outcome, **ids)


def cursor(before: str | None) -> str | None:
    """The decision below which a page begins. Raises UnreadableFilter."""
    if before is not None and numbers.read(before) is None:
        raise UnreadableFilter(value=_shown(before))
    return before


def tags(filters: Filters, choices: Choices) -> list[Tag]:
    """Every active filter, removable."""
    return [
        Tag(_words(name, value, choices), without(filters, name)) for name, value in filters.active().items()
    ]


def without(filters: Filters, name: str) -> str:
    """The address of the same search without one of its filters."""
    return address(replace(filters, **{name: getattr(Filters(), name)}))


def address(filters: Filters, before: str | None = None) -> str:
    """The address of a search, from just below the decision ``before``."""
    asked: dict[str, Any] = dict(filters.active())
    return url_for("register.index", **asked, before=before)


def ignored_words(q: str) -> bool:
    """Whether a search has more words than are looked for."""
    return len(words(q)) > MOST


def _year(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) == 4 and int(text) in YEARS):
        raise UnreadableFilter(value=_shown(text))
    return int(text)


def _id(text: str) -> str:
    """An identifier as the social code writes them; what is longer than any of them cannot be one."""
    if len(text) > LONGEST_ID or not text.isprintable():
        raise UnreadableFilter(value=_shown(text))
    return text


def _shown(text: str) -> str:
    """What was typed, on one line, without control characters, no longer than a search may be."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:LONGEST]


def _words(name: str, value: str, choices: Choices) -> str:
    called = dict(choices.get(name, ())).get(value, value)
    if name == "outcome":
        return outcome_words(value)
    sentences = {
        "q": gettext("“%(words)s”", words=value),
        "year": gettext("Year %(name)s", name=called),
        "circle": gettext("Circle: %(name)s", name=called),
        "rule": gettext("Rule: %(name)s", name=called),
        "college": gettext("Favourable: %(name)s", name=called),
    }
    return str(sentences[name])


def outcome_words(outcome: str) -> str:
    """An outcome as the register writes it."""
    words_of = {
        "adopted": gettext("Adopted"),
        "rejected": gettext("Rejected"),
        "tied": gettext("Tied"),
        "no-quorum": gettext("No quorum"),
        "postponed": gettext("Postponed"),
    }
    return str(words_of.get(outcome) or gettext("Void"))
