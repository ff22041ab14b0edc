"""Majority judgment: the median, then median ballots taken away one by one."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.methods.elections import elect, published
from voting.fields import ReadingError
from voting.methods.election import Number
from voting.methods.majority_judgment import majority_values

GRADES = ["Reject", "Poor", "Fair", "Good"]


def judged(*profiles: str) -> list[dict[str, Any]]:
    """One ballot per letter: profiles "0123", "3210" give four ballots that grade a and b."""
    return [
        {"grades": {option: GRADES[int(grade)] for option, grade in zip("abcd", row, strict=False)}}
        for row in zip(*profiles, strict=True)
    ]


def test_the_best_median_wins() -> None:
    result = elect("majority-judgment", "ab", judged("003", "111"), grades=GRADES)
    assert result["medians"] == {"a": "Reject", "b": "Poor"}
    assert result["elected"] == ["b"]
    assert result["profiles"]["a"] == {"Reject": 2, "Poor": 0, "Fair": 0, "Good": 1}
    assert result["sentence"]["fr"] == "Choix\u00a0: b\u202f; mention médiane «\u00a0Poor\u00a0»"


def test_the_median_of_an_even_number_is_the_lower_one() -> None:
    assert elect("majority-judgment", "ab", judged("03", "11"), grades=GRADES)["elected"] == ["b"]


def test_an_ungraded_option_has_the_worst_grade() -> None:
    result = elect("majority-judgment", "ab", [{"grades": {"a": "Poor"}}], grades=GRADES)
    assert result["medians"] == {"a": "Poor", "b": "Reject"}


def test_identical_profiles_are_a_tie() -> None:
    result = elect("majority-judgment", "abc", judged("0123", "3210", "0000"), grades=GRADES)
    assert (result["outcome"], result["tie"]) == ("tied", [["a", "b"]])


def test_published_tallies_up_to_billions_of_voters() -> None:
    for case in published("majority-judgment/cases.json"):
        profiles = completed(case)
        values = majority_values(profiles)
        ranks = [1 + sum(other > value for other in values) for value in values]
        assert ranks == case["expected_ranks"], case["id"]


def completed(case: dict[str, Any]) -> list[list[Number]]:
    """The profiles once ballots without a grade are given the case's default, or all brought to one size."""
    tallies: list[list[Number]] = [list(profile) for profile in case["tallies_worst_to_best"]]
    if case["mode"] == "Normalized":
        return [[Fraction(number, sum(profile)) for number in profile] for profile in tallies]
    if case["mode"] == "StaticDefault":
        for profile in tallies:
            profile[case["default"] or 0] += case["participants"] - sum(profile)
    if case["mode"] == "MedianDefault":
        pytest.skip("a missing grade is the worst here, never the median")
    most = max(map(sum, tallies))
    return [
        [number + (most - sum(profile)) * (place == 0) for place, number in enumerate(profile)]
        for profile in tallies
    ]


def one_by_one(grades: list[int]) -> list[int]:
    """The majority value by its definition: take the lower median away until nothing is left."""
    left, taken = sorted(grades), []
    while left:
        taken.append(left.pop((len(left) - 1) // 2))
    return taken


ballots = st.integers(1, 9).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 3), min_size=n, max_size=n), min_size=2, max_size=4)
)


@given(ballots)
def test_the_value_orders_as_taking_ballots_away_one_by_one(columns: list[list[int]]) -> None:
    values = majority_values([[column.count(grade) for grade in range(4)] for column in columns])
    slow = [one_by_one(column) for column in columns]
    for a, one in enumerate(columns):
        for b, other in enumerate(columns):
            assert (values[a] > values[b]) == (slow[a] > slow[b]), (one, other)


@given(
    st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=1, max_size=7),
    st.integers(0, 6),
    st.integers(0, 2),
)
@settings(deadline=None)
def test_a_better_grade_never_makes_a_winner_lose(
    papers: list[tuple[int, ...]], which: int, option: int
) -> None:
    before = elect("majority-judgment", "abc", graded(papers), grades=GRADES)
    winner = "abc"[option]
    if before["elected"] == [winner]:
        raised = [
            tuple(
                min(3, grade + 1) if place == option and n == which % len(papers) else grade
                for place, grade in enumerate(paper)
            )
            for n, paper in enumerate(papers)
        ]
        assert elect("majority-judgment", "abc", graded(raised), grades=GRADES)["elected"] == [winner]


def graded(papers: list[tuple[int, ...]]) -> list[dict[str, Any]]:
    return [{"grades": dict(zip("abc", (GRADES[grade] for grade in paper), strict=True))} for paper in papers]


@pytest.mark.parametrize(
    ("grades", "message"),
    [
        ({"a": "Great"}, "ballots[0].grades.a: Great is not a grade"),
        ({"a": 2}, "ballots[0].grades.a: 2 is not a grade"),
        ({"z": "Good"}, "ballots[0].grades.z: z is not an option"),
        ("Good", "ballots[0].grades: must be an object, one key for each option"),
    ],
)
def test_a_malformed_paper_is_named(grades: object, message: str) -> None:
    with pytest.raises(ReadingError) as refused:
        elect("majority-judgment", "ab", [{"grades": grades}], grades=GRADES)
    assert str(refused.value) == message


@pytest.mark.parametrize("grades", [None, "Good", ["Good"], ["Good", "Good"], ["Good", 3]])
def test_the_grades_are_a_list_from_worst_to_best(grades: object) -> None:
    with pytest.raises(ReadingError, match=r"rule\.grades: "):
        elect("majority-judgment", "ab", [], grades=grades)
