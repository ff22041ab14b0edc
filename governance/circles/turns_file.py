"""The ``rotation/1`` file of a role, written from what the network knows (docs/rotation.md)."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from governance.circles import turns_inputs, turns_past
from governance.circles.election import ROTATION
from governance.circles.models import TurnDay
from governance.circles.renewal import Renewal, counted_from
from governance.circles.rotation_dates import DAY
from governance.circles.rotation_file import FORMAT
from governance.circles.terms import add_months, first
from governance.circles.turns_inputs import Inputs
from governance.circles.turns_past import Spell, Turn
from governance.members.models import Member
from governance.members.models_roles import Role, RoleVersion
from governance.members.roles import Description

AHEAD = 120  # months that the calendar shows
VACANT = "vacant"
Naming = Callable[[Member], str]


@dataclass(frozen=True)
class Asked:
    """For which role, as of which day, and how members are named; ``ahead``: for how many months."""

    role: Role
    what: RoleVersion
    today: date
    named: Naming
    ahead: int = AHEAD


def goes_round(what: RoleVersion | Description) -> bool:
    """Whether a role has turns."""
    return what.selection == ROTATION or what.hosts


def candidate(member_id: int) -> str:
    return f"m{member_id}"


def document(session: Session, asked: Asked) -> dict[str, Any] | None:
    """The file of one role, as `written` has it."""
    return written(turns_inputs.read(session, [asked.role.id], asked.today), asked)


def written(inputs: Inputs, asked: Asked) -> dict[str, Any] | None:
    """The file; None while a role of places has no day, or nobody could have a turn."""
    role, what = asked.role, asked.what
    spells, people = inputs.spells.get(role.id, ()), inputs.people[role.id]
    days = inputs.days.get(role.id, ()) if what.hosts else ()
    if not people or (what.hosts and not days):
        return None
    colleges = {each.id: inputs.college[each.id] for each in people if each.id in inputs.college}
    starts = days[0].on if days else _starts(role, what, spells)
    horizon = days[-1].on + DAY if days else add_months(max(asked.today, starts), asked.ahead)
    seats = what.seats or 1
    terms = Renewal(what.renewal, what.renewal_first, what.term_months, starts)
    past = [] if days else turns_past.turns(spells, range(1, seats + 1), terms, asked.today)
    found: dict[str, Any] = {"format": FORMAT, "role": {"id": role.slug, "name": what.name}}
    found["term"] = (
        {"dates": [each.on.isoformat() for each in days]} if days else {"months": what.term_months}
    )
    found |= {"starts": starts.isoformat(), "horizon": horizon.isoformat()}
    found |= {"as_of": asked.today.isoformat()} if what.report else {}
    theirs = set(colleges.values())
    found["colleges"] = [{"id": id_, "name": name} for id_, name in inputs.colleges if id_ in theirs]
    found["candidates"] = [
        _candidate(each, colleges.get(each.id), past if seats == 1 else [], asked.named) for each in people
    ]
    found |= {"seats": seats} if seats > 1 else {}
    found |= {"renewal": _renewal(what)} if what.renewal > 1 and not days else {}
    found |= {"eligibility": {"colleges": [what.college_id]}} if what.college_id in theirs else {}
    found |= {"alternate": True} if what.alternates else {}
    found |= {"max_consecutive": what.max_consecutive} if what.max_consecutive else {}
    elsewhere = _elsewhere(inputs, asked)
    found |= {"elsewhere": elsewhere} if elsewhere else {}
    found |= {"report": True} if what.report else {}
    facts = [*_past(past, seats, people), *_of_days(days), *_said(inputs, role.id, seats)]
    found["facts"] = [each for each in facts if _known(each, {candidate(one.id) for one in people})]
    return found


def _starts(role: Role, what: RoleVersion, spells: Sequence[Spell]) -> date:
    """The day from which terms are counted: of the first mandate, of the role while nobody held it."""
    first = min([each.starts for each in spells], default=None)
    said = what.renewal_from if what.renewal > 1 else None
    return counted_from(said, first, what.term_months) or role.created_at.date()


def _renewal(what: RoleVersion) -> dict[str, int]:
    return {"parts": what.renewal} | ({"first": what.renewal_first} if what.renewal_first > 1 else {})


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


def _elsewhere(inputs: Inputs, asked: Asked) -> list[dict[str, Any]]:
    """Turns of roles that do not go together with this one, for the same members."""
    role, ids = asked.role, {each.id for each in inputs.people[asked.role.id]}
    found = []
    for mandate in inputs.held:
        if mandate.member_id not in ids or mandate.role_id in (role.id, None):
            continue
        other, said = inputs.roles[mandate.role_id]
        if other.slug not in json.loads(asked.what.incompatible) and role.slug not in json.loads(
            said.incompatible
        ):
            continue
        until = first(mandate.ends_on, mandate.ended_on)
        if until is not None and until <= mandate.starts_on:
            continue
        one = {
            "who": candidate(mandate.member_id),
            "role": said.name,
            "from": mandate.starts_on.isoformat(),
        }
        found.append(one | ({"until": until.isoformat()} if until else {}))
    return found


def _past(past: list[Turn], seats: int, people: Sequence[Member]) -> list[dict[str, Any]]:
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


def _of_days(days: Sequence[TurnDay]) -> list[dict[str, Any]]:
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


def _said(inputs: Inputs, role_id: int, seats: int) -> list[dict[str, Any]]:
    """Refusals, swaps and reports, as people wrote them."""
    found: list[dict[str, Any]] = []
    for refusal in inputs.refusals.get(role_id, ()):
        when = (
            {"turn": refusal.turn.isoformat()}
            if refusal.turn
            else {"until": refusal.until.isoformat() if refusal.until else ""}
        )
        one = {"kind": "refused", "on": refusal.on.isoformat(), "who": candidate(refusal.member_id)}
        found.append(one | when | {"why": refusal.why})
    for swap in inputs.swaps.get(role_id, ()):
        between = [candidate(swap.member_id), candidate(swap.other_id)]
        found.append(
            {"kind": "swap", "on": (swap.confirmed_at or swap.asked_at).date().isoformat()}
            | {"turn": swap.turn.isoformat()}
            | ({"seat": str(swap.seat)} if seats > 1 else {})
            | {"between": between, "confirmed": between if swap.confirmed_at else between[:1]}
            | ({"why": swap.why} if swap.why else {})
        )
    for report in inputs.reports.get(role_id, ()):
        one = {"kind": "report", "on": report.published_on.isoformat(), "who": candidate(report.member_id)}
        found.append(one | {"turn": report.turn.isoformat()})
    return found


def _known(fact: Mapping[str, Any], people: set[str]) -> bool:
    """Whether those it names are still candidates."""
    return {fact.get("who", ""), *fact.get("between", ())} - {""} <= people
