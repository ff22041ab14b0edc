"""Finding decisions: filters, words, pages."""

from dataclasses import replace

import pytest

from governance.db import Database
from governance.errors import NotFound
from governance.register import queries, service
from governance.register.facts import Filters
from tests import cast
from tests.register.samples import FUND, ROOMS, SAW, SECRET


@pytest.fixture
def filled(database: Database) -> Database:
    """2025-001 secret; 2026-001 fund, 2026-002 rooms (rejected), 2026-003 saw (consent)."""
    for one in (SECRET, FUND, ROOMS, replace(SAW, proposal=7)):
        database.transact(lambda session, one=one: service.record(session, one, now=cast.NOW))
    return database


def found(database: Database, **asked: object) -> list[str]:
    with database.reading() as session:
        return [each.number for each in queries.page(session, Filters(**asked)).decisions]


EVERYTHING = ["2026-003", "2026-002", "2026-001", "2025-001"]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, EVERYTHING),
        ({"year": 2025}, ["2025-001"]),
        ({"year": 2024}, []),
        ({"outcome": "rejected"}, ["2026-002"]),
        ({"rule": "ordinary"}, ["2026-003"]),
        ({"circle": "network"}, EVERYTHING),
        ({"circle": "bureau"}, []),
        ({"college": "coops"}, ["2026-003"]),
        ({"college": "public"}, ["2026-003", "2026-002", "2026-001"]),
        ({"college": "public", "outcome": "adopted", "year": 2026}, ["2026-003", "2026-001"]),
    ],
)
def test_filters(filled: Database, asked: dict[str, object], numbers: list[str]) -> None:
    assert found(filled, **asked) == numbers


@pytest.mark.parametrize(
    ("q", "numbers"),
    [
        ("entraide", ["2026-001", "2025-001"]),  # both have its text
        ("ENTRAIDÉ", ["2026-001", "2025-001"]),
        ("l’entraide", ["2026-001", "2025-001"]),
        ("entr", ["2026-003", "2026-001", "2025-001"]),  # entraide, entretient
        ("raide", []),  # a word is found by its beginning
        ("banc scie", ["2026-003"]),
        ("banc fonds", []),  # every word
        ("2026-002", ["2026-002"]),
        ("secret", ["2025-001"]),  # of the rule
        ("pannes", ["2026-003"]),  # of an objection
        ("convoi", ["2026-003"]),  # of a concern
        ("", EVERYTHING),
        ("%", []),  # no word to look for
        ("_", []),
        ("' or zz=zz --", []),
        ('"banc"', ["2026-003"]),
        ("banc\x00\x07 scie", ["2026-003"]),
        ("ban%", ["2026-003"]),
        ("b_nc", []),
        ("\U0010ffff", []),
        ("banc " * 500, ["2026-003"]),
        ("z" * 10_000, []),
    ],
)
def test_search(filled: Database, q: str, numbers: list[str]) -> None:
    assert found(filled, q=q) == numbers


def test_words_and_filters_together(filled: Database) -> None:
    assert found(filled, q="entraide", year=2026, outcome="adopted", college="places") == ["2026-001"]


def test_pages_follow_each_other_without_hole_or_repetition(database: Database) -> None:
    for rank in range(7):
        one = replace(SECRET if rank < 3 else FUND, title=f"Numéro {rank}")
        database.transact(lambda session, one=one: service.record(session, one, now=cast.NOW))
    seen, before = [], None
    with database.reading() as session:
        while True:
            page = queries.page(session, Filters(), before, limit=3)
            seen.append([each.number for each in page.decisions])
            before = page.before
            if before is None:
                break
    assert seen == [["2026-004", "2026-003", "2026-002"], ["2026-001", "2025-003", "2025-002"], ["2025-001"]]


def test_a_last_page_that_is_full_leads_nowhere(filled: Database) -> None:
    with filled.reading() as session:
        assert queries.page(session, Filters(), limit=4).before is None
        assert queries.page(session, Filters(), limit=3).before == "2026-001"


def test_latest(filled: Database) -> None:
    with filled.reading() as session:
        assert [each.number for each in queries.latest(session, 2)] == ["2026-003", "2026-002"]


def test_what_can_be_filtered_by_has_its_last_name(filled: Database) -> None:
    renamed = replace(FUND, circle_name="Réseau entier")
    filled.transact(lambda session: service.record(session, renamed, now=cast.NOW))
    with filled.reading() as session:
        choices = queries.choices(session)
    assert choices["year"] == [("2026", "2026"), ("2025", "2025")]
    assert choices["circle"] == [("network", "Réseau entier")]
    assert [value for value, _ in choices["rule"]] == ["ordinary", "orientation", "secret"]
    assert {value for value, _ in choices["college"]} == {"places", "coops", "public"}


def test_a_number_without_decision(filled: Database) -> None:
    with filled.reading() as session, pytest.raises(NotFound):
        queries.one(session, "2026-099")
