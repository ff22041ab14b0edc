"""Real processes, on both databases: principal and holder cast at once; two give to one holder at once."""

import multiprocessing
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from governance.db import Database
from tests import cast
from tests.voting.acts import open_vote
from tests.voting.proxy_acts import HOUR, admit, give, proxy
from voting import proxy_errors, proxy_service
from voting.answers import Answer
from voting.casting import cast_all
from voting.models import Ballot, Vote, VoteCollege, VoteRight
from voting.proxy_models import Proxy

SPAWN = multiprocessing.get_context("spawn")
NOW = cast.NOW + timedelta(hours=2)


def at_once(work: Any, *each: tuple[object, ...]) -> list[str]:
    """Run ``work`` in one process for each set of arguments, released together; what each answered."""
    barrier, queue = SPAWN.Barrier(len(each)), SPAWN.Queue()
    processes = [SPAWN.Process(target=work, args=(barrier, queue, *args)) for args in each]
    for process in processes:
        process.start()
    answers = [queue.get(timeout=120) for _ in processes]
    for process in processes:
        process.join(30)
        assert process.exitcode == 0
    return answers


def cast_for_the_principal(barrier: Barrier, queue: Any, url: str, vote: int, who: str, choice: str) -> None:
    database = Database(url)
    with database.reading() as session:
        member, person = cast.member_id(session, "La Filature"), cast.person_id(session, who)
    barrier.wait(60)
    try:
        database.transact(
            lambda session: cast_all(session, vote=vote, answers=[Answer(member, choice)], by=person, now=NOW)
        )
        queue.put("cast")
    except proxy_errors.PrincipalVoted:
        queue.put("refused")


def give_to_one(barrier: Barrier, queue: Any, url: str, vote: int, who: str, principal: str) -> None:
    database = Database(url)
    with database.reading() as session:
        ids = {name: cast.member_id(session, name) for name in (principal, "L’Établi")}
        person = cast.person_id(session, who)
    barrier.wait(60)
    try:
        database.transact(
            lambda session: proxy_service.give(
                session, vote=vote, principal=ids[principal], holder=ids["L’Établi"], by=person, now=NOW
            )
        )
        queue.put("given")
    except proxy_errors.OverTheCap:
        queue.put("refused")


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(4))
def test_whoever_comes_first_the_principal_prevails(database: Database, turn: int) -> None:
    admit(database)
    vote = open_vote(database)
    number = give(database, vote, "bob", "La Filature", "L’Établi", now=cast.NOW + HOUR)
    url = database.url
    answers = at_once(cast_for_the_principal, (url, vote, "bob", "for"), (url, vote, "fanny", "against"))
    assert sorted(answers) in (["cast", "cast"], ["cast", "refused"])
    with database.reading() as session:
        assert session.scalars(select(Ballot.paper)).all() == [f'{{"choice":"for","vote":{vote}}}']
        assert session.get_one(Vote, vote).cast == 1
        assert session.scalar(select(func.sum(VoteCollege.cast)).where(VoteCollege.vote == vote)) == 1
        voted = select(VoteRight.cast_by).where(VoteRight.cast_at.is_not(None))
        assert session.scalars(voted).all() == [cast.person_id(session, "bob")]
    ended = proxy(database, number)
    assert (ended.ended_by, ended.used_at is not None) == ("own-vote", answers.count("cast") == 2)


@pytest.mark.slow
def test_the_cap_holds_when_two_give_at_once(database: Database) -> None:
    admit(database)
    vote = open_vote(database)
    url = database.url
    answers = at_once(give_to_one, (url, vote, "bob", "La Filature"), (url, vote, "alice", "Le Quai 9"))
    assert sorted(answers) == ["given", "refused"]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Proxy)) == 1
