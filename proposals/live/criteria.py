"""What a role asks of somebody, as it is said aloud: kept as the summary of the debate on the question."""

from datetime import datetime

from sqlalchemy.orm import Session

from proposals import appointing, summaries
from proposals.live import ground
from proposals.live.errors import NoCriteria
from proposals.summaries import Summary


def write(session: Session, number: int, text: str, *, based_on: int, by: int, now: datetime) -> int:
    """A facilitator writes down what was said; returns the number of the summary.

    It is no step of the session: undoing takes nothing of it back, and whoever conducts goes on meanwhile.
    ``based_on``: the number of the summary it replaces, 0 for the first. Raises NoSession, NoCriteria, and
    as ``summaries.summarise``.
    """
    if not ground.held(session, number).state.election:
        raise NoCriteria
    upto = summaries.last_message(session, number)
    return summaries.summarise(session, number, text=text, upto=upto, based_on=based_on, by=by, now=now)


def heard(session: Session, number: int) -> Summary | None:
    """What was written down for the question that this proposal asks, or comes from."""
    return summaries.latest(session, appointing.question(session, number))
