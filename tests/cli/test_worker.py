"""The one clock: what is due is done once, by whoever wakes; a failure stops nothing else."""

import logging
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from governance import clock, worker
from governance.config import Settings
from governance.db import Database
from governance.members.models import MailedToken
from governance.web.models import Network
from proposals import service as proposals
from proposals.service import Terms, Text
from tests import cast
from tests.cli.conftest import Run
from voting.models import Vote

LATER = cast.NOW + timedelta(days=1)


def open_quick_vote(database: Database) -> int:
    """A vote of one hour, opened at the moment of the cast."""

    def work(session):  # type: ignore[no-untyped-def]
        bob, alice = cast.person_id(session, "bob"), cast.person_id(session, "alice")
        number = proposals.draft(
            session,
            Text("Acheter une scie", "Une scie pour tous", "Texte"),
            Terms("network", "quick"),
            member_id=cast.member_id(session, "La Filature"),
            by=bob,
            now=cast.NOW,
        )
        proposals.submit(session, number, by=bob, now=cast.NOW)
        return proposals.put_to_vote(session, number, by=alice, now=cast.NOW)

    return database.transact(work)


def state(database: Database) -> tuple[object, ...]:
    with database.reading() as session:
        network = session.scalars(select(Network)).one()
        return network.worker_holder, network.worker_lease_until, network.worker_ticked_at


def test_a_tick_seals_and_settles_what_is_due(database: Database, settings: Settings) -> None:
    vote = open_quick_vote(database)
    assert worker.tick(database, settings, now=cast.NOW)
    with database.reading() as session:
        assert session.get_one(Vote, vote).sealed_at is None
    assert worker.tick(database, settings, now=LATER)
    with database.reading() as session:
        row = session.get_one(Vote, vote)
        assert (row.outcome, row.settled_at is not None) == ("void", True)


def test_a_tick_is_noted_and_gives_its_lease_back(database: Database, settings: Settings) -> None:
    worker.tick(database, settings, now=cast.NOW, holder="me")
    assert state(database) == ("me", None, cast.NOW)


def test_a_lease_keeps_others_out_until_it_ends(database: Database, settings: Settings) -> None:
    assert worker.take_lease(database, "one", cast.NOW)
    assert worker.take_lease(database, "one", cast.NOW)
    assert not worker.tick(
        database, settings, now=cast.NOW + worker.LEASE - timedelta(seconds=1), holder="two"
    )
    assert worker.tick(database, settings, now=cast.NOW + worker.LEASE, holder="two")


def test_giving_back_a_lease_that_is_another_s_changes_nothing(database: Database) -> None:
    worker.take_lease(database, "one", cast.NOW)
    worker.release(database, "two", cast.NOW)
    assert state(database) == ("one", cast.NOW + worker.LEASE, None)


def test_a_step_that_fails_is_logged_and_stops_no_other(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    vote = open_quick_vote(database)

    def broken(*_given: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(worker, "STEPS", (broken, *worker.STEPS))
    with caplog.at_level(logging.ERROR):
        assert worker.tick(database, settings, now=LATER)
    assert "broken on purpose" in caplog.text
    with database.reading() as session:
        assert session.get_one(Vote, vote).sealed_at is not None


def test_a_vote_that_fails_is_logged_and_leaves_the_others(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    done = []

    def act(_session: object, number: int) -> None:
        if number == 2:
            raise RuntimeError("broken on purpose")
        done.append(number)

    with caplog.at_level(logging.ERROR):
        worker.each(database, [1, 2, 3], act)
    assert done == [1, 3]
    assert "number 2" in caplog.text


def test_ended_links_are_forgotten(database: Database, settings: Settings) -> None:
    old = clock.now() - timedelta(days=30)
    token = MailedToken(token_hash="x", purpose="reset", person_id=1, created_at=old, expires_at=old)
    database.transact(lambda session: session.add(token))
    worker.tick(database, settings, now=cast.NOW)
    with database.reading() as session:
        assert session.scalars(select(MailedToken)).all() == []


def test_only_a_demonstration_has_a_clock_of_its_own(sqlite_database: Database, tmp_path: Path) -> None:
    shift = timedelta(days=400)
    sqlite_database.transact(
        lambda s: s.execute(update(Network).values(clock_shift=int(shift.total_seconds())))
    )
    real = worker.moment(sqlite_database, Settings(data_dir=tmp_path))
    moved = worker.moment(sqlite_database, Settings(data_dir=tmp_path, demo=True))
    assert shift <= moved - real < shift + timedelta(minutes=5)


@pytest.mark.slow
def test_two_workers_give_one_effect(sqlite_database: Database, settings: Settings) -> None:
    """Real processes, started together, twice, on the same votes: each is sealed and settled once."""
    votes = [open_quick_vote(sqlite_database) for _ in range(4)]
    words = [sys.executable, "-m", "governance.cli", "worker", "--once", "--data-dir", str(settings.data_dir)]
    for _ in range(2):
        running = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
        for process in running:
            _out, err = process.communicate(timeout=60)
            assert process.returncode == 0, err
            assert b"Traceback" not in err
    with sqlite_database.reading() as session:
        for vote in votes:
            assert session.get_one(Vote, vote).settled_at is not None
        types = [row for (row,) in session.execute(select(_types()))]
        assert [types.count(each) for each in ("urn-sealed", "result", "decision")] == [4, 4, 4]


def _types():  # type: ignore[no-untyped-def]
    from governance.register.models import LogEntry

    return LogEntry.type


@pytest.mark.slow
def test_a_worker_stops_cleanly(network: Path) -> None:
    words = [sys.executable, "-m", "governance.cli", "worker", "--data-dir", str(network)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        while "worker started" not in process.stderr.readline():
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(30) == 0
        assert "worker stopped" in process.stderr.read()


def test_once_says_so(run: Run, network: Path) -> None:
    said = run("worker", "--once", "--data-dir", network)
    assert (said.status, said.out) == (0, "Done.\n")
