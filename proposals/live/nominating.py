"""An election without candidate in the room: all name somebody unseen, then some change their mind.

Whom a member names stays in its step until the round closes: it is read from there into the urn alone.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members import queries as members
from proposals import appointing
from proposals.live import ground
from proposals.live.errors import NotOneself
from proposals.live.ground import Room
from proposals.live.steps import CHANGED, NOMINATE, PASSED
from proposals.models import Proposal, ProposalOption
from proposals.standing import check_voice, today
from voting import choosing, options
from voting import queries as votes
from voting.answers import Answer
from voting.errors import Closed
from voting.models import Vote

METHOD = "without-candidate"


@dataclass(frozen=True)
class Change:
    """Whom a member names now (``nominee``, ``label``: as on the paper), and why."""

    member_id: int
    nominee: str
    label: str
    why: str


def write_down(session: Session, number: int, answer: Answer, *, after: int, by: int, now: datetime) -> None:
    """A facilitator writes down whom a member who is here names, from its slip of paper.

    Raises as ``service.step``, WrongPaper, NotOneself, and Closed once the deadline of the round has passed.
    """
    room = ground.facilitated(session, number, after=after, by=by, now=now)
    _name(session, room, answer, by=by, now=now, own=False)


def nominate(session: Session, number: int, answer: Answer, *, by: int, now: datetime) -> None:
    """Who speaks for a member names somebody from their own phone; again replaces it.

    Raises NoSession, NotYourVoice, and as `write_down`.
    """
    room = ground.held(session, number)
    check_voice(session, answer.member_id, by=by, now=now)
    _name(session, room, answer, by=by, now=now, own=True)


def name_nobody(session: Session, number: int, member_id: int, *, by: int, now: datetime) -> None:
    """Who speaks for a member passes, from their own phone. Raises NoSession, NotYourVoice, as a step."""
    room = ground.held(session, number)
    check_voice(session, member_id, by=by, now=now)
    body = {"member": member_id}
    ground.check(room, PASSED, body, own=True)
    ground.take(session, room, PASSED, body, by=by, now=now, own=True)


def _name(session: Session, room: Room, answer: Answer, *, by: int, now: datetime, own: bool) -> None:
    ground.check(room, NOMINATE, {"member": answer.member_id}, own=own)
    vote, line = session.get_one(Vote, room.state.vote), room.state.line(answer.member_id)
    if now >= vote.closes_at:
        raise Closed
    reader = choosing.chooser(vote.method, json.loads(vote.rule), vote.options)
    if reader is None or line is None:
        raise LookupError(vote.method)
    paper = reader.paper(vote.number, answer.ballot or {}, line.college_id)
    on = today(session, now)
    if paper["nominee"] in own_people(session, room.proposal.number, answer.member_id, on):
        raise NotOneself
    said = {"member": answer.member_id, "nominee": paper["nominee"], "reason": paper["reason"]}
    ground.take(session, room, NOMINATE, said, by=by, now=now, own=own)


def own_people(session: Session, number: int, member_id: int, on: date) -> frozenset[str]:
    """The options that are people of a member, where the election does not let it name them."""
    about = appointing.about(session, number)
    if about is None or about.oneself:
        return frozenset()
    people = {person for _member, person in members.representatives(session, [member_id], on=on)}
    query = select(ProposalOption.slug).where(
        ProposalOption.proposal == number, ProposalOption.person_id.in_(people)
    )
    return frozenset(session.scalars(query))


def counted(session: Session, proposal: int, vote: int | None, on: date) -> list[Mapping[str, Any]]:
    """Who named whom in a vote that is sealed, as a step keeps it; nothing where it counted no nominations.

    Who named one of its own, where that is not done, named nobody.
    """
    row = session.get(Vote, vote) if vote is not None else None
    if row is None or row.method != METHOD or row.sealed_at is None:
        return []
    if json.loads(row.result or "{}").get("reason") != "nominations":
        return []
    labels = {each.id: each.label for each in options.loads(row.options)}
    found: list[Mapping[str, Any]] = []
    for each in votes.positions(session, row.number):
        nominee, reason = str(each.ballot["nominee"]), str(each.ballot.get("reason", ""))
        if nominee not in own_people(session, proposal, each.member_id, on):
            found.append(
                {"member": each.member_id, "nominee": nominee, "reason": reason}
                | {"label": labels.get(nominee, nominee)}
            )
    return found


def with_changes(named: Sequence[Mapping[str, Any]], changes: Sequence[Change]) -> list[Mapping[str, Any]]:
    """The nominations as they stand since these changes, each with whom it named first."""
    found = {each["member"]: each for each in named}
    for change in changes:
        first = found.get(change.member_id, {"label": "", "reason": ""})
        found[change.member_id] = {
            "member": change.member_id, "nominee": change.nominee, "label": change.label,
            "reason": first["reason"], "before": first["label"], "why": change.why,
        }  # fmt: skip
    return list(found.values())


def changed(session: Session, number: int, change: Change, *, by: int, now: datetime) -> None:
    """A member changes its nomination from its own phone: where a session goes on, the room follows.

    Its right to do so is looked at by the succession. Raises the refusals of a step.
    """
    if session.scalar(select(Proposal.live).where(Proposal.number == number)) is None:
        return
    room = ground.held(session, number)
    _change(session, room, change, by=by, now=now, own=True)


def changed_aloud(
    session: Session, number: int, change: Change, *, after: int, by: int, now: datetime
) -> None:
    """A facilitator writes down that a member who is here names somebody else. Raises as ``service.step``."""
    room = ground.facilitated(session, number, after=after, by=by, now=now)
    _change(session, room, change, by=by, now=now, own=False)


def _change(session: Session, room: Room, change: Change, *, by: int, now: datetime, own: bool) -> None:
    body = {"member": change.member_id, "nominee": change.nominee, "label": change.label, "why": change.why}
    ground.check(room, CHANGED, body, own=own)
    ground.take(session, room, CHANGED, body, by=by, now=now, own=own)
