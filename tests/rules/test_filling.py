"""A kind of decision that leaves its seats open fills those there are; one that names them stays as it is."""

from typing import Any

import pytest

from governance.rules import filling, plain
from governance.rules.code import read
from governance.rules.parts import Decision
from tests.circles.test_moving_up import CODE

SOCIAL = read(CODE)


@pytest.mark.parametrize(
    ("id_", "is_open"), [("elect", True), ("two", False), ("transfer", True), ("draw", True), ("renew", True)]
)
def test_which_leave_their_seats_open(id_: str, is_open: bool) -> None:
    assert filling.is_open(SOCIAL.decision(id_)) is is_open


@pytest.mark.parametrize("more", [{"method": "irv"}, {"method": "plurality", "majority_first": True}])
def test_what_fills_one_seat_is_never_asked_for_more(more: dict[str, Any]) -> None:
    one = decision(more)
    assert filling.one_seat(one)
    assert filling.filling(one, SOCIAL, {"": 3})[0] is one


def decision(more: dict[str, Any]) -> Decision:
    settings = "\n".join(f"{key} = {'true' if value is True else repr(value)}" for key, value in more.items())
    times = "time = { debate_days = 0, vote_days = 1 }"
    text = f'{CODE}\n[[decisions]]\nid = "one"\nname = "Un"\n{settings}\ncandidates = true\n{times}\n'
    return read(text).decision("one")


@pytest.mark.parametrize("number", [1, 2, 12])
def test_the_number_is_in_the_rule_and_in_its_words(number: int) -> None:
    filled, code = filling.filling(SOCIAL.decision("elect"), SOCIAL, {filling.TOGETHER: number})
    assert (filled.raw["seats"], filled.rule.seats) == (number, number)
    said = " ".join(plain.sentences(filled, code, "fr"))
    assert ("Un seul siège" in said) is (number == 1)
    assert "seats" not in SOCIAL.decision("elect").raw  # the code stays as it was


def test_a_number_that_the_rule_names_stays() -> None:
    two = SOCIAL.decision("two")
    assert filling.filling(two, SOCIAL, {filling.TOGETHER: 5})[0] is two


def test_the_seats_of_each_college_are_those_there_are() -> None:
    seats = {"places": 2, "coops": 1, "public": 0}
    filled, code = filling.filling(SOCIAL.decision("renew"), SOCIAL, seats)
    assert {each.id: each.seats for each in code.colleges} == seats
    assert "2" in " ".join(plain.sentences(filled, code, "fr"))
