"""Whom an event of a proposal concerns: members whose matter it is, who spoke, who is called to act."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from governance.members import queries as members
from proposals import lifecycle as life
from proposals import notices
from proposals.models import Comment, Objection, Proposal
from proposals.models_amendments import Amendment, ProposalAuthor
from proposals.models_events import ProposalEvent
from proposals.notices import Happened
from proposals.standing import today

Pair = tuple[int, int]


@dataclass(frozen=True)
class Event:
    """What happened, and the vote that it is about, if any."""

    happened: Happened
    vote: int | None


def read(session: Session, events: Sequence[ProposalEvent], *, now: datetime) -> list[Event]:
    """The events with whom each concerns, in a constant number of queries and one for each circle."""
    facts = {each.id: json.loads(each.facts) for each in events}
    proposals = _proposals(session, {each.proposal for each in events})
    writers = _writers(session, proposals)
    threads = _threads(session, {fact["thread"] for fact in facts.values() if "thread" in fact})
    numbered = select(Objection.proposal, Objection.number, Objection.member_id)
    objections = _matters(session, numbered, events, facts, "objection")
    proposed = select(Amendment.proposal, Amendment.number, Amendment.member_id)
    amendments = _matters(session, proposed, events, facts, "amendment")
    circles = {each.id: proposals[each.proposal][1] for each in events if each.kind in notices.CALLS}
    seats = _seats(session, set(circles.values()), now)
    called = {proposals[each.proposal][1] for each in events if each.kind in notices.FACILITATION}
    facilitators = _facilitators(session, called, now)
    found = []
    for each in events:
        fact = facts[each.id]
        concerned = {proposals[each.proposal][0], *writers.get(each.proposal, ()), *json.loads(each.concerns)}
        concerned |= objections.get((each.proposal, fact.get("objection", 0)), set())
        concerned |= amendments.get((each.proposal, fact.get("amendment", 0)), set())
        concerned |= seats.get(circles.get(each.id, ""), frozenset())
        people = threads.get(fact.get("thread", 0), frozenset())
        if each.kind in notices.FACILITATION:
            people |= facilitators[proposals[each.proposal][1]]
        happened = Happened(
            each.id, each.proposal, each.kind, each.at, each.person_id, frozenset(concerned), people
        )
        found.append(Event(happened, fact.get("vote")))
    return found


def _proposals(session: Session, numbers: set[int]) -> dict[int, tuple[int, str]]:
    """Number → member who proposes, circle."""
    query = select(Proposal.number, Proposal.member_id, Proposal.circle_id)
    rows = session.execute(query.where(Proposal.number.in_(numbers)))
    return {number: (member_id, circle_id) for number, member_id, circle_id in rows}


def _writers(session: Session, numbers: Iterable[int]) -> dict[int, set[int]]:
    """Number → members asked to write with the author, who have not declined or left."""
    found: dict[int, set[int]] = {}
    for number, member_id in session.execute(
        select(ProposalAuthor.proposal, ProposalAuthor.member_id).where(
            ProposalAuthor.proposal.in_(list(numbers)),
            ProposalAuthor.declined_at.is_(None),
            ProposalAuthor.unasked_at.is_(None),
            ProposalAuthor.left_at.is_(None),
        )
    ):
        found.setdefault(number, set()).add(member_id)
    return found


def _threads(session: Session, threads: set[int]) -> dict[int, frozenset[int]]:
    """Thread → people who spoke in it."""
    found: dict[int, set[int]] = {}
    query = select(Comment.thread_id, Comment.person_id).where(
        Comment.thread_id.in_(threads), Comment.removed_at.is_(None)
    )
    for thread, person_id in session.execute(query.distinct()):
        found.setdefault(int(thread or 0), set()).add(person_id)
    return {thread: frozenset(people) for thread, people in found.items()}


def _matters(
    session: Session,
    query: Any,
    events: Iterable[ProposalEvent],
    facts: dict[int, dict[str, Any]],
    name: str,
) -> dict[Pair, set[int]]:
    """(Proposal, number) of the objections or amendments that events are about → their members."""
    about = {(each.proposal, facts[each.id][name]) for each in events if facts[each.id].get(name)}
    proposal, number, _member = query.selected_columns
    rows = session.execute(query.where(tuple_(proposal, number).in_(sorted(about)))) if about else ()
    found: dict[Pair, set[int]] = {}
    for row in rows:
        found.setdefault((row[0], row[1]), set()).add(row[2])
    return found


def _seats(session: Session, circles: set[str], now: datetime) -> dict[str, frozenset[int]]:
    """Circle → its members today."""
    on = today(session, now)
    return {
        circle: frozenset(right.member_id for right in members.electorate(session, circle_id=circle, on=on))
        for circle in circles
    }


def _facilitators(session: Session, circles: set[str], now: datetime) -> dict[str, frozenset[int]]:
    """Circle → people who facilitate it, or the network, at this moment."""
    on = today(session, now)
    return {
        circle: frozenset(members.holders(session, life.FACILITATOR, on=on, circle_id=circle, at=now))
        for circle in circles
    }
