"""One cell of the list of an organisation: read into a value of the social code, and written back. Pure."""

import re
from collections.abc import Callable
from typing import Any

from governance.circles.importing.names import Names, Unreadable
from governance.errors import N_
from governance.members.names import fold

BETWEEN = " | "  # of several things in one cell

NOT_A_NUMBER = N_("“%(text)s” is not a whole number: write for instance %(such)s.")
NOT_A_FLAG = N_("“%(text)s” is neither yes nor no: write yes or no.")
NOT_A_WAY = N_(
    "“%(text)s” is no way of choosing: write election, election without candidates, each in turn, or by lot."
)
NOT_A_HOW = N_(
    "“%(text)s” is no way of coming to a role: write election, election without candidates, each in turn, by "
    "lot, named, volunteers, or nothing."
)
NOT_AN_OFFICE = N_("“%(text)s” is no right on this site: write steward, facilitator, or nothing.")
NOT_A_SEATING = N_(
    "“%(text)s” does not say who sits there: write for instance “6 places | 3 coops” (seats by college), "
    "“all public”, “5 by lot”, “volunteers”, “one per network”."
)
NOT_AN_OPINION = N_(
    "“%(text)s” is no opinion that is owed: write a kind of decision and days, such as %(such)s."
)

YES = ("yes", "oui", "true", "vrai", "x", "1", "o", "y")
NO = ("no", "non", "false", "faux", "0", "n")
WAYS = {
    "without-candidate": "without candidate, without candidates, election without candidates, sans candidat, "
    "sans candidats, sans candidature, election sans candidat, election sans candidats, "
    "election sans candidature",
    "election": "election, elections, vote, elu, elue, elected",
    "rotation": "rotation, tour de role, a tour de role, chacun son tour, each in turn, in turn",
    "lot": "lot, by lot, tirage au sort, par tirage au sort, sort",
}
MANDATE_WAYS = WAYS | {
    "named": "named, named by the circle above, nomination, nomme, nommee, designe, designee, "
    "designe par le cercle au dessus",
    "volunteers": "volunteers, by volunteering, volontariat, volontaire, volontaires",
}
OFFICES = {
    "steward": "steward, steward of the rules, stewardship, intendance, intendance des regles, intendant, "
    "intendante",
    "facilitator": "facilitator, facilitation, facilitateur, facilitatrice",
}
FLAGS = ("links", "alternates", "deputy", "report", "hosts")
NUMBERS = {"max_consecutive": 2, "seats": 1}  # with an example of each
TEXTS = ("accountabilities", "policies", "skills")


def read(key: str, text: str, names: Names) -> Any:
    """The value of a setting, as TOML has it. Raises Unreadable."""
    if key in FLAGS:
        return flag(text)
    if key in NUMBERS:
        return number(text, such=NUMBERS[key])
    if key in TEXTS:
        return _items(text)
    if key in _READERS:
        return _READERS[key](text, names)
    return text


def write(key: str, value: Any) -> str:
    """The cell that says this value, read again as the same."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if key == "members":
        return BETWEEN.join(said for rule in value for said in _seating_words(rule))
    if key == "opinions":
        return BETWEEN.join(f"{'+'.join(each['before'])} {each['days']} days" for each in value)
    return BETWEEN.join(value) if isinstance(value, list) else str(value)


def flag(text: str) -> bool:
    """Yes or no. Raises Unreadable."""
    if fold(text) not in YES + NO:
        raise Unreadable(NOT_A_FLAG, text=text)
    return fold(text) in YES


def number(text: str, *, such: int) -> int:
    """A whole number of at most four digits. Raises Unreadable, with ``such`` as an example."""
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise Unreadable(NOT_A_NUMBER, text=text, such=such)
    return int(text)


def way(text: str, ways: dict[str, str], sentence: str) -> str:
    """One of some words. Raises Unreadable."""
    for key, words in ways.items():
        if fold(text) in {fold(key), *(word.strip() for word in words.split(","))}:
            return key
    raise Unreadable(sentence, text=text)


def _months(text: str, names: Names) -> int:
    """ "12", "12 mois", "2 ans"."""
    found = re.fullmatch(r"([0-9]{1,4}) ?(mois|months?|ans?|annees?|years?)?", fold(text))
    if found is None:
        raise Unreadable(NOT_A_NUMBER, text=text, such=12)
    return int(found[1]) * (12 if found[2] and found[2][0] in "ay" else 1)


def _items(text: str) -> list[str]:
    return [item for part in text.split("|") if (item := part.strip())]


def _several(text: str, one: Callable[[str], str]) -> list[str]:
    """Things between bars or commas; between blanks too where each is known, as the site writes them."""
    parts = [part for item in _items(text) for each in re.split("[,;]", item) if (part := each.strip())]
    try:
        return list(dict.fromkeys(one(part) for part in parts))
    except Unreadable:
        words = text.split()
        if len(parts) > 1 or len(words) < 2:
            raise
        try:
            return list(dict.fromkeys(one(word) for word in words))
        except Unreadable:
            pass
        raise


def _role(text: str, names: Names) -> str:
    """A role by its name; or by its id, which a seat has that a circle of the same list makes."""
    try:
        return names.role(text)
    except Unreadable:
        if re.fullmatch(r"[a-z0-9]+(?:[-_][a-z0-9]+)+", text):
            return text
        raise


def _refers(text: str, names: Names) -> bool | list[str]:
    if fold(text) in YES + NO:
        return fold(text) in YES
    return _several(text, names.circle)


def _opinions(text: str, names: Names) -> list[dict[str, Any]]:
    return [_opinion(item, names) for item in _items(text)]


def _opinion(text: str, names: Names) -> dict[str, Any]:
    found = re.fullmatch(r"(.+?)\s+([0-9]{1,4})\s*(?:jours?|days?|j)?", text, re.IGNORECASE)
    if found is None:
        raise Unreadable(NOT_AN_OPINION, text=text, such=f"{names.code.decisions[0].id} 14")
    return {"before": [names.kind(part.strip()) for part in found[1].split("+")], "days": int(found[2])}


def _seating(text: str, names: Names) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = []
    for item in [part for bar in _items(text) for each in bar.split(",") if (part := each.strip())]:
        rule = _seating_rule(item, names)
        seats = next((each["seats"] for each in rules if "seats" in each), None)
        if "seats" in rule and seats is not None:
            seats.update(rule["seats"])
        else:
            rules.append(rule)
    return rules


def _seating_rule(text: str, names: Names) -> dict[str, Any]:
    said = fold(text)
    if said in ("volunteers", "volontaires"):
        return {"volunteers": True}
    if found := re.fullmatch(r"(?:one|une?) (?:per|par)(?: circle of| cercle de| cercle du)? (.+)", said):
        return {"one_per": names.circle(found[1])}
    if found := re.fullmatch(r"([0-9]{1,4}) (?:by lot|lot|tires? au sort|tirees? au sort|au sort)", said):
        return {"lot": int(found[1])}
    if found := re.fullmatch(r"(?:all|tous|toutes)(?: of| les?| de)? (.+)", said):
        return {"all_of": names.college(found[1])}
    if found := re.fullmatch(r"([0-9]{1,4}) (.+)", said):
        return {"seats": {names.college(found[2]): int(found[1])}}
    raise Unreadable(NOT_A_SEATING, text=text)


def _seating_words(rule: dict[str, Any]) -> list[str]:
    if "seats" in rule:
        return [f"{number} {college}" for college, number in rule["seats"].items()]
    if "all_of" in rule:
        return [f"all {rule['all_of']}"]
    if "lot" in rule:
        return [f"{rule['lot']} by lot"]
    return [f"one per {rule['one_per']}"] if "one_per" in rule else ["volunteers"]


_READERS: dict[str, Callable[[str, Names], Any]] = {
    "term_months": _months,
    "selection": lambda text, names: way(text, WAYS, NOT_A_WAY),
    "office": lambda text, names: way(text, OFFICES, NOT_AN_OFFICE),
    "parent": lambda text, names: names.circle(text),
    "circle": lambda text, names: names.circle(text),
    "college": lambda text, names: names.college(text),
    "colleges": lambda text, names: _several(text, names.college),
    "decisions": lambda text, names: _several(text, names.kind),
    "incompatible": lambda text, names: _several(text, lambda one: _role(one, names)),
    "refers": _refers,
    "members": _seating,
    "opinions": _opinions,
}
