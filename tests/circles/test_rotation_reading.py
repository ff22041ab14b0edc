"""A rotation file is read strictly: what is wrong is named by its JSON path, in one line."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.circles import rotation, rotation_calendar, rotation_file
from tests.circles.rotations import file
from voting.fields import ReadingError

COLLEGES = {"colleges": [{"id": "x"}, {"id": "y"}]}


def fact(**facts: Any) -> dict[str, Any]:
    return {"facts": [facts]}


def wrong(document: dict[str, Any]) -> str:
    with pytest.raises(ReadingError) as caught:
        rotation.calendar(rotation_file.read(document))
    return str(caught.value)


@pytest.mark.parametrize("key", ["format", "role", "term", "starts", "horizon", "candidates"])
def test_what_has_no_default_is_asked_for(key: str) -> None:
    document = file("AB")
    del document[key]
    assert wrong(document) == f"{key}: this setting is missing and has no default"


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"format": "rotation/2"}, "format: must be one of: rotation/1"),
        ({"begins": "2024-01-01"}, "begins: unknown setting"),
        ({"role": "chair"}, "role: a table of settings is wanted"),
        ({"role": {"id": "a", "label": "b"}}, "role.label: unknown setting"),
        ({"role": {}}, "role.id: this setting is missing and has no default"),
        ({"term": {}}, "term: one of months, each_year, dates is wanted"),
        ({"term": {"months": 12, "dates": ["2026-01-01"]}}, "term: one of months, each_year, dates"),
        ({"term": {"months": 0}}, "term.months: must be at least 1"),
        ({"term": {"months": 1201}}, "term.months: must be at most 1200"),
        ({"term": {"each_year": []}}, "term.each_year: must not be empty"),
        ({"term": {"each_year": ["02-29"]}}, "term.each_year[0]: a day that each year has is wanted"),
        ({"term": {"each_year": ["02-15", "02-15"]}}, "term.each_year: a day is there twice"),
        ({"term": {"dates": ["2026-01-02", "2026-01-01"]}}, "term.dates: each day must come after"),
        ({"term": {"dates": ["2023-12-31"]}}, "term.dates[0]: must not be before “starts”"),
        ({"starts": "2024-02-30"}, "starts: a day is wanted, such as 2026-05-19"),
        ({"starts": "20240101"}, "starts: a day is wanted"),
        ({"starts": 2024}, "starts: a day is wanted"),
        ({"horizon": "2023-12-31"}, "horizon: must not be before “starts”"),
        ({"horizon": "3000-01-01"}, "horizon: this year is too far"),
        ({"horizon": "2999-01-01", "term": {"months": 1}}, "horizon: this makes too many turns"),
        ({"candidates": [{"id": "A"}, {"id": "A"}]}, "candidates[1].id: A is there twice"),
        ({"candidates": [{"name": "A"}]}, "candidates[0].id: this setting is missing"),
        ({"candidates": [{"id": ""}]}, "candidates[0].id: must be a text that is not empty"),
        ({"candidates": ["A"]}, "candidates[0]: a table of settings is wanted"),
        ({"candidates": [{"id": "A", "college": "x"}]}, "candidates[0].college: x is not known in this file"),
        ({"candidates": [{"id": "A", "joined": "2025-01-01", "left": "2025-01-01"}]},
         "candidates[0].left: must be after “joined”"),
        ({"candidates": [{"id": "A", "away": [{"until": "2025-01-01"}]}]},
         "candidates[0].away[0].from: this setting is missing"),
        ({"candidates": [{"id": "A", "away": [{"from": "2025-01-01", "until": "2025-01-01"}]}]},
         "candidates[0].away[0].until: must be after “from”"),
        ({"alternate": True, **COLLEGES}, "candidates[0].college: this setting is missing"),
        ({"alternate": "yes"}, "alternate: must be true or false"),
        ({"seats": 0}, "seats: must be at least 1"),
        ({"seats": 201}, "seats: from 1 to 200 seats are wanted"),
        ({"seats": []}, "seats: from 1 to 200 seats are wanted"),
        ({"seats": [{"college": "x"}]}, "seats[0].college: x is not known in this file"),
        ({"seats": [{"id": "a"}, {"id": "a"}]}, "seats[1]: there is already a seat called so"),
        ({"seats": [{"id": "a", "number": 2}]}, "seats[0].id: seats that are several are numbered"),
        ({"renewal": {"parts": 5}}, "term.months: must be a number of months that the parts divide"),
        ({"renewal": {}}, "renewal.parts: this setting is missing"),
        ({"renewal": {"parts": 3}, "term": {"each_year": ["01-01"]}}, "term.months: must be a number"),
        ({"eligibility": {"colleges": ["x"]}}, "eligibility.colleges[0]: x is not known in this file"),
        ({"eligibility": {"after_months": -1}}, "eligibility.after_months: "),
        ({"max_consecutive": 0}, "max_consecutive: must be at least 1"),
        ({"incompatible": [["A", "Z"]]}, "incompatible[0]: two different candidates are wanted"),
        ({"incompatible": [["A", "A"]]}, "incompatible[0]: two different candidates are wanted"),
        ({"incompatible": [[{}, "A"]]}, "incompatible[0]: two different candidates are wanted"),
        ({"elsewhere": [{"who": "A", "from": "2024-01-01"}]}, "elsewhere[0].role: this setting is missing"),
        ({"tie": "lot"}, "tie: must be one of: seniority"),
        ({"tie": {"source": "drand"}}, "tie.seed: this setting is missing"),
        ({"tie": {"seed": "s", "code": "xyz"}}, "tie.code: hexadecimal digits are wanted"),
        ({"missed": "never"}, "missed: must be one of: keeps, counts"),
        ({"report": True}, "as_of: this setting is missing"),
        (fact(), "facts[0].kind: this setting is missing"),
        (fact(kind="elected"), "facts[0].kind: must be one of: held, missed"),
        (fact(kind="held", who="A"), "facts[0].turn: this setting is missing"),
        (fact(kind="held", who="Z", turn="2024-01-01"), "facts[0].who: Z is not known in this file"),
        (fact(kind="held", who="A", turn="2024-01-01", until="2025-01-01"), "facts[0].until: unknown"),
        (fact(kind="refused", who="A", turn="2024-01-01"), "facts[0].why: this setting is missing"),
        (fact(kind="refused", who="A", why="x"), "facts[0].turn: a refusal is of one turn, or until a date"),
        (fact(kind="refused", who="A", why="x", until="2025-01-01"), "facts[0].on: this setting is missing"),
        (fact(kind="refused", who="A", why="x", on="2025-01-01", until="2025-01-01"),
         "facts[0].until: must be after “on”"),
        (fact(kind="refused", who="A", why="x", on="2024-01-02", turn="2024-01-01"),
         "facts[0].on: a turn is refused before it begins"),
        (fact(kind="swap", on="2024-01-01", turn="2024-01-01", between=["A", "A"], confirmed=[]),
         "facts[0].between: a swap is between two"),
        (fact(kind="swap", on="2024-01-01", turn="2024-01-01", between=["A", "B"], confirmed=["C"]),
         "facts[0].confirmed[0]: C is not known in this file"),
        (fact(kind="missed", turn="2024-01-01"), "facts[0].kind: only an event is missed"),
        ({"seats": 2, **fact(kind="held", who="A", turn="2024-01-01")}, "facts[0].seat: this setting"),
        ({"seats": 2, **fact(kind="held", who="A", turn="2024-01-01", seat="3")},
         "facts[0].seat: 3 is not known in this file"),
        ({"facts": [{"kind": "held", "who": who, "turn": "2024-01-01"} for who in "AB"]},
         "facts[1].turn: what became of this turn is told twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_path(changes: dict[str, Any], line: str) -> None:
    assert wrong(file("ABC") | changes).startswith(line)


def printed(text: str, language: str | None = None) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return rotation_calendar.run("-", language, io.StringIO(text), out, err), out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "line 1, column 1: not JSON"),
        ("[]", "$: a rotation file is an object"),
        ('{"format": "rotation/1", "format": "rotation/1"}', "$: the key 'format' is there twice"),
        ('{"horizon\\n": 1}', "horizon\\u000a: unknown setting"),
        ('{"seats": 1.5}', "seats: a number with a decimal point"),
    ],
)
def test_a_malformed_file_gives_one_line_and_nothing_else(text: str, line: str) -> None:
    status, out, err = printed(text)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(line)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    err = io.StringIO()
    path = str(tmp_path / "nothing.json")
    assert rotation_calendar.run(path, None, io.StringIO(), io.StringIO(), err) == 2
    assert err.getvalue().startswith(path)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3000) | st.text(max_size=4) | st.just("2026-01-01"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["id", "who", "kind", "turn", "from", "until", "college", "number", "parts", "months", "dates"]
    ), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(st.sampled_from(rotation_file.KEYS), json_values)
def test_whatever_a_key_holds_it_is_read_or_refused(key: str, value: Any) -> None:
    status, out, err = printed(json.dumps(file("AB", **COLLEGES) | {key: value}))
    assert (status, bool(out), bool(err)) in ((0, True, False), (2, False, True))
