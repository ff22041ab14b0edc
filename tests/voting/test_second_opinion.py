"""The count agrees with a second, naive implementation on votes drawn at random."""

import random
from fractions import Fraction
from typing import Any

import pytest

from tests.voting.count_files import CHOICES
from tests.voting.second_opinion import opinion
from voting.tally import tally

BASES = ("expressed", "expressed", "expressed-and-blank", "cast", "present", "registered")
THRESHOLDS = ("1/2", "1/2", "1/2", "2/3", "3/4", "0.4", "1/3")
ALL_BY = ("heads", "coefficient", "proportional", "block", "every", "most")
COLLEGE_SILENCE = ("excluded", "shared-equally", "against", "blocks")


def some_condition(draw: random.Random, by: tuple[str, ...]) -> dict[str, Any]:
    condition: dict[str, Any] = {"by": draw.choice(by), "threshold": draw.choice(THRESHOLDS)}
    if draw.random() < 0.6:
        condition["base"] = draw.choice(BASES)
    if draw.random() < 0.2:
        condition["strict"] = draw.random() < 0.5
    if draw.random() < 0.3:
        condition["college_threshold"] = draw.choice(THRESHOLDS)
    if draw.random() < 0.1:
        condition["college_strict"] = draw.random() < 0.5
    if condition["by"] == "heads" and draw.random() < 0.2:
        condition["plus_one"] = True
    for paper in ("abstention", "blank"):
        if draw.random() < 0.2:
            condition[paper] = draw.choice(("out", "against", "for"))
    return condition


def some_also(draw: random.Random, by: tuple[str, ...], names: list[str]) -> dict[str, Any]:
    condition = some_condition(draw, by)
    if names and draw.random() < 0.4:
        condition |= {"by": "heads", "college": draw.choice(names)}
    return condition


def some_quorum(draw: random.Random, names: list[str]) -> dict[str, Any]:
    of = draw.choice(["all", "all", *(["each-college", *names] if names else [])])
    at_least: Any = draw.choice(("1/4", "1/3", "1/2", "0.1", {"heads": 1}, {"heads": 3}))
    requirement = {"of": of, "counted": draw.choice(("cast", "cast", "present", "for")), "at_least": at_least}
    if of == "all" and names and isinstance(at_least, str) and draw.random() < 0.4:
        requirement["weighted"] = True
    return requirement


def some_votes(draw: random.Random, college: str | None) -> tuple[int, int, list[dict[str, Any]]]:
    """How many are registered and present, and the ballots. Small, so that ties and silences are frequent."""
    votes = {choice: draw.choice((0, 0, 0, 1, 2, 3)) for choice in CHOICES}
    if draw.random() < 0.2:
        votes = {**votes, "for": 0, "against": 0}
    if draw.random() < 0.2:
        votes = dict.fromkeys(CHOICES, 0)
    cast = sum(votes.values())
    registered = cast + draw.choice((0, 0, 1, 2, 5))
    owner = {} if college is None else {"college": college}
    ballots = [{**owner, "choice": choice, "count": n} for choice, n in votes.items() if n]
    return registered, draw.randint(cast, registered), ballots


def some_vote(draw: random.Random) -> dict[str, Any]:
    names = [f"c{n}" for n in range(draw.choice((0, 1, 2, 3, 3, 4)))]
    by = ALL_BY if names else ("heads",)
    rule = {"method": "majority", **some_condition(draw, by)}
    rule |= {
        "empty_college": draw.choice(("excluded", "shared-equally", "heads")),
        "silent_college": draw.choice(COLLEGE_SILENCE),
        "abstaining_college": draw.choice(COLLEGE_SILENCE),
        "short_college": draw.choice(("no-quorum", "excluded", "against", "blocks")),
        "tie": draw.choice(("rejected", "casting-vote", "revote")),
        "tied_college": draw.choice(("not-carried", "split")),
        "also": [some_also(draw, by, names) for _ in range(draw.choice((0, 0, 0, 1, 2)))],
        "quorum": [some_quorum(draw, names) for _ in range(draw.choice((0, 0, 1, 2)))],
    }
    if draw.random() < 0.3:
        rule["cap"] = draw.choice(("1/2", "1/3", "2/5", "1/4"))
    document: dict[str, Any] = {"format": "count/1", "rule": rule, "ballots": []}
    if rule["tie"] == "casting-vote" and draw.random() < 0.6:
        document["casting_vote"] = draw.choice(("for", "against"))
    document["colleges"] = [] if names else None
    for name in names or [None]:
        registered, present, ballots = some_votes(draw, name)
        place: dict[str, Any] = document
        if name is not None:
            place = {"id": name, "weight": draw.choice(("1", "2", "1/3", "40", "0.2"))}
            document["colleges"].append(place)
        place["registered"] = registered
        if draw.random() < 0.4:
            place["present"] = present
        document["ballots"] += ballots
    return {key: value for key, value in document.items() if value is not None}


def compare(seed: int) -> str:
    document = some_vote(random.Random(seed))
    result = tally(document)
    outcome, reason, support = opinion(document)
    shown = None if result["support"] is None else Fraction(result["support"])
    assert (result["outcome"], shown) == (outcome, support), document
    if reason is not None:
        assert result["reason"] == reason, document
    assert result["sentence"]["fr"]
    assert result["sentence"]["en"]
    return outcome


def test_three_thousand_votes_are_counted_alike() -> None:
    outcomes = {compare(seed) for seed in range(3_000)}
    assert outcomes == {"adopted", "rejected", "tied", "no-quorum", "postponed", "void"}


@pytest.mark.slow
def test_a_hundred_thousand_votes_are_counted_alike() -> None:
    for seed in range(3_000, 103_000):
        compare(seed)
