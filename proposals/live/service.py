"""The acts of a live session: each is a step, a row of its own, in its own transaction."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from governance.members.models import Person
from governance.web.public import touch
from proposals import appointing, events, expiry, objections, rounds, to_vote
from proposals import lifecycle as life
from proposals.errors import NoVoteToOpen
from proposals.live import ground, meetings, nominating
from proposals.live.errors import AlreadyLive, NothingToUndo, OnlineVoteIsOpen, SomebodyIsProposed
from proposals.live.fold import fold, undoable
from proposals.live.ground import Room
from proposals.live.models import LiveSession, LiveStep
from proposals.live.nominating import Change
from proposals.live.steps import (
    BEGIN,
    INTEGRATE,
    PASSED,
    PAUSE,
    PHASE,
    POSITION,
    PRESENCE,
    REASONS,
    REMOTE,
    RESUME,
    ROLE,
    SPOKE,
    TIMER,
    TURN,
)
from proposals.models import Proposal
from proposals.standing import allow, check_voice, today
from voting import room as voting_room
from voting.answers import Answer, paper
from voting.errors import Closed
from voting.models import Vote

PLAIN = frozenset({PRESENCE, PHASE, TURN, SPOKE, PASSED, TIMER, PAUSE, RESUME, INTEGRATE})
"""The kinds of step that change nothing but the table in the room."""


def begin(
    session: Session,
    number: int,
    *,
    follows: int | None = None,
    changes: Sequence[Change] = (),
    by: int,
    now: datetime,
) -> int:
    """Begin a live session; returns its number. The proposal is in the hands of the room until it ends.

    ``follows``: the session that the room comes from; who was here still is. Without it, one that has just
    ended (`meetings.just_ended`). ``changes``: who names somebody else since the nominations were counted.

    Raises AlreadyLive, OnlineVoteIsOpen, SomebodyIsProposed, NotHeldLive, NoVoteToOpen, and the refusals of
    the life cycle.
    """
    proposal = allow(session, number, "live", by=by, now=now)
    if proposal.live is not None:
        raise AlreadyLive
    if proposal.state == life.DECISION:
        raise OnlineVoteIsOpen
    way = live_way(session, proposal)
    follows = follows or meetings.just_ended(session, number, now)
    live = _seated(session, proposal, follows, by=by, now=now)
    expiry.renew(session, proposal, now)
    listed = ground.roster(session, way.circle_id, today(session, now), number)
    body = _beginning(session, proposal, way, changes, now) | {
        "version": proposal.versions,
        "round": proposal.rounds,
        "roster": _present(session, follows, listed),
    }
    ground.take(session, ground.held(session, number), BEGIN, body, by=by, now=now)
    events.note(session, number, "live-began", now=now, by=by)
    touch(session, "proposals")
    return live


def _seated(session: Session, proposal: Proposal, follows: int | None, *, by: int, now: datetime) -> int:
    row = LiveSession(
        proposal=proposal.number, token=secrets.token_urlsafe(24), acts=0, began_at=now,
        began_by=_name(session, by), follows=follows,
    )  # fmt: skip
    session.add(row)
    session.flush()
    proposal.live = row.id
    return row.id


def _present(session: Session, follows: int | None, listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The roster, each as present as in the session that the room comes from."""
    if follows is None:
        return listed
    before = {each.member_id: each.presence for each in fold(ground.steps(session, follows)).roster}
    return [each | {"presence": before[each["id"]]} if each["id"] in before else each for each in listed]


def _beginning(
    session: Session, proposal: Proposal, way: to_vote.Way, changes: Sequence[Change], now: datetime
) -> dict[str, Any]:
    """The phase in which a session begins, and what it needs to know of an election."""
    about = appointing.about(session, proposal.number)
    if way.kind != "names":
        first = rounds.AMENDING if about is not None else rounds.QUESTIONS  # reasons were heard for a person
        return {"phase": rounds.INTEGRATION if proposal.opening == life.ROUND else first}
    named = nominating.counted(session, proposal.number, proposal.vote, today(session, now))
    again = bool(proposal.opening)  # other nominations were asked for
    return {
        "phase": ROLE if again or not named else REASONS,
        "nominations": [] if again else nominating.with_changes(named, changes),
        "goes_on": about is not None,
        "silent_stays": about is None or about.passing,
    }


def live_way(session: Session, proposal: to_vote.Standing, *, checked: bool = True) -> to_vote.Way:
    """The vote that may be taken in the room; or the nominations that were, whose reasons are to be heard.

    Raises SomebodyIsProposed, NoVoteToOpen, and NotHeldLive unless this is not to be ``checked``.
    """
    if (proposed := appointing.under_way(session, proposal.number)) is not None:
        raise SomebodyIsProposed(number=proposed)
    found = to_vote.ways(session, proposal)
    if not found or not (proposal.opening or _was_named(session, proposal, found[0])):
        raise NoVoteToOpen
    if checked:
        voting_room.check(found[0].decision)
    return found[0]


def _was_named(session: Session, proposal: to_vote.Standing, way: to_vote.Way) -> bool:
    vote = session.get(Vote, proposal.vote) if proposal.vote is not None else None
    return way.kind == "names" and vote is not None and vote.outcome == life.POSTPONED


def step(
    session: Session, number: int, kind: str, body: Mapping[str, Any], *, after: int, by: int, now: datetime
) -> None:
    """A facilitator's step of one of the PLAIN kinds; ``after``: how many acts their page had seen.

    Raises NoSession, NotFacilitator, SeenBefore, and the refusals of ``errors.BY_REASON``.
    """
    room = ground.facilitated(session, number, after=after, by=by, now=now)
    ground.check(room, kind, body)
    if kind == INTEGRATE:
        objections.take(session, number, body["objection"], by=by, now=now)
    ground.take(session, room, kind, body, by=by, now=now)


def position(session: Session, number: int, answer: Answer, *, after: int, by: int, now: datetime) -> None:
    """A facilitator writes down what a member of the room says.

    Raises as ``step``, as a ballot paper, and Closed once the deadline of the round has passed.
    """
    room = ground.facilitated(session, number, after=after, by=by, now=now)
    _take_position(session, room, answer, by=by, now=now, own=False)


def own_position(session: Session, number: int, answer: Answer, *, by: int, now: datetime) -> None:
    """Who speaks for a member gives its position from their own phone; again replaces it.

    Raises NoSession, NotYourVoice, the refusals of ``errors.BY_REASON``, those of a ballot paper.
    """
    room = ground.held(session, number)
    check_voice(session, answer.member_id, by=by, now=now)
    _take_position(session, room, answer, by=by, now=now, own=True)


def come(session: Session, number: int, member_id: int, *, by: int, now: datetime) -> None:
    """Who speaks for a member says from their own phone that they follow from afar."""
    room = ground.held(session, number)
    check_voice(session, member_id, by=by, now=now)
    line = room.state.line(member_id)
    body = {"marks": {str(member_id): REMOTE}}
    ground.check(room, PRESENCE, body, own=True)
    if line is not None and not line.here:
        ground.take(session, room, PRESENCE, body, by=by, now=now, own=True)


def undo(session: Session, number: int, *, seq: int, after: int, by: int, now: datetime) -> None:
    """Mark the last step of the facilitators as undone. Raises NothingToUndo when it is not ``seq``."""
    room = ground.facilitated(session, number, after=after, by=by, now=now)
    last = undoable(room.steps)
    if last is None or last.seq != seq or room.state.ended_at is not None:
        raise NothingToUndo
    session.execute(
        update(LiveStep)
        .where(LiveStep.session == room.row.id, LiveStep.seq == seq)
        .values(undone_at=now, undone_by=_name(session, by))
    )
    room.row.acts += 1
    room.proposal.integrating = ground.held(session, number).state.integrating
    session.flush()
    touch(session, "live")


def _take_position(
    session: Session, room: Room, answer: Answer, *, by: int, now: datetime, own: bool
) -> None:
    body = {"member": answer.member_id, "choice": answer.choice}
    ground.check(room, POSITION, body, own=own)
    vote = session.get_one(Vote, room.state.vote)
    if now >= vote.closes_at:
        raise Closed
    written = paper(vote.number, "consent", answer, lambda: vote.text)
    facts = {key: said for key, said in written.items() if key != "vote"}
    ground.take(session, room, POSITION, body | facts, by=by, now=now, own=own)


def _name(session: Session, person: int) -> str:
    return session.get_one(Person, person).name
