"""Folded words, and numbers as they are written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.register import numbers
from governance.register.words import LONGEST, fold, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("l’atelier", ["atelier"]),
        ("L'Établi d’Émilie", ["etabli", "emilie"]),
        ("Lorsqu’il pleut, qu’elle vienne", ["il", "pleut", "elle", "vienne"]),
        ("aujourd’hui", ["aujourd", "hui"]),
        ("Cœur, nævus, Straße", ["coeur", "naevus", "strasse"]),
        ("tiers-lieux", ["tiers", "lieux"]),
        ("décision 2026-014, article 1", ["decision", "2026-014", "article", "1"]),
        ("un un UN", ["un"]),
        ("%_*\"'\\;--\x00\n", []),
        ("snake_case", ["snake", "case"]),
        ("", []),
    ],
)
def test_words_of_a_text(text: str, found: list[str]) -> None:
    assert words(text) == found


@given(st.text())
def test_words_are_the_same_whatever_the_case_accents_or_composition(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text))
    assert all(0 < len(word) <= LONGEST for word in words(text))


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.integers(1000, 9999), st.integers(1, 999_999))
def test_a_number_reads_as_it_was_written(year: int, rank: int) -> None:
    assert numbers.read(numbers.written(year, rank)) == (year, rank)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "2026",
        "2026-",
        "2026-1",
        "2026-14",
        "0026-014",
        "2026-0014",
        "2026-014 ",
        "2026-014\n",
        "２０２６-014",
        "-1-001",
    ],
)
def test_what_is_not_a_number_of_the_register(number: str) -> None:
    assert numbers.read(number) is None
