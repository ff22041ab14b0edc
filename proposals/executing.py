"""Carrying a decision out: who does what by when, how far it is, what was observed of it; by whom.

Allowed: whoever speaks for the member who proposed or wrote it with them, who facilitates the circle that
decided, a steward; and for one step, whoever speaks for the member that carries it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members import queries as members
from governance.members.models import Member, Representation
from governance.register import execution, following
from governance.register.execution import CHANGED, CLOSED, DONE, DROPPED, PLANNED, Entry, Execution
from governance.register.models import Decision
from proposals import reach, texts
from proposals.errors_following import (
    NoSuchStep,
    NotAdoptedHere,
    NothingToCarryOut,
    NotYoursToCarryOut,
    ReasonWanted,
    StepNotOpen,
    StepsStillOpen,
    UnknownMember,
    WhatMissing,
    WordMissing,
)
from proposals.models import Proposal
from proposals.standing import facilitates, person_name, today

WHAT, WHO, NOTE = 300, 200, 2_000
REFUSALS = {
    "no-step": NoSuchStep,
    "not-open": StepNotOpen,
    "open-steps": StepsStillOpen,
    "closed": NothingToCarryOut,
}


@dataclass(frozen=True)
class Planned:
    """A step as written: ``member_id`` carries it, or ``who`` in words (a role, a circle, somebody)."""

    what: str
    who: str = ""
    member_id: int | None = None
    due_on: date | None = None


def plan(session: Session, number: str, planned: Planned, *, by: int, now: datetime) -> int:
    """Add a step; returns its number. Raises WhatMissing, UnknownMember, and the refusals of `_held`."""
    _held(session, number, by=by, now=now)
    entry = _entry(session, PLANNED, None, planned, "", by=by, now=now)
    return following.execute(session, number, entry)


def change(
    session: Session, number: str, step: int, planned: Planned, *, why: str, by: int, now: datetime
) -> None:
    """Write a step otherwise, with the reason. Raises ReasonWanted, StepNotOpen, NoSuchStep."""
    held = _held(session, number, by=by, now=now, step=step)
    _check(held, CHANGED, step)
    reason = texts.paragraph(why)[:NOTE]
    if not reason:
        raise ReasonWanted
    following.execute(session, number, _entry(session, CHANGED, step, planned, reason, by=by, now=now))


def finish(
    session: Session, number: str, step: int, *, done: bool, note: str = "", by: int, now: datetime
) -> None:
    """A step is done, or dropped with a reason. Raises ReasonWanted (dropping), StepNotOpen, NoSuchStep."""
    held = _held(session, number, by=by, now=now, step=step)
    kind = DONE if done else DROPPED
    _check(held, kind, step)
    said = texts.paragraph(note)[:NOTE]
    if not done and not said:
        raise ReasonWanted
    entry = Entry(kind, step, "", "", None, None, said, now, person_name(session, by))
    following.execute(session, number, entry)


def close(session: Session, number: str, *, word: str, by: int, now: datetime) -> None:
    """The closing word of an execution. Raises WordMissing, StepsStillOpen, NothingToCarryOut."""
    held = _held(session, number, by=by, now=now)
    _check(held, CLOSED, None)
    said = texts.paragraph(word)[:NOTE]
    if not said:
        raise WordMissing
    entry = Entry(CLOSED, None, "", "", None, None, said, now, person_name(session, by))
    following.execute(session, number, entry)


def observe(session: Session, number: str, *, note: str, by: int, now: datetime) -> None:
    """Put on record how a decision turns out, by the criteria it gave itself. Raises WordMissing."""
    _held(session, number, by=by, now=now)
    said = texts.paragraph(note)[: texts.GROUND]
    if not said:
        raise WordMissing
    following.review(session, number, "observed", note=said, by=person_name(session, by), now=now)


def may_follow(session: Session, number: str, *, by: int, now: datetime) -> bool:
    """Whether somebody may write what becomes of a decision, its steps apart."""
    row = session.execute(
        select(Decision.circle_id, Decision.proposal).where(
            Decision.number == number, Decision.outcome == "adopted"
        )
    ).one_or_none()
    return row is not None and _answers_for(session, row.circle_id, row.proposal, by=by, now=now)


def _held(session: Session, number: str, *, by: int, now: datetime, step: int | None = None) -> Execution:
    """The execution, held. Raises UnknownDecision, NotAdoptedHere, NotYoursToCarryOut."""
    id_ = following.decision_id(session, number)
    row = session.execute(
        select(Decision.circle_id, Decision.proposal, Decision.outcome).where(Decision.id == id_)
    ).one()
    if row.outcome != "adopted":
        raise NotAdoptedHere
    held = following.entries(session, id_)
    if _answers_for(session, row.circle_id, row.proposal, by=by, now=now):
        return held
    carried = held.step(step) if step else None
    if carried is None or carried.member_id not in _spoken_for(session, by, now):
        raise NotYoursToCarryOut
    return held


def _answers_for(session: Session, circle_id: str, proposal: int | None, *, by: int, now: datetime) -> bool:
    if facilitates(session, circle_id, by=by, now=now):
        return True
    if by in members.holders(session, "steward", on=today(session, now), at=now):
        return True
    return bool(_spoken_for(session, by, now) & set(_authors(session, proposal)))


def _authors(session: Session, proposal: int | None) -> Iterable[int]:
    """The member who proposed, and those who wrote it with them."""
    if proposal is None:
        return ()
    author = session.scalar(select(Proposal.member_id).where(Proposal.number == proposal))
    shared, _names = reach.writers(session, proposal)
    return {*shared, author} if author is not None else shared


def _spoken_for(session: Session, by: int, now: datetime) -> set[int]:
    holds = members.in_force(Representation.starts_on, Representation.ends_on, today(session, now))
    return set(session.scalars(select(Representation.member_id).where(Representation.person_id == by, holds)))


def _check(held: Execution, kind: str, step: int | None) -> None:
    reason = execution.refusal(held, kind, step)
    if reason is not None:
        raise REFUSALS[reason]


def _entry(
    session: Session, kind: str, step: int | None, planned: Planned, note: str, *, by: int, now: datetime
) -> Entry:
    what, who = texts.line(planned.what, WHAT), texts.line(planned.who, WHO)
    if not what:
        raise WhatMissing
    if planned.member_id is not None:
        name = session.scalar(select(Member.name).where(Member.id == planned.member_id))
        if name is None:
            raise UnknownMember
        who = name
    return Entry(
        kind, step, what, who, planned.member_id, planned.due_on, note, now, person_name(session, by)
    )
