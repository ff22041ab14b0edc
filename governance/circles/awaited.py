"""What terms ask of somebody: to hand a role over, to begin the successions of their circle."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import checks, handover, queries_roles, warnings, watch
from governance.circles.facts import RoleFacts, Seat
from governance.circles.models import Succession
from governance.members.queries import NETWORK
from governance.web.visitor import Visitor

MINE, READ, ENDING, OVER, LEFT = KINDS = ("hand-over", "read-hand-over", "succession", "vacant", "left")
MOST = 20


@dataclass(frozen=True)
class Awaited:
    """One thing that a term asks; ``on``: its end, past if the seat is vacant; ``name`` "": an office.

    Where somebody has to read what was left for them, ``on`` is the day from which they are asked no more.
    """

    kind: str
    slug: str
    name: str
    office: str
    person: str
    on: date
    days: int


def of(session: Session, visitor: Visitor, now: datetime) -> list[Awaited]:
    """What terms ask of the visitor, the first end first. Three queries, eight more for who facilitates."""
    if not visitor.is_authenticated:
        return []
    found = [
        Awaited(MINE, each.slug, each.role, each.office, each.person, each.until, each.days)
        for each in warnings.near(session, now, person_id=visitor.person_id)
    ]
    on = checks.today(session, now)
    found += [
        Awaited(READ, each.slug, each.name, "", "", each.until, (each.until - on).days)
        for each in handover.to_read(session, visitor.person_id, now)
    ]
    if "facilitator" in visitor.offices or visitor.facilitated:
        found += _to_begin(session, visitor, on)
    return sorted(found, key=lambda each: (each.on, each.slug))[:MOST]


def _to_begin(session: Session, visitor: Visitor, on: date) -> list[Awaited]:
    """The seats whose succession is to begin in the circles that the visitor facilitates."""
    going_on = set(session.scalars(select(Succession.role_id).where(Succession.concluded_at.is_(None))))
    return [
        _awaited(role, seat, watch.standing(seat, role.what.term_months, on), on)
        for role in queries_roles.roles_at(session, on)
        if role.id not in going_on and "facilitator" in visitor.offices_for(role.circle_id or NETWORK)
        for seat in role.seats
        if _asks(seat, watch.standing(seat, role.what.term_months, on))
    ]


def _asks(seat: Seat, stands: watch.Standing) -> bool:
    """A term ends or is over, somebody stands in until it is filled, or somebody left it before its end."""
    if stands.state in (watch.ENDING, watch.OVER):
        return True
    if stands.state == watch.REPLACED:
        return not seat.next
    return stands.state == watch.VACANT and bool(seat.former)


def _awaited(role: RoleFacts, seat: Seat, stands: watch.Standing, on: date) -> Awaited:
    holder = seat.holder or seat.former
    assert holder is not None, "neither ending nor over without somebody who held it"
    kind = {watch.OVER: OVER, watch.VACANT: LEFT}.get(stands.state, ENDING)
    end = holder.until or on
    return Awaited(kind, role.slug, role.what.name, role.what.office, holder.person, end, (end - on).days)
