"""Moving the clock of a demonstration on: deadlines pass, the worker's work is done at once."""

import time
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance import clock, worker
from governance.config import Settings
from governance.db import Database
from governance.errors import N_, NotAllowed, Refusal
from governance.web.models import Network
from governance.web.public import touch
from proposals.models import Proposal
from voting.models import Vote

STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
DEADLINE = "deadline"
TRIES, PAUSE = 25, 0.2  # the worker beside may hold the lease for a moment; seconds


class NotADemonstration(NotAllowed):
    sentence = N_("Time only moves on by itself here: this is not a demonstration.")


class NoDeadline(Refusal):
    sentence = N_("Nothing has a deadline at present.")


class UnknownStep(Refusal):
    status = 422
    sentence = N_("The clock moves on by an hour, by a day, or to the next deadline.")


def advance(database: Database, settings: Settings, step: str) -> datetime:
    """Move the clock on by "hour", "day" or to the next "deadline", and do what is due; returns the new now.

    Raises NotADemonstration, UnknownStep, NoDeadline.
    """
    if not settings.demo:
        raise NotADemonstration
    now = database.transact(lambda session: _shift(session, step))
    for _try in range(TRIES):
        if worker.tick(database, settings, now=now):
            break
        time.sleep(PAUSE)
    return now


def _shift(session: Session, step: str) -> datetime:
    network = session.scalars(select(Network).with_for_update()).one()
    now = clock.now(timedelta(seconds=network.clock_shift))
    if step == DEADLINE:
        gap = next_deadline(session, now) - now
    elif step in STEPS:
        gap = STEPS[step]
    else:
        raise UnknownStep
    network.clock_shift += int(gap.total_seconds())
    session.flush()
    touch(session, "site", "register", "rules", "members", "proposals", "votes")
    return now + gap


def next_deadline(session: Session, now: datetime) -> datetime:
    """The next end of a vote or of a debate. Raises NoDeadline."""
    ends = (
        session.scalar(select(func.min(Vote.closes_at)).where(Vote.closes_at > now)),
        session.scalar(
            select(func.min(Proposal.opens_from)).where(
                Proposal.opens_from > now, Proposal.state.in_(("debate", "postponed"))
            )
        ),
    )
    known = [each for each in ends if each is not None]
    if not known:
        raise NoDeadline
    return min(known)
