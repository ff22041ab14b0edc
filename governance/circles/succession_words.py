"""What a succession writes in proposals, in the network's language: it is decided on and recorded."""

from collections.abc import Collection
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
    one_seat: str
    seats: str
    next: str
    again: str
    no_order: str
    rest: str
    several: str
    either: str
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
    "Un siège est à pourvoir.",
    "{number} sièges sont à pourvoir.",
    "Si quelqu’un refuse, la personne suivante dans l’ordre du résultat est sollicitée. Entre personnes à "
    "égalité, rien n’est laissé au hasard : la question est posée de nouveau.",
    "Si quelqu’un refuse, la question est posée de nouveau.",
    "Si quelqu’un refuse, la question est posée de nouveau : ce mode de vote ne classe personne après les "
    "personnes élues.",
    "Le mandat va du {starts} au {ends} : il termine celui du siège.",
    "Selon le siège, le mandat va du {starts} au {ends}.",
    " ou au ",
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
    "One seat is to fill.",
    "{number} seats are to fill.",
    "If somebody refuses, the next in the order of the result is asked. Between equals nothing is left to "
    "chance: the question is put again.",
    "If somebody refuses, the question is put again.",
    "If somebody refuses, the question is put again: this way of voting ranks nobody after those elected.",
    "The mandate goes from {starts} to {ends}: it finishes the term of the seat.",
    "According to the seat, the mandate goes from {starts} to {ends}.",
    " or to ",
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


def question(
    language: str,
    what: Description,
    starts_on: date,
    ends: Collection[date],
    number: int = 0,
    refused: str = "",
) -> Text:
    """Who is next: the text is the description of the role and its term, or the rest of that of the seat.

    ``ends``: of the terms of the seats to fill, one or several; ``number``: how many seats a vote fills, 0
    where none is; ``refused``: what follows a refusal.
    """
    words = LANGUAGES[language]
    facts = {
        "role": what.name,
        "starts": wording.long_day(starts_on, language),
        "ends": words.either.join(wording.long_day(each, language) for each in sorted(ends)),
        "months": what.term_months,
    }
    seats = "" if not number else words.one_seat if number == 1 else words.seats.format(number=number)
    whole = min(ends) >= add_months(starts_on, what.term_months)
    term = words.several if len(ends) > 1 else words.term if whole else words.rest
    return Text(
        texts.line(words.question.format(**facts), texts.TITLE),
        texts.line(words.question_summary.format(**facts), texts.SUMMARY),
        "\n\n".join(
            (described(language, what), " ".join(filter(None, (term.format(**facts), seats, refused))))
        ),
    )


def refused(language: str, ranks: bool, moves_up: bool) -> str:
    """What follows where somebody who was elected or drawn refuses."""
    words = LANGUAGES[language]
    return words.next if moves_up else words.again if ranks else words.no_order


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
