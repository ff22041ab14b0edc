"""Who comes next where somebody refuses: the order of the result, nobody twice, never more than the seats."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.circles import ranking
from governance.circles.ranking import Next, Ranking
from voting import rule as rules
from voting import tally

THREE = Ranking(("a",), (("a",), ("b",), ("c",)))


@pytest.mark.parametrize(
    ("method", "more", "expected"),
    [
        ("plurality", {}, True),
        ("plurality", {"majority_first": True}, False),
        ("approval", {}, True),
        ("score", {"max": 5}, True),
        ("majority-judgment", {"grades": ["a", "b"]}, True),
        ("schulze", {}, True),
        ("ranked-pairs", {}, True),
        ("lot", {}, True),
        ("stv", {}, False),
        ("irv", {}, False),
        ("equal-shares", {}, False),
        ("without-candidate", {}, False),
    ],
)
def test_which_results_say_who_comes_next(method: str, more: dict[str, Any], expected: bool) -> None:
    assert ranking.ranks(rules.read({"method": method, **more})) is expected


@pytest.mark.parametrize(
    ("given_", "seated", "gone", "expected"),
    [
        (THREE, {"a"}, set(), Next()),
        (THREE, set(), {"a"}, Next(("b",))),
        (THREE, {"b"}, {"a"}, Next()),
        (THREE, set(), {"a", "b"}, Next(("c",))),
        (THREE, set(), {"a", "b", "c"}, Next()),
        (Ranking(("a",), (("a",), ("b", "c"))), set(), {"a"}, Next((), ("b", "c"))),
        (Ranking(("a",), (("a",), ("b", "c"))), set(), {"a", "b"}, Next(("c",))),  # b cannot hold it
        (Ranking(("a", "b"), (("a", "b"), ("c", "d"))), set(), {"a", "b"}, Next(("c", "d"))),
        (Ranking(("a", "b"), (("a", "b"), ("c", "d"))), {"b"}, {"a"}, Next((), ("c", "d"))),
        (Ranking(("a", "b"), (("a", "b"), ("c",), ("d", "e"))), set(), {"a", "b"}, Next(("c",), ("d", "e"))),
        (Ranking((), (("a",),)), set(), set(), Next()),
    ],
)
def test_who_comes_next(given_: Ranking, seated: set[str], gone: set[str], expected: Next) -> None:
    assert ranking.following(given_, seated=seated, gone=gone) == expected


def test_a_tie_that_the_rule_separated_stays_separated() -> None:
    body = {
        "elected": ["b"], "order": [["a", "b", "c"], ["d"]],
        "settled": [{"tie": ["a", "b", "c"], "by": "lot", "order": ["b", "c", "a"]}],
    }  # fmt: skip
    (found,) = ranking.read(body)
    assert found.order == (("b",), ("c",), ("a",), ("d",))
    assert ranking.following(found, seated=(), gone={"b"}) == Next(("c",))


def test_nobody_below_what_all_must_beat_and_nobody_who_was_dropped() -> None:
    body = {
        "elected": ["a"], "order": [["a"], ["b"], ["none"], ["c"]],
        "dropped": [{"option": "b", "why": "quorum"}],
    }  # fmt: skip
    (found,) = ranking.read(body, "none")
    assert found.order == (("a",),)
    assert ranking.following(found, seated=(), gone={"a"}) == Next()
    (equal,) = ranking.read({"elected": ["a"], "order": [["a"], ["b", "none"]]}, "none")
    assert equal.order == (("a",),)  # an equal of it does not beat it


def test_each_college_has_an_order_of_its_own() -> None:
    body = {
        "elected": ["a", "x"], "order": [],
        "colleges": [{"elected": ["a"], "order": [["a"], ["b"]]}, {"elected": ["x"], "order": [["x"]]}],
    }  # fmt: skip
    first, second = ranking.read(body)
    assert ranking.following(first, seated=(), gone={"a"}) == Next(("b",))
    assert ranking.following(second, seated=(), gone={"x"}) == Next()


PEOPLE = tuple("abcdefg")


@given(
    method=st.sampled_from(("plurality", "approval", "score", "schulze", "ranked-pairs")),
    seats=st.integers(1, 4),
    ballots=st.lists(st.permutations(PEOPLE), min_size=1, max_size=9),
    answers=st.lists(st.booleans(), max_size=len(PEOPLE)),
    tie=st.sampled_from(("none", "lot")),
)
def test_an_election_at_random_asks_nobody_twice_in_order_and_ends(
    method: str, seats: int, ballots: list[list[str]], answers: list[bool], tie: str
) -> None:
    found = tally.tally(counted(method, seats, ballots, tie))
    if found["outcome"] != "adopted":
        return
    (one,) = ranking.read(found)
    asked, seated, gone = list(one.elected), set(one.elected), set()
    said = iter(answers)
    for each in asked:  # grows while it is walked: who is asked answers in turn
        if next(said, True):
            continue
        seated.remove(each)
        gone.add(each)
        called = ranking.following(one, seated=seated, gone=gone)
        assert not called.tie or len(called.tie) > seats - len(seated) - len(called.people)
        asked += called.people
        seated |= set(called.people)
        assert len(seated) <= seats
    assert len(asked) == len(set(asked)) <= len(PEOPLE)
    rank = {person: place for place, group in enumerate(one.order) for person in group}
    places = [rank[each] for each in asked]
    assert places == sorted(places)


def counted(method: str, seats: int, ballots: list[list[str]], tie: str) -> dict[str, Any]:
    """A count file in which each ballot is an order of everybody."""
    papers: dict[str, Any] = {
        "plurality": lambda order: {"choice": order[0]},
        "approval": lambda order: {"approved": list(order[:3])},
        "score": lambda order: {"scores": {each: place for place, each in enumerate(order[:6])}},
        "schulze": lambda order: {"ranking": [[each] for each in order]},
        "ranked-pairs": lambda order: {"ranking": [[each] for each in order]},
    }
    rule = {"method": method, "seats": seats, "tie": tie} | ({"max": 9} if method == "score" else {})
    lines = [papers[method](order) | {"count": 1} for order in ballots]
    return {
        "format": "count/1", "question": "Qui ?", "rule": rule, "options": list(PEOPLE), "ballots": lines,
        "seed": "9 18 27", "registered": 20,
    }  # fmt: skip
