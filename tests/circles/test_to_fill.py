"""How many seats a vote fills: never more than are free, whatever the terms."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.circles import to_fill
from governance.circles.terms import Term, add_months, free_seat
from governance.rules.code import read
from tests.circles.test_moving_up import CODE

DAY = date(2026, 3, 2)
END = add_months(DAY, 12)
SOCIAL = read(CODE)


def role(seats: int) -> Any:
    return SimpleNamespace(seats=seats, term_months=12, renewal=1)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (None, 2),
        (Term(1, 1, DAY - timedelta(days=300), DAY), 2),  # ends the day the other begins
        (Term(1, 1, DAY - timedelta(days=300), DAY + timedelta(days=1)), 1),
        (Term(1, 1, DAY - timedelta(days=300), None), 1),
        (Term(1, 1, END, None), 2),
        (Term(1, 1, END - timedelta(days=1), None), 1),
        (Term(1, 1, DAY, DAY), 2),  # given up before it began
        (Term(1, 3, DAY, None), 2),  # a seat that the role has no more
    ],
)
def test_the_seats_that_are_free_for_a_whole_term(term: Term | None, expected: int) -> None:
    assert to_fill.free([term] if term else [], role(2), DAY) == expected


@pytest.mark.parametrize(("seat", "expected"), [(1, 0), (2, 1)])
def test_one_seat_that_was_chosen(seat: int, expected: int) -> None:
    assert to_fill.free([Term(1, 1, DAY, None)], role(2), DAY, seat) == expected


@pytest.mark.parametrize(
    ("rule", "room", "expected"),
    [("elect", 3, 3), ("elect", None, 1), ("two", 3, 2), ("two", 1, 2), ("two", None, 2), ("draw", 4, 4)],
)
def test_how_many_a_kind_of_decision_elects(rule: str, room: int | None, expected: int) -> None:
    assert to_fill.elected(SOCIAL.decision(rule), room) == expected


def term(person: int, seat: int, start: int, days: int | None) -> Term:
    starts = DAY + timedelta(days=start)
    return Term(person, seat, starts, None if days is None else starts + timedelta(days=days))


terms = st.builds(
    term, st.integers(1, 5), st.integers(1, 4), st.integers(-500, 500), st.none() | st.integers(0, 400)
)


@given(st.lists(terms, max_size=8), st.integers(1, 4))
def test_as_many_mandates_can_be_given_as_seats_are_free(known: list[Term], seats: int) -> None:
    free = to_fill.free(known, role(seats), DAY)
    assert free is not None
    given_ = list(known)
    for person in range(free):
        seat = free_seat(given_, seats, DAY, END)
        assert seat is not None
        given_.append(Term(10 + person, seat, DAY, END))
    assert free_seat(given_, seats, DAY, END) is None
