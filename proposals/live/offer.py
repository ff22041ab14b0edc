"""What the page of a proposal says of live sessions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.errors import Refusal
from governance.web.visitor import Visitor
from proposals import lifecycle as life
from proposals.heads import Head
from proposals.live.errors import SomebodyIsProposed
from proposals.live.models import LiveStep
from proposals.live.service import live_way

FORGOTTEN = timedelta(hours=2)  # without a step


@dataclass(frozen=True)
class Offer:
    """``going``: a session goes on; ``idle_since``: its last step, when that was long ago; ``may_begin``.

    ``proposed``: the proposal that puts somebody to the circle, where none may begin before that is over.
    """

    going: bool = False
    idle_since: datetime | None = None
    may_begin: bool = False
    proposed: int | None = None


def of(session: Session, head: Head, visitor: Visitor, now: datetime) -> Offer:
    """What of live sessions the visitor is told on the page of the proposal."""
    if head.live is not None:
        last = session.scalar(select(func.max(LiveStep.at)).where(LiveStep.session == head.live))
        return Offer(True, last if last is not None and now - last > FORGOTTEN else None)
    if head.state not in (life.DEBATE, life.POSTPONED):
        return Offer()
    if life.FACILITATOR not in visitor.offices_for(head.circle_id):
        return Offer()
    try:
        live_way(session, head)
    except SomebodyIsProposed as refusal:
        return Offer(proposed=int(str(refusal.facts["number"])))
    except Refusal:
        return Offer()
    return Offer(may_begin=True)
