"""Circles and roles written into a social code: read again as they are, and all the rest left as it was."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules import writing
from governance.rules.lines import spans
from governance.rules.writing import WrittenOtherwise
from tests import cast

BY_HAND = """\
name = "Réseau" # le nôtre

[[roles]]
id = "a" # ne change jamais
name = 'Tenir les comptes'
skills = [
  "lire", # et écrire
  "compter",
]

# le second
[[roles]]
id = "b"
"""
words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
names = st.from_regex(r"[a-z][a-z0-9_-]{0,9}", fullmatch=True)
circles = st.fixed_dictionaries(
    {"id": names, "name": words},
    optional={
        "purpose": words,
        "links": st.booleans(),
        "colleges": st.lists(names, max_size=40),
        "members": st.lists(st.fixed_dictionaries({"seats": st.dictionaries(names, st.integers(1, 9))})),
    },
)
roles = st.fixed_dictionaries(
    {"id": names, "name": words, "term_months": st.integers(1, 99)},
    optional={"skills": st.lists(words), "deputy": st.booleans()},
)


@given(st.lists(circles, min_size=1, max_size=4), st.lists(roles, min_size=1, max_size=4))
def test_what_is_added_is_read_again(some: list[dict[str, Any]], others: list[dict[str, Any]]) -> None:
    text = writing.added(writing.added(cast.CODE, "circles", some), "roles", others)
    assert text.startswith(cast.CODE)
    before, after = tomllib.loads(cast.CODE), tomllib.loads(text)
    assert after["circles"] == some
    assert after["roles"] == before["roles"] + others
    assert after["decisions"] == before["decisions"]


@given(roles, roles)
def test_what_is_changed_is_read_again_and_the_rest_stays(one: dict[str, Any], other: dict[str, Any]) -> None:
    text = writing.changed(BY_HAND, {"roles[0]": one, "roles[1]": other})
    before, after = tomllib.loads(BY_HAND)["roles"], tomllib.loads(text)["roles"]
    assert after == [before[0] | one, before[1] | other]
    assert "# le nôtre" in text
    assert "# le second" in text


def test_a_value_is_replaced_where_it_stands() -> None:
    text = writing.changed(BY_HAND, {"roles[0]": {"name": "Trésorerie", "seats": 2}})
    assert text == BY_HAND.replace("'Tenir les comptes'", '"Trésorerie"').replace(
        'id = "a" # ne change jamais\n', 'id = "a" # ne change jamais\nseats = 2\n'
    )


def test_a_table_at_the_very_end_without_a_last_line_end() -> None:
    text = writing.changed('[[roles]]\nid = "b"', {"roles[0]": {"seats": 2}})
    assert tomllib.loads(text) == {"roles": [{"id": "b", "seats": 2}]}


def test_a_long_list_takes_a_line_for_each_item() -> None:
    text = writing.added("x = 1\n", "roles", [{"id": "a", "skills": ["mot " * 20, "autre " * 20]}])
    assert [line[:9] for line in text.splitlines()] == [
        "x = 1", "", "[[roles]]", 'id = "a"', "skills = ", '  "mot mo', '  "autre ', "]",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('roles = [{ id = "a" }]\n', "name"),
        ('[[roles]]\nid = "a"\nseats.x = 1\n', "seats"),
        ('[[roles]]\nid = "a"\n[roles.seats]\nx = 1\n', "seats"),
    ],
)
def test_what_stands_in_no_place_of_its_own_is_refused(text: str, key: str) -> None:
    with pytest.raises(WrittenOtherwise, match=rf"roles\[0\]\.{key}"):
        writing.changed(text, {"roles[0]": {key: "B"}})


def test_spans_are_those_of_keys_with_their_values() -> None:
    found = spans(BY_HAND)
    shown = {path: BY_HAND[start:end] for path, (start, end) in found.items()}
    assert shown["name"] == 'name = "Réseau"'
    assert shown["roles[0]"] == "[[roles]]"
    assert shown["roles[0].id"] == 'id = "a"'
    assert shown["roles[0].skills"].endswith('"compter",\n]')
    assert shown["roles[1].id"] == 'id = "b"'
