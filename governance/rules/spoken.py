"""Fractions, numbers and durations as people say them, in French and in English."""

from collections.abc import Sequence
from fractions import Fraction

from governance.rules.duration import Duration

LANGUAGES = ("fr", "en")
_SHARES = {
    "fr": {
        "1/2": "la moitié",
        "1/3": "un tiers",
        "2/3": "deux tiers",
        "1/4": "un quart",
        "3/4": "trois quarts",
    },
    "en": {
        "1/2": "half",
        "1/3": "one third",
        "2/3": "two thirds",
        "1/4": "a quarter",
        "3/4": "three quarters",
    },
}
_WHOLE = {"fr": "la totalité", "en": "the whole"}
_SMALL = {
    "fr": ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}
_UNITS = {
    "fr": {"days": ("jour", "jours"), "hours": ("heure", "heures"), "minutes": ("minute", "minutes")},
    "en": {"days": ("day", "days"), "hours": ("hour", "hours"), "minutes": ("minute", "minutes")},
}
_AND = {"fr": " et ", "en": " and "}


def share(value: Fraction, lang: str) -> str:
    """A part of a whole: "deux tiers", "two thirds", else the figures "3/5"."""
    return _WHOLE[lang] if value == 1 else _SHARES[lang].get(str(value), str(value))


def number(value: int, lang: str) -> str:
    """A small number in words, to begin a sentence or to count rounds; figures above ten."""
    return _SMALL[lang][value] if value < len(_SMALL[lang]) else str(value)


def plural(value: int, lang: str) -> bool:
    """Whether ``value`` things are said in the plural: from two in French, all but one in English."""
    return value >= 2 if lang == "fr" else value != 1


def quantity(value: int, unit: str, lang: str) -> str:
    """ "1 jour", "2 days"; ``unit`` is days, hours or minutes."""
    return f"{value} {_UNITS[lang][unit][plural(value, lang)]}"


def duration(value: Duration, lang: str) -> str:
    """ "7 jours", "1 day and 12 hours"."""
    units = ("days", "hours", "minutes")
    return enumerated(
        [quantity(getattr(value, unit), unit, lang) for unit in units if getattr(value, unit)], lang
    )


def enumerated(things: Sequence[str], lang: str) -> str:
    """ "a, b et c"."""
    if len(things) < 2:
        return "".join(things)
    return ", ".join(things[:-1]) + _AND[lang] + things[-1]


def typeset(text: str, lang: str) -> str:
    """French spaces that do not break: before : ; ! ? % and inside guillemets."""
    if lang != "fr":
        return text
    for mark in ";!?%":
        text = text.replace(f" {mark}", f"\u202f{mark}")
    return text.replace(" :", "\u00a0:").replace("« ", "«\u00a0").replace(" »", "\u00a0»")
