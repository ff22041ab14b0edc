"""The single transferable vote: Scottish wards stage by stage, Meek on the same ballots, and the rules'
corners.
"""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.methods.elections import elect, names, published, rankings
from voting.fields import ReadingError

WARDS = names("stv-scottish-2017", "scot-*.json")


def counted(case: dict[str, Any], **rule: Any) -> dict[str, Any]:
    options = [str(n) for n in range(len(case["candidates"]))]
    return elect("stv", options, rankings(spelt(case["ballots"])), seats=case["seats"], **rule)


def spelt(ballots: Any) -> list[tuple[list[str], int]]:
    return [([str(n) for n in ranking], number) for ranking, number in ballots]


@pytest.mark.parametrize("name", WARDS)
def test_a_scottish_ward_stage_by_stage(name: str) -> None:
    case = published(name)
    expected, result = case["expected"], counted(case)
    assert result["quota"] == expected["quota"]
    assert sorted(map(int, result["elected"])) == expected["elected"]
    for key in ("elected", "excluded"):
        stages = {option: n for n, entry in enumerate(result["rounds"], 1) for option in entry[key]}
        assert stages == expected[f"{key}_at_stage"]
    for entry, published_stage in zip(result["rounds"], expected["stage_totals"], strict=True):
        for ours, theirs in zip(entry["totals"].values(), published_stage, strict=True):
            decimals = 5 if case["checked"].startswith("exact") else 2
            assert abs(Fraction(ours) - Fraction(theirs)) < Fraction(1, 10**decimals), (
                entry,
                published_stage,
            )
            assert decimals == 2 or Fraction(ours) == Fraction(theirs)


@pytest.mark.parametrize("name", WARDS)
def test_meek_on_the_same_ballots(name: str) -> None:
    case = published(name)
    expected = published("stv-scottish-2017/meek_expected.json")["elected"][case["id"]]
    assert sorted(map(int, counted(case, variant="meek")["elected"])) == expected["elected"]


@pytest.mark.parametrize("variant", ["scottish", "meek"])
def test_belenios_example(variant: str) -> None:
    case = published("irv/belenios_stv.json")
    result = elect("stv", "01234", rankings(spelt(case["ballots"])), seats=2, variant=variant)
    assert sorted(map(int, result["elected"])) == sorted(case["expected"]["winners"])


def test_published_examples_of_the_condorcet_library() -> None:
    for case in published("condorcet-php/cases.json"):
        if case["method"] == "STV" and not case["quota"]:
            result = elect("stv", case["candidates"], rankings(case["ballots"]), seats=case["seats"])
            assert sorted(result["elected"]) == sorted(
                option for group in case["expected"]["ranking"]["STV"].values() for option in group
            ), case["id"]


def test_the_quota_and_the_value_of_a_surplus() -> None:
    """Quota ⌊16/3⌋ + 1 = 6. The nine papers of a move at 3/9, truncated: 0.33333 each."""
    result = elect("stv", "abc", rankings([("ab", 9), ("bc", 4), ("cb", 3)]), seats=2)
    assert result["quota"] == 6
    assert result["rounds"][0] == {
        "totals": {"a": "9.00000", "b": "4.00000", "c": "3.00000"},
        "elected": ["a"],
        "excluded": [],
        "exhausted": "0.00000",
        "transferred": "a",
    }
    assert result["rounds"][1]["totals"] == {"a": "6.00000", "b": "6.99997", "c": "3.00000"}
    assert result["rounds"][1]["exhausted"] == "0.00003"
    assert (result["elected"], result["variant"], result["decimals"]) == (["a", "b"], "scottish", 5)


def test_exactly_at_the_quota_is_elected_and_transfers_nothing() -> None:
    result = elect("stv", "abc", rankings([("ab", 4), ("b", 3), ("c", 2)]), seats=2)
    assert result["rounds"][0]["elected"] == ["a"]
    assert "transferred" not in result["rounds"][0]
    assert result["rounds"][0]["excluded"] == ["c"]


def test_the_largest_surplus_moves_first() -> None:
    result = elect("stv", "abcd", rankings([("a", 7), ("b", 9), ("c", 1), ("d", 2)]), seats=3)
    assert [entry.get("transferred") for entry in result["rounds"]][:2] == ["b", "a"]


def test_as_many_left_as_seats_are_elected_without_a_transfer() -> None:
    result = elect("stv", "ab", rankings([("ab", 9), ("b", 1)]), seats=2)
    assert (len(result["rounds"]), result["elected"]) == (1, ["a", "b"])


def test_equals_are_separated_by_the_most_recent_stage_where_they_differ() -> None:
    ballots = rankings([("a", 10), ("b", 8), ("cb", 4), ("d", 3), ("ed", 1)])
    rounds = elect("stv", "abcde", ballots)["rounds"]
    assert rounds[1]["totals"]["c"] == rounds[1]["totals"]["d"] == "4.00000"
    assert (rounds[0]["excluded"], rounds[1]["excluded"]) == (["e"], ["d"])


def test_equals_at_every_stage_are_a_tie_only_where_it_changes_who_is_elected() -> None:
    passed = elect("stv", "abcd", rankings([("a", 10), ("b", 9), ("ca", 4), ("db", 4)]))
    assert (passed["elected"], passed["tie"]) == (["a"], [])
    stopped = elect("stv", "abcd", rankings([("a", 10), ("b", 10), ("ca", 4), ("db", 4)]))
    assert (stopped["outcome"], stopped["tie"]) == ("tied", [["c", "d"]])


def test_a_tie_that_matters_stops_the_count_with_those_elected_so_far() -> None:
    result = elect("stv", "abc", rankings([("a", 6), ("b", 2), ("c", 2)]), seats=2)
    assert (result["outcome"], result["elected"], result["tie"]) == ("tied", ["a"], [["b", "c"]])
    assert result["sentence"]["fr"].startswith("Égalité\u00a0: entre b et c\u202f; Choix a")


def test_the_casting_vote_saves_the_preferred_from_exclusion() -> None:
    ballots = rankings([("a", 6), ("b", 2), ("c", 2)])
    result = elect("stv", "abc", ballots, seats=2, tie="casting-vote", file={"casting_vote": ["c"]})
    assert (result["elected"], result["outcome"]) == (["a", "c"], "adopted")
    assert result["settled"] == [{"tie": ["b", "c"], "by": "casting-vote", "order": ["c", "b"]}]


@pytest.mark.parametrize("variant", ["scottish", "meek"])
def test_more_seats_than_options_leaves_vacancies(variant: str) -> None:
    result = elect("stv", "ab", rankings([("ab", 1)]), seats=3, variant=variant)
    assert (sorted(result["elected"]), result["vacant"]) == (["a", "b"], 1)


def test_meek_prints_nine_decimals() -> None:
    result = elect("stv", "abc", rankings([("ab", 9), ("bc", 4), ("cb", 3)]), seats=2, variant="meek")
    assert result["quota"] == "5.333333334"
    assert result["rounds"][1]["totals"]["b"] == "7.666666663"
    assert (result["decimals"], result["rounding"]) == (9, "up")


@pytest.mark.parametrize("variant", ["scottish", "meek"])
def test_only_empty_rankings_choose_nothing(variant: str) -> None:
    result = elect("stv", "ab", rankings([("", 3)]), seats=1, variant=variant)
    assert (result["outcome"], result["vacant"]) == ("void", 1)


@pytest.mark.parametrize(
    "rule",
    [{"variant": "irish"}, {"decimals": 9}, {"quota": "hare"}, {"variant": "meek", "rounding": "truncated"}],
)
def test_a_setting_the_variant_does_not_have_is_refused(rule: dict[str, Any]) -> None:
    with pytest.raises(ReadingError, match=r"rule\.\w+: "):
        elect("stv", "abc", rankings([("a", 1)]), **rule)


strict = st.permutations("abcde").flatmap(lambda order: st.integers(1, 5).map(lambda n: order[:n]))
profiles = st.lists(st.tuples(strict, st.integers(1, 9)), min_size=1, max_size=10)


@given(profiles, st.integers(1, 5), st.sampled_from(["scottish", "meek"]))
@settings(deadline=None)
def test_seats_are_filled_or_declared_vacant_or_tied(
    profile: list[tuple[list[str], int]], seats: int, variant: str
) -> None:
    result = elect("stv", "abcde", rankings(profile), seats=seats, variant=variant)
    assert len(set(result["elected"])) == len(result["elected"]) <= seats
    assert result["tie"] or len(result["elected"]) + result.get("vacant", 0) == seats
    valid = sum(number for _, number in profile)
    for entry in result["rounds"]:
        assert sum(map(Fraction, entry["totals"].values())) + Fraction(entry["exhausted"]) == valid
        assert Fraction(entry["exhausted"]) >= 0


@given(profiles, st.integers(1, 4), st.sampled_from(["scottish", "meek"]))
@settings(deadline=None)
def test_a_solid_coalition_above_the_quota_gets_its_seat(
    profile: list[tuple[list[str], int]], seats: int, variant: str
) -> None:
    """Proportionality for a quota of voters who put the same option first."""
    result = elect("stv", "abcde", rankings(profile), seats=seats, variant=variant)
    valid = sum(number for _, number in profile)
    for option in "abcde":
        if sum(n for ranking, n in profile if ranking[0] == option) >= valid // (seats + 1) + 1:
            assert option in result["elected"]
