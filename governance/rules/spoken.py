"""Fractions, numbers and durations as people say them, in French and in English."""

from collections.abc import Sequence
from datetime import date
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
_PARTS = {
    "fr": {2: "par moitié", 3: "par tiers", 4: "par quart", 5: "par cinquième", 6: "par sixième"},
    "en": {2: "by halves", 3: "by thirds", 4: "by quarters", 5: "by fifths", 6: "by sixths"},
}
_IN_PARTS = {"fr": "en {parts} parts", "en": "in {parts} parts"}
_EVERY = {
    "fr": {1: "chaque mois", 12: "chaque année", 0: "tous les {months} mois"},
    "en": {1: "every month", 12: "every year", 0: "every {months} months"},
}
_MONTHS = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
        "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
}  # fmt: skip
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


def parts(value: int, lang: str) -> str:
    """In how many parts something is renewed: "par tiers", "by thirds"."""
    return _PARTS[lang].get(value, _IN_PARTS[lang].format(parts=value))


def every(months: int, lang: str) -> str:
    """ "chaque année", "every 6 months"."""
    return _EVERY[lang].get(months, _EVERY[lang][0]).format(months=months)


def day(value: date, lang: str) -> str:
    """ "1er mars 2027", "1 March 2027"."""
    first = "1er" if lang == "fr" and value.day == 1 else str(value.day)
    return f"{first} {_MONTHS[lang][value.month - 1]} {value.year}"


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
