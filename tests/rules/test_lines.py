"""Every value of a file is found on its line, however TOML allows it to be written."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.lines import line_of, places

TRICKY = '''\
# a comment with [[brackets]] and "quotes"
title = "one # not a comment"

[owner]
"quoted.key" = 1
'literal key' = 2
a.b.c = 3

[[things]]
id = "first"
text = """
[[things]]
id = "not a key"
"""

[[things]] # a comment
id = 'second'
list = [
  { of = "all", # comment ]
    },
  "]", [1, 2,
  3],
]
[[things.parts]]
n = 1
[[things.parts]]
n = 2
[things.parts.inner]
deep = true
[empty]
'''.replace(
    """{ of = "all", # comment ]
    },""",
    """{ of = "all" }, # comment ]""",
)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("title", 2),
        ("owner", 4),
        ("owner.literal key", 6),
        ("owner.a.b.c", 7),
        ("things", 9),
        ("things[0]", 9),
        ("things[0].text", 11),
        ("things[1]", 16),
        ("things[1].id", 17),
        ("things[1].list[0].of", 19),
        ("things[1].list[1]", 20),
        ("things[1].list[2][2]", 21),
        ("things[1].parts[0].n", 24),
        ("things[1].parts[1]", 25),
        ("things[1].parts[1].inner.deep", 28),
        ("empty", 29),
    ],
)
def test_a_value_is_found_on_its_line(path: str, line: int) -> None:
    tomllib.loads(TRICKY)
    assert places(TRICKY)[path] == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("things[1].missing", 16),
        ("things[1].parts[1].missing.more", 25),
        ("things[7].id", 9),
        ("nothing", 1),
        ("", 1),
    ],
)
def test_what_is_missing_is_placed_where_it_should_have_been(path: str, line: int) -> None:
    assert line_of(places(TRICKY), path) == line


def test_lines_end_as_windows_ends_them() -> None:
    assert places(TRICKY.replace("\n", "\r\n")) == places(TRICKY)


@pytest.mark.parametrize(
    "text",
    [
        'a = ""',
        "a = ''",
        'a = """"""',
        "a = ''''''",
        'a = """"quoted""""',
        'a = "\\""',
        "a = 'c:\\'",
        "a = []",
        "a = {}",
    ],
)
def test_strings_and_empty_values_end_where_they_end(text: str) -> None:
    tomllib.loads(text)
    assert places(f"{text}\nb = 1") == {"a": 1, "b": 2}


KEYS = st.text("abé.\" '#[]=\\", min_size=1, max_size=6)
VALUES = st.recursive(
    st.integers() | st.booleans() | st.text("ab\"'#]}\n\\", max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    if isinstance(value, list):
        return "[\n" + "".join(f"  {written(item)}, # item\n" for item in value) + "]"
    return "{ " + ", ".join(f"{written(key)} = {written(item)}" for key, item in value.items()) + " }"


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_the_keys_of_any_file_are_found_in_order(content: dict[str, Any]) -> None:
    text, expected = "", {}
    for key, value in content.items():
        expected[key] = text.count("\n") + 1
        text += f"{written(key)} = {written(value)}\n"
    assert tomllib.loads(text) == content
    found = places(text)
    assert {key: found[key] for key in content} == expected
