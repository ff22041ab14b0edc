"""Saying in time that a term ends: 90, 30 and 7 days before, to its holder and to those who find the next.

What was said is known by the mails themselves: the key of each names the mandate, its end and the threshold.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from governance.circles import checks
from governance.circles.terms import first
from governance.mail import service as mail
from governance.mail.models import Outgoing
from governance.members import queries as members
from governance.members.models import Circle, Mandate, Person
from governance.members.models_roles import Role, RoleVersion
from governance.members.queries import NETWORK, mandate_holds

THRESHOLDS = (7, 30, 90)  # days before the end
KIND = "term-ending"
BATCH = 50  # of one tick: the next one takes the others


@dataclass(frozen=True)
class Near:
    """A mandate that ends within 90 days; ``threshold``: the last one passed; ``slug`` "": an office."""

    mandate_id: int
    person_id: int
    person: str
    slug: str
    role: str
    office: str
    circle_id: str
    circle: str
    until: date
    days: int
    next: str

    @property
    def threshold(self) -> int:
        return next(days for days in THRESHOLDS if self.days <= days)

    def key(self, person_id: int) -> str:
        """Of the mail to a person: a mandate that is extended is told of again."""
        return f"{KIND}:{self.mandate_id}:{self.until}:{self.threshold}:{person_id}"


def near(session: Session, now: datetime, *, person_id: int | None = None) -> list[Near]:
    """The mandates in force that end within 90 days, the first first; of one person if given. Two queries."""
    on = checks.today(session, now)
    later, name = aliased(Mandate), aliased(Person)
    limit = on + timedelta(days=THRESHOLDS[-1])
    following = (
        select(name.name)
        .join(later, later.person_id == name.id)
        .where(
            later.role_id == Mandate.role_id, later.seat == Mandate.seat, later.starts_on > on,
            or_(later.ended_on.is_(None), later.ended_on > later.starts_on),
        )
        .order_by(later.starts_on)
        .limit(1)
    )  # fmt: skip
    said = (
        select(RoleVersion.name)
        .where(RoleVersion.role_id == Mandate.role_id)
        .order_by(RoleVersion.number.desc())
        .limit(1)
    )
    query = (
        select(
            Mandate.id, Mandate.person_id, Person.name, Role.slug, said.scalar_subquery(), Mandate.office,
            Role.circle_id, Circle.name, Mandate.ends_on, Mandate.ended_on,
            following.scalar_subquery(),
        )
        .join(Person, Person.id == Mandate.person_id)
        .outerjoin(Role, Role.id == Mandate.role_id)
        .outerjoin(Circle, Circle.id == Role.circle_id)
        .where(mandate_holds(on, now), or_(Mandate.ends_on <= limit, Mandate.ended_on <= limit))
        .order_by(func.coalesce(Mandate.ended_on, Mandate.ends_on), Mandate.id)
    )  # fmt: skip
    if person_id is not None:
        query = query.where(Mandate.person_id == person_id)
    return [_near(row, on) for row in session.execute(query)]


def _near(row: Iterable[object], on: date) -> Near:
    id_, person_id, person, slug, role, office, circle_id, circle, ends, ended, after = row
    until = first(ends, ended)  # type: ignore[arg-type]
    assert until is not None, "the query asks for an end"
    return Near(
        id_, person_id, person, slug or "", role or "", office, circle_id or NETWORK, circle or "", until,  # type: ignore[arg-type]
        (until - on).days, after or "",  # type: ignore[arg-type]
    )  # fmt: skip


def due(session: Session, now: datetime) -> list[int]:
    """The mandates of which somebody is to be told now. Three queries."""
    found = near(session, now)
    keys = {each.key(each.person_id): each.mandate_id for each in found}
    told = set(session.scalars(select(Outgoing.key).where(Outgoing.key.in_(list(keys)))))
    return [mandate for key, mandate in keys.items() if key not in told][:BATCH]


def tell(session: Session, mandate_id: int, *, now: datetime) -> None:
    """Write to the holder and, while nobody comes next, to the facilitators of the circle and the network.

    Once for each threshold, however often it is called.
    """
    each = next((one for one in near(session, now) if one.mandate_id == mandate_id), None)
    if each is None:
        return
    people = [each.person_id]
    if not each.next:
        people += members.holders(session, "facilitator", on=checks.today(session, now),
                                  circle_id=each.circle_id, at=now)  # fmt: skip
    midnight = datetime.combine(each.until, time(), checks.zone(session)).astimezone(UTC)
    path = f"/roles/{each.slug}" if each.slug else "/members/offices"
    for person_id in dict.fromkeys(people):
        mail.queue(
            session, person_id=person_id, kind=KIND, key=each.key(person_id), now=now,
            facts={
                "role": each.role, "office": each.office, "circle": each.circle, "person": each.person,
                "mine": "yes" if person_id == each.person_id else "", "next": each.next,
                "ends_at": midnight.isoformat(), "days": each.days, "path": path,
            },
        )  # fmt: skip
