"""Approval: most approvals, within the number a ballot may hold."""

import pytest

from tests.voting.methods.elections import elect, published
from voting.fields import ReadingError


def test_most_approvals_win() -> None:
    ballots = [{"approved": ["a", "b"], "count": 3}, {"approved": ["b", "c"], "count": 2}, {"approved": []}]
    result = elect("approval", "abc", ballots, seats=2)
    assert result["elected"] == ["b", "a"]
    assert result["totals"] == {"a": 3, "b": 5, "c": 2}
    assert (result["cast"], result["expressed"]) == (6, 5)
    assert result["sentence"]["en"] == "Chosen: b and a; approved by 5 ballots out of 5"


@pytest.mark.parametrize("approved", [["a"], ["a", "b"]])
def test_as_many_as_allowed(approved: list[str]) -> None:
    assert elect("approval", "abc", [{"approved": approved}], max_choices=2)["totals"]["a"] == 1


@pytest.mark.parametrize(
    ("approved", "message"),
    [
        (["a", "b", "c"], "ballots[0].approved: at most 2 options can be approved"),
        (["a", "a"], "ballots[0].approved[1]: a is there twice"),
        (["a", "z"], "ballots[0].approved[1]: z is not an option"),
        ("a", "ballots[0].approved: must be a list of options"),
        (None, "ballots[0].approved: must be a list of options"),
    ],
)
def test_a_malformed_paper_is_named(approved: object, message: str) -> None:
    with pytest.raises(ReadingError) as refused:
        elect("approval", "abc", [{"approved": approved}], max_choices=2)
    assert str(refused.value) == message


def test_an_empty_limit_is_refused() -> None:
    with pytest.raises(ReadingError, match=r"rule\.max_choices: "):
        elect("approval", "ab", [{"approved": []}], max_choices=0)


def test_all_the_tied_committees_of_116_published_profiles() -> None:
    """Every elected committee is those who are surely in, completed from the tie."""
    for case in published("abcvoting/instances.json"):
        options = [str(n) for n in range(case["num_cand"])]
        ballots = [{"approved": [str(n) for n in approved]} for approved in case["profile"]]
        result = elect("approval", options, ballots, seats=case["seats"])
        committees = [set(map(str, committee)) for committee in case["expected_irresolute"]["av"]]
        assert set.intersection(*committees) == set(result["elected"]), case["id"]
        assert set.union(*committees) == set(result["elected"]).union(*result["tie"]), case["id"]
