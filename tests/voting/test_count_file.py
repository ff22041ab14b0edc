"""Count files: what is read, and every refusal with the path of what is wrong."""

import copy
import json
from typing import Any

import pytest

from tests.voting.count_files import college, heads, rule, vote
from voting.count_file import CountError, load, read
from voting.fields import ReadingError
from voting.tally import tally


def by_college() -> dict[str, Any]:
    return vote(rule("proportional"), college("a", "2", 10, 4, 1), college("b", "1", 3, 1, 1))


def by_voter() -> dict[str, Any]:
    return {
        "format": "count/1",
        "rule": rule(),
        "colleges": [{"id": "a", "weight": "1"}, {"id": "b", "weight": "1"}],
        "electorate": [
            {"id": "alice", "college": "a"},
            {"id": "bob", "college": "a"},
            {"id": "chloe", "college": "b"},
            {"id": "david", "college": "b"},
        ],
        "ballots": [
            {"voter": "alice", "choice": "for"},
            {"voter": "bob", "choice": "for", "by_proxy": "alice"},
            {"voter": "chloe", "choice": "against", "college": "b", "count": 1},
        ],
    }


def changed(document: dict[str, Any], *path: Any, to: Any) -> dict[str, Any]:
    """A copy with one value replaced, added, or removed when `to` is None."""
    document = copy.deepcopy(document)
    place: Any = document
    for key in path[:-1]:
        place = place[key]
    if to is None:
        del place[path[-1]]
    elif isinstance(place, list) and path[-1] == len(place):
        place.append(to)
    else:
        place[path[-1]] = to
    return document


def test_files_by_college_and_by_voter_are_counted() -> None:
    assert tally(by_college())["totals"]["cast"] == 7
    result = tally(by_voter())
    assert result["totals"] == {"registered": 4, "cast": 3, "for": 2, "against": 1, "abstain": 0, "blank": 0}
    assert [row["registered"] for row in result["colleges"]] == [2, 2]


@pytest.mark.parametrize(
    ("path", "to", "where"),
    [
        (("format",), None, "format"),
        (("format",), "count/2", "format"),
        (("rule",), None, "rule"),
        (("rule",), [], "rule"),
        (("rule", "threshold"), 0.5, "rule.threshold"),
        (("ballots",), None, "ballots"),
        (("ballots",), {}, "ballots"),
        (("ballots", 0), "for", "ballots[0]"),
        (("ballots", 3), {"college": "z", "choice": "for", "count": 1}, "ballots[3].college"),
        (("ballots", 3, "college"), None, "ballots[3].college"),
        (("ballots", 3, "college"), ["a"], "ballots[3].college"),
        (("ballots", 3, "choice"), "yes", "ballots[3].choice"),
        (("ballots", 3, "choice"), None, "ballots[3].choice"),
        (("ballots", 3, "choice"), ["for"], "ballots[3].choice"),
        (("ballots", 3, "count"), -1, "ballots[3].count"),
        (("ballots", 3, "count"), 1.0, "ballots[3].count"),
        (("ballots", 3, "count"), True, "ballots[3].count"),
        (("ballots", 3, "count"), "1", "ballots[3].count"),
        (("ballots", 3, "count"), 10**13, "ballots[3].count"),
        (("ballots", 3, "count"), 3, "ballots[3]"),
        (("ballots", 3, "weight"), 2, "ballots[3].weight"),
        (("ballots", 3, "voter"), "alice", "ballots[3].voter"),
        (("ballots", 3, "by_proxy"), "alice", "ballots[3].by_proxy"),
        (("colleges",), {}, "colleges"),
        (("colleges",), [], "colleges"),
        (("colleges", 1), "b", "colleges[1]"),
        (("colleges", 1, "id"), None, "colleges[1].id"),
        (("colleges", 1, "id"), "", "colleges[1].id"),
        (("colleges", 1, "id"), "a", "colleges[1].id"),
        (("colleges", 1, "weight"), None, "colleges[1].weight"),
        (("colleges", 1, "weight"), 0.5, "colleges[1].weight"),
        (("colleges", 1, "weight"), 0, "colleges[1].weight"),
        (("colleges", 1, "weight"), "-1", "colleges[1].weight"),
        (("colleges", 1, "registered"), None, "colleges[1].registered"),
        (("colleges", 1, "registered"), -3, "colleges[1].registered"),
        (("colleges", 1, "registered"), True, "colleges[1].registered"),
        (("colleges", 1, "present"), 4, "colleges[1].present"),
        (("colleges", 1, "present"), 1, "ballots[3]"),
        (("colleges", 1, "presents"), 3, "colleges[1].presents"),
        (("registered",), 14, "registered"),
        (("present",), 9, "present"),
        (("casting_vote",), "for", "casting_vote"),
        (("rule", "quorum"), [{"of": "z", "at_least": "1/2"}], "rule.quorum[0].of"),
        (("rule", "also"), [{"college": "z"}], "rule.also[0].college"),
    ],
)
def test_a_wrong_file_by_college_is_refused_where_it_is_wrong(
    path: tuple[Any, ...], to: Any, where: str
) -> None:
    with pytest.raises(ReadingError) as refusal:
        tally(changed(by_college(), *path, to=to))
    assert refusal.value.path == where
    assert refusal.value.sentence


@pytest.mark.parametrize(
    ("path", "to", "where"),
    [
        (("electorate",), {}, "electorate"),
        (("electorate", 3), "david", "electorate[3]"),
        (("electorate", 3, "id"), None, "electorate[3].id"),
        (("electorate", 3, "id"), 7, "electorate[3].id"),
        (("electorate", 3, "id"), "bob", "electorate[3].id"),
        (("electorate", 3, "college"), "z", "electorate[3].college"),
        (("electorate", 3, "college"), None, "electorate[3].college"),
        (("electorate", 3, "present"), 1, "electorate[3].present"),
        (("electorate", 3, "weight"), 1, "electorate[3].weight"),
        (("colleges", 1, "registered"), 3, "colleges[1].registered"),
        (("colleges", 1, "present"), 1, "colleges[1].present"),
        (("colleges",), None, "electorate[0].college"),
        (("ballots", 2, "voter"), "eve", "ballots[2].voter"),
        (("ballots", 2, "voter"), "alice", "ballots[2].voter"),
        (("ballots", 2, "voter"), None, "ballots[2].voter"),
        (("ballots", 2, "voter"), ["chloe"], "ballots[2].voter"),
        (("ballots", 2, "college"), "a", "ballots[2].college"),
        (("ballots", 2, "count"), 2, "ballots[2].count"),
        (("ballots", 1, "by_proxy"), "eve", "ballots[1].by_proxy"),
        (("ballots", 1, "by_proxy"), 3, "ballots[1].by_proxy"),
        (("ballots", 1, "by_proxy"), "bob", "ballots[1].by_proxy"),
        (("ballots", 2, "by_proxy"), "bob", "ballots[2].by_proxy"),
        (("ballots", 3), {"voter": "alice", "choice": "against"}, "ballots[3].voter"),
    ],
)
def test_a_wrong_file_by_voter_is_refused_where_it_is_wrong(
    path: tuple[Any, ...], to: Any, where: str
) -> None:
    with pytest.raises(CountError) as refusal:
        tally(changed(by_voter(), *path, to=to))
    assert refusal.value.path == where


@pytest.mark.parametrize(
    "settings",
    [
        {"by": "coefficient"},
        {"quorum": [{"of": "each-college", "at_least": "1/2"}]},
        {"quorum": [{"at_least": "1/2", "weighted": True}]},
    ],
)
def test_a_rule_by_college_needs_colleges(settings: dict[str, Any]) -> None:
    with pytest.raises(CountError) as refusal:
        read(heads(10, 3, rule={**rule(), **settings}))
    assert refusal.value.path == "colleges"


@pytest.mark.parametrize("settings", [{"base": "registered"}, {"quorum": [{"at_least": "1/2"}]}])
def test_a_rule_that_needs_the_number_of_registered_says_so(settings: dict[str, Any]) -> None:
    document = heads(10, 3, rule={**rule(), **settings})
    del document["registered"]
    with pytest.raises(CountError) as refusal:
        read(document)
    assert refusal.value.path == "registered"


def test_one_group_may_be_counted_without_knowing_the_registered() -> None:
    document = heads(10, 3, rule=rule())
    del document["registered"]
    assert tally(document)["totals"]["registered"] is None


def test_more_ballots_than_registered_or_present_are_refused() -> None:
    for document in (heads(10, 6, 5, rule=rule()), heads(10, 6, 1, rule=rule(), present=6)):
        with pytest.raises(CountError, match=r"ballots\[1\]"):
            tally(document)


def test_a_list_of_voters_without_colleges_is_one_group() -> None:
    document = by_voter()
    del document["colleges"]
    for voter in document["electorate"]:
        del voter["college"]
    del document["ballots"][2]["college"]
    result = tally(document)
    assert (result["totals"]["registered"], result["support"], "colleges" in result) == (4, "2/3", False)


def test_whoever_is_there_or_has_a_ballot_is_present_or_represented() -> None:
    document = by_voter()
    document["rule"] = rule(base="present")
    for voter, here in zip(document["electorate"], (True, False, False, True), strict=True):
        voter["present"] = here
    result = tally(document)
    assert result["totals"]["present"] == 4
    assert result["support"] == "1/2"


def test_what_the_file_says_besides_changes_nothing() -> None:
    assert tally({**by_college(), "vote": 12, "licence": "CC0-1.0"}) == tally(by_college())


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("{", "line 1, column 2"),
        ("", "line 1, column 1"),
        ('{"a": 1,\n"b": }', "line 2, column 6"),
        ("[]", "$"),
        ("3", "$"),
        ('{"a": {"b": [1, 0.5]}}', "a.b[1]"),
        ('{"a": [1, NaN]}', "a[1]"),
        ('{"a": -Infinity}', "a"),
        ('{"ballots": [{}, {"count": 1, "count": 2}]}', "ballots[1]"),
        ('{"a": 1, "a": 1}', "$"),
        ('{"a": "\\ud800"}', "a"),
        ('{"\\udc00": 1}', "$"),
        ("[" * 100_000, "$"),
        ('{"a": ' + "9" * 5000 + "}", "$"),
    ],
)
def test_text_that_is_no_exact_json_is_refused(text: str, path: str) -> None:
    with pytest.raises(CountError) as refusal:
        load(text)
    assert refusal.value.path == path


def test_a_text_with_a_character_beyond_the_basic_plane_is_read() -> None:
    assert load(json.dumps({"a": "🗳"})) == {"a": "🗳"}
