"""The log: numbers without holes, exact bytes, nothing in it that the format does not allow."""

import hashlib
import json
import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from governance.db import Database
from governance.register import log
from governance.register.models import LogEntry
from tests import cast

PROCESSES, EACH = 6, 25


def entries(database: Database) -> list[LogEntry]:
    with database.reading() as session:
        return list(session.scalars(select(LogEntry).order_by(LogEntry.seq)))


def append_many(url: str) -> None:
    database = Database(url)
    for number in range(EACH):
        database.transact(lambda session, n=number: log.append(session, "review", {"n": n}, now=cast.NOW))
    database.dispose()


def test_an_entry_is_rfc_8785_bytes_with_its_rfc_6962_leaf_hash(database: Database) -> None:
    seq = database.transact(
        lambda session: log.append(session, "review", {"é": "l’été", "a": [1, {"b": -2}]}, now=cast.NOW)
    )
    entry = entries(database)[seq]
    assert (
        entry.entry
        == (
            '{"body":{"a":[1,{"b":-2}],"é":"l’été"},"network":"essai","seq":1,'
            '"t":"2026-03-02T09:00:00Z","type":"review","v":1}'
        ).encode()
    )
    assert entry.leaf_hash == hashlib.sha256(b"\x00" + entry.entry).digest()
    assert entry.t == cast.NOW


def test_numbers_start_at_zero_and_follow_each_other(database: Database) -> None:
    for expected in (1, 2, 3):
        seq = database.transact(lambda session: log.append(session, "review", {}, now=cast.NOW))
        assert seq == expected
    assert [entry.type for entry in entries(database)] == ["genesis", "review", "review", "review"]


def test_an_act_that_fails_takes_its_entry_with_it(database: Database) -> None:
    def fail(session: object) -> None:
        log.append(session, "review", {}, now=cast.NOW)
        raise LookupError

    with pytest.raises(LookupError):
        database.transact(fail)
    assert database.transact(lambda session: log.append(session, "review", {}, now=cast.NOW)) == 1


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        0.0,
        float("nan"),
        True,
        None,
        b"x",
        {1: "a"},
        "e\u0301",
        {"e\u0301": 1},
        [["ok", [2.0]]],
        2**53,
        "\ud800",
    ],
)
def test_what_the_format_does_not_allow_is_refused(sqlite_database: Database, value: object) -> None:
    def write(session: object) -> None:
        log.append(session, "review", {"deep": [value]}, now=cast.NOW)

    with pytest.raises(log.EntryError):
        sqlite_database.transact(write)
    assert len(entries(sqlite_database)) == 1


def test_an_unknown_type_is_refused(sqlite_database: Database) -> None:
    with pytest.raises(log.EntryError, match="ballot"):
        sqlite_database.transact(lambda session: log.append(session, "ballot", {}, now=cast.NOW))


def test_an_entry_stays_below_64_kib(sqlite_database: Database) -> None:
    empty = '{"body":{"a":""},"network":"essai","seq":1,"t":"2026-03-02T09:00:00Z","type":"review","v":1}'
    room = 65_535 - len(empty)
    with pytest.raises(log.EntryError, match="65536 bytes"):
        sqlite_database.transact(
            lambda session: log.append(session, "review", {"a": "x" * (room + 1)}, now=cast.NOW)
        )
    sqlite_database.transact(lambda session: log.append(session, "review", {"a": "x" * room}, now=cast.NOW))
    assert len(entries(sqlite_database)[1].entry) == 65_535


@pytest.mark.slow
def test_processes_writing_at_once_leave_no_hole_on_sqlite(sqlite_database: Database) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=append_many, args=(sqlite_database.url,)) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    found = entries(sqlite_database)
    assert [entry.seq for entry in found] == list(range(1 + PROCESSES * EACH))
    assert all(json.loads(entry.entry)["seq"] == entry.seq for entry in found)


def test_threads_writing_at_once_leave_no_hole(database: Database) -> None:
    def write(number: int) -> int:
        return database.transact(lambda session: log.append(session, "review", {"n": number}, now=cast.NOW))

    with ThreadPoolExecutor(8) as pool:
        given_out = list(pool.map(write, range(40)))
    assert sorted(given_out) == list(range(1, 41))
    with database.reading() as session:
        assert session.scalar(select(func.max(LogEntry.seq))) == 40


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(json_values)
def test_a_commitment_opens_with_its_value_only(value: object) -> None:
    commitment, r = log.commit_value(value)
    assert len(bytes.fromhex(r)) == 32
    assert commitment == hashlib.sha256(bytes.fromhex(r) + log.canonical(value)).hexdigest()
    assert log.opens(commitment, r, value)
    assert not log.opens(commitment, r, [value])


def test_two_commitments_to_one_value_cannot_be_linked() -> None:
    assert log.commit_value("Alice Martin")[0] != log.commit_value("Alice Martin")[0]


@pytest.mark.parametrize("r", ["", "zz", "00" * 31, "é"])
def test_a_malformed_opening_opens_nothing(r: str) -> None:
    assert not log.opens(log.commit_value("x")[0], r, "x")
