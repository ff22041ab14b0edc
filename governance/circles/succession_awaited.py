"""What successions await of somebody: an answer of who was chosen, the next step of who facilitates."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import election
from governance.circles import succession_ground as ground
from governance.circles.models import Chosen, Succession
from governance.members.models_roles import Role
from governance.members.roles import described
from governance.web.visitor import Visitor
from proposals.models import Proposal

ACCEPT, PROPOSE, STUCK = KINDS = ("role", "propose", "stuck")


@dataclass(frozen=True)
class Awaited:
    """What a succession awaits of somebody; ``kind``: one of KINDS."""

    kind: str
    succession: int
    role: str
    starts_on: date


def awaiting(session: Session, person_id: int, now: datetime) -> list[Awaited]:
    """The roles that a person is asked to accept."""
    rows = session.execute(
        select(Chosen, Succession)
        .join(Succession, Succession.id == Chosen.succession_id)
        .where(
            Chosen.person_id == person_id, Chosen.answer == "", Chosen.mandate_id.is_(None),
            Succession.concluded_at.is_(None), Succession.asks.is_(True),
        )
        .order_by(Chosen.id)
    )  # fmt: skip
    found = []
    for chosen, row in rows:
        state = session.scalar(select(Proposal.state).where(Proposal.number == chosen.proposal))
        if chosen.proposal is None or state == "adopted":
            name = described(session, row.role_id).name
            found.append(Awaited(ACCEPT, row.id, name, chosen.starts_on))
    return found


def to_lead(session: Session, visitor: Visitor, now: datetime) -> list[Awaited]:
    """The successions that wait for a facilitator: to propose somebody, or to say how it goes on."""
    if not (visitor.offices or visitor.facilitated):
        return []
    rows = session.execute(
        select(Succession, Role.circle_id)
        .join(Role, Role.id == Succession.role_id)
        .where(Succession.concluded_at.is_(None))
        .order_by(Succession.id)
    )
    found = []
    for row, circle_id in rows:
        if "facilitator" not in visitor.offices_for(circle_id):
            continue
        facts = ground.facts(session, row, now)
        stuck = any(each.ready and each.stuck for each in facts.choices)
        if stuck or election.step(facts) == election.HEARING:
            name = described(session, row.role_id).name
            found.append(Awaited(STUCK if stuck else PROPOSE, row.id, name, row.starts_on))
    return found
