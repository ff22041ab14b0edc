"""The database: two engines, one way to write, UTC times only.

SQLite (docs/decisions/0002-database.md): writers pass a gate (a file lock) before ``BEGIN IMMEDIATE``, so
that no writer starves and no read-then-write is ever upgraded; readers have an engine of their own that
cannot write. PostgreSQL: READ COMMITTED with explicit locks, and a retry on serialisation failures
and deadlocks.
"""

import fcntl
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import ModuleType
from typing import Any, TypeVar, cast

from sqlalchemy import DateTime, Engine, MetaData, String, TypeDecorator, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session

T = TypeVar("T")

WAL_SAFE = (3, 51, 3)  # below, a race in WAL recovery can corrupt the file
RETRIED = {"40001", "40P01"}  # serialization_failure, deadlock_detected (PostgreSQL, appendix A)
ATTEMPTS = 6
KEPT = "kept"  # in the facts of a session that only reads: what it was asked once


class Base(DeclarativeBase):
    """Every table; constraint names follow one convention, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC, to the microsecond; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        return dialect.type_descriptor(String(32) if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Any) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without time zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return value.astimezone(UTC)  # type: ignore[no-any-return]


def sqlite_module() -> ModuleType:
    """The SQLite in use: the wheel's where there is one, the standard library's elsewhere."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return sqlite3
    return dbapi2  # type: ignore[no-any-return]


def sqlite_version() -> tuple[int, ...]:
    return tuple(int(part) for part in sqlite_module().sqlite_version.split("."))


class Database:
    """One database of one network: ``reading()`` for queries, ``transact(work)`` for acts."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        if self.is_sqlite:
            module = sqlite_module()
            self.path = url.removeprefix("sqlite:///")
            self._gate = f"{self.path}.gate"
            self.write_engine = create_engine(url, module=module)
            self.read_engine = create_engine(url, module=module)
            _prepare_sqlite(self.write_engine, begin="BEGIN IMMEDIATE", query_only=False)
            _prepare_sqlite(self.read_engine, begin="BEGIN", query_only=True)
        else:
            self.write_engine = create_engine(url, pool_pre_ping=True)
            self.read_engine = create_engine(
                url,
                pool_pre_ping=True,
                execution_options={"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"},
            )

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and cannot write."""
        with self.reader() as session:
            yield session

    def reader(self) -> Session:
        """The same, for who closes it."""
        return Session(self.read_engine, expire_on_commit=False, info={KEPT: {}})

    def transact(self, work: Callable[[Session], T]) -> T:
        """Run ``work`` in one write transaction and commit; any exception leaves nothing behind.

        The only place that commits. ``work`` may run again after a serialisation failure, so it has no effect
        outside the session: no mail, no network, no password hashing.
        """
        for attempt in range(ATTEMPTS):
            try:
                with self._through_gate(), Session(self.write_engine, expire_on_commit=False) as session:
                    result = work(session)
                    session.commit()
                    return result
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in RETRIED or attempt == ATTEMPTS - 1:
                    raise
                time.sleep(random.uniform(0, 0.02) * 2**attempt)
        raise AssertionError("unreachable")

    @contextmanager
    def _through_gate(self) -> Iterator[None]:
        """Writers queue on a file lock: SQLite's own busy handler sleeps and starves."""
        if not self.is_sqlite:
            yield
            return
        with open(self._gate, "ab") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield

    def dispose(self) -> None:
        self.read_engine.dispose()
        self.write_engine.dispose()


def kept(session: Session, what: str, read: Callable[[], T]) -> T:
    """What ``read`` gives, asked for once by a session that only reads: it sees one state of the database."""
    known = session.info.get(KEPT)
    if known is None:
        return read()
    if what not in known:
        known[what] = read()
    return cast(T, known[what])


def _prepare_sqlite(engine: Engine, *, begin: str, query_only: bool) -> None:
    wal = sqlite_version() >= WAL_SAFE

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "foreign_keys=ON",
            "busy_timeout=10000",
            "secure_delete=ON",
            "trusted_schema=OFF",
            f"journal_mode={'WAL' if wal else 'DELETE'}",
            f"synchronous={'FULL' if wal else 'EXTRA'}",
            f"query_only={'ON' if query_only else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)
