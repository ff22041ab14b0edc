"""Two ways of working out the same rule, written apart, say the same of every history."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.circles import second_rotation
from tests.circles.rotations import File, calendar

STARTS = date(2020, 1, 1)
LAST = date(2026, 1, 1)
DAYS = st.integers(-300, 2200).map(lambda days: (STARTS + timedelta(days=days)).isoformat())


@st.composite
def candidates(draw: Any) -> list[dict[str, Any]]:
    found = []
    for number in range(draw(st.integers(1, 6))):
        each: dict[str, Any] = {"id": f"m{number}", "college": draw(st.sampled_from(("a", "b", "c")))}
        joined, left = draw(st.none() | DAYS), draw(st.none() | DAYS)
        if joined:
            each["joined"] = joined
        if left and left > (joined or ""):
            each["left"] = left
        found.append(each)
    return found


@st.composite
def histories(draw: Any) -> File:
    """Members who come and go, refuse a turn or all of them for a time."""
    months = draw(st.sampled_from((1, 3, 6, 12)))
    people = draw(candidates())
    who = st.sampled_from([each["id"] for each in people])
    turns = st.integers(0, 71 // months).map(lambda n: date(2020 + n * months // 12, n * months % 12 + 1, 1))
    facts = {
        (fact["who"], fact.get("turn") or fact["on"]): fact
        for fact in draw(st.lists(_refusals(who, turns) | _absences(who), max_size=6))
    }
    file: File = {
        "format": "rotation/1", "role": {"id": "chair"}, "term": {"months": months},
        "starts": STARTS.isoformat(), "horizon": LAST.isoformat(), "candidates": people,
        "colleges": [{"id": each} for each in "abc"], "alternate": draw(st.booleans()),
        "facts": list(facts.values()),
    }  # fmt: skip
    most = draw(st.none() | st.integers(1, 3))
    return file | ({"max_consecutive": most} if most else {})


def _refusals(who: Any, turns: Any) -> Any:
    return st.builds(
        lambda who, turn: {"kind": "refused", "who": who, "turn": turn.isoformat(), "why": "."}, who, turns
    )


def _absences(who: Any) -> Any:
    def refused(who: str, on: str, days: int) -> dict[str, str]:
        until = (date.fromisoformat(on) + timedelta(days=days)).isoformat()
        return {"kind": "refused", "who": who, "on": on, "until": until, "why": "."}

    return st.builds(refused, who, DAYS, st.integers(1, 500))


@settings(max_examples=200, deadline=None)
@given(histories())
def test_both_say_the_same(file: File) -> None:
    engine = [(turn["from"], turn["who"] or "") for turn in calendar(file)["turns"]]
    assert second_rotation.turns(file) == engine
