"""What importing a list would do, line by line, in words: values only."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date

from governance.errors import N_

CREATED, CHANGED, SAME, REFUSED = "created", "changed", "same", "refused"

Fact = str | int | date


@dataclass(frozen=True)
class KnownMember:
    """A member as the network has it; ``in_college_since`` is its first day in its last college."""

    id: int
    name: str
    kind: str
    place: str
    joined_on: date
    left_on: date | None
    college_id: str
    in_college_since: date


@dataclass(frozen=True)
class Known:
    """What the network has: members by folded name, people by address, who speaks for whom, the colleges."""

    members: dict[str, KnownMember]
    people: dict[str, tuple[int, str]]
    representations: frozenset[tuple[int, int]]  # member, person
    colleges: tuple[tuple[str, str, str], ...]  # id, name, letter
    today: date


@dataclass(frozen=True)
class Say:
    """A sentence of the catalogue and its facts; ``column``: the name of the column it speaks of."""

    sentence: str
    facts: tuple[tuple[str, Fact], ...] = ()
    column: str = ""

    def words(self, translate: Callable[[str], str], show_day: Callable[[date], str]) -> str:
        """The sentence in the language of ``translate``, its dates as ``show_day`` writes them."""
        shown = {name: show_day(fact) if isinstance(fact, date) else fact for name, fact in self.facts}
        words = translate(self.sentence) % shown if shown else translate(self.sentence)
        if not self.column:
            return words
        column = translate(self.column)
        return translate(N_("Column “%(column)s”: %(words)s")) % {"column": column, "words": words}


def say(sentence: str, **facts: Fact) -> Say:
    return Say(sentence, tuple(facts.items()))


@dataclass(frozen=True)
class Step:
    """One line of the file and what becomes of it; the values are those that will be written."""

    line: int
    name: str
    what: str
    reasons: tuple[Say, ...] = ()  # why it is refused
    changes: tuple[Say, ...] = ()
    notes: tuple[Say, ...] = ()  # what is left out or left as it is, and should be known
    member_id: int | None = None
    kind: str = ""
    place: str = ""
    college_id: str = ""
    college_name: str = ""
    joined_on: date | None = None
    left_on: date | None = None
    moves_on: date | None = None  # first day in another college
    comes_back: bool = False
    representative: str = ""  # "" when nobody has to be added
    email: str = ""
    speaks_from: date | None = None


@dataclass(frozen=True)
class Plan:
    """The steps of a file, in its order, and its columns of no interest."""

    steps: tuple[Step, ...]
    ignored: tuple[str, ...] = ()

    def number(self, what: str) -> int:
        """How many lines are created, changed, same or refused."""
        return sum(step.what == what for step in self.steps)

    @property
    def acts(self) -> bool:
        """Whether applying it would write anything."""
        return any(step.what in (CREATED, CHANGED) for step in self.steps)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that was shown: what is applied must be the same."""
        return hashlib.sha256(repr([asdict(step) for step in self.steps]).encode()).hexdigest()
