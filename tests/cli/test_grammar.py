"""What is common to every command: help, language, wrong use."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

COMMANDS = (
    "demo", "init", "serve", "worker", "doctor",
    "members import", "organisation import", "rules check", "tally", "rotation", "lot verify", "backup",
    "restore",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself_with_examples(run: Run, command: str) -> None:
    said = run(*command.split(), "--help")
    assert said.status == 0
    assert f"tiersvoix {command}" in said.out.split("Examples:")[1]


def test_help_is_in_the_language_of_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LANGUAGE")
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    said = run("backup", "--help")
    assert "usage\N{NO-BREAK SPACE}: tiersvoix backup" in said.out
    assert "Exemples" in said.out
    assert "afficher cette aide" in said.out


def test_language_wins_over_lang(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert "Examples:" in run("tally", "--help").out


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("vote",),
        ("members",),
        ("organisation",),
        ("organisation", "import"),
        ("init",),
        ("backup",),
        ("restore", "a", "b"),
        ("serve", "--port", "eighty"),
        ("tally", "--strict", "x"),
        ("lot",),
        ("rotation",),
    ],
)
def test_wrong_use_is_status_2_and_says_nothing_on_standard_output(run: Run, words: tuple[str, ...]) -> None:
    said = run(*words)
    assert said.status == 2
    assert said.out == ""
    assert said.err.startswith("usage:")


def test_version(run: Run) -> None:
    said = run("--version")
    assert (said.status, said.out.split()[0]) == (0, "tiersvoix")


@pytest.mark.parametrize("words", [("doctor", "--settings"), ("serve",), ("backup", "x.tar.gz")])
def test_a_setting_that_cannot_be_read_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("TIERSVOIX_PORT", "http")
    said = run(*words)
    assert said.status == 2
    assert "port" in said.err


@pytest.mark.parametrize(
    "words",
    [
        ("serve",),
        ("worker", "--once"),
        ("members", "import", "x.csv"),
        ("organisation", "import", "x.csv"),
        ("worker",),
    ],
)
def test_without_a_network_a_command_says_how_to_make_one(
    run: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    said = run(*words, "--data-dir", tmp_path / "nothing")
    assert said.status == 1
    assert "tiersvoix init" in said.err
    assert not (tmp_path / "nothing").exists()


def test_tally_prints_the_result_alone(run: Run, tmp_path: Path) -> None:
    count = {
        "format": "count/1",
        "rule": {"method": "majority"},
        "registered": 3,
        "ballots": [{"choice": "for", "count": 2}, {"choice": "against", "count": 1}],
    }
    path = tmp_path / "count.json"
    path.write_text(json.dumps(count), encoding="utf-8")
    said = run("tally", path)
    assert said.status == 0, said.err
    assert json.loads(said.out)["outcome"] == "adopted"


def test_tally_refuses_in_one_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "count.json"
    path.write_text('{"format": "count/2"}', encoding="utf-8")
    said = run("tally", path)
    assert (said.status, said.out, len(said.err.splitlines())) == (2, "", 1)


def test_rules_check_says_what_a_file_is(run: Run, code_file: Path) -> None:
    said = run("rules", "check", code_file)
    assert said.status == 0
    assert "3 colleges" in said.out


def test_rules_check_names_the_line(run: Run, code_file: Path) -> None:
    text = code_file.read_text(encoding="utf-8")
    line = text[: text.index('weight = "40"')].count("\n") + 1
    code_file.write_text(text.replace('weight = "40"', 'weight = "much"', 1), encoding="utf-8")
    said = run("rules", "check", code_file)
    assert (said.status, said.out) == (2, "")
    assert f"{code_file}:{line}: error" in said.err
