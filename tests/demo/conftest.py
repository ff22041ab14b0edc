"""The demonstration network, built once; each test gets a copy."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from governance import clock
from governance.app import create_app
from governance.config import Settings
from governance.db import Database
from governance.demo.build import build

NOW = datetime(2026, 5, 19, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    build(Settings(data_dir=folder, demo=True), now=NOW, progress=lambda _done: None)
    return folder


@pytest.fixture
def demo_settings(demo_folder: Path, tmp_path: Path) -> Settings:
    shutil.copytree(demo_folder, tmp_path / "demo")
    return Settings(data_dir=tmp_path / "demo", address="http://localhost", demo=True)


@pytest.fixture
def demo_database(demo_settings: Settings) -> Iterator[Database]:
    database = Database(demo_settings.url)
    yield database
    database.dispose()


@pytest.fixture
def demo_app(demo_settings: Settings, demo_database: Database, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(clock, "now", lambda shift=None: NOW + shift if shift else NOW)
    app = create_app(demo_settings, demo_database)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    return app
