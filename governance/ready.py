"""A database ready for use: present, migrated, with its network in it."""

from sqlalchemy import inspect, select

from governance import schema
from governance.config import Settings
from governance.db import Database
from governance.errors import N_, Refusal
from governance.web.models import Network


class NoNetwork(Refusal):
    """The folder or the database holds no network yet."""

    sentence = N_(
        "There is no network in %(where)s. Make one with “tiersvoix init”, or try “tiersvoix demo”."
    )


def exists(settings: Settings) -> bool:
    """Whether there is a database at all: for SQLite, its file."""
    return (
        not settings.is_sqlite or (settings.data_dir / "tiersvoix.db").exists() or bool(settings.database_url)
    )


def holds_network(database: Database) -> bool:
    """Whether the network row is there; false for a database without tables."""
    with database.reading() as session:
        there = inspect(session.connection()).has_table("networks")
        return there and session.scalar(select(Network.id)) is not None


def database(settings: Settings) -> Database:
    """The database of an existing network, brought up to date. Raises NoNetwork."""
    if not exists(settings):
        raise NoNetwork(where=settings.data_dir)
    database = Database(settings.url)
    if not holds_network(database):
        raise NoNetwork(where=settings.data_dir)
    if schema.pending(database):
        schema.upgrade(database)
    return database
