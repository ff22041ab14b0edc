"""The examples of the documentation are social codes, can be adopted, and read well in both languages."""

from pathlib import Path

import pytest

from governance.rules.check import check
from governance.rules.code import read
from governance.rules.plain import both
from voting.settings import CONDUCT_SETTINGS, COUNT_SETTINGS

DOCS = Path(__file__).parent.parent.parent / "docs"
EXAMPLES = sorted((DOCS / "examples").glob("*.toml"))
REFERENCE = (DOCS / "social-code.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_has_no_error(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [problem.said() for problem in check(text) if problem.severity == "error"] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_says_what_is_invented(path: Path) -> None:
    assert "INVENTÉ" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_reads_in_both_languages(path: Path) -> None:
    code = read(path.read_text(encoding="utf-8"))
    for decision in code.decisions:
        words = both(decision, code)
        assert len(words["fr"]) == len(words["en"]) > 3


def test_the_codes_of_the_scic_are_within_the_law() -> None:
    for name in ("scic", "pain-sur-la-table"):
        text = (DOCS / "examples" / f"{name}.toml").read_text(encoding="utf-8")
        assert check(text) == []


def test_the_example_of_the_reference_is_a_social_code() -> None:
    example = REFERENCE.split("```toml\n")[1].split("```")[0]
    assert [problem.said() for problem in check(example) if problem.severity == "error"] == []


OWN = {
    "format",
    "licence",
    "legal_form",
    "time_zone",
    "letter",
    "weight",
    "public",
    "seats",
    "decisions",
    "colleges",
}
ROLES = {"purpose", "term_months", "max_consecutive", "selection"}
RULES = (COUNT_SETTINGS | CONDUCT_SETTINGS) - {"circles", "subjects", "who", "code", "seed"}


@pytest.mark.parametrize("key", sorted(OWN | ROLES | RULES))
def test_the_reference_speaks_of_every_setting(key: str) -> None:
    assert f"`{key}`" in REFERENCE
