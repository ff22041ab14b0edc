"""The steps of a live session and the state they make: values only. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from proposals.rounds import ENDED, INTEGRATION, OBJECTIONS, QUESTIONS, REACTIONS

# the phases of an election without candidate: the role is read out, criteria are heard, all name somebody
# unseen, then the reasons are heard, and who changes their mind
ROLE, CRITERIA, NOMINATIONS = "role", "criteria", "nominations"
REASONS, CHANGES = "reasons", "changes"
ELECTION = (ROLE, CRITERIA, NOMINATIONS, REASONS, CHANGES)

PRESENT, REMOTE, ABSENT = "present", "remote", "absent"
HERE = frozenset({PRESENT, REMOTE})
CHOICES = ("consent", "concern", "objection", "stand-aside")

BEGIN, PRESENCE, PHASE, TURN, SPOKE, PASSED = "begin", "presence", "phase", "turn", "spoke", "passed"
POSITION, TIMER, PAUSE, RESUME = "position", "timer", "pause", "resume"
OPEN, AMEND, INTEGRATE, LIFTED, CLOSE, END = "open", "amend", "integrate", "lifted", "close", "end"
NOMINATE, CHANGED = "nominate", "changed"
KINDS = (
    BEGIN, PRESENCE, PHASE, TURN, SPOKE, PASSED, POSITION, NOMINATE, TIMER, PAUSE, RESUME, OPEN, AMEND,
    INTEGRATE, LIFTED, CLOSE, CHANGED, END,
)  # fmt: skip
# what has left the room's table: a vote, a version, the status of an objection, a nomination changed; no step
# takes it back
OUTSIDE = frozenset({BEGIN, OPEN, AMEND, LIFTED, CLOSE, CHANGED, END})
# phases in which one after the other speaks; in NOMINATIONS all write, in no order
IN_TURN = frozenset({QUESTIONS, REACTIONS, OBJECTIONS, CRITERIA, REASONS, CHANGES})
VOTES = frozenset({OBJECTIONS, NOMINATIONS})  # phases in which a vote is open


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
class Slip:
    """Whom a member names before all is revealed, as a step holds it. It is no part of any state."""

    nominee: str
    reason: str
    by: str
    person: int
    entered: bool


@dataclass(frozen=True)
class Nomination:
    """Whom a member has named, once revealed. ``nominee``: as on the ballot, ``label``: as on the paper.

    After a change ``before`` is the label of whom it named first, empty for nobody, and ``why`` says why.
    """

    member: int
    nominee: str
    label: str
    reason: str = ""
    before: str = ""
    why: str = ""


@dataclass(frozen=True)
class Line:
    """A member of the roster: who speaks for it, whether they are here, what came from them in this round.

    ``written_by``: who wrote its nomination down for it, empty where it came from its own phone.
    """

    member_id: int
    name: str
    college_id: str
    people: tuple[str, ...] = ()
    presence: str = ABSENT
    heard: bool = False
    passed: bool = False
    position: Position | None = None
    written_by: str = ""

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
    paused. ``round``, ``vote``: of the round open or last closed; ``version``: of the text.
    ``integrating``: the objection in hand. ``outcome``: of the last round, and ``proposal`` where it led to.
    ``election``: without candidate; ``goes_on``: somebody is proposed after it; ``silent_stays``: who named
    nobody says no name later. ``nominations``: none before they are revealed, whatever was written.
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
    election: bool = False
    goes_on: bool = False
    silent_stays: bool = True
    nominations: tuple[Nomination, ...] = ()

    def line(self, member_id: int | None) -> Line | None:
        return next((each for each in self.roster if each.member_id == member_id), None)

    @property
    def speaking(self) -> bool:
        """Whether this is a phase in which one after the other speaks."""
        return self.phase in IN_TURN and self.ended_at is None

    @property
    def hearing(self) -> bool:
        """Whether this is a phase in which something is awaited of each."""
        return self.speaking or (self.phase == NOMINATIONS and self.ended_at is None)

    @property
    def voting(self) -> bool:
        """Whether a vote is open in the room."""
        return self.phase in VOTES and self.ended_at is None

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

    @property
    def passed(self) -> int:
        return sum(each.here and each.passed for each in self.roster)

    def nomination(self, member_id: int | None) -> Nomination | None:
        """Whom a member names, once it is revealed."""
        return next((each for each in self.nominations if each.member == member_id), None)

    @property
    def named(self) -> tuple[tuple[str, tuple[Nomination, ...]], ...]:
        """Who is named now, by how many, the most often first: it is shown, and decides nothing."""
        found: dict[str, list[Nomination]] = {}
        for each in self.nominations:
            found.setdefault(each.label, []).append(each)
        ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        return tuple((label, tuple(each)) for label, each in ordered)

    def counts(self, line: Line) -> bool:
        """Whether a quorum counts a member: who has spoken in the round, before any round who is here."""
        if self.phase == NOMINATIONS:
            return line.heard
        if self.nominations:
            return self.nomination(line.member_id) is not None
        voted = line.position is not None
        return voted if self.phase in (OBJECTIONS, INTEGRATION, ENDED) else line.here

    def positions(self, choice: str) -> int:
        """How many hold this position in the round."""
        return sum(each.position is not None and each.position.choice == choice for each in self.roster)


def _from(roster: tuple[Line, ...], turn: int | None) -> tuple[Line, ...]:
    """The roster from who has the floor on, and round to those before."""
    at = next((place for place, each in enumerate(roster) if each.member_id == turn), 0)
    return roster[at:] + roster[:at]
