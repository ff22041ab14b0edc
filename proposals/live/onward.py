"""From one proposal to the next in the same room: who is here stays marked as here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from proposals.live import ground, round, service
from proposals.live.errors import NoSession, NotTheNextStep, SeenBefore
from proposals.live.models import LiveSession
from proposals.standing import locked


@dataclass(frozen=True)
class Seen:
    """The session that a facilitator's page showed, and the count of acts it had seen."""

    live: int
    after: int


def leave(session: Session, number: int, seen: Seen, *, by: int, now: datetime) -> None:
    """End the session of a proposal, if it goes on still, before the room takes up another one.

    Raises NoSession, SeenBefore, NotFacilitator, NotTheNextStep while a round is open.
    """
    proposal = locked(session, number)
    last = select(LiveSession.id).where(LiveSession.proposal == number).order_by(LiveSession.id.desc())
    held = session.scalar(last.limit(1))
    if held is None:
        raise NoSession
    if held != seen.live:
        raise SeenBefore
    if proposal.live is None:
        return
    if ground.facilitated(session, number, after=seen.after, by=by, now=now).state.voting:
        raise NotTheNextStep
    round.end(session, number, after=seen.after, by=by, now=now)


def arrive(session: Session, number: int, seen: Seen, *, by: int, now: datetime) -> bool:
    """Begin the session of the next proposal with whoever is here; False where its rule is for online alone.

    Raises as ``service.begin``.
    """
    if not service.live_way(session, locked(session, number), checked=False).decision.process.live:
        return False
    service.begin(session, number, follows=seen.live, by=by, now=now)
    return True
