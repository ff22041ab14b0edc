"""Seats of a circle: which circle is asked who comes to sit there, and which seat is for which college."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import checks, election
from governance.members import queries as members
from governance.members import roles
from governance.members.models_roles import CircleSeat, Role, RoleVersion
from governance.rules import queries as rules
from governance.rules.parts import Decision
from proposals.standing import found_decision

PER_COLLEGE = "seats-per-college"
Seats = list[tuple[Role, RoleVersion]]


def asked(session: Session, role: Role, what: RoleVersion) -> str:
    """The circle that is asked who holds a role.

    Its own; but for who comes to sit in it for a college, or drawn by lot, the circle above; and for the one
    seat of a circle below, that circle.
    """
    sits = select(CircleSeat.role_id).where(
        CircleSeat.role_id == role.id, CircleSeat.circle_id == role.circle_id
    )
    if session.scalar(sits) is None:
        return role.circle_id
    circles = {each.id: each for each in rules.in_force(session).code.circles}
    below = role.slug.removeprefix(f"{role.circle_id}-for-")
    if below != role.slug and below in circles:
        return below
    if what.college_id is None and what.selection != election.LOT:
        return role.circle_id
    here = circles.get(role.circle_id)
    return (here and here.parent) or members.NETWORK


def filled(session: Session, role: Role, what: RoleVersion, rule_id: str) -> Seats:
    """The roles that one vote under this kind of decision fills: where each college elects for its own seats,
    those of all colleges in the circle, else the role alone. The role itself is the first.
    """
    known = found_decision(rules.in_force(session).code, asked(session, role, what), rule_id)
    return of_colleges(session, role, what) if known and per_college(known) else [(role, what)]


def per_college(decision: Decision) -> bool:
    """Whether each college elects for its own seats."""
    return decision.rule.main.by == PER_COLLEGE


def of_colleges(session: Session, role: Role, what: RoleVersion) -> Seats:
    """The seats for a college in the circle of such a seat, itself the first; else the role alone."""
    query = (
        select(Role)
        .join(CircleSeat, CircleSeat.role_id == Role.id)
        .where(CircleSeat.circle_id == role.circle_id, Role.circle_id == role.circle_id)
        .where(Role.id != role.id, Role.ended_at.is_(None))
        .order_by(Role.id)
    )
    if what.college_id is None:
        return [(role, what)]
    others = [(each, roles.described(session, each.id)) for each in session.scalars(query)]
    return [(role, what), *(each for each in others if each[1].college_id is not None)]


def for_member(session: Session, seats: Seats, member_id: int, on: date) -> tuple[Role, RoleVersion] | None:
    """The seat of the college that a member has on a day; None where its college has none."""
    college = checks.college(session, member_id, on)
    return next((each for each in seats if each[1].college_id == college), None)
