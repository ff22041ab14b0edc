"""The whole organisation as one list, which the import reads: its circles, its roles, who holds or held them.

Circles and roles are written as the social code writes them; those that its seats and links make are not,
since the circle makes them again. What has ended, and mandates given back before they began, are left out.
"""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles.exports import as_csv
from governance.circles.facts import Holder
from governance.circles.importing import cells
from governance.circles.importing.columns import EXPORTED
from governance.circles.queries_roles import all_colleges, holders
from governance.members import roles
from governance.members.models import Person
from governance.members.models_roles import Role
from governance.members.roles import Description
from governance.rules import queries as rules
from governance.rules.code import parse

Line = dict[str, str]


def csv_of(session: Session) -> str:
    """Circles, then roles, then mandates, the first begun first."""
    written = parse(rules.in_force(session).toml)
    lines = [
        *(_described(table, "circle") for table in written.get("circles", [])),
        *(_described(table, "role") for table in (*written.get("roles", []), *_others(session))),
        *_mandates(session),
    ]
    rows = [[line.get(key, "") for key in EXPORTED] for line in lines]
    return as_csv(list(EXPORTED.values()), rows)


def _described(table: dict[str, Any], what: str) -> Line:
    """The cells of a table of the code: its id and name in the columns of what it is."""
    renamed = {"id": f"{what}_id", "name": what, "circle": "circle_id"}
    settings = {key: value for key, value in table.items() if key in renamed or key in EXPORTED}
    return {renamed.get(key, key): cells.write(key, value) for key, value in settings.items()}


def _others(session: Session) -> Iterator[dict[str, Any]]:
    """The roles that decisions created, as the code would write them."""
    there = select(Role).where(Role.of_code.is_(False), Role.ended_at.is_(None)).order_by(Role.slug)
    defaults = {each.name: each.default for each in fields(Description)}
    for role in session.scalars(there):
        said = vars(roles.description(vars(roles.described(session, role.id))))
        table = {key: value for key, value in said.items() if value != defaults[key]}
        table["college"] = table.pop("college_id", None)
        table |= {"id": role.slug, "circle": role.circle_id}
        yield {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in table.items()
            if value is not None
        }


def _mandates(session: Session) -> Iterator[Line]:
    known = {
        id_: (slug, circle)
        for id_, slug, circle in session.execute(
            select(Role.id, Role.slug, Role.circle_id).where(Role.ended_at.is_(None))
        )
    }
    addresses = {id_: email for id_, email in session.execute(select(Person.id, Person.email))}
    for each in holders(session, all_colleges(session)):
        never = each.until is not None and each.until <= each.starts_on
        if each.role_id in known and not never:
            yield _mandate(each, *known[each.role_id], addresses[each.person_id])


def _mandate(held: Holder, slug: str, circle: str, address: str) -> Line:
    return {
        "circle_id": circle,
        "role_id": slug,
        "holder": held.person,
        "email": address,
        "member": held.member,
        "from": held.starts_on.isoformat(),
        "to": held.until.isoformat() if held.until else "",
        "seat": str(held.seat or ""),
        "how": held.how,
        "decision": held.decision,
        "provisional": "yes" if held.provisional else "",
    }
