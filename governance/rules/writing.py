"""Writing circles and roles into the text of a social code, so that it stays readable. Pure.

What was written by hand stays as it is, comments included: tables are added at the end, and one key is
replaced where it stands, or put under the id of its table. Source: TOML 1.0, https://toml.io/en/v1.0.0.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from governance.rules.lines import spans
from governance.rules.reading_bodies import CIRCLE_KEYS, ROLE_KEYS

KEYS = {"circles": CIRCLE_KEYS, "roles": ROLE_KEYS}
WIDE = 110  # characters of a line; a longer list takes a line for each of its items
_BARE = re.compile(r"[A-Za-z0-9_-]+")


class WrittenOtherwise(ValueError):
    """A table or a value that stands in no place of its own, such as one written with dots; ``path``."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def added(text: str, key: str, tables: Sequence[Mapping[str, Any]]) -> str:
    """The text with these tables at its end; ``key``: "circles" or "roles"."""
    written = [f"[[{key}]]\n" + "".join(_pairs(table, KEYS[key])) for table in tables]
    return "\n".join([text.rstrip("\n") + "\n", *written])


def changed(text: str, changes: Mapping[str, Mapping[str, Any]]) -> str:
    """The text where each table, by its path (``roles[3]``), has these values. Raises WrittenOtherwise."""
    places = spans(text)
    edits = [
        _edit(text, places, path, key, value)
        for path, values in changes.items()
        for key, value in values.items()
    ]
    for start, end, written in sorted(edits, reverse=True):
        text = text[:start] + written + text[end:]
    return text


def _edit(
    text: str, places: Mapping[str, tuple[int, int]], path: str, key: str, value: object
) -> tuple[int, int, str]:
    place = f"{path}.{key}"
    start, end = places.get(place, (0, 0))
    if end and not text.startswith("[", start):
        return start, end, _pair(key, value)
    if end or path not in places or any(other.startswith((f"{place}.", f"{place}[")) for other in places):
        raise WrittenOtherwise(place)
    after = places.get(f"{path}.id", places[path])[1]
    end = text.find("\n", after) % (len(text) + 1)
    return end, end, "\n" + _pair(key, value)


def _pairs(table: Mapping[str, Any], order: Sequence[str]) -> list[str]:
    return [_pair(key, table[key]) + "\n" for key in order if key in table]


def _pair(key: str, value: object) -> str:
    line = f"{key} = {_value(value)}"
    if isinstance(value, list) and len(line) > WIDE:
        return f"{key} = [\n" + "".join(f"  {_value(item)},\n" for item in value) + "]"
    return line


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(str(key))} = {_value(item)}" for key, item in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)
