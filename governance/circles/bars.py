"""Who may not stand in a succession, and why: written beside its question when it begins, and whenever a
mandate, a college or a role changes. It is told when standing, and looked at again when the vote opens.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from governance.circles import checks, election, seats, standing_in
from governance.circles import errors_succession as errors
from governance.circles import succession_ground as ground
from governance.circles.errors import Alternates, WrongCollege
from governance.circles.models import Succession
from governance.errors import Refusal, kept
from governance.members import queries as members
from governance.members import roles
from governance.members.models import Mandate
from governance.members.models_roles import Role, RoleVersion
from proposals import lifecycle as life
from proposals import of_role
from proposals.models import Proposal
from proposals.of_role import Barred

STANDING = (life.DEBATE, life.POSTPONED)  # of the question, while people may stand


def refresh(session: Session, *, now: datetime) -> None:
    """Look again at who may not stand in every succession where people do."""
    for row in session.scalars(_with_candidates()):
        of_role.bar(session, row.proposal or 0, of(session, row, now), now=now)


def changed(session: Session, now: datetime) -> bool:
    """Whether what is written is no longer true: the worker then looks again."""
    return any(
        set(of(session, row, now)) != set(of_role.barred(session, row.proposal or 0))
        for row in session.scalars(_with_candidates())
    )


def _with_candidates() -> Select[Succession]:
    return (
        select(Succession)
        .join(Proposal, Proposal.number == Succession.proposal)
        .where(
            Succession.concluded_at.is_(None),
            Succession.kind.in_((election.ELECTION, election.LOT)),
            Proposal.state.in_(STANDING),
        )
        .order_by(Succession.id)
    )


def of(session: Session, row: Succession, now: datetime) -> list[Barred]:
    """Who may not stand in a succession, and why."""
    role = session.get_one(Role, row.role_id)
    what = roles.described(session, role.id)
    rule_id = session.scalar(select(Proposal.rule_id).where(Proposal.number == row.proposal)) or ""
    together = seats.filled(session, role, what, rule_id)
    apart = len(together) > 1
    found = [*_colleges(session, row, together)] if apart else []
    for each, said in together:
        term = ground.term_from(session, said, row.starts_on, now, seat=None if apart else row.seat)
        found += _of_role(session, each, said, *term, said.college_id if apart else None)
    return found


def _colleges(session: Session, row: Succession, together: seats.Seats) -> Iterator[Barred]:
    """The colleges without a seat to fill, where each elects for its own."""
    filled = of_role.seats(session, row.proposal or 0)
    there = {what.college_id for _role, what in together}
    for college in members.colleges(session):
        if college.id not in there or filled.get(college.id) == 0:
            why = errors.NoSeatForCollege(college=college.name)
            yield Barred(None, college.id, kept(why))


def _of_role(
    session: Session, role: Role, what: RoleVersion, starts: date, ends: date, college: str | None
) -> Iterator[Barred]:
    """Who may not hold one role; ``college``: of those who stand for it, where each elects for its own."""
    if what.college_id and college is None:
        why = kept(WrongCollege(college=checks.college_name(session, what.college_id)))
        yield from (
            Barred(None, each.id, why) for each in members.colleges(session) if each.id != what.college_id
        )
    former = checks.former_college(session, role, what, starts)
    if former:
        yield Barred(None, former, kept(Alternates(college=checks.college_name(session, former))))
    terms = checks.terms(session, role.id)
    known = standing_in.in_the_way(terms, provisional=False, starts=starts, today=starts)
    for person_id in sorted({term.person for term in known} | _elsewhere(session, role, what)):
        asked = checks.Asked(person_id, None, starts, ends, False, "", "", "")
        try:
            checks.person(session, role, what, known, asked)
        except Refusal as refusal:
            yield Barred(person_id, college, kept(refusal))


def _elsewhere(session: Session, role: Role, what: RoleVersion) -> set[int]:
    """Whoever holds, or held, a role that this one excludes, or that excludes it."""
    named = set(json.loads(what.incompatible))
    says_so = RoleVersion.incompatible.contains(json.dumps(role.slug), autoescape=True)
    excluding = set(session.scalars(select(RoleVersion.role_id).where(says_so)))
    query = (
        select(Mandate.person_id)
        .join(Role, Role.id == Mandate.role_id)
        .where(Role.slug.in_(named) | Role.id.in_(excluding))
    )
    return set(session.scalars(query))
