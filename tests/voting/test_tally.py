"""The count as a whole: the example of the format, the command, and what must hold for every vote."""

import copy
import io
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.count_files import college, rule, vote
from tests.voting.test_second_opinion import some_vote
from voting.count_file import load
from voting.tally import dumps, run, tally

EXAMPLE = """
{"format": "count/1", "question": "Adopt the budget",
 "rule": {"method": "majority", "threshold": "1/2", "strict": true, "base": "expressed", "by": "proportional",
          "empty_college": "excluded", "silent_college": "against", "abstaining_college": "against",
          "short_college": "no-quorum", "quorum": [{"of": "all", "counted": "cast", "at_least": "1/4"}]},
 "colleges": [{"id": "places", "weight": "1/3", "registered": 20},
              {"id": "coops",  "weight": "1/3", "registered": 10},
              {"id": "public", "weight": "1/3", "registered": 3}],
 "ballots": [{"college": "places", "choice": "for", "count": 20},
             {"college": "coops",  "choice": "for", "count": 4},
             {"college": "coops",  "choice": "against", "count": 6},
             {"college": "public", "choice": "for", "count": 1},
             {"college": "public", "choice": "against", "count": 2}]}
"""
RESULT = """
{"format": "result/1", "outcome": "adopted", "support": "26/45", "threshold": "1/2", "strict": true,
 "quorum": {"met": true, "requirements": [
    {"of": "all", "counted": 33, "registered": 33, "at_least": "1/4", "met": true}]},
 "totals": {"registered": 33, "cast": 33, "for": 25, "against": 8, "abstain": 0, "blank": 0},
 "colleges": [
    {"id": "places", "weight": "1/3", "registered": 20, "cast": 20, "for": 20, "against": 0, "abstain": 0,
     "blank": 0, "support": "1", "carried": true, "counted": true},
    {"id": "coops", "weight": "1/3", "registered": 10, "cast": 10, "for": 4, "against": 6, "abstain": 0,
     "blank": 0, "support": "2/5", "carried": false, "counted": true},
    {"id": "public", "weight": "1/3", "registered": 3, "cast": 3, "for": 1, "against": 2, "abstain": 0,
     "blank": 0, "support": "1/3", "carried": false, "counted": true}]}
"""


def test_the_example_of_the_format_comes_out_exactly() -> None:
    result = tally(load(EXAMPLE))
    sentence = result.pop("sentence")
    assert json.dumps(result) == json.dumps(json.loads(RESULT))
    assert sorted(sentence) == ["en", "fr"]


def counted(path: str, text: str = "") -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return run(path, io.StringIO(text), out, err), out.getvalue(), err.getvalue()


def test_a_file_and_standard_input_give_the_same_text(tmp_path: Path) -> None:
    file = tmp_path / "count.json"
    file.write_text(EXAMPLE, encoding="utf-8")
    status, out, err = counted(str(file))
    assert (status, err) == (0, "")
    assert counted("-", EXAMPLE) == (0, out, "")
    assert json.loads(out)["support"] == "26/45"
    assert "pondéré" in out


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (EXAMPLE.replace('"for", "count": 1', '"yes", "count": 1'), "ballots[3].choice: must be one of:"),
        (EXAMPLE.replace('"1/2"', "0.5"), "rule.threshold: a number with a decimal point must be quoted"),
        (EXAMPLE.replace('"strict"', '"strikt\\n"'), "rule.strikt\\u000a: unknown setting"),
        ("", "line 1, column 1: not JSON"),
    ],
)
def test_a_malformed_file_gives_one_line_and_nothing_else(text: str, line: str) -> None:
    status, out, err = counted("-", text)
    assert (status, out) == (2, "")
    assert err.startswith(line)
    assert err.count("\n") == 1
    assert err.endswith("\n")


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    assert counted(str(tmp_path / "nothing.json"))[:2] == (2, "")
    file = tmp_path / "count.json"
    file.write_bytes(b"\xff\xfe")
    assert counted(str(file))[:2] == (2, "")


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**9), st.randoms(use_true_random=False))
def test_the_order_of_ballots_changes_no_byte(seed: int, shuffler: random.Random) -> None:
    document = some_vote(random.Random(seed))
    shuffled = copy.deepcopy(document)
    shuffler.shuffle(shuffled["ballots"])
    assert dumps(tally(shuffled)) == dumps(tally(document))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**9))
def test_splitting_lines_changes_no_byte(seed: int) -> None:
    document = some_vote(random.Random(seed))
    split = copy.deepcopy(document)
    split["ballots"] = [{**line, "count": 1} for line in document["ballots"] for _ in range(line["count"])]
    assert dumps(tally(split)) == dumps(tally(document))


def listed(document: dict[str, Any]) -> dict[str, Any]:
    """The same vote as a list of voters who each cast their own ballot."""
    copied = copy.deepcopy(document)
    groups = copied.get("colleges") or [copied]
    copied["electorate"], ballots = [], []
    for group in groups:
        owner = {"college": group["id"]} if "id" in group else {}
        lines = [line for line in document["ballots"] if line.get("college") == group.get("id")]
        papers = [line["choice"] for line in lines for _ in range(line["count"])]
        here = group.pop("present", len(papers))
        for n in range(group.pop("registered")):
            voter = f"{group.get('id', 'm')}-{n}"
            copied["electorate"].append({"id": voter, **owner, "present": n < here})
            ballots += [{"voter": voter, "choice": papers[n]}] if n < len(papers) else []
    copied["ballots"] = ballots
    return copied


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**9))
def test_a_list_of_voters_gives_the_same_bytes_as_numbers(seed: int) -> None:
    document = some_vote(random.Random(seed))
    assert dumps(tally(listed(document))) == dumps(tally(document))


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_vote_moved_from_against_to_for_never_undoes_an_adoption(seed: int, which: int) -> None:
    document = some_vote(random.Random(seed))
    asked = [requirement for requirement in document["rule"]["quorum"] if requirement["of"] != "all"]
    if document["rule"]["short_college"] == "excluded" and any(r["counted"] == "for" for r in asked):
        return  # a college's own approval quorum: one vote more may bring a reluctant college into the count
    against = [line for line in document["ballots"] if line["choice"] == "against"]
    before = tally(document)["outcome"]
    if not against or before != "adopted":
        return
    moved = copy.deepcopy(document)
    line = against[which % len(against)]
    moved["ballots"].remove(line)
    moved["ballots"] += [{**line, "count": line["count"] - 1}, {**line, "choice": "for", "count": 1}]
    assert tally(moved)["outcome"] == "adopted"


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 5), st.sampled_from(["1/2", "2/3", "0.4"]))
def test_one_college_in_proportion_is_heads(favour: int, against: int, abstain: int, threshold: str) -> None:
    group = college("a", "7", 60, favour, against, abstain)
    settings = {"threshold": threshold, "abstaining_college": "excluded", "silent_college": "excluded"}
    alone, together = (tally(vote(rule(by, **settings), group)) for by in ("proportional", "heads"))
    assert (alone["outcome"], alone["support"]) == (together["outcome"], together["support"])


def test_a_choice_among_options_is_counted_by_its_method() -> None:
    document = {
        "format": "count/1",
        "rule": {"method": "plurality"},
        "options": ["a", "b"],
        "ballots": [{"choice": "a", "count": 3}, {"choice": "b", "count": 2}],
    }
    assert tally(document)["elected"] == ["a"]


JUNK = (None, True, 0, -1, 2**70, 0.5, "", "a", "for", "1/0", [], {}, ["a"], {"heads": 1}, [{}], {"id": "a"})


def spots(value: Any) -> list[tuple[Any, Any]]:
    """Every place of a document, as (container, key)."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [spot for key in keys for spot in [(value, key), *spots(value[key])]]


@settings(max_examples=1_000, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(JUNK), st.booleans(), st.booleans())
def test_a_mangled_file_is_counted_or_refused_in_one_line(
    seed: int, junk: Any, cut: bool, by_name: bool
) -> None:
    draw = random.Random(seed)
    document = some_vote(draw)
    document = listed(document) if by_name else document
    container, key = draw.choice(spots(document))
    if cut:
        del container[key]
    else:
        container[key] = junk
    status, out, err = counted("-", json.dumps(document))
    if status == 0:
        assert (bool(out), err) == (True, "")
    else:
        assert (status, out, err.count("\n")) == (2, "", 1)
