"""One meeting, several sessions: who was here when one ended is still here when the next begins."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from proposals import appointing
from proposals.live.models import LiveSession

SAME_MEETING = timedelta(hours=3)  # between the end of a session and the beginning of the next


def just_ended(session: Session, number: int, now: datetime) -> int | None:
    """The last session of a proposal, or of its succession, if it ended a short while ago."""
    asked = appointing.together(session, number)
    last = select(LiveSession).where(LiveSession.proposal.in_(asked)).order_by(LiveSession.id.desc())
    row = session.scalar(last.limit(1))
    if row is None or row.ended_at is None or now - row.ended_at > SAME_MEETING:
        return None
    return row.id
