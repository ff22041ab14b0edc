"""The texts, ids and choices of a social code, read one by one; what is wrong is noted beside each."""

import re

from governance.errors import N_
from voting.fields import Fields

_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
LONGEST_LIST = 50


def text(fields: Fields, key: str, longest: int = 200, default: str | None = None) -> str:
    """A text, asked for unless it has a default."""
    if default is None:
        fields.required(key)
    value = fields.text(key, default or "")
    _check(fields, key, value, longest)
    return value


def texts(fields: Fields, key: str, longest: int = 500) -> tuple[str, ...]:
    """A list of texts, empty when absent."""
    value = fields.raw.get(key, [])
    if not (isinstance(value, list) and all(isinstance(item, str) and item for item in value)):
        fields.wrong(key, N_('must be a list of texts, such as ["Convene the meetings"]'))
        return ()
    if len(value) > LONGEST_LIST:
        fields.wrong(key, N_("must be at most %(most)s"), most=str(LONGEST_LIST))
    for position, item in enumerate(value):
        _check(fields, f"{key}[{position}]", item, longest)
    return tuple(value)


def _check(fields: Fields, key: str, value: str, longest: int) -> None:
    if len(value) > longest:
        fields.wrong(key, N_("must be at most %(most)s characters long"), most=str(longest))
    elif _CONTROL.search(value):
        fields.wrong(key, N_("holds a control character"))
    elif value.isspace():
        fields.wrong(key, N_("must be a text that is not empty"))


def identifier(fields: Fields) -> str:
    """The ``id`` of a table."""
    value = text(fields, "id", longest=64)
    if value and not _ID.fullmatch(value):
        fields.wrong("id", N_("an id is made of small letters without accents, digits and hyphens"))
    return value


def ids(fields: Fields, key: str, everything: tuple[str, ...]) -> tuple[str, ...]:
    """A list of ids that is not empty; ``everything`` when absent."""
    if key not in fields:
        return everything
    value = fields.raw[key]
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return tuple(value)
    fields.wrong(key, N_('must be a list of ids, such as ["ordinary"]'))
    return ()


def required_choice(fields: Fields, key: str, allowed: tuple[str, ...]) -> str:
    """One of these words; the first one when it is wrong."""
    fields.required(key)
    return fields.choice(key, allowed, allowed[0])
