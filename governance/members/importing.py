"""Importing a list of members: what the network has, and a plan applied all or nothing."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from governance.members import queries
from governance.members.comparison import compare
from governance.members.errors import LinesRefused, PlanChanged
from governance.members.models import CollegeMembership, Member, Person, Representation
from governance.members.people import add_person, has_joined, invite
from governance.members.plan import CHANGED, CREATED, REFUSED, Known, KnownMember, Plan, Step
from governance.members.service import admit, change_college, describe, leave, represent
from governance.members.spreadsheet import Sheet


def known(session: Session, *, on: date) -> Known:
    """What the network has, for a comparison made on that day. Five queries."""
    people = session.execute(select(Person.email, Person.id, Person.name))
    speak = session.execute(
        select(Representation.member_id, Representation.person_id).where(
            or_(Representation.ends_on.is_(None), Representation.ends_on > on)
        )
    )
    return Known(
        members=_members(session),
        people={email: (id_, name) for email, id_, name in people},
        representations=frozenset((member_id, person_id) for member_id, person_id in speak),
        colleges=tuple((each.id, each.name, each.letter) for each in queries.colleges(session)),
        today=on,
    )


def _members(session: Session) -> dict[str, KnownMember]:
    """Members by folded name, each with the college it entered last."""
    rows = session.execute(
        select(
            Member.key,
            Member.id,
            Member.name,
            Member.kind,
            Member.place,
            Member.joined_on,
            Member.left_on,
            CollegeMembership.college_id,
            CollegeMembership.starts_on,
        )
        .join(CollegeMembership, CollegeMembership.member_id == Member.id)
        .order_by(CollegeMembership.starts_on, CollegeMembership.id)
    )
    return {row[0]: KnownMember(*row[1:]) for row in rows}


def prepare(session: Session, sheet: Sheet, *, on: date) -> Plan:
    """What a list would do that day."""
    return compare(sheet, known(session, on=on))


def apply(
    session: Session,
    sheet: Sheet,
    *,
    on: date,
    by: int | None,
    now: datetime,
    shown: str | None = None,
    leave_out: bool = False,
    invitations: bool = False,
) -> Plan:
    """Do what a list says, all or nothing; returns the plan that was applied.

    ``shown`` is the fingerprint of the plan somebody has agreed to. ``leave_out`` goes on without the refused
    lines. Raises PlanChanged, LinesRefused.
    """
    plan = prepare(session, sheet, on=on)
    if shown is not None and plan.fingerprint != shown:
        raise PlanChanged
    if plan.number(REFUSED) and not leave_out:
        raise LinesRefused(number=plan.number(REFUSED))
    for step in plan.steps:
        if step.what in (CREATED, CHANGED):
            _do(session, step, by=by, now=now, invitations=invitations)
    return plan


def _do(session: Session, step: Step, *, by: int | None, now: datetime, invitations: bool) -> None:
    member_id = step.member_id
    facts = {"name": step.name, "kind": step.kind, "place": step.place}
    if member_id is None or step.comes_back:
        assert step.joined_on is not None, "settled by the comparison"
        member_id = admit(
            session, **facts, college_id=step.college_id, joined_on=step.joined_on, by=by, now=now
        )
    else:
        describe(session, member_id=member_id, **facts, by=by, now=now)
    if step.moves_on is not None:
        change_college(
            session, member_id=member_id, college_id=step.college_id, on=step.moves_on, by=by, now=now
        )
    if step.email and step.speaks_from:
        _speak(session, step, member_id, by=by, now=now, invitations=invitations)
    if step.left_on is not None and session.get_one(Member, member_id).left_on is None:
        leave(session, member_id=member_id, on=step.left_on, by=by, now=now)


def _speak(
    session: Session, step: Step, member_id: int, *, by: int | None, now: datetime, invitations: bool
) -> None:
    assert step.speaks_from is not None, "goes with the address"
    person_id = add_person(session, name=step.representative, email=step.email, now=now)
    represent(
        session,
        person_id=person_id,
        member_id=member_id,
        starts_on=step.speaks_from,
        ends_on=None,
        by=by,
        now=now,
    )
    if invitations and not has_joined(session, person_id):
        invite(session, person_id=person_id, now=now)
