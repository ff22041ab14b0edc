"""How closely somebody follows proposals, and when they are told what has happened. Pure.

``all``: everything as it happens; ``mine``: what concerns me, as it happens; ``daily`` and ``weekly``:
everything in one mail, at seven in the morning on the clocks of the network; ``none``: nothing. Convocations
to votes are another matter: they are sent whatever is chosen here.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ALL, MINE, DAILY, WEEKLY, NONE = "all", "mine", "daily", "weekly", "none"
LEVELS = (ALL, MINE, DAILY, WEEKLY, NONE)

MORNING = time(7)  # of digests
MONDAY = 0

# what calls the members of a circle to an act; a vote that opens has its convocation
CALLS = frozenset({"submitted", "published", "reopened", "review-due", "live-began"})
# what calls those who facilitate
FACILITATION = frozenset(
    {"submitted", "published", "petition-reached", "referred", "meeting-asked", "objection-contested"}
)
QUIET = frozenset({"comment-removed"})  # nobody is told


@dataclass(frozen=True)
class Happened:
    """An event of a proposal: by whom, and whom it concerns, as members or as people."""

    id: int
    proposal: int
    kind: str
    at: datetime
    person_id: int | None
    members: frozenset[int]
    people: frozenset[int]


@dataclass(frozen=True)
class Reader:
    """Somebody to be told: the members they speak for, what they chose for all proposals and for some."""

    person_id: int
    members: frozenset[int]
    level: str
    levels: dict[int, str]

    def level_of(self, proposal: int) -> str:
        """How closely they follow this proposal."""
        return self.levels.get(proposal, self.level)


def concerns(event: Happened, reader: Reader) -> bool:
    """Whether an event concerns somebody: in person, or through a member they speak for."""
    return reader.person_id in event.people or bool(reader.members & event.members)


def due(event: Happened, reader: Reader, zone: str) -> datetime | None:
    """When to tell it to this reader; None for what they did not ask for, or did themselves."""
    if event.person_id == reader.person_id or event.kind in QUIET:
        return None
    level = reader.level_of(event.proposal)
    if level == NONE or (level == MINE and not concerns(event, reader)):
        return None
    return moment(level, event.at, zone)


def moment(level: str, at: datetime, zone: str) -> datetime:
    """When a level tells what happened ``at``, in UTC: at once, or at the first digest later than that."""
    if level in (ALL, MINE):
        return at
    there = ZoneInfo(zone)
    day = at.astimezone(there).date()
    if level == WEEKLY:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    step = timedelta(days=7 if level == WEEKLY else 1)
    morning = _morning(day, there)
    return morning if morning > at else _morning(day + step, there)


def _morning(day: date, there: ZoneInfo) -> datetime:
    return datetime.combine(day, MORNING, there).astimezone(UTC)
