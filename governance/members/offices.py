"""The offices of the network, steward and facilitator: entrusted with dates, in the log without a name."""

import secrets
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from governance.errors import NotFound
from governance.members.errors import AlreadyEnded, AlreadyHolds, BadDates, LastSteward
from governance.members.models import Mandate, Person
from governance.members.queries import in_force
from governance.register import log

STEWARD, FACILITATOR = "steward", "facilitator"
OFFICES = (STEWARD, FACILITATOR)


def entrust(
    session: Session,
    *,
    person_id: int,
    office: str,
    starts_on: date,
    ends_on: date | None,
    now: datetime,
    by: int | None = None,
) -> int:
    """A person holds an office on these dates; returns the number of the mandate.

    Raises BadDates, AlreadyHolds.
    """
    if ends_on is not None and ends_on <= starts_on:
        raise BadDates(starts=starts_on)
    if (holder := _holder(session, person_id, office, starts_on, ends_on)) is not None:
        raise AlreadyHolds(person=holder)
    mandate = Mandate(
        person_id=person_id,
        office=office,
        starts_on=starts_on,
        ends_on=ends_on,
        salt=secrets.token_hex(32),
        recorded_by=by,
    )
    session.add(mandate)
    session.flush()
    _record(session, mandate, now=now)
    return mandate.id


def end_mandate(session: Session, *, mandate_id: int, on: date, by: int | None, now: datetime) -> None:
    """A mandate ends; ``on`` is the first day without. Raises AlreadyEnded, BadDates, LastSteward."""
    mandate = session.scalar(select(Mandate).where(Mandate.id == mandate_id).with_for_update())
    if mandate is None:
        raise NotFound
    if mandate.ends_on is not None and mandate.ends_on <= on:
        raise AlreadyEnded
    if on < mandate.starts_on:
        raise BadDates(starts=mandate.starts_on)
    others = select(Mandate.id).where(
        Mandate.office == STEWARD, Mandate.id != mandate_id, in_force(Mandate.starts_on, Mandate.ends_on, on)
    )
    if mandate.office == STEWARD and session.scalar(others.limit(1)) is None:
        raise LastSteward
    mandate.ends_on = on
    session.flush()
    _record(session, mandate, now=now)


def commitment(salt: str, name: str) -> str:
    """SHA-256(r ‖ JCS(name)), hexadecimal: what the log keeps of a holder (``r``: 32 bytes, hexadecimal)."""
    return log.fingerprint(bytes.fromhex(salt) + log.canonical(name))


def _record(session: Session, mandate: Mandate, *, now: datetime) -> None:
    name = session.scalar(select(Person.name).where(Person.id == mandate.person_id)) or ""
    mandate.salt = mandate.salt or secrets.token_hex(32)
    session.flush()
    body: dict[str, log.Json] = {
        "mandate": mandate.id,
        "office": mandate.office,
        "holder": commitment(mandate.salt, name),
        "starts_on": mandate.starts_on.isoformat(),
        "ends_on": mandate.ends_on.isoformat() if mandate.ends_on else "",
    }
    log.append(session, "mandate", body, now=now)


def _holder(
    session: Session, person_id: int, office: str, starts_on: date, ends_on: date | None
) -> str | None:
    query = (
        select(Person.name)
        .join(Mandate, Mandate.person_id == Person.id)
        .where(
            Person.id == person_id,
            Mandate.office == office,
            or_(Mandate.ends_on.is_(None), Mandate.ends_on > starts_on),
        )
    )
    if ends_on is not None:
        query = query.where(Mandate.starts_on < ends_on)
    return session.scalar(query.limit(1))
