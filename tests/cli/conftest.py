"""The command as a volunteer types it, in English unless a test says otherwise."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from governance import cli
from tests import cast

STEWARD = "Alice Martin <alice@example.org>"


@dataclass(frozen=True)
class Said:
    """Exit status, standard output, standard error."""

    status: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "TIERSVOIX_CONFIG", "TIERSVOIX_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def tiersvoix(*words: object) -> Said:
        capsys.readouterr()
        status = cli.main([str(word) for word in words])
        captured = capsys.readouterr()
        return Said(status, captured.out, captured.err)

    return tiersvoix


@pytest.fixture
def code_file(tmp_path: Path) -> Path:
    path = tmp_path / "code-social.toml"
    path.write_text(cast.CODE, encoding="utf-8")
    return path


@pytest.fixture
def network(run: Run, code_file: Path, tmp_path: Path) -> Path:
    """The folder of a network just made."""
    folder = tmp_path / "network"
    made = run("init", "--rules", code_file, "--steward", STEWARD, "--data-dir", folder)
    assert made.status == 0, made.err
    return folder
