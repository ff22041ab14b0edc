"""The wheel, installed elsewhere, has all it needs: templates, catalogue, migrations, the demonstration."""

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    words = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    if importlib.util.find_spec("hatchling"):
        words.insert(4, "--no-build-isolation")
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("tiersvoix-*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("elsewhere")
    words = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        str(folder),
        str(wheel),
    ]
    subprocess.run(words, check=True, capture_output=True)
    return folder


def tiersvoix(elsewhere: Path, cwd: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    environ = {**os.environ, "PYTHONPATH": str(elsewhere), "LANGUAGE": "fr"}
    command = [sys.executable, "-m", "governance.cli", *words]
    return subprocess.run(command, cwd=cwd, env=environ, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_it_holds_what_is_not_python(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "governance/templates/base.html",
        "governance/templates/demo/bar.html",
        "governance/static/style.css",
        "governance/translations/fr/LC_MESSAGES/messages.mo",
        "governance/migrations/env.py",
        "governance/demo/content/network.toml",
    ):
        assert wanted in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "bench/", "templates/")) for name in names)


@pytest.mark.slow
def test_the_command_speaks_french_from_there(elsewhere: Path, tmp_path: Path) -> None:
    said = tiersvoix(elsewhere, tmp_path, "--help")
    assert said.returncode == 0
    assert "Là où un réseau de tiers-lieux décide." in said.stdout


@pytest.mark.slow
def test_the_demonstration_is_made_from_there(elsewhere: Path, tmp_path: Path) -> None:
    said = tiersvoix(elsewhere, tmp_path, "demo", "--no-serve")
    assert said.returncode == 0, said.stderr
    assert (tmp_path / "demo-data" / "tiersvoix.db").exists()
    page = (
        "from governance import app; from governance.config import load; "
        "client = app.create_app(load(data_dir='demo-data', demo=True)).test_client(); "
        "print(app.__file__); print(client.get('/register/', headers={'Accept-Language': 'fr'}).text)"
    )
    environ = {**os.environ, "PYTHONPATH": str(elsewhere)}
    shown = subprocess.run(
        [sys.executable, "-c", page], cwd=tmp_path, env=environ, capture_output=True, text=True, check=True
    )
    assert shown.stdout.startswith(str(elsewhere))
    assert "Registre" in shown.stdout
