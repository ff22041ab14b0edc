"""An existing organisation comes in from a list: what is shown is what is done, all of it or nothing."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from governance.circles import import_, importing, mandate_sheet
from governance.db import Database
from governance.members.models import Mandate, Person
from governance.members.spreadsheet import NotASheet
from tests.circles import network

Clients = Callable[[str], FlaskClient]
GOOD = (
    "Rôle;Titulaire;Courriel;Membre;Du;Au\n"
    "Présidence;Bob Lefèvre;;La Filature;02/03/2026;\n"
    "treasurer;Zoé Neuve;zoe@example.org;;2026-03-02;2026-12-01\n"
)
BAD = GOOD + "Présidence;Chloé Garnier;;Coop Semailles;2026-06-01;\n" + "Rien;Bob Lefèvre;;;hier;\n"


def mandates(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(Mandate.role_id.is_not(None))) or 0


def plan(database: Database, text: str) -> importing.Plan:
    rows = mandate_sheet.read(text.encode())
    with pytest.raises(importing.Given) as given:
        database.transact(lambda session: importing.prepare(session, rows, by=None, now=network.NOW))
    return given.value.plan


def test_a_plan_says_what_each_line_would_do_and_keeps_nothing(founded: Database) -> None:
    found = plan(founded, BAD)
    assert [step.what for step in found.steps] == ["created", "created", "refused", "refused"]
    assert found.steps[2].line == 4
    assert mandates(founded) == 0
    with founded.reading() as session:
        assert session.scalar(select(Person.id).where(Person.email == "zoe@example.org")) is None


def test_what_was_shown_is_done_and_twice_changes_nothing(founded: Database) -> None:
    rows, shown = mandate_sheet.read(GOOD.encode()), plan(founded, GOOD).fingerprint

    def apply() -> importing.Plan:
        return founded.transact(
            lambda session: importing.apply(session, rows, shown=shown, by=None, now=network.NOW)
        )

    assert apply().number("created") == mandates(founded) == 2
    with pytest.raises(importing.MandatesChanged):
        apply()
    assert [step.what for step in plan(founded, GOOD).steps] == ["same", "same"]


def test_refused_lines_hold_the_others_back_unless_left_out(founded: Database) -> None:
    rows, shown = mandate_sheet.read(BAD.encode()), plan(founded, BAD).fingerprint
    with pytest.raises(importing.LinesRefused):
        founded.transact(
            lambda session: importing.apply(session, rows, shown=shown, by=None, now=network.NOW)
        )
    assert mandates(founded) == 0
    founded.transact(
        lambda session: importing.apply(session, rows, shown=shown, leave_out=True, by=None, now=network.NOW)
    )
    assert mandates(founded) == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Rien;Bob Lefèvre;;;2026-03-02;", "called so here"),
        ("treasurer;Personne Ici;;;2026-03-02;", "Nobody is called so"),
        ("treasurer;Bob Lefèvre;;Nulle part;2026-03-02;", "No member"),
        ("treasurer;Bob Lefèvre;;;demain;", "is not a date"),
        ("treasurer;Bob Lefèvre;;;;", "is not a date"),
        ("treasurer;Bob Lefèvre;pas une adresse;;2026-03-02;", "address"),
    ],
)
def test_a_refused_line_says_why(founded: Database, line: str, words: str) -> None:
    step = plan(founded, GOOD.splitlines()[0] + "\n" + line + "\n").steps[0]
    assert step.what == "refused"
    assert words in step.reasons[0].sentence


@pytest.mark.parametrize("text", ["", "Nom;Du\n", "PK\x03\x04"])
def test_a_file_that_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(NotASheet):
        mandate_sheet.read(text.encode())


@pytest.mark.parametrize("who", ["nobody", "eve", "bob", "chloe", "david", "fanny", "alice"])
def test_only_stewards_import(as_: Clients, site: Database, who: str) -> None:
    client = as_(who)
    expected = {"nobody": 303, "alice": 200}.get(who, 403)
    assert client.get("/roles/import").status_code == expected
    for path in ("/roles/import", "/roles/import/apply"):
        refused = {"nobody": 401}.get(who, 403)
        assert who == "alice" or client.post(path, data={}).status_code == refused


def test_the_pages_show_then_apply(as_: Clients, site: Database, moment: Callable[..., None]) -> None:
    moment(network.NOW)
    alice = as_("alice")
    assert alice.post("/roles/import", data={}).status_code == 422
    wrong = {"file": (io.BytesIO(b"x;y\n"), "x.csv")}
    assert alice.post("/roles/import", data=wrong).status_code == 422
    page = alice.post("/roles/import", data={"file": (io.BytesIO(BAD.encode()), "m.csv")}).text
    assert "Zoé Neuve" in page
    sent = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("content", "shown")}
    assert alice.post("/roles/import/apply", data=sent).status_code == 422
    assert alice.post("/roles/import/apply", data=sent | {"shown": "0", "leave_out": "y"}).status_code == 409
    assert alice.post("/roles/import/apply", data=sent | {"content": "é"}).status_code == 400
    assert mandates(site) == 0
    assert alice.post("/roles/import/apply", data=sent | {"leave_out": "y"}).location == "/roles/"
    assert "Zoé Neuve" in as_("nobody").get("/roles/").text


def test_the_command_shows_then_applies(site: Database, tmp_path: Path) -> None:
    file = tmp_path / "mandats.csv"
    file.write_text(GOOD)

    def run(**more: bool) -> tuple[int, str]:
        out = io.StringIO()
        status = import_.run(
            site, file, apply=more.pop("apply", False), now=network.NOW, stdout=out, stderr=out,
            translate=str, **more,
        )  # fmt: skip
        return status, out.getvalue()

    status, said = run()
    assert (status, mandates(site)) == (0, 0)
    assert "treasurer, Zoé Neuve" in said
    assert run(apply=True)[0] == 0
    assert mandates(site) == 2
    file.write_text(BAD)
    assert run(apply=True)[0] == 2
    assert run(apply=True, skip_refused=True)[0] == 0
    file.unlink()
    assert run()[0] == 2
