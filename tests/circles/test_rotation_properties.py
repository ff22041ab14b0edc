"""What holds for any history of joins, leaves, refusals, swaps, resignations and missed events."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.circles.rotations import calendar, check, recorded, shuffled, some_file, text

seeds = st.integers(0, 10**9)


@settings(max_examples=300, deadline=None)
@given(seeds)
def test_the_order_is_fair_nobody_is_beyond_the_maximum_and_colleges_alternate(seed: int) -> None:
    document = some_file(random.Random(seed))
    made = calendar(document)
    assert made["departures"] == 0
    check(document, made["turns"])


@settings(max_examples=100, deadline=None)
@given(seeds, st.randoms(use_true_random=False))
def test_what_has_no_order_changes_no_byte(seed: int, rng: random.Random) -> None:
    document = some_file(random.Random(seed))
    assert text(shuffled(rng, document)) == text(document)


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_a_calendar_told_as_its_own_past_comes_out_again(seed: int) -> None:
    document = some_file(random.Random(seed))
    planned, replayed = calendar(document), calendar(recorded(document))
    assert replayed["departures"] == 0
    for before, after in zip(planned["turns"], replayed["turns"], strict=True):
        assert after | {"status": before["status"]} == before
        assert after["status"] == {"planned": "held"}.get(before["status"], before["status"])


@settings(max_examples=60, deadline=None)
@given(seeds, st.integers(1, 5))
def test_a_longer_horizon_changes_nothing_before_it(seed: int, years: int) -> None:
    document = some_file(random.Random(seed))
    longer = document | {"horizon": f"{int(document['horizon'][:4]) + years}{document['horizon'][4:]}"}
    short = calendar(document)["turns"]
    assert calendar(longer)["turns"][: len(short)] == short
