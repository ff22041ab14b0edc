"""Closing a round of consent before its time: when everybody has spoken, or when it can adopt nothing more.

Until it closes nobody sees any partial result: facilitators alone learn that it may be closed, and why.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from governance.members import queries as members
from governance.members.models import Person
from governance.web import zone as zone_of
from governance.web.public import touch
from voting import sealing
from voting.errors import Closed, HeldLive
from voting.errors_closing import NotFacilitating, NotOver, OnlyConsent, WhyMissing
from voting.models import Ballot, Vote
from voting.texts import tidy

EVERYBODY, OBJECTION = "everybody", "objection"
LONGEST_WHY = 500  # characters
# canonical JSON begins with the choice: nothing that somebody wrote can look like it
_OBJECTS = '{"choice":"objection"'


def over(session: Session, vote: int, *, now: datetime) -> str:
    """Why an open round of consent may be closed now: EVERYBODY registered has spoken, or an OBJECTION is in
    the urn and the round would be counted as not adopted; empty where it may not.
    """
    row = session.get(Vote, vote)
    if row is None or row.method != "consent" or row.live or now >= row.closes_at:
        return ""
    return _over(session, row)


def _over(session: Session, row: Vote) -> str:
    if row.cast == row.registered:
        return EVERYBODY
    query = select(exists().where(Ballot.vote == row.number, Ballot.paper.startswith(_OBJECTS)))
    objects = session.scalar(query) and sealing.foreseen(session, row) == "rejected"
    return OBJECTION if objects else ""


def close_now(session: Session, vote: int, *, why: str, by: int, now: datetime) -> str:
    """Close a round of consent now, as a facilitator; returns EVERYBODY or OBJECTION.

    It is then sealed and counted like any other. Raises VoteNotFound, OnlyConsent, HeldLive, Closed,
    NotFacilitating, WhyMissing, NotOver.
    """
    row = sealing.lock(session, vote)
    if row.method != "consent":
        raise OnlyConsent
    if row.live:
        raise HeldLive
    if now >= row.closes_at:
        raise Closed
    on = now.astimezone(ZoneInfo(zone_of.name(session))).date()
    if by not in members.holders(session, "facilitator", on=on, circle_id=row.circle_id, at=now):
        raise NotFacilitating
    kept = tidy(why)
    if not 0 < len(kept) <= LONGEST_WHY:
        raise WhyMissing
    reason = _over(session, row)
    if not reason or now <= row.opened_at:
        raise NotOver
    row.closes_at, row.closed_why = now, kept
    row.closed_by = session.scalar(select(Person.name).where(Person.id == by)) or ""
    session.flush()
    touch(session, "votes")
    touch(session, "proposals")
    return reason
