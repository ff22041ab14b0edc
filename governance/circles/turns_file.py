"""The ``rotation/1`` file of a role, written from what the network knows (docs/rotation.md)."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from governance.circles import turns_past
from governance.circles.models import TurnDay, TurnRefusal, TurnReport, TurnSwap
from governance.circles.rotation_dates import DAY
from governance.circles.rotation_file import FORMAT
from governance.circles.terms import add_months, first
from governance.circles.turns_past import Spell, Turn
from governance.members import queries as members
from governance.members.models import College, CollegeMembership, Mandate, Member
from governance.members.models_roles import Role, RoleVersion
from governance.members.names import fold
from governance.members.roles import described

AHEAD = 120  # months that the calendar shows
VACANT = "vacant"
Naming = Callable[[Member], str]


@dataclass(frozen=True)
class Asked:
    """For which role, as of which day, and how members are named."""

    role: Role
    what: RoleVersion
    today: date
    named: Naming


def goes_round(what: RoleVersion) -> bool:
    """Whether a role has turns."""
    return what.selection == "rotation" or what.hosts


def candidate(member_id: int) -> str:
    return f"m{member_id}"


def document(session: Session, asked: Asked) -> dict[str, Any] | None:
    """The file; None while a role of places has no day, or nobody could have a turn."""
    role, what = asked.role, asked.what
    spells = _spells(session, role.id)
    people = _members(session, role, spells, asked.today)
    days = _days(session, role.id) if what.hosts else []
    if not people or (what.hosts and not days):
        return None
    colleges = _colleges(session, people)
    starts = days[0].on if days else min([each.starts for each in spells], default=role.created_at.date())
    horizon = days[-1].on + DAY if days else add_months(max(asked.today, starts), AHEAD)
    seats = what.seats or 1
    past = [] if days else turns_past.turns(
        spells, range(1, seats + 1), starts, what.term_months, asked.today
    )  # fmt: skip
    found: dict[str, Any] = {"format": FORMAT, "role": {"id": role.slug, "name": what.name}}
    found["term"] = (
        {"dates": [each.on.isoformat() for each in days]} if days else {"months": what.term_months}
    )
    found |= {"starts": starts.isoformat(), "horizon": horizon.isoformat()}
    found |= {"as_of": asked.today.isoformat()} if what.report else {}
    found["colleges"] = [{"id": id_, "name": name} for id_, name in _named_colleges(session, colleges)]
    found["candidates"] = [
        _candidate(each, colleges.get(each.id), past if seats == 1 else [], asked.named) for each in people
    ]
    found |= {"seats": seats} if seats > 1 else {}
    found |= {"eligibility": {"colleges": [what.college_id]}} if what.college_id in colleges.values() else {}
    found |= {"alternate": True} if what.alternates else {}
    found |= {"max_consecutive": what.max_consecutive} if what.max_consecutive else {}
    elsewhere = _elsewhere(session, role, what, {each.id for each in people})
    found |= {"elsewhere": elsewhere} if elsewhere else {}
    found |= {"report": True} if what.report else {}
    facts = [*_past(past, seats, people), *_of_days(days), *_said(session, role.id, seats)]
    found["facts"] = [each for each in facts if _known(each, {candidate(one.id) for one in people})]
    return found


def _spells(session: Session, role_id: int) -> list[Spell]:
    rows = session.execute(
        select(Mandate.member_id, Mandate.seat, Mandate.starts_on, Mandate.ends_on, Mandate.ended_on)
        .where(
            Mandate.role_id == role_id,
            Mandate.member_id.is_not(None),
            Mandate.provisional.is_(False),
            or_(Mandate.ended_on.is_(None), Mandate.ended_on > Mandate.starts_on),
        )
        .order_by(Mandate.starts_on, Mandate.id)
    )
    return [
        Spell(member, seat or 1, starts, first(ends, ended))
        for member, seat, starts, ends, ended in rows
        if member is not None
    ]


def _members(session: Session, role: Role, spells: list[Spell], on: date) -> list[Member]:
    """Those who sit in the circle, and whoever had a turn, the oldest member first.

    Of those who joined on one day, first who had a turn first, then by name.
    """
    held = {each.member: each.starts for each in reversed(spells)}
    seated = {each.member_id for each in members.electorate(session, circle_id=role.circle_id, on=on)}
    rows = session.scalars(select(Member).where(Member.id.in_(seated | set(held))))
    return sorted(
        rows, key=lambda each: (each.joined_on, held.get(each.id, date.max), fold(each.name), each.id)
    )


def _days(session: Session, role_id: int) -> list[TurnDay]:
    query = select(TurnDay).where(TurnDay.role_id == role_id, TurnDay.cancelled_at.is_(None))
    return list(session.scalars(query.order_by(TurnDay.on)))


def _colleges(session: Session, people: list[Member]) -> dict[int, str]:
    """The last college of each."""
    rows = session.execute(
        select(CollegeMembership.member_id, CollegeMembership.college_id)
        .where(CollegeMembership.member_id.in_([each.id for each in people]))
        .order_by(CollegeMembership.starts_on)
    )
    return dict(rows.all())


def _named_colleges(session: Session, colleges: Mapping[int, str]) -> list[tuple[str, str]]:
    rows = session.execute(
        select(College.id, College.name)
        .where(College.id.in_(set(colleges.values())))
        .order_by(College.position)
    )
    return [(id_, name) for id_, name in rows]


def _candidate(member: Member, college: str | None, past: list[Turn], named: Naming) -> dict[str, Any]:
    found: dict[str, Any] = {"id": candidate(member.id), "name": named(member)}
    found |= {"college": college} if college else {}
    found["joined"] = member.joined_on.isoformat()
    found |= {"left": member.left_on.isoformat()} if member.left_on else {}
    away = [
        {"from": each.begins.isoformat(), "until": (each.begins + DAY).isoformat(), "why": VACANT}
        for each in past
        if each.member is None
    ]
    return found | ({"away": away} if away else {})


def _elsewhere(session: Session, role: Role, what: RoleVersion, ids: set[int]) -> list[dict[str, Any]]:
    """Turns of roles that do not go together with this one, for the same members."""
    found = []
    rows = session.execute(
        select(Role, Mandate)
        .join(Mandate, Mandate.role_id == Role.id)
        .where(Role.id != role.id, Mandate.member_id.in_(ids))
        .order_by(Mandate.starts_on, Mandate.id)
    )
    for other, mandate in rows:
        said = described(session, other.id)
        if other.slug not in json.loads(what.incompatible) and role.slug not in json.loads(said.incompatible):
            continue
        until = first(mandate.ends_on, mandate.ended_on)
        if until is not None and until <= mandate.starts_on:
            continue
        one = {
            "who": candidate(mandate.member_id or 0),
            "role": said.name,
            "from": mandate.starts_on.isoformat(),
        }
        found.append(one | ({"until": until.isoformat()} if until else {}))
    return found


def _past(past: list[Turn], seats: int, people: list[Member]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for turn in past:
        about = {"turn": turn.begins.isoformat()} | ({"seat": str(turn.seat)} if seats > 1 else {})
        if turn.member is None:
            if seats > 1:
                found += [
                    {"kind": "refused", "who": candidate(each.id), "why": VACANT} | about for each in people
                ]
            continue
        held = {"kind": "held", "who": candidate(turn.member)} | about
        found.append(held | ({"why": _real(*turn.real)} if turn.real else {}))
        if turn.ended is not None:
            found.append({"kind": "resigned", "on": turn.ended.isoformat(), "who": candidate(turn.member)})
    return found


def _real(starts: date, until: date | None) -> str:
    return f"{starts.isoformat()}/{until.isoformat() if until else ''}"


def _of_days(days: list[TurnDay]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for day in days:
        if day.missed_at is not None:
            found.append(
                {"kind": "missed", "turn": day.on.isoformat()} | ({"why": day.why} if day.why else {})
            )
        elif day.member_id is not None:
            held = {"kind": "held", "turn": day.on.isoformat(), "who": candidate(day.member_id)}
            found.append(held | ({"why": day.why} if day.why else {}))
    return found


def _said(session: Session, role_id: int, seats: int) -> list[dict[str, Any]]:
    """Refusals, swaps and reports, as people wrote them."""
    found: list[dict[str, Any]] = []
    refusals = select(TurnRefusal).where(TurnRefusal.role_id == role_id, TurnRefusal.withdrawn_at.is_(None))
    for refusal in session.scalars(refusals.order_by(TurnRefusal.id)):
        when = (
            {"turn": refusal.turn.isoformat()}
            if refusal.turn
            else {"until": refusal.until.isoformat() if refusal.until else ""}
        )
        one = {"kind": "refused", "on": refusal.on.isoformat(), "who": candidate(refusal.member_id)}
        found.append(one | when | {"why": refusal.why})
    swaps = select(TurnSwap).where(TurnSwap.role_id == role_id, TurnSwap.ended_at.is_(None))
    for swap in session.scalars(swaps.order_by(TurnSwap.id)):
        between = [candidate(swap.member_id), candidate(swap.other_id)]
        found.append(
            {"kind": "swap", "on": (swap.confirmed_at or swap.asked_at).date().isoformat()}
            | {"turn": swap.turn.isoformat()}
            | ({"seat": str(swap.seat)} if seats > 1 else {})
            | {"between": between, "confirmed": between if swap.confirmed_at else between[:1]}
            | ({"why": swap.why} if swap.why else {})
        )
    reports = select(TurnReport).where(TurnReport.role_id == role_id).order_by(TurnReport.id)
    for report in session.scalars(reports):
        one = {"kind": "report", "on": report.published_on.isoformat(), "who": candidate(report.member_id)}
        found.append(one | {"turn": report.turn.isoformat()})
    return found


def _known(fact: Mapping[str, Any], people: set[str]) -> bool:
    """Whether those it names are still candidates."""
    return {fact.get("who", ""), *fact.get("between", ())} - {""} <= people
