"""What comes out of the rule: a line per turn, and the facts that no line could use. Pure."""

from dataclasses import dataclass, field
from datetime import date

from governance.circles.rotation_facts import Fact
from governance.circles.rotation_file import Rotation
from governance.circles.rotation_steps import Reason
from governance.circles.rotation_turns import Slot

STATUSES = HELD, PLANNED, VACANT, MISSED = "held", "planned", "vacant", "missed"
PUBLISHED, AWAITED = "published", "awaited"


@dataclass
class Line:
    """A turn of the calendar. ``who`` is None where it is vacant; ``called`` is whom the rule calls.

    ``status``: "held" where a fact says so, "planned" where the rule alone does, "vacant", "missed".
    ``because``: why ``called``. ``passed``: who was passed over, and why. ``behind``: who comes next.
    ``departs``: why ``who`` is not whom the rule gives. ``end``: "resigned" or "left", on the day ``ended``.
    """

    number: int
    slot: Slot
    status: str
    who: str | None
    called: str | None
    round: int
    because: list[Reason]
    passed: list[tuple[str, Reason]]
    behind: list[str]
    swap: Reason | None = None
    departs: list[Reason] = field(default_factory=list)
    ended: date | None = None
    end: str = ""
    report: str = ""
    reported: date | None = None
    why: str = ""

    @property
    def rest(self) -> Slot | None:
        """What is left of a turn that was not finished, to be given in its turn."""
        if not self.end or self.ended is None or self.who is None:
            return None
        slot = self.slot
        return Slot(self.ended, slot.until, slot.following, slot.seat, slot.order, self.who, self.end)


@dataclass(frozen=True)
class Calendar:
    """Every line up to the horizon, and the facts that no line could use, each with why."""

    file: Rotation
    lines: list[Line]
    unused: list[tuple[Fact, Reason]]
