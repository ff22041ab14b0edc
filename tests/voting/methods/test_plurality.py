"""Plurality: most votes, an absolute majority or a second round, ties that stay."""

import pytest

from tests.voting.methods.elections import elect
from voting.fields import ReadingError


def votes(**counts: int) -> list[dict[str, object]]:
    return [{"choice": choice, "count": count} for choice, count in counts.items()]


def test_most_votes_win() -> None:
    result = elect("plurality", "abc", votes(a=3, b=5, c=4))
    assert result["outcome"] == "adopted"
    assert result["elected"] == ["b"]
    assert result["order"] == [["b"], ["c"], ["a"]]
    assert result["totals"] == {"a": 3, "b": 5, "c": 4}


def test_a_tie_is_a_result_and_elects_nobody() -> None:
    result = elect("plurality", "abc", votes(a=4, b=4, c=1))
    assert (result["outcome"], result["elected"], result["tie"]) == ("tied", [], [["a", "b"]])


def test_a_tie_for_the_last_seat_leaves_the_others_elected() -> None:
    result = elect("plurality", "abcd", votes(a=5, b=3, c=3, d=1), seats=2)
    assert (result["outcome"], result["elected"], result["tie"]) == ("tied", ["a"], [["b", "c"]])


def test_equals_that_all_find_a_seat_are_no_tie() -> None:
    result = elect("plurality", "abc", votes(a=4, b=4, c=1), seats=2)
    assert (result["outcome"], result["elected"], result["tie"]) == ("adopted", ["a", "b"], [])


@pytest.mark.parametrize(("a", "elected"), [(5, []), (6, ["a"])])
def test_an_absolute_majority_is_more_than_half(a: int, elected: list[str]) -> None:
    result = elect("plurality", "abc", votes(a=a, b=3, c=2), majority_first=True)
    assert result["elected"] == elected


def test_without_absolute_majority_the_two_first_meet_again() -> None:
    result = elect("plurality", "abc", votes(a=5, b=4, c=3), majority_first=True)
    assert (result["outcome"], result["reason"]) == ("postponed", "second-round")
    assert result["second_round"] == ["a", "b"]
    assert result["sentence"]["fr"] == "À suivre\u00a0: second tour entre a et b\u202f; 5 voix sur 12"


def test_a_tie_for_the_second_place_names_no_second_round() -> None:
    result = elect("plurality", "abc", votes(a=5, b=4, c=4), majority_first=True)
    assert (result["outcome"], result["tie"], result["second_round"]) == ("tied", [["b", "c"]], [])


def test_two_equal_firsts_meet_in_the_second_round() -> None:
    assert elect("plurality", "abc", votes(a=5, b=5, c=1), majority_first=True)["second_round"] == ["a", "b"]


def test_blank_ballots_are_cast_and_are_no_part_of_the_majority() -> None:
    result = elect("plurality", "ab", votes(a=2, b=1, blank=3, abstain=1), majority_first=True)
    assert (result["elected"], result["cast"], result["expressed"]) == (["a"], 7, 3)


def test_only_blank_ballots_choose_nothing() -> None:
    result = elect("plurality", "ab", votes(blank=3))
    assert (result["outcome"], result["reason"], result["elected"]) == ("void", "blank", [])


def test_no_ballot_at_all_is_void() -> None:
    result = elect("plurality", "ab", [])
    assert (result["outcome"], result["reason"], result["vacant"]) == ("void", "no-ballot", 1)


def test_more_seats_than_options_leaves_vacancies() -> None:
    result = elect("plurality", "ab", votes(a=1, b=2), seats=3)
    assert (result["elected"], result["vacant"]) == (["b", "a"], 1)


@pytest.mark.parametrize(
    ("ballot", "message"),
    [
        ({"choice": "z"}, "ballots[1].choice: z is not an option"),
        ({"choice": 3}, "ballots[1].choice: 3 is not an option"),
        ({"choice": ["a"]}, 'ballots[1].choice: ["a"] is not an option'),
        ({}, "ballots[1].choice: is missing from this ballot"),
        ({"choice": "a", "ranking": []}, "ballots[1].ranking: unknown key"),
    ],
)
def test_a_malformed_paper_is_named(ballot: dict[str, object], message: str) -> None:
    with pytest.raises(ReadingError) as refused:
        elect("plurality", "ab", [{"choice": "a"}, ballot])
    assert str(refused.value) == message


def test_an_absolute_majority_is_for_one_seat() -> None:
    with pytest.raises(ReadingError, match=r"rule\.majority_first: "):
        elect("plurality", "ab", votes(a=1), majority_first=True, seats=2)
