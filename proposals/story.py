"""How a decision came to be, told in both languages for the register. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

Told = Mapping[str, Any]

OUTCOMES = {
    "adopted": ("adoptée", "adopted"),
    "rejected": ("rejetée", "rejected"),
    "tied": ("partage des voix", "a tie"),
    "no-quorum": ("quorum non atteint", "no quorum"),
    "postponed": ("reportée", "postponed"),
    "void": ("sans effet", "void"),
}


@dataclass(frozen=True)
class Round:
    """A vote of the story. Of a choice: who or what was ``chosen``, how many seats stay ``vacant``, and what
    follows (``then``: "second-round" between the ``chosen``, "nominations") where nothing was.
    """

    consent: bool
    round: int
    closed_at: datetime
    outcome: str
    objections: int
    fallback: bool = False
    second_call: bool = False
    chosen: tuple[str, ...] = ()
    vacant: int = 0
    then: str = ""
    lot: bool = False


@dataclass(frozen=True)
class Lifted:
    """An objection and what became of it."""

    number: int
    by: str
    status: str
    version: int | None
    at: datetime
    ground: str = ""
    renewed_as: int | None = None


@dataclass(frozen=True)
class Beginning:
    """Who proposed it and when, how long it was debated."""

    by: str
    submitted_at: datetime
    debate_ends_at: datetime
    messages: int
    versions: int


def tell(beginning: Beginning, rounds: Iterable[Round], lifted: Iterable[Lifted], zone: str) -> list[Told]:
    """The story in the order of time: [{"on": "2026-03-02", "what": {"fr": …, "en": …}}]."""
    events = [
        (beginning.submitted_at, f"Proposée par {beginning.by}", f"Proposed by {beginning.by}"),
        (beginning.debate_ends_at, *_debate(beginning)),
    ]
    events += [(each.at, *how(each)) for each in lifted]
    events += [(each.closed_at, *_round(each)) for each in rounds]
    events.sort(key=lambda event: event[0])
    return [{"on": _day(at, zone), "what": {"fr": fr, "en": en}} for at, fr, en in events]


def how(objection: Lifted) -> tuple[str, str]:
    """How an objection was lifted, in French and in English."""
    name = f"Objection nº\N{NO-BREAK SPACE}{objection.number} ({objection.by})"
    english = f"Objection no. {objection.number} ({objection.by})"
    if objection.renewed_as:
        number = objection.renewed_as
        return (
            f"{name}\N{NO-BREAK SPACE}: reprise au tour suivant (nº\N{NO-BREAK SPACE}{number})",
            f"{english}: raised again in the next round (no. {number})",
        )
    if objection.status == "integrated":
        version = objection.version
        return (
            f"{name}\N{NO-BREAK SPACE}: levée par la version {version}, de l’accord des deux membres",
            f"{english}: lifted by version {version}, as both members agree",
        )
    if objection.status == "withdrawn":
        return (
            f"{name}\N{NO-BREAK SPACE}: retirée par le membre qui l’a faite",
            f"{english}: withdrawn by its author",
        )
    if objection.status == "set-aside":
        return (
            f"{name}\N{NO-BREAK SPACE}: écartée, {objection.ground}",
            f"{english}: set aside, {objection.ground}",
        )
    return f"{name}\N{NO-BREAK SPACE}: maintenue", f"{english}: it stands"


def _debate(beginning: Beginning) -> tuple[str, str]:
    fr = [_some(beginning.messages, "message", "messages"), _some(beginning.versions, "version", "versions")]
    return (
        f"Débattue\N{NO-BREAK SPACE}: {' et '.join(fr)} du texte",
        f"Debated: {' and '.join(fr)} of the text",
    )


def _round(each: Round) -> tuple[str, str]:
    outcome_fr, outcome_en = OUTCOMES[each.outcome]
    if each.consent:
        said_fr, said_en = (outcome_fr, outcome_en)
        if each.objections:
            said_fr = _some(each.objections, "objection", "objections")
            said_en = said_fr
        return (
            f"Consentement, tour {each.round}\N{NO-BREAK SPACE}: {said_fr}",
            f"Consent, round {each.round}: {said_en}",
        )
    kind_fr, kind_en = ("Tirage au sort", "Lot") if each.lot else ("Vote", "Vote")
    if each.chosen or each.then:
        outcome_fr, outcome_en = _choice(each)
    if each.second_call:
        kind_fr, kind_en = "Vote, deuxième appel", "Vote, second call"
    elif each.fallback:
        kind_fr = "Vote, comme la règle le prévoit après le consentement"
        kind_en = "Vote, as the rule provides after the consent"
    return f"{kind_fr}\N{NO-BREAK SPACE}: {outcome_fr}", f"{kind_en}: {outcome_en}"


THEN = {
    "second-round": ("second tour entre {}", "a second round between {}"),
    "nominations": ("noms proposés, à départager par consentement", "names heard, to be settled by consent"),
}


def _choice(each: Round) -> tuple[str, str]:
    """What was chosen, or what follows."""
    french, english = THEN.get(each.then, ("choix de {}", "{} chosen"))
    inside = [f"«\N{NO-BREAK SPACE}{name}\N{NO-BREAK SPACE}»" for name in each.chosen]
    french = french.format(_listed(inside, "et"))
    english = english.format(_listed([f"“{name}”" for name in each.chosen], "and"))
    if each.vacant:
        french += f"\N{NARROW NO-BREAK SPACE}; {_some(each.vacant, 'siège vacant', 'sièges vacants')}"
        english += f"; {each.vacant} {'seat' if each.vacant == 1 else 'seats'} vacant"
    return french, english


def _listed(names: list[str], and_: str) -> str:
    return f" {and_} ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def _some(number: int, one: str, many: str) -> str:
    return f"{number} {one if number < 2 else many}"


def _day(at: datetime, zone: str) -> str:
    day: date = at.astimezone(ZoneInfo(zone)).date()
    return day.isoformat()
