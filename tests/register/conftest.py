"""A register with decisions in it, behind the pages."""

from dataclasses import replace

import pytest

from governance.db import Database
from governance.register import service
from governance.register.entries import Link
from tests import cast
from tests.register.samples import FUND, ROOMS, SAW, SECRET


@pytest.fixture
def register(sqlite_database: Database) -> Database:
    """2025-001 secret; 2026-001 fund, 2026-002 rooms (rejected), 2026-003 saw, which amends the fund."""
    decisions = (SECRET, FUND, ROOMS, replace(SAW, links=[Link("amends", "2026-001")]))
    for one in decisions:
        sqlite_database.transact(lambda session, one=one: service.record(session, one, now=cast.NOW))
    return sqlite_database
