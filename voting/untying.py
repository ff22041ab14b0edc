"""Breaking a tie after the count: the casting vote of a role, or a lot. The vote is counted again with it.

The recount file is the former one with a ``casting_vote`` or a ``seed`` at its end; a second ``result`` entry
of the log says which file it replaces. A vote that awaits this is settled only once it is done.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members import queries as members
from governance.members.models import Person
from governance.members.offices import FACILITATOR, OFFICES
from governance.web import zone as zone_of
from governance.web.public import touch
from voting import rule as rules
from voting import sealing, ties
from voting.errors import VoteNotFound
from voting.errors_ties import (
    CastingOrderWanted,
    CastingVoteGiven,
    CastingVoteWanted,
    NoCastingVote,
    NotTied,
    NotYourCastingVote,
    TieRecorded,
)
from voting.models import Vote
from voting.rule import Rule


@dataclass(frozen=True)
class Pending:
    """A tie that a holder of ``office`` may break; ``how``: "casting-vote" or "lot"."""

    number: int
    question: str
    how: str
    office: str
    circle_id: str


def give_casting_vote(
    session: Session, *, vote: int, choice: str | Sequence[str], by: int, now: datetime
) -> None:
    """Break a tie by the casting vote: "for" or "against"; or the tied options but one, the preferred first.

    Raises VoteNotFound, NoCastingVote, NotYourCastingVote, CastingVoteGiven, NotTied, TieRecorded,
    CastingVoteWanted, CastingOrderWanted.
    """
    row = sealing.lock(session, vote)
    placed = [*ties.kept(row.casting_vote), *_checked(session, row, choice, by=by, now=now)]
    row.casting_vote = json.dumps(placed, ensure_ascii=False)
    name = session.scalar(select(Person.name).where(Person.id == by)) or ""
    row.casting_vote_by = ", ".join(dict.fromkeys(each for each in (row.casting_vote_by, name) if each))
    of_a_text = row.options is None
    count_again(session, row, {"casting_vote": placed[0] if of_a_text else placed}, ties.CASTING_VOTE, now)


def consider(
    session: Session, *, vote: int, choice: str | Sequence[str], by: int, now: datetime
) -> tuple[str, ...]:
    """The casting vote that would be recorded; nothing is. Raises what giving it raises."""
    row = session.get(Vote, vote)
    if row is None:
        raise VoteNotFound
    return _checked(session, row, choice, by=by, now=now)


def count_again(session: Session, row: Vote, found: Mapping[str, Any], because: str, now: datetime) -> None:
    """Count a sealed vote, which is held, with what breaks its tie; ``because``: "casting-vote" or "lot"."""
    replaced = row.recount_sha256 or ""
    sealing.count(row, json.loads(row.recount or "") | found)
    sealing.log_result(session, row, now, because=because, replaces=replaced)
    touch(session, "votes")


def awaited(row: Vote) -> ties.Awaited | None:
    """What breaks the tie of a sealed vote; None where nothing does, or may any more."""
    if row.outcome != "tied" or row.settled_at is not None:
        return None
    rule, result = rules.read(json.loads(row.rule)), json.loads(row.result or "")
    return ties.awaited(rule, result, casting_vote=ties.kept(row.casting_vote), seed=row.seed)


def pending(session: Session) -> list[Pending]:
    """The ties that a holder of an office may break, the oldest first."""
    tied = select(Vote).where(Vote.outcome == "tied", Vote.settled_at.is_(None))
    found = []
    for row in session.scalars(tied.order_by(Vote.closes_at, Vote.number)):
        if (tie := awaited(row)) is not None:
            office = FACILITATOR if tie.how == ties.LOT else office_of(rules.read(json.loads(row.rule)))
            found.append(Pending(row.number, row.question, tie.how, office, row.circle_id))
    return found


def office_of(rule: Rule) -> str:
    """Whose holders give the casting vote: the role itself if it is an office, else facilitators for it."""
    return rule.casting_role if rule.casting_role in OFFICES else FACILITATOR


def holds(session: Session, office: str, by: int, now: datetime, *, circle_id: str) -> bool:
    """Whether a person holds an office for a circle at this moment."""
    zone = zone_of.name(session)
    today = now.astimezone(ZoneInfo(zone)).date()
    return by in members.holders(session, office, on=today, circle_id=circle_id, at=now)


def _checked(
    session: Session, row: Vote, choice: str | Sequence[str], *, by: int, now: datetime
) -> tuple[str, ...]:
    rule = rules.read(json.loads(row.rule))
    if rule.tie != ties.CASTING_VOTE:
        raise NoCastingVote
    if not holds(session, office_of(rule), by, now, circle_id=row.circle_id):
        raise NotYourCastingVote
    tie = awaited(row)
    if tie is None:
        raise _nothing_awaited(row)
    given = (choice,) if isinstance(choice, str) else tuple(choice)
    if not ties.is_answer(tie, given):
        raise CastingVoteWanted if row.options is None else CastingOrderWanted
    return given


def _nothing_awaited(row: Vote) -> Exception:
    if row.casting_vote is not None:
        return CastingVoteGiven()
    return TieRecorded() if row.outcome == "tied" else NotTied()
