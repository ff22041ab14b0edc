"""Terms in time, on their own: seats that never overlap, gaps that always show, terms in a row."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.circles.terms import Term, add_months, elapsed, free_seat, rank, taken, vacancies

DAY = date(2026, 3, 2)


def day(offset: int) -> date:
    return DAY + timedelta(days=offset)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 2), 12, date(2027, 3, 2)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_end_on_a_day_that_exists(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


def test_a_term_holds_until_its_end_and_not_on_it() -> None:
    term = Term(1, 1, day(0), day(10))
    assert [term.holds(day(n)) for n in (-1, 0, 9, 10)] == [False, True, True, False]
    assert not term.meets(day(10), None)
    assert term.meets(day(9), None)
    assert not term.meets(day(-5), day(0))
    assert not Term(1, 1, day(0), day(0)).meets(day(-5), None)


def test_the_first_free_seat() -> None:
    terms = [Term(1, 1, day(0), day(10)), Term(2, 2, day(5), None)]
    assert free_seat(terms, 2, day(0), day(5)) == 2
    assert free_seat(terms, 2, day(0), day(6)) is None
    assert free_seat(terms, 2, day(10), day(20)) == 1
    assert free_seat(terms, 0, day(6), day(7)) == 3


def test_terms_in_a_row() -> None:
    first = Term(1, 1, date(2020, 1, 1), date(2021, 1, 1))
    second = Term(1, 1, date(2021, 2, 1), date(2022, 2, 1))
    assert rank([], 1, date(2020, 1, 1), months=12) == 1
    assert rank([first], 1, date(2021, 1, 1), months=12) == 2
    assert rank([first, second], 1, date(2022, 2, 1), months=12) == 3
    assert rank([first, second], 1, date(2023, 1, 31), months=12) == 3
    assert rank([first, second], 1, date(2023, 2, 1), months=12) == 1
    assert rank([first, second], 2, date(2022, 2, 1), months=12) == 1
    standing_in = Term(1, 1, date(2021, 1, 1), date(2021, 2, 1), provisional=True)
    assert rank([first, standing_in], 1, date(2021, 2, 1), months=12) == 2


def test_what_has_gone_by() -> None:
    assert elapsed(day(0), day(10), day(-1)) == 0
    assert elapsed(day(0), day(10), day(5)) == Fraction(1, 2)
    assert elapsed(day(0), day(10), day(20)) == 1
    assert elapsed(day(0), None, day(20)) == 0


SPANS = st.tuples(st.integers(0, 60), st.integers(0, 30) | st.none(), st.integers(0, 4))


@given(st.lists(SPANS, max_size=25), st.integers(1, 3))
def test_seats_given_one_after_the_other_never_overlap_and_every_gap_shows(
    asked: list[tuple[int, int | None, int]], seats: int
) -> None:
    """Whoever is given the first free seat never meets anybody there; a day is held, or in a gap."""
    terms: list[Term] = []
    for start, length, person in asked:
        ends = day(start + length) if length is not None else None
        seat = free_seat(terms, seats, day(start), ends)
        if seat is None:
            assert all(taken(terms, number, day(start), ends) for number in range(1, seats + 1))
            continue
        terms.append(Term(person, seat, day(start), ends))
    for seat in range(1, seats + 1):
        gaps = vacancies(terms, seat, day(0), day(100))
        for offset in range(100):
            held = [term for term in terms if term.seat == seat and term.holds(day(offset))]
            assert len(held) <= 1
            vacant = [gap for gap in gaps if gap[0] <= day(offset) < gap[1]]
            assert len(vacant) == 1 - len(held)
