"""Every method from file to result: colleges, quorum, options, the order of ballots, lines split in two."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.methods.elections import document, elect
from voting.fields import ReadingError
from voting.methods import METHODS
from voting.settings import OPTION_METHODS
from voting.tally import dumps, tally

PAPERS: dict[str, list[dict[str, Any]]] = {
    "plurality": [{"choice": c} for c in ("a", "b", "c", "blank")],
    "approval": [{"approved": c} for c in ([], ["a"], ["b", "a"], ["c", "b"])],
    "score": [{"scores": c} for c in ({}, {"a": 5, "b": 0}, {"b": 3, "c": 1}, {"c": 4})],
    "majority-judgment": [
        {"grades": c} for c in ({}, {"a": "good"}, {"a": "fair", "b": "good"}, {"c": "good"})
    ],
    "schulze": [{"ranking": c} for c in ([], [["a"], ["b", "c"]], [["b"], ["c"], ["a"]], ["c", "a"])],
    "ranked-pairs": [{"ranking": c} for c in ([], [["a"], ["b", "c"]], [["b"], ["c"], ["a"]], ["c", "a"])],
    "irv": [{"ranking": c} for c in ([], ["a", "b"], ["b", "c"], ["c", "a", "b"])],
    "stv": [{"ranking": c} for c in ([], ["a", "b"], ["b", "c"], ["c", "a", "b"])],
    "without-candidate": [{"nominee": c, "reason": "."} for c in "aabc"],
    "equal-shares": [{"approved": c} for c in ([], ["a"], ["b", "a"], ["c", "b"])],
}
RULES: dict[str, dict[str, Any]] = {
    "score": {"max": 5},
    "majority-judgment": {"grades": ["bad", "fair", "good"]},
    "stv": {"seats": 2},
    "equal-shares": {"budget": 20, "raise_": 1},
}
OPTIONS = [{"id": o, "cost": n} for o, n in zip("abc", (5, 9, 12), strict=True)]
COLLEGES = [
    {"id": "places", "weight": "2/3", "registered": 50},
    {"id": "coops", "name": "Coopératives", "weight": "1/3", "registered": 50},
]
every_method = pytest.mark.parametrize("method", sorted(PAPERS))


def test_every_method_of_the_vocabulary_is_registered() -> None:
    assert tuple(METHODS) == OPTION_METHODS


counts = st.lists(st.integers(1, 6), min_size=4, max_size=4)


@every_method
@given(numbers=counts, shuffled=st.permutations(range(4)))
@settings(deadline=None, max_examples=30)
def test_neither_order_nor_splitting_of_lines_changes_a_byte(
    method: str, numbers: list[int], shuffled: list[int]
) -> None:
    lines = [paper | {"count": number} for paper, number in zip(PAPERS[method], numbers, strict=True)]
    split = [lines[n] | {"count": 1} for n in shuffled for _ in range(numbers[n])]
    rule = RULES.get(method, {})
    assert dumps(elect(method, OPTIONS, lines, **rule)) == dumps(elect(method, OPTIONS, split, **rule))


@every_method
def test_a_result_is_json_with_a_sentence_in_two_languages(method: str) -> None:
    result = elect(
        method, OPTIONS, [p | {"count": n} for n, p in enumerate(PAPERS[method], 2)], **RULES.get(method, {})
    )
    assert result["format"] == "result/1"
    assert {"outcome", "elected", "order", "tie", "method"} <= set(result)
    assert json.loads(dumps(result)) == result
    assert all(len(result["sentence"][language]) > 10 for language in ("fr", "en"))


@every_method
def test_no_ballot_is_void(method: str) -> None:
    result = elect(method, OPTIONS, [], **RULES.get(method, {}))
    assert (result["outcome"], result["reason"], result["elected"]) == ("void", "no-ballot", [])
    assert result["sentence"]["fr"] == "Sans effet\u00a0: aucun bulletin"


@every_method
def test_equal_weights_change_no_winner(method: str) -> None:
    lines = [p | {"count": n} for n, p in enumerate(PAPERS[method], 2)]
    heads = elect(method, OPTIONS, lines, **RULES.get(method, {}))
    equal = [college | {"weight": "1/3"} for college in COLLEGES]
    spread = [line | {"college": COLLEGES[n % 2]["id"]} for n, line in enumerate(lines)]
    weighed = elect(
        method, OPTIONS, spread, by="coefficient", file={"colleges": equal}, **RULES.get(method, {})
    )
    assert (heads["elected"], heads["order"], heads["tie"]) == (
        weighed["elected"],
        weighed["order"],
        weighed["tie"],
    )


def test_with_coefficients_each_ballot_counts_as_much_as_its_college_weighs() -> None:
    ballots = [
        {"college": "places", "choice": "a", "count": 4},
        {"college": "coops", "choice": "b", "count": 7},
    ]
    result = elect("plurality", "ab", ballots, by="coefficient", file={"colleges": COLLEGES})
    assert result["totals"] == {"a": "8/3", "b": "7/3"}
    assert result["elected"] == ["a"]
    assert result["sentence"]["fr"] == "Choix\u00a0: a\u202f; 8/3 voix sur 5"


def test_stv_counts_coefficients_as_whole_papers() -> None:
    ballots = [
        {"college": "places", "ranking": ["a"], "count": 3},
        {"college": "coops", "ranking": ["b"], "count": 3},
    ]
    result = elect("stv", "ab", ballots, by="coefficient", file={"colleges": COLLEGES})
    assert result["rounds"][0]["totals"] == {"a": "6.00000", "b": "3.00000"}


def by_college(ballots: list[dict[str, Any]], **rule: Any) -> dict[str, Any]:
    options = [
        {"id": "a", "college": "places"},
        {"id": "b", "college": "places"},
        {"id": "c", "college": "coops"},
    ]
    file = {"colleges": [COLLEGES[0] | {"seats": 2}, COLLEGES[1]]}
    return elect("plurality", options, ballots, by="seats-per-college", file=file, **rule)


def test_each_college_elects_its_own_seats() -> None:
    result = by_college(
        [{"college": "places", "choice": "b", "count": 2}, {"college": "places", "choice": "a"},
         {"college": "coops", "choice": "c"}]
    )  # fmt: skip
    places, coops = result["colleges"]
    assert (places["seats"], places["elected"], places["cast"]) == (2, ["b", "a"], 3)
    assert (coops["seats"], coops["elected"], coops["totals"]) == (1, ["c"], {"c": 1})
    assert (result["outcome"], result["elected"]) == ("adopted", ["b", "a", "c"])
    assert result["sentence"]["fr"] == "Choix\u00a0: places, b et a\u202f; Coopératives, c"


def test_a_college_that_chooses_nobody_leaves_its_seat_vacant() -> None:
    result = by_college([{"college": "places", "choice": "b"}])
    assert (result["outcome"], result["vacant"]) == ("adopted", 1)
    assert result["colleges"][1]["outcome"] == "void"
    assert result["sentence"]["en"].endswith("Coopératives, nobody; 1 seat stays vacant")


def test_a_college_without_candidate_leaves_its_seats_vacant() -> None:
    options = [{"id": "a", "college": "places"}]
    ballots = [{"college": "places", "choice": "a"}, {"college": "coops", "choice": "blank"}]
    result = elect("plurality", options, ballots, by="seats-per-college", file={"colleges": COLLEGES})
    assert (result["vacant"], result["colleges"][1]["reason"]) == (1, "no-candidate")


def test_a_college_cannot_vote_for_the_candidates_of_another() -> None:
    with pytest.raises(ReadingError, match=r"ballots\[0\]\.choice: a is not an option"):
        by_college([{"college": "coops", "choice": "a"}])


def test_an_option_of_no_college_stands_in_each() -> None:
    options = [{"id": "a", "college": "places"}, {"id": "nobody"}]
    ballots = [{"college": "coops", "choice": "nobody"}, {"college": "places", "choice": "a"}]
    result = elect("plurality", options, ballots, by="seats-per-college", file={"colleges": COLLEGES})
    assert [row["elected"] for row in result["colleges"]] == [["a"], ["nobody"]]


@pytest.mark.parametrize(("cast", "outcome"), [(4, "no-quorum"), (5, "adopted")])
def test_a_missed_quorum_chooses_nobody(cast: int, outcome: str) -> None:
    result = elect(
        "plurality", "ab", [{"choice": "a", "count": cast}],
        quorum=[{"of": "all", "counted": "cast", "at_least": "1/4"}], file={"registered": 20},
    )  # fmt: skip
    assert (result["outcome"], result["elected"]) == (outcome, ["a"] if outcome == "adopted" else [])
    assert result["quorum"]["met"] is (outcome == "adopted")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"options": None}, "options"),
        ({"options": ["a", "a"]}, "options[1]"),
        ({"options": ["a", 3]}, "options[1]"),
        ({"options": ["a", ""]}, "options[1]"),
        ({"options": [{"label": "A"}]}, "options[0].id"),
        ({"options": [{"id": "a", "colour": "red"}]}, "options[0].colour"),
        ({"options": [{"id": "a", "college": "moon"}]}, "options[0].college"),
        ({"options": [{"id": "a", "ratio": 1.5}]}, "options[0].ratio"),
        ({"casting_vote": "a"}, "casting_vote"),
    ],
)
def test_what_cannot_be_read_in_the_file_is_named(change: dict[str, Any], path: str) -> None:
    file = document("plurality", "ab", [{"choice": "a"}]) | change
    with pytest.raises(ReadingError) as refused:
        tally(file)
    assert refused.value.path == path


def test_a_quorum_of_votes_for_means_nothing_here() -> None:
    with pytest.raises(ReadingError, match=r"rule\.quorum\[0\]\.counted: "):
        elect("plurality", "a", [], quorum=[{"counted": "for", "at_least": "1/4"}], file={"registered": 9})


def test_a_budget_is_not_shared_out_by_seats() -> None:
    with pytest.raises(ReadingError, match=r"rule\.by: "):
        elect("equal-shares", OPTIONS, [], budget=9, by="seats-per-college", file={"colleges": COLLEGES})


@pytest.mark.parametrize(
    ("method", "ballots", "path"),
    [
        ("plurality", [{"choice": "z", "count": 0}, {"choice": "a"}, {"choice": "z"}], "ballots[2].choice"),
        ("plurality", [{"choice": "a"}, {}, {"choice": None}], "ballots[1].choice"),
        ("plurality", [{"choice": "z"}, {"choice": "a", "count": -1}], "ballots[0].choice"),
        ("plurality", [{"choice": "a", "count": 8}, {"choice": "z", "count": 2}], "ballots[1]"),
        ("plurality", [{"choice": "a", "voter": "bob"}], "ballots[0].voter"),
        ("score", [{"scores": {"a": 1}}, {"scores": {"a": True}}], "ballots[1].scores.a"),
        ("equal-shares", [{"approved": ["a"]}, {"approved": ["a"], "scores": None}], "ballots[1].scores"),
    ],
)
def test_the_first_wrong_line_is_named_whatever_the_lines_beside(
    method: str, ballots: list[dict[str, Any]], path: str
) -> None:
    with pytest.raises(ReadingError) as refused:
        elect(method, OPTIONS, ballots, **RULES.get(method, {}), file={"registered": 9})
    assert refused.value.path == path
