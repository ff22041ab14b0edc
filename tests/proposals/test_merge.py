"""Merging two states of a text: nothing is lost, whatever both sides did."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals import paragraphs
from proposals.merge import Conflict, three_way, whole, words

PIECES = st.lists(st.sampled_from("abcdefgh"), max_size=7)
SENTENCES = st.lists(st.sampled_from(["le", "samedi", "matin", "seul", ",", "."]), max_size=8).map(" ".join)


def text(pieces: list[str]) -> str:
    return "\n\n".join(pieces)


def pieces(text: str) -> Counter[str]:
    return Counter(each.text for each in paragraphs.split(text))


@settings(max_examples=300, deadline=None)
@given(PIECES, PIECES, PIECES)
def test_no_paragraph_is_lost(base: list[str], mine: list[str], theirs: list[str]) -> None:
    merged = three_way(text(base), text(mine), text(theirs))
    there = pieces(merged.text)
    kept_by_both = Counter(base) & Counter(mine) & Counter(theirs)
    added = (set(mine) | set(theirs)) - set(base)
    assert kept_by_both <= there
    assert added <= set(there)


@settings(max_examples=200, deadline=None)
@given(PIECES, PIECES)
def test_one_side_alone_and_twice_the_same_give_that_side(base: list[str], mine: list[str]) -> None:
    for merged in (
        three_way(text(base), text(mine), text(base)),
        three_way(text(base), text(base), text(mine)),
        three_way(text(base), text(mine), text(mine)),
    ):
        assert merged.conflicts == ()
        assert merged.text == text(mine)


@settings(max_examples=200, deadline=None)
@given(PIECES, PIECES, PIECES)
def test_the_sides_may_change_places(base: list[str], mine: list[str], theirs: list[str]) -> None:
    one, other = (three_way(text(base), text(a), text(b)) for a, b in ((mine, theirs), (theirs, mine)))
    assert [(c.base, c.mine, c.theirs) for c in one.conflicts] == [
        (c.base, c.theirs, c.mine) for c in other.conflicts
    ]


@settings(max_examples=200, deadline=None)
@given(PIECES, PIECES, PIECES)
def test_choosing_a_side_everywhere_keeps_all_that_it_added(
    base: list[str], mine: list[str], theirs: list[str]
) -> None:
    merged = three_way(text(base), text(mine), text(theirs))
    chosen = merged.written([each.mine for each in merged.conflicts])
    assert set(mine) - set(base) <= set(pieces(chosen))


@settings(max_examples=200, deadline=None)
@given(SENTENCES, SENTENCES, SENTENCES)
def test_words_of_a_paragraph_are_merged_whole_or_not_at_all(base: str, mine: str, theirs: str) -> None:
    assert words(base, mine, base) == mine
    assert words(base, base, theirs) == theirs
    assert words(base, mine, mine) == mine
    merged = words(base, mine, theirs)
    if merged is not None:
        added = (set(mine.split()) | set(theirs.split())) - set(base.split())
        assert added <= set(merged.replace(",", " , ").replace(".", " . ").split())


def test_changes_in_different_paragraphs_are_both_kept() -> None:
    merged = three_way("un\n\ndeux\n\ntrois", "un !\n\ndeux\n\ntrois", "un\n\ndeux ?\n\ntrois\n\nquatre")
    assert merged.conflicts == ()
    assert merged.text == "un !\n\ndeux ?\n\ntrois\n\nquatre"


def test_the_same_paragraph_changed_twice_is_a_conflict_and_the_rest_is_settled() -> None:
    merged = three_way("un\n\ndeux\n\ntrois", "un !\n\ndeux moi\n\ntrois", "un\n\ndeux toi\n\ntrois\n\nfin")
    assert merged.parts == ("un !", Conflict("deux", "deux moi", "deux toi"), "trois", "fin")
    assert merged.written(["deux nous"]) == "un !\n\ndeux nous\n\ntrois\n\nfin"
    assert merged.written([""]) == "un !\n\ntrois\n\nfin"
    with pytest.raises(ValueError, match="1 answers"):
        merged.written([])


def test_removing_what_the_other_rewrites_is_a_conflict() -> None:
    merged = three_way("un\n\ndeux", "un", "un\n\ndeux bis")
    assert merged.conflicts == (Conflict("deux", "", "deux bis"),)


def test_what_both_add_in_one_place_is_a_conflict_and_shows_both() -> None:
    merged = three_way("un", "un\n\nmoi", "un\n\ntoi")
    assert merged.conflicts == (Conflict("", "moi", "toi"),)
    assert merged.text == "un\n\nmoi\n\ntoi"


def test_a_value_is_taken_from_the_side_that_changed_it() -> None:
    assert whole("a", "b", "a").text == "b" == whole("a", "a", "b").text == whole("a", "b", "b").text
    assert whole("a", "b", "c").conflicts == (Conflict("a", "b", "c"),)


def test_words_are_merged_where_they_are_far_enough_apart() -> None:
    base = "Chaque lieu ouvre un samedi par mois, le matin."
    assert words(base, base.replace("Chaque", "Tout"), base.replace("matin", "soir")) == (
        "Tout lieu ouvre un samedi par mois, le soir."
    )
    assert words(base, base.replace("un samedi", "deux samedis"), base.replace("samedi", "lundi")) is None
    assert words("un mot", "un beau mot", "un mot juste") is None
