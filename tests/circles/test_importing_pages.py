"""The page and the command that bring an organisation in: the same plan, nothing typed lost."""

import io
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from governance.circles.importing import command
from governance.db import Database
from governance.members.models import Mandate
from governance.rules import queries as rules
from tests.circles import network
from tests.circles.test_importing import BAD, GOOD

Clients = Callable[[str], FlaskClient]
CAST = ["nobody", "eve", "bob", "chloe", "david", "fanny", "alice"]


@pytest.fixture(autouse=True)
def at_the_time_of_the_tests(moment: Callable[..., None]) -> None:
    moment(network.NOW)


def mandates(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(Mandate.role_id.is_not(None))) or 0


def version(database: Database) -> int:
    with database.reading() as session:
        return rules.in_force(session).number


def choose(client: FlaskClient, text: str) -> str:
    answer = client.post("/roles/import", data={"file": (io.BytesIO(text.encode()), "o.csv")})
    assert answer.status_code == 200
    return answer.text


def carried(page: str) -> dict[str, str]:
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("content", "shown")}
    return {name: unescape(match[1]) for name, match in found.items() if match}


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("path", ["/roles/import", "/roles/import/template.csv", "/organisation.csv"])
def test_only_stewards_see_the_pages(as_: Clients, site: Database, who: str, path: str) -> None:
    assert as_(who).get(path).status_code == {"nobody": 303, "alice": 200}.get(who, 403)


@pytest.mark.parametrize("who", [each for each in CAST if each != "alice"])
def test_only_stewards_import(as_: Clients, site: Database, who: str) -> None:
    for path in ("/roles/import", "/roles/import/apply"):
        assert as_(who).post(path, data={}).status_code == {"nobody": 401}.get(who, 403)


@pytest.mark.parametrize("who", CAST)
def test_the_way_to_the_page_is_shown_to_stewards(as_: Clients, site: Database, who: str) -> None:
    for path in ("/roles/", "/circles/"):
        assert ('href="/roles/import"' in as_(who).get(path).text) == (who == "alice")


def test_the_page_shows_then_applies(as_: Clients, site: Database) -> None:
    alice = as_("alice")
    page = choose(alice, GOOD)
    assert "Il appartient au cercle Taille." in page
    assert "Il est confié par élection." in page
    assert version(site) == 2
    sent = carried(page) | {"decision": network.DECISION}
    answer = alice.post("/roles/import/apply", data=sent)
    assert (answer.status_code, answer.location) == (303, "/roles/")
    assert (version(site), mandates(site)) == (3, 2)
    assert "Greffe" in as_("nobody").get("/roles/").text
    assert "Il n’y a rien à appliquer" in choose(alice, GOOD)


def test_what_is_refused_says_the_line_the_column_and_what_to_write(as_: Clients, site: Database) -> None:
    page = choose(as_("alice"), BAD)
    assert "Colonne «\N{NO-BREAK SPACE}Titulaire\N{NO-BREAK SPACE}»" in page
    assert "tiersvoix members import" in page


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        ({"leave_out": "y"}, 422, "Choisissez la décision"),
        ({"decision": "2026-009", "leave_out": "y"}, 422, "n’est pas une décision adoptée"),
        ({"decision": network.DECISION}, 422, "Lignes refusées"),
        ({"decision": network.DECISION, "leave_out": "y", "shown": "0"}, 409, "ont changé"),
    ],
)
def test_a_refusal_comes_back_with_all_that_was_given(
    as_: Clients, site: Database, more: dict[str, str], status: int, words: str
) -> None:
    alice = as_("alice")
    sent = carried(choose(alice, BAD))
    answer = alice.post("/roles/import/apply", data=sent | more)
    assert answer.status_code == status
    page = answer.text
    assert words in page
    assert carried(page) == sent
    assert "Taille" in page
    if more.get("decision") == network.DECISION:
        assert f'<option selected value="{network.DECISION}">' in page
    assert bool(re.search(r'<input checked[^>]*name="leave_out"', page)) == ("leave_out" in more)
    assert (version(site), mandates(site)) == (2, 0)


def test_the_decision_is_offered_only_where_rules_change(as_: Clients, site: Database) -> None:
    alice = as_("alice")
    assert 'name="decision"' in choose(alice, GOOD)
    page = choose(alice, "rôle;titulaire;du\ntreasurer;Eve Noël;2026-03-02\n")
    assert 'name="decision"' not in page
    assert alice.post("/roles/import/apply", data=carried(page)).status_code == 303
    assert (version(site), mandates(site)) == (2, 1)


def test_a_network_being_founded_is_told_so(as_: Clients, sqlite_database: Database) -> None:
    alice = as_("alice")
    page = choose(alice, "cercle;mission\nVergers;Planter\n")
    assert "sont adoptés avec sa fondation" in page
    assert 'name="decision"' not in page
    assert alice.post("/roles/import/apply", data=carried(page)).status_code == 303
    assert version(sqlite_database) == 2


@pytest.mark.parametrize("text", ["", "x;y\n1;2\n", "PK\x03\x04"])
def test_a_file_that_is_no_list_says_so_at_the_field(as_: Clients, site: Database, text: str) -> None:
    answer = as_("alice").post("/roles/import", data={"file": (io.BytesIO(text.encode()), "x.csv")})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_no_file_is_asked_for_and_a_list_without_lines_is_shown(as_: Clients, site: Database) -> None:
    alice = as_("alice")
    assert alice.post("/roles/import", data={}).status_code == 422
    assert "La liste n’a aucune ligne" in choose(alice, "cercle;rôle\n")


def test_what_no_page_carried_is_a_bad_request(as_: Clients, site: Database) -> None:
    alice = as_("alice")
    for content in ("é", "eDt5Cg=="):
        assert alice.post("/roles/import/apply", data={"content": content}).status_code == 400


def test_the_template_is_in_the_language_of_the_reader(as_: Clients, site: Database) -> None:
    alice = as_("alice")
    french = alice.get("/roles/import/template.csv")
    assert french.data.startswith("\ufeffCercle;Rattaché à;Rôle".encode())
    assert french.content_type == "text/csv; charset=utf-8"
    page = choose(alice, french.data.decode("utf-8-sig"))
    assert "Atelier partagé" in page
    alice.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert alice.get("/roles/import/template.csv").data.startswith("\ufeffCircle;Within;Role".encode())


def test_the_own_file_comes_back_as_it_is(as_: Clients, site: Database) -> None:
    network.entrust(site, "board-places", "fanny", "L’Établi")
    alice = as_("alice")
    page = choose(alice, alice.get("/organisation.csv").data.decode())
    assert 'name="shown"' not in page


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(site: Database, tmp_path: Path) -> Run:
    """The command upon a text; its status, what it says, and what it says is wrong."""
    file = tmp_path / "organisation.csv"

    def work(text: str | None, **choices: object) -> tuple[int, str, str]:
        if text is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(text, encoding="utf-8")
        out, err = io.StringIO(), io.StringIO()
        status = command.run(
            site, file, apply=bool(choices.pop("apply", False)), now=network.NOW, lang="en", stdout=out,
            stderr=err, translate=str, **choices,
        )  # type: ignore[arg-type]  # fmt: skip
        return status, out.getvalue(), err.getvalue()

    return work


def test_the_command_shows_and_does_nothing(run: Run, site: Database) -> None:
    status, out, err = run(GOOD)
    assert (status, err) == (0, "")
    assert "    4  created      Greffe\n       The role is new." in out
    assert "It belongs to the circle Taille." in out
    assert "created: 5 · changed: 0 · left alone: 0 · refused: 0" in out
    assert "Nothing was applied yet" in out
    assert (version(site), mandates(site)) == (2, 0)


def test_the_command_applies_what_the_page_would(run: Run, site: Database) -> None:
    assert run(GOOD, apply=True, decision=network.DECISION)[0] == 0
    assert (version(site), mandates(site)) == (3, 2)
    status, out, _ = run(GOOD, apply=True, decision=network.DECISION)
    assert status == 0
    assert "left alone: 5" in out
    assert "decision 2026-001 is not used" in out
    assert (version(site), mandates(site)) == (3, 2)


@pytest.mark.parametrize(
    ("text", "choices", "words"),
    [
        (GOOD, {}, "--decision 2026-014"),
        (GOOD, {"decision": "2026-009"}, "“2026-009” is not an adopted decision"),
        (BAD, {"decision": network.DECISION}, "--skip-refused"),
        ("x;y\n", {}, "No column names"),
        (None, {}, "No such file"),
    ],
)
def test_the_command_refuses_wrong_use(
    run: Run, site: Database, text: str | None, choices: dict[str, str], words: str
) -> None:
    status, _, err = run(text, apply=True, **choices)
    assert status == 2
    assert words in err
    assert (version(site), mandates(site)) == (2, 0)


def test_the_command_leaves_refused_lines_out_when_asked(run: Run, site: Database) -> None:
    status, out, _ = run(BAD, apply=True, decision=network.DECISION, skip_refused=True)
    assert status == 0
    assert "Column “Titulaire”: Nobody is called “Personne Ici” here." in out
    assert (version(site), mandates(site)) == (3, 2)


def test_lines_that_are_refused_are_wrong_use_before_anything_is_asked(run: Run) -> None:
    status, out, err = run(BAD)
    assert status == 2
    assert "refused: 1" in out
    assert "correct the refused lines" in err


def test_a_line_without_a_holder_has_empty_cells(as_: Clients, site: Database) -> None:
    """A phone leaves empty cells out: nothing stands in them, not even a dash."""
    cells = re.findall(r'data-label="(?:Titulaire|Mandat)">([^<]*)<', choose(as_("alice"), GOOD))
    assert "" in cells
    assert "–" not in cells
