"""Fifty years of a network of forty members: each year what has happened stays, the rest is planned anew."""

import random
from datetime import date
from typing import Any

import pytest

from tests.circles.rotations import COLLEGES, File, calendar, check, some_facts

Turns = list[dict[str, Any]]
YEARS, MEMBERS = 50, 40
BOARD = [{"college": college, "number": 3} for college in COLLEGES]


def founded(rng: random.Random, term: dict[str, object], **rule: object) -> File:
    people = [{"id": f"m{n:03}", "college": rng.choice(COLLEGES)} for n in range(MEMBERS)]
    return {
        "format": "rotation/1", "role": {"id": "role"}, "term": term, "starts": "2026-01-01",
        "horizon": "2029-01-01", "colleges": [{"id": each} for each in COLLEGES], "candidates": people,
        "facts": [], **rule,
    }  # fmt: skip


def a_year_passes(rng: random.Random, document: File, turns: Turns, year: int) -> None:
    """Some leave and as many join, some are away; coming turns are refused, swapped, ended or missed."""
    people = document["candidates"]
    here = [each for each in people if "left" not in each]
    for each in rng.sample(here, rng.randint(0, 3)):
        each["left"] = date(year, rng.randint(1, 12), rng.randint(1, 28)).isoformat()
    for _ in range(MEMBERS - sum("left" not in each for each in people)):
        joined = date(year, rng.randint(1, 12), rng.randint(1, 28)).isoformat()
        newcomer = {"id": f"m{len(people):03}", "college": rng.choice(COLLEGES), "joined": joined}
        people.append(newcomer)
    away = rng.choice(here)
    period = {"from": f"{year}-03-01", "until": f"{year + 1}-02-01"}
    if "left" not in away:
        away.setdefault("away", []).append(period)
    coming = [turn for turn in turns if f"{year}-01-01" <= turn["from"]]
    for _ in range(3):
        document["facts"] += some_facts(rng, document, coming)


@pytest.mark.parametrize(
    ("term", "rule"),
    [
        ({"months": 12}, {"alternate": True, "max_consecutive": 1}),
        ({"each_year": ["02-15", "06-15", "10-15"]}, {"eligibility": {"after_months": 6}}),
        ({"months": 36}, {"renewal": {"parts": 3}, "seats": BOARD}),
    ],
    ids=["presidency", "places", "board"],
)  # fmt: skip
def test_fifty_years_of_forty_members(term: dict[str, object], rule: dict[str, object]) -> None:
    rng = random.Random(2026)
    document, before = founded(rng, term, **rule), Turns()
    made = calendar(document)
    for year in range(2026, 2026 + YEARS):
        a_year_passes(rng, document, made["turns"], year)
        document["horizon"] = f"{year + 3}-01-01"
        made = calendar(document)
        check(document, [turn for turn in made["turns"] if f"{year - 8}-01-01" <= turn["from"]])
        past = [turn for turn in made["turns"] if turn["from"] < f"{year}-01-01"]
        assert [turn["who"] for turn in past][: len(before)] == [turn["who"] for turn in before]
        assert made["departures"] == 0
        before = past
    check(document, made["turns"])
    assert len({turn["who"] for turn in before}) > MEMBERS // 2
