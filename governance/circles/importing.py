"""Bringing the mandates of an existing organisation in: shown line by line, then applied, all or nothing.

What a line would do is known by doing it, each in a savepoint, in a transaction that is then given up: a line
meets the lines above it, and every refusal is the one that entrusting itself would give.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import service, words
from governance.circles.mandate_sheet import Row
from governance.errors import N_, Refusal
from governance.members.errors import LinesRefused, PlanChanged
from governance.members.models import Mandate, Member, Person
from governance.members.models_roles import Role, RoleVersion
from governance.members.names import fold
from governance.members.people import add_person
from governance.members.plan import CREATED, REFUSED, SAME, Say, say
from governance.members.spreadsheet import day

NO_ROLE = N_("No role is called so here. Roles come with the social code, or with a decision.")
NO_PERSON = N_("Nobody is called so here. Write the e-mail address too, and an account is made.")
SEVERAL = N_("Several people are called so: write the e-mail address too.")
NO_MEMBER = N_("No member is called so.")
NOT_A_DATE = N_("“%(text)s” is not a date.")
NOT_A_SEAT = N_("“%(text)s” is not the number of a seat.")


class MandatesChanged(PlanChanged):
    sentence = N_("Roles or mandates have changed since this list was checked. Here is what it would do now.")


class _Unreadable(Exception):
    def __init__(self, why: Say) -> None:
        super().__init__(why.sentence)
        self.why = why


@dataclass(frozen=True)
class Step:
    """One line of the file and what becomes of it."""

    line: int
    what: str
    role: str
    holder: str
    member: str
    starts: str
    ends: str
    reasons: tuple[Say, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The steps of a file, in its order."""

    steps: tuple[Step, ...]

    def number(self, what: str) -> int:
        """How many lines are created, same or refused."""
        return sum(step.what == what for step in self.steps)

    @property
    def acts(self) -> bool:
        """Whether applying it would write anything."""
        return bool(self.number(CREATED))

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that was shown: what is applied must be the same."""
        return hashlib.sha256(repr([asdict(step) for step in self.steps]).encode()).hexdigest()


class Given(Exception):
    """The transaction of a plan is given up; it carries what was found."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("given up")
        self.plan = plan


def prepare(session: Session, rows: Sequence[Row], *, by: int | None, now: datetime) -> None:
    """What a list would do. Always raises Given, so that nothing of it is kept."""
    raise Given(_run(session, rows, by=by, now=now))


def apply(
    session: Session,
    rows: Sequence[Row],
    *,
    shown: str,
    leave_out: bool = False,
    by: int | None,
    now: datetime,
) -> Plan:
    """Do what a list says, as it was shown. Raises MandatesChanged, LinesRefused."""
    plan = _run(session, rows, by=by, now=now)
    if plan.fingerprint != shown:
        raise MandatesChanged
    if plan.number(REFUSED) and not leave_out:
        raise LinesRefused(number=plan.number(REFUSED))
    return plan


def _run(session: Session, rows: Sequence[Row], *, by: int | None, now: datetime) -> Plan:
    ground = _Ground(session)
    return Plan(tuple(_step(session, ground, row, by=by, now=now) for row in rows))


class _Ground:
    """Roles, people and members by the names a list may give them."""

    def __init__(self, session: Session) -> None:
        self.roles: dict[str, int] = {}
        named = select(Role.slug, Role.id, RoleVersion.name).join(RoleVersion, RoleVersion.role_id == Role.id)
        there = named.where(Role.ended_at.is_(None)).order_by(RoleVersion.number)
        for slug, id_, name in session.execute(there):
            self.roles.setdefault(fold(name), id_)
            self.roles[fold(slug)] = id_
        self.members = {key: id_ for key, id_ in session.execute(select(Member.key, Member.id))}

    def role(self, row: Row) -> int:
        return _found(self.roles.get(fold(row.cell("role"))), NO_ROLE)

    def member(self, row: Row) -> int | None:
        if not row.cell("member"):
            return None
        return _found(self.members.get(fold(row.cell("member"))), NO_MEMBER)


def _found(id_: int | None, sentence: str) -> int:
    if id_ is None:
        raise _Unreadable(say(sentence))
    return id_


def _step(session: Session, ground: _Ground, row: Row, *, by: int | None, now: datetime) -> Step:
    try:
        with session.begin_nested():
            what = _entrust(session, ground, row, by=by, now=now)
    except _Unreadable as error:
        return _told(row, REFUSED, error.why)
    except Refusal as refusal:
        facts = tuple((name, _fact(fact)) for name, fact in refusal.facts.items())
        return _told(row, REFUSED, Say(refusal.sentence, facts))
    return _told(row, what)


def _told(row: Row, what: str, *reasons: Say) -> Step:
    role, holder, member = row.cell("role"), row.cell("holder"), row.cell("member")
    return Step(row.line, what, role, holder, member, row.cell("from"), row.cell("to"), reasons)


def _fact(fact: object) -> str | int | date:
    return fact if isinstance(fact, str | int | date) else str(fact)


def _entrust(session: Session, ground: _Ground, row: Row, *, by: int | None, now: datetime) -> str:
    role_id, member_id = ground.role(row), ground.member(row)
    starts, ends, seat = _day(row, "from"), _day(row, "to"), _seat(row)
    assert starts is not None, "empty is refused"
    person_id = _person(session, row, now)
    same = select(Mandate.id).where(
        Mandate.role_id == role_id, Mandate.person_id == person_id, Mandate.starts_on == starts
    )
    if session.scalar(same.limit(1)) is not None:
        return SAME
    service.entrust(
        session, role_id=role_id, person_id=person_id, member_id=member_id, seat=seat, starts_on=starts,
        ends_on=ends, how=_how(row), decision=row.cell("decision"), by=by, now=now,
    )  # fmt: skip
    return CREATED


def _person(session: Session, row: Row, now: datetime) -> int:
    if row.cell("email"):
        return add_person(session, name=row.cell("holder"), email=row.cell("email"), now=now)
    wanted = fold(row.cell("holder"))
    found = [id_ for id_, name in session.execute(select(Person.id, Person.name)) if fold(name) == wanted]
    if len(found) > 1:
        raise _Unreadable(say(SEVERAL))
    return _found(found[0] if found else None, NO_PERSON)


def _day(row: Row, column: str) -> date | None:
    text = row.cell(column)
    if not text and column != "from":
        return None
    try:
        return day(text)
    except ValueError as error:
        raise _Unreadable(say(NOT_A_DATE, text=text)) from error


def _seat(row: Row) -> int | None:
    text = row.cell("seat")
    if text and not (text.isascii() and text.isdigit() and len(text) < 5):
        raise _Unreadable(say(NOT_A_SEAT, text=text))
    return int(text) if text else None


def _how(row: Row) -> str:
    """A known way, or that of the role."""
    return row.cell("how") if row.cell("how") in words.HOW else ""
