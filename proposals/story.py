"""How a decision came to be, told in both languages for the register. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from proposals.story_objections import Lifted, how

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
    follows (``then``: "second-round" between the ``chosen``, "nominations") where nothing was. ``early``: why
    it closed before its time ("everybody", "objection"). ``cites``: the rule that its end applies, if any.
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
    early: str = ""
    cites: "Cited | None" = None


@dataclass(frozen=True)
class Cited:
    """The rule that is applied, of which version of the social code."""

    rule: str
    version: int


@dataclass(frozen=True)
class Ending:
    """The rounds are used up while an objection stands, and no vote follows: what the rule then says."""

    at: datetime
    outcome: str
    cites: Cited


@dataclass(frozen=True)
class Draft:
    """A version after the first: why it came, and to whom credit is due for an amendment."""

    number: int
    at: datetime
    note: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Opined:
    """The opinion that a circle gave before the decision: "favourable", "reservations" or "unfavourable"."""

    circle: str
    answer: str
    at: datetime


@dataclass(frozen=True)
class Referred:
    """The circle that put it on the agenda of another."""

    circle: str
    at: datetime


@dataclass(frozen=True)
class Beginning:
    """Who proposed it and when, how long it was debated, and which circle referred it, if one did."""

    by: str
    submitted_at: datetime
    debate_ends_at: datetime
    messages: int
    versions: int
    referred: Referred | None = None


def tell(
    beginning: Beginning,
    rounds: Iterable[Round],
    lifted: Iterable[Lifted],
    zone: str,
    drafts: Iterable[Draft] = (),
    ending: Ending | None = None,
    opinions: Iterable[Opined] = (),
) -> list[Told]:
    """The story in the order of time: [{"on": "2026-03-02", "what": {"fr": …, "en": …}}]."""
    events = [
        (beginning.submitted_at, f"Proposée par {beginning.by}", f"Proposed by {beginning.by}"),
        (beginning.debate_ends_at, *_debate(beginning)),
    ]
    if beginning.referred:
        events.append((beginning.referred.at, *_referred(beginning.referred)))
    events += [(each.at, *_draft(each)) for each in drafts]
    events += [(each.at, *_opinion(each)) for each in opinions]
    events += [(each.at, *how(each)) for each in lifted]
    events += [(each.closed_at, *_round(each)) for each in rounds]
    events += [(ending.at, *_ending(ending))] if ending else []
    events.sort(key=lambda event: event[0])
    return [{"on": _day(at, zone), "what": {"fr": fr, "en": en}} for at, fr, en in events]


def cited(cites: Cited) -> tuple[str, str]:
    """ "comme le dit la règle …", in French and in English."""
    gap = "\N{NO-BREAK SPACE}"
    return (
        f"comme le dit la règle «{gap}{cites.rule}{gap}» du code social, version{gap}{cites.version}",
        f"as rule “{cites.rule}” of the social code, version {cites.version}, says",
    )


def _draft(each: Draft) -> tuple[str, str]:
    """A version: why, or to whom it is due."""
    gap = "\N{NO-BREAK SPACE}"
    fr, en = f"Version{gap}{each.number} du texte", f"Version {each.number} of the text"
    note = each.note or each.credit
    return (f"{fr}{gap}: {note}", f"{en}: {note}") if note else (fr, en)


OPINIONS = {
    "favourable": ("favorable", "favourable"),
    "reservations": ("avec réserves", "with reservations"),
    "unfavourable": ("défavorable", "unfavourable"),
}


def _opinion(each: Opined) -> tuple[str, str]:
    fr, en = OPINIONS[each.answer]
    gap = "\N{NO-BREAK SPACE}"
    return (
        f"Avis du cercle «{gap}{each.circle}{gap}»{gap}: {fr}",
        f"Opinion of the circle “{each.circle}”: {en}",
    )


def _referred(each: Referred) -> tuple[str, str]:
    gap = "\N{NO-BREAK SPACE}"
    return f"Saisine par le cercle «{gap}{each.circle}{gap}»", f"Referred by the circle “{each.circle}”"


def _ending(ending: Ending) -> tuple[str, str]:
    outcome_fr, outcome_en = OUTCOMES[ending.outcome]
    fr, en = cited(ending.cites)
    return (
        f"Une objection reste à la fin des tours permis\N{NO-BREAK SPACE}: {outcome_fr}, {fr}",
        f"An objection stands at the end of the rounds allowed: {outcome_en}, {en}",
    )


def _debate(beginning: Beginning) -> tuple[str, str]:
    fr = [_some(beginning.messages, "message", "messages"), _some(beginning.versions, "version", "versions")]
    return (
        f"Débattue\N{NO-BREAK SPACE}: {' et '.join(fr)} du texte",
        f"Debated: {' and '.join(fr)} of the text",
    )


EARLY = {
    "everybody": (", close dès que tous se sont exprimés", ", closed once everybody had spoken"),
    "objection": (", close dès qu’une objection y était", ", closed once an objection was in it"),
}


def _round(each: Round) -> tuple[str, str]:
    """A vote, with the rule that its end applies."""
    fr, en = _held(each)
    early_fr, early_en = EARLY.get(each.early, ("", ""))
    said_fr, said_en = cited(each.cites) if each.cites else ("", "")
    return (
        fr + early_fr + (f", {said_fr}" if said_fr else ""),
        en + early_en + (f", {said_en}" if said_en else ""),
    )


def _held(each: Round) -> tuple[str, str]:
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
        kind_fr, kind_en = "Vote, après le consentement", "Vote, after the consent"
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
