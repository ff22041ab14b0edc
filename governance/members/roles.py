"""Roles as the network keeps them: described, changed and ended, one version after another."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from governance.members import conditions
from governance.members.conditions import Conditions
from governance.members.errors import RoleInUse
from governance.members.models import Mandate
from governance.members.models_roles import CircleSeat, Role, RoleVersion
from governance.web.public import touch

LISTS = ("accountabilities", "policies", "skills", "incompatible")


@dataclass(frozen=True)
class Description:
    """What a role says. ``seats``: how many hold it at once, 0 for any number; ``incompatible``: slugs.

    ``renewal``: in how many parts the seats are renewed, 1 for all together; ``renewal_first``: the part of
    seat 1; ``renewal_from``: the day from which the terms are counted, None for that of the first mandate.
    ``revocation``: one of these has to be met before a mandate is taken back, empty for none.
    """

    name: str
    term_months: int
    selection: str
    purpose: str = ""
    domain: str = ""
    accountabilities: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    seats: int = 1
    max_consecutive: int | None = None
    office: str = ""
    college_id: str | None = None
    alternates: bool = False
    incompatible: tuple[str, ...] = ()
    deputy: bool = False
    report: bool = False
    hosts: bool = False
    renewal: int = 1
    renewal_first: int = 1
    renewal_from: date | None = None
    revocation: tuple[Conditions, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """A role of a social code; its holders sit in the circles ``sits_in``."""

    slug: str
    circle_id: str
    description: Description
    sits_in: tuple[str, ...] = ()


def columns(description: Description) -> dict[str, Any]:
    """The columns of a version that says this."""
    said = {each.name: getattr(description, each.name) for each in fields(Description)}
    said |= {name: json.dumps(list(said[name]), ensure_ascii=False) for name in LISTS}
    return said | {"revocation": json.dumps(conditions.written(description.revocation))}


def description(row: Mapping[str, Any]) -> Description:
    """What the columns of a version say."""
    said: dict[str, Any] = {
        each.name: tuple(json.loads(row[each.name])) if each.name in LISTS else row[each.name]
        for each in fields(Description)
    }
    return Description(**said | {"revocation": conditions.read(json.loads(row["revocation"]))})


def described(session: Session, role_id: int) -> RoleVersion:
    """The last version of a role."""
    last = select(RoleVersion).where(RoleVersion.role_id == role_id).order_by(RoleVersion.number.desc())
    return session.scalars(last.limit(1)).one()


def create(
    session: Session,
    *,
    slug: str,
    circle_id: str,
    what: Description,
    of_code: bool,
    decision: str,
    now: datetime,
) -> Role:
    """A role with its first version; whether the slug is free is looked at by who asks."""
    role = Role(slug=slug, circle_id=circle_id, of_code=of_code, created_at=now, decision=decision)
    session.add(role)
    session.flush()
    _write(session, role.id, 1, what, decision=decision, now=now)
    return role


def change(session: Session, role_id: int, what: Description, *, decision: str, now: datetime) -> int:
    """Another version of a role, unless it says the same; returns the number of the last one."""
    last = described(session, role_id)
    new = columns(what)
    if all(getattr(last, name) == value for name, value in new.items()):
        return last.number
    _write(session, role_id, last.number + 1, what, decision=decision, now=now)
    return last.number + 1


def _write(
    session: Session, role_id: int, number: int, what: Description, *, decision: str, now: datetime
) -> None:
    session.add(
        RoleVersion(role_id=role_id, number=number, adopted_at=now, decision=decision, **columns(what))
    )
    session.flush()


def set_roles(session: Session, wanted: Iterable[Wanted], *, decision: str, now: datetime) -> None:
    """Make the roles of the code those of a social code; the others of the code end, and are kept.

    Raises RoleInUse when a role that somebody holds would disappear.
    """
    wanted = list(wanted)
    known = {role.slug: role for role in session.scalars(select(Role))}
    session.execute(delete(CircleSeat))
    for new in wanted:
        role = known.get(new.slug)
        if role is None:
            role = create(
                session,
                slug=new.slug,
                circle_id=new.circle_id,
                what=new.description,
                of_code=True,
                decision=decision,
                now=now,
            )
        else:
            role.of_code, role.circle_id = True, new.circle_id
            role.ended_at, role.end_decision = None, ""
            change(session, role.id, new.description, decision=decision, now=now)
        session.add_all(CircleSeat(circle_id=id_, role_id=role.id) for id_ in dict.fromkeys(new.sits_in))
    for slug in set(known) - {new.slug for new in wanted}:
        if known[slug].of_code and known[slug].ended_at is None:
            _end(session, known[slug], decision=decision, now=now)
    session.flush()
    touch(session, "circles", "members")


def _end(session: Session, role: Role, *, decision: str, now: datetime) -> None:
    held = select(Mandate.id).where(
        Mandate.role_id == role.id,
        Mandate.ended_at.is_(None),
        or_(Mandate.ends_on.is_(None), Mandate.ends_on > now.date()),
    )
    if session.scalar(held.limit(1)) is not None:
        raise RoleInUse(role=described(session, role.id).name)
    role.ended_at, role.end_decision = now, decision
