"""A published lot is drawn again: yes, or the name of what does not hold."""

import contextlib
import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.fields import ReadingError
from voting.lot_file import fingerprint, verify
from voting.methods.draw import drawn_order, rfc3797_order

DOCS = (Path(__file__).parents[2] / "docs" / "lot.md").read_text(encoding="utf-8")
LABELS = ["m-01", "m-02", "m-03", "m-04", "m-05"]
SECRET = "00ff" * 8


def lot(**changes: Any) -> dict[str, Any]:
    written: dict[str, Any] = {
        "format": "lot/1",
        "list": {"labels": LABELS, "sha256": fingerprint(LABELS), "published": "2026-05-04"},
        "source": {"name": "drand", "announced": "2026-05-04", "day": "2026-05-11"},
        "seed": "4815162",
        "seats": 2,
        "order": drawn_order(LABELS, "4815162"),
    }
    return written | changes


def vote(**changes: Any) -> dict[str, Any]:
    written: dict[str, Any] = {
        "format": "count/1",
        "rule": {"method": "lot", "seats": 2},
        "options": [{"id": each} for each in LABELS],
        "seed": "4815162",
        "registered": 9,
        "ballots": [],
    }
    return written | changes


def failures(document: dict[str, Any]) -> list[str]:
    return [str(each) for each in verify(document).failures]


def test_the_example_of_the_documentation_holds_and_its_program_draws_the_same() -> None:
    written, program = re.findall(r"```(?:json|python)\n(.*?)```", DOCS, re.DOTALL)
    document, out = json.loads(written), io.StringIO()
    [draw] = verify(document).draws
    with contextlib.redirect_stdout(out):
        exec(program, {})
    assert failures(document) == []
    assert list(draw.order) == document["order"] == json.loads(out.getvalue().replace("'", '"'))


def test_a_lot_that_holds_says_who_is_drawn() -> None:
    [draw] = verify(lot()).draws
    assert (draw.order, draw.seats) == (tuple(drawn_order(LABELS, "4815162")), 2)


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"seed": "4815163"}, ["order[0]: the draw gives"]),
        ({"order": drawn_order(LABELS, "4815162")[:4]}, ["order[4]: the draw gives"]),
        ({"order": [*drawn_order(LABELS, "4815162"), "m-06"]}, ["order[5]: the draw gives nobody here"]),
        ({"variant": "rfc3797"}, ["order[0]: the draw gives"]),
        ({"code": SECRET}, ["order[0]: the draw gives"]),
        ({"list": lot()["list"] | {"sha256": "0" * 64}}, ["list.sha256: the list is not the one"]),
        ({"list": lot()["list"] | {"published": "2026-05-11"}}, ["list.published: the list was"]),
        ({"source": lot()["source"] | {"announced": "2026-05-11"}}, ["source.announced: the source"]),
        ({"list": lot()["list"] | {"labels": LABELS[:4]}}, ["list.sha256: the list", "order["]),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_named(changes: dict[str, Any], lines: list[str]) -> None:
    found = failures(lot(**changes))
    assert len(found) == len(lines)
    assert all(said.startswith(line) for said, line in zip(found, lines, strict=True))


def test_a_secret_is_the_one_committed_to() -> None:
    commitment = hashlib.sha256(bytes.fromhex(SECRET)).hexdigest()
    drawn = lot(code=SECRET, commitment=commitment, order=drawn_order(LABELS, "4815162", SECRET))
    assert failures(drawn) == []
    assert failures(drawn | {"commitment": "0" * 64}) == [
        "code: this is not the secret committed to beforehand"
    ]


def test_rfc_3797_is_drawn_again_too() -> None:
    assert failures(lot(variant="rfc3797", order=rfc3797_order(LABELS, "4815162"))) == []


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"format": "lot/2"}, "format: must be one of: lot/1"),
        ({"winner": "m-01"}, "winner: unknown setting"),
        ({"list": LABELS}, "list: a table of settings is wanted"),
        ({"list": lot()["list"] | {"labels": ["a", "a"]}}, "list.labels[1]: a is there twice"),
        ({"list": lot()["list"] | {"labels": ["a\nb"]}}, "list.labels[0]: a label of one line is wanted"),
        ({"list": lot()["list"] | {"sha256": "abc"}}, "list.sha256: 64 hexadecimal digits are wanted"),
        ({"list": lot()["list"] | {"published": "20260504"}}, "list.published: a day is wanted"),
        ({"source": {"name": "drand", "announced": "2026-05-04"}}, "source.day: this setting is missing"),
        ({"seed": 4815162}, "seed: must be a text that is not empty"),
        ({"code": "xyz"}, "code: hexadecimal digits are wanted"),
        ({"commitment": "0" * 64}, "code: this setting is missing"),
        ({"seats": -1}, "seats: "),
        ({"order": "m-01"}, "order: must be a list"),
    ],
)
def test_a_file_that_is_no_lot_is_refused_with_the_path(changes: dict[str, Any], line: str) -> None:
    with pytest.raises(ReadingError) as caught:
        verify(lot(**changes))
    assert str(caught.value).startswith(line)


def test_a_vote_by_lot_is_drawn_again_from_its_recount_file() -> None:
    [draw] = verify(vote()).draws
    assert (draw.order, draw.seats) == (tuple(drawn_order(LABELS, "4815162")), 2)


def test_an_order_beside_the_recount_file_is_compared() -> None:
    drawn = drawn_order(LABELS, "4815162")
    assert failures(vote(order=drawn)) == []
    [line] = failures(vote(order=[drawn[1], drawn[0], *drawn[2:]]))
    assert line == f"order[0]: the draw gives {drawn[0]} here, not {drawn[1]}"


def test_a_vote_that_awaits_its_seed_is_not_drawn() -> None:
    waiting = vote()
    del waiting["seed"]
    assert failures(waiting) == ["seed: nothing is drawn yet"]


def test_a_tie_that_a_lot_broke_is_drawn_again() -> None:
    rule = {"method": "plurality", "seats": 1, "tie": "lot"}
    ballots = [{"choice": each, "count": 2} for each in ("m-01", "m-02")]
    [draw] = verify(vote(rule=rule, ballots=ballots)).draws
    assert draw.order == tuple(drawn_order(["m-01", "m-02"], "4815162"))


def test_each_college_draws_its_own() -> None:
    rule = {"method": "lot", "by": "seats-per-college", "seats": 1}
    colleges = [{"id": each, "registered": 3, "weight": 1} for each in ("x", "y")]
    options = [{"id": each, "college": "xy"[n % 2]} for n, each in enumerate(LABELS)]
    document = vote(rule=rule, colleges=colleges, options=options)
    del document["registered"]
    assert [(draw.among, draw.seats) for draw in verify(document).draws] == [("x", 1), ("y", 1)]


def test_a_vote_without_a_lot_is_not_one() -> None:
    majority = {"format": "count/1", "rule": {"method": "majority"}, "registered": 3, "ballots": []}
    assert failures(majority) == ["rule: this vote was not decided by lot"]


def test_a_wrong_recount_file_is_refused() -> None:
    with pytest.raises(ReadingError):
        verify({"format": "count/1"})


labels = st.lists(
    st.text(st.characters(exclude_characters="\n", codec="utf-8"), min_size=1, max_size=5),
    min_size=2,
    max_size=8,
    unique=True,
)


@given(
    labels, st.text(st.characters(codec="utf-8"), min_size=1, max_size=8), st.randoms(use_true_random=False)
)
def test_only_the_order_of_the_draw_holds(names: list[str], seed: str, rng: Any) -> None:
    listed = {"labels": names, "sha256": fingerprint(names), "published": "2026-05-04"}
    drawn = drawn_order(names, seed)
    other = rng.sample(drawn, len(drawn))
    assert failures(lot(list=listed, seed=seed, order=drawn)) == []
    assert bool(failures(lot(list=listed, seed=seed, order=other))) == (other != drawn)
