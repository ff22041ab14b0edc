"""Mandates as turns: irregular days, resignations, vacancies, extensions."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from governance.circles.renewal import Renewal
from governance.circles.turns_past import Spell, Turn, turns

START = date(2024, 1, 1)
YEARS = Renewal(1, 1, 12, START)
TODAY = date(2027, 6, 1)


def of(*spells: Spell, seats: int = 1, today: date = TODAY) -> list[tuple[date, int | None]]:
    return [(each.begins, each.member) for each in turns(spells, range(1, seats + 1), YEARS, today)]


def test_mandates_that_begin_a_few_weeks_before_or_after_are_the_turns_they_fall_in() -> None:
    spells = (
        Spell(1, 1, date(2024, 1, 20), date(2025, 1, 20)),
        Spell(2, 1, date(2025, 1, 20), date(2025, 12, 5)),
        Spell(3, 1, date(2025, 12, 5), date(2026, 12, 15)),
    )
    assert of(*spells) == [(START, 1), (date(2025, 1, 1), 2), (date(2026, 1, 1), 3)]


def test_the_rest_of_a_turn_begins_when_it_was_given_back() -> None:
    spells = (
        Spell(1, 1, START, date(2024, 5, 1)),
        Spell(2, 1, date(2024, 6, 15), date(2025, 1, 1)),
    )
    first, rest, *_later = turns(spells, (1,), YEARS, date(2025, 3, 1))
    assert first == Turn(1, START, 1, date(2024, 5, 1), (START, date(2024, 5, 1)))
    assert (rest.begins, rest.member) == (date(2024, 5, 1), 2)


def test_a_turn_that_is_over_and_had_nobody_is_vacant() -> None:
    spells = (Spell(1, 1, START, date(2025, 1, 1)), Spell(2, 1, date(2026, 1, 1), date(2027, 1, 1)))
    assert of(*spells) == [(START, 1), (date(2025, 1, 1), None), (date(2026, 1, 1), 2)]
    gave_back = (Spell(1, 1, START, date(2024, 5, 1)),)
    assert of(*gave_back, today=date(2025, 2, 1)) == [(START, 1), (date(2024, 5, 1), None)]
    assert of(*gave_back, today=date(2024, 8, 1)) == [(START, 1)]


def test_a_mandate_that_was_extended_has_the_next_turn_too() -> None:
    assert of(Spell(1, 1, START, date(2025, 10, 1)), today=date(2025, 2, 1)) == [
        (START, 1),
        (date(2025, 1, 1), 1),
    ]


lengths = st.lists(st.integers(30, 700), max_size=8)


@given(lengths, st.integers(0, 60))
def test_no_day_has_two_turns_of_a_seat(days: list[int], gap: int) -> None:
    spells, begins = [], START
    for member, length in enumerate(days, 1):
        spells.append(Spell(member, 1, begins, begins + timedelta(days=length)))
        begins += timedelta(days=length + gap)
    found = of(*spells)
    assert len({day for day, _member in found}) == len(found)
    assert [day for day, _member in found] == sorted(day for day, _member in found)
