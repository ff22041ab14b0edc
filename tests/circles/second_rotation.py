"""A second way of working a rotation out, from docs/rotation.md alone: order, colleges, maximum, refusals,
joining and leaving, for one seat and terms of months that begin on the first of one.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass
class Member:
    """``waits``: since when; ``round``, ``order``: of the last turn; ``row``: turns one after the other."""

    id: str
    college: str | None
    joined: date
    left: date
    waits: date
    round: int = 0
    order: int = -1
    row: int = 0
    row_until: date = date.min


def turns(file: dict[str, Any]) -> list[tuple[str, str]]:
    """(first day, who has the turn, or nobody: ""), for each line of the calendar."""
    starts, horizon = date.fromisoformat(file["starts"]), date.fromisoformat(file["horizon"])
    people, colleges, listed, number, at = _members(file, starts), dict[str | None, int](), [], 0, starts
    while at < horizon:
        number += 1
        years, month = divmod(starts.month - 1 + number * file["term"]["months"], 12)
        end, former = date(starts.year + years, month + 1, 1), None
        while at < min(end, horizon):
            left = [each for each in people if each.joined <= at < each.left and not _passed(file, each, at)]
            if file.get("alternate") and left:  # 12
                kept = former is not None and [each for each in left if each.college == former.college]
                oldest = min(_queue(left), key=lambda each: colleges.get(each.college, -1)).college
                left = kept or _queue([each for each in left if each.college == oldest])
            if not left:
                listed.append((at.isoformat(), ""))
                break
            round_, who = max(each.round for each in left), _queue(left)[0]
            listed.append((at.isoformat(), who.id))
            if former is None or former.college != who.college:
                colleges[who.college] = len(listed)
            who.round = round_ + 1 if all(each.round == round_ for each in left) else round_
            who.row = who.row + 1 if who.row_until == at else 1
            who.waits, who.order, who.row_until = at, len(listed), min(end, who.left)
            at, former = who.row_until, who
        at = end
    return listed


def _members(file: dict[str, Any], starts: date) -> list[Member]:
    found = []
    for each in file["candidates"]:
        joined = date.fromisoformat(each.get("joined", "0001-01-01"))
        left = date.fromisoformat(each.get("left", "9999-12-31"))
        found.append(Member(each["id"], each.get("college"), joined, left, max(joined, starts)))
    return found


def _passed(file: dict[str, Any], each: Member, at: date) -> bool:
    """10 and 11: too many in a row, or refused."""
    day, own = at.isoformat(), [fact for fact in file.get("facts", ()) if fact["who"] == each.id]
    refused = [
        fact for fact in own if fact.get("turn") == day or fact.get("on", day) <= day < fact.get("until", "")
    ]
    return bool(refused) or (each.row_until == at and each.row >= file.get("max_consecutive", 1000))


def _queue(left: list[Member]) -> list[Member]:
    """13 and 14, among those left: by seniority where all else is equal, as they are listed."""
    highest = max(each.round for each in left)
    over = all(each.round == highest for each in left)
    return sorted(left, key=lambda each: (not over and each.round == highest, each.waits, each.order))


def renewals(file: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """(day, seats whose turn ends), from the first point of the turns alone: part 1, then 2, … then 1."""
    starts, horizon = date.fromisoformat(file["starts"]), date.fromisoformat(file["horizon"])
    parts, first = file["renewal"]["parts"], file["renewal"].get("first", 1)
    dealt = [(n + first - 1) % parts for n in range(file["seats"])]
    listed: list[tuple[str, list[str]]] = []
    while True:
        months = starts.month - 1 + (len(listed) + 1) * file["term"]["months"] // parts
        day = date(starts.year + months // 12, months % 12 + 1, 1)
        if day >= horizon:
            return listed
        part = len(listed) % parts
        listed.append((day.isoformat(), [str(n + 1) for n, own in enumerate(dealt) if own == part]))
