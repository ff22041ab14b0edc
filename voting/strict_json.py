"""JSON as a file that decides must be written: nothing said twice, nothing inexact, text that is Unicode."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from voting.fields import Problem, ReadingError


@dataclass(frozen=True)
class _Wrong:
    """Stands in the parsed document for what must be refused, until its path is known."""

    why: str


def text_at(path: str, stdin: IO[str]) -> str:
    """The text of a file, or of standard input for `-`. Raises `ReadingError`."""
    try:
        return stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise _refused("$", "this file is not UTF-8 text") from None
    except OSError as error:
        raise _refused(path, error.strerror or str(error)) from None


def refuse(error: ReadingError, stderr: IO[str]) -> int:
    """Exit status 2 and one line, whatever the file contains."""
    stderr.write(f"{printable(str(error))}\n")
    return 2


def printable(text: str) -> str:
    """A text on one line, with nothing in it that a terminal would obey."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def load(text: str, otherwise: str) -> dict[str, Any]:
    """Parse a JSON object. Repeated keys, decimals, NaN: `ReadingError` with the JSON path.

    ``otherwise`` is what to say of a document that is not an object.
    """
    wrong: list[_Wrong] = []

    def note(why: str) -> _Wrong:
        wrong.append(_Wrong(why))
        return wrong[-1]

    def pairs(items: list[tuple[str, Any]]) -> Any:
        made = dict(items)
        if len(made) == len(items):
            return made
        names = [name for name, _ in items]
        return note(f"the key {next(n for n in names if names.count(n) > 1)!r} is there twice")

    message = "a number with a decimal point must be quoted, to be read exactly"
    try:
        document = json.loads(
            text, object_pairs_hook=pairs, parse_float=lambda _: note(message), parse_constant=note
        )
    except json.JSONDecodeError as error:
        raise _refused(f"line {error.lineno}, column {error.colno}", f"not JSON: {error.msg}") from None
    except RecursionError:
        raise _refused("$", "nested too deeply") from None
    except ValueError:
        raise _refused("$", "a number is far too long") from None
    if wrong or "\\ud" in text.lower():
        _find_wrong(document)
    if not isinstance(document, dict):
        raise _refused("$", otherwise)
    return document


def _find_wrong(document: object) -> None:
    """Raise for what `load` put aside, or for a text that cannot be written, with its path."""
    pending: list[tuple[str, object]] = [("$", document)]
    while pending:
        path, value = pending.pop()
        if isinstance(value, _Wrong):
            raise _refused(path, value.why)
        if isinstance(value, str) and not _writable(value):
            raise _refused(path, "this text is not Unicode")
        if isinstance(value, dict):
            if not all(map(_writable, value)):
                raise _refused(path, "a key is not Unicode")
            pending += [(name if path == "$" else f"{path}.{name}", inner) for name, inner in value.items()]
        elif isinstance(value, list):
            pending += [(f"{path}[{position}]", inner) for position, inner in enumerate(value)]


def _writable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _refused(path: str, why: str) -> ReadingError:
    return ReadingError(Problem(path, why))
