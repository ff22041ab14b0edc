"""The offices of the network, steward and facilitator: entrusted with dates, in the log without a name."""

import secrets
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from governance.errors import NotFound
from governance.members.errors import AlreadyEnded, AlreadyHolds, BadDates, LastSteward
from governance.members.models import CollegeMembership, Mandate, Person, Representation
from governance.members.models_roles import MandateEvent, Role, RoleVersion
from governance.members.queries import mandate_holds
from governance.register import log
from governance.web import zone as zone_of
from governance.web.public import touch

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
    _note(session, mandate, "entrusted", by=by, now=now)
    return mandate.id


def end_mandate(session: Session, *, mandate_id: int, on: date, by: int | None, now: datetime) -> None:
    """A mandate ends; ``on`` is the first day without. Raises AlreadyEnded, BadDates, LastSteward."""
    mandate = session.scalar(select(Mandate).where(Mandate.id == mandate_id).with_for_update())
    if mandate is None or mandate.role_id is not None:  # a role is given back, or taken back by a decision
        raise NotFound
    if mandate.ends_on is not None and mandate.ends_on <= on:
        raise AlreadyEnded
    if on < mandate.starts_on:
        raise BadDates(starts=mandate.starts_on)
    keep_a_steward(session, mandate, on=on)
    mandate.ends_on = on
    session.flush()
    _note(session, mandate, "ended", by=by, now=now)


def end_with_member(
    session: Session,
    member_id: int,
    *,
    on: date,
    of_college: str | None = None,
    by: int | None,
    now: datetime,
) -> None:
    """What was held for a member ends when that day begins: it left, or (``of_college``) left that college,
    whose seats are then held by nobody. Raises LastSteward.
    """
    held = select(Mandate).where(Mandate.member_id == member_id, _lasts_beyond(on))
    for mandate in session.scalars(held.order_by(Mandate.id).with_for_update()):
        if of_college is None or _college(session, mandate.role_id) == of_college:
            _leave(session, mandate, on, by=by, now=now)


def end_with_voice(
    session: Session, member_id: int, person_id: int, *, on: date, by: int | None, now: datetime
) -> None:
    """What a person holds for a member ends when the first day begins, from ``on`` and its own first day on,
    on which they do not speak for it. Raises LastSteward.
    """
    held = select(Mandate).where(
        Mandate.member_id == member_id, Mandate.person_id == person_id, _lasts_beyond(on)
    )
    for mandate in session.scalars(held.order_by(Mandate.id).with_for_update()):
        end_in_time(session, mandate, spoken=max(on, mandate.starts_on), by=by, now=now)


def end_in_time(
    session: Session,
    mandate: Mandate,
    *,
    spoken: date,
    of_college: tuple[str, date] | None = None,
    by: int | None,
    now: datetime,
) -> None:
    """A mandate held for a member ends when the first day begins, from ``spoken`` on, on which its holder
    does not speak for it or, from a day on, on which it is not in a college. Raises LastSteward.

    A period that follows another without a day between goes on with it.
    """
    voices = select(Representation.starts_on, Representation.ends_on).where(
        Representation.member_id == mandate.member_id, Representation.person_id == mandate.person_id
    )
    ends = [_first_without(session, voices.order_by(Representation.starts_on), spoken)]
    if of_college is not None:
        belongs, since = CollegeMembership, of_college[1]
        there = select(belongs.starts_on, belongs.ends_on).where(
            belongs.member_id == mandate.member_id, belongs.college_id == of_college[0]
        )
        ends.append(_first_without(session, there.order_by(belongs.starts_on), since))
    on = min((day for day in ends if day is not None), default=None)
    lasts = min((day for day in (mandate.ends_on, mandate.ended_on) if day is not None), default=None)
    if on is not None and (lasts is None or on < lasts):
        _leave(session, mandate, on, by=by, now=now)


def _first_without(session: Session, periods: Select[date, date | None], on: date) -> date | None:
    """The first day from ``on`` on that lies in none of the periods; None where none is known."""
    until = on
    for starts, ends in session.execute(periods):
        if starts <= until and ends is None:
            return None
        if starts <= until and ends is not None:
            until = max(until, ends)
    return until


def _lasts_beyond(on: date) -> ColumnElement[bool]:
    return and_(
        or_(Mandate.ends_on.is_(None), Mandate.ends_on > on),
        or_(Mandate.ended_on.is_(None), Mandate.ended_on > on),
    )


def _leave(session: Session, mandate: Mandate, on: date, *, by: int | None, now: datetime) -> None:
    keep_a_steward(session, mandate, on=on)
    midnight = datetime.combine(on, time(), ZoneInfo(zone_of.name(session)))
    mandate.ended_on, mandate.ended_at, mandate.end_kind = on, midnight, "left"
    session.flush()
    session.add(MandateEvent(mandate_id=mandate.id, kind="ended", on=on, at=now, by=by))
    slug = session.scalar(select(Role.slug).where(Role.id == mandate.role_id)) or ""
    record(session, mandate, role=slug, kind="ended", now=now)
    touch(session, "circles")


def _college(session: Session, role_id: int | None) -> str | None:
    """The college that a role belongs to."""
    said = select(RoleVersion.college_id).where(RoleVersion.role_id == role_id)
    return session.scalar(said.order_by(RoleVersion.number.desc()).limit(1))


def keep_a_steward(session: Session, mandate: Mandate, *, on: date) -> None:
    """Raises LastSteward when ending this mandate on that day would leave the network without any."""
    others = select(Mandate.id).where(Mandate.office == STEWARD, Mandate.id != mandate.id, mandate_holds(on))
    if mandate.office == STEWARD and session.scalar(others.limit(1)) is None:
        raise LastSteward


def commitment(salt: str, name: str) -> str:
    """SHA-256(r ‖ JCS(name)), hexadecimal: what the log keeps of a holder (``r``: 32 bytes, hexadecimal)."""
    return log.fingerprint(bytes.fromhex(salt) + log.canonical(name))


def _note(session: Session, mandate: Mandate, kind: str, *, by: int | None, now: datetime) -> None:
    session.add(MandateEvent(mandate_id=mandate.id, kind=kind, on=mandate.ends_on, at=now, by=by))
    record(session, mandate, kind=kind, now=now)
    touch(session, "circles", "members")


def record(
    session: Session, mandate: Mandate, *, kind: str, role: str = "", decision: str = "", now: datetime
) -> None:
    """The entry of the log: the mandate as it is after an act, its holder as a commitment."""
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
    if role:
        body |= {"role": role, "seat": mandate.seat or 0, "act": kind, "decision": decision}
        body["ended_on"] = mandate.ended_on.isoformat() if mandate.ended_on else ""
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
            Mandate.role_id.is_(None),
            or_(Mandate.ends_on.is_(None), Mandate.ends_on > starts_on),
        )
    )
    if ends_on is not None:
        query = query.where(Mandate.starts_on < ends_on)
    return session.scalar(query.limit(1))
