"""A network that arrives: founded, its members brought in, then its circles, its roles and who holds them."""

from pathlib import Path

import pytest

from governance.circles.importing.template import template
from governance.config import load
from governance.db import Database
from governance.rules import queries as rules
from tests.cli.conftest import Run

MEMBERS = "Nom;Collège;Représentant;Courriel\nLa Filature;Lieux;Zoé Martin;zoe@example.org\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    members, organisation = tmp_path / "adherents.csv", tmp_path / "organisation.csv"
    members.write_text(MEMBERS, encoding="cp1252")
    organisation.write_text(template("fr"), encoding="utf-8")
    return members, organisation


def test_a_network_arrives_in_two_files(run: Run, network: Path, files: tuple[Path, Path]) -> None:
    members, organisation = files
    here = ("--data-dir", network)
    first = run("organisation", "import", organisation, *here)
    assert first.status == 2
    assert "People come with the list of members (tiersvoix members import)" in first.out
    assert run("members", "import", members, "--apply", *here).status == 0
    shown = run("organisation", "import", organisation, *here)
    assert (shown.status, shown.err) == (0, "")
    assert "as part of the founding" in shown.out
    done = run("organisation", "import", organisation, "--apply", *here)
    assert (done.status, done.out.splitlines()[-1]) == (0, "Done.")
    database = Database(load({}, data_dir=network).url)
    with database.reading() as session:
        version = rules.in_force(session)
        assert (version.number, version.decision) == (2, None)
        assert version.code.role("entretien-des-machines").circle == "atelier-partage"
    database.dispose()
    again = run("organisation", "import", organisation, "--apply", *here)
    assert "left alone: 3" in again.out


def test_it_speaks_french(
    run: Run, network: Path, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    said = run("organisation", "import", files[1], "--data-dir", network)
    assert said.status == 2
    assert "Le cercle est nouveau." in said.out
    assert "Il est confié par élection sans candidat." in said.out
    assert "Rien n’a été appliqué" in said.err


def test_a_decision_that_is_not_there_is_wrong_use(run: Run, network: Path, files: tuple[Path, Path]) -> None:
    choices = ("--apply", "--skip-refused", "--decision", "2026-009", "--data-dir", network)
    said = run("organisation", "import", files[1], *choices)
    assert said.status == 2
    assert "“2026-009” is not an adopted decision of the register." in said.err
