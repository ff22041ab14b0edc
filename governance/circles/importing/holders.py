"""Who holds what, as a list says it: entrusted line by line, each with the refusal that entrusting gives."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import service
from governance.circles.importing import bodies, cells
from governance.circles.importing.bodies import Refused
from governance.circles.importing.names import Names, Unreadable
from governance.errors import N_, Refusal
from governance.members.models import Mandate, Member, Person
from governance.members.models_roles import Role
from governance.members.names import email_address, fold
from governance.members.plan import Say, say
from governance.members.spreadsheet import Row, day

T = TypeVar("T")
YEARS = range(1800, 2300)  # with which one can reckon, in months and in time zones
NO_PERSON = N_(
    "Nobody is called “%(text)s” here. People come with the list of members (tiersvoix members import): "
    "bring them in first, or write the name as it is there."
)
NO_ADDRESS = N_(
    "Nobody has the address “%(text)s” here. People come with the list of members (tiersvoix members "
    "import): bring them in first."
)
SEVERAL = N_("Several people are called “%(text)s”: write the e-mail address too.")
NO_MEMBER = N_(
    "No member is called “%(text)s”. Members come with their own list (tiersvoix members import): bring "
    "them in first, or write the name as it is there."
)
NOT_A_DATE = N_("“%(text)s” is not a date: write 31/12/2026 or 2026-12-31.")
NO_START = N_("Write the first day of the mandate: 31/12/2026 or 2026-12-31.")
OTHER_END = N_("It is recorded until %(day)s: an end changes on the page of the role.")
NO_REGISTER = N_("The register is still empty here: decision %(number)s is not named.")
ENDS_BEFORE = N_(
    "It ends on %(day)s: from that day on this person does not speak for the member, or it is in another "
    "college."
)
ENTRUSTED = N_("The role is entrusted.")
_COLUMNS = {"starts_on": "from", "ends_on": "to", "derogation": "to", "holder": "holder", "seat": "seat"}


@dataclass
class Ground:
    """People and members by the names a list may give them, roles by short name, what is held already."""

    people: dict[str, list[int]] = field(default_factory=dict)
    addresses: dict[str, int] = field(default_factory=dict)
    members: dict[str, int] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)
    held: dict[tuple[int, int, date], date | None] = field(default_factory=dict)
    founding: bool = False


def ground(session: Session, *, founding: bool) -> Ground:
    """What the network has now. Four queries."""
    found = Ground(founding=founding)
    for id_, name, email in session.execute(select(Person.id, Person.name, Person.email)):
        found.people.setdefault(fold(name), []).append(id_)
        found.addresses[email] = id_
    found.members = {key: id_ for key, id_ in session.execute(select(Member.key, Member.id))}
    found.roles = {
        slug: id_ for slug, id_ in session.execute(select(Role.slug, Role.id).where(Role.ended_at.is_(None)))
    }
    columns = (Mandate.role_id, Mandate.person_id, Mandate.starts_on, Mandate.ends_on, Mandate.ended_on)
    for role, person, starts, ends, ended in session.execute(select(*columns)):
        if role is not None:
            found.held[role, person, starts] = ended or ends
    return found


@dataclass(frozen=True)
class Held:
    """What became of the mandate of a line: whether it is new, and what should be known."""

    new: bool
    notes: tuple[Say, ...] = ()


@dataclass(frozen=True)
class _Asked:
    role: int
    person: int
    member: int | None
    starts: date
    ends: date | None
    seat: int | None
    how: str
    provisional: bool


def entrust(
    session: Session, known: Ground, names: Names, row: Row, *, by: int | None, now: datetime
) -> Held:
    """Entrust what a line says, unless it is held so already. Raises Refused; nothing of the line is kept."""
    asked = _asked(known, names, row)
    key = (asked.role, asked.person, asked.starts)
    if key in known.held:
        until = known.held[key]
        other = until is not None and asked.ends is not None and until != asked.ends
        return Held(False, (say(OTHER_END, day=until),) if other and until is not None else ())
    decision = "" if known.founding else row.cell("decision")
    try:
        with session.begin_nested():
            number = service.entrust(
                session, role_id=asked.role, person_id=asked.person, member_id=asked.member, seat=asked.seat,
                starts_on=asked.starts, ends_on=asked.ends, how=asked.how, decision=decision,
                provisional=asked.provisional, brought_in=True, by=by, now=now,
            )  # fmt: skip
    except Refusal as refusal:
        raise Refused((_column(refusal), _words(refusal))) from refusal
    mandate = session.get_one(Mandate, number)
    known.held[key] = mandate.ended_on or asked.ends
    unnamed = "" if decision else row.cell("decision")
    notes = [say(NO_REGISTER, number=unnamed)] if unnamed else []
    if mandate.ended_on is not None:
        notes.append(say(ENDS_BEFORE, day=mandate.ended_on))
    return Held(True, tuple(notes))


def _column(refusal: Refusal) -> str:
    return _COLUMNS.get(refusal.field or "", refusal.field or "")


def _words(refusal: Refusal) -> Say:
    facts = {
        name: fact if isinstance(fact, str | int | date) else str(fact)
        for name, fact in refusal.facts.items()
    }
    return say(refusal.sentence, **facts)


def _asked(known: Ground, names: Names, row: Row) -> _Asked:
    """Every cell of a line read; each that cannot be is said. Raises Refused."""
    read = _Reading(known, names, row)
    role, person, member = read.role(), read.person(), read.member()
    starts, ends = read.day("from"), read.day("to")
    if not row.cell("from"):
        read.wrong.append(("from", say(NO_START)))
    seat, provisional = read.seat(), read.provisional()
    how = read.how()
    if read.wrong or role is None or person is None or starts is None:
        raise Refused(*read.wrong)
    return _Asked(role, person, member, starts, ends, seat, how, provisional)


class _Reading:
    """The cells of one line, one by one; what is wrong gathers in ``wrong``."""

    def __init__(self, known: Ground, names: Names, row: Row) -> None:
        self.known, self.names, self.row = known, names, row
        self.wrong: list[bodies.Wrong] = []

    def role(self) -> int | None:
        try:
            return self.known.roles.get(bodies.role_of(self.names, self.row))
        except Refused as error:
            self.wrong += error.reasons
            return None

    def person(self) -> int | None:
        address, name = self.row.cell("email"), self.row.cell("holder")
        if address:
            found = self.known.addresses.get(email_address(address) or "")
            return self._known("email", found, NO_ADDRESS, address)
        people = self.known.people.get(fold(name), [])
        alone = people[0] if len(people) == 1 else None
        return self._known("holder", alone, SEVERAL if people else NO_PERSON, name)

    def member(self) -> int | None:
        name = self.row.cell("member")
        return self._known("member", self.known.members.get(fold(name)), NO_MEMBER, name) if name else None

    def _known(self, column: str, id_: int | None, sentence: str, text: str) -> int | None:
        if id_ is None:
            self.wrong.append((column, say(sentence, text=text)))
        return id_

    def day(self, column: str) -> date | None:
        text = self.row.cell(column)
        found = None
        with contextlib.suppress(ValueError):
            found = day(text)
        if text and (found is None or found.year not in YEARS):
            self.wrong.append((column, say(NOT_A_DATE, text=text)))
        return found

    def seat(self) -> int | None:
        """The number of a seat; 0, as our own file has it where it is not known: the first that is free."""
        return self._read("seat", lambda text: cells.number(text, such=1)) or None

    def how(self) -> str:
        return self._read("how", lambda text: cells.way(text, cells.MANDATE_WAYS, cells.NOT_A_HOW)) or ""

    def provisional(self) -> bool:
        return bool(self._read("provisional", cells.flag))

    def _read(self, column: str, read: Callable[[str], T]) -> T | None:
        text = self.row.cell(column)
        try:
            return read(text) if text else None
        except Unreadable as error:
            self.wrong.append((column, error.why))
            return None
