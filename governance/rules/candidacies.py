"""Whether people stand under a rule, for how long, and what they must say; in plain sentences too. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from governance.rules import spoken
from voting.rule import Rule

SETTINGS = ("candidates", "candidacy_days", "statement_min")


@dataclass(frozen=True)
class Candidacies:
    """``days``: how long one may stand, from the beginning of the debate; None: until the vote opens.

    ``statement_min``: how many characters a statement has at the least; 0: it may be left out.
    """

    days: int | None = None
    statement_min: int = 0


def of(rule: Rule) -> Candidacies | None:
    """The candidacies of a rule; None where options are listed by who proposes.

    A rule that says how one stands has candidates, and so has a lot: its list is that of the volunteers.
    """
    settings = rule.settings
    implied = rule.method == "lot" or "candidacy_days" in settings or "statement_min" in settings
    if not settings.get("candidates", implied):
        return None
    return Candidacies(settings.get("candidacy_days"), settings.get("statement_min", 0))


def sentences(rule: Rule, lang: str) -> Iterator[str]:
    """Who may stand, until when, with what statement."""
    found = of(rule)
    if found is None:
        return
    yield spoken.typeset(_french(found) if lang == "fr" else _english(found), lang)


def _french(found: Candidacies) -> str:
    when = "pendant le débat"
    if found.days is not None:
        when = (
            f"pendant les {found.days} premiers jours du débat"
            if found.days > 1
            else "le premier jour du débat"
        )
    said = (
        f", avec une profession de foi d’au moins {found.statement_min} caractères"
        if found.statement_min
        else ""
    )
    return (
        f"On se porte candidate ou candidat pour un membre du cercle, {when}{said} ; on peut se retirer "
        "jusqu’à l’ouverture du vote, et personne d’autre ne retire une candidature."
    )


def _english(found: Candidacies) -> str:
    when = "during the debate"
    if found.days is not None:
        when = (
            f"during the first {found.days} days of the debate"
            if found.days > 1
            else "on the first day of the debate"
        )
    said = f", with a statement of at least {found.statement_min} characters" if found.statement_min else ""
    return (
        f"People stand for a member of the circle {when}{said}; they may withdraw until the vote opens, "
        "and nobody else takes a candidacy away."
    )
