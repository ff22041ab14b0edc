"""The ground under every act: whole or not at all, in UTC, in turn."""

import base64
import json
import multiprocessing
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    create_engine,
    insert,
    make_url,
    text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session

from governance import schema, worker
from governance.app import create_app
from governance.config import Settings
from governance.db import Database, UTCDateTime
from governance.web.models import Network
from tests import cast

REVISIONS = Path(__file__).parent / "revisions"


def test_an_exception_leaves_nothing_behind(database: Database) -> None:
    def work(session: Session) -> None:
        session.get(Network, 1).name = "autre"  # type: ignore[union-attr]
        session.flush()
        raise KeyError

    with pytest.raises(KeyError):
        database.transact(work)
    with database.reading() as session:
        assert session.get(Network, 1).name == "Réseau d’essai"  # type: ignore[union-attr]


def test_a_reader_cannot_write(database: Database) -> None:
    with database.reading() as session, pytest.raises(DBAPIError):
        session.execute(text("update networks set name = 'x'"))


def test_a_moment_comes_back_in_utc_and_a_naive_one_is_refused(database: Database) -> None:
    paris = timezone(timedelta(hours=2))

    def tick(at: datetime) -> None:
        def work(session: Session) -> None:
            session.get(Network, 1).worker_ticked_at = at  # type: ignore[union-attr]

        database.transact(work)

    tick(datetime(2026, 7, 14, 20, 30, 0, 5, tzinfo=paris))
    with database.reading() as session:
        moment = session.get(Network, 1).worker_ticked_at  # type: ignore[union-attr]
    assert moment == datetime(2026, 7, 14, 18, 30, 0, 5, tzinfo=UTC)
    assert moment.tzinfo is UTC
    with pytest.raises(StatementError, match="time zone"):
        tick(datetime(2026, 7, 14, 20, 30))  # noqa: DTZ001


def _add(url: str, times: int) -> None:
    database = Database(url)

    def work(session: Session) -> None:
        network = session.get(Network, 1)
        assert network is not None
        network.clock_shift += 1

    for _ in range(times):
        database.transact(work)


@pytest.mark.slow
def test_writers_in_parallel_lose_nothing(sqlite_database: Database) -> None:
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_add, args=(sqlite_database.url, 25)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * 4
    with sqlite_database.reading() as session:
        assert session.get(Network, 1).clock_shift == 100  # type: ignore[union-attr]


def test_sqlite_is_set_up_to_keep_what_it_acknowledged(sqlite_database: Database) -> None:
    with sqlite_database.write_engine.connect() as connection:
        wanted = {"foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0, "busy_timeout": 10000}
        for pragma, value in wanted.items():
            assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value
        mode = connection.execute(text("PRAGMA journal_mode")).scalar()
        assert connection.execute(text("PRAGMA synchronous")).scalar() == (2 if mode == "wal" else 3)


def test_models_and_migrations_agree(sqlite_database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    assert not schema.pending(sqlite_database)
    with sqlite_database.read_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, schema.METADATA) == []


def revisions() -> list[str]:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(schema.MIGRATIONS))
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


def old_data(revision: str) -> dict[str, list[dict[str, object]]]:
    """What a network had in its tables at an earlier revision, written by the code of that time."""
    path = REVISIONS / f"{revision}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def put(database: Database, data: dict[str, list[dict[str, object]]]) -> None:
    """Rows as they stood, through the tables as the database itself describes them."""
    tables = MetaData()
    tables.reflect(database.read_engine)
    with database.write_engine.begin() as connection:
        for name, rows in data.items():
            table = tables.tables[name]
            written = [{k: _value(table.c[k], v) for k, v in row.items()} for row in rows]
            connection.execute(insert(table), written)
            if not database.is_sqlite and "id" in table.c and isinstance(table.c.id.type, Integer):
                counted = f"select setval(pg_get_serial_sequence('{name}', 'id'), max(id)) from {name}"
                connection.execute(text(counted))


def _value(column: Column[Any], written: object) -> object:
    if isinstance(written, str):
        if isinstance(column.type, LargeBinary):
            return base64.b64decode(written)
        if isinstance(column.type, Date):
            return date.fromisoformat(written)
        if isinstance(column.type, DateTime):
            return datetime.fromisoformat(written)
        if column.name.endswith(("_at", "_from")) or column.name == "t":
            return UTCDateTime().process_bind_param(datetime.fromisoformat(written), sqlite.dialect())
    return bool(written) if isinstance(column.type, Boolean) and written is not None else written


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without any table, on each engine in turn."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'old.db'}")
        yield database
        database.dispose()
        return
    url: str = request.getfixturevalue("postgresql_url")
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    name = f"old_{os.getpid()}"
    with server.connect() as connection:
        connection.execute(text(f"create database {name}"))
    database = Database(str(make_url(url).set(database=name).render_as_string(hide_password=False)))
    yield database
    database.dispose()
    with server.connect() as connection:
        connection.execute(text(f"drop database {name} with (force)"))
    server.dispose()


@pytest.mark.parametrize("revision", revisions())
def test_a_database_of_every_revision_is_brought_up_with_its_data(
    empty_database: Database, revision: str
) -> None:
    database, data = empty_database, old_data(revision)
    schema.upgrade(database, revision)
    put(database, data)
    schema.upgrade(database)
    assert not schema.pending(database)
    with database.reading() as session:
        for table in data:
            kept = session.execute(text(f"select count(*) from {table}")).scalar_one()
            assert kept == len(data[table]), table
        if database.is_sqlite:
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []


def test_an_old_network_goes_on_where_it_was(empty_database: Database, settings: Settings) -> None:
    """Its pages show, its open vote is cast, sealed and settled after the upgrade."""
    schema.upgrade(empty_database, "0001")
    put(empty_database, old_data("0001"))
    schema.upgrade(empty_database)
    app = create_app(settings, empty_database)
    client = app.test_client()
    for path in (
        "/proposals/",
        "/proposals/1",
        "/votes/1",
        "/votes/3",
        "/register/2026-001",
        "/rules/",
        "/circles/",
    ):
        assert client.get(path).status_code == 200, path
    assert "Coop Semailles" in client.get("/register/2026-001").get_data(as_text=True)
    role = client.get("/roles/facilitator", headers={"Accept-Language": "fr"}).get_data(as_text=True)
    assert "Préparer et tenir les réunions" in role, "the roles of its code have their rows"
    assert "Alice Martin" in client.get("/roles/").get_data(as_text=True), "who held an office still does"
    at = cast.NOW + timedelta(days=20)
    worker.tick(empty_database, settings, now=at)
    with empty_database.reading() as session:
        state = session.execute(text("select state from proposals where number = 2")).scalar_one()
    assert state != "decision", "its vote was counted and settled"
    app.extensions["tiersvoix.versions"]._kept.connection.close()  # which a server keeps as long as it lives


def test_the_database_still_refuses_what_must_never_be(empty_database: Database) -> None:
    """A table written anew by a migration keeps its checks."""
    schema.upgrade(empty_database, "0001")
    put(empty_database, old_data("0001"))
    schema.upgrade(empty_database)
    for refused in (
        "update proposals set state = 'adopted', standing = 1 where number = 2",
        "update proposals set state = 'adopted', vote = null where number = 3",
        "update proposals set state = 'elsewhere' where number = 3",
        "update proposals set kind = 'trial' where number = 3",
        "insert into decision_links (decision_id, earlier_id, kind) values (1, 1, 'amends')",
        "update mandates set office = ''",
        "update mandates set ended_on = '2026-03-02'",
    ):
        with pytest.raises(DBAPIError), empty_database.write_engine.begin() as connection:
            connection.execute(text(refused))


def test_an_election_under_way_keeps_what_it_lets_its_members_do(empty_database: Database) -> None:
    """Proposals of a succession copy its variants; those of one that is not there are free."""
    schema.upgrade(empty_database, "0001")
    put(empty_database, old_data("0001"))
    schema.upgrade(empty_database, "0002")
    with empty_database.read_engine.connect() as connection:
        role = connection.execute(text("select min(id) from roles")).scalar_one()
    succession: dict[str, object] = {"id": 7, "role_id": role, "kind": "without-candidate", "proposal": 1}
    succession |= {"among": "circle", "oneself": False, "passing": False, "proposes": "arguments", "why": ""}
    succession |= {"asks": True, "rule_id": "person", "starts_on": "2026-03-02", "outcome": ""}
    asked = {"role_name": "Facilitation", "person_name": ""}
    data: dict[str, list[dict[str, object]]] = {
        "successions": [succession | {"begun_at": "2026-03-02T09:00:00+00:00"}],
        "proposal_appointments": [
            {"proposal": 1, "succession": 7, **asked},
            {"proposal": 2, "succession": 8, **asked},
        ],
    }
    put(empty_database, data)
    schema.upgrade(empty_database)
    kept = text("select oneself, passing from proposal_appointments order by proposal")
    with empty_database.read_engine.connect() as connection:
        found = [tuple(map(bool, row)) for row in connection.execute(kept)]
    assert found == [(False, False), (True, True)]
