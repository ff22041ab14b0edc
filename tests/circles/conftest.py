"""The network of the tests, with its circles and roles."""

import pytest

from governance.db import Database
from tests.circles import network


@pytest.fixture
def founded(database: Database) -> Database:
    database.transact(network.found)
    return database


@pytest.fixture
def site(sqlite_database: Database) -> Database:
    sqlite_database.transact(network.found)
    return sqlite_database
