"""Papers as they are filled in: whatever is typed, what comes out is counted or said to be wrong."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting import choosing, filled, said
from voting import rule as rules
from voting.errors_choice import WrongPaper
from voting.options import Option, OptionError, check, dumps, loads, shuffled

OPTIONS = [Option("a", "Abricot"), Option("b", "Brugnon"), Option("c", "Cerise")]
RULES = {
    "plurality": {},
    "approval": {"max_choices": 2},
    "score": {"max": 12},
    "majority-judgment": {"grades": ["non", "bof", "oui"]},
    "schulze": {},
    "irv": {},
    "equal-shares": {"budget": 10, "max": 3},
}
TYPED = st.sampled_from(
    ["", "0", "1", "2", "3", "4", "12", "13", "-1", "1.5", "²", "a", "b", "d", "blank", "oui", "y"]
)
NAMES = [
    "choice",
    "approved",
    "blank",
    *(f"{kind}-{each}" for kind in ("score", "grade", "rank") for each in "abc"),
]


def reader(method: str) -> Any:
    rule = rules.read({"method": method, **RULES[method]})
    return rule, choosing.election(rule, OPTIONS, "places")


@pytest.mark.parametrize("method", RULES)
@given(typed=st.dictionaries(st.sampled_from(NAMES), st.lists(TYPED, max_size=3)))
def test_what_is_not_said_to_be_wrong_is_counted(method: str, typed: dict[str, list[str]]) -> None:
    rule, one = reader(method)
    paper = filled.read(choosing.family(rule), typed, one, strict=method in choosing.STRICT)
    if paper.ballot is not None and not paper.wrong:
        assert choosing.checked(rule, paper.ballot, one) == paper.ballot
        said.read(paper.ballot, OPTIONS)


@pytest.mark.parametrize("method", RULES)
def test_nothing_filled_in_is_no_ballot(method: str) -> None:
    rule, one = reader(method)
    paper = filled.read(choosing.family(rule), {}, one)
    assert (paper.ballot, paper.wrong) == (None, {})


def test_only_the_order_of_ranks_counts() -> None:
    _rule, one = reader("schulze")
    paper = filled.read("ranking", {"rank-a": ["3"], "rank-c": ["1"]}, one)
    assert paper.ballot == {"ranking": [["c"], ["a"]]}


def test_the_limit_of_approvals_is_the_last_that_passes() -> None:
    _rule, one = reader("approval")
    assert not filled.read("approved", {"approved": ["a", "b"]}, one).wrong
    assert "approved" in filled.read("approved", {"approved": ["a", "b", "c"]}, one).wrong


@pytest.mark.parametrize(
    ("typed", "right"), [("0", True), ("12", True), ("13", False), ("-0", False), ("٣", False)]
)
def test_the_limits_of_a_score(typed: str, right: bool) -> None:
    _rule, one = reader("score")
    assert ("score-a" not in filled.read("scores", {"score-a": [typed]}, one).wrong) is right


def test_a_known_name_is_written_one_way() -> None:
    _rule, one = reader("plurality")
    empty = type(one)(options=())
    names = {"alice martin": "Alice Martin"}
    paper = filled.nomination({"nominee": ["  ALICE   Martin "], "reason": ["x"]}, empty, names)
    assert paper.ballot == {"nominee": "Alice Martin", "reason": "x"}
    paper = filled.nomination({"nominee": ["Zoé"], "reason": ["x"]}, empty, names)
    assert paper.ballot == {"nominee": "Zoé", "reason": "x"}


def test_a_nomination_among_listed_people() -> None:
    _rule, one = reader("plurality")
    assert filled.nomination({"nominee": ["a"], "reason": ["x"]}, one, {}).ballot == {
        "nominee": "a",
        "reason": "x",
    }
    assert "nominee" in filled.nomination({"nominee": ["Zoé"], "reason": ["x"]}, one, {}).wrong


@pytest.mark.parametrize("ballot", [{}, {"choice": 3}, {"choice": "a", "approved": []}, {"nominee": "a"}])
def test_a_ballot_of_another_shape_is_refused(ballot: dict[str, Any]) -> None:
    rule, one = reader("plurality")
    with pytest.raises(WrongPaper):
        choosing.checked(rule, ballot, one)


def test_what_a_ballot_says() -> None:
    read = said.read({"vote": 3, "ranking": [["b"], ["a", "c"]]}, OPTIONS)
    assert read.short == "Brugnon > Abricot = Cerise"
    assert said.read({"ranking": [["b"]]}, OPTIONS).left == ("Abricot", "Cerise")
    assert said.read({"scores": {"a": 3}}, OPTIONS).short == "Abricot (3)"
    assert said.read({"approved": ["c", "a"]}, OPTIONS).short == "Abricot, Cerise"
    assert said.read({"choice": "blank"}, OPTIONS).kind == "blank"
    assert said.read({"ranking": []}, OPTIONS).kind == "blank"


class TestOptions:
    def test_stored_and_read_again(self) -> None:
        options = [Option("a", "A", "<p>x</p>", college="places", cost="1/2", ratio="3"), *OPTIONS[1:]]
        assert loads(dumps(options)) == options
        assert loads(None) == []

    @pytest.mark.parametrize("id", ["a", "4", "a-b", "a" * 64])
    def test_identifiers(self, id: str) -> None:
        check([Option(id, "A")])

    @pytest.mark.parametrize("id", ["", "-a", "A", "é", "a b", "a_b", "a" * 65, "blank", "abstain", "a\n"])
    def test_what_is_no_identifier(self, id: str) -> None:
        with pytest.raises(OptionError):
            check([Option(id, "A")])

    @given(
        st.lists(st.sampled_from("abcdefgh"), unique=True),
        st.text("0123456789abcdef", min_size=64, max_size=64),
    )
    def test_a_shuffle_loses_nobody_and_is_its_own(self, ids: list[str], salt: str) -> None:
        options = [Option(each, each) for each in ids]
        once = shuffled(options, salt, "right")
        assert sorted(once, key=lambda each: each.id) == sorted(options, key=lambda each: each.id)
        assert shuffled(list(reversed(options)), salt, "right") == once
