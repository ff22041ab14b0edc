"""For and against: thresholds at their boundaries, bases, silence in the booth, ties, further conditions."""

from typing import Any

import pytest

from tests.voting.count_files import college, heads, rule, vote
from voting.tally import tally


def outcome(document: dict[str, Any]) -> tuple[str, str | None]:
    result = tally(document)
    return result["outcome"], result["support"]


@pytest.mark.parametrize(
    ("settings", "votes", "expected"),
    [
        ({}, (5, 4), "adopted"),
        ({}, (4, 4), "rejected"),
        ({}, (4, 5), "rejected"),
        ({"strict": False}, (4, 4), "adopted"),
        ({"strict": False}, (4, 5), "rejected"),
        ({"threshold": "2/3"}, (2, 1), "adopted"),
        ({"threshold": "2/3"}, (199, 101), "rejected"),
        ({"threshold": "2/3"}, (201, 99), "adopted"),
        ({"threshold": "2/3", "strict": True}, (2, 1), "rejected"),
        ({"threshold": "3/4"}, (3, 1), "adopted"),
        ({"threshold": "3/4"}, (299, 101), "rejected"),
        ({"threshold": "0.6667"}, (2, 1), "rejected"),
        ({"plus_one": True}, (9, 8), "rejected"),
        ({"plus_one": True}, (10, 7), "adopted"),
        ({"plus_one": True}, (9, 7), "adopted"),
        ({"plus_one": True}, (8, 8), "rejected"),
        ({"threshold": "1"}, (5, 0), "adopted"),
        ({"threshold": "1"}, (5, 1), "rejected"),
        ({}, (1, 0), "adopted"),
        ({}, (0, 1), "rejected"),
    ],
)
def test_threshold_is_exact(settings: dict[str, Any], votes: tuple[int, ...], expected: str) -> None:
    assert outcome(heads(500, *votes, rule=rule(**settings)))[0] == expected


@pytest.mark.parametrize(
    ("base", "support"),
    [
        ("expressed", "5/8"),
        ("expressed-and-blank", "1/2"),
        ("cast", "5/12"),
        ("present", "1/3"),
        ("registered", "1/4"),
    ],
)
def test_each_base_compares_with_its_own_number(base: str, support: str) -> None:
    document = heads(20, 5, 3, 2, 2, rule=rule(base=base), present=15)
    assert tally(document)["support"] == support


def test_present_is_the_ballots_cast_when_the_file_does_not_say() -> None:
    assert tally(heads(20, 5, 3, 2, rule=rule(base="present")))["support"] == "1/2"


@pytest.mark.parametrize(
    ("abstention", "blank", "base", "support"),
    [
        ("out", "out", "expressed", "5/8"),
        ("against", "out", "expressed", "1/2"),
        ("for", "out", "expressed", "7/10"),
        ("out", "against", "expressed", "5/9"),
        ("out", "for", "expressed", "2/3"),
        ("for", "against", "expressed", "7/11"),
        ("against", "for", "expressed-and-blank", "6/11"),
        ("against", "out", "expressed-and-blank", "5/11"),
        ("for", "for", "registered", "2/5"),
    ],
)
def test_silence_in_the_booth_is_added_before_the_base(
    abstention: str, blank: str, base: str, support: str
) -> None:
    settings = rule(abstention=abstention, blank=blank, base=base)
    assert tally(heads(20, 5, 3, 2, 1, rule=settings))["support"] == support


def test_what_silence_adds_is_shown_apart() -> None:
    totals = tally(heads(20, 5, 3, 2, 1, rule=rule(abstention="for", blank="against")))["totals"]
    assert totals == {
        "registered": 20,
        "cast": 11,
        "for": 5,
        "against": 3,
        "abstain": 2,
        "blank": 1,
        "added": {"for": 2, "against": 1},
        "base": 11,
    }


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (heads(20, rule=rule()), "no-ballot"),
        (heads(0, rule=rule()), "no-ballot"),
        (heads(20, 0, 0, 0, 7, rule=rule()), "no-support"),
        (heads(20, 0, 0, 7, rule=rule()), "no-support"),
        (vote(rule("proportional"), college("a", "1", 0), college("b", "1", 0)), "no-ballot"),
        (
            vote(rule("proportional", abstaining_college="excluded"), college("a", "1", 2, 0, 0, 2)),
            "no-college",
        ),
        (vote(rule("coefficient"), college("a", "1", 2, 0, 0, 2)), "no-support"),
    ],
)
def test_a_vote_where_nothing_can_be_compared_is_void(document: dict[str, Any], reason: str) -> None:
    result = tally(document)
    assert (result["outcome"], result["reason"], result["support"]) == ("void", reason, None)


def test_all_blank_is_not_void_when_blank_ballots_count_against() -> None:
    assert outcome(heads(20, 0, 0, 0, 7, rule=rule(blank="against"))) == ("rejected", "0")


@pytest.mark.parametrize(
    ("tie", "casting_vote", "expected"),
    [
        ("rejected", None, ("rejected", "tie")),
        ("revote", None, ("tied", "tie")),
        ("casting-vote", None, ("tied", "tie")),
        ("casting-vote", "for", ("adopted", "casting-vote")),
        ("casting-vote", "against", ("rejected", "casting-vote")),
    ],
)
def test_a_tie_is_settled_as_the_rule_says(
    tie: str, casting_vote: str | None, expected: tuple[str, str]
) -> None:
    more = {"casting_vote": casting_vote} if casting_vote else {}
    result = tally(heads(20, 4, 4, rule=rule(tie=tie), **more))
    assert (result["outcome"], result["reason"]) == expected


def test_a_casting_vote_settles_nothing_without_a_tie() -> None:
    document = heads(20, 4, 5, rule=rule(tie="casting-vote"), casting_vote="for")
    assert tally(document)["reason"] == "threshold"


@pytest.mark.parametrize("by", ["heads", "coefficient", "proportional", "block", "most"])
def test_half_is_a_tie_however_colleges_are_combined(by: str) -> None:
    halves = (college("a", "1", 4, 3, 0), college("b", "1", 4, 0, 3))
    assert tally(vote(rule(by, tie="revote"), *halves))["outcome"] == "tied"


def test_half_of_the_colleges_is_no_tie_when_every_college_is_wanted() -> None:
    halves = (college("a", "1", 4, 3, 0), college("b", "1", 4, 0, 3))
    assert tally(vote(rule("every", tie="revote"), *halves))["reason"] == "threshold"


def test_reaching_half_under_another_threshold_is_no_tie() -> None:
    assert tally(heads(20, 4, 4, rule=rule(threshold="2/3", tie="revote")))["reason"] == "threshold"


ALSO_HEADS = {"by": "heads", "threshold": "1/2"}


@pytest.mark.parametrize(
    ("also", "expected"),
    [
        ([], "adopted"),
        ([{"college": "a"}], "adopted"),
        ([{"college": "b"}], "rejected"),
        ([{"college": "c", "base": "registered"}], "rejected"),
        ([{"by": "every"}], "rejected"),
        ([{"by": "most"}], "adopted"),
        ([{"by": "heads", "threshold": "2/3"}], "rejected"),
        ([{"college": "a"}, {"college": "b"}], "rejected"),
    ],
)
def test_further_conditions_must_all_hold(also: list[dict[str, Any]], expected: str) -> None:
    groups = (college("a", "1", 9, 8, 1), college("b", "1", 9, 2, 6), college("c", "1", 9, 2, 1))
    result = tally(vote(rule("proportional", also=also), *groups))
    assert result["outcome"] == expected
    assert result.get("reason") == ("also" if expected == "rejected" else None)


def test_a_tied_college_does_not_pass_a_further_condition() -> None:
    groups = (college("a", "1", 9, 8, 1), college("b", "1", 9, 3, 3))
    assert tally(vote(rule(also=[{"college": "b"}]), *groups))["reason"] == "also"


def test_a_college_without_support_does_not_pass_a_further_condition() -> None:
    groups = (college("a", "1", 9, 8, 1), college("b", "1", 9))
    result = tally(vote(rule(also=[{"college": "b"}]), *groups))
    assert (result["reason"], result["also"][0]["support"]) == ("also", None)


def test_a_failed_condition_decides_before_a_tie() -> None:
    groups = (college("a", "1", 9, 4, 0), college("b", "1", 9, 0, 4))
    assert tally(vote(rule(also=[{"college": "b"}], tie="revote"), *groups))["reason"] == "also"


def test_the_comparison_decides_before_a_failed_condition() -> None:
    groups = (college("a", "1", 9, 4, 0), college("b", "1", 9, 0, 5))
    assert tally(vote(rule(also=[{"college": "b"}]), *groups))["reason"] == "threshold"


def test_a_blocking_silence_postpones_in_a_further_condition_too() -> None:
    settings = rule(
        "heads",
        also=[{"by": "every"}],
        **{
            "empty_college": "excluded",
            "silent_college": "blocks",
            "abstaining_college": "against",
            "short_college": "no-quorum",
        },
    )
    assert tally(vote(settings, college("a", "1", 9, 4), college("b", "1", 9)))["outcome"] == "postponed"


def test_further_conditions_borrow_what_the_rule_does_with_abstentions() -> None:
    settings = rule(abstention="against", also=[{"college": "a"}])
    groups = (college("a", "1", 9, 3, 1, 2), college("b", "1", 9, 9))
    assert tally(vote(settings, *groups))["reason"] == "also"
