"""Writing what becomes of a decision: one row and one log entry for each thing said, nothing ever edited."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.register import execution, log
from governance.register.errors import UnknownDecision
from governance.register.execution import Entry, Execution
from governance.register.models import Decision
from governance.register.models_following import ExecutionEntry, ReviewEntry
from governance.web.public import touch
from governance.web.richtext import render

Row = type[ExecutionEntry] | type[ReviewEntry]


def decision_id(session: Session, number: str) -> int:
    """The row of a decision, held until the end of the transaction. Raises UnknownDecision."""
    query = select(Decision.id).where(Decision.number == number).with_for_update()
    found = session.scalar(query)
    if found is None:
        raise UnknownDecision(number=number)
    return found


def entries(session: Session, decision_id: int) -> Execution:
    """The execution of a decision, folded."""
    table = ExecutionEntry
    columns = (table.kind, table.step, table.what, table.who, table.member_id, table.due_on, table.note)
    rows = session.execute(
        select(*columns, table.at, table.by).where(table.decision_id == decision_id).order_by(table.rank)
    )
    return execution.fold(Entry(*row) for row in rows)


def execute(session: Session, number: str, entry: Entry) -> int:
    """Add an entry to the execution; returns the number of its step (0 for the closing word).

    The caller has checked that it may be added (``execution.refusal``) and by whom.
    """
    id_ = decision_id(session, number)
    rank = _next(session, ExecutionEntry, id_)
    step = _step(session, id_, entry)
    body: dict[str, log.Json] = {"decision": number, "rank": rank, "kind": entry.kind}
    body |= {"step": step} if step else {}
    body |= {"due_on": entry.due_on.isoformat()} if entry.due_on else {}
    seq, openings = _log(
        session, "execution", body, {"what": entry.what, "who": entry.who, "note": entry.note}, entry.at
    )
    facts = asdict(entry) | {"step": step or None}
    session.add(ExecutionEntry(decision_id=id_, rank=rank, log_seq=seq, openings=openings, **facts))
    session.flush()
    touch(session, "register")
    return step


def review(
    session: Session,
    number: str,
    kind: str,
    *,
    note: str = "",
    decision: str | None = None,
    by: str = "",
    now: datetime,
) -> None:
    """Add an entry to the review: something observed, or how a trial or a derogation ended.

    ``decision``: the later decision that confirmed, changed or ended it; ``by``: who wrote it.
    """
    id_ = decision_id(session, number)
    rank = _next(session, ReviewEntry, id_)
    body: dict[str, log.Json] = {"decision": number, "rank": rank, "kind": kind}
    body |= {"by_decision": decision} if decision else {}
    seq, openings = _log(session, "review", body, {"note": note}, now)
    session.add(
        ReviewEntry(
            decision_id=id_,
            rank=rank,
            kind=kind,
            note=note,
            note_html=render(note) if note else "",
            decision=decision,
            at=now,
            by=by,
            log_seq=seq,
            openings=openings,
        )
    )
    session.flush()
    touch(session, "register")


def _next(session: Session, table: Row, id_: int) -> int:
    return (session.scalar(select(func.max(table.rank)).where(table.decision_id == id_)) or 0) + 1


def _step(session: Session, id_: int, entry: Entry) -> int:
    if entry.kind != execution.PLANNED:
        return entry.step or 0
    planned = select(func.max(ExecutionEntry.step)).where(ExecutionEntry.decision_id == id_)
    return (session.scalar(planned) or 0) + 1


def _log(
    session: Session, type_: str, body: dict[str, log.Json], said: Mapping[str, str], now: datetime
) -> tuple[int, str]:
    """The entry of the log: what is said in words stands there as commitments."""
    committed = {name: log.commit_value(words) for name, words in said.items() if words}
    body = body | {"commitments": {name: commitment for name, (commitment, _) in committed.items()}}
    seq = log.append(session, type_, body, now=now)
    return seq, json.dumps({name: r for name, (_, r) in committed.items()})


def past_their_day(session: Session, today: date, limit: int = 50) -> list[tuple[str, str]]:
    """Trials and derogations whose last day is over and which do not say it yet: number, what to write."""
    concluded = select(ReviewEntry.id).where(
        ReviewEntry.decision_id == Decision.id, ReviewEntry.kind != "observed"
    )
    rows = session.execute(
        select(Decision.number, Decision.kind, Decision.unreviewed)
        .where(Decision.kind != "decision", Decision.outcome == "adopted", Decision.until < today)
        .where(~concluded.exists())
        .order_by(Decision.id)
        .limit(limit)
    )
    return [
        (number, "continued" if kind == "trial" and unreviewed == "continues" else "lapsed")
        for number, kind, unreviewed in rows
    ]
