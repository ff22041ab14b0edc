"""Whether a mandate may be taken back, as its role says: what is met and what is not. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from governance.members.conditions import Conditions

KIND, ABSENCES, HEARD, NOTICE = CODES = ("kind", "absences", "heard", "notice")
WARNING, HEARING, NOTICE_GIVEN = RECORDED = ("warning", "heard", "notice")


class Event(Protocol):
    """One thing recorded of a mandate; ``on``: the day it speaks of."""

    @property
    def kind(self) -> str: ...
    @property
    def on(self) -> date | None: ...


@dataclass(frozen=True)
class Condition:
    """One condition on a day. ``met`` None: the decision is not known yet. ``count`` of those ``wanted``:
    warnings, or days since notice was given, None where none was. ``kinds`` of decision that may say so.
    """

    code: str
    met: bool | None
    count: int | None = None
    wanted: int = 0
    kinds: tuple[str, ...] = ()


def looked_at(
    conditions: Conditions, events: Iterable[Event], on: date, kind: str | None = None
) -> tuple[Condition, ...]:
    """The conditions on the day of a decision of that kind, None before there is one."""
    days: dict[str, list[date]] = {code: [] for code in RECORDED}
    for each in events:
        if each.kind in days and each.on is not None and each.on <= on:
            days[each.kind].append(each.on)
    found = []
    if conditions.by:
        found.append(Condition(KIND, None if kind is None else kind in conditions.by, kinds=conditions.by))
    if conditions.absences:
        noted = len(days[WARNING])
        found.append(Condition(ABSENCES, noted >= conditions.absences, noted, conditions.absences))
    if conditions.heard:
        found.append(Condition(HEARD, bool(days[HEARING])))
    if conditions.notice_days:
        since = (on - min(days[NOTICE_GIVEN])).days if days[NOTICE_GIVEN] else None
        met = since is not None and since >= conditions.notice_days
        found.append(Condition(NOTICE, met, since, conditions.notice_days))
    return tuple(found)


def missing(several: Sequence[Conditions], events: Sequence[Event], on: date, kind: str) -> Condition | None:
    """What is not met on the day of a decision; None where one of the alternatives is, or nothing is asked.

    The first condition that is not met, of the alternative where the fewest are not.
    """
    looked = [looked_at(each, events, on, kind) for each in several]
    lacking = [[one for one in each if not one.met] for each in looked]
    closest = min(lacking, key=len, default=[])
    return closest[0] if closest else None
