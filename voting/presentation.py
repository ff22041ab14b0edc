"""From a vote to what its page draws: formula, segments, quorum, seal. Exact until the template rounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from governance.web.bars import favourable
from voting import explain, recount, said
from voting.choosing import is_choice
from voting.queries import Position
from voting.rule import Rule
from voting.said import Said
from voting.sheet import Sheet, SheetCollege

GAP = Fraction(1, 250)  # of the width, between two colleges of the overall bar
LEFT = Fraction(3, 200)  # between the edge of a segment and its letter
READABLE = Fraction(7, 100)  # what a letter and a figure take
NOWHERE = SheetCollege("", "", "", 0, "1", 0, 0)


@dataclass(frozen=True)
class RuleFigures:
    """The comparison of a rule before anything is counted; ``weights`` are shares of the whole."""

    by: str
    base: str
    weights: list[tuple[Fraction, SheetCollege]]
    sign: str
    threshold: Fraction
    college_sign: str
    college_threshold: Fraction
    plus_one: bool


@dataclass(frozen=True)
class Quorum:
    """One requirement. ``needed`` heads, None for a weighted share; ``met`` is None before the count.

    ``rows`` are (college, counted, registered, met) for a quorum of each college.
    """

    of: str
    kind: str
    college: SheetCollege | None
    share: Fraction | None
    heads: int | None
    needed: int | None
    counted: int | None
    registered: int
    weighted: Fraction | None
    met: bool | None
    rows: tuple[tuple[SheetCollege, int, int, bool], ...] = ()


@dataclass(frozen=True)
class Term:
    """A college in the sum: weight × numer/denom."""

    college: SheetCollege
    weight: Fraction
    numer: int
    denom: int


@dataclass(frozen=True)
class Segment:
    """A college in the overall bar: where it begins, its width, its points in the hundred, where to write."""

    college: SheetCollege
    x: Fraction
    width: Fraction
    points: int
    readable: bool
    text_x: Fraction


@dataclass(frozen=True)
class Sum:
    """How the result compares with what was required; ``relation`` is the sign that is true: > = <."""

    by: str
    base: str
    terms: list[Term]
    segments: list[Segment]
    support: Fraction
    relation: str
    threshold: Fraction
    strict: bool


@dataclass(frozen=True)
class Answered:
    """Who answered what, as a line of the table of an open vote; ``said`` for a choice among options."""

    name: str
    college: SheetCollege
    choice: str
    nature: str
    paragraphs: tuple[str, ...]
    said: Said | None = None
    entered_by: str | None = None
    by_proxy: bool = False


def rule_figures(sheet: Sheet) -> RuleFigures | None:
    """The comparison the rule makes, in figures; None for consent and choices, which compare with nothing."""
    if sheet.method != "majority":
        return None
    main = sheet.rule.main
    total = sum((Fraction(college.weight) for college in sheet.colleges), Fraction(0))
    return RuleFigures(
        by=main.by,
        base=main.base,
        weights=[(Fraction(college.weight) / total, college) for college in sheet.colleges],
        sign=">" if main.strict else "≥",
        threshold=main.threshold,
        college_sign=">" if main.college_strict else "≥",
        college_threshold=main.college_threshold,
        plus_one=main.plus_one,
    )


def lead(sheet: Sheet) -> int:
    """How many sentences of the rule say what is compared; the others follow on demand."""
    if sheet.method != "majority":
        return 3
    return {"heads": 2, "coefficient": 2, "proportional": 3}.get(sheet.rule.main.by, 4)


def quorums_asked(sheet: Sheet) -> list[Quorum]:
    """What the rule asks of the turnout, before the count."""
    return [
        Quorum(
            of=each.of,
            kind=each.counted,
            college=_named(sheet, each.of),
            share=each.share,
            heads=each.heads,
            needed=None if each.weighted else _needed(each.share, each.heads, _registered(sheet, each.of)),
            counted=None,
            registered=_registered(sheet, each.of),
            weighted=Fraction(0) if each.weighted else None,
            met=None,
        )
        for each in sheet.rule.quorum
    ]


def quorums_found(sheet: Sheet, result: Mapping[str, Any]) -> list[Quorum]:
    """The requirements of a result, met or not."""
    return [_found(sheet, row) for row in result.get("quorum", {}).get("requirements", ())]


def _found(sheet: Sheet, row: Mapping[str, Any]) -> Quorum:
    at_least = row["at_least"]
    heads = at_least["heads"] if isinstance(at_least, Mapping) else None
    share = Fraction(at_least) if heads is None else None
    registered = row.get("registered", sheet.registered)
    colleges = row.get("colleges", ())
    return Quorum(
        of=row["of"],
        kind=row.get("kind", "cast"),
        college=_named(sheet, row["of"]),
        share=share,
        heads=heads,
        needed=None if "weighted" in row else _needed(share, heads, registered),
        counted=row.get("counted"),
        registered=registered,
        weighted=Fraction(row["weighted"] or 0) if "weighted" in row else None,
        met=row["met"],
        rows=tuple(
            (sheet.college(each["id"]), each["counted"], each["registered"], each["met"]) for each in colleges
        ),
    )


def _named(sheet: Sheet, of: str) -> SheetCollege | None:
    return None if of in ("all", "each-college") else sheet.college(of)


def _registered(sheet: Sheet, of: str) -> int:
    college = _named(sheet, of)
    return sheet.registered if college is None else college.registered


def _needed(share: Fraction | None, heads: int | None, registered: int) -> int:
    return ceil(share * registered) if share is not None else heads or 0


def sum_of(sheet: Sheet, result: Mapping[str, Any]) -> Sum | None:
    """The comparison of a for/against result; None where nothing was compared."""
    if sheet.method != "majority" or result.get("support") is None:
        return None
    drawn = explain.formula(result, sheet.rule)
    by_id = {college.id: college for college in sheet.colleges}
    terms = [
        Term(by_id.get(each["id"], NOWHERE), Fraction(each["weight"]), each["numer"], each["denom"])
        for each in drawn["terms"]
    ]
    support, threshold = Fraction(drawn["support"]), Fraction(drawn["threshold"])
    return Sum(
        by=drawn["by"],
        base=sheet.rule.main.base,
        terms=terms,
        segments=_segments(terms, [Fraction(each["value"]) for each in drawn["terms"]], threshold),
        support=support,
        relation=">" if support > threshold else "<" if support < threshold else "=",
        threshold=threshold,
        strict=drawn["sign"] == ">",
    )


def _segments(terms: list[Term], values: list[Fraction], threshold: Fraction) -> list[Segment]:
    """One after the other, in the order of the social code; a college that brings nothing is not drawn."""
    drawn, begins = [], Fraction(0)
    for term, value in zip(terms, values, strict=True):
        if value:
            width = max(value - GAP, value / 2)
            text_x = _beside(begins + LEFT, threshold)
            readable = text_x + READABLE <= begins + value
            drawn.append(Segment(term.college, begins, width, round(value * 100), readable, text_x))
        begins += value
    return drawn


def _beside(x: Fraction, mark: Fraction) -> Fraction:
    """Where to write, so that the mark of the threshold does not strike the letter out."""
    return mark + LEFT if x - LEFT <= mark <= x + READABLE else x


def shares(sheet: Sheet) -> dict[str, Fraction]:
    """The share of each college in the whole, where the rule weighs them; nothing elsewhere."""
    if sheet.method == "consent" or sheet.rule.main.by not in ("proportional", "block", "coefficient"):
        return {}
    total = sum((Fraction(college.weight) for college in sheet.colleges), Fraction(0))
    return {college.id: Fraction(college.weight) / total for college in sheet.colleges}


def seal(sheet: Sheet, result: Mapping[str, Any]) -> list[tuple[int, str, bool | None]]:
    """A petal per college: (position, letter, favourable); none for a result reported overall only, nor for a
    choice among options, which no college favours or opposes.
    """
    if recount.is_overall_only(sheet.rule) or is_choice(sheet.method):
        return []
    rows = {row["id"]: row for row in result.get("colleges", ())}
    return [
        (each.position, each.letter, favourable(rows[each.id]) if each.id in rows else None)
        for each in sheet.colleges
    ]


def answered(sheet: Sheet, positions: list[Position]) -> list[Answered]:
    """The positions of an open vote, in the order of the electorate."""
    return [
        Answered(
            name=each.member_name,
            college=sheet.college(each.college_id),
            choice=each.choice,
            nature=each.nature,
            paragraphs=tuple(part for part in each.reason.split("\n") if part.strip()),
            said=said.read(each.ballot, sheet.options) if is_choice(sheet.method) else None,
            entered_by=each.entered_by,
            by_proxy=each.by_proxy is not None,
        )
        for each in positions
    ]


def subject_number(sheet: Sheet) -> int | None:
    """The number of the proposal that asked for the vote, where it is one."""
    kind, _, number = sheet.subject.partition(":")
    return int(number) if kind == "proposal" and number.isdigit() else None


def shows_names(rule: Rule, *, member: bool) -> bool:
    """Whether the reader sees who voted what, once it is counted."""
    return rule.ballots == "open" and (member or rule.publish == "names")
