"""Everything that happened to a role: its versions with what each changed, its mandates, the gaps between."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import renewal, revoking
from governance.circles.facts import Difference, Event, History, Holder, VersionFacts
from governance.circles.queries_roles import all_colleges, holders, term
from governance.circles.terms import elapsed, rank, vacancies
from governance.errors import NotFound
from governance.members.models import Mandate, Person
from governance.members.models_roles import MandateEvent, Role, RoleVersion
from governance.members.roles import Description, description

Conditions = tuple[revoking.Condition, ...]
Days = tuple[tuple[date, tuple[int, ...]], ...]


def history(session: Session, role_id: int, on: date | None = None) -> History:
    """The whole history of a role, until the day ``on`` where gaps are looked for. Five queries.

    Raises NotFound.
    """
    slug = session.scalar(select(Role.slug).where(Role.id == role_id))
    if slug is None:
        raise NotFound
    versions = _versions(session, role_id)
    mandates = holders(session, all_colleges(session), slug=slug)
    months, seats = versions[0].what.term_months, versions[0].what.seats
    known = [term(each) for each in mandates]
    shown = [
        replace(
            each,
            rank=None if each.provisional else rank(known, each.person_id, each.starts_on, months=months),
            elapsed=elapsed(each.starts_on, each.until, on) if on else each.elapsed,
        )
        for each in mandates
    ]
    gaps = _gaps(mandates, seats, on) if on and mandates else []
    return History(versions, tuple(reversed(shown)), _events(session, role_id), tuple(gaps))


def renewed(what: Description, mandates: Iterable[Holder], on: date) -> Days:
    """The next days on which seats are renewed, with the seats; none where they are renewed all together."""
    found = renewal.of(what, [term(each) for each in mandates]) if what.renewal > 1 else None
    return found.next(what.seats, on) if found else ()


def revocable(what: Description, found: History, on: date) -> dict[int, tuple[Conditions, ...]]:
    """What is met today of what the role asks for before a mandate is taken back, by mandate in force or to
    come; each alternative apart.
    """
    return {
        each.mandate_id: tuple(
            revoking.looked_at(one, found.events.get(each.mandate_id, ()), on) for one in what.revocation
        )
        for each in found.mandates
        if what.revocation and (each.until is None or each.until > on)
    }


def _gaps(mandates: list[Holder], seats: int, on: date) -> list[tuple[int, date, date]]:
    """Where nobody held a seat that somebody had held before."""
    known = [term(each) for each in mandates]
    found = []
    for seat in range(1, seats + 1):
        begun = [each.starts for each in known if each.seat == seat and not each.is_empty]
        if begun and min(begun) < on:
            found += [(seat, start, end) for start, end in vacancies(known, seat, min(begun), on)]
    return sorted(found, key=lambda gap: gap[1], reverse=True)


def _versions(session: Session, role_id: int) -> tuple[VersionFacts, ...]:
    rows = session.scalars(
        select(RoleVersion).where(RoleVersion.role_id == role_id).order_by(RoleVersion.number)
    )
    found: list[VersionFacts] = []
    for row in rows:
        what = description({name: getattr(row, name) for name in Description.__dataclass_fields__})
        changed = differences(found[-1].what, what) if found else ()
        found.append(VersionFacts(row.number, what, row.adopted_at, row.decision, changed))
    return tuple(reversed(found))


def differences(before: Description, after: Description) -> tuple[Difference, ...]:
    """What changed from one description to the next, part by part."""
    return tuple(
        Difference(name, said(before, name), said(after, name))
        for name in Description.__dataclass_fields__
        if getattr(before, name) != getattr(after, name)
    )


def said(what: Description, name: str) -> tuple[str, ...]:
    """One part of a description as lines of text."""
    value = getattr(what, name)
    if isinstance(value, tuple):
        return tuple(str(each) for each in value)
    if isinstance(value, bool):
        return ("yes",) if value else ("no",)
    return (str(value),) if value not in (None, "") else ()


def _events(session: Session, role_id: int) -> dict[int, tuple[Event, ...]]:
    rows = session.execute(
        select(
            MandateEvent.mandate_id,
            MandateEvent.kind,
            MandateEvent.on,
            MandateEvent.text,
            MandateEvent.decision,
            MandateEvent.at,
            Person.name,
        )
        .join(Mandate, Mandate.id == MandateEvent.mandate_id)
        .outerjoin(Person, Person.id == MandateEvent.by)
        .where(Mandate.role_id == role_id)
        .order_by(MandateEvent.id)
    )
    found: dict[int, list[Event]] = {}
    for row in rows:
        found.setdefault(row.mandate_id, []).append(Event(*row[:6], row[6] or ""))
    return {mandate: tuple(events) for mandate, events in found.items()}
