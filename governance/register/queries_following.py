"""Reading what becomes of decisions: the page of one, and the steps that are still to be done."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session, aliased

from governance.register import bounds
from governance.register.execution import Entry, Execution, fold
from governance.register.facts import Whole
from governance.register.models import Decision
from governance.register.models_following import ExecutionEntry, ReviewEntry

PAGE = 30


@dataclass(frozen=True)
class Review:
    """One entry of the review; ``decision``: the later decision that brought it, if one did."""

    kind: str
    note: str
    note_html: str
    decision: str | None
    at: datetime
    by: str


@dataclass(frozen=True)
class Followed:
    """What became of a decision: execution, reviews, and what its last day did ("", lapsed, continued)."""

    execution: Execution
    reviews: list[Review]
    ended: str


@dataclass(frozen=True)
class OpenStep:
    """A step still to be done, in a list; ``decision`` is the number of its decision."""

    decision: str
    title: str
    step: int
    what: str
    who: str
    member_id: int | None
    due_on: date | None


def of(session: Session, decision: Whole, today: date) -> Followed:
    """What became of this decision, in two statements."""
    steps = ExecutionEntry
    columns = (steps.kind, steps.step, steps.what, steps.who, steps.member_id, steps.due_on, steps.note)
    entries = session.execute(
        select(*columns, steps.at, steps.by)
        .join(Decision, Decision.id == steps.decision_id)
        .where(Decision.number == decision.number)
        .order_by(steps.rank)
    )
    said = ReviewEntry
    reviews = session.execute(
        select(said.kind, said.note, said.note_html, said.decision, said.at, said.by)
        .join(Decision, Decision.id == said.decision_id)
        .where(Decision.number == decision.number)
        .order_by(said.rank)
    )
    found = [Review(*row) for row in reviews]
    kinds = [each.kind for each in found]
    ended = bounds.ended(decision.kind, decision.until, decision.unreviewed, kinds, today)
    return Followed(
        fold(Entry(*row) for row in entries), found, ended if decision.outcome == "adopted" else ""
    )


def open_steps(
    session: Session,
    *,
    members: list[int] | None = None,
    after: tuple[date, int] | None = None,
    limit: int = PAGE,
) -> list[tuple[int, OpenStep]]:
    """Steps not done nor dropped, the earliest date first and those without a date last, with their cursor.

    ``members``: only those that these members carry. ``after``: date and cursor of the last one seen.
    """
    last = _last_entries()
    entry = aliased(ExecutionEntry)
    due = func.coalesce(entry.due_on, date.max)
    query = (
        select(entry.id, Decision.number, Decision.title, entry.step, entry.what, entry.who)
        .add_columns(entry.member_id, entry.due_on)
        .join(last, last.c.id == entry.id)
        .join(Decision, Decision.id == entry.decision_id)
        .where(entry.kind.in_(("planned", "changed")))
        .order_by(due, entry.id)
        .limit(limit)
    )
    if members is not None:
        query = query.where(entry.member_id.in_(members))
    if after is not None:
        query = query.where((due > after[0]) | ((due == after[0]) & (entry.id > after[1])))
    return [(row[0], OpenStep(*row[1:])) for row in session.execute(query)]


def _last_entries() -> Subquery:
    """The last entry of each step."""
    return (
        select(func.max(ExecutionEntry.id).label("id"))
        .where(ExecutionEntry.step.is_not(None))
        .group_by(ExecutionEntry.decision_id, ExecutionEntry.step)
        .subquery()
    )
