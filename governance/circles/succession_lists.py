"""The successions of a role, whether one may begin, and who is asked whether they accept."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from governance.circles.facts import RoleFacts, Seat
from governance.circles.models import Chosen, Succession
from governance.circles.successions import EARLY
from governance.members.models import Mandate
from governance.members.roles import described
from proposals.models import Proposal

MOST = 20  # successions of a role on its page


@dataclass(frozen=True)
class Line:
    """A succession in a list."""

    id: int
    kind: str
    begun_at: datetime
    concluded_at: datetime | None
    outcome: str
    seat: int | None


def of_role(session: Session, role_id: int) -> list[Line]:
    """The successions of a role, the last first."""
    query = select(
        Succession.id, Succession.kind, Succession.begun_at, Succession.concluded_at, Succession.outcome,
        Succession.seat,
    ).where(
        or_(Succession.role_id == role_id, Succession.id.in_(_with_others(role_id))),
        Succession.proposal.is_not(None),
    )  # fmt: skip
    return [Line(*row) for row in session.execute(query.order_by(Succession.id.desc()).limit(MOST))]


def _with_others(role_id: int) -> Select[int]:
    """The successions of other roles that filled this one too."""
    return (
        select(Chosen.succession_id)
        .join(Mandate, Mandate.id == Chosen.mandate_id)
        .where(Mandate.role_id == role_id)
    )


def is_offered(role: RoleFacts, today: date) -> bool:
    """Whether a succession may begin: a seat is vacant, or ends within its time and nobody is next."""
    if role.ended_at is not None or not role.id:
        return False
    last = today + timedelta(days=EARLY)
    return not role.seats or any(_to_fill(seat, last) for seat in role.seats)


def _to_fill(seat: Seat, last: date) -> bool:
    until = seat.holder.until if seat.holder else None
    return seat.next is None and (seat.is_to_fill or (until is not None and until <= last))


@dataclass(frozen=True)
class Awaited:
    """Somebody is asked whether they accept a role."""

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
            found.append(Awaited(row.id, name, chosen.starts_on))
    return found
