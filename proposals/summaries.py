"""The summary on top of a debate: a facilitator writes it, every version of it stays readable."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.web.public import touch
from governance.web.richtext import render
from proposals import events, texts
from proposals.errors_debate import (
    SummaryCameMeanwhile,
    SummaryOfDebateMissing,
    SummaryOfDebateTooLong,
    SummaryUnchanged,
)
from proposals.models import Comment
from proposals.models_debate import DebateSummary
from proposals.standing import allow, person_name

LONGEST = 10_000  # characters
PAGE = 10


@dataclass(frozen=True)
class Summary:
    """A summary; ``upto``: the last message that it takes into account, by ``upto_name`` in the thread
    ``upto_thread``.
    """

    number: int
    text: str
    text_html: str
    upto: int | None
    upto_thread: int | None
    upto_name: str | None
    upto_at: datetime | None
    person_name: str
    written_at: datetime


@dataclass(frozen=True)
class OnTop:
    """The present summary and how many messages came after what it tells."""

    summary: Summary
    since: int


def summarise(
    session: Session, number: int, *, text: str, upto: int | None, based_on: int, by: int, now: datetime
) -> int:
    """Put a summary on top of the debate; returns its number.

    ``upto``: the last message that was read; ``based_on``: the number of the summary it replaces, 0 for the
    first. Raises SummaryCameMeanwhile, SummaryUnchanged, SummaryOfDebateMissing, SummaryOfDebateTooLong.
    """
    proposal = allow(session, number, "summarise", by=by, now=now)
    kept = _checked(text)
    last = latest(session, number)
    if last is not None and last.number != based_on:
        raise SummaryCameMeanwhile(number=last.number)
    reached = _message(session, number, upto)
    if last is not None and (last.text, last.upto) == (kept, reached):
        raise SummaryUnchanged
    following = (last.number if last else 0) + 1
    session.add(
        DebateSummary(
            proposal=proposal.number,
            number=following,
            text=kept,
            text_html=render(kept),
            upto=reached,
            person_id=by,
            person_name=person_name(session, by),
            written_at=now,
        )
    )
    events.note(session, number, "summary", now=now, by=by, summary=following)
    touch(session, "proposals")
    return following


def latest(session: Session, number: int) -> Summary | None:
    """The summary on top of the debate, if one was written."""
    row = session.execute(_select(number).limit(1)).one_or_none()
    return Summary(*row) if row else None


def one(session: Session, number: int, summary: int) -> Summary | None:
    """A summary by its number, or None."""
    row = session.execute(_select(number).where(DebateSummary.number == summary)).one_or_none()
    return Summary(*row) if row else None


def history(session: Session, number: int, *, before: int | None = None) -> list[Summary]:
    """A page of the summaries, the last first, and one more when there is a next page."""
    query = _select(number).limit(PAGE + 1)
    if before is not None:
        query = query.where(DebateSummary.number < before)
    return [Summary(*row) for row in session.execute(query)]


def on_top(session: Session, number: int) -> OnTop | None:
    """The summary as the page of the proposal shows it. One query."""
    later = _later(number).where(Comment.id > func.coalesce(DebateSummary.upto, 0)).correlate(DebateSummary)
    row = session.execute(_select(number).add_columns(later.scalar_subquery()).limit(1)).one_or_none()
    return OnTop(Summary(*row[:-1]), row[-1]) if row else None


def since(session: Session, number: int, message: int | None) -> int:
    """How many messages of the debate came after this one."""
    return session.scalar(_later(number).where(Comment.id > (message or 0))) or 0


def _later(number: int) -> Any:
    query = select(func.count()).select_from(Comment)
    return query.where(Comment.proposal == number, Comment.removed_at.is_(None))


def last_message(session: Session, number: int) -> int | None:
    """The last message of the debate."""
    return session.scalar(select(func.max(Comment.id)).where(Comment.proposal == number))


def _message(session: Session, number: int, comment: int | None) -> int | None:
    """The message itself, or the last one before it where it is not of this debate."""
    if comment is None:
        return None
    return session.scalar(
        select(func.max(Comment.id)).where(Comment.proposal == number, Comment.id <= comment)
    )


def _checked(text: str) -> str:
    kept = texts.paragraph(text)
    if not kept:
        raise SummaryOfDebateMissing
    if len(kept) > LONGEST:
        raise SummaryOfDebateTooLong(most=LONGEST)
    return kept


def _select(number: int) -> Any:
    of_comment = {
        "upto_thread": Comment.thread_id,
        "upto_name": Comment.person_name,
        "upto_at": Comment.created_at,
    }
    columns = [
        of_comment[field.name] if field.name in of_comment else getattr(DebateSummary, field.name)
        for field in fields(Summary)
    ]
    query = select(*columns).outerjoin(Comment, Comment.id == DebateSummary.upto)
    return query.where(DebateSummary.proposal == number).order_by(DebateSummary.number.desc())
