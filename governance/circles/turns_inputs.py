"""What the turns of roles follow from, read for all of them at once: the same queries for one as for many."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from governance.circles.models import TurnDay, TurnRefusal, TurnReport, TurnSwap
from governance.circles.terms import first
from governance.circles.turns_past import Spell
from governance.members import queries as members
from governance.members.models import College, CollegeMembership, Mandate, Member
from governance.members.models_roles import Role, RoleVersion
from governance.members.names import fold


@dataclass(frozen=True)
class Inputs:
    """Rows by role: spells, days, refusals, swaps, reports; ``people``: who could have a turn, in order.

    ``roles``: every role with its last version. ``held``: every mandate of one of these people. ``college``:
    the last one of each of them; ``colleges``: their names, by position.
    """

    roles: Mapping[int, tuple[Role, RoleVersion]]
    people: Mapping[int, Sequence[Member]]
    spells: Mapping[int, Sequence[Spell]]
    held: Sequence[Mandate]
    college: Mapping[int, str]
    colleges: Sequence[tuple[str, str]]
    days: Mapping[int, Sequence[TurnDay]]
    refusals: Mapping[int, Sequence[TurnRefusal]]
    swaps: Mapping[int, Sequence[TurnSwap]]
    reports: Mapping[int, Sequence[TurnReport]]


def read(session: Session, wanted: Iterable[int], on: date) -> Inputs:
    """The inputs of the roles of these numbers on a day. Twelve queries."""
    ids = list(wanted)
    roles = _roles(session)
    spells = _spells(session, ids)
    people = _people(session, [roles[id_][0] for id_ in ids], spells, on)
    everybody = {each.id for listed in people.values() for each in listed}
    college = _last_colleges(session, everybody)
    return Inputs(
        roles, people, spells, _held(session, everybody), college, _colleges(session, college),
        days=_by_role(session, TurnDay, ids, TurnDay.cancelled_at.is_(None), order=TurnDay.on),
        refusals=_by_role(session, TurnRefusal, ids, TurnRefusal.withdrawn_at.is_(None)),
        swaps=_by_role(session, TurnSwap, ids, TurnSwap.ended_at.is_(None)),
        reports=_by_role(session, TurnReport, ids),
    )  # fmt: skip


def _roles(session: Session) -> dict[int, tuple[Role, RoleVersion]]:
    rows = session.execute(
        select(Role, RoleVersion)
        .join(RoleVersion, RoleVersion.role_id == Role.id)
        .order_by(Role.id, RoleVersion.number)
    )
    return {role.id: (role, version) for role, version in rows}


def _spells(session: Session, ids: Sequence[int]) -> dict[int, list[Spell]]:
    rows = session.execute(
        select(
            Mandate.role_id, Mandate.member_id, Mandate.seat, Mandate.starts_on, Mandate.ends_on,
            Mandate.ended_on,
        )
        .where(
            Mandate.role_id.in_(ids),
            Mandate.member_id.is_not(None),
            Mandate.provisional.is_(False),
            or_(Mandate.ended_on.is_(None), Mandate.ended_on > Mandate.starts_on),
        )
        .order_by(Mandate.starts_on, Mandate.id)
    )  # fmt: skip
    found: defaultdict[int, list[Spell]] = defaultdict(list)
    for role, member, seat, starts, ends, ended in rows:
        if role is not None and member is not None:
            found[role].append(Spell(member, seat or 1, starts, first(ends, ended)))
    return found


def _people(
    session: Session, roles: Sequence[Role], spells: Mapping[int, Sequence[Spell]], on: date
) -> dict[int, list[Member]]:
    """Who sits in the circle of each role, and whoever had a turn, the oldest member first.

    Of those who joined on one day, first who had a turn first, then by name.
    """
    seated = members.seated(session, {role.circle_id for role in roles}, on=on)
    able = {role.id: seated[role.circle_id] | _had(spells, role.id).keys() for role in roles}
    rows = session.scalars(select(Member).where(Member.id.in_({id_ for ids in able.values() for id_ in ids})))
    known = {each.id: each for each in rows}
    return {role: _in_order([known[id_] for id_ in ids], _had(spells, role)) for role, ids in able.items()}


def _had(spells: Mapping[int, Sequence[Spell]], role_id: int) -> dict[int, date]:
    """When each had its first turn of a role."""
    return {each.member: each.starts for each in reversed(spells.get(role_id, ()))}


def _in_order(people: Iterable[Member], had: Mapping[int, date]) -> list[Member]:
    return sorted(
        people, key=lambda each: (each.joined_on, had.get(each.id, date.max), fold(each.name), each.id)
    )


def _held(session: Session, people: set[int]) -> list[Mandate]:
    query = select(Mandate).where(Mandate.role_id.is_not(None), Mandate.member_id.in_(people))
    return list(session.scalars(query.order_by(Mandate.starts_on, Mandate.id)))


def _last_colleges(session: Session, people: set[int]) -> dict[int, str]:
    rows = session.execute(
        select(CollegeMembership.member_id, CollegeMembership.college_id)
        .where(CollegeMembership.member_id.in_(people))
        .order_by(CollegeMembership.starts_on)
    )
    return dict(rows.all())


def _colleges(session: Session, college: Mapping[int, str]) -> list[tuple[str, str]]:
    rows = session.execute(
        select(College.id, College.name)
        .where(College.id.in_(set(college.values())))
        .order_by(College.position)
    )
    return [(id_, name) for id_, name in rows]


def _by_role(
    session: Session, table: Any, ids: Sequence[int], *where: Any, order: Any = None
) -> dict[int, list[Any]]:
    """The rows of these roles, in the order they were written but where another is asked for."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    query = select(table).where(table.role_id.in_(ids), *where)
    for row in session.scalars(query.order_by(table.id if order is None else order)):
        found[row.role_id].append(row)
    return found
