"""What the pages of a role show of its turns: the calendar in words, what was said, the reports."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import checks, rotation, rotation_calendar, rotation_file
from governance.circles.facts import RoleFacts
from governance.circles.models import TurnDay, TurnRefusal, TurnReport, TurnSwap, TurnSwapUndoing
from governance.circles.rotation_line import AWAITED
from governance.circles.turns_file import Asked, Naming, document, goes_round
from governance.errors import NotFound
from governance.members.models import Member, Person
from governance.members.models_roles import Role
from governance.members.queries import representatives
from governance.members.roles import described
from governance.web.visitor import Visitor
from voting.fields import ReadingError

SHOWN = 4  # turns on the page of a role


@dataclass(frozen=True)
class TurnLine:
    """One turn, as ``calendar/1`` has it; ``member``: whose it is; ``mine``: of a member of the visitor."""

    said: dict[str, Any]
    begins: date
    until: date
    seat: int
    member: int | None
    is_over: bool
    is_now: bool
    mine: bool

    @property
    def day(self) -> bool:
        """A meeting, on one day."""
        return (self.until - self.begins).days == 1


@dataclass(frozen=True)
class Swap:
    """A swap asked for; ``answers``: the visitor may confirm it; ``asked``: they may take it back.

    ``undoing``: the request to undo it, of the member ``undoes``, confirmed or awaiting its answer;
    ``may_undo``: the visitor may ask for that, ``confirms``: may answer it, ``takes_back``: may take it back.
    """

    row: TurnSwap
    one: str
    other: str
    answers: bool
    asked: bool
    undoing: TurnSwapUndoing | None
    undoes: str
    may_undo: bool
    confirms: bool
    takes_back: bool


@dataclass(frozen=True)
class Refusal:
    """A refusal; ``mine``: the visitor may take it back."""

    row: TurnRefusal
    member: str
    mine: bool


@dataclass(frozen=True)
class Page:
    """The turns of a role; ``problem`` where the calendar cannot be worked out."""

    lines: tuple[TurnLine, ...]
    unused: tuple[dict[str, Any], ...]
    members: tuple[tuple[int, str], ...]
    refusals: tuple[Refusal, ...]
    swaps: tuple[Swap, ...]
    reports: tuple[TurnReport, ...]
    days: tuple[TurnDay, ...]
    leads: bool
    problem: str = ""

    @property
    def shown(self) -> tuple[TurnLine, ...]:
        """The last turn that is over, and those after it."""
        return near(self.lines)

    @property
    def awaited(self) -> tuple[TurnLine, ...]:
        """The turns whose report the visitor may publish."""
        told = {(each.turn, each.member_id) for each in self.reports}
        return tuple(
            each
            for each in self.lines
            if each.mine and (each.is_over or each.is_now) and (each.begins, each.member) not in told
        )

    @property
    def late(self) -> tuple[TurnLine, ...]:
        """The turns that are over but for their report."""
        return tuple(each for each in self.lines if each.said.get("report") == AWAITED)

    @property
    def own(self) -> tuple[TurnLine, ...]:
        """The turns to come, for the forms."""
        return tuple(each for each in self.lines if not each.is_over and not each.is_now)


def near(lines: tuple[TurnLine, ...]) -> tuple[TurnLine, ...]:
    """The last turn that is over, and those after it: five at the most."""
    first = next((n for n, each in enumerate(lines) if not each.is_over), len(lines))
    return lines[max(first - 1, 0) : first + SHOWN]


def of_role(session: Session, slug: str) -> Role:
    """A role that goes round. Raises NotFound."""
    role = session.scalar(select(Role).where(Role.slug == slug))
    if role is None or not goes_round(described(session, role.id)):
        raise NotFound
    return role


def slug_of_day(session: Session, day: int) -> str:
    """The short name of the role that a day of meeting belongs to. Raises NotFound."""
    found = session.scalar(
        select(Role.slug).join(TurnDay, TurnDay.role_id == Role.id).where(TurnDay.id == day)
    )
    if found is None:
        raise NotFound
    return found


def file(session: Session, slug: str, named: Naming, now: datetime) -> dict[str, Any]:
    """The ``rotation/1`` file of a role. Raises NotFound while it has no turns."""
    role = of_role(session, slug)
    what = described(session, role.id)
    found = document(session, Asked(role, what, checks.today(session, now), named))
    if found is None:
        raise NotFound
    return found


def page(session: Session, slug: str, visitor: Visitor, named: Naming, now: datetime) -> Page:
    """The turns of a role, with what was said of them. Raises NotFound."""
    role = of_role(session, slug)
    what, today = described(session, role.id), checks.today(session, now)
    calendar: dict[str, Any] = {"turns": [], "unused": []}
    problem = ""
    names: dict[int, str] = {}

    def naming(member: Member) -> str:
        return names.setdefault(member.id, named(member))

    found = document(session, Asked(role, what, today, naming))
    try:
        if found is not None:
            calendar = rotation_calendar.document(rotation.calendar(rotation_file.read(found)))
    except ReadingError as error:
        problem = str(error)
    for one in (passed for turn in calendar["turns"] for passed in turn["passed"]):
        one["name"] = names.get(int(one["who"][1:]), "")
    return Page(
        lines=tuple(line(each, today, visitor) for each in calendar["turns"]),
        unused=tuple(calendar["unused"]),
        members=tuple(names.items()),
        refusals=_refusals(session, role.id, names, visitor, today),
        swaps=_swaps(session, role.id, names, visitor, today),
        reports=_all(session, TurnReport, role.id),
        days=tuple(each for each in _all(session, TurnDay, role.id) if each.cancelled_at is None),
        leads=bool(visitor.offices_for(role.circle_id) & {"facilitator", "steward"}),
        problem=problem,
    )


def beside(session: Session, role: RoleFacts, visitor: Visitor, named: Naming, now: datetime) -> Page | None:
    """The turns on the page of a role; None where it does not go round."""
    if not role.id or not goes_round(role.what):
        return None
    return page(session, role.slug, visitor, named, now)


def line(said: dict[str, Any], today: date, visitor: Visitor) -> TurnLine:
    """A turn of `calendar/1` on a day."""
    begins, until = date.fromisoformat(said["from"]), date.fromisoformat(said["until"])
    ends = date.fromisoformat(said["ended"]) if "ended" in said else until
    member = int(said["who"][1:]) if said["who"] else None
    return TurnLine(
        said, begins, until, int(said["seat"]), member, ends <= today, begins <= today < ends,
        member in visitor.members,
    )  # fmt: skip


def _all(session: Session, table: Any, role_id: int) -> tuple[Any, ...]:
    return tuple(session.scalars(select(table).where(table.role_id == role_id).order_by(table.id.desc())))


def _refusals(
    session: Session, role_id: int, names: dict[int, str], visitor: Visitor, today: date
) -> tuple[Refusal, ...]:
    return tuple(
        Refusal(
            each,
            names.get(each.member_id, ""),
            each.member_id in visitor.members and (each.turn or each.until or today) >= today,
        )
        for each in _all(session, TurnRefusal, role_id)
        if each.withdrawn_at is None
    )


def _swaps(
    session: Session, role_id: int, names: dict[int, str], visitor: Visitor, today: date
) -> tuple[Swap, ...]:
    undoings = _undoings(session, role_id)
    return tuple(
        _swap(each, undoings.get(each.id), names, visitor, today)
        for each in _all(session, TurnSwap, role_id)
        if each.ended_at is None or each.confirmed_at is not None
    )


def _swap(
    row: TurnSwap, undoing: TurnSwapUndoing | None, names: dict[int, str], visitor: Visitor, today: date
) -> Swap:
    sides, to_come = {row.member_id, row.other_id}, row.turn > today and row.ended_at is None
    waits = undoing is not None and undoing.confirmed_at is None and to_come
    asks = undoing.member_id if undoing is not None else 0
    return Swap(
        row, names.get(row.member_id, ""), names.get(row.other_id, ""),
        answers=row.other_id in visitor.members and not row.confirmed_at and row.turn >= today,
        asked=row.member_id in visitor.members and not row.confirmed_at,
        undoing=undoing,
        undoes=names.get(asks, ""),
        may_undo=bool(row.confirmed_at and to_come and not waits and sides & set(visitor.members)),
        confirms=bool(waits and (sides - {asks}) & set(visitor.members)),
        takes_back=bool(waits and asks in visitor.members),
    )  # fmt: skip


def _undoings(session: Session, role_id: int) -> dict[int, TurnSwapUndoing]:
    """The requests to undo a swap of a role that were not taken back nor declined, by swap."""
    query = (
        select(TurnSwapUndoing)
        .join(TurnSwap, TurnSwap.id == TurnSwapUndoing.swap_id)
        .where(TurnSwap.role_id == role_id, TurnSwapUndoing.ended_at.is_(None))
    )
    return {each.swap_id: each for each in session.scalars(query)}


def sides(session: Session, swap: int) -> tuple[str, set[int]]:
    """The short name of the role of a swap, and the two members. Raises NotFound."""
    query = select(Role.slug, TurnSwap.member_id, TurnSwap.other_id).join(
        TurnSwap, TurnSwap.role_id == Role.id
    )
    row = session.execute(query.where(TurnSwap.id == swap)).one_or_none()
    if row is None:
        raise NotFound
    return row.slug, {row.member_id, row.other_id}


def speakers(session: Session, member_id: int, on: date) -> list[tuple[str, str]]:
    """Who may hold a role for a member: (number, name)."""
    people = [person for _member, person in representatives(session, [member_id], on=on)]
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(people)).order_by(Person.name))
    return [(str(id_), name) for id_, name in rows]


def dumps(found: dict[str, Any]) -> str:
    """The text of the file."""
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
