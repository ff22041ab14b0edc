"""Real processes on one SQLite file: parallel casts, the closing instant, two sealers, a killed server.

TIERSVOIX_CRASHES says how many times the server is killed (5 when unset; 50 before a release).
"""

import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from governance.config import Settings
from governance.db import Database
from governance.register import keys
from governance.register.models import LogEntry
from tests import cast
from tests.voting.acts import CLOSES, open_vote
from tests.voting.browsers import Voter, free_port, listening
from voting import errors, service
from voting.models import Ballot, ReplacedCommitment, Vote, VoteCollege, VoteRight

SPAWN = multiprocessing.get_context("spawn")
PARALLEL = 20
CHOICES = ("for", "against", "abstain", "blank")


def at_once(number: int, work: Callable[..., Any], *args: object) -> list[Any]:
    """Run ``work(barrier, queue, index, *args)`` in as many processes, released together; what each put."""
    barrier, queue = SPAWN.Barrier(number), SPAWN.Queue()
    processes = [SPAWN.Process(target=work, args=(barrier, queue, index, *args)) for index in range(number)]
    for process in processes:
        process.start()
    answers = [queue.get(timeout=120) for _ in processes]
    for process in processes:
        process.join(30)
        assert process.exitcode == 0
    return answers


def cast_in_process(
    barrier: Barrier, queue: Any, index: int, url: str, key_file: str, vote: int, now: datetime
) -> None:
    database = Database(url)
    with database.reading() as session:
        member, person = cast.member_id(session, "La Filature"), cast.person_id(session, "bob")
    key = keys.load(Path(key_file))
    barrier.wait(60)
    try:
        receipt = database.transact(
            lambda session: service.cast(
                session,
                vote=vote,
                member_id=member,
                choice=CHOICES[index % 4],
                by=person,
                now=now,
                key=key,
            )
        )
        queue.put(receipt.commitment)
    except errors.Closed:
        queue.put(None)


def seal_in_process(barrier: Barrier, queue: Any, index: int, url: str, vote: int) -> None:
    database = Database(url)
    barrier.wait(60)
    database.transact(lambda session: service.seal(session, vote, now=CLOSES))
    queue.put(index)


def cast_or_seal(
    barrier: Barrier, queue: Any, index: int, url: str, key_file: str, vote: int, last: datetime
) -> None:
    """One process seals, the others still cast: their ``now`` was read before the deadline."""
    if index == 0:
        seal_in_process(barrier, queue, index, url, vote)
    else:
        cast_in_process(barrier, queue, index, url, key_file, vote, last)


@pytest.mark.slow
def test_parallel_casts_of_one_voter_leave_one_ballot(sqlite_database: Database, settings: Settings) -> None:
    vote = open_vote(sqlite_database)
    given = (sqlite_database.url, str(settings.signing_key_file), vote, cast.NOW)
    commitments = at_once(PARALLEL, cast_in_process, *given)
    with sqlite_database.reading() as session:
        ballots = list(session.scalars(select(Ballot.commitment)))
        replaced = set(session.scalars(select(ReplacedCommitment.commitment)))
        assert session.get_one(Vote, vote).cast == 1
        assert session.scalar(select(func.sum(VoteCollege.cast))) == 1
    assert len(ballots) == 1
    assert {*ballots, *replaced} == set(commitments)
    assert len(replaced) == PARALLEL - 1


@pytest.mark.slow
def test_two_sealers_have_one_effect(sqlite_database: Database, settings: Settings) -> None:
    vote = open_vote(sqlite_database)
    at_once(4, seal_in_process, sqlite_database.url, vote)
    with sqlite_database.reading() as session:
        types = Counter(session.scalars(select(LogEntry.type)))
        sequence = list(session.scalars(select(LogEntry.seq).order_by(LogEntry.seq)))
    assert types["urn-sealed"] == types["result"] == 1
    assert sequence == list(range(len(sequence)))


@pytest.mark.slow
@pytest.mark.parametrize("attempt", range(2))
def test_a_cast_at_the_closing_instant_is_counted_or_refused_never_both(
    sqlite_database: Database, settings: Settings, attempt: int
) -> None:
    vote = open_vote(sqlite_database)
    last = CLOSES - timedelta(microseconds=1)
    given = (sqlite_database.url, str(settings.signing_key_file), vote, last)
    answers = at_once(6, cast_or_seal, *given)
    acknowledged = {answer for answer in answers if isinstance(answer, str)}
    with sqlite_database.reading() as session:
        row = session.get_one(Vote, vote)
    urn = json.loads(row.recount or "")["urn"]
    assert {*urn["commitments"], *urn["replaced"]} == acknowledged
    assert len(urn["commitments"]) == row.cast == (1 if acknowledged else 0)


class Server:
    """The site of one data folder, that can be killed with everything it started."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "governance.cli", "serve", "--no-worker", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--data-dir", str(self.folder)],
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert listening(self.port, 60), "the server did not start"

    def kill(self) -> None:
        """SIGKILL to the whole group: nobody gets to tidy up."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def whole(database: Database, vote: int) -> dict[int, str]:
    """Check that no act is half written; the reason in the urn, by member."""
    with database.reading() as session:
        assert session.scalar(text("pragma integrity_check")) == "ok"
        rows = session.execute(
            select(VoteRight.member_id, VoteRight.cast_at, Ballot.paper)
            .outerjoin(Ballot, Ballot.right_id == VoteRight.id)
            .where(VoteRight.vote == vote)
        ).all()
        colleges = session.scalar(select(func.sum(VoteCollege.cast)).where(VoteCollege.vote == vote))
        counted = session.get_one(Vote, vote).cast
    assert all((cast_at is None) == (paper is None) for _, cast_at, paper in rows)
    found = {member: json.loads(paper)["reason"] for member, _, paper in rows if paper is not None}
    assert counted == colleges == len(found)
    return found


@pytest.mark.slow
def test_a_killed_server_loses_no_acknowledged_ballot(sqlite_database: Database, settings: Settings) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    vote = open_vote(sqlite_database, "ordinary", now=now, closes_at=now + timedelta(days=8))
    with sqlite_database.reading() as session:
        held = [
            (who, cast.member_id(session, name)) for who, (_, names) in cast.PEOPLE.items() for name in names
        ]
    server = Server(settings.data_dir, free_port())
    server.start()
    voters = [Voter(server.port, who, member, vote) for who, member in held]
    for voter in voters:
        voter.sign_in()
    try:
        for _ in range(int(os.environ.get("TIERSVOIX_CRASHES", "5"))):
            if server.process is None:
                server.start()
            threads = [threading.Thread(target=voter.cast_until_refused) for voter in voters]
            for thread in threads:
                thread.start()
            time.sleep(random.uniform(0.05, 0.8))
            server.kill()
            for thread in threads:
                thread.join(30)
            urn = whole(sqlite_database, vote)
            for voter in voters:
                stored = int(urn.get(voter.member, "0"))
                assert voter.acknowledged <= stored <= voter.sent
    finally:
        server.kill()
    assert sum(voter.acknowledged for voter in voters) > 0
