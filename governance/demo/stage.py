"""Where the demonstration is played: the session, the day called today, and who is who."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from governance.demo.content import Content
from proposals.models import Proposal

ZONE = ZoneInfo("Europe/Paris")
MORNING, NOON, EVENING = time(9), time(10), time(20)


@dataclass
class Stage:
    """``people`` and ``members`` by name, ``proposals`` by title, as numbers of the database."""

    session: Session
    content: Content
    today: date
    people: dict[str, int] = field(default_factory=dict)
    members: dict[str, int] = field(default_factory=dict)
    proposals: dict[str, int] = field(default_factory=dict)
    votes: dict[tuple[str, int], int] = field(default_factory=dict)  # title and rank of the ballot
    asked: dict[int, int] = field(default_factory=dict)  # vote on the question of a proposal
    successions: dict[str, int] = field(default_factory=dict)  # by role
    said: dict[tuple[str, int], int] = field(default_factory=dict)  # title and rank of the comment

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def decision(self, title: str) -> str:
        """The number of the decision on the proposal of that title."""
        return self.session.get_one(Proposal, self.proposals[title]).decision or ""


Play: TypeAlias = Callable[[Stage, datetime], None]


@dataclass(frozen=True)
class Event:
    """Something that somebody does, at a moment; events are played in the order of their moments."""

    at: datetime
    play: Play


def moment(today: date, offset: int, at: time) -> datetime:
    """That hour of the network, so many days from today."""
    return datetime.combine(today + timedelta(days=offset), at, ZONE).astimezone(UTC)


def mail_of(name: str) -> str:
    """ "bob.lefevre@example.org": a domain that no mail ever reaches (RFC 2606)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join(plain.replace("-", " ").split()) + "@example.org"
