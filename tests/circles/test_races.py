"""Real processes give one seat at the same time: one of them has it."""

from collections import Counter
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from governance.circles import errors, errors_succession, service, succession_end
from governance.circles import succession_ground as ground
from governance.config import Settings
from governance.db import Database
from governance.members.models import Mandate
from tests import cast
from tests.circles import network
from tests.circles.test_moving_up import NEXT, THREE, begun, elect, holders, outcome, people
from tests.voting.test_races import at_once

WHO = ("bob", "chloe", "david", "fanny")


def entrust_in_process(barrier: Barrier, queue: Any, index: int, url: str, role_id: int, by: int) -> None:
    database = Database(url)
    with database.reading() as session:
        person = cast.person_id(session, WHO[index])
    barrier.wait(60)
    try:
        database.transact(
            lambda session: service.entrust(
                session, role_id=role_id, person_id=person, member_id=None, starts_on=network.DAY, by=by,
                now=network.NOW,
            )
        )  # fmt: skip
        queue.put("held")
    except errors.NoFreeSeat:
        queue.put("no seat")


@pytest.mark.slow
def test_a_seat_is_given_once(founded: Database) -> None:
    with founded.reading() as session:
        role_id, by = network.role_id(session, "treasurer"), cast.person_id(session, "alice")
    answers = at_once(len(WHO), entrust_in_process, founded.url, role_id, by)
    assert Counter(answers) == {"held": 1, "no seat": 3}
    with founded.reading() as session:
        assert session.scalar(select(func.count()).where(Mandate.role_id == role_id)) == 1


def answer_in_process(barrier: Barrier, queue: Any, index: int, url: str, number: int, at: Any) -> None:
    """The same person accepts in one window and refuses in another; the worker passes by."""
    database = Database(url)
    with database.reading() as session:
        chosen, bob = ground.chosen(session, number)[0].id, cast.person_id(session, "bob")
    barrier.wait(60)
    try:
        if index == 0:
            database.transact(lambda s: succession_end.accept(s, number, chosen, by=bob, now=at))
        elif index == 1:
            why = "Une naissance."
            database.transact(lambda s: succession_end.refuse(s, number, chosen, why=why, by=bob, now=at))
        else:
            database.transact(lambda s: succession_end.follow(s, number, now=at))
        queue.put(("accepted", "refused", "followed")[index])
    except (errors_succession.NotAtThisStep, errors_succession.SuccessionEnded):
        queue.put("too late")


@pytest.mark.slow
def test_an_acceptance_and_a_refusal_at_once_are_one_of_them(database: Database, settings: Settings) -> None:
    play = begun(database, settings)
    number = elect(play, "treasurer", NEXT, THREE, "bob", "chloe", "david")
    answers = Counter(at_once(3, answer_in_process, database.url, number, play.now))
    assert answers["accepted"] + answers["refused"] == 1
    if answers["accepted"]:
        assert (people(play, number), outcome(play, number)) == ([("bob", "accepted")], "held")
        assert len(holders(play, "treasurer")) == 1
    else:
        assert people(play, number) == [("bob", "refused"), ("chloe", "")]  # asked once, whoever follows
        assert holders(play, "treasurer") == []


def refuse_in_process(barrier: Barrier, queue: Any, index: int, url: str, number: int, at: Any) -> None:
    """Two people who were elected together refuse at once."""
    database = Database(url)
    with database.reading() as session:
        each = ground.chosen(session, number)[index]
    barrier.wait(60)
    database.transact(
        lambda s: succession_end.refuse(s, number, each.id, why="Non.", by=each.person_id, now=at)
    )
    queue.put("refused")


@pytest.mark.slow
def test_two_refusals_at_once_call_two_others_once(database: Database, settings: Settings) -> None:
    play = begun(database, settings)
    ballots = [("bob", "chloe", "david", "fanny"), ("bob", "chloe", "david"), ("bob", "chloe")]
    number = elect(play, "pair", NEXT, ballots, "bob", "chloe", "david", "fanny")
    assert [who for who, _ in people(play, number)] == ["bob", "chloe"]
    assert at_once(2, refuse_in_process, database.url, number, play.now) == ["refused", "refused"]
    assert sorted(people(play, number)) == [
        ("bob", "refused"), ("chloe", "refused"), ("david", ""), ("fanny", ""),
    ]  # fmt: skip
