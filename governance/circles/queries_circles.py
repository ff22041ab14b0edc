"""The tree of circles and who sits in each, at any date, as the social code of that day has them."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles.facts import Branch, CircleFacts, Composition, RoleFacts, Whole
from governance.circles.queries_roles import all_colleges, end_of, roles_at
from governance.errors import NotFound
from governance.members.models import Circle
from governance.members.queries import NETWORK, CollegeFacts
from governance.members.queries_pages import Counts, counts
from governance.rules import queries as rules
from governance.rules.parts import Circle as Written
from governance.rules.parts import SocialCode

MICROSECOND = timedelta(microseconds=1)


def composition(session: Session, circle_id: str, on: date) -> Composition:
    """Who sat in a circle on a day. Raises NotFound for a circle there never was. Ten queries."""
    code, before = code_of(session, on)
    known = _circles(session, code)
    circle = known.get(circle_id) or _retired(session, circle_id)
    roles = roles_at(session, on)
    colleges = all_colleges(session)
    numbers = counts(session, on=on)
    by_slug = {role.slug: role for role in roles if role.id}
    sitting = tuple(by_slug[slug] for slug in circle.sitting if slug in by_slug)
    others = tuple(role for role in roles if role.circle_id == circle_id and role not in sitting)
    return Composition(
        circle=circle,
        on=on,
        whole=_whole(circle, colleges, numbers),
        sitting=sitting,
        roles=others if circle.exists else (),
        below=tuple(each for each in known.values() if each.parent_id == circle_id),
        before_code=before,
    )


def tree(session: Session, on: date) -> list[Branch]:
    """The circles of a day, each before those below it. Nine queries."""
    code, _before = code_of(session, on)
    colleges, numbers = all_colleges(session), counts(session, on=on)
    roles = roles_at(session, on)
    by_slug = {role.slug: role for role in roles if role.id}
    return [_branch(circle, colleges, numbers, roles, by_slug) for circle in _circles(session, code).values()]


def _branch(
    circle: CircleFacts,
    colleges: Mapping[str, CollegeFacts],
    numbers: Counts,
    roles: list[RoleFacts],
    by_slug: Mapping[str, RoleFacts],
) -> Branch:
    sitting = [by_slug[slug] for slug in circle.sitting if slug in by_slug]
    here = [role for role in roles if role.circle_id == circle.id]
    shown = tuple(colleges[id_] for id_ in circle.colleges if id_ in colleges)
    whole = sum(each.number for each in _whole(circle, colleges, numbers))
    held = sum(len(role.holders) for role in sitting)
    return Branch(circle, shown, whole + held, sum(role.vacant for role in here), len(here))


def _whole(circle: CircleFacts, colleges: Mapping[str, CollegeFacts], numbers: Counts) -> tuple[Whole, ...]:
    return tuple(
        Whole(colleges[id_], numbers.by_college.get(id_, 0)) for id_ in circle.whole if id_ in colleges
    )


def code_of(session: Session, on: date) -> tuple[SocialCode | None, bool]:
    """The social code at the end of a day; before any was adopted the first one, and True."""
    try:
        return rules.in_force(session, end_of(session, on) - MICROSECOND).code, False
    except NotFound:
        pass
    try:
        return rules.version(session, 1).code, True
    except NotFound:
        return None, False


def _circles(session: Session, code: SocialCode | None) -> dict[str, CircleFacts]:
    """The circles of a code, each before those below it."""
    rows = {row.id: row for row in session.scalars(select(Circle))}
    if code is None:
        return {id_: _plain(row) for id_, row in rows.items() if not row.retired}
    names = {circle.id: circle.name for circle in code.circles}
    found: dict[str, CircleFacts] = {}

    def add(circle: Written, depth: int) -> None:
        found[circle.id] = _facts(circle, code, rows.get(circle.id), names, depth)
        for child in code.circles:
            if child.parent == circle.id and child.id not in found:
                add(child, depth + 1)

    for circle in code.circles:
        if circle.parent is None:
            add(circle, 0)
    return found


def _facts(
    circle: Written, code: SocialCode, row: Circle | None, names: Mapping[str, str], depth: int
) -> CircleFacts:
    sitting = [each.role.id for each in code.sittings("en") if circle.id in each.sits_in]
    return CircleFacts(
        circle.id,
        circle.name,
        circle.purpose or (row.purpose if row else ""),
        circle.domain,
        circle.parent,
        names.get(circle.parent or "", ""),
        depth,
        row.starts_on if row else None,
        row.ends_on if row else None,
        True,
        circle.links,
        tuple((each.id, each.name) for each in code.taken_in(circle.id)),
        tuple(
            (each.days, tuple((id_, code.decision(id_).name) for id_ in each.before))
            for each in circle.opinions
        ),
        circle.colleges,
        circle.whole,
        tuple(sitting),
        tuple((each.id, each.name) for each in code.circles if circle.may_refer_to(each.id)),
    )


def _plain(row: Circle, *, exists: bool = True) -> CircleFacts:
    """A circle without a code to describe it."""
    parent = None if row.id == NETWORK else NETWORK
    return CircleFacts(
        row.id, row.name, row.purpose, "", parent, "", 0 if parent is None else 1, row.starts_on, row.ends_on,
        exists, False, (), (), (), (), (),
    )  # fmt: skip


def _retired(session: Session, circle_id: str) -> CircleFacts:
    row = session.get(Circle, circle_id)
    if row is None:
        raise NotFound
    return _plain(row, exists=False)
