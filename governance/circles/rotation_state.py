"""What is known of each candidate when a turn is given: who held what, and its place in the queue. Pure."""

from dataclasses import dataclass, field
from datetime import date

from governance.circles.rotation_file import Candidate, Rotation
from governance.circles.rotation_turns import Slot

Waiting = tuple[date, int, int]  # waiting since; number of the last turn, 0 before any; rank


@dataclass
class Held:
    """A turn somebody had. ``ended`` is the first day without it; ``in_a_row`` counts this one."""

    who: str
    slot: Slot
    ended: date
    in_a_row: int

    @property
    def follows(self) -> date:
        """The turn of the same holder that begins by this day comes directly after this one."""
        return self.slot.following if self.ended == self.slot.until else self.ended


@dataclass
class Place:
    """A candidate's place. ``round`` is that of its last turn, 0 before any; ``taken`` a place got by a swap.

    ``number`` is that of its last turn among all that were given, ``called`` the day it began; ``missed`` the
    day of a turn that was missed and is still due.
    """

    round: int = 0
    number: int = 0
    called: date | None = None
    taken: Waiting | None = None
    missed: date | None = None
    held: list[Held] = field(default_factory=list)


class State:
    """Everything that the turns given so far decide for the next one."""

    def __init__(self, file: Rotation) -> None:
        self.file = file
        self.by_id = {each.id: each for each in file.candidates}
        self.places = {each.id: Place() for each in file.candidates}
        self.colleges: dict[str, int] = {}  # college → number of the last turn it had
        self.given = 0
        self._sitting: list[Held] = []

    def waiting(self, candidate: Candidate, day: date) -> Waiting:
        """Since when a candidate waits: its last turn, its joining or its return, whichever came last."""
        place = self.places[candidate.id]
        if place.taken is not None:
            return place.taken
        returns = [each.until for each in candidate.away if each.until is not None and each.until <= day]
        days = [self.file.starts, candidate.joined, place.called, *returns]
        return max(each for each in days if each is not None), place.number, candidate.rank

    def sitting(self, day: date) -> list[Held]:
        """The turns that last on the day of the turn to give: days only go forward."""
        self._sitting = [held for held in self._sitting if day < held.ended]
        return self._sitting

    def in_a_row(self, who: str, day: date) -> int:
        """How many turns somebody has had one directly after the other, up to one that begins on this day."""
        return max((held.in_a_row for held in self.places[who].held if held.follows >= day), default=0)

    def charge(self, who: str, day: date, number: int) -> None:
        """Count a turn of round ``number``: its place is now at the end of the queue."""
        place = self.places[who]
        place.round, place.called = max(place.round, number), day
        place.taken = place.missed = None
        self.given += 1
        place.number = self.colleges[self.by_id[who].college] = self.given

    def hold(self, who: str, slot: Slot, ended: date) -> Held:
        """Note that somebody holds a turn."""
        held = Held(who, slot, ended, self.in_a_row(who, slot.start) + 1)
        self.places[who].held.append(held)
        self._sitting.append(held)
        return held
