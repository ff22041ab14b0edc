"""Combining colleges: the worked counts, the four silences, shares and caps."""

from typing import Any

import pytest

from tests.voting.count_files import college, rule, vote
from voting.tally import tally

THIRDS = (college("a", "1/3", 20, 20, 0), college("b", "1/3", 10, 4, 6), college("c", "1/3", 3, 1, 2))
UNEQUAL = (college("a", "40", 50, 6, 4), college("b", "30", 50, 6, 4), college("c", "30", 50, 0, 50))
ONE_SILENT = (college("a", "40", 10, 7, 3), college("b", "40", 10, 4, 6), college("c", "20", 10))


@pytest.mark.parametrize(
    ("colleges", "by", "support", "expected"),
    [
        (THIRDS, "heads", "25/33", "adopted"),
        (THIRDS, "proportional", "26/45", "adopted"),
        (THIRDS, "block", "1/3", "rejected"),
        (THIRDS, "every", "1/3", "rejected"),
        (THIRDS, "most", "1/3", "rejected"),
        (THIRDS, "coefficient", "25/33", "adopted"),
        (UNEQUAL, "heads", "6/35", "rejected"),
        (UNEQUAL, "proportional", "21/50", "rejected"),
        (UNEQUAL, "block", "7/10", "adopted"),
        (UNEQUAL, "every", "2/3", "rejected"),
        (UNEQUAL, "most", "2/3", "adopted"),
        (UNEQUAL, "coefficient", "21/110", "rejected"),
    ],
)
def test_worked_counts(colleges: Any, by: str, support: str, expected: str) -> None:
    result = tally(vote(rule(by), *colleges))
    assert (result["support"], result["outcome"]) == (support, expected)


@pytest.mark.parametrize(
    ("silent", "support", "weights"),
    [
        ("against", "11/25", ["2/5", "2/5", "1/5"]),
        ("excluded", "11/20", ["1/2", "1/2", "0"]),
        ("shared-equally", "11/20", ["1/2", "1/2", "0"]),
    ],
)
def test_a_silent_college_of_forty_forty_twenty(silent: str, support: str, weights: list[str]) -> None:
    result = tally(vote(rule("proportional", silent_college=silent), *ONE_SILENT))
    assert result["support"] == support
    assert [row["weight"] for row in result["colleges"]] == weights
    silent_row = result["colleges"][2]
    assert (silent_row["case"], silent_row["treated"]) == ("silent", silent)


def test_a_college_counted_against_has_support_nought_and_is_not_carried() -> None:
    row = tally(vote(rule("proportional"), *ONE_SILENT))["colleges"][2]
    assert (row["support"], row["carried"], row["counted"]) == ("0", False, True)


def test_an_excluded_college_has_no_support_and_no_weight() -> None:
    row = tally(vote(rule("proportional", silent_college="excluded"), *ONE_SILENT))["colleges"][2]
    assert (row["support"], row["carried"], row["counted"], row["weight"]) == (None, False, False, "0")


def test_a_silent_college_may_suspend_the_decision() -> None:
    result = tally(vote(rule("proportional", silent_college="blocks"), *ONE_SILENT))
    assert (result["outcome"], result["reason"], result["support"]) == ("postponed", "college", None)


def test_an_equal_share_differs_from_a_proportional_one() -> None:
    groups = (college("a", "50", 10, 5), college("b", "20", 10, 0, 5), college("c", "30", 10))
    shared = tally(vote(rule("proportional", silent_college="shared-equally"), *groups))
    kept = tally(vote(rule("proportional", silent_college="excluded"), *groups))
    assert (shared["support"], kept["support"]) == ("13/20", "5/7")


def test_a_college_counted_against_takes_its_part_of_a_shared_weight() -> None:
    settings = rule("proportional", empty_college="shared-equally")
    groups = (college("a", "40", 5, 5), college("b", "40", 5), college("c", "20", 0))
    result = tally(vote(settings, *groups))
    assert [row["weight"] for row in result["colleges"]] == ["1/2", "1/2", "0"]


@pytest.mark.parametrize("by", ["every", "most"])
def test_without_weights_a_shared_college_is_excluded(by: str) -> None:
    settings = rule(by, silent_college="shared-equally")
    assert tally(vote(settings, *ONE_SILENT))["colleges"][2]["treated"] == "excluded"


@pytest.mark.parametrize(
    ("treatment", "expected"), [("excluded", "adopted"), ("against", "rejected"), ("blocks", "postponed")]
)
def test_an_abstaining_college(treatment: str, expected: str) -> None:
    settings = rule("every", abstaining_college=treatment)
    groups = (college("a", "1", 5, 3), college("b", "1", 5, 0, 0, 2))
    result = tally(vote(settings, *groups))
    assert (result["outcome"], result["colleges"][1]["case"]) == (expected, "abstaining")


def test_blank_ballots_make_no_abstaining_college_when_the_base_counts_them() -> None:
    groups = (college("a", "1", 5, 3), college("b", "1", 5, 0, 0, 0, 2))
    result = tally(vote(rule("every", base="expressed-and-blank"), *groups))
    assert "case" not in result["colleges"][1]


def test_a_college_is_empty_before_it_is_silent() -> None:
    groups = (college("a", "1", 5, 3), college("b", "1", 0))
    result = tally(vote(rule("every", silent_college="blocks"), *groups))
    assert (result["outcome"], result["colleges"][1]["case"]) == ("adopted", "empty")


@pytest.mark.parametrize(("filled", "by", "support"), [(2, "heads", "3/4"), (3, "proportional", "1/3")])
def test_fewer_than_three_colleges_may_fall_back_to_heads(filled: int, by: str, support: str) -> None:
    groups = [college("a", "1", 9, 9), college("b", "1", 9, 0, 3), college("c", "1", 0)]
    if filled == 3:
        groups.append(college("d", "1", 9, 0, 3))
    result = tally(vote(rule("proportional", empty_college="heads"), *groups))
    assert (result.get("counted_by", "proportional"), result["support"]) == (by, support)


@pytest.mark.parametrize(
    ("tied", "support", "expected"), [("not-carried", "2/5", "rejected"), ("split", "7/10", "adopted")]
)
def test_a_tied_college_may_split_its_weight(tied: str, support: str, expected: str) -> None:
    groups = (college("a", "40", 9, 5, 1), college("b", "60", 9, 3, 3))
    result = tally(vote(rule("block", tied_college=tied), *groups))
    assert (result["support"], result["outcome"]) == (support, expected)


@pytest.mark.parametrize(
    ("votes", "carried"), [((2, 1), True), ((3, 2), False), ((199, 101), False), ((200, 100), True)]
)
def test_a_college_has_its_own_threshold(votes: tuple[int, int], carried: bool) -> None:
    result = tally(vote(rule("every", college_threshold="2/3"), college("a", "1", 300, *votes)))
    assert result["colleges"][0]["carried"] is carried


@pytest.mark.parametrize(
    ("weights", "cap", "shares"),
    [
        (("70", "20", "10"), "1/2", ["1/2", "1/3", "1/6"]),
        (("80", "15", "5"), "2/5", ["2/5", "2/5", "1/5"]),
        (("98", "1", "1"), "1/3", ["1/3", "1/3", "1/3"]),
        (("98", "1", "1"), "1/4", ["49/50", "1/100", "1/100"]),
        (("1", "1", "1"), "1/2", ["1/3", "1/3", "1/3"]),
        (("50", "25", "25"), "1/2", ["1/2", "1/4", "1/4"]),
    ],
)
def test_no_share_is_above_the_cap(weights: tuple[str, ...], cap: str, shares: list[str]) -> None:
    groups = [college(name, weight, 3, 1) for name, weight in zip("abc", weights, strict=True)]
    result = tally(vote(rule("proportional", cap=cap), *groups))
    assert [row["weight"] for row in result["colleges"]] == shares


def test_the_cap_looks_only_at_the_colleges_that_count() -> None:
    groups = (college("a", "40", 3, 1), college("b", "40", 3, 1), college("c", "20", 3))
    result = tally(vote(rule("proportional", silent_college="excluded", cap="2/5"), *groups))
    assert [row["weight"] for row in result["colleges"]] == ["1/2", "1/2", "0"]


def test_a_college_of_one_weighs_as_much_as_a_college_of_a_thousand() -> None:
    groups = (college("a", "1", 1, 1), college("b", "1", 1000, 499, 501))
    assert tally(vote(rule("proportional"), *groups))["support"] == "1499/2000"
