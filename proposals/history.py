"""Keeping the history of an objection, in the transaction of each act."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members.models import Member
from proposals import events
from proposals.models import Objection, Proposal
from proposals.models_objections import ObjectionEvent
from proposals.standing import person_name as name_of

TOLD = {  # the kind of event that those who follow the proposal hear of
    "raised": "objection-raised",
    "confirmed-objector": "objection-confirmed",
    "confirmed-author": "objection-confirmed",
    "integrated": "objection-integrated",
    "withdrawn": "objection-withdrawn",
    "set-aside": "objection-set-aside",
    "contested": "objection-contested",
    "upheld": "contest-decided",
    "dismissed": "contest-decided",
}


@dataclass(frozen=True)
class Line:
    """One act on an objection, as its card shows it."""

    objection: int
    kind: str
    at: datetime
    person_name: str
    member_name: str
    version: int
    words: str
    vote: int | None


def keep(
    session: Session,
    proposal: Proposal,
    objection: Objection,
    kind: str,
    *,
    now: datetime,
    by: int | None = None,
    person_name: str = "",
    member_id: int | None = None,
    words: str = "",
    vote: int | None = None,
) -> None:
    """Keep one act on an objection. ``by``: who acted; ``person_name``: where only the name is known.

    ``member_id``: for which member; ``words``: a ground, a contest; ``vote``: the one that said it.
    """
    member = session.scalar(select(Member.name).where(Member.id == member_id)) if member_id else None
    event = ObjectionEvent(
        proposal=proposal.number,
        objection=objection.number,
        kind=kind,
        at=now,
        person_name=name_of(session, by) if by else person_name,
        member_name=member or "",
        version=proposal.versions,
        words=words,
        vote=vote,
    )
    session.add(event)
    session.flush()
    if kind in TOLD:
        _tell(session, proposal, objection, kind, now=now, by=by, member_id=member_id)


def _tell(
    session: Session,
    proposal: Proposal,
    objection: Objection,
    kind: str,
    *,
    now: datetime,
    by: int | None,
    member_id: int | None,
) -> None:
    """Let those who follow the proposal hear of it; both members are concerned."""
    facts: dict[str, int | str] = {"objection": objection.number}
    facts |= {"outcome": kind} if kind in ("upheld", "dismissed") else {}
    events.note(
        session,
        proposal.number,
        TOLD[kind],
        now=now,
        by=by,
        member_id=member_id,
        concerns={objection.member_id, proposal.member_id},
        **facts,
    )


def of(session: Session, number: int) -> dict[int, list[Line]]:
    """The history of every objection of a proposal, by its number, in the order of time. One query."""
    table = ObjectionEvent
    rows = session.execute(
        select(table.objection, table.kind, table.at, table.person_name, table.member_name, table.version)
        .add_columns(table.words, table.vote)
        .where(table.proposal == number)
        .order_by(table.id)
    )
    found: dict[int, list[Line]] = {}
    for row in rows:
        found.setdefault(row.objection, []).append(Line(*row))
    return found
