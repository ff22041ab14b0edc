"""Entering a ballot for a member who cannot: on paper, by telephone, with help. Only where the rule says so.

The ballot is marked "entered by X for Y" on the turnout list and its receipt, and counted in the recount
file. The member's own ballot, before or after, prevails.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members import queries as members
from governance.members.models import Person
from governance.web.models import Network
from governance.web.visitor import Voice
from voting import casting, sheet
from voting.answers import Answer
from voting.casting import Cast
from voting.entered import Entry
from voting.errors import NotRegistered, VoteNotFound
from voting.errors_choice import ForFacilitators, GroundMissing, HasVotedItself, NotAssisted
from voting.models import Vote, VoteRight
from voting.texts import tidy

LONGEST_GROUND = 500  # characters


@dataclass(frozen=True)
class Absent:
    """A member for whom a ballot may be entered; ``entered_by`` whom, where one already was."""

    right: int
    member_id: int
    member_name: str
    college_id: str
    cast_at: datetime | None
    entered_by: str | None


def cast_for(
    session: Session,
    *,
    vote: int,
    member_id: int,
    paper: Answer,
    entered_by: int,
    ground: str,
    now: datetime,
) -> Cast:
    """Enter the ballot of a member, as they said it; ``paper`` is an answer whose member is ``member_id``.

    Raises NotAssisted, ForFacilitators, GroundMissing, HasVotedItself, and the refusals of a cast.
    """
    rule, circle_id, zone = _rule(session, vote)
    today = now.astimezone(ZoneInfo(zone)).date()
    if not rule.get("assisted"):
        raise NotAssisted
    if entered_by not in members.holders(session, "facilitator", on=today, circle_id=circle_id, at=now):
        raise ForFacilitators
    ground = tidy(ground)
    if not 0 < len(ground) <= LONGEST_GROUND:
        raise GroundMissing
    name = session.scalar(select(Person.name).where(Person.id == entered_by)) or ""
    entry = Entry(name, ground)
    answers = [replace(paper, member_id=member_id)]
    return casting.cast_all(session, vote=vote, answers=answers, by=entered_by, now=now, entry=entry)[0]


def _rule(session: Session, vote: int) -> tuple[dict[str, object], str, str]:
    row = session.execute(
        select(Vote.rule, Vote.circle_id, Network.time_zone)
        .join(Network, Network.id == 1)
        .where(Vote.number == vote)
    ).one_or_none()
    if row is None:
        raise VoteNotFound
    return json.loads(row.rule), row.circle_id, row.time_zone


def absent(session: Session, vote: int) -> list[Absent]:
    """The members without a ballot of their own, in the order of the electorate."""
    columns = (VoteRight.id, VoteRight.member_id, VoteRight.member_name, VoteRight.college_id)
    rows = session.execute(
        select(*columns, VoteRight.cast_at, VoteRight.entered_by)
        .where(VoteRight.vote == vote)
        .where(VoteRight.cast_at.is_(None) | VoteRight.entered_by.is_not(None))
        .order_by(VoteRight.id)
    )
    return [Absent(*row) for row in rows]


def held(session: Session, vote: sheet.Sheet, member_id: int) -> sheet.Held:
    """The right of an absent member, as its paper needs it. Raises NotRegistered, HasVotedItself."""
    found = {each.member_id: each for each in absent(session, vote.number)}
    right = found.get(member_id)
    if right is None:
        everybody = session.scalars(select(VoteRight.member_id).where(VoteRight.vote == vote.number))
        raise HasVotedItself if member_id in set(everybody) else NotRegistered
    college = vote.college(right.college_id)
    name, letter, position = college.name, college.letter, college.position
    voice = Voice(member_id, right.member_name, right.college_id, name, letter, position)
    return sheet.Held(right.right, voice, college, right.cast_at, False, None)
