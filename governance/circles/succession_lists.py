"""The successions of a role, and whether one may begin."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from governance.circles.facts import RoleFacts, Seat
from governance.circles.models import Chosen, Succession
from governance.circles.successions import EARLY
from governance.members.models import Mandate

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
