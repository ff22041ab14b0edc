"""What the list of an organisation would do, line by line, and to the social code: values only."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from governance.members.plan import CHANGED, CREATED, Say
from governance.rules.check import Problem, check
from governance.rules.code import read
from governance.rules.parts import SocialCode


@dataclass(frozen=True)
class Step:
    """One line of the file and what becomes of it; names and days as they were typed."""

    line: int
    what: str
    circle: str
    role: str
    holder: str
    member: str
    starts: str
    ends: str
    reasons: tuple[Say, ...] = ()  # why it is refused
    changes: tuple[Say, ...] = ()
    notes: tuple[Say, ...] = ()  # what is left out or left as it is, and should be known


@dataclass(frozen=True)
class Plan:
    """The steps of a file, in its order, and its columns of no interest.

    ``before``: the social code in force; ``after``: the text it would become, the same where the file adds
    nothing to it. ``entrusted``: how many mandates are new. ``founding``: the register is still empty.
    """

    steps: tuple[Step, ...]
    ignored: tuple[str, ...]
    before: str
    after: str
    entrusted: int
    founding: bool

    def number(self, what: str) -> int:
        """How many lines are created, changed, same or refused."""
        return sum(step.what == what for step in self.steps)

    @property
    def rewrites(self) -> bool:
        """Whether the social code would have another version."""
        return self.after != self.before

    @property
    def codes(self) -> tuple[SocialCode, SocialCode]:
        """The social code in force and the one it would become."""
        return read(self.before), read(self.after)

    @property
    def doubts(self) -> list[Problem]:
        """What the checker doubts of the next code and not of the one in force."""
        known = {(doubt.sentence, *doubt.facts.items()) for doubt in check(self.before)}
        return [doubt for doubt in check(self.after) if (doubt.sentence, *doubt.facts.items()) not in known]

    @property
    def acts(self) -> bool:
        """Whether applying it would write anything."""
        return any(step.what in (CREATED, CHANGED) for step in self.steps)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that was shown: what is applied must be the same."""
        shown = repr((self.after, [asdict(step) for step in self.steps]))
        return hashlib.sha256(shown.encode()).hexdigest()


@dataclass(frozen=True)
class Choices:
    """What is chosen once a plan was read: the fingerprint of that plan, and how to apply it.

    ``decision``: the number of the one that adopted the circles and roles it adds, empty where none is named.
    ``leave_out``: whether to go on without the refused lines.
    """

    shown: str
    decision: str = ""
    leave_out: bool = False


def step(line: int, what: str, cells: Mapping[str, str]) -> Step:
    """A line with nothing to say of it yet."""
    circle, role, holder, member, starts, ends = (
        cells.get(key, "") for key in ("circle", "role", "holder", "member", "from", "to")
    )
    named = circle or cells.get("circle_id", ""), role or cells.get("role_id", "")
    return Step(line, what, *named, holder, member, starts, ends)
