"""What is looked at before a mandate is given or ended: who may record it, and what the role asks for."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from governance.circles import errors, revoking
from governance.circles.terms import Term, first, rank
from governance.errors import NotAllowed, NotFound
from governance.members import conditions, roles
from governance.members import queries as members
from governance.members.models import College, CollegeMembership, Mandate, Member, Person
from governance.members.models_roles import CircleSeat, MandateEvent, Role, RoleVersion
from governance.register.models import Decision
from governance.rules import queries as rules
from governance.web import zone as zone_of

_ANY = aliased(RoleVersion)
_LAST = select(func.max(_ANY.number)).where(_ANY.role_id == Role.id).correlate(Role).scalar_subquery()


@dataclass(frozen=True)
class Asked:
    """A mandate as it is asked for; ``member_id`` None: for nobody but the person.

    ``until_filled``: to stand in until the seat is filled.
    ``brought_in``: it began before the network was kept here, so what is not known of its first day (who
    spoke for the member, its college) is looked up today.
    """

    person_id: int
    member_id: int | None
    starts_on: date
    ends_on: date
    provisional: bool
    derogation: str
    how: str
    decision: str
    until_filled: bool = False
    brought_in: bool = False


def zone(session: Session) -> ZoneInfo:
    return ZoneInfo(zone_of.name(session))


def today(session: Session, now: datetime) -> date:
    """The date it is for the network."""
    return now.astimezone(zone(session)).date()


def held_role(session: Session, role_id: int) -> tuple[Role, RoleVersion]:
    """A role, held against other writers until the end of the transaction. Raises NotFound, RoleEnded."""
    query = select(Role).where(Role.id == role_id).with_for_update()
    role = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if role is None:
        raise NotFound
    if role.ended_at is not None:
        raise errors.RoleEnded
    return role, roles.described(session, role.id)


def may_record(
    session: Session, circle_id: str, office: str, *, decision: str, by: int | None, now: datetime
) -> None:
    """Stewards record anything; facilitators what a decision says in their circle, but stewards.

    Nobody (``by`` None): the network itself, after a vote. Raises NotAllowed, DecisionNeeded.
    """
    on = today(session, now)
    if by is None or by in members.holders(session, "steward", on=on, at=now):
        return
    if office == "steward" or by not in members.holders(
        session, "facilitator", on=on, circle_id=circle_id, at=now
    ):
        raise NotAllowed
    if not decision:
        raise errors.DecisionNeeded


def adopted(session: Session, number: str, refusal: type[Exception] = errors.UnknownDecision) -> None:
    """Raises UnknownDecision unless the register has this decision, adopted."""
    found = select(Decision.id).where(Decision.number == number, Decision.outcome == "adopted")
    if session.scalar(found) is None:
        raise refusal


def terms(session: Session, role_id: int, *, but: int = 0) -> list[Term]:
    """Everybody's time in a role, except one mandate."""
    rows = session.execute(
        select(
            Mandate.person_id,
            Mandate.seat,
            Mandate.starts_on,
            Mandate.ends_on,
            Mandate.ended_on,
            Mandate.provisional,
            Mandate.until_filled,
        ).where(Mandate.role_id == role_id, Mandate.id != but)
    )
    return [
        Term(person, seat or 0, starts, first(ends, ended), provisional, stands_in, ends)
        for person, seat, starts, ends, ended, provisional, stands_in in rows
    ]


def name(session: Session, person_id: int) -> str:
    """What a person is called. Raises NotFound."""
    found = session.scalar(select(Person.name).where(Person.id == person_id))
    if found is None:
        raise NotFound
    return found


def member(session: Session, role: Role, what: RoleVersion, asked: Asked, *, now: datetime) -> None:
    """The person speaks for the member, in the college of the role.

    Raises MemberNeeded, MemberLeaves, NotForThisMember, WrongCollege.
    """
    sits = session.scalar(select(CircleSeat.role_id).where(CircleSeat.role_id == role.id).limit(1))
    if asked.member_id is None:
        if sits is not None or what.college_id or what.alternates:
            raise errors.MemberNeeded
        return
    stays(session, asked.member_id, asked.ends_on)
    days = {asked.starts_on, today(session, now)} if asked.brought_in else {asked.starts_on}
    speaks(session, asked.member_id, asked.person_id, days)
    belongs(session, asked.member_id, what, sorted(days))


def speaks(session: Session, member_id: int, person_id: int, days: Collection[date]) -> None:
    """A person speaks for a member on one of these days. Raises NotForThisMember."""
    if not any(_speaks(session, member_id, person_id, day) for day in days):
        raise errors.NotForThisMember(person=name(session, person_id))


def known_since(
    session: Session, member_id: int, person_id: int, on: date, *, now: datetime
) -> tuple[date, date]:
    """From when on the voice, and the college, of a mandate that is brought in are known: from its first
    day, or from today where nobody entered what was before.
    """
    later = max(on, today(session, now))
    spoken = on if _speaks(session, member_id, person_id, on) else later
    return spoken, on if college(session, member_id, on) else later


def _speaks(session: Session, member_id: int, person_id: int, on: date) -> bool:
    return (member_id, person_id) in members.representatives(session, [member_id], on=on)


def belongs(session: Session, member_id: int, what: RoleVersion, days: Iterable[date]) -> None:
    """A member is in the college of a role on the first of these days on which its college is known.

    Raises WrongCollege.
    """
    known = (college(session, member_id, day) for day in days)
    if what.college_id and next(filter(None, known), None) != what.college_id:
        raise errors.WrongCollege(college=college_name(session, what.college_id))


def stays(session: Session, member_id: int, until: date) -> None:
    """The member is one as long as a role is held for it. Raises MemberLeaves."""
    held = select(Member.left_on).where(Member.id == member_id).with_for_update(read=True)
    left_on = session.scalar(held)
    if left_on is not None and left_on < until:
        raise errors.MemberLeaves(day=left_on)


def college(session: Session, member_id: int, on: date) -> str | None:
    """The college of a member on a day."""
    membership = CollegeMembership
    return session.scalar(
        select(membership.college_id).where(
            membership.member_id == member_id, members.in_force(membership.starts_on, membership.ends_on, on)
        )
    )


def person(session: Session, role: Role, what: RoleVersion, known: list[Term], asked: Asked) -> None:
    """The person may hold the role, whoever they speak for; ``known``: everybody's time in it.

    Raises NotFound, HoldsItAlready, Incompatible, TooManyTerms.
    """
    called = name(session, asked.person_id)
    if any(term.person == asked.person_id and term.meets(asked.starts_on, asked.ends_on) for term in known):
        raise errors.HoldsItAlready(person=called)
    incompatible(session, role, what, asked)
    consecutive(what, known, asked)


def incompatible(session: Session, role: Role, what: RoleVersion, asked: Asked) -> None:
    """The person holds no role during that time that either forbids the other. Raises Incompatible."""
    version, forbidden = RoleVersion, json.loads(what.incompatible)
    others = session.execute(
        select(
            version.name,
            version.incompatible,
            Role.slug,
            Mandate.starts_on,
            Mandate.ends_on,
            Mandate.ended_on,
        )
        .select_from(Mandate)
        .join(Role, Role.id == Mandate.role_id)
        .join(version, and_(version.role_id == Role.id, version.number == _LAST))
        .where(Mandate.person_id == asked.person_id, Role.id != role.id)
        .where(or_(Role.slug.in_(forbidden), version.incompatible != "[]"))
    )
    for called, forbids, slug, starts, ends, ended in others:
        either = slug in forbidden or role.slug in json.loads(forbids)
        if either and Term(0, 0, starts, first(ends, ended)).meets(asked.starts_on, asked.ends_on):
            raise errors.Incompatible(person=name(session, asked.person_id), role=called)


def consecutive(what: RoleVersion, known: list[Term], asked: Asked) -> None:
    """The person has not held the role too many times in a row. Raises TooManyTerms."""
    if what.max_consecutive is None or asked.provisional or asked.derogation:
        return
    number = rank(known, asked.person_id, asked.starts_on, months=what.term_months)
    if number > what.max_consecutive:
        raise errors.TooManyTerms(rank=number, most=what.max_consecutive)


def alternates(session: Session, role: Role, what: RoleVersion, asked: Asked) -> None:
    """The college that held the role last does not hold it again. Raises Alternates."""
    if asked.provisional or asked.derogation or asked.member_id is None:
        return
    former = former_college(session, role, what, asked.starts_on)
    if former and former == college(session, asked.member_id, asked.starts_on):
        raise errors.Alternates(college=college_name(session, former))


def former_college(session: Session, role: Role, what: RoleVersion, starts_on: date) -> str | None:
    """The college that held a role last before a day, where it does not hold it again."""
    if not what.alternates:
        return None
    last = session.execute(
        select(Mandate.member_id, Mandate.starts_on)
        .where(
            Mandate.role_id == role.id,
            Mandate.provisional.is_(False),
            Mandate.starts_on < starts_on,
            or_(Mandate.ended_on.is_(None), Mandate.ended_on > Mandate.starts_on),
            Mandate.member_id.is_not(None),
        )
        .order_by(Mandate.starts_on.desc(), Mandate.id.desc())
        .limit(1)
    ).one_or_none()
    return college(session, last.member_id, last.starts_on) if last else None


def college_name(session: Session, id_: str) -> str:
    return session.scalar(select(College.name).where(College.id == id_)) or id_


def revocation(session: Session, mandate: Mandate, decision: str) -> None:
    """What the role asks for was there on the day of the decision that takes a mandate back.

    Raises NotOfThisKind, TooFewWarnings, NotHeard, NoNotice, NoticeTooShort.
    """
    asked = conditions.read(json.loads(roles.described(session, mandate.role_id or 0).revocation))
    query = select(Decision.rule_id, Decision.decided_at).where(Decision.number == decision)
    kind, decided_at = session.execute(query).one()
    events = list(session.scalars(select(MandateEvent).where(MandateEvent.mandate_id == mandate.id)))
    found = revoking.missing(asked, events, today(session, decided_at), kind)
    if found is None:
        return
    if found.code == revoking.KIND:
        names = {each.id: each.name for each in rules.in_force(session).code.decisions}
        raise errors.NotOfThisKind(kinds=", ".join(names.get(each, each) for each in found.kinds))
    if found.code == revoking.ABSENCES:
        raise errors.TooFewWarnings(noted=found.count, wanted=found.wanted)
    if found.code == revoking.HEARD:
        raise errors.NotHeard
    if found.count is None:
        raise errors.NoNotice(wanted=found.wanted)
    raise errors.NoticeTooShort(days=found.count, wanted=found.wanted)
