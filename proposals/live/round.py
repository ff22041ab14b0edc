"""The vote of a room, an objection round or nominations: opened, then cast, counted and settled at once."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from governance.web.models import Network
from governance.web.public import touch
from proposals import events, expiry, rounds, settlement, to_vote
from proposals import lifecycle as life
from proposals.live import ground, nominating
from proposals.live.fold import sealed
from proposals.live.ground import Room
from proposals.live.models import LiveSession, LiveStep
from proposals.live.service import live_way
from proposals.live.steps import CLOSE, END, OPEN, REASONS, Position
from proposals.models import Proposal
from proposals.standing import locked, person_name, today
from voting import room as voting_room
from voting import sealing
from voting.answers import Answer, Reply
from voting.entered import Entry
from voting.models import Vote
from voting.room import Spoken

HELD_FOR = timedelta(hours=24)  # a round that nobody closes goes on online, this long after its opening
HANDED_BACK = timedelta(hours=6)  # before its deadline, so that nothing said in the room is lost
FORGOTTEN = timedelta(hours=24)  # after its last step, a session outside of any round
LAST_MOMENT = timedelta(microseconds=1)  # before a deadline
SAID = {"fr": "dit en séance", "en": "said in the room"}


def open_round(session: Session, number: int, *, after: int, by: int, now: datetime) -> int:
    """Fix the text and open the vote of the room; returns its number.

    Raises as ``service.step``, and the refusals of ``to_vote.put_to_vote``.
    """
    room = ground.facilitated(session, number, after=after, by=by, now=now)
    ground.check(room, OPEN, {})
    proposal = room.proposal
    way = live_way(session, proposal)
    later = (now + HELD_FOR).replace(second=0, microsecond=0)
    closes_at = max(to_vote.earliest_close(session, way, now), later)
    vote = to_vote.put_to_vote(session, number, closes_at=closes_at, live=True, by=by, now=now)
    listed = ground.roster(session, way.circle_id, today(session, now), number)
    body = {"vote": vote, "version": proposal.versions, "round": proposal.rounds, "roster": listed}
    ground.take(session, room, OPEN, body, by=by, now=now)
    return vote


def close_round(session: Session, number: int, *, after: int, by: int, now: datetime) -> str:
    """Everything said comes into the urn, is counted, and what follows is drawn: all of it or nothing.

    Nominations are revealed by it. Returns the phase that follows: INTEGRATION, REASONS, or ENDED, where the
    session ends too. Raises as ``step``.
    """
    room = ground.facilitated(session, number, after=after, by=by, now=now)
    ground.check(room, CLOSE, {})
    vote = room.state.vote or 0
    _cast(session, room, by=by, now=now)
    voting_room.close(session, vote, by=person_name(session, by), now=now)
    sealing.seal(session, vote, now=now)
    settlement.settle(session, vote, now=now)
    named = nominating.counted(session, number, vote, today(session, now))
    to = REASONS if named else _leads_to(room.proposal)
    outcome = session.get_one(Vote, vote).outcome or ""
    body: dict[str, Any] = {"to": to, "outcome": outcome, "proposal": room.proposal.state}
    if room.state.election:
        body["nominations"] = named
    ground.take(session, room, CLOSE, body, by=by, now=now)
    if to == rounds.ENDED:
        _end(session, room, by=by, now=now)
    return to


def end(session: Session, number: int, *, after: int, by: int, now: datetime) -> None:
    """End the session: the proposal goes back to its online course. Raises as ``service.step``.

    A round that is open goes on online, with what was said in the room in its urn.
    """
    room = ground.facilitated(session, number, after=after, by=by, now=now)
    _hand_back(session, room, by=by, now=now)
    _end(session, room, by=by, now=now)


def due(session: Session, now: datetime) -> list[int]:
    """The proposals whose live round nobody closed, its deadline being near or past; and those whose session
    nobody ended, no round being open and nothing done in it for a day.
    """
    in_a_round = (Vote.live.is_(True)) & (Vote.sealed_at.is_(None))
    last = select(func.max(LiveStep.at)).where(LiveStep.session == LiveSession.id).scalar_subquery()
    forgotten = func.coalesce(last, LiveSession.began_at) <= now - FORGOTTEN
    return list(
        session.scalars(
            select(Proposal.number)
            .join(LiveSession, LiveSession.id == Proposal.live)
            .outerjoin(Vote, (Vote.number == Proposal.vote) & in_a_round)
            .where(or_(Vote.closes_at <= now + HANDED_BACK, Vote.number.is_(None) & forgotten))
            .order_by(Proposal.number)
        )
    )


def hand_back(session: Session, number: int, *, now: datetime) -> None:
    """A session that nobody ended does; a round left open in it goes on online. Twice does nothing more."""
    locked(session, number)
    if number not in due(session, now):
        return
    room = ground.held(session, number)
    _hand_back(session, room, by=None, now=now)
    _end(session, room, by=None, now=now)


def _leads_to(proposal: Proposal) -> str:
    again = proposal.state == life.DEBATE and proposal.opening == life.ROUND
    return rounds.INTEGRATION if again else rounds.ENDED


def _hand_back(session: Session, room: Room, *, by: int | None, now: datetime) -> None:
    vote = session.get(Vote, room.state.vote or 0)
    if vote is None or not vote.live or vote.sealed_at is not None:
        return
    _cast(session, room, by=by, now=min(now, vote.closes_at - LAST_MOMENT))
    voting_room.to_online(session, vote.number)


def _cast(session: Session, room: Room, *, by: int | None, now: datetime) -> None:
    """What was said, into the urn; what was written down for somebody is marked so on the turnout list."""
    said = SAID.get(session.scalar(select(Network.locale)) or "fr", SAID["fr"])
    spoken = _named(room, said) if room.state.election else _positions(room, said)
    closing = Entry(person_name(session, by) if by else room.row.began_by, said)
    voting_room.cast(session, vote=room.state.vote or 0, spoken=spoken, closing=closing, now=now)


def _positions(room: Room, said: str) -> list[Spoken]:
    return [
        Spoken(
            answer(line.member_id, line.position),
            line.position.person,
            Entry(line.position.by, said) if line.position.entered else None,
        )
        for line in room.state.roster
        if line.position is not None
    ]


def _named(room: Room, said: str) -> list[Spoken]:
    return [
        Spoken(
            Answer(member, ballot={"nominee": slip.nominee, "reason": slip.reason}),
            slip.person,
            Entry(slip.by, said) if slip.entered else None,
        )
        for member, slip in sealed(room.steps).items()
        if room.state.line(member) is not None
    ]


def answer(member_id: int, held: Position) -> Answer:
    """What a position says, as a ballot takes it."""
    tests = {name: Reply(**tested) for name, tested in held.tests.items()}
    return Answer(member_id, held.choice, held.reason, held.nature, paragraph=held.paragraph, tests=tests)


def _end(session: Session, room: Room, *, by: int | None, now: datetime) -> None:
    number = room.proposal.number
    ground.take(session, room, END, {}, by=by, now=now)
    row = session.get_one(LiveSession, room.row.id)
    row.ended_at, row.ended_by = now, person_name(session, by) if by else ""
    room.proposal.live = None
    expiry.renew(session, room.proposal, now)
    events.note(session, number, "live-ended", now=now, by=by)
    touch(session, "proposals", "live")
