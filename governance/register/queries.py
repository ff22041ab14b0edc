"""Reading the register: Core columns, keyset paging, no count."""

import json
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, false, select, tuple_
from sqlalchemy.orm import Session

from governance.errors import NotFound
from governance.register import numbers
from governance.register.facts import Filters, Linked, Listed, Page, Whole
from governance.register.models import (
    Decision,
    DecisionCollege,
    DecisionLink,
    DecisionWord,
    LogEntry,
    RegisterFilter,
)
from governance.register.words import MOST, words

PAGE = 20
OUTCOMES = ("adopted", "rejected", "tied", "no-quorum", "postponed", "void")
LAST_CHARACTER = "\U0010ffff"


LISTED = tuple(getattr(Decision, each.name) for each in fields(Listed))
LINKED: tuple[Any, ...] = (DecisionLink.kind, Decision.number, Decision.title, Decision.until)
JSON_COLUMNS = frozenset(
    "seal digest rule_words result colleges story objections concerns conflicts openings".split()
)
KEPT = tuple(
    getattr(Decision, each.name)
    for each in fields(Whole)
    if each.name not in ("leaf_hash", "earlier", "later")
)


def latest(session: Session, limit: int = 5) -> list[Listed]:
    """The last decisions recorded."""
    return page(session, Filters(), limit=limit).decisions


def page(session: Session, filters: Filters, before: str | None = None, limit: int = PAGE) -> Page:
    """One page of the register, most recent first, from just below the decision ``before``."""
    query = _newest_first(select(*LISTED).where(*_conditions(filters)))
    if before is not None and (place := numbers.read(before)) is not None:
        query = query.where(tuple_(Decision.year, Decision.rank) < place)
    rows = session.execute(query.limit(limit + 1)).all()
    decisions = [_listed(row) for row in rows[:limit]]
    return Page(decisions, decisions[-1].number if len(rows) > limit else None)


def one(session: Session, number: str) -> Whole:
    """A decision with its log entry's hash and its links both ways. Raises NotFound."""
    query: Select[Any] = select(Decision.id, *KEPT, LogEntry.leaf_hash)
    query = query.join(LogEntry, LogEntry.seq == Decision.log_seq)
    row = session.execute(query.where(Decision.number == number)).one_or_none()
    if row is None:
        raise NotFound
    facts = _read(row)
    facts["leaf_hash"] = row.leaf_hash.hex()
    earlier, later = _links(session, facts.pop("id"))
    return Whole(**facts, earlier=earlier, later=later)


def outcome_of(session: Session, number: str) -> str | None:
    """How a question was decided; None when the register has no such number."""
    return session.scalar(select(Decision.outcome).where(Decision.number == number))


def choices(session: Session) -> dict[str, list[tuple[str, str]]]:
    """What can be filtered by: {"year": [(value, name)], "circle": …, "rule": …, "college": …}."""
    found: dict[str, list[tuple[str, str]]] = {"year": [], "circle": [], "rule": [], "college": []}
    columns = select(RegisterFilter.kind, RegisterFilter.value, RegisterFilter.name)
    for kind, value, name in session.execute(columns.order_by(RegisterFilter.kind, RegisterFilter.name)):
        found[kind].append((value, name))
    found["year"].reverse()
    return found


def entry(session: Session, seq: int) -> tuple[bytes, bytes]:
    """The exact bytes of a log entry, and its leaf hash. Raises NotFound."""
    columns = select(LogEntry.entry, LogEntry.leaf_hash)
    row = session.execute(columns.where(LogEntry.seq == seq)).one_or_none()
    if row is None:
        raise NotFound
    return row.entry, row.leaf_hash


def genesis(session: Session) -> tuple[str, datetime]:
    """The leaf hash of the log's first entry, in hexadecimal, and its moment. Raises NotFound."""
    row = session.execute(select(LogEntry.leaf_hash, LogEntry.t).where(LogEntry.seq == 0)).one_or_none()
    if row is None:
        raise NotFound
    leaf_hash, at = row
    return leaf_hash.hex(), at


def feed(session: Session, limit: int = PAGE) -> list[tuple[Whole, datetime]]:
    """The last decisions whole, without their links, and when each was recorded."""
    columns = select(*KEPT, LogEntry.leaf_hash, LogEntry.t).join(LogEntry, LogEntry.seq == Decision.log_seq)
    found = []
    for row in session.execute(_newest_first(columns).limit(limit)):
        facts = _read(row)
        recorded_at = facts.pop("t")
        facts["leaf_hash"] = row.leaf_hash.hex()
        found.append((Whole(**facts, earlier=[], later=[]), recorded_at))
    return found


def _newest_first(query: Select[Any]) -> Select[Any]:
    return query.order_by(Decision.year.desc(), Decision.rank.desc())


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """Every word must begin a word of the decision; words beyond the twelfth are not looked for.

    What has no word in it ("?") is in no decision.
    """
    wanted = {
        Decision.year: filters.year,
        Decision.circle_id: filters.circle,
        Decision.rule_id: filters.rule,
        Decision.outcome: filters.outcome,
    }
    found: list[ColumnElement[bool]] = [column == value for column, value in wanted.items() if value]
    if filters.college:
        found.append(_favoured_by(filters.college))
    if not filters.q:
        return found
    return found + ([_has_word(word) for word in words(filters.q)[:MOST]] or [false()])


def _favoured_by(college: str) -> ColumnElement[bool]:
    return exists().where(
        DecisionCollege.decision_id == Decision.id,
        DecisionCollege.college_id == college,
        DecisionCollege.favourable.is_(True),
    )


def _has_word(start: str) -> ColumnElement[bool]:
    """A range of the index instead of LIKE: nothing typed is ever a pattern."""
    with_it = select(DecisionWord.decision_id).where(
        DecisionWord.word >= start, DecisionWord.word < start + LAST_CHARACTER
    )
    return Decision.id.in_(with_it)


def _links(session: Session, decision_id: int) -> tuple[list[Linked], list[Linked]]:
    """What this decision says of earlier ones, and what later ones say of it."""
    link = DecisionLink
    return (
        _linked(session, Decision.id == link.earlier_id, link.decision_id == decision_id),
        _linked(session, Decision.id == link.decision_id, link.earlier_id == decision_id),
    )


def _linked(session: Session, other: ColumnElement[bool], this: ColumnElement[bool]) -> list[Linked]:
    rows = session.execute(_newest_first(select(*LINKED).join(Decision, other).where(this)))
    return [Linked(*row) for row in rows]


def _listed(row: Row[Any]) -> Listed:
    return Listed(**_read(row))


def _read(row: Row[Any]) -> dict[str, Any]:
    return {
        name: json.loads(value) if name in JSON_COLUMNS else value for name, value in row._mapping.items()
    }
