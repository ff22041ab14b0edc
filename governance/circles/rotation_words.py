"""The sentences of a calendar, French and English side by side: they belong to the file. Pure."""

from collections.abc import Sequence
from datetime import date

from governance.circles.rotation_steps import Reason, Values

# code: (French, English). Plain spaces before ; : ! ? and inside « » are made no-break.
BECAUSE: dict[str, tuple[str, str]] = {
    "nobody": ("personne ne peut avoir ce tour", "nobody may have this turn"),
    "only": ("c’est le seul nom possible", "nobody else may have it"),
    "never-held": ("son tour n’est encore jamais venu", "{name} has never held it"),
    "longest-ago": ("son dernier tour, le {day}, est le plus ancien",
                    "the last turn of {name}, on {day}, is the oldest"),
    "waiting": ("son attente, depuis le {day}, est la plus longue", "nobody has waited longer, since {day}"),
    "last-of-round": ("seul son tour manque encore à ce cycle", "only {name} is left in this round"),
    "seniority": ("l’ancienneté départage", "seniority decides between equals"),
    "lot": ("le sort départage", "the lot decides between equals"),
    "swapped-place": ("cette place vient d’un échange", "{name} has this place by a swap"),
    "due": ("son tour du {day} n’a pas eu lieu et reste dû", "the turn of {day} was missed and is still due"),
    "alternates": ("le collège change à chaque fois", "the college changes each time"),
    "seat-of": ("ce siège revient au collège {college}", "this seat is of the college {college}"),
    "same-college": ("ce tour reste à son collège", "the turn stays with its college"),
    "new-round": ("le cycle {n} commence", "round {n} begins"),
    "rest-resigned": ("ce tour est à finir ({name} y a renoncé le {day})",
                      "this turn is to be finished ({name} resigned on {day})"),
    "rest-left": ("ce tour est à finir ({name} a quitté le réseau le {day})",
                  "this turn is to be finished ({name} left on {day})"),
}  # fmt: skip
PASSED: dict[str, tuple[str, str]] = {
    "not-yet": ("pas encore membre, arrivée le {day}", "not a member yet, joins on {day}"),
    "left": ("n’est plus membre depuis le {day}", "no longer a member since {day}"),
    "seat": ("ce siège revient au collège {college}", "this seat is of the college {college}"),
    "college-not-open": ("son collège ne prend pas ce tour", "its college does not take this turn"),
    "too-recent": ("membre depuis le {day}, moins des {n} mois demandés",
                   "member since {day}, less than the {n} months asked"),
    "away": ("en retrait{until}{why}", "away{until}{why}"),
    "sitting": ("déjà titulaire, siège {seat}{until}", "already holds it, seat {seat}{until}"),
    "report": ("le compte rendu de son tour du {day} est attendu",
               "the report of the turn of {day} is awaited"),
    "elsewhere": ("tient un rôle incompatible, {role}{until}", "holds an incompatible role, {role}{until}"),
    "incompatible": ("incompatible avec {name}, titulaire en même temps",
                     "incompatible with {name}, who holds it at the same time"),
    "resigned": ("a renoncé à ce tour", "resigned from this turn"),
    "in-a-row": ("{n} tour de suite, le plus permis|{n} tours de suite, le plus permis",
                 "{n} turn in a row, the most allowed|{n} turns in a row, the most allowed"),
    "refused": ("a refusé ce tour{why}", "refused this turn{why}"),
    "refused-until": ("a refusé{until}{why}", "refused{until}{why}"),
    "alternates": ("le collège change à chaque fois, c’est à {college}",
                   "the college changes each time, {college} comes now"),
    "same-college": ("ce tour reste au collège {college}", "the turn stays with the college {college}"),
}  # fmt: skip
NOTES: dict[str, tuple[str, str]] = {
    "swap": ("Échange entre {one} et {two}, confirmé des deux côtés{why}",
             "Swap between {one} and {two}, both confirmed{why}"),
    "swap-unconfirmed": ("Échange entre {one} et {two} sans effet : il n’est pas confirmé des deux côtés",
                         "Swap between {one} and {two} without effect: not both confirmed"),
    "swap-not-called": ("Échange entre {one} et {two} sans effet : le tour ne revient à aucun des deux",
                        "Swap between {one} and {two} without effect: neither is called"),
    "swap-not-possible": (
        "Échange entre {one} et {two} sans effet : l’autre ne peut pas avoir ce tour, ou a déjà eu le sien",
        "Swap between {one} and {two} without effect: the other may not have it, or had one this round"),
    "another-by-rule": ("{name} a eu ce tour, la règle appelait {called}",
                        "{name} held it, the rule called {called}"),
    "vacant-by-rule": ("{name} a eu ce tour, la règle n’appelait personne",
                       "{name} held it, the rule called nobody"),
    "not-first": ("{name} n’était pas en tête de la file", "{name} was not first in the queue"),
    "held-nothing": ("Pas titulaire d’un tour commencé avant le {day} et finissant après",
                     "Did not hold a turn begun before {day} and ending after it"),
    "no-such-turn": ("N’a pas eu de tour le {day}, ou sans compte rendu à publier",
                     "Had no turn on {day}, or one without a report to publish"),
    "no-turn-then": ("Aucun tour ne commence pendant ce temps", "No turn begins in that time"),
    "no-turn": ("Aucun tour ne commence le {day}", "No turn begins on {day}"),
    "resigned": ("{name} y a renoncé le {day}", "{name} resigned on {day}"),
    "left": ("{name} a quitté le réseau le {day}", "{name} left on {day}"),
    "missed": ("N’a pas eu lieu{why}", "Did not take place{why}"),
    "awaited": ("Le compte rendu est attendu : ce tour n’est pas terminé",
                "The report is awaited: this turn is not over"),
    "published": ("Compte rendu publié le {day}", "Report published on {day}"),
}  # fmt: skip
ORDINALS = (
    "Premier Deuxième Troisième Quatrième Cinquième Sixième Septième Huitième Neuvième Dixième".split(),
    "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth".split(),
)
MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "January February March April May June July August September October November December".split(),
)
LANGUAGES = {"fr": 0, "en": 1}
EMPTY = {"fr": "vacant", "en": "vacant"}


def sentence(number: int, name: str | None, because: Sequence[Reason], language: str) -> str:
    """ "Third: Scop Rouages, because Scop Rouages has never held it and the college changes each time." """
    column = LANGUAGES[language]
    start = f"{ordinal(number, language)} : " if column == 0 else f"{ordinal(number, language)}: "
    clauses = [say(BECAUSE, reason, language) for reason in because]
    if column == 0:
        last = [f"que {clause}" for clause in clauses[1:]]
        reasons = "parce que " + _listed([*clauses[:1], *last], " et ")
    else:
        reasons = "because " + _listed(clauses, ", and " if len(clauses) > 2 else " and ")
    return typeset(f"{start}{name or EMPTY[language]}, {reasons}.", language)


def both(table: dict[str, tuple[str, str]], reason: Reason) -> dict[str, str]:
    """The sentence of a reason in each language."""
    return {language: typeset(say(table, reason, language), language) for language in LANGUAGES}


def say(table: dict[str, tuple[str, str]], reason: Reason, language: str) -> str:
    """The phrase of a reason, filled in; "one|several" where a number decides."""
    phrase = table[reason.code][LANGUAGES[language]]
    one, bar, several = phrase.partition("|")
    if bar:
        phrase = one if reason.values["n"] == 1 else several
    return phrase.format_map(_filled(reason.values, language))


def day(value: date, language: str) -> str:
    """1 January 2026, 1er janvier 2026."""
    column = LANGUAGES[language]
    number = "1er" if value.day == 1 and column == 0 else str(value.day)
    return f"{number} {MONTHS[column][value.month - 1]} {value.year}"


def ordinal(number: int, language: str) -> str:
    """Third, Troisième; beyond ten in figures: 11th, 11e."""
    column = LANGUAGES[language]
    if number <= len(ORDINALS[column]):
        return ORDINALS[column][number - 1]
    if column == 0:
        return f"{number}e"
    tens = 10 < number % 100 < 20
    return f"{number}{'th' if tens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def typeset(text: str, language: str) -> str:
    """No-break spaces where French wants them."""
    if language != "fr":
        return text
    for mark in ";!?":
        text = text.replace(f" {mark}", f"\N{NARROW NO-BREAK SPACE}{mark}")
    text = text.replace(" :", "\N{NO-BREAK SPACE}:")
    return text.replace("« ", "«\N{NO-BREAK SPACE}").replace(" »", "\N{NO-BREAK SPACE}»")


def _filled(values: Values, language: str) -> dict[str, str]:
    """Dates in words; ``until`` and ``why`` with what joins them to the phrase, or nothing."""
    french = language == "fr"
    texts = {
        key: day(value, language) if isinstance(value, date) else str(value) for key, value in values.items()
    }
    if "until" in values:
        joint = ", jusqu’au " if french else ", until "
        texts["until"] = f"{joint}{texts['until']}" if values["until"] else ""
    if "why" in values:
        texts["why"] = (" : " if french else ": ") + texts["why"] if values["why"] else ""
    return texts


def _listed(items: Sequence[str], last: str) -> str:
    return last.join(filter(None, (", ".join(items[:-1]), items[-1]))) if items else ""
