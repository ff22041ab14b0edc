"""What a succession writes in proposals, in the network's language: it is decided on and recorded."""

from dataclasses import dataclass
from datetime import date

from governance.circles.terms import add_months
from governance.members.roles import Description
from proposals import texts, wording
from proposals.texts import Text


@dataclass(frozen=True)
class Words:
    """Patterns of one language."""

    question: str
    question_summary: str
    holds: str
    holds_summary: str
    holds_text: str
    last: str
    term: str
    rest: str
    role: str
    why: str
    ended: str
    parts: tuple[tuple[str, str], ...]


FRENCH = Words(
    "Qui tient ensuite le rôle « {role} » ?",
    "Le cercle choisit qui tient le rôle « {role} » à partir du {starts}.",
    "{person} tient le rôle « {role} »",
    "{person} tient le rôle « {role} » du {starts} au {ends}, dès son acceptation.",
    "{person}{member} tient le rôle « {role} » du {starts} au {ends}, dès son acceptation.",
    "La personne proposée donne sa position en dernier.",
    "Le mandat dure {months} mois, à partir du {starts}.",
    "Le mandat va du {starts} au {ends} : il termine celui du siège.",
    "Le rôle",
    "Pourquoi cette personne",
    "Le rôle a pris fin.",
    (
        ("domain", "Domaine"),
        ("accountabilities", "Redevabilités"),
        ("policies", "Règles"),
        ("skills", "Compétences"),
    ),
)
ENGLISH = Words(
    "Who holds the role “{role}” next?",
    "The circle chooses who holds the role “{role}” from {starts} on.",
    "{person} holds the role “{role}”",
    "{person} holds the role “{role}” from {starts} to {ends}, once they have accepted.",
    "{person}{member} holds the role “{role}” from {starts} to {ends}, once they have accepted.",
    "The person proposed gives their position last.",
    "The term lasts {months} months, from {starts} on.",
    "The mandate goes from {starts} to {ends}: it finishes the term of the seat.",
    "The role",
    "Why this person",
    "The role has ended.",
    (
        ("domain", "Domain"),
        ("accountabilities", "Accountabilities"),
        ("policies", "Policies"),
        ("skills", "Skills"),
    ),
)
LANGUAGES = {"fr": FRENCH, "en": ENGLISH}


def question(language: str, what: Description, starts_on: date, ends_on: date) -> Text:
    """Who is next: the text is the description of the role and its term, or the rest of that of the seat."""
    words = LANGUAGES[language]
    facts = {
        "role": what.name,
        "starts": wording.long_day(starts_on, language),
        "ends": wording.long_day(ends_on, language),
        "months": what.term_months,
    }
    term = words.rest if ends_on < add_months(starts_on, what.term_months) else words.term
    return Text(
        texts.line(words.question.format(**facts), texts.TITLE),
        texts.line(words.question_summary.format(**facts), texts.SUMMARY),
        f"{described(language, what)}\n\n{term.format(**facts)}",
    )


def ended(language: str) -> str:
    """Why a succession is over whose role is no more."""
    return LANGUAGES[language].ended


def described(language: str, what: Description) -> str:
    """The description of a role, in Markdown."""
    words = LANGUAGES[language]
    found = [f"## {words.role}", what.purpose or what.name]
    for part, title in words.parts:
        said = getattr(what, part)
        if not said:
            continue
        found.append(f"### {title}")
        found.append(said if isinstance(said, str) else "\n".join(f"- {line}" for line in said))
    return "\n\n".join(found)


def holds(
    language: str, what: Description, person: str, member: str, reason: str, starts_on: date, ends_on: date
) -> Text:
    """That somebody holds the role, why they are proposed, what the role is."""
    words = LANGUAGES[language]
    facts = {
        "role": what.name,
        "person": person,
        "member": f" ({member})" if member else "",
        "starts": wording.long_day(starts_on, language),
        "ends": wording.long_day(ends_on, language),
    }
    text = f"{words.holds_text.format(**facts)} {words.last}"
    return Text(
        texts.line(words.holds.format(**facts), texts.TITLE),
        texts.line(words.holds_summary.format(**facts), texts.SUMMARY),
        f"{text}\n\n## {words.why}\n\n{reason}\n\n{described(language, what)}",
    )
