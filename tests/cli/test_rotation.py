"""``tiersvoix rotation`` and ``tiersvoix lot verify`` as a volunteer types them."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.circles.rotations import file
from tests.cli.conftest import Run
from tests.voting.test_lot_file import lot, vote


def written(folder: Path, document: dict[str, Any]) -> Path:
    path = folder / "file.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_rotation_prints_the_calendar_alone(run: Run, tmp_path: Path) -> None:
    said = run("rotation", written(tmp_path, file("AB")))
    assert (said.status, said.err) == (0, "")
    assert [turn["who"] for turn in json.loads(said.out)["turns"]] == list("ABABAB")


def test_rotation_reads_standard_input(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, file("AB"))
    monkeypatch.setattr("sys.stdin", io.StringIO(path.read_text(encoding="utf-8")))
    assert run("rotation", "-").out == run("rotation", path).out


@pytest.mark.parametrize(
    ("language", "words"), [("en", "First: A, because"), ("fr", "Premier : A, parce que")]
)
def test_rotation_in_words_is_in_the_language_of_the_person(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    said = run("rotation", "--text", written(tmp_path, file("AB")))
    assert said.status == 0
    assert words in said.out.replace("\N{NO-BREAK SPACE}", " ")


def test_rotation_refuses_in_one_line_with_the_path(run: Run, tmp_path: Path) -> None:
    said = run("rotation", written(tmp_path, file("AB", tie="chance")))
    assert (said.status, said.out) == (2, "")
    assert said.err == "tie: must be one of: seniority\n"


@pytest.mark.parametrize("document", [lot(), vote()], ids=["lot", "vote"])
def test_a_lot_that_holds_is_told_with_its_order(run: Run, tmp_path: Path, document: dict[str, Any]) -> None:
    said = run("lot", "verify", written(tmp_path, document))
    assert (said.status, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == "Yes: the order is that of the draw."
    assert [line for line in lines if line.endswith(", drawn")] == [
        f"{place}. {label}, drawn" for place, label in enumerate(lot()["order"][:2], start=1)
    ]


def test_a_lot_that_does_not_hold_is_status_1_and_names_what_fails(run: Run, tmp_path: Path) -> None:
    said = run("lot", "verify", written(tmp_path, lot(seed="another")))
    assert (said.status, said.out) == (1, "")
    assert said.err.startswith("order[0]: the draw gives ")


def test_what_fails_is_said_in_french_too(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    wrong = lot(list=lot()["list"] | {"sha256": "0" * 64})
    said = run("lot", "verify", written(tmp_path, wrong))
    assert said.err == "list.sha256: la liste n’est pas celle dont l’empreinte a été publiée\n"


@pytest.mark.parametrize("text", ["", "[]", '{"format": "lot/2"}', '{"format": "count/1"}'])
def test_what_is_no_lot_is_wrong_use(run: Run, tmp_path: Path, text: str) -> None:
    path = tmp_path / "file.json"
    path.write_text(text, encoding="utf-8")
    said = run("lot", "verify", path)
    assert (said.status, said.out, len(said.err.splitlines())) == (2, "", 1)


def test_a_label_gives_the_terminal_nothing_to_obey(run: Run, tmp_path: Path) -> None:
    options = [{"id": "\x1b[2J"}, {"id": "m-02"}]
    said = run("lot", "verify", written(tmp_path, vote(options=options)))
    assert said.status == 0
    assert "\\u001b[2J" in said.out
    assert "\x1b" not in said.out
