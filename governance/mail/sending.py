"""Sending what is due: the worker's part. Two workers send each mail once."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from governance.config import Settings
from governance.db import Database
from governance.mail.delivery import Carrier, Undeliverable, carrier
from governance.mail.kinds import KINDS
from governance.mail.letters import Letter, Writer, is_late
from governance.mail.models import Outgoing
from governance.mail.queries import is_waiting
from governance.members import tokens
from governance.members.models import Person

RETRIES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
BATCH = 100  # mails of one call; the next tick takes the others
ERROR_LENGTH = 300
PATHS = {"join": "/join/", "reset": "/reset/"}
Composer = Callable[[Session, int, dict[str, Any], datetime], dict[str, Any] | None]
"""From a person and what is to be read, at a moment, to what the mail says; None for nothing any more."""
NO_COMPOSERS: Mapping[str, Composer] = {}


@dataclass(frozen=True)
class Due:
    """A mail whose moment has come, with the person it is for."""

    id: int
    key: str
    kind: str
    facts: dict[str, Any]
    attempts: int
    person_id: int
    name: str
    email: str
    locale: str | None
    mails: str


@dataclass(frozen=True)
class Office:
    """What it takes to send."""

    database: Database
    settings: Settings
    writer: Writer
    composers: Mapping[str, Composer]


def send_due(
    database: Database, settings: Settings, *, now: datetime, composers: Mapping[str, Composer] = NO_COMPOSERS
) -> int:
    """Send the mails that are due; the number sent. A kind that is composed waits for its composer.

    A mail is claimed first, which also says when to try again: a crash loses nothing. The network is only
    used outside transactions. When the server does not answer, the others wait for the next call.
    """
    with database.reading() as session:
        due = _due(session, now, composers)
    if not due:
        return 0
    office = Office(database, settings, Writer(database, settings), composers)
    sent = 0
    with carrier(settings) as carrying:
        for mail in due:
            try:
                sent += _send(office, mail, carrying, now)
            except Undeliverable as failure:
                _note_failure(database, mail, failure, now)
                if failure.server:
                    break
    return sent


def _due(session: Session, now: datetime, composers: Mapping[str, Composer]) -> list[Due]:
    later = [name for name, kind in KINDS.items() if kind.composed and name not in composers]
    columns = select(
        Outgoing.id, Outgoing.key, Outgoing.kind, Outgoing.facts, Outgoing.attempts,
        Outgoing.person_id, Person.name, Person.email, Person.locale, Person.mails,
    )  # fmt: skip
    waiting = columns.join(Person, Person.id == Outgoing.person_id).where(
        is_waiting(), Outgoing.due_at <= now, Outgoing.kind.not_in(later)
    )
    rows = session.execute(waiting.order_by(Outgoing.due_at, Outgoing.id).limit(BATCH))
    return [Due(**{**row._mapping, "facts": json.loads(row.facts)}) for row in rows]


def _send(office: Office, mail: Due, carrying: Carrier, now: datetime) -> int:
    kind, database = KINDS[mail.kind], office.database
    wanted = kind.convocation or mail.mails == "all"
    if not wanted or is_late(kind, mail.facts, now):
        database.transact(lambda session: _mark(session, mail, dropped_at=now))
        return 0
    letter = database.transact(lambda session: _claim(session, office, mail, now))
    if letter is None:
        return 0
    try:
        message = office.writer.write(letter, now=now)
    except ValueError as error:
        raise Undeliverable(str(error), final=True) from error
    carrying.carry(message, letter)
    database.transact(lambda session: _mark(session, mail, sent_at=now, last_error=""))
    return 1


def _claim(session: Session, office: Office, mail: Due, now: datetime) -> Letter | None:
    """Take the mail if nobody else has, and mint the secret links it carries; None if somebody has, or if it
    has nothing to say any more.
    """
    again = now + RETRIES[min(mail.attempts, len(RETRIES) - 1)]
    taken = session.execute(
        update(Outgoing)
        .where(Outgoing.id == mail.id, Outgoing.attempts == mail.attempts, is_waiting())
        .values(attempts=mail.attempts + 1, due_at=again)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return None
    if KINDS[mail.kind].composed:
        said = office.composers[mail.kind](session, mail.person_id, mail.facts, now)
        if said is None:
            _mark(session, mail, dropped_at=now)
            return None
        mail = replace(mail, facts=said)
    return _letter(session, office.settings, mail, now)


def _letter(session: Session, settings: Settings, mail: Due, now: datetime) -> Letter:
    kind, address = KINDS[mail.kind], settings.address.rstrip("/")
    link, ends_at, unsubscribe = address + str(mail.facts.get("path", "/")), None, None
    if kind.token:
        link = address + PATHS[kind.token] + tokens.mint(session, kind.token, mail.person_id, now)
        ends_at = now + tokens.LIFETIMES[kind.token]
    if not kind.convocation:
        unsubscribe = f"{address}/mails/{tokens.mint(session, tokens.MAILS, mail.person_id, now)}"
    return Letter(
        id=mail.id, key=mail.key, kind=mail.kind, facts=mail.facts, name=mail.name, email=mail.email,
        lang=mail.locale or settings.locale, link=link, link_ends_at=ends_at, unsubscribe=unsubscribe,
    )  # fmt: skip


def _note_failure(database: Database, mail: Due, failure: Undeliverable, now: datetime) -> None:
    why = str(failure)[:ERROR_LENGTH]
    if failure.final or mail.attempts >= len(RETRIES):
        database.transact(lambda session: _mark(session, mail, given_up_at=now, last_error=why))
    else:
        database.transact(lambda session: _mark(session, mail, last_error=why))


def _mark(session: Session, mail: Due, **values: object) -> None:
    session.execute(update(Outgoing).where(Outgoing.id == mail.id, is_waiting()).values(**values))
