"""The steps of a live session and the state they make: values only. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from proposals.rounds import OBJECTIONS, QUESTIONS, REACTIONS

PRESENT, REMOTE, ABSENT = "present", "remote", "absent"
HERE = frozenset({PRESENT, REMOTE})
CHOICES = ("consent", "concern", "objection", "stand-aside")

BEGIN, PRESENCE, PHASE, TURN, SPOKE, PASSED = "begin", "presence", "phase", "turn", "spoke", "passed"
POSITION, TIMER, PAUSE, RESUME = "position", "timer", "pause", "resume"
OPEN, AMEND, INTEGRATE, LIFTED, CLOSE, END = "open", "amend", "integrate", "lifted", "close", "end"
KINDS = (
    BEGIN, PRESENCE, PHASE, TURN, SPOKE, PASSED, POSITION, TIMER, PAUSE, RESUME, OPEN, AMEND, INTEGRATE,
    LIFTED, CLOSE, END,
)  # fmt: skip
# what has left the room's table: a vote, a version, the status of an objection; no step takes it back
OUTSIDE = frozenset({BEGIN, OPEN, AMEND, LIFTED, CLOSE, END})
IN_TURN = frozenset({QUESTIONS, REACTIONS, OBJECTIONS})  # phases in which one after the other speaks


@dataclass(frozen=True)
class Step:
    """One act in the room. ``own``: a member's representative acted from their own phone, not a facilitator.

    ``body``: the facts of its kind (docs/live.md); ``undone``: it counts no more.
    """

    seq: int
    kind: str
    body: Mapping[str, Any]
    at: datetime
    by: str = ""
    person: int = 0
    own: bool = False
    undone: bool = False


@dataclass(frozen=True)
class Position:
    """What a member answers in an objection round. ``entered``: said aloud, written down by ``by``."""

    choice: str
    reason: str = ""
    nature: str = ""
    paragraph: int | None = None
    tests: Mapping[str, Any] = field(default_factory=dict)
    by: str = ""
    person: int = 0
    entered: bool = True


@dataclass(frozen=True)
class Line:
    """A member of the roster: who speaks for it, whether they are here, what came from them in this round."""

    member_id: int
    name: str
    college_id: str
    people: tuple[str, ...] = ()
    presence: str = ABSENT
    heard: bool = False
    passed: bool = False
    position: Position | None = None

    @property
    def here(self) -> bool:
        return self.presence in HERE

    @property
    def awaited(self) -> bool:
        """Here, and neither heard nor passed in this round."""
        return self.here and not self.heard and not self.passed


@dataclass(frozen=True)
class State:
    """Where a live session stands.

    ``turn``: the member who has the floor. ``timer_ends``: while it runs; ``remaining``: whole seconds while
    paused. ``round``, ``vote``: of the objection round open or last closed; ``version``: of the text.
    ``integrating``: the objection in hand. ``outcome``: of the last round, and ``proposal`` where it led to.
    """

    phase: str = QUESTIONS
    roster: tuple[Line, ...] = ()
    turn: int | None = None
    version: int = 1
    round: int = 0
    vote: int | None = None
    integrating: int | None = None
    timer_ends: datetime | None = None
    remaining: int | None = None
    paused_at: datetime | None = None
    outcome: str = ""
    proposal: str = ""
    began_at: datetime | None = None
    ended_at: datetime | None = None

    def line(self, member_id: int | None) -> Line | None:
        return next((each for each in self.roster if each.member_id == member_id), None)

    @property
    def speaking(self) -> bool:
        """Whether this is a phase in which one after the other speaks."""
        return self.phase in IN_TURN and self.ended_at is None

    @property
    def awaited(self) -> tuple[Line, ...]:
        """Who is still to be heard in this round, in the order of the floor."""
        return tuple(each for each in _from(self.roster, self.turn) if each.awaited)

    @property
    def here(self) -> int:
        return sum(each.here for each in self.roster)

    @property
    def heard(self) -> int:
        return sum(each.heard for each in self.roster)

    def positions(self, choice: str) -> int:
        """How many hold this position in the round."""
        return sum(each.position is not None and each.position.choice == choice for each in self.roster)


def _from(roster: tuple[Line, ...], turn: int | None) -> tuple[Line, ...]:
    """The roster from who has the floor on, and round to those before."""
    at = next((place for place, each in enumerate(roster) if each.member_id == turn), 0)
    return roster[at:] + roster[:at]
