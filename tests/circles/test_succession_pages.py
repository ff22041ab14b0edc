"""The pages of successions and turns, as each of the cast meets them."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from governance.circles.models import Succession
from governance.circles.successions import Way
from governance.config import Settings
from governance.db import Database
from tests import cast
from tests.circles import network, succeeding
from tests.circles.succeeding import Play
from tests.circles.test_successions import DAVID, consent, named, people, row, stand

Clients = Callable[[str], FlaskClient]
EVERYBODY = ("nobody", "eve", "bob", "chloe", "david", "fanny", "alice")
OPEN = ("/successions/1", "/roles/facilitator", "/roles/minutes/rotation", "/roles/minutes/rotation.json")
LEADING = (
    "/roles/host/succession", "/successions/1/propose", "/successions/1/abandon", "/roles/minutes/days",
)  # fmt: skip
SPEAKING = (
    "/successions/1/change", "/roles/minutes/rotation/refuse", "/roles/minutes/rotation/swap",
    "/roles/minutes/report",
)  # fmt: skip
POSTS = {
    "/successions/1/people/1/accept": "eve",
    "/successions/1/entrust": "alice",
    "/turns/refusals/1/withdraw": "bob",
    "/turns/swaps/1/confirm": "bob",
    "/turns/swaps/1/end": "bob",
    "/turns/undoings/1/confirm": "bob",
    "/turns/undoings/1/end": "bob",
}


@pytest.fixture
def play(sqlite_database: Database, settings: Settings, moment: Callable[[datetime], None]) -> Play:
    sqlite_database.transact(succeeding.found)
    moment(succeeding.NOW)
    return Play(sqlite_database, settings)


@pytest.fixture
def heard(play: Play, moment: Callable[[datetime], None]) -> Play:
    """A succession whose nominations were counted, and a first turn of the minutes."""
    named(play)
    network.entrust(play.database, "minutes", "bob", "La Filature", starts_on=date(2025, 1, 1))
    moment(play.now)
    return play


def test_who_may_read_and_do_what(as_: Clients, heard: Play) -> None:
    for who in EVERYBODY:
        client, signed = as_(who), who != "nobody"
        leads, speaks = who == "alice", who in ("bob", "chloe", "david", "fanny")
        for path in OPEN:
            assert client.get(path).status_code == 200, (who, path)
        for path, may in (*((p, leads) for p in LEADING), *((p, speaks) for p in SPEAKING)):
            assert client.get(path).status_code == (200 if may else 403 if signed else 303), (who, path)
            expected = 422 if may else 403 if signed else 401
            assert client.post(path, data={}).status_code == expected, (who, path)
        for path, least in POSTS.items():
            may = {"eve": signed, "alice": leads, "bob": speaks}[least]
            assert client.post(path).status_code in ((403, 404, 409) if may else (403,) if signed else (401,))


@pytest.mark.parametrize(
    "path", ["/successions/99", "/roles/treasurer/rotation", "/roles/none/succession", "/turns/days/9/end"]
)
def test_what_is_not_there(as_: Clients, play: Play, path: str) -> None:
    assert as_("alice").get(path).status_code == 404


def test_a_succession_is_begun_from_the_page_of_its_role(as_: Clients, play: Play) -> None:
    alice = as_("alice")
    page = alice.get("/roles/facilitator").text
    assert "/roles/facilitator/succession" in page
    assert "/roles/facilitator/succession" not in as_("bob").get("/roles/facilitator").text
    with play.database.reading() as session:
        member = str(cast.member_id(session, "La Filature"))
    asked = {
        "starts_on": "2026-03-02", "seat": "", "member": member, "rule": "names", "consent": "person",
        "among": "circle", "oneself": "y", "passing": "y", "proposes": "arguments", "asks": "y",
    }  # fmt: skip
    late = alice.post("/roles/facilitator/succession", data=asked | {"starts_on": "2027-03-02"})
    assert late.status_code == 409
    assert "90" in late.text
    begun = alice.post("/roles/facilitator/succession", data=asked)
    assert begun.location == "/successions/1"
    page = as_("nobody").get("/successions/1").text
    assert "Facilitation" in page
    proposal = row(play, 1).proposal
    assert "/successions/1" in as_("nobody").get(f"/proposals/{proposal}").text
    assert "/successions/1" in as_("nobody").get("/roles/facilitator").text


def test_nominations_are_read_as_the_rule_says(as_: Clients, heard: Play) -> None:
    page = as_("nobody").get("/successions/1").text
    assert "Parce que chloe-garnier." in page
    assert "Scop Rouages" in page  # who named nobody
    changed = as_("bob").post(
        "/successions/1/change",
        data={"member": member(heard, "La Filature"), "nominee": DAVID, "why": "Il a du temps."},
    )
    assert changed.status_code == 303
    assert "Il a du temps." in as_("nobody").get("/successions/1").text
    proposed = as_("alice").post("/successions/1/propose", data={"nominee": DAVID, "why": "Les arguments."})
    assert proposed.status_code == 303
    page = as_("nobody").get(proposed.location).text
    assert "David Morel" in page
    assert "Les arguments." in page


def test_the_page_of_a_lot_before_and_after_the_list_is_closed(
    as_: Clients, play: Play, moment: Callable[[datetime], None]
) -> None:
    number = play.begin("host", Way("draw", moves_up=True))
    for who in EVERYBODY:
        page = as_(who).get(f"/successions/{number}").text
        assert "Qui est volontaire" in page
        assert "la personne suivante dans l’ordre du résultat" in page
        assert ("/candidacies/new" in page) is (who in ("bob", "chloe", "david", "fanny"))
        assert ("/abandon" in page) is (who == "alice")
    proposal = row(play, number).proposal or 0
    stand(play, proposal)
    vote = play.open(proposal)
    moment(play.now)
    page = as_("nobody").get(f"/successions/{number}").text
    assert "Bob Lefèvre" in page
    assert f"/votes/{vote}" in page


def test_a_succession_that_waits_for_a_proposal_is_on_the_home_page_of_who_facilitates(
    as_: Clients, heard: Play
) -> None:
    assert "/successions/1" in as_("alice").get("/").text
    for who in ("bob", "eve"):
        assert "/successions/1" not in as_(who).get("/").text
    heard.propose(1, DAVID)
    assert "/successions/1" not in as_("alice").get("/").text


def member(play: Play, name: str) -> str:
    with play.database.reading() as session:
        return str(cast.member_id(session, name))


def test_who_is_chosen_is_asked_on_the_home_page(
    as_: Clients, heard: Play, moment: Callable[[datetime], None]
) -> None:
    consent(heard, 1, heard.propose(1, DAVID))
    moment(heard.now)
    assert "/successions/1" in as_("david").get("/").text
    assert "/successions/1" not in as_("chloe").get("/").text
    chosen = people(heard, 1)[0].id
    assert as_("chloe").post(f"/successions/1/people/{chosen}/accept").status_code == 403
    assert as_("david").post(f"/successions/1/people/{chosen}/refuse", data={"why": ""}).status_code == 422
    assert as_("david").post(f"/successions/1/people/{chosen}/accept").status_code == 303
    assert "David Morel" in as_("nobody").get("/roles/facilitator").text
    with heard.database.reading() as session:
        assert session.get_one(Succession, 1).outcome == "held"
    assert as_("alice").get("/successions/1/abandon").status_code == 200
    assert as_("alice").post("/successions/1/abandon", data={"why": "Trop tard."}).status_code == 409


def test_the_file_of_turns_hides_members_where_they_are_hidden(as_: Clients, heard: Play) -> None:
    found = as_("nobody").get("/roles/minutes/rotation.json").json
    assert found["format"] == "rotation/1"
    assert "La Filature" in {each["name"] for each in found["candidates"]}
    as_("alice").post("/members/publish", data={"public": "no"})
    for path in ("/roles/minutes/rotation.json", "/roles/minutes/rotation", "/roles/minutes"):
        assert "La Filature" not in as_("nobody").get(path).text, path
    assert "La Filature" in as_("bob").get("/roles/minutes/rotation").text


def test_turns_are_refused_swapped_and_reported_on_pages(as_: Clients, heard: Play) -> None:
    filature = member(heard, "La Filature")
    report = {
        "turn": f"2025-01-01.1.{filature}",
        "title": "Une année",
        "text": "**Dix** réunions.",
        "link": "",
    }
    assert as_("bob").post("/roles/minutes/report", data=report).location == "/roles/minutes/rotation"
    assert "<strong>Dix</strong>" in as_("nobody").get("/roles/minutes/rotation").text
    refused = {"member": filature, "turn": "", "until": "2030-01-01", "why": "Une naissance."}
    assert as_("bob").post("/roles/minutes/rotation/refuse", data=refused).status_code == 303
    assert "Une naissance." in as_("nobody").get("/roles/minutes/rotation").text
    assert as_("chloe").post("/turns/refusals/1/withdraw").status_code == 403
    assert as_("bob").post("/turns/refusals/1/withdraw").status_code == 303
    assert "Une naissance." not in as_("nobody").get("/roles/minutes/rotation").text


def test_pages_ask_the_same_number_of_questions(as_: Clients, heard: Play) -> None:
    def asked(path: str) -> int:
        seen: list[str] = []
        note = lambda *args: seen.append(args[2])  # noqa: E731
        event.listen(heard.database.read_engine, "before_cursor_execute", note)
        assert as_("eve").get(path).status_code == 200
        event.remove(heard.database.read_engine, "before_cursor_execute", note)
        return len(seen)

    before = asked("/successions/1"), asked("/roles/minutes/rotation")
    heard.change(1, "bob", "La Filature", DAVID)
    heard.propose(1, DAVID)
    assert asked("/successions/1") <= before[0] + 2
    assert asked("/roles/minutes/rotation") == before[1]
