"""Who does what as open data: mandates and circles as CSV, the whole as Popolo 1.0.1. Same data, same bytes.

Members are named where the public list of members names them; people are, as on the page of roles. The
columns of mandates are described in ``roles.schema.json``, a Table Schema.

Source: Data Package 2.0, https://datapackage.org/standard/table-schema/.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles.facts import Branch, Holder
from governance.circles.queries_roles import all_colleges, holders
from governance.members.models import Circle
from governance.members.models_roles import Role, RoleVersion
from governance.members.queries import CollegeFacts

MANDATES = ("role", "role_id", "circle", "circle_id", "seat", "holder", "member", "college", "from", "to",
            "how", "decision", "provisional", "end", "end_decision", "until_filled")  # fmt: skip
SCHEMA = (Path(__file__).parent / "roles.schema.json").read_bytes()
CIRCLES = ("circle_id", "circle", "purpose", "domain", "parent_id", "from", "to", "members", "colleges")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would carry out
Shows = Callable[[Holder], bool]


def mandates_csv(session: Session, shows_member: Shows) -> str:
    """Every mandate of a role there ever was, the first begun first. Three queries."""
    roles = _roles(session)
    rows = []
    for each in _held(session):
        role, version, circle = roles[each.role_id or 0]
        rows.append(
            (
                version.name, role.slug, circle, role.circle_id, each.seat, each.person,
                each.member if shows_member(each) else "", each.college.name if each.college else "",
                _day(each.starts_on), _day(each.until), each.how, each.decision,
                "true" if each.provisional else "false", each.end_kind, each.end_decision,
                "true" if each.until_filled else "false",
            )
        )  # fmt: skip
    return as_csv(MANDATES, rows)


def circles_csv(branches: Iterable[Branch]) -> str:
    """The circles of a day, each before those below it."""
    rows = [
        (
            c.id, c.name, c.purpose, c.domain, c.parent_id or "", _day(c.starts_on), _day(c.ends_on),
            each.number, " ".join(c.colleges),
        )
        for each in branches
        for c in (each.circle,)
    ]  # fmt: skip
    return as_csv(CIRCLES, rows)


def popolo(session: Session, branches: Iterable[Branch], shows_member: Shows, *, address: str) -> str:
    """Circles and colleges are organizations, roles posts, mandates memberships. Three queries.

    Source: Popolo 1.0.1, https://www.popoloproject.com/specs/.
    """
    held, roles = _held(session), _roles(session)
    document = {
        "organizations": [
            *(_circle(each, address) for each in branches),
            *(_college(each) for each in sorted(all_colleges(session).values(), key=lambda c: c.position)),
            *_members(held, shows_member),
        ],
        "posts": [_post(*each, address) for each in roles.values()],
        "persons": _people(held),
        "memberships": [_membership(each, roles[each.role_id or 0][0], shows_member) for each in held],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _roles(session: Session) -> dict[int, tuple[Role, RoleVersion, str]]:
    """Every role with its last version and the name of its circle."""
    rows = session.execute(
        select(Role, RoleVersion, Circle.name)
        .join(RoleVersion, RoleVersion.role_id == Role.id)
        .join(Circle, Circle.id == Role.circle_id)
        .order_by(Role.slug, RoleVersion.number)
    )
    return {role.id: (role, version, circle) for role, version, circle in rows}


def _held(session: Session) -> list[Holder]:
    return [each for each in holders(session, all_colleges(session)) if each.role_id is not None]


def _circle(each: Branch, address: str) -> dict[str, Any]:
    circle = each.circle
    return _said(
        id=f"circle:{circle.id}",
        name=circle.name,
        classification="circle",
        parent_id=f"circle:{circle.parent_id}" if circle.parent_id else None,
        abstract=circle.purpose or None,
        founding_date=_day(circle.starts_on) or None,
        dissolution_date=_day(circle.ends_on) or None,
        links=[{"url": f"{address}/circles/{circle.id}"}],
    )


def _college(each: CollegeFacts) -> dict[str, Any]:
    return _said(
        id=f"college:{each.id}", name=each.name, classification="college", parent_id="circle:network"
    )


def _members(held: Iterable[Holder], shows_member: Shows) -> list[dict[str, Any]]:
    found = {each.member_id: each for each in held if each.member_id and shows_member(each)}
    return [
        _said(id=f"member:{id_}", name=each.member, classification="member")
        for id_, each in sorted(found.items())
    ]


def _post(role: Role, version: RoleVersion, circle: str, address: str) -> dict[str, Any]:
    return _said(
        id=f"role:{role.slug}",
        label=version.name,
        role=version.name,
        organization_id=f"circle:{role.circle_id}",
        start_date=role.created_at.date().isoformat(),
        end_date=role.ended_at.date().isoformat() if role.ended_at else None,
        links=[{"url": f"{address}/roles/{role.slug}", "note": circle}],
    )


def _people(held: Sequence[Holder]) -> list[dict[str, Any]]:
    names = {each.person_id: each.person for each in held}
    return [{"id": f"person:{id_}", "name": name} for id_, name in sorted(names.items())]


def _membership(each: Holder, role: Role, shows_member: Shows) -> dict[str, Any]:
    return _said(
        id=f"mandate:{each.mandate_id}",
        person_id=f"person:{each.person_id}",
        organization_id=f"circle:{role.circle_id}",
        post_id=f"role:{role.slug}",
        on_behalf_of_id=f"member:{each.member_id}" if each.member_id and shows_member(each) else None,
        start_date=_day(each.starts_on),
        end_date=_day(each.until) or None,
    )


def _said(**facts: Any) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """RFC 4180, UTF-8; no cell begins as a formula of a spreadsheet would."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_plain(str(cell)) for cell in row])
    return out.getvalue()


def _plain(cell: str) -> str:
    return "'" + cell if cell.startswith(FORMULA) else cell
