"""A new network, from an empty folder to its first steward's link."""

import json
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from governance import clock, ready, schema
from governance.config import Settings
from governance.db import Database
from governance.errors import N_, Refusal
from governance.members import service as members
from governance.members import tokens
from governance.members.names import fold
from governance.register import keys
from governance.rules import code, service
from governance.web.secret import secret_key


class NetworkThere(Refusal):
    """A folder serves one network, which is never made anew over another."""

    sentence = N_("There is already a network in %(folder)s; nothing was changed.")


def empty_database(settings: Settings) -> Database:
    """A folder closed to others, the signing key, and tables without a row. Raises NetworkThere."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if ready.exists(settings):
        database = Database(settings.url)
        if ready.holds_network(database):
            database.dispose()
            raise NetworkThere(folder=settings.data_dir)
    else:
        database = Database(settings.url)
    settings.data_dir.chmod(0o700)
    if not settings.signing_key_file.exists():
        keys.make(settings.signing_key_file)
    secret_key(settings)
    schema.upgrade(database)
    return database


def found(settings: Settings, text: str, *, name: str | None, steward_name: str, steward_mail: str) -> str:
    """Make the network with this social code; returns the address by which its first steward joins.

    Raises NetworkThere, NotASocialCode.
    """
    text = renamed(text, name) if name else text
    rules = code.read(text)
    now = clock.now()
    today = now.astimezone(ZoneInfo(rules.time_zone)).date()
    database = empty_database(settings)

    def work(session: Session) -> str:
        members.found(
            session,
            slug=slug(rules.name),
            name=rules.name,
            time_zone=rules.time_zone,
            locale=settings.locale,
            now=now,
        )
        person = members.add_person(session, name=steward_name, email=steward_mail, now=now)
        service.adopt(session, text, by=person, now=now)
        entrust(session, person, today, now)
        return tokens.mint(session, tokens.JOIN, person, now)

    try:
        token = database.transact(work)
    finally:
        database.dispose()
    return f"{settings.address.rstrip('/')}/join/{token}"


def entrust(session: Session, person: int, today: date, now: datetime) -> None:
    """The first steward also facilitates, until others are named."""
    for office in ("steward", "facilitator"):
        members.entrust(session, person_id=person, office=office, starts_on=today, ends_on=None, now=now)


def renamed(text: str, name: str) -> str:
    """The social code under another name: its own line, which comes before every table."""
    line = f"name = {json.dumps(name, ensure_ascii=False)}"
    return re.sub(r"(?m)^name\s*=.*$", lambda _found: line, text, count=1)


def slug(name: str) -> str:
    """ "reseau-des-tiers-lieux": the name of the network in its log, for ever."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:64] or "network"
