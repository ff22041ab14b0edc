"""What people write, made storable: normal form C, no control characters, not longer than a page bears."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from proposals.errors import (
    CommentMissing,
    CommentTooLong,
    GroundMissing,
    SummaryMissing,
    TextMissing,
    TextTooLong,
    TitleMissing,
)
from proposals.errors_terms import CostTooLong, CriteriaTooLong, DriverTooLong

TITLE, SUMMARY, TEXT, NOTE, COMMENT, GROUND, CARRIED_BY = 150, 300, 40_000, 200, 5_000, 2_000, 200
DRIVER, COST, CRITERIA = 5_000, 3_000, 3_000
DECISION, TRIAL, DEROGATION = "decision", "trial", "derogation"
KINDS = (DECISION, TRIAL, DEROGATION)


@dataclass(frozen=True)
class Text:
    """What is proposed: a title, one sentence for everybody, the text itself in Markdown.

    In Markdown too: ``driver``, what happens and what is needed; ``cost``, what it costs and who carries it;
    ``criteria``, by which it will be reviewed, on ``review_on``.
    """

    title: str
    summary: str
    text: str
    driver: str = ""
    cost: str = ""
    criteria: str = ""
    review_on: date | None = None


@dataclass(frozen=True)
class Terms:
    """Where and how it is to be decided. ``public``: the page and its debate are open to everybody.

    ``kind``: "decision", or with ``until``, its last day, "trial" or "derogation" (from the decision of the
    register whose number is ``derogates``). ``licence``: SPDX; empty where it is that of the network.
    """

    circle_id: str
    rule_id: str
    public: bool = True
    carried_by: str = ""
    kind: str = DECISION
    until: date | None = None
    licence: str = ""
    derogates: str = ""


def paragraph(text: str) -> str:
    """A text of several lines: line ends as "\\n", nothing invisible but tabs."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or not _invisible(c)).strip()


def line(text: str, longest: int) -> str:
    """A text of one line, cut at ``longest`` characters."""
    return " ".join(re.findall(r"[^ \t\n]+", paragraph(text)))[:longest].strip()


def checked(text: Text) -> Text:
    """The text as it will be kept.

    Raises TitleMissing, SummaryMissing, TextMissing, TextTooLong, DriverTooLong, CostTooLong,
    CriteriaTooLong.
    """
    kept = Text(
        line(text.title, TITLE),
        line(text.summary, SUMMARY),
        paragraph(text.text),
        paragraph(text.driver),
        paragraph(text.cost),
        paragraph(text.criteria),
        text.review_on,
    )
    if not kept.title:
        raise TitleMissing
    if not kept.summary:
        raise SummaryMissing
    if not kept.text:
        raise TextMissing
    check_lengths(kept)
    return kept


def check_lengths(text: Text) -> None:
    """Raises TextTooLong, DriverTooLong, CostTooLong, CriteriaTooLong."""
    for part, most, refusal in (
        (text.text, TEXT, TextTooLong),
        (text.driver, DRIVER, DriverTooLong),
        (text.cost, COST, CostTooLong),
        (text.criteria, CRITERIA, CriteriaTooLong),
    ):
        if len(part) > most:
            raise refusal(most=most)


def message(text: str) -> str:
    """A comment as it will be kept. Raises CommentMissing, CommentTooLong."""
    kept = paragraph(text)
    if not kept:
        raise CommentMissing
    if len(kept) > COMMENT:
        raise CommentTooLong(most=COMMENT)
    return kept


def ground(text: str) -> str:
    """Why an objection is set aside. Raises GroundMissing."""
    kept = paragraph(text)[:GROUND]
    if not kept:
        raise GroundMissing
    return kept


def _invisible(character: str) -> bool:
    """Control characters, and those that turn the direction of the writing around."""
    category = unicodedata.category(character)
    return (
        category in ("Cc", "Cs", "Co", "Cn")
        or character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
