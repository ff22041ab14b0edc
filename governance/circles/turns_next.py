"""Who comes next in the roles that go round: as many queries for one of them as for all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from governance.circles import checks, rotation, rotation_calendar, rotation_file, turns_inputs
from governance.circles.facts import RoleFacts
from governance.circles.rotation_line import HELD
from governance.circles.turns_file import AHEAD, Asked, Naming, goes_round, written
from governance.circles.turns_inputs import Inputs
from governance.circles.turns_reading import TurnLine, line, near
from governance.members.models import Member
from governance.web.visitor import Visitor
from voting.fields import ReadingError

NAMED = 2  # who comes next, and then
STRIPS = 3  # on one page
TERMS = 6  # how many are worked out: enough for the steps of a strip


@dataclass(frozen=True)
class Round:
    """The turns of one role near today; ``seats``: how many hold it at once."""

    slug: str
    name: str
    hosts: bool
    seats: int
    lines: tuple[TurnLine, ...]

    def after(self, seat: int) -> tuple[TurnLine, ...]:
        """The next turns of a seat: one that has begun counts until somebody has taken it up."""
        number = seat if self.seats > 1 else 1
        return tuple(each for each in self.lines if each.seat == number and _comes(each))[:NAMED]

    @property
    def steps(self) -> tuple[TurnLine, ...]:
        """The last turn that is over, the present one, those after; none where no turn follows."""
        return near(self.lines) if self.seats == 1 and self.after(1) else ()


def of_roles(
    session: Session, roles: Iterable[RoleFacts], visitor: Visitor, named: Naming, now: datetime
) -> dict[int, Round]:
    """The rounds of those roles that have one, by role, as their own pages have them.

    Thirteen queries, none where no role goes round.
    """
    wanted = [role.id for role in roles if role.id and goes_round(role.what)]
    if not wanted:
        return {}
    today = checks.today(session, now)
    inputs = turns_inputs.read(session, wanted, today)
    names: dict[int, str] = {}

    def naming(member: Member) -> str:
        return names.setdefault(member.id, named(member))

    found: dict[int, Round] = {}
    for id_ in wanted:
        row, what = inputs.roles[id_]
        asked = Asked(row, what, today, naming, min(AHEAD, TERMS * what.term_months))
        lines = tuple(line(each, today, visitor) for each in _turns(inputs, asked))
        found[id_] = Round(row.slug, what.name, what.hosts, what.seats or 1, lines)
    return found


def strips(rounds: dict[int, Round]) -> list[Round]:
    """The first rounds that have steps to show."""
    return [each for each in rounds.values() if each.steps][:STRIPS]


def _turns(inputs: Inputs, asked: Asked) -> list[Any]:
    """The turns of ``calendar/1``; none where the page of the role says that there is a problem."""
    found = written(inputs, asked)
    if found is None:
        return []
    try:
        return list(rotation_calendar.document(rotation.calendar(rotation_file.read(found)))["turns"])
    except ReadingError:
        return []


def _comes(turn: TurnLine) -> bool:
    if turn.is_now:
        return not turn.day and turn.said["status"] != HELD
    return not turn.is_over
