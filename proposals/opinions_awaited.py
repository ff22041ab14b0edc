"""The opinions that are awaited on many proposals at once: what votes wait for, what somebody is to give."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from governance.members.models import Circle as CircleRow
from governance.rules.bodies import Circle
from governance.rules.duration import Duration
from governance.rules.parts import SocialCode
from governance.web.visitor import Visitor
from proposals import circle_members, opinions, standing
from proposals.models import Proposal
from proposals.models_opinions import Opinion

MOST = 20  # shown to somebody
ALL = 500  # looked at by the worker
DAY = timedelta(days=1)
BEGAN = func.coalesce(Proposal.published_at, Proposal.submitted_at)
"""The moment from which the days of an opinion count."""


class Placed(Protocol):
    """A proposal, with the circle and the kind of its decision; ``began``: see ``BEGAN``."""

    @property
    def number(self) -> int: ...
    @property
    def circle_id(self) -> str: ...
    @property
    def rule_id(self) -> str: ...
    @property
    def began(self) -> datetime | None: ...


@dataclass(frozen=True)
class ToGive:
    """An opinion that somebody may give, until a moment."""

    number: int
    title: str
    circle_id: str
    circle: str
    until: datetime


def waiting(
    session: Session, proposals: Iterable[Placed], now: datetime
) -> dict[int, list[tuple[str, datetime]]]:
    """The opinions that votes wait for, by proposal: the circle, and until when. Two queries at the most."""
    listed = list(proposals)
    code = opinions.code(session) if listed else None
    asked = {each.number: opinions.asked(code, each.circle_id, each.rule_id) for each in listed if code}
    if not any(asked.values()):
        return {}
    said = _said(session, asked)
    zone = standing.zone(session)
    found: dict[int, list[tuple[str, datetime]]] = {}
    for each in listed:
        for circle, name, days in asked[each.number]:
            until = Duration(days=days).after(each.began, zone) if each.began else now
            if now < until and (each.number, circle) not in said:
                found.setdefault(each.number, []).append((name, until))
    return found


def to_give(session: Session, visitor: Visitor, now: datetime) -> list[ToGive]:
    """The opinions that the visitor may give now, the first that ends first. Five queries at the most."""
    code = opinions.code(session)
    circles = [each for each in code.circles if each.opinions] if code else []
    mine = _mine(session, visitor, circles, now)
    if code is None or not mine:
        return []
    query = _owed_by(mine, now)
    query = query if visitor.takes_part else query.where(Proposal.public)
    return _lasting(session, code, query.limit(MOST), now)


def owed(session: Session, now: datetime) -> list[ToGive]:
    """Every opinion that is awaited now, whoever is to give it. Two queries at the most."""
    code = opinions.code(session)
    circles = [each for each in code.circles if each.opinions] if code else []
    if code is None or not circles:
        return []
    return _lasting(session, code, _owed_by(circles, now).limit(ALL), now)


def _lasting(session: Session, code: SocialCode, query: Any, now: datetime) -> list[ToGive]:
    """Those of a query whose time is not over, the first that ends first."""
    rows = session.execute(query).all()
    zone, found = standing.zone(session) if rows else "", []
    for row in rows:
        for circle, name, days in opinions.asked(code, row.circle_id, row.rule_id):
            until = Duration(days=days).after(row.began, zone)
            if circle == row.asked and now < until:
                found.append(ToGive(row.number, row.title, circle, name, until))
    return sorted(found, key=lambda each: (each.until, each.number, each.circle_id))


def _mine(session: Session, visitor: Visitor, circles: list[Circle], now: datetime) -> list[Circle]:
    mine = circle_members.visiting(session, visitor, [each.id for each in circles], now)
    return [each for each in circles if each.id in mine]


def _owed_by(circles: list[Circle], now: datetime) -> Any:
    """Proposals with the circle that owes an opinion; the exact moment of its end is compared afterwards."""
    said = and_(Opinion.proposal == Proposal.number, Opinion.circle_id == CircleRow.id)
    lasts = or_(Proposal.expires_at.is_(None), Proposal.expires_at > now)
    return (
        select(Proposal.number, Proposal.title, Proposal.circle_id, Proposal.rule_id, BEGAN.label("began"))
        .add_columns(CircleRow.id.label("asked"))
        .join(CircleRow, or_(*(_owes(each, now) for each in circles)))
        .where(Proposal.state.in_(opinions.UNDER_WAY), lasts, ~exists().where(said))
        .order_by(BEGAN, Proposal.number)
    )


def _owes(circle: Circle, now: datetime) -> ColumnElement[bool]:
    """Within a day, because a day is as long as the zone has it."""
    kinds = [
        and_(Proposal.rule_id.in_(each.before), now - (each.days + 1) * DAY < BEGAN)
        for each in circle.opinions
    ]
    return and_(CircleRow.id == circle.id, Proposal.circle_id != circle.id, or_(*kinds))


def _said(session: Session, numbers: Iterable[int]) -> set[tuple[int, str]]:
    rows = select(Opinion.proposal, Opinion.circle_id).where(Opinion.proposal.in_(list(numbers)))
    return {(number, circle) for number, circle in session.execute(rows)}
