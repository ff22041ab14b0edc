"""Bars and table of a result by college, read from a ``result/1`` object.

Shares are exact; the filter ``percent`` rounds them for the drawing, and only there. Nothing is counted again
here. The macros of ``templates/_result_bars.html`` draw them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Row = Mapping[str, Any]

MAJORITY_LINES = ("weight", "registered", "present", "cast", "for", "against", "abstain", "blank", "support")
CONSENT_LINES = ("registered", "cast", "consent", "concern", "objection", "stand-aside")
UNKNOWN = {"name": "", "letter": "", "position": 0}


@dataclass(frozen=True)
class Bar:
    """One college. ``full`` and ``hatched`` are shares of the base, ``turnout`` of the registered members.

    For consent ``full`` is consent and concern, ``hatched`` the objections that stand, of all positions.
    ``support`` is the exact share in favour ("3/4"), None without any; ``quorum`` the college's own, if any.
    ``numbers`` is the college's row of the result.
    """

    position: int
    letter: str
    name: str
    full: Fraction
    hatched: Fraction
    turnout: Fraction
    quorum: Fraction | None
    support: str | None
    numbers: Row


@dataclass(frozen=True)
class Line:
    """One line of the table: what is counted (a key of the result), one figure per college, and overall."""

    what: str
    cells: tuple[str, ...]
    total: str


def result_bars(result: Row, colleges: Iterable[Row]) -> list[Bar]:
    """A bar per college of a for/against or consent result, in the order of the social code.

    ``colleges``: mappings with id, name, letter and position. None for a result without colleges
    (overall only), nor for a choice among options.
    """
    draw = {"majority": _majority, "consent": _consent}.get(kind(result))
    if draw is None:
        return []
    quorums = _quorums(result)
    return [draw(row, college, quorums.get(row["id"], {})) for row, college in _paired(result, colleges)]


def overall_bar(result: Row) -> list[Bar]:
    """Everybody in one bar, for a for/against or consent result; for those reported overall only."""
    draw = {"majority": _majority, "consent": _consent}.get(kind(result))
    return [draw(result["totals"], UNKNOWN, {})] if draw else []


def result_lines(result: Row, colleges: Iterable[Row]) -> list[Line]:
    """The lines of the table beside the bars; the columns are the colleges in the order of the bars."""
    rows = [row for row, _ in _paired(result, colleges)]
    wanted = {"majority": MAJORITY_LINES, "consent": CONSENT_LINES}.get(kind(result), ())
    totals = dict(result.get("totals", {}), weight="1", support=result.get("support"))
    lines = [
        Line(what, tuple(_written(row.get(what)) for row in rows), _written(totals.get(what)))
        for what in wanted
        if what in totals or any(what in row for row in rows)
    ]
    if kind(result) == "majority" and rows:
        lines.append(Line("favourable", tuple(_yes_no(row) for row in rows), _adopted(result)))
    return lines


def kind(result: Row) -> str:
    """ "majority", "consent" or "options", read from the figures of a result."""
    totals = result.get("totals", {})
    if "method" in result:
        return "options"
    if "against" in totals and "registered" in totals:
        return "majority"
    return "consent" if "stand-aside" in totals else "options"


def stood(result: Row) -> dict[str, bool | None]:
    """How each college stood, by id; a choice among options says nothing of it."""
    if kind(result) == "options":
        return {}
    return {row["id"]: favourable(row) for row in result.get("colleges", ())}


def favourable(row: Row) -> bool | None:
    """How a college stood: in favour or not; None where it did not count or had nothing to compare."""
    if "carried" in row:
        return row["carried"] if row["counted"] and row["support"] is not None else None
    if row["standing"]:
        return False
    return True if row["consent"] + row["concern"] else None


def _paired(result: Row, colleges: Iterable[Row]) -> list[tuple[Row, Row]]:
    by_id = {college["id"]: college for college in colleges}
    pairs = [(row, by_id.get(row["id"], {})) for row in result.get("colleges", ())]
    pairs = [(row, {**UNKNOWN, "name": row.get("name", row["id"]), **college}) for row, college in pairs]
    return sorted(pairs, key=lambda pair: pair[1]["position"])


def _majority(row: Row, college: Row, quorum: Row) -> Bar:
    added = row.get("added", {"for": 0, "against": 0})
    favour, against = row["for"] + added["for"], row["against"] + added["against"]
    base = row.get("base", favour + against)
    support = _support(favour, base) if base else None
    return _bar(row, college, quorum, _share(favour, base), _share(against, base), support)


def _consent(row: Row, college: Row, quorum: Row) -> Bar:
    consenting = row["consent"] + row["concern"]
    standing = row.get("standing", row["objection"])
    return _bar(row, college, quorum, _share(consenting, row["cast"]), _share(standing, row["cast"]), None)


def _support(favour: int, base: int) -> str:
    """The exact share; all or nothing with its numbers, since "1" would be read as one vote."""
    share = Fraction(favour, base)
    return f"{favour}/{base}" if share in (0, 1) else str(share)


def _bar(row: Row, college: Row, quorum: Row, full: Fraction, hatched: Fraction, support: str | None) -> Bar:
    return Bar(
        position=college["position"],
        letter=college["letter"],
        name=college["name"],
        full=full,
        hatched=hatched,
        turnout=_share(row["cast"], row["registered"]),
        quorum=_at_least(quorum, row["registered"]),
        support=support,
        numbers=row,
    )


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)


def _quorums(result: Row) -> dict[str, Row]:
    """By college, the requirement on its own turnout; the last one written where there are several."""
    found: dict[str, Row] = {}
    for requirement in result.get("quorum", {}).get("requirements", ()):
        if "kind" in requirement or requirement["of"] == "all":
            continue
        rows: Sequence[Row] = requirement.get("colleges") or ({"id": requirement["of"]},)
        found.update({row["id"]: requirement for row in rows})
    return found


def _at_least(requirement: Row, registered: int) -> Fraction | None:
    wanted = requirement.get("at_least")
    if wanted is None or not registered:
        return None
    share = Fraction(wanted["heads"], registered) if isinstance(wanted, Mapping) else Fraction(wanted)
    return min(share, Fraction(1))


def _written(value: object) -> str:
    return "–" if value is None else str(value)


def _yes_no(row: Row) -> str:
    return {True: "yes", False: "no", None: "–"}[favourable(row)]


def _adopted(result: Row) -> str:
    return {"adopted": "yes", "rejected": "no"}.get(result["outcome"], "–")
