"""Instant run-off: rounds, the majority of what still counts, ties that matter and ties that do not."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.methods.elections import elect, published, rankings
from voting.fields import ReadingError

BURLINGTON = [
    ("MKW", 1332), ("MWK", 767), ("M", 455), ("KMW", 2043), ("KWM", 371), ("K", 568),
    ("WMK", 1513), ("WKM", 495), ("W", 1289),
]  # fmt: skip


def test_burlington_2009_from_its_published_totals() -> None:
    result = elect("irv", "KMW", rankings(BURLINGTON))
    first, last = result["rounds"]
    assert first["totals"] == {"K": 2982, "M": 2554, "W": 3297}
    assert first["excluded"] == ["M"]
    assert last == {
        "totals": {"K": 4314, "M": 0, "W": 4064},
        "elected": ["K"],
        "excluded": [],
        "exhausted": 455,
    }
    assert result["order"] == [["K"], ["W"], ["M"]]


def test_burlington_2009_from_the_published_file() -> None:
    case = published("irv/burlington-2009-3cand.json")
    options = ["Montroll", "Kiss", "Wright"]
    assert elect("irv", options, rankings(case["ballots"]))["elected"] == [case["expected"]["irv"]]
    first = [{"choice": ranking[0], "count": number} for ranking, number in case["ballots"]]
    assert elect("plurality", options, first)["elected"] == [case["expected"]["plurality"]]
    for method in ("schulze", "ranked-pairs"):
        winner = elect(method, options, rankings(case["ballots"]))["elected"]
        assert winner == [case["expected"]["condorcet_schulze_ranked_pairs"]]


def test_published_examples_of_the_condorcet_library() -> None:
    """Where that library breaks a three-way tie at once by a rule of its own, the tie stays here."""
    cases = {case["id"]: case for case in published("condorcet-php/cases.json") if case["method"] == "IRV"}

    def counted(name: str) -> dict[str, Any]:
        return elect("irv", cases[name]["candidates"], rankings(cases[name]["ballots"]))

    assert counted("IRV-result-1")["order"] == [["D"], ["A"], ["B"], ["C"]]
    assert counted("IRV-result-3")["tie"] == [["bob", "sue", "bill"]]
    assert counted("IRV-result-equality")["tie"] == [["A", "B"]]


def test_a_majority_at_once_ends_the_count() -> None:
    result = elect("irv", "abc", rankings([("a", 3), ("bc", 1), ("c", 1)]))
    assert (len(result["rounds"]), result["elected"], result["quota"]) == (1, ["a"], 3)


def test_half_is_not_more_than_half() -> None:
    result = elect("irv", "abc", rankings([("a", 2), ("b", 1), ("cb", 1)]))
    assert result["outcome"] == "tied"


def test_a_tie_that_changes_nothing_is_passed_over() -> None:
    result = elect("irv", "abcd", rankings([("a", 4), ("b", 5), ("ca", 1), ("da", 1)]))
    assert (result["outcome"], result["elected"], result["tie"]) == ("adopted", ["a"], [])
    assert result["order"] == [["a"], ["b"], ["c", "d"]]


def test_options_nobody_put_first_leave_as_equals() -> None:
    result = elect("irv", "abcde", rankings([("a", 3), ("b", 3), ("c", 1), ("cb", 1)]))
    assert result["elected"] == ["b"]
    assert result["order"][-1] == ["d", "e"]


def test_earlier_rounds_separate_equals_only_where_the_rule_says_so() -> None:
    ballots = rankings([("ab", 5), ("bc", 3), ("cb", 2), ("dc", 1)])
    assert elect("irv", "abcd", ballots)["tie"] == [["b", "c"]]
    assert elect("irv", "abcd", ballots, look_back=True)["rounds"][1]["excluded"] == ["c"]


def test_the_lot_settles_a_tie_once_its_randomness_is_known() -> None:
    ballots = rankings([("a", 1), ("b", 1)])
    assert elect("irv", "ab", ballots, tie="lot")["outcome"] == "tied"
    drawn = elect("irv", "ab", ballots, tie="lot", file={"seed": "2025-06-21 Loto 3 9 17"})
    assert drawn["outcome"] == "adopted"
    assert drawn["settled"] == [
        {"tie": ["a", "b"], "by": "lot", "order": [*drawn["elected"], *drawn["order"][1]]}
    ]


def test_the_casting_vote_names_the_preferred() -> None:
    ballots = rankings([("a", 1), ("b", 1)])
    settled = elect("irv", "ab", ballots, tie="casting-vote", file={"casting_vote": "b"})
    assert (settled["elected"], settled["outcome"]) == (["b"], "adopted")


@pytest.mark.parametrize(
    ("ranking", "message"),
    [
        ([["a", "b"]], "ballots[0].ranking[0]: this method takes one option at each rank, no equals"),
        (["a", "b", "a"], "ballots[0].ranking[2]: a is there twice"),
        (["y"], "ballots[0].ranking[0]: y is not an option"),
    ],
)
@pytest.mark.parametrize("method", ["irv", "stv"])
def test_a_malformed_paper_is_named(method: str, ranking: object, message: str) -> None:
    with pytest.raises(ReadingError) as refused:
        elect(method, "abc", [{"ranking": ranking}])
    assert str(refused.value) == message


def test_more_than_one_seat_is_refused() -> None:
    with pytest.raises(ReadingError, match=r"rule\.seats: "):
        elect("irv", "abc", rankings([("a", 1)]), seats=2)


strict = st.permutations("abcd").flatmap(lambda order: st.integers(0, 4).map(lambda n: order[:n]))


@given(st.lists(st.tuples(strict, st.integers(1, 5)), min_size=1, max_size=8))
@settings(deadline=None)
def test_every_round_accounts_for_every_ballot(profile: list[tuple[list[str], int]]) -> None:
    result = elect("irv", "abcd", rankings(profile))
    valid = sum(number for ranking, number in profile if ranking)
    assert all(sum(entry["totals"].values()) + entry["exhausted"] == valid for entry in result["rounds"])
    assert valid == 0 or len(result["elected"]) + len(result["tie"]) == 1


@given(st.lists(st.tuples(strict, st.integers(1, 5)), min_size=1, max_size=8))
@settings(deadline=None)
def test_an_absolute_majority_of_first_choices_is_elected(profile: list[tuple[list[str], int]]) -> None:
    first = {o: sum(n for ranking, n in profile if ranking[:1] == [o]) for o in "abcd"}
    leader = max("abcd", key=first.__getitem__)
    if 2 * first[leader] > sum(first.values()):
        assert elect("irv", "abcd", rankings(profile))["elected"] == [leader]
