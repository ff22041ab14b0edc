"""From an empty folder to a steward's link, once."""

import re
import stat
from pathlib import Path

import pytest
from sqlalchemy import select

from governance import founding
from governance.app import create_app
from governance.config import Settings, load
from governance.db import Database
from governance.members.models import Mandate, Person
from governance.register.models import LogEntry
from governance.rules import queries as rules
from governance.web.models import Network
from tests import cast
from tests.cli.conftest import STEWARD, Run


def test_everything_is_made_and_closed_to_others(network: Path) -> None:
    assert stat.S_IMODE(network.stat().st_mode) == 0o700
    assert stat.S_IMODE((network / "signing.key").stat().st_mode) == 0o600
    database = Database(load({}, data_dir=network).url)
    with database.reading() as session:
        assert session.scalars(select(Network.name)).one() == "Réseau d’essai"
        assert session.scalars(select(Network.slug)).one() == "reseau-d-essai"
        assert rules.in_force(session).number == 1
        assert session.scalars(select(Person.email)).all() == ["alice@example.org"]
        assert set(session.scalars(select(Mandate.office))) == {"steward", "facilitator"}
        first = session.scalars(select(LogEntry.type).order_by(LogEntry.seq)).all()
        assert first[:2] == ["genesis", "code-adopted"]
    database.dispose()


def test_the_link_lets_the_steward_join(run: Run, code_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "network"
    said = run(
        "init",
        "--rules",
        code_file,
        "--steward",
        STEWARD,
        "--data-dir",
        folder,
        "--address",
        "http://localhost",
    )
    path = re.search(r"http://localhost(/join/\S+)", said.out)
    assert path, said.out
    database = Database(load({}, data_dir=folder).url)
    app = create_app(Settings(data_dir=folder, address="http://localhost"), database)
    answer = app.test_client().get(path[1], headers={"Accept-Language": "fr"})
    assert answer.status_code == 200
    assert "Alice Martin" in answer.get_data(as_text=True)
    database.dispose()


def test_the_address_is_kept(run: Run, code_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "network"
    run(
        "init",
        "--rules",
        code_file,
        "--steward",
        STEWARD,
        "--data-dir",
        folder,
        "--address",
        "https://ici.example",
    )
    assert load({}, data_dir=folder).address == "https://ici.example"


def test_the_network_may_bear_another_name_than_its_code(run: Run, code_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "network"
    name = 'Réseau « du "Marais" »'
    assert (
        run("init", "--rules", code_file, "--steward", STEWARD, "--data-dir", folder, "--name", name).status
        == 0
    )
    database = Database(load({}, data_dir=folder).url)
    with database.reading() as session:
        assert session.scalars(select(Network.name)).one() == name
        assert rules.in_force(session).code.name == name
    database.dispose()


def test_a_network_is_never_made_over_another(run: Run, network: Path, code_file: Path) -> None:
    before = {path.name: path.read_bytes() for path in network.iterdir() if path.suffix in {".db", ".key"}}
    said = run("init", "--rules", code_file, "--steward", "Eve <eve@example.org>", "--data-dir", network)
    assert (said.status, said.out) == (1, "")
    assert "already a network" in said.err
    after = {path.name: path.read_bytes() for path in network.iterdir() if path.suffix in {".db", ".key"}}
    assert after == before


def test_a_wrong_code_makes_nothing(run: Run, code_file: Path, tmp_path: Path) -> None:
    code_file.write_text(cast.CODE.replace('"1/2"', "0.5"), encoding="utf-8")
    said = run("init", "--rules", code_file, "--steward", STEWARD, "--data-dir", tmp_path / "network")
    assert (said.status, said.out) == (2, "")
    assert re.search(r"code-social.toml:\d+: ", said.err)
    assert not (tmp_path / "network").exists()


@pytest.mark.parametrize("content", [None, "é".encode("latin-1")])
def test_a_code_that_cannot_be_read(run: Run, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "code.toml"
    if content is not None:
        path.write_bytes(content)
    said = run("init", "--rules", path, "--steward", STEWARD, "--data-dir", tmp_path / "network")
    assert (said.status, said.out) == (2, "")
    assert not (tmp_path / "network").exists()


@pytest.mark.parametrize("who", ["Alice", "alice@example.org", "Alice <alice>", "Alice <a@b@c.org>", ""])
def test_a_steward_has_a_name_and_an_address(run: Run, code_file: Path, tmp_path: Path, who: str) -> None:
    said = run("init", "--rules", code_file, "--steward", who, "--data-dir", tmp_path / "network")
    assert (said.status, said.out) == (2, "")
    assert not (tmp_path / "network").exists()


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Réseau des tiers-lieux", "reseau-des-tiers-lieux"), ("  « L’Œuf » 2 ", "l-oeuf-2"), ("網", "network")],
)
def test_the_name_in_the_log_is_plain(name: str, slug: str) -> None:
    assert founding.slug(name) == slug
