"""What a view asks of the request: the database, the visitor, the network, the moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar, cast

from flask import current_app, g
from flask_login import current_user
from sqlalchemy import text
from sqlalchemy.orm import Session

from governance import clock
from governance.config import Settings
from governance.db import Database
from governance.web import zone
from governance.web.versions import Versions
from governance.web.visitor import Visitor

T = TypeVar("T")


@dataclass(frozen=True)
class NetworkFacts:
    """The network as every page names it."""

    slug: str
    name: str
    locale: str
    time_zone: str
    members_public: bool
    clock_shift: int


NO_NETWORK = NetworkFacts("", "Tiers-Voix", "fr", "Europe/Paris", False, 0)
NETWORK = text("select slug, name, locale, time_zone, members_public, clock_shift from networks")


def settings() -> Settings:
    return cast(Settings, current_app.extensions["tiersvoix.settings"])


def database() -> Database:
    return cast(Database, current_app.extensions["tiersvoix.database"])


def reading() -> Session:
    """The read-only session of this request; closed with it."""
    if "reading" not in g:
        g.reading = database().reader()
    return cast(Session, g.reading)


def note_versions() -> None:
    """Read the numbers of public pages first: what a page then shows is never older than they say."""
    g.versions = cast(Versions, current_app.extensions["tiersvoix.versions"]).read()


def versions() -> dict[str, int]:
    """The numbers of public pages as they were when the request came."""
    return cast(dict[str, int], g.versions)


def transact(work: Callable[[Session], T]) -> T:
    """Run an act in its own write transaction; what was read before it is read again after."""
    close_reading()
    return database().transact(work)


def close_reading(_error: BaseException | None = None) -> None:
    session = g.pop("reading", None)
    if session is not None:
        session.close()


def visitor() -> Visitor:
    """Who is looking; an anonymous Visitor where nobody has signed in."""
    return cast(Visitor, current_user._get_current_object())


def network() -> NetworkFacts:
    """The network, read once a request."""
    if "network" not in g:
        row = reading().execute(NETWORK).one_or_none()
        g.network = NetworkFacts(*row) if row else NO_NETWORK
        if row:
            zone.known(reading(), row.time_zone)
    return cast(NetworkFacts, g.network)


def moment() -> datetime:
    """Now, in UTC; in a demonstration, as far on as its clock was moved."""
    return clock.now(timedelta(seconds=network().clock_shift)) if settings().demo else clock.now()
