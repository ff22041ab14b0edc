"""From the result of a choice to what its page draws, college by college where each fills its own seats.

Pure, and from the ``result/1`` object alone, so that the register draws what the page of the vote draws.
Shares are exact; the template rounds them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from voting import presentation_ranked as ranked
from voting.labels import Labels, fraction

PICTURES = {
    "plurality": "bars",
    "approval": "bars",
    "score": "bars",
    "majority-judgment": "grades",
    "schulze": "pairs",
    "ranked-pairs": "pairs",
    "irv": "rounds",
    "stv": "rounds",
    "equal-shares": "budget",
    "without-candidate": "nominations",
    "lot": "lot",
}


@dataclass(frozen=True)
class Bar:
    """An option: its share of the drawing, and the number as the result writes it."""

    label: str
    width: Fraction
    number: str
    elected: bool


@dataclass(frozen=True)
class Bars:
    """``of`` the ballots expressed; ``counts`` is "votes", "approvals" or "points"."""

    rows: list[Bar]
    of: str
    counts: str


@dataclass(frozen=True)
class Project:
    """``x`` and ``width`` are shares of the budget, for what is paid for; ``price`` is paid per point."""

    label: str
    cost: str
    funded: bool
    x: Fraction
    width: Fraction
    price: str | None

    @property
    def middle(self) -> Fraction:
        return self.x + self.width / 2

    @property
    def readable(self) -> bool:
        """Whether a number fits on its part of the bar."""
        return self.width >= Fraction(6, 100)


@dataclass(frozen=True)
class Budget:
    budget: str
    spent: str
    left: str
    start: str
    share: Fraction
    rows: list[Project]


@dataclass(frozen=True)
class Nomination:
    name: str
    number: str
    width: Fraction


@dataclass(frozen=True)
class Nominations:
    rows: list[Nomination]


@dataclass(frozen=True)
class Drawn:
    """A place in the order of the lot; ``key`` is the hash that puts it there, if the variant has one."""

    place: int
    label: str
    key: str
    elected: bool


@dataclass(frozen=True)
class Lot:
    seed: str
    code: str
    rows: list[Drawn]


@dataclass(frozen=True)
class Place:
    """One body's count. ``college`` has id, name, letter, position; None for everybody together.

    ``body`` is None where nothing was counted; ``dropped`` pairs (label, "quorum" or "ratio"); ``settled``
    pairs (labels in the order found, "lot" or "casting-vote").
    """

    college: Mapping[str, Any] | None
    outcome: str
    elected: list[str]
    ties: list[list[str]]
    vacant: int
    second_round: list[str]
    dropped: list[tuple[str, str]]
    settled: list[tuple[list[str], str]]
    body: Any


@dataclass(frozen=True)
class Choice:
    """The whole result; ``picture`` names the drawing."""

    method: str
    picture: str
    outcome: str
    places: list[Place]
    vacant: int


def drawn(result: Mapping[str, Any], colleges: Iterable[Mapping[str, Any]] = ()) -> Choice | None:
    """What to draw of a result; None for a vote on a text. ``colleges`` have id, name, letter, position."""
    method = result.get("method")
    if method not in PICTURES:
        return None
    labels = Labels(result)
    known = {college["id"]: college for college in colleges}
    rows = result.get("colleges")
    places = (
        [_place(method, result, labels, None)]
        if rows is None
        else [_place(method, row, labels, known.get(row["id"], _stranger(row))) for row in rows]
    )
    return Choice(method, PICTURES[method], result["outcome"], places, result.get("vacant", 0))


def _stranger(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": row["id"], "name": row.get("name", row["id"]), "letter": "", "position": 0}


def _place(method: str, row: Mapping[str, Any], labels: Labels, college: Mapping[str, Any] | None) -> Place:
    outcome = row.get("outcome", "void")
    picture = PICTURES[method]
    counted = outcome != "no-quorum" and (method == "lot" or row.get("cast", 1) > 0)
    return Place(
        college=college,
        outcome=outcome,
        elected=labels.all(row["elected"]),
        ties=[labels.all(group) for group in row["tie"]] if outcome == "tied" else [],
        vacant=row.get("vacant", 0),
        second_round=labels.all(row.get("second_round", ())),
        dropped=[(labels.of(each["option"]), each["why"]) for each in row.get("dropped", ())],
        settled=[(labels.all(each["order"]), each["by"]) for each in row.get("settled", ())],
        body=DRAW[picture](method, row, labels) if counted else None,
    )


def _bars(method: str, row: Mapping[str, Any], labels: Labels) -> Bars | None:
    totals = {option: fraction(number) for option, number in row["totals"].items()}
    expressed = fraction(row["expressed"])
    whole = max(totals.values(), default=Fraction(0)) if method == "score" else expressed
    rows = [
        Bar(
            labels.of(option),
            totals[option] / whole if whole else Fraction(0),
            str(row["totals"][option]),
            option in row["elected"],
        )
        for option in labels.ordered(row, totals)
    ]
    counts = {"plurality": "votes", "approval": "approvals", "score": "points"}[method]
    return Bars(rows, str(row["expressed"]), counts) if rows else None


def _budget(method: str, row: Mapping[str, Any], labels: Labels) -> Budget:
    budget, spent = fraction(row["budget"]), fraction(row["spent"])
    begins, rows = Fraction(0), []
    others = [option for option in labels.costs if option not in row["elected"]]
    for option in (*row["elected"], *others):
        cost, funded = labels.costs.get(option, Fraction(0)), option in row["elected"]
        width = cost / budget if funded and budget else Fraction(0)
        price = row["payments"].get(option) if funded else None
        rows.append(
            Project(
                labels.of(option), str(cost), funded, begins, width, None if price is None else str(price)
            )
        )
        begins += width
    return Budget(
        str(row["budget"]), str(row["spent"]), str(budget - spent), str(row["start"]),
        spent / budget if budget else Fraction(0), rows,
    )  # fmt: skip


def _nominations(method: str, row: Mapping[str, Any], labels: Labels) -> Nominations:
    totals = row["totals"]
    most = max((fraction(number) for number in totals.values()), default=Fraction(1))
    return Nominations(
        [
            Nomination(labels.of(person), str(number), fraction(number) / most)
            for person, number in totals.items()
        ]
    )


def _lot(method: str, row: Mapping[str, Any], labels: Labels) -> Lot | None:
    if row.get("seed") is None:
        return None
    order: Sequence[str] = [option for group in row["order"] for option in group]
    keys = row.get("keys", {})
    return Lot(
        row["seed"],
        row.get("code", ""),
        [
            Drawn(place, labels.of(option), keys.get(option, ""), option in row["elected"])
            for place, option in enumerate(order, 1)
        ],
    )


DRAW: Mapping[str, Callable[[str, Mapping[str, Any], Labels], Any]] = {
    "bars": _bars,
    "grades": ranked.profiles,
    "pairs": ranked.pairs,
    "rounds": ranked.rounds,
    "budget": _budget,
    "nominations": _nominations,
    "lot": _lot,
}
