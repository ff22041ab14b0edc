"""What the pages of members show: lists by college, one member, offices."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from governance.errors import NotFound
from governance.members.models import (
    College,
    CollegeMembership,
    Mandate,
    Member,
    Person,
    Representation,
)
from governance.members.models_roles import Role
from governance.members.names import fold
from governance.members.queries import CollegeFacts, in_force
from governance.members.roles import described

PAGE = 50


@dataclass(frozen=True)
class MemberRow:
    """One line of the list, with the college of that day (or the last one)."""

    id: int
    name: str
    kind: str
    place: str
    joined_on: date
    left_on: date | None
    college_id: str
    college_name: str
    letter: str
    position: int


@dataclass(frozen=True)
class Filters:
    """What is asked of the list; ``after`` is the last line of the page before: (position, member)."""

    words: str = ""
    college_id: str = ""
    former: bool = False
    organisations_only: bool = False
    after: tuple[int, int] | None = None


@dataclass(frozen=True)
class Page:
    """Lines of the list, and the cursor of the next page if there is one."""

    rows: tuple[MemberRow, ...]
    next: tuple[int, int] | None


@dataclass(frozen=True)
class Period:
    """From a day to a day (the first without); ``college`` of that time."""

    college: CollegeFacts
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Spokesperson:
    """Somebody who speaks for a member; ``joined`` says whether they chose a password."""

    id: int
    person_id: int
    name: str
    email: str
    joined: bool
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class MemberFacts:
    """A member, its colleges over time (latest first), and who speaks for it (present and to come first)."""

    id: int
    name: str
    kind: str
    place: str
    joined_on: date
    left_on: date | None
    periods: tuple[Period, ...]
    present: tuple[Spokesperson, ...] = ()
    past: tuple[Spokesperson, ...] = ()


@dataclass(frozen=True)
class MandateRow:
    """Who holds an office, from a day to a day (the first without)."""

    id: int
    office: str
    person_id: int
    person: str
    starts_on: date
    ends_on: date | None
    role: str | None  # the short name of the role that gives it


@dataclass(frozen=True)
class Counts:
    """Members in force, by college, and in all."""

    by_college: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.by_college.values())


def members(session: Session, filters: Filters, *, on: date) -> Page:
    """A page of the list, by college then by name. One query."""
    query = (
        select(
            Member.id,
            Member.name,
            Member.kind,
            Member.place,
            Member.joined_on,
            Member.left_on,
            College.id,
            College.name,
            College.letter,
            College.position,
        )
        .join(CollegeMembership, CollegeMembership.member_id == Member.id)
        .join(College, College.id == CollegeMembership.college_id)
        .where(*_conditions(filters, on))
        .order_by(College.position, Member.key)
        .limit(PAGE + 1)
    )
    rows = [MemberRow(*row[:10]) for row in session.execute(query)]
    shown = tuple(rows[:PAGE])
    return Page(shown, (shown[-1].position, shown[-1].id) if len(rows) > PAGE else None)


def _conditions(filters: Filters, on: date) -> list[ColumnElement[bool]]:
    conditions = [_left(on)] if filters.former else [_present(on)]
    if filters.organisations_only:
        conditions.append(Member.kind == "organisation")
    if filters.college_id:
        conditions.append(College.id == filters.college_id)
    for word in fold(filters.words).split():
        conditions.append(Member.key.contains(word, autoescape=True))
    if filters.after is not None:
        position, member_id = filters.after
        last = select(Member.key).where(Member.id == member_id).scalar_subquery()
        conditions.append(
            or_(College.position > position, and_(College.position == position, Member.key > last))
        )
    return conditions


def _present(on: date) -> ColumnElement[bool]:
    """A member on that day, or one whose admission is to come."""
    present = in_force(Member.joined_on, Member.left_on, on) & in_force(
        CollegeMembership.starts_on, CollegeMembership.ends_on, on
    )
    return present | ((CollegeMembership.starts_on > on) & (Member.joined_on == CollegeMembership.starts_on))


def _left(on: date) -> ColumnElement[bool]:
    """Gone on that day; its last college."""
    return and_(Member.left_on <= on, CollegeMembership.ends_on == Member.left_on)


def counts(session: Session, *, on: date) -> Counts:
    """Members in force on that day, by college."""
    rows = session.execute(
        select(CollegeMembership.college_id, func.count())
        .join(Member, Member.id == CollegeMembership.member_id)
        .where(
            in_force(Member.joined_on, Member.left_on, on),
            in_force(CollegeMembership.starts_on, CollegeMembership.ends_on, on),
        )
        .group_by(CollegeMembership.college_id)
    )
    return Counts({college_id: number for college_id, number in rows})


def member(session: Session, member_id: int, *, on: date, people: bool) -> MemberFacts:
    """One member; ``people``: with who speaks for it. Two or three queries. Raises NotFound."""
    row = session.execute(
        select(Member.id, Member.name, Member.kind, Member.place, Member.joined_on, Member.left_on).where(
            Member.id == member_id
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    spoken = _spokespeople(session, member_id) if people else ()
    present = tuple(each for each in spoken if each.ends_on is None or each.ends_on > on)
    past = tuple(each for each in spoken if each not in present)
    return MemberFacts(*row, _periods(session, member_id), present, past)


def _periods(session: Session, member_id: int) -> tuple[Period, ...]:
    rows = session.execute(
        select(
            College.id,
            College.name,
            College.letter,
            College.position,
            College.weight,
            CollegeMembership.starts_on,
            CollegeMembership.ends_on,
        )
        .join(CollegeMembership, CollegeMembership.college_id == College.id)
        .where(CollegeMembership.member_id == member_id)
        .order_by(CollegeMembership.starts_on.desc())
    )
    return tuple(Period(CollegeFacts(*row[:5]), row[5], row[6]) for row in rows)


def _spokespeople(session: Session, member_id: int) -> tuple[Spokesperson, ...]:
    rows = session.execute(
        select(
            Representation.id,
            Person.id,
            Person.name,
            Person.email,
            Person.password_hash.is_not(None),
            Representation.starts_on,
            Representation.ends_on,
        )
        .join(Person, Person.id == Representation.person_id)
        .where(Representation.member_id == member_id)
        .order_by(Representation.starts_on.desc(), Person.name)
    )
    return tuple(Spokesperson(*row) for row in rows)


def mandates(session: Session, *, on: date, at: datetime) -> tuple[list[MandateRow], list[MandateRow]]:
    """The mandates that give an office, in force or to come, and the last twenty ended. Two queries."""
    until = case((Mandate.ended_on < Mandate.ends_on, Mandate.ended_on), else_=Mandate.ends_on)
    until = case((Mandate.ends_on.is_(None), Mandate.ended_on), else_=until)
    query = (
        select(Mandate.id, Mandate.office, Person.id, Person.name, Mandate.starts_on, until, Role.slug)
        .join(Person, Person.id == Mandate.person_id)
        .outerjoin(Role, Role.id == Mandate.role_id)
        .where(Mandate.office != "")
    )
    over = or_(and_(Mandate.ends_on.is_not(None), Mandate.ends_on <= on), Mandate.ended_at <= at)
    there = and_(
        or_(Mandate.ends_on.is_(None), Mandate.ends_on > on),
        or_(Mandate.ended_at.is_(None), Mandate.ended_at > at),
    )
    present = session.execute(query.where(there).order_by(Mandate.office, Mandate.starts_on, Person.name))
    past = session.execute(query.where(over).order_by(until.desc(), Mandate.id.desc()).limit(20))
    return [MandateRow(*row) for row in present], [MandateRow(*row) for row in past]


def names(session: Session, on: date) -> list[tuple[int, str]]:
    """Number and name of the members of that day, by name."""
    here = in_force(Member.joined_on, Member.left_on, on)
    rows = session.execute(select(Member.id, Member.name).where(here).order_by(Member.key, Member.id))
    return [(number, name) for number, name in rows]


def people(session: Session) -> list[tuple[int, str]]:
    """Everybody who has an account, by name: for the choice of a holder."""
    rows = session.execute(select(Person.id, Person.name, Person.email).order_by(Person.id)).all()
    return [(id_, f"{name} ({email})") for id_, name, email in sorted(rows, key=lambda row: fold(row.name))]


def person(session: Session, person_id: int) -> tuple[str, str]:
    """Name and address of a person. Raises NotFound."""
    row = session.execute(select(Person.name, Person.email).where(Person.id == person_id)).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def held_for(session: Session, member_id: int, *, number: int | None = None, on: date) -> list[str]:
    """What is held for a member: "Treasurer (Bob Lefèvre)"; ``number``: by whom this representation is of."""
    query = (
        select(Mandate.role_id, Person.name)
        .join(Person, Person.id == Mandate.person_id)
        .where(Mandate.member_id == member_id, Mandate.role_id.is_not(None))
        .where(or_(Mandate.ends_on.is_(None), Mandate.ends_on > on))
        .where(or_(Mandate.ended_on.is_(None), Mandate.ended_on > on))
        .order_by(Mandate.id)
    )
    if number is not None:
        speaks = select(Representation.person_id).where(Representation.id == number)
        query = query.where(Mandate.person_id == speaks.scalar_subquery())
    rows = session.execute(query)
    return [f"{described(session, role_id).name} ({person})" for role_id, person in rows if role_id]
