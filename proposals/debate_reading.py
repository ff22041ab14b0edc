"""The debate as its page shows it: threads by purpose, questions that wait, quoted words, the summary."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from proposals import paragraphs
from proposals.errors_debate import NothingToQuote
from proposals.models import Comment, Objection, Version
from proposals.purposes import QUESTION, THREADS

SHOWN = 20  # threads of one page
WAITING = 10  # unanswered questions named at the top of the debate
UNANSWERED = "unanswered"  # a filter, beside the purposes


@dataclass(frozen=True)
class Said:
    """A message; ``answers`` follow it in the order of time. ``paragraph``, ``quote``: of its ``version``.

    ``now_at``: the paragraph of the present text that says the quoted words; None when none does any more.
    """

    id: int
    purpose: str
    person_id: int
    person_name: str
    member_name: str
    college_id: str
    version: int
    paragraph: int | None
    quote: str
    objection: int | None
    resolved_at: datetime | None
    resolved_by: str
    text_html: str
    created_at: datetime
    removed_at: datetime | None
    thread_id: int
    answers: tuple["Said", ...] = ()
    now_at: int | None = None

    @property
    def initials(self) -> str:
        words = self.person_name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def is_question(self) -> bool:
        return self.purpose == QUESTION


@dataclass(frozen=True)
class Threads:
    """A page of the debate in the order of time; ``older``: where the page before begins, if there is one."""

    messages: list[Said]
    older: int | None


@dataclass(frozen=True)
class Waiting:
    """A question without an answer."""

    id: int
    person_name: str
    member_name: str
    text: str


@dataclass(frozen=True)
class Quoted:
    """A paragraph that somebody is about to quote."""

    version: int
    paragraph: int
    words: str


@dataclass(frozen=True)
class Discussed:
    """An objection that somebody is about to speak of."""

    number: int
    member_name: str


@dataclass(frozen=True)
class Debate:
    """``counts``: threads by purpose, and under UNANSWERED the questions that wait; ``waiting``: the first of
    these, the oldest first.
    """

    counts: Mapping[str, int]
    waiting: tuple[Waiting, ...]

    @property
    def threads(self) -> int:
        return sum(self.counts.get(purpose, 0) for purpose in THREADS)

    @property
    def unanswered(self) -> int:
        return self.counts.get(UNANSWERED, 0)


def debate(session: Session, number: int) -> Debate:
    """The debate of a proposal at a glance. Two queries at the most."""
    standing = _begins(number), Comment.removed_at.is_(None)
    waits = (Comment.purpose == QUESTION) & Comment.resolved_at.is_(None)
    rows = session.execute(
        select(Comment.purpose, waits.label("waits"), func.count())
        .where(*standing)
        .group_by(Comment.purpose, waits)
    ).all()
    counts: dict[str, int] = {}
    for purpose, unanswered, count in rows:
        counts[purpose] = counts.get(purpose, 0) + count
        if unanswered:
            counts[UNANSWERED] = count
    if UNANSWERED not in counts:
        return Debate(counts, ())
    columns = [getattr(Comment, field.name) for field in fields(Waiting)]
    first = session.execute(select(*columns).where(*standing, waits).order_by(Comment.id).limit(WAITING))
    return Debate(counts, tuple(Waiting(*row) for row in first))


def threads(
    session: Session, number: int, *, text: str, shown: str = "", before: int | None = None
) -> Threads:
    """A page of threads with their answers, the last ones first asked, shown in the order of time.

    ``shown``: a purpose, UNANSWERED, or empty for all; ``text``: the present text, to find quoted words in.
    """
    query = select(*_columns()).where(_begins(number), *_filter(shown))
    if before is not None:
        query = query.where(Comment.id < before)
    rows = session.execute(query.order_by(Comment.id.desc()).limit(SHOWN + 1)).all()
    kept = rows[:SHOWN]
    answers: dict[int, list[Said]] = {}
    followed = select(*_columns()).where(
        Comment.proposal == number,
        Comment.thread_id.in_([row.id for row in kept]),
        Comment.parent_id.is_not(None),
    )
    places = _Places(text)
    for row in session.execute(followed.order_by(Comment.id)) if kept else ():
        answers.setdefault(row.thread_id, []).append(places.found(Said(*row)))
    messages = [
        replace(places.found(Said(*row)), answers=tuple(answers.get(row.id, ()))) for row in reversed(kept)
    ]
    return Threads(messages, kept[-1].id if len(rows) > SHOWN else None)


def said(session: Session, number: int, comment: int) -> Said | None:
    """One message of a debate, or None when it is not there or was removed."""
    query = select(*_columns()).where(
        Comment.proposal == number, Comment.id == comment, Comment.removed_at.is_(None)
    )
    row = session.execute(query).one_or_none()
    return Said(*row) if row else None


def quoted(session: Session, number: int, version: int, paragraph: int) -> Quoted:
    """The words of a paragraph of a version. Raises NothingToQuote."""
    query = select(Version.text).where(Version.proposal == number, Version.number == version)
    words = paragraphs.at(session.scalar(query) or "", paragraph)
    if words is None:
        raise NothingToQuote
    return Quoted(version, paragraph, words)


def discussed(session: Session, number: int, objection: int) -> Discussed | None:
    """An objection of the proposal, or None."""
    query = select(Objection.number, Objection.member_name)
    row = session.execute(
        query.where(Objection.proposal == number, Objection.number == objection)
    ).one_or_none()
    return Discussed(*row) if row else None


class _Places:
    """Where quoted words stand in the present text; it is read once, and only if something is quoted."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._numbers: dict[str, int] | None = None

    def found(self, message: Said) -> Said:
        if not message.quote:
            return message
        if self._numbers is None:
            self._numbers = {each.text: each.number for each in reversed(paragraphs.split(self._text))}
        return replace(message, now_at=self._numbers.get(message.quote))


def _begins(number: int) -> ColumnElement[bool]:
    return (Comment.proposal == number) & Comment.parent_id.is_(None)


def _filter(shown: str) -> Iterable[ColumnElement[bool]]:
    """A removed message keeps its place among all, and has none in a choice."""
    if shown == UNANSWERED:
        return (Comment.purpose == QUESTION, Comment.resolved_at.is_(None), Comment.removed_at.is_(None))
    return (Comment.purpose == shown, Comment.removed_at.is_(None)) if shown in THREADS else ()


def _columns() -> list[Any]:
    return [getattr(Comment, f.name) for f in fields(Said) if f.name not in ("answers", "now_at")]
