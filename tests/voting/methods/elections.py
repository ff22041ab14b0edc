"""Small count files for the tests of methods, and the published elections where they are at hand."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from voting.tally import tally

ELECTIONS = Path(__file__).resolve().parents[4] / "shared" / "data" / "elections"


def published(name: str) -> Any:
    """A published election; the test is skipped where the data is not at hand."""
    path = ELECTIONS / name
    if not path.exists():
        pytest.skip(f"published elections are not at hand: {name}")
    return json.loads(path.read_text(encoding="utf-8"))


def names(folder: str, pattern: str) -> list[str]:
    """The published files of a folder, or one name that will be skipped."""
    return sorted(f"{folder}/{path.name}" for path in (ELECTIONS / folder).glob(pattern)) or [
        f"{folder}/{pattern}"
    ]


def document(
    method: str, options: Iterable[Any], ballots: list[dict[str, Any]], **rule: Any
) -> dict[str, Any]:
    """A count file without colleges. Settings are the rule's; ``file={...}`` adds to the file itself."""
    file = rule.pop("file", {})
    rule = {"method": method} | {
        ("raise" if name == "raise_" else name): value for name, value in rule.items()
    }
    return {"format": "count/1", "rule": rule, "options": list(options), "ballots": ballots, **file}


def elect(method: str, options: Iterable[Any], ballots: list[dict[str, Any]], **rule: Any) -> dict[str, Any]:
    """The result of such a file."""
    return tally(document(method, options, ballots, **rule))


def rankings(pairs: Iterable[tuple[Any, int]]) -> list[dict[str, Any]]:
    """Ballots from (ranking, count). A ranking may be a string of one-letter options, "abc"."""
    return [{"ranking": list(ranking), "count": count} for ranking, count in pairs]
