"""Writing to who is chosen for a role that they are asked whether they accept it: once."""

from datetime import UTC, datetime, time

from sqlalchemy import String, cast, exists, literal, or_, select
from sqlalchemy.orm import Session

from governance.circles import checks
from governance.circles.models import Chosen, Succession
from governance.mail import service as mail
from governance.mail.models import Outgoing
from governance.members.models import Circle
from governance.members.models_roles import Role
from governance.members.roles import described
from proposals import lifecycle as life
from proposals.models import Proposal

KIND = "role-asked"
BATCH = 50  # of one tick: the next one takes the others


def due(session: Session) -> list[int]:
    """Those chosen who are asked and were not written to. One query."""
    told = exists().where(Outgoing.key == literal(f"{KIND}:") + cast(Chosen.id, String))
    query = (
        select(Chosen.id)
        .join(Succession, Succession.id == Chosen.succession_id)
        .outerjoin(Proposal, Proposal.number == Chosen.proposal)
        .where(Succession.concluded_at.is_(None), Succession.asks.is_(True))
        .where(Chosen.answer == "", Chosen.mandate_id.is_(None))
        .where(or_(Chosen.proposal.is_(None), Proposal.state == life.ADOPTED), ~told)
        .order_by(Chosen.id)
        .limit(BATCH)
    )
    return list(session.scalars(query))


def tell(session: Session, chosen: int, *, now: datetime) -> None:
    """Write to somebody who was chosen; twice is once."""
    each = session.get_one(Chosen, chosen)
    role = session.get_one(Role, session.get_one(Succession, each.succession_id).role_id)
    midnight = datetime.combine(each.starts_on, time(), checks.zone(session)).astimezone(UTC)
    mail.queue(
        session, person_id=each.person_id, kind=KIND, key=f"{KIND}:{each.id}", now=now,
        facts={
            "role": described(session, role.id).name,
            "circle": session.get_one(Circle, role.circle_id).name,
            "member": each.member_name,
            "starts_at": midnight.isoformat(),
            "path": f"/successions/{each.succession_id}",
        },
    )  # fmt: skip
