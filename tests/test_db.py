"""The ground under every act: whole or not at all, in UTC, in turn."""

import multiprocessing
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session

from governance import schema
from governance.db import Database
from governance.web.models import Network
from tests import cast


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


@pytest.mark.parametrize("revision", revisions())
def test_a_database_of_every_revision_is_brought_up_with_its_data(tmp_path, revision: str) -> None:  # type: ignore[no-untyped-def]
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    schema.upgrade(database, revision)
    if revision == revisions()[-1]:
        database.transact(cast.found)
    schema.upgrade(database)
    assert not schema.pending(database)
    with database.reading() as session:
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
