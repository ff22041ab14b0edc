"""The method of equal shares: the first city that used it, worked examples, ties, budgets that hold."""

import csv
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.methods.elections import ELECTIONS, elect, published
from voting.fields import ReadingError

WIELICZKA = ELECTIONS / "pabulib" / "poland_wieliczka_2023.pb"


def wieliczka(**rule: Any) -> tuple[dict[str, Any], set[str]]:
    """The result on the city's ballots, and the projects it announced."""
    if not WIELICZKA.exists():
        pytest.skip("the ballots of Wieliczka are not at hand")
    section, options, selected, votes = "", [], set(), Counter[tuple[str, ...]]()
    with WIELICZKA.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter=";"):
            if row[0] in ("META", "PROJECTS", "VOTES"):
                section = row[0]
            elif section == "PROJECTS" and row[0] != "project_id":
                options.append({"id": row[0], "cost": int(row[2])})
                selected |= {row[0]} if row[4] == "1" else set()
            elif section == "VOTES" and row[0] != "voter_id":
                votes[tuple(row[1].split(","))] += 1
    ballots = [{"approved": list(approved), "count": number} for approved, number in votes.items()]
    return elect("equal-shares", options, ballots, budget=1_000_000, **rule), selected


def test_wieliczka_2023_as_the_city_counted() -> None:
    result, selected = wieliczka(raise_=1, stop="before-overspending")
    assert set(result["elected"]) == selected
    assert (len(selected), result["spent"], result["start"]) == (30, 995_079, 315)
    assert result["sentence"]["fr"].endswith(
        "995\u202f079 sur 1\u202f000\u202f000\u202f; parts égales de 315 par personne"
    )


def test_wieliczka_2023_stopped_as_soon_as_nothing_fits_is_another_result() -> None:
    result, selected = wieliczka(raise_=1, stop="exhaustive")
    assert (len(result["elected"]), result["spent"], result["start"]) == (31, 984_579, 302)
    assert set(result["elected"]) - selected == {"66", "67"}


def test_wieliczka_2023_without_completion() -> None:
    result, _ = wieliczka()
    assert (len(result["elected"]), result["spent"], result["start"]) == (21, 450_548, 151)


def test_committees_extend_by_published_instances() -> None:
    """At equal costs every published committee of equal shares contains what is bought without a tie."""
    for case in published("abcvoting/instances.json"):
        options = [{"id": str(n), "cost": 1} for n in range(case["num_cand"])]
        ballots = [{"approved": [str(n) for n in approved]} for approved in case["profile"]]
        result = elect("equal-shares", options, ballots, budget=case["seats"], start="exact")
        for committee in case["expected_irresolute"]["equal-shares"]:
            assert result["tie"] or set(result["elected"]) <= set(map(str, committee)), case["id"]


PROJECTS = [{"id": "a", "cost": 60}, {"id": "b", "cost": "40"}, {"id": "c", "cost": 40, "label": "Compost"}]


def approvals(*pairs: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"approved": list(approved), "count": number} for approved, number in pairs]


def test_each_group_spends_its_own_share() -> None:
    """A hundred for ten: six can pay 60, four can pay 40; the majority does not take everything."""
    apart = elect("equal-shares", PROJECTS, approvals(("a", 6), ("c", 4)), budget=100)
    assert (apart["elected"], apart["spent"], apart["start"]) == (["a", "c"], 100, 10)
    assert apart["payments"] == {"a": 10, "c": 10}


def test_options_at_one_price_that_cannot_all_be_bought_are_a_tie() -> None:
    result = elect("equal-shares", PROJECTS, approvals(("bc", 5)), budget=40)
    assert (result["outcome"], result["elected"], result["tie"]) == ("tied", [], [["b", "c"]])


def test_options_at_one_price_that_can_all_be_bought_are_not() -> None:
    result = elect("equal-shares", PROJECTS, approvals(("bc", 5)), budget=80)
    assert (result["outcome"], sorted(result["elected"])) == ("adopted", ["b", "c"])


def test_the_start_is_rounded_down_unless_exact() -> None:
    ballots = approvals(("a", 7))
    assert elect("equal-shares", PROJECTS, ballots, budget=60)["outcome"] == "rejected"
    exact = elect("equal-shares", PROJECTS, ballots, budget=60, start="exact")
    assert (exact["elected"], exact["start"], exact["payments"]) == (["a"], "60/7", {"a": "60/7"})
    assert elect("equal-shares", PROJECTS, ballots, budget=60, start="17/2")["outcome"] == "rejected"


def test_raising_stops_before_the_budget_is_exceeded() -> None:
    result = elect("equal-shares", PROJECTS, approvals(("a", 2), ("b", 1), ("c", 1)), budget=100, raise_=1)
    assert (result["elected"], result["spent"], result["start"]) == (["a"], 60, 39)


def test_scores_count_as_points() -> None:
    ballots = [{"scores": {"a": 3, "b": 1}, "count": 2}, {"scores": {"c": 5}}]
    result = elect("equal-shares", PROJECTS, ballots, budget=120, max=5)
    assert result["utility"] == "points"
    assert result["elected"] == ["c", "a"]
    assert result["payments"] == {"a": 10, "c": 8}


def test_who_wants_nothing_holds_nothing() -> None:
    result = elect("equal-shares", PROJECTS, approvals(("a", 6), ("", 6)), budget=60)
    assert (result["elected"], result["start"]) == (["a"], 10)


@pytest.mark.parametrize(
    ("options", "ballots", "rule", "path"),
    [
        (PROJECTS, approvals(("a", 1)), {}, "rule.budget"),
        (PROJECTS, approvals(("a", 1)), {"budget": "-1"}, "rule.budget"),
        (PROJECTS, approvals(("a", 1)), {"budget": 9, "start": "ceiling"}, "rule.start"),
        (PROJECTS, approvals(("a", 1)), {"budget": 9, "stop": "never"}, "rule.stop"),
        (PROJECTS, approvals(("a", 1)), {"budget": 9, "utility": "love"}, "rule.utility"),
        (PROJECTS, approvals(("ab", 1)), {"budget": 99, "start": 0, "raise_": "1/9999"}, "rule.raise"),
        ("ab", approvals(("a", 1)), {"budget": 9}, "options[0].cost"),
        ([{"id": "a", "cost": 0}], approvals(("a", 1)), {"budget": 9}, "options[0].cost"),
        ([{"id": "a", "cost": "dear"}], approvals(("a", 1)), {"budget": 9}, "options[0].cost"),
        (PROJECTS, [{"approved": ["a"], "scores": {"a": 1}}], {"budget": 9}, "ballots[0].scores"),
        (PROJECTS, [{}], {"budget": 9}, "ballots[0].approved"),
        (PROJECTS, approvals(("aa", 1)), {"budget": 9}, "ballots[0].approved[1]"),
    ],
)
def test_what_cannot_be_read_is_named(options: Any, ballots: Any, rule: dict[str, Any], path: str) -> None:
    with pytest.raises(ReadingError) as refused:
        elect("equal-shares", options, ballots, **rule)
    assert refused.value.path == path


wishes = st.lists(st.tuples(st.sets(st.sampled_from("abcd")), st.integers(1, 5)), min_size=1, max_size=6)
costs = st.lists(st.integers(1, 30), min_size=4, max_size=4)


@given(wishes, costs, st.integers(1, 60), st.sampled_from([0, 1]), st.sampled_from(["floor", "exact"]))
@settings(deadline=None)
def test_never_more_than_the_budget_and_only_what_somebody_wants(
    votes: list[tuple[set[str], int]], prices: list[int], budget: int, step: int, start: str
) -> None:
    options = [{"id": option, "cost": cost} for option, cost in zip("abcd", prices, strict=True)]
    ballots = [{"approved": sorted(approved), "count": number} for approved, number in votes]
    result = elect("equal-shares", options, ballots, budget=budget, raise_=step, start=start)
    assert (
        Fraction(result["spent"])
        == sum(prices["abcd".index(option)] for option in result["elected"])
        <= budget
    )
    assert set(result["elected"]) <= set().union(*(approved for approved, _ in votes))
    assert set(result["payments"]) == set(result["elected"])


@given(costs, st.integers(4, 60), st.integers(1, 9))
@settings(deadline=None)
def test_a_group_that_agrees_gets_what_its_share_pays_for(prices: list[int], budget: int, group: int) -> None:
    """Those who approve one option alone, and together hold its cost, obtain it."""
    options = [{"id": option, "cost": cost} for option, cost in zip("abcd", prices, strict=True)]
    ballots = approvals(("a", group), ("bcd", 10 - group))
    result = elect("equal-shares", options, ballots, budget=budget, start="exact")
    if Fraction(budget, 10) * group >= prices[0]:
        assert "a" in result["elected"] or result["tie"]
