"""What people write, made storable: normal form C, no control characters, not longer than a page bears."""

import re
import unicodedata
from dataclasses import dataclass

from proposals.errors import (
    CommentMissing,
    CommentTooLong,
    GroundMissing,
    SummaryMissing,
    TextMissing,
    TextTooLong,
    TitleMissing,
)

TITLE, SUMMARY, TEXT, NOTE, COMMENT, GROUND, CARRIED_BY = 150, 300, 40_000, 200, 5_000, 2_000, 200


@dataclass(frozen=True)
class Text:
    """What is proposed: a title, one sentence for everybody, the text itself in Markdown."""

    title: str
    summary: str
    text: str


@dataclass(frozen=True)
class Terms:
    """Where and how it is to be decided. ``public``: the page and its debate are open to everybody."""

    circle_id: str
    rule_id: str
    public: bool = True
    carried_by: str = ""


def paragraph(text: str) -> str:
    """A text of several lines: line ends as "\\n", nothing invisible but tabs."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or not _invisible(c)).strip()


def line(text: str, longest: int) -> str:
    """A text of one line, cut at ``longest`` characters."""
    return " ".join(re.findall(r"[^ \t\n]+", paragraph(text)))[:longest].strip()


def checked(text: Text) -> Text:
    """The text as it will be kept. Raises TitleMissing, SummaryMissing, TextMissing, TextTooLong."""
    kept = Text(line(text.title, TITLE), line(text.summary, SUMMARY), paragraph(text.text))
    if not kept.title:
        raise TitleMissing
    if not kept.summary:
        raise SummaryMissing
    if not kept.text:
        raise TextMissing
    if len(kept.text) > TEXT:
        raise TextTooLong(most=TEXT)
    return kept


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
