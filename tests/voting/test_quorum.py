"""Quorum: every form, met at equality, and what follows for a short college."""

from typing import Any

import pytest

from tests.voting.count_files import college, heads, rule, vote
from voting.tally import tally


def quorum(*requirements: dict[str, Any]) -> dict[str, Any]:
    return {"quorum": list(requirements)}


@pytest.mark.parametrize(
    ("requirement", "cast", "met"),
    [
        ({"at_least": "1/4"}, 5, True),
        ({"at_least": "1/4"}, 4, False),
        ({"at_least": "1/3"}, 7, True),
        ({"at_least": "1/3"}, 6, False),
        ({"at_least": {"heads": 5}}, 5, True),
        ({"at_least": {"heads": 5}}, 4, False),
        ({"at_least": 1}, 20, True),
        ({"at_least": 1}, 19, False),
        ({"of": "all", "counted": "for", "at_least": "1/4"}, 5, True),
        ({"of": "all", "counted": "for", "at_least": "1/4"}, 4, False),
    ],
)
def test_a_share_or_a_number_of_heads(requirement: dict[str, Any], cast: int, met: bool) -> None:
    result = tally(heads(20, cast, rule=rule(**quorum(requirement))))
    assert result["quorum"]["met"] is met
    assert result["outcome"] == ("adopted" if met else "no-quorum")


def test_nothing_is_compared_without_quorum() -> None:
    result = tally(heads(20, 4, rule=rule(**quorum({"at_least": "1/4"}), also=[{"by": "heads"}])))
    assert result["support"] is None
    assert "also" not in result


def test_presence_and_approval_are_counted_apart_from_ballots() -> None:
    settings = rule(
        **quorum({"counted": "present", "at_least": "1/2"}, {"counted": "for", "at_least": "1/4"})
    )
    assert tally(heads(20, 5, 1, rule=settings, present=10))["outcome"] == "adopted"
    assert tally(heads(20, 5, 1, rule=settings, present=9))["outcome"] == "no-quorum"
    assert tally(heads(20, 4, 1, rule=settings, present=10))["outcome"] == "no-quorum"


def test_abstentions_taken_as_favour_count_for_an_approval_quorum() -> None:
    settings = rule(abstention="for", **quorum({"counted": "for", "at_least": "1/2"}))
    assert tally(heads(20, 5, 0, 5, rule=settings))["outcome"] == "adopted"


def test_a_missed_quorum_comes_before_the_absence_of_ballots() -> None:
    assert tally(heads(20, rule=rule(**quorum({"at_least": {"heads": 1}}))))["outcome"] == "no-quorum"


def test_nobody_registered_misses_heads_but_no_share() -> None:
    assert tally(heads(0, rule=rule(**quorum({"at_least": "1/4"}))))["outcome"] == "void"
    assert tally(heads(0, rule=rule(**quorum({"at_least": {"heads": 1}}))))["outcome"] == "no-quorum"


TWO = (college("a", "3", 10, 4, 1), college("b", "1", 10, 1))


@pytest.mark.parametrize(
    ("requirement", "missed"),
    [
        ({"of": "each-college", "at_least": {"heads": 1}}, []),
        ({"of": "each-college", "at_least": {"heads": 2}}, ["b"]),
        ({"of": "each-college", "at_least": "6/10"}, ["a", "b"]),
        ({"of": "a", "at_least": "1/2"}, []),
        ({"of": "b", "at_least": "1/2"}, ["b"]),
    ],
)
def test_the_quorum_of_a_college(requirement: dict[str, Any], missed: list[str]) -> None:
    result = tally(vote(rule(**quorum(requirement)), *TWO))
    (row,) = result["quorum"]["requirements"]
    assert row["met"] is (not missed)
    assert result["outcome"] == ("no-quorum" if missed else "adopted")
    assert [inner["id"] for inner in row.get("colleges", ()) if not inner["met"]] == (
        missed if "colleges" in row else []
    )


@pytest.mark.parametrize(("at_least", "met"), [("2/5", True), ("0.41", False)])
def test_a_weighted_quorum_is_the_part_of_the_weights_that_took_part(at_least: str, met: bool) -> None:
    settings = rule(**quorum({"at_least": at_least, "weighted": True}))
    result = tally(vote(settings, *TWO, college("empty", "100", 0)))
    assert result["quorum"]["requirements"][0] == {
        "of": "all",
        "counted": 6,
        "registered": 20,
        "weighted": "2/5",
        "at_least": {"0.41": "41/100"}.get(at_least, at_least),
        "met": met,
    }


@pytest.mark.parametrize(
    ("short", "outcome", "support"),
    [
        ("no-quorum", "no-quorum", None),
        ("excluded", "adopted", "4/5"),
        ("against", "adopted", "3/5"),
        ("blocks", "postponed", None),
    ],
)
@pytest.mark.parametrize("of", ["each-college", "b"])
def test_what_becomes_of_a_short_college(of: str, short: str, outcome: str, support: str | None) -> None:
    settings = rule("proportional", short_college=short, **quorum({"of": of, "at_least": "1/5"}))
    result = tally(vote(settings, *TWO))
    assert (result["outcome"], result["support"]) == (outcome, support)
    assert result["colleges"][1]["case"] == "short"
    assert result["quorum"]["met"] is (short != "no-quorum")


def test_the_quorum_of_everybody_is_never_excused() -> None:
    settings = rule("proportional", short_college="excluded", **quorum({"of": "all", "at_least": "1/2"}))
    assert tally(vote(settings, *TWO))["outcome"] == "no-quorum"


def test_a_short_college_stops_a_vote_counted_by_heads() -> None:
    settings = rule("heads", short_college="excluded", **quorum({"of": "b", "at_least": "1/2"}))
    assert tally(vote(settings, *TWO))["outcome"] == "no-quorum"


def test_an_empty_college_misses_heads_and_no_share() -> None:
    empty = college("empty", "1", 0)
    by_share = rule(**quorum({"of": "each-college", "at_least": "1/10"}))
    by_heads = rule(**quorum({"of": "each-college", "at_least": {"heads": 1}}))
    assert tally(vote(by_share, *TWO, empty))["outcome"] == "adopted"
    assert tally(vote(by_heads, *TWO, empty))["outcome"] == "no-quorum"


def test_an_excused_empty_college_is_treated_as_empty() -> None:
    settings = rule(
        "proportional", short_college="blocks", **quorum({"of": "each-college", "at_least": {"heads": 1}})
    )
    result = tally(vote(settings, *TWO, college("empty", "1", 0)))
    assert (result["outcome"], result["colleges"][2]["case"]) == ("adopted", "empty")
