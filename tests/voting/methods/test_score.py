"""Score: highest total, from 0 to the rule's maximum."""

import pytest

from tests.voting.methods.elections import elect
from voting.fields import ReadingError


def test_the_highest_total_wins_and_silence_is_zero() -> None:
    ballots = [{"scores": {"a": 5, "b": 1}, "count": 2}, {"scores": {"b": 4}, "count": 3}]
    result = elect("score", "abc", ballots, max=5)
    assert result["totals"] == {"a": 10, "b": 14, "c": 0}
    assert result["elected"] == ["b"]
    assert result["order"] == [["b"], ["a"], ["c"]]


@pytest.mark.parametrize("score", [0, 5])
def test_both_ends_of_the_scale_are_scores(score: int) -> None:
    assert (
        elect("score", "ab", [{"scores": {"a": score}}, {"scores": {"b": 1}}], max=5)["totals"]["a"] == score
    )


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ({"a": 6}, "ballots[0].scores.a: must be a whole number from 0 to 5"),
        ({"a": -1}, "ballots[0].scores.a: must be a whole number from 0 to 5"),
        ({"a": True}, "ballots[0].scores.a: must be a whole number from 0 to 5"),
        ({"a": "5"}, "ballots[0].scores.a: must be a whole number from 0 to 5"),
        ({"z": 1}, "ballots[0].scores.z: z is not an option"),
        ([1, 2], "ballots[0].scores: must be an object, one key for each option"),
    ],
)
def test_a_malformed_paper_is_named(scores: object, message: str) -> None:
    with pytest.raises(ReadingError) as refused:
        elect("score", "ab", [{"scores": scores}], max=5)
    assert str(refused.value) == message


def test_the_scale_must_be_named() -> None:
    with pytest.raises(ReadingError, match=r"rule\.max: "):
        elect("score", "ab", [{"scores": {"a": 1}}])
