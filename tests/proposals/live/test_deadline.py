"""A live round whose deadline passes while nobody looks: what was said in the room is counted."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from governance.db import Database
from proposals import lifecycle as life
from proposals import service as proposals
from proposals.live import round, service
from proposals.models import Proposal
from tests.cast import member_id, person_id
from tests.proposals.live.room import MEETING, REASON, SPEAKS, acts, all_consent, begun, opened, said
from voting import service as voting
from voting.answers import Answer
from voting.errors import Closed, HeldLive
from voting.models import Vote


def objected(session: Session) -> tuple[int, int]:
    """A round in the room where everybody consents but one; the proposal and its vote."""
    number = begun(session)
    vote = opened(session, number)
    all_consent(session, number, "Coop Semailles")
    said(session, number, "Coop Semailles", "objection", REASON)
    return number, vote


def test_an_objection_said_in_the_room_stops_it_though_the_worker_slept(database: Database) -> None:
    def work(session: Session) -> None:
        number, vote = objected(session)
        late = session.get_one(Vote, vote).closes_at + timedelta(days=2)
        with pytest.raises(HeldLive), session.begin_nested():
            voting.seal(session, vote, now=late)
        assert round.due(session, late) == [number]
        round.hand_back(session, number, now=late)
        voting.seal(session, vote, now=late)
        proposals.settle(session, vote, now=late)
        found = session.get_one(Proposal, number)
        session.refresh(found)
        assert (found.state, found.standing, found.live) == (life.DEBATE, 1, None)
        assert session.get_one(Vote, vote).cast == len(SPEAKS)

    database.transact(work)


def test_a_session_ended_after_the_deadline_leaves_its_positions_in_the_urn(database: Database) -> None:
    def work(session: Session) -> None:
        number, vote = objected(session)
        late = session.get_one(Vote, vote).closes_at + timedelta(minutes=1)
        alice = person_id(session, "alice")
        round.end(session, number, after=acts(session, number), by=alice, now=late)
        row = session.get_one(Vote, vote)
        session.refresh(row)
        assert (row.live, row.cast) == (False, len(SPEAKS))

    database.transact(work)


def test_nothing_more_is_said_once_the_deadline_has_passed(database: Database) -> None:
    def work(session: Session) -> None:
        number, vote = objected(session)
        deadline = session.get_one(Vote, vote).closes_at
        answer = Answer(member_id(session, "Coop Semailles"), "consent")
        chloe = person_id(session, "chloe")
        with pytest.raises(Closed):
            service.own_position(session, number, answer, by=chloe, now=deadline)
        service.own_position(session, number, answer, by=chloe, now=deadline - timedelta(seconds=1))

    database.transact(work)


def test_a_round_closed_meanwhile_is_left_alone(database: Database) -> None:
    def work(session: Session) -> None:
        number, _vote = objected(session)
        alice = person_id(session, "alice")
        round.close_round(
            session, number, after=acts(session, number), by=alice, now=MEETING + timedelta(minutes=9)
        )
        round.hand_back(session, number, now=MEETING + timedelta(hours=20))
        assert session.get_one(Proposal, number).live is not None

    database.transact(work)


def test_a_session_that_nobody_ends_is_over_a_day_after_its_last_step(database: Database) -> None:
    def work(session: Session) -> None:
        number = begun(session)
        last = MEETING + timedelta(hours=24)
        assert round.due(session, last - timedelta(hours=1)) == []
        assert round.due(session, last + timedelta(hours=1)) == [number]
        round.hand_back(session, number, now=last + timedelta(hours=1))
        found = session.get_one(Proposal, number)
        session.refresh(found)
        assert (found.state, found.live) == (life.DEBATE, None)

    database.transact(work)
