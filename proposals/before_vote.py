"""What the vote on a proposal waits for, as its page has read it: amendments, contests, opinions."""

from collections.abc import Iterable

from proposals import lifecycle as life
from proposals.amendments_reading import Writing
from proposals.opinions import Owed
from proposals.sheet import Sheet
from proposals.steps import Waits


def waits(sheet: Sheet, writing: Writing, owed: Iterable[Owed]) -> tuple[Waits, ...]:
    """What is to be done before the vote, in the order in which it is said.

    A contest comes first only where no other objection stands: otherwise a text that lifts it is looked for.
    """
    put = {(each.kind, each.target) for each in sheet.questions if each.outcome is None}
    contested = [each for each in _contested(sheet) if ("contest", each) not in put]
    found = [Waits("facilitator", "contest", each) for each in contested]
    for each in reversed(writing.blocking):
        if each.unwritten:
            found.append(Waits("author", "write-in", each.number))
        elif ("amendment", each.number) not in put:
            found.append(Waits("facilitator", "amendment", each.number))
    return (*found, *(Waits("circle", "opinion", circle=e.circle, until=e.until) for e in owed if e.awaited))


def _contested(sheet: Sheet) -> list[int]:
    """The contested objections that the circle has still to look at, where they keep the next round."""
    said = [each for each in sheet.questions if each.kind == "contest" and each.outcome == life.ADOPTED]
    upheld = {each.target for each in said}
    standing = [each for each in sheet.objections if each.status == "standing"]
    contested = [each.number for each in standing if each.contested_at and each.number not in upheld]
    return contested if sheet.head.opening == life.ROUND and len(contested) == len(standing) else []
