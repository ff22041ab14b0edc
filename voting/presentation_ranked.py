"""What is drawn of grades, pairs and transfers, from one body's count in a ``result/1`` object. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from voting.labels import Labels, fraction

READABLE = Fraction(1, 20)  # a narrower segment carries no number
DARK = Fraction(3, 4)  # from this strength on, what is written on a segment is light


@dataclass(frozen=True)
class Segment:
    """A grade in a profile; ``strength`` 0 (worst) to 1 (best) is how dark it is drawn."""

    grade: str
    number: str
    x: Fraction
    middle: Fraction
    width: Fraction
    strength: Fraction
    dark: bool
    readable: bool


@dataclass(frozen=True)
class Profile:
    label: str
    median: str
    elected: bool
    segments: list[Segment]
    numbers: list[str]


@dataclass(frozen=True)
class Profiles:
    """``grades`` are (grade, strength), best first, as the segments and the numbers are."""

    grades: list[tuple[str, Fraction]]
    rows: list[Profile]


@dataclass(frozen=True)
class Duel:
    """Ballots with the row above the column, and the other way; ``state`` is won, lost, tied or self."""

    won: str
    lost: str
    state: str


@dataclass(frozen=True)
class Contender:
    label: str
    elected: bool
    winner: bool
    dropped: bool
    duels: list[Duel]


@dataclass(frozen=True)
class Pairs:
    rows: list[Contender]


@dataclass(frozen=True)
class Standing:
    """An option in one round: its votes, and "elected", "excluded" or "" there; ``out``: no longer in it."""

    label: str
    number: str
    width: Fraction
    state: str
    out: bool


@dataclass(frozen=True)
class Round:
    number: int
    rows: list[Standing]
    elected: list[str]
    excluded: list[str]
    transferred: str
    exhausted: str


@dataclass(frozen=True)
class Rounds:
    """``mark`` is where the quota stands on the bars; ``lines`` the table: (label, elected, cells)."""

    quota: str
    mark: Fraction | None
    rounds: list[Round]
    lines: list[tuple[str, bool, list[Standing]]]
    variant: str


def profiles(method: str, row: Mapping[str, Any], labels: Labels) -> Profiles | None:
    """Majority judgment: how many ballots gave each grade, best at the left."""
    given = row["profiles"]
    if not given or not row["medians"]:
        return None
    grades = list(next(iter(given.values())))
    strengths = {grade: Fraction(place, len(grades) - 1) for place, grade in enumerate(grades)}
    best_first = [(grade, strengths[grade]) for grade in reversed(grades)]
    rows = [
        Profile(
            labels.of(option),
            row["medians"][option],
            option in row["elected"],
            _segments(given[option], best_first),
            [str(given[option][grade]) for grade, _ in best_first],
        )
        for option in labels.ordered(row, given)
    ]
    return Profiles(best_first, rows)


def _segments(given: Mapping[str, Any], grades: list[tuple[str, Fraction]]) -> list[Segment]:
    whole = sum(fraction(number) for number in given.values())
    begins, segments = Fraction(0), []
    for grade, strength in grades:
        width = fraction(given[grade]) / whole
        if width:
            segments.append(
                Segment(
                    grade, str(given[grade]), begins, begins + width / 2, width, strength,
                    strength >= DARK, width >= READABLE,
                )
            )  # fmt: skip
        begins += width
    return segments


def pairs(method: str, row: Mapping[str, Any], labels: Labels) -> Pairs | None:
    """Schulze and ranked pairs: each option against each other, the winners first, the dropped last."""
    table = row["pairwise"]
    fallen = {each["option"] for each in row.get("dropped", ())}
    order = labels.ordered(row, table)
    rows = [
        Contender(
            labels.of(option),
            option in row["elected"],
            option in row["winners"],
            option in fallen,
            [_duel(table, option, other) for other in order],
        )
        for option in order
    ]
    return Pairs(rows) if rows else None


def _duel(table: Mapping[str, Mapping[str, Any]], option: str, other: str) -> Duel:
    if option == other:
        return Duel("", "", "self")
    won, lost = fraction(table[option][other]), fraction(table[other][option])
    state = "won" if won > lost else "lost" if won < lost else "tied"
    return Duel(str(table[option][other]), str(table[other][option]), state)


def rounds(method: str, row: Mapping[str, Any], labels: Labels) -> Rounds | None:
    """Instant run-off and STV: the votes of each round, who is elected or excluded there, what is lost."""
    counted = row["rounds"]
    if not counted:
        return None
    quota = fraction(row["quota"])
    largest = max(quota, *(fraction(n) for each in counted for n in each["totals"].values()))
    order = labels.ordered(row, counted[0]["totals"])
    left: set[str] = set()
    drawn = []
    for number, each in enumerate(counted, 1):
        drawn.append(_round(number, each, order, labels, largest, left))
        left |= set(each["excluded"])
    lines = [
        (labels.of(option), option in row["elected"], [each.rows[place] for each in drawn])
        for place, option in enumerate(order)
    ]
    mark = quota / largest if largest else None
    return Rounds(str(row["quota"]), mark, drawn, lines, str(row.get("variant", "")))


def _round(
    number: int,
    each: Mapping[str, Any],
    order: list[str],
    labels: Labels,
    largest: Fraction,
    left: set[str],
) -> Round:
    rows = [
        Standing(
            labels.of(option),
            str(each["totals"][option]),
            fraction(each["totals"][option]) / largest if largest else Fraction(0),
            "elected" if option in each["elected"] else "excluded" if option in each["excluded"] else "",
            option in left,
        )
        for option in order
    ]
    transferred = each.get("transferred")
    return Round(
        number,
        rows,
        labels.all(each["elected"]),
        labels.all(each["excluded"]),
        labels.of(transferred) if transferred else "",
        str(each["exhausted"]),
    )
