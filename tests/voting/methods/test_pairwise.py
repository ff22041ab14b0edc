"""Schulze and ranked pairs: published elections, the default option, ties, what holds for every profile."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.methods.elections import elect, names, published, rankings
from voting.fields import ReadingError

METHODS = ("schulze", "ranked-pairs")
both = pytest.mark.parametrize("method", METHODS)


def debian_ballots(case: dict[str, Any]) -> list[dict[str, Any]]:
    """One character per option is its rank, 1 best, letters after 9; "-" is unranked."""
    ballots = []
    for code, number in case["ballots"]:
        ranks = {str(n): int(rank, 36) for n, rank in enumerate(code, 1) if rank != "-"}
        groups = [[o for o in ranks if ranks[o] == level] for level in sorted(set(ranks.values()))]
        ballots.append({"ranking": groups, "count": number})
    return ballots


@pytest.mark.parametrize("name", names("debian", "debian-*.json"))
def test_debian_votes_cell_by_cell(name: str) -> None:
    """The whole matrix, each verdict of quorum and majority, the winners (by Schulze's method)."""
    case = published(name)
    expected = case["expected"]
    required = next(n for n in range(10**6) if 4 * n * n >= 9 * case["developers"])
    options = [{"id": str(row["option"]), "ratio": row["ratio_required"]} for row in expected["majority"]] + [
        {"id": str(case["default_option"])}
    ]
    result = elect(
        "schulze",
        options,
        debian_ballots(case),
        default_option=str(case["default_option"]),
        option_quorum=required,
    )
    for a, row in enumerate(expected["beat_matrix"], 1):
        for b, number in enumerate(row, 1):
            assert a == b or result["pairwise"][str(a)][str(b)] == number
    dropped = {item["option"]: item["why"] for item in result.get("dropped", ())}
    few = {str(row["option"]) for row in expected["quorum"] if not row["reached"]}
    short = {str(row["option"]) for row in expected["majority"] if not row["passed"]} - few
    assert dropped == dict.fromkeys(few, "quorum") | dict.fromkeys(short, "ratio")
    assert sorted(result["winners"]) == sorted(map(str, expected["winners"]))
    default_wins = expected["winners"] == [case["default_option"]]
    assert result["outcome"] == ("rejected" if default_wins else "adopted")


def test_debian_leader_2006_depends_on_what_unranked_means() -> None:
    case = published("debian/debian-2006-vote_002.json")
    options = [str(n + 1) for n in range(len(case["options"]))]
    ballots = debian_ballots(case)
    default = str(case["default_option"])
    last = elect("schulze", options, ballots, default_option=default)
    ignored = elect("schulze", options, ballots, default_option=default, unranked="ignored")
    assert (last["elected"], ignored["elected"]) == (["4"], ["3"])
    assert "options non classées ignorées" in ignored["sentence"]["fr"]


def test_published_examples_of_the_condorcet_library() -> None:
    """Schulze's own examples and Tideman's. In one the library breaks a tie of equal defeats."""
    for case in published("condorcet-php/cases.json"):
        if case["method"] not in ("Schulze", "RankedPairs"):
            continue
        method, key = {"Schulze": ("schulze", "Schulze"), "RankedPairs": ("ranked-pairs", "Ranked Pairs")}[
            case["method"]
        ]
        unranked = "ignored" if case["unranked"].startswith("ignored") else "last"
        for setting in ("Winning", "Margin"):
            strength = {"Winning": "winning-votes", "Margin": "margins"}[setting]
            result = elect(
                method, case["candidates"], rankings(case["ballots"]), unranked=unranked, strength=strength
            )
            ranking = case["expected"].get("ranking", {}).get(f"{key} {setting}")
            winner = case["expected"].get("winner", {}).get(f"{key} {setting}")
            if case["id"] == "RankedPairs-result-8":
                assert sorted(result["winners"]) == ["B", "C"]
                continue
            if ranking:
                assert [sorted(group) for group in result["order"]] == [
                    sorted(ranking[n]) for n in sorted(ranking)
                ]
            if winner:
                assert sorted(result["winners"]) == sorted(winner), case["id"]


@both
def test_burlington_2009_has_a_condorcet_winner(method: str) -> None:
    ballots = [
        ("MKW", 1332), ("MWK", 767), ("M", 455), ("KMW", 2043), ("KWM", 371), ("K", 568),
        ("WMK", 1513), ("WKM", 495), ("W", 1289),
    ]  # fmt: skip
    result = elect(method, "KMW", rankings(ballots))
    assert (result["elected"], result["winners"]) == (["M"], ["M"])
    assert result["pairwise"]["M"]["K"] == 4067


@both
def test_equals_on_a_ballot_count_for_neither(method: str) -> None:
    result = elect(
        method, "abc", [{"ranking": [["a", "b"], ["c"]], "count": 2}, {"ranking": [["b"], ["a", "c"]]}]
    )
    assert result["pairwise"]["a"] == {"b": 0, "c": 2}
    assert result["pairwise"]["b"] == {"a": 1, "c": 3}
    assert result["elected"] == ["b"]


@both
def test_a_perfect_circle_is_a_tie(method: str) -> None:
    result = elect(method, "abc", rankings([("abc", 1), ("bca", 1), ("cab", 1)]))
    assert (result["outcome"], result["winners"], result["tie"]) == (
        "tied",
        ["a", "b", "c"],
        [["a", "b", "c"]],
    )


@both
def test_the_strongest_two_of_a_circle_decide(method: str) -> None:
    result = elect(method, "abc", rankings([("abc", 8), ("bca", 7), ("cab", 5)]))
    assert result["order"] == [["a"], ["b"], ["c"]]


@both
@pytest.mark.parametrize(("above", "dropped"), [(2, True), (3, False)])
def test_the_option_quorum_is_met_at_equality(method: str, above: int, dropped: bool) -> None:
    result = elect(method, "ad", rankings([("ad", above), ("da", 1)]), default_option="d", option_quorum=3)
    assert (result.get("dropped") == [{"option": "a", "why": "quorum"}]) is dropped
    assert result["elected"] == (["d"] if dropped else ["a"])


@both
@pytest.mark.parametrize(("above", "dropped"), [(6, True), (7, False)])
def test_the_ratio_must_be_exceeded(method: str, above: int, dropped: bool) -> None:
    options = [{"id": "a", "ratio": "3"}, {"id": "d", "label": "Rien de tout cela"}]
    result = elect(method, options, rankings([("ad", above), ("da", 2)]), default_option="d")
    assert (result.get("dropped") == [{"option": "a", "why": "ratio"}]) is dropped
    assert result["outcome"] == ("rejected" if dropped else "adopted")


def test_nobody_below_the_default_option_takes_a_seat() -> None:
    options = [{"id": "a"}, {"id": "b", "ratio": "0"}, {"id": "d"}]
    result = elect("schulze", options, rankings([("adb", 3), ("abd", 1)]), default_option="d", seats=2)
    assert (result["elected"], result["vacant"]) == (["a"], 1)


@both
def test_only_empty_rankings_choose_nothing(method: str) -> None:
    assert elect(method, "ab", rankings([("", 4)]))["outcome"] == "void"


def test_many_equal_defeats_in_circles_stay_within_bounds() -> None:
    """Ten options in a perfect circle: not every order can be tried, the result is still neutral."""
    options = "abcdefghij"
    circle = [(options[n:] + options[:n], 1) for n in range(10)]
    assert elect("ranked-pairs", options, rankings(circle))["winners"] == list(options)


@pytest.mark.parametrize(
    ("ranking", "message"),
    [
        ([["a"], ["z"]], "ballots[0].ranking[1][0]: z is not an option"),
        ([["a", "b"], ["a"]], "ballots[0].ranking[1][0]: a is there twice"),
        (["a", "a"], "ballots[0].ranking[1]: a is there twice"),
        ([["a"], []], "ballots[0].ranking[1]: this rank is empty"),
        ([["a"], 3], "ballots[0].ranking[1]: must be an option or a list of options"),
        ("ab", "ballots[0].ranking: must be a list of groups of options"),
    ],
)
@both
def test_a_malformed_paper_is_named(method: str, ranking: object, message: str) -> None:
    with pytest.raises(ReadingError) as refused:
        elect(method, "abc", [{"ranking": ranking}])
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ({"default_option": "z"}, "rule.default_option"),
        ({"unranked": "first"}, "rule.unranked"),
        ({"strength": "loud"}, "rule.strength"),
        ({"default_option": "a", "option_quorum": "3"}, "rule.option_quorum"),
    ],
)
@both
def test_a_wrong_setting_is_named(method: str, rule: dict[str, Any], path: str) -> None:
    with pytest.raises(ReadingError) as refused:
        elect(method, "abc", rankings([("ab", 1)]), **rule)
    assert refused.value.path == path


# What holds for every profile

groups = st.permutations("abcd").flatmap(
    lambda order: st.lists(st.integers(0, 2), min_size=4, max_size=4).map(
        lambda levels: [
            [o for o, level in zip(order, levels, strict=True) if level == wanted]
            for wanted in sorted(set(levels) - {2})
        ]
    )
)
profiles = st.lists(st.tuples(groups, st.integers(1, 4)), min_size=1, max_size=6)


@both
@given(profile=profiles)
@settings(deadline=None)
def test_a_condorcet_winner_is_elected(method: str, profile: list[tuple[list[list[str]], int]]) -> None:
    result = elect(method, "abcd", rankings(profile))
    table = result["pairwise"]
    best = [a for a in table if all(table[a][b] > table[b][a] for b in table if b != a)]
    assert not best or result["elected"] == best


@both
@given(profile=profiles, better=st.sampled_from("abcd"), which=st.integers(0, 5))
@settings(deadline=None)
def test_ranked_first_by_one_more_voter_a_winner_stays_a_winner(
    method: str, profile: list[tuple[list[list[str]], int]], better: str, which: int
) -> None:
    """Monotonicity: moving an option up on a ballot, all else equal, takes no victory from it."""
    before = elect(method, "abcd", rankings(profile))["winners"]
    raised = [
        ([[better], *([o for o in g if o != better] for g in ranking)], number)
        if n == which % len(profile)
        else (ranking, number)
        for n, (ranking, number) in enumerate(profile)
    ]
    cleaned = [([group for group in ranking if group], number) for ranking, number in raised]
    assert better not in before or better in elect(method, "abcd", rankings(cleaned))["winners"]


@given(profiles)
@settings(deadline=None, max_examples=60)
def test_ranked_pairs_winners_are_those_of_every_order_of_equal_defeats(
    profile: list[tuple[list[list[str]], int]],
) -> None:
    """A slow second count without shared code: lock along each permutation of the equal defeats."""
    result = elect("ranked-pairs", "abcd", rankings(profile))
    if result["outcome"] == "void":
        return
    table = result["pairwise"]
    defeats = [(a, b) for a in table for b in table[a] if table[a][b] > table[b][a]]
    levels: dict[tuple[int, int], list[tuple[str, str]]] = {}
    for a, b in defeats:
        levels.setdefault((-table[a][b], table[b][a]), []).append((a, b))
    ends = [frozenset[tuple[str, str]]()]
    for level in sorted(levels):
        ends = list({locked(end, order) for end in ends for order in permutations(levels[level])})
    assert set(result["winners"]) == {a for end in ends for a in table if all(y != a for _, y in end)}


def locked(
    start: frozenset[tuple[str, str]], order: tuple[tuple[str, str], ...]
) -> frozenset[tuple[str, str]]:
    edges = set(start)
    for a, b in order:
        if not reaches(edges, b, a):
            edges.add((a, b))
    return frozenset(edges)


def reaches(edges: set[tuple[str, str]], start: str, goal: str) -> bool:
    found = {start}
    while True:
        more = {y for x, y in edges if x in found} - found
        if not more:
            return goal in found
        found |= more
