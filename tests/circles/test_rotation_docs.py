"""The examples of docs/rotation.md, worked by hand there, come out so."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.circles.rotations import calendar

DOCS = (Path(__file__).parents[2] / "docs" / "rotation.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"\*\*(.+?)\*\*[^`]*?```json\n(.*?)```\n\n```text\n(.*?)```", DOCS, re.DOTALL)


def line(turn: dict[str, Any]) -> str:
    who = f"({turn['who']})" if turn["status"] == "missed" else turn["who"] or "vacant"
    instead = f" instead of {turn['called']}" if "departs" in turn else ""
    return f"{turn['from']} {who}{instead}: {', '.join(turn['because'])}"


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == DOCS.count("```json") == 5


@pytest.mark.parametrize(
    ("document", "expected"), [each[1:] for each in EXAMPLES], ids=[e[0] for e in EXAMPLES]
)
def test_the_example_comes_out_as_worked_by_hand(document: str, expected: str) -> None:
    assert "\n".join(map(line, calendar(json.loads(document))["turns"])) == expected.rstrip("\n")
