"""Numbers of what public pages are built from, and the ETag made of them."""

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import text
from sqlalchemy.orm import Session

from governance import __version__, clock
from governance.db import Database

QUERY = "select subject, number from page_versions"


def touch(session: Session, *subjects: str) -> None:
    """Say, in the transaction of an act, that pages built from ``subjects`` have changed."""
    for subject in subjects:
        session.execute(
            text(
                "insert into page_versions (subject, number) values (:subject, 1) "
                "on conflict (subject) do update set number = page_versions.number + 1"
            ),
            {"subject": subject},
        )


@dataclass(frozen=True)
class Recipe:
    """What a page is made of: subjects, the clock or not, and what sets it apart (address, language)."""

    subjects: tuple[str, ...]
    every_minute: bool
    parts: tuple[str, ...]

    def etag(self, versions: Mapping[str, int]) -> str:
        """The ETag of the page as things stand."""
        numbers = [f"{subject}={versions.get(subject, 0)}" for subject in self.subjects]
        minute = [f"{clock.now():%Y%m%d%H%M}"] if self.every_minute else []
        return hashlib.sha256("\n".join((__version__, *self.parts, *numbers, *minute)).encode()).hexdigest()[
            :32
        ]


class Versions:
    """The numbers in force, read on a connection that each thread keeps for that: one statement, no more."""

    def __init__(self, database: Database) -> None:
        self._engine = database.read_engine
        self._kept = threading.local()

    def read(self) -> dict[str, int]:
        """{subject: number}."""
        try:
            return self._read()
        except Exception:  # the server was restarted, or the file replaced: once more on a new connection
            self._kept.connection = None
            return self._read()

    def _read(self) -> dict[str, int]:
        cursor = self._connection().cursor()
        try:
            cursor.execute(QUERY)
            return dict(cursor.fetchall())
        finally:
            cursor.close()

    def _connection(self) -> Any:
        connection = getattr(self._kept, "connection", None)
        if connection is None:
            connection = self._kept.connection = self._engine.raw_connection()
            if self._engine.dialect.name == "postgresql":
                cast(Any, connection.driver_connection).autocommit = True
        return connection
