"""Acts upon roles and mandates. A role is created, changed and ended by a decision of the register."""

import re
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from governance.circles import checks, errors
from governance.circles.mandates import entrust, extend, resign, revoke
from governance.circles.noting import give_notice, hear, name_deputy, warn
from governance.members import roles
from governance.members.models import Circle, Mandate
from governance.members.models_roles import Role
from governance.members.queries import NETWORK
from governance.members.roles import Description
from governance.rules import queries as rules
from governance.web.public import touch

__all__ = [
    "Description",
    "change_role",
    "create_role",
    "end_role",
    "entrust",
    "extend",
    "give_notice",
    "hear",
    "name_deputy",
    "resign",
    "revoke",
    "warn",
]

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 140
KEPT = {"new", "import"}  # addresses of other pages


def create_role(
    session: Session,
    *,
    slug: str,
    circle_id: str,
    what: Description,
    decision: str,
    by: int | None,
    now: datetime,
) -> int:
    """A role that a decision of the register created; returns its number.

    Raises NotAllowed, DecisionNeeded, UnknownDecision, NotASlug, SlugTaken, NoSuchCircle, NoSuchRole,
    StewardsOfTheNetwork, TooManyParts, PartsOfATerm,
    NoSuchKind.
    """
    _allowed(session, circle_id, what.office, decision=decision, by=by, now=now)
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG or slug in KEPT:
        raise errors.NotASlug
    if session.scalar(select(Role.id).where(Role.slug == slug)) is not None:
        raise errors.SlugTaken
    if session.scalar(select(Circle.id).where(Circle.id == circle_id, Circle.retired.is_(False))) is None:
        raise errors.NoSuchCircle
    _check(session, circle_id, what)
    role = roles.create(
        session, slug=slug, circle_id=circle_id, what=what, of_code=False, decision=decision, now=now
    )
    touch(session, "circles", "members")
    return role.id


def change_role(
    session: Session, role_id: int, *, what: Description, decision: str, by: int | None, now: datetime
) -> int:
    """Another version of a role, by a decision; returns its number. What was entrusted before stays as it is.

    Raises NotAllowed, DecisionNeeded, UnknownDecision, RoleOfTheCode, RoleEnded, NoSuchRole,
    StewardsOfTheNetwork, TooManyParts, PartsOfATerm,
    NoSuchKind.
    """
    role, former = checks.held_role(session, role_id)
    _allowed(session, role.circle_id, former.office or what.office, decision=decision, by=by, now=now)
    _allowed(session, role.circle_id, what.office, decision=decision, by=by, now=now)
    if role.of_code:
        raise errors.RoleOfTheCode
    _check(session, role.circle_id, what)
    number = roles.change(session, role_id, what, decision=decision, now=now)
    touch(session, "circles", "members")
    return number


def end_role(session: Session, role_id: int, *, decision: str, by: int | None, now: datetime) -> None:
    """A role that a decision ends, once nobody holds it any more; its history stays.

    Raises NotAllowed, DecisionNeeded, UnknownDecision, RoleOfTheCode, RoleEnded, RoleIsHeld.
    """
    role, what = checks.held_role(session, role_id)
    _allowed(session, role.circle_id, what.office, decision=decision, by=by, now=now)
    if role.of_code:
        raise errors.RoleOfTheCode
    today = checks.today(session, now)
    held = select(Mandate.id).where(
        Mandate.role_id == role_id,
        or_(Mandate.ends_on.is_(None), Mandate.ends_on > today),
        or_(Mandate.ended_at.is_(None), Mandate.ended_at > now),
    )
    if session.scalar(held.limit(1)) is not None:
        raise errors.RoleIsHeld
    role.ended_at, role.end_decision = now, decision
    session.flush()
    touch(session, "circles", "members")


def _allowed(
    session: Session, circle_id: str, office: str, *, decision: str, by: int | None, now: datetime
) -> None:
    checks.may_record(session, circle_id, office, decision=decision, by=by, now=now)
    if not decision:
        raise errors.DecisionNeeded
    checks.adopted(session, decision)


def _check(session: Session, circle_id: str, what: Description) -> None:
    if what.office == "steward" and circle_id != NETWORK:
        raise errors.StewardsOfTheNetwork
    if what.renewal > 1 and (what.hosts or what.renewal > what.seats):
        raise errors.TooManyParts
    if what.term_months % what.renewal:
        raise errors.PartsOfATerm(months=what.term_months)
    for kind in (kind for each in what.revocation for kind in each.by):
        if kind not in {each.id for each in rules.in_force(session).code.decisions}:
            raise errors.NoSuchKind(kind=kind)
    known = set(session.scalars(select(Role.slug).where(Role.slug.in_(what.incompatible))))
    for slug in what.incompatible:
        if slug not in known:
            raise errors.NoSuchRole(slug=slug)
