"""A vote taken in the room: what is said or named there comes into the urn when its facilitator closes.

Only a vote whose rule says so (``process.live``) is opened that way; the vote keeps it (``Vote.live``), and
its booth takes no ballot from elsewhere. Handed back (`to_online`), it goes on as any vote, until its own
deadline.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.orm import Session

from governance.members import queries as members
from governance.rules.parts import Decision
from governance.web import zone as zone_of
from governance.web.public import touch
from voting import casting, sealing
from voting.answers import Answer
from voting.entered import Entry
from voting.errors import NotHeldLive
from voting.models import Vote

LIVE = "live"  # why the vote closed when it did


@dataclass(frozen=True)
class Spoken:
    """A position said, or somebody named, in the room. ``person``: who did so from their own phone, or who
    wrote it down.

    ``entry``: it was said aloud and written down, as the turnout list says.
    """

    answer: Answer
    person: int
    entry: Entry | None = None


def check(decision: Decision) -> None:
    """Raises NotHeldLive unless the rule lets this be taken in the room."""
    if not decision.process.live:
        raise NotHeldLive


def cast(session: Session, *, vote: int, spoken: Sequence[Spoken], closing: Entry, now: datetime) -> None:
    """Put what was said into the urn, each as it was given.

    ``closing``: the mark of a position whose giver no longer speaks for the member that day.
    """
    on = now.astimezone(ZoneInfo(zone_of.name(session))).date()
    voices = set(members.representatives(session, [each.answer.member_id for each in spoken], on=on))
    for each in spoken:
        entry = each.entry
        if entry is None and (each.answer.member_id, each.person) not in voices:
            entry = closing
        given = {"by": each.person, "now": now, "entry": entry, "room": True}
        casting.cast_all(session, vote=vote, answers=[each.answer], **given)  # type: ignore[arg-type]


def to_online(session: Session, vote: int) -> None:
    """Give the vote back to its booth: it closes when its rule says."""
    session.execute(update(Vote).where(Vote.number == vote).values(live=False))
    touch(session, "votes")


def close(session: Session, vote: int, *, by: str, now: datetime) -> None:
    """Close a live round now: the room has spoken. ``by``: the facilitator's name, kept with the vote."""
    row = sealing.lock(session, vote)
    if not row.live:
        raise NotHeldLive
    row.closes_at, row.closed_by, row.closed_why = now, by, LIVE
    session.flush()
    touch(session, "votes")
