"""The pages of an election without candidate held in the room, as each of the cast has them."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from governance.circles.models import NominationChange
from governance.circles.successions import Way
from governance.db import Database
from governance.mail.models import Outgoing
from governance.register.models import LogEntry
from proposals.live.fold import sealed
from proposals.models_events import ProposalEvent
from tests.circles import in_the_room
from tests.circles.in_the_room import NAMED, Meeting

As = Callable[[str], FlaskClient]
CAST = ("alice", "bob", "chloe", "david", "fanny", "eve", "nobody")
SECRET = "Raison-que-personne-ne-lit-avant-l-heure"
PAGES = (
    "/", "/proposals/", "/proposals/1", "/proposals/1/live", "/proposals/1/live/screen",
    "/proposals/1/live/state", "/proposals/1/live/state?lang=en", "/proposals/1/live/close",
    "/proposals/1/live/end", "/proposals/1/live/roster", "/proposals/1/live/open", "/votes/", "/votes/1",
    "/votes/1/recount.json", "/successions/1", "/roles/facilitator", "/roles/", "/circles/network",
    "/register/", "/register/log.jsonl", "/open-data/", "/account",
)  # fmt: skip


@pytest.fixture
def meeting(sqlite_database: Database, moment: Callable[[datetime], None]) -> Meeting:
    moment(in_the_room.NOW)
    return Meeting(sqlite_database)


def post(client: FlaskClient, meeting: Meeting, address: str, **data: Any) -> int:
    given = {"after": meeting.acts(), **data}
    status: int = client.post(f"/proposals/{meeting.number}/live/{address}", data=given).status_code
    return status


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of a form that came back: the count that its page has seen, among others."""
    found: list[tuple[str, str]] = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html)
    return {name: value for name, value in found if name in ("after", "room", "based_on")}


def everything(clients: dict[str, FlaskClient], member: int) -> dict[tuple[str, str], str]:
    """Every page that the election is seen on, by everybody, without what counts the acts of a session."""
    found = {}
    for who, client in clients.items():
        nominate = f"/proposals/1/live/nominate?member={member}"
        for page in (*PAGES, nominate):
            text = client.get(page).get_data(as_text=True)
            found[who, page] = re.sub(
                r'data-mark="[^"]*"|name="(after|seq|csrf_token)" value="[^"]*"', "", text
            )
    return found


def test_nobody_sees_a_name_before_all_are_revealed(
    meeting: Meeting, as_: As, moment: Callable[[datetime], None], caplog: pytest.LogCaptureFixture
) -> None:
    meeting.to_nominations()
    member = meeting.ids()["La Filature"]
    clients = {who: as_(who) for who in CAST}
    alice, chloe = clients["alice"], clients["chloe"]
    caplog.set_level("DEBUG")
    said = {"member": member, "nominee": "chloe-garnier", "reason": SECRET}
    assert post(alice, meeting, "nominate", **said) == 303
    hers = meeting.ids()["Coop Semailles"]
    assert post(chloe, meeting, "nominate", member=hers, nominee="david-morel", reason=SECRET) == 303
    everything(clients, member)  # what is new for somebody is so once
    before = everything(clients, member)
    assert not [where for where, text in before.items() if SECRET in text]
    with meeting.database.reading() as session:
        told = [
            str(each.__dict__)
            for table in (LogEntry, Outgoing, ProposalEvent)
            for each in session.scalars(select(table))
        ]
        assert told
        assert not [each for each in told if SECRET in each or "chloe-garnier" in each]
    assert SECRET not in caplog.text
    assert post(alice, meeting, "nominate", **said | {"nominee": "bob-lefevre"}) == 303
    assert post(chloe, meeting, "nominate", member=hers, nominee="bob-lefevre", reason=SECRET) == 303
    after = everything(clients, member)
    assert [where for where, text in after.items() if text != before[where]] == [], "whoever is named"
    meeting.write_down("Ville de Montreval")
    meeting.close()
    moment(meeting.now)
    for page in (
        "/proposals/1/live",
        "/proposals/1/live/screen",
        "/proposals/1/live/state",
        "/successions/1",
    ):
        assert SECRET in as_("nobody").get(page).text, page


def test_a_page_that_comes_back_keeps_what_was_typed_for_its_writer_alone(meeting: Meeting, as_: As) -> None:
    meeting.to_nominations()
    member = meeting.ids()["La Filature"]
    address = "/proposals/1/live/nominate"
    alice = as_("alice")
    for given, words in (
        ({}, "Nommez une personne, et dites pourquoi."),
        ({"nominee": "chloe-garnier"}, "Dites pourquoi"),
        ({"nominee": "personne", "reason": SECRET}, "Choisissez l’une des personnes proposées."),
        ({"reason": SECRET}, "Choisissez l’une des personnes proposées."),
    ):
        answer = alice.post(address, data={"member": member, "after": meeting.acts(), **given})
        assert (answer.status_code, words in answer.text) == (422, True), given
        assert ("reason" not in given) or SECRET in answer.text
    assert SECRET not in alice.get(f"{address}?member={member}").text
    assert not sealed(meeting.room().steps)
    assert alice.get(f"{address}?member=999").status_code == 409
    stale = {"member": member, "after": 1, "nominee": "chloe-garnier", "reason": SECRET}
    answer = alice.post(address, data=stale)
    assert (answer.status_code, "Où en est la séance" in answer.text) == (409, True)
    assert SECRET in answer.text, "it comes back to who wrote it"
    assert alice.post(address, data=stale | hidden(answer.text)).status_code == 303, "and is sent again"


def test_who_may_name_whom_and_pass(meeting: Meeting, as_: As) -> None:
    meeting.to_nominations()
    ids = meeting.ids()
    said = {"nominee": "david-morel", "reason": "Il sait."}
    for who, status in (("eve", 403), ("nobody", 401), ("chloe", 403), ("bob", 303)):
        assert post(as_(who), meeting, "nominate", member=ids["La Filature"], **said) == status, who
        assert post(as_(who), meeting, "pass", member=ids["La Filature"]) == status, who
    assert post(as_("bob"), meeting, "nominate", member=ids["La Filature"], **said) == 303
    assert post(as_("alice"), meeting, "step", kind="passed", member=ids["La Filature"]) == 409, "its own"
    assert post(as_("alice"), meeting, "step", kind="passed", member=ids["Coop Semailles"]) == 303
    assert post(as_("alice"), meeting, "step", kind="nominate", member=ids["Coop Semailles"]) == 409
    assert post(as_("alice"), meeting, "step", kind="changed", member=ids["Coop Semailles"]) == 409


def test_who_leads_what_comes_after(meeting: Meeting, as_: As, moment: Callable[[datetime], None]) -> None:
    meeting.to_changes()
    moment(meeting.now)
    member = meeting.ids()["La Filature"]
    change, propose = "/successions/1/room/change", "/successions/1/room/propose"
    live = meeting.seen().live
    for who in CAST:
        client, leads = as_(who), who == "alice"
        for address in (f"{change}?member={member}", propose):
            assert client.get(address).status_code == (200 if leads else 303 if who == "nobody" else 403)
        if not leads:
            for address in (change, propose):
                given = {"member": member, "after": meeting.acts(), "room": live}
                answer = client.post(address, data={**given, "nominee": "bob-lefevre", "why": "Non."})
                assert answer.status_code == (401 if who == "nobody" else 403), (who, address)
    alice = as_("alice")
    given = {"member": member, "after": meeting.acts(), "room": live, "nominee": "bob-lefevre", "why": "Oui."}
    assert alice.post(change, data=given | {"why": " "}).status_code == 422
    assert alice.post(change, data=given | {"nominee": "personne"}).status_code == 422
    assert alice.post(change, data=given | {"nominee": "chloe-garnier"}).status_code == 422, "named already"
    assert alice.post(change, data=given | {"member": 999}).status_code == 409
    assert alice.post(change, data=given).status_code == 303
    again = alice.post(change, data=given)
    assert again.status_code == 409
    with meeting.database.reading() as session:
        assert len(session.scalars(select(NominationChange)).all()) == 1
    assert "a d’abord nommé" in as_("nobody").get("/proposals/1/live/state").text
    assert alice.post(propose, data=given).status_code == 409, "the page is behind"
    fresh = given | {"after": meeting.acts()}
    assert alice.post(propose, data=fresh | {"why": ""}).status_code == 422
    assert alice.post(propose, data=fresh).location.endswith("/proposals/2/live")
    assert alice.post(propose, data=fresh).status_code == 409, "sent twice"
    ended = as_("nobody").get("/proposals/1/live/screen").text
    assert "/proposals/2/live/screen" in ended
    assert 'data-onward="/proposals/2/live"' in as_("nobody").get("/proposals/1/live/state").text
    for who in CAST:
        assert as_(who).get("/proposals/2/live").status_code == 200


def test_a_member_changes_its_mind_from_its_phone(
    meeting: Meeting, as_: As, moment: Callable[[datetime], None]
) -> None:
    meeting.to_changes()
    moment(meeting.now)
    member = meeting.ids()["Coop Semailles"]
    chloe = as_("chloe")
    assert f"/successions/1/change?member={member}" in chloe.get("/proposals/1/live").text
    given = {"member": member, "nominee": "bob-lefevre", "why": "Entendu."}
    assert chloe.post("/successions/1/change", data=given).location.endswith("/proposals/1/live")
    line = meeting.room().state.line(member)
    assert line is not None
    assert line.heard


def test_where_the_public_does_not_see_who_named_whom_the_room_shows_it_to_members(
    sqlite_database: Database, as_: As, moment: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_the_room, "CODE", in_the_room.CODE.replace('publish = "names"\n', "", 1))
    moment(in_the_room.NOW)
    meeting = Meeting(sqlite_database)
    meeting.revealed()
    moment(meeting.now)
    reason = NAMED["Coop Semailles"][2]
    assert reason in as_("david").get("/proposals/1/live").text
    for page in ("live", "live/screen", "live/state"):
        text = as_("nobody").get(f"/proposals/1/{page}").text
        assert reason not in text
        assert "Chloé Garnier, Coop Semailles" in text, "how often each was named is for all"
    found = re.search(r"live/screen\?key=([\w-]+)", as_("alice").get("/proposals/1/live").text)
    assert found is not None
    screen = as_("nobody").get(f"/proposals/1/live/screen?key={found[1]}").text
    assert reason in screen
    assert f"live/state?lang=fr&amp;key={found[1]}" in screen, "and goes on showing it"
    assert reason not in as_("nobody").get("/proposals/1/live/state?key=wrong").text


def test_the_page_of_the_succession_leads_to_the_room(meeting: Meeting, as_: As) -> None:
    meeting.end()
    for who in CAST:
        assert ("/proposals/1/live/begin" in as_(who).get("/successions/1").text) == (who == "alice"), who
    alice = as_("alice")
    assert "Vous menez l’élection" in alice.get("/proposals/1/live/begin").text
    assert alice.post("/proposals/1/live/begin").status_code == 303
    for who in CAST:
        text = as_(who).get("/successions/1").text
        assert ("Suivre la séance" in text) == (who != "nobody"), who
        assert "/successions/1/abandon" not in text, "it waits until the session has ended"


def test_once_somebody_is_proposed_online_the_next_is_too(
    sqlite_database: Database, as_: As, moment: Callable[[datetime], None]
) -> None:
    moment(in_the_room.NOW)
    meeting = Meeting(sqlite_database, Way("names", consent="ordinary"))
    meeting.to_changes()
    moment(meeting.now)
    alice, propose = as_("alice"), "/successions/1/room/propose"
    seen = meeting.seen()
    given = {"room": seen.live, "after": seen.after, "nominee": "chloe-garnier", "why": "Oui."}
    assert alice.post(propose, data=given).location.endswith("/proposals/2")
    assert alice.get(propose).location.endswith("/successions/1/propose")
    again = alice.post(propose, data=given | {"why": SECRET})
    assert (again.status_code, SECRET in again.text) == (409, True)
    assert 'action="/successions/1/propose"' in again.text
    assert "/proposals/1/live" in alice.get("/proposals/1/live/screen").text


def test_where_all_who_were_named_were_proposed_the_page_says_so(
    meeting: Meeting, as_: As, moment: Callable[[datetime], None]
) -> None:
    meeting.to_changes()
    meeting.propose("chloe-garnier")
    meeting.consent("Ville de Montreval")
    assert "David Morel" in as_("alice").get("/successions/1/room/propose").text
    meeting.propose("david-morel")
    meeting.consent("La Filature")
    moment(meeting.now)
    page = as_("alice").get("/successions/1/room/propose").text
    assert "Plus personne parmi les noms cités" in page
    assert 'name="nominee"' not in page
