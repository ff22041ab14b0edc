"""The text that voters decide on: that of the version, and what else is decided with it, under headings.

It is written in the network's language, and fingerprinted whole when the vote opens (docs/log.md).
"""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.rules.parts import Decision
from governance.web.models import Network
from governance.web.richtext import render
from proposals import links, texts
from proposals.links import LinkLine
from proposals.models import Proposal, Version

ENDS = "ends"


@dataclass(frozen=True)
class Words:
    """Headings and sentences in one language."""

    cost: str
    review: str
    review_on: str
    bounds: str
    trial: str
    derogation: str
    unreviewed: dict[str, str]
    links: str
    link: dict[str, str]


FRENCH = Words(
    "Ce que cela coûte, et qui le porte",
    "Réexamen",
    "À réexaminer le {day}.",
    "Durée",
    "Adoptée à l’essai jusqu’au {day}.",
    "Dérogation jusqu’au {day} ; elle prend fin d’elle-même après ce jour.",
    {
        "ends": "Si personne ne la réexamine d’ici là, elle prend fin.",
        "continues": "Si personne ne la réexamine d’ici là, elle continue de s’appliquer.",
    },
    "Liens avec d’autres décisions",
    {
        "amends": "Modifie la décision {number} ({title})",
        "repeals": "Abroge la décision {number} ({title})",
        "replaces": "Remplace la décision {number} ({title})",
        "follows": "Fait suite à la décision {number} ({title})",
        "derogates": "Déroge à la décision {number} ({title})",
        "confirms": "Confirme la décision {number} ({title})",
        "ends": "Met fin à la décision {number} ({title})",
    },
)
ENGLISH = Words(
    "What it costs, and who carries it",
    "Review",
    "To be reviewed on {day}.",
    "How long it lasts",
    "Adopted on trial until {day}.",
    "A derogation until {day}; it ends by itself after that day.",
    {
        "ends": "If nobody reviews it by then, it ends.",
        "continues": "If nobody reviews it by then, it continues to apply.",
    },
    "Links with other decisions",
    {
        "amends": "Amends decision {number} ({title})",
        "repeals": "Repeals decision {number} ({title})",
        "replaces": "Replaces decision {number} ({title})",
        "follows": "Follows decision {number} ({title})",
        "derogates": "Derogates from decision {number} ({title})",
        "confirms": "Confirms decision {number} ({title})",
        "ends": "Ends decision {number} ({title})",
    },
)
LANGUAGES = {"fr": FRENCH, "en": ENGLISH}


def for_vote(session: Session, proposal: Proposal, rule: Decision) -> tuple[str, str]:
    """The text put to the vote, in Markdown and as HTML; a trial keeps what the rule says of it today."""
    version = session.get_one(Version, (proposal.number, proposal.versions))
    proposal.unreviewed = rule.process.unreviewed if proposal.kind == texts.TRIAL else ""
    locale = network_language(session)
    parts = _parts(proposal, version, links.of(session, proposal.number), locale)
    return "\n\n".join((version.text, *parts)), "\n".join((version.text_html, *map(render, parts)))


def network_language(session: Session) -> str:
    """The language in which the network writes: "fr" or "en"."""
    locale = session.scalar(select(Network.locale)) or "fr"
    return locale if locale in LANGUAGES else "en"


def long_day(day: date, language: str) -> str:
    """ "1er juin 2027", "1 June 2027"."""
    words = format_date(day, "d MMMM y", locale=language)
    return f"1er{words[1:]}" if language == "fr" and day.day == 1 else words


def _parts(proposal: Proposal, version: Version, linked: list[LinkLine], language: str) -> list[str]:
    words = LANGUAGES[language]
    named = [words.link[each.kind].format(number=each.number, title=each.title) for each in linked]
    bodies = (
        (words.cost, version.cost),
        (words.review, _review(version, words, language)),
        (words.bounds, _bounds(proposal, words, language)),
        (words.links, "\n".join(f"- {each}" for each in named)),
    )
    return [f"# {heading}\n\n{body}" for heading, body in bodies if body]


def _review(version: Version, words: Words, language: str) -> str:
    on = [words.review_on.format(day=long_day(version.review_on, language))] if version.review_on else []
    return "\n\n".join((*on, *([version.criteria] if version.criteria else [])))


def _bounds(proposal: Proposal, words: Words, language: str) -> str:
    if proposal.until is None:
        return ""
    day = long_day(proposal.until, language)
    if proposal.kind == texts.DEROGATION:
        return words.derogation.format(day=day)
    return f"{words.trial.format(day=day)} {words.unreviewed[proposal.unreviewed or ENDS]}"
