"""What stays with a role is read by who needs it, and written by who holds it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from governance.circles import handover
from governance.circles.handover import NothingWritten, NotYourRole, TooManyItems
from governance.db import Database
from governance.errors import NotFound
from governance.members.models import Mandate
from tests import cast
from tests.circles import network

Clients = Callable[[str], FlaskClient]
ENDS = date(2026, 4, 1)
PATH = "/roles/treasurer/handover"


@pytest.fixture
def held(founded: Database) -> Database:
    """Bob holds the treasury until April, Chloé then."""
    network.entrust(founded, "treasurer", "bob", ends_on=ENDS)
    network.entrust(founded, "treasurer", "chloe", starts_on=ENDS)
    return founded


def act(database: Database, verb, *facts, who: str = "bob", days: int = 0, **more):  # type: ignore[no-untyped-def]
    now = network.NOW + timedelta(days=days)
    return database.transact(
        lambda session: verb(session, "treasurer", *facts, by=cast.person_id(session, who), now=now, **more)
    )


def items(database: Database, who: str = "bob", days: int = 0) -> list[tuple[str, bool]]:
    return [(each.text, each.done) for each in act(database, handover.page, who=who, days=days).items]


def test_the_list_begins_anew_with_the_next_holder(held: Database) -> None:
    act(held, handover.add_item, " Rendre   les clés ")
    number = act(held, handover.page).items[0].id
    act(held, handover.tick, number, done=True)
    act(held, handover.tick, number, done=True)
    assert items(held) == items(held, "chloe") == [("Rendre les clés", True)]
    assert items(held, "chloe", days=70) == [("Rendre les clés", False)]
    act(held, handover.tick, number, done=False)
    assert items(held) == [("Rendre les clés", False)]
    act(held, handover.remove_item, number)
    assert items(held) == []
    with pytest.raises(NotFound):
        act(held, handover.tick, number, done=True)


@pytest.mark.parametrize("who", ["chloe", "alice", "eve", "david", "fanny"])
def test_only_who_holds_it_writes(held: Database, who: str) -> None:
    for verb in (handover.add_item, handover.add_note):
        with pytest.raises(NotYourRole):
            act(held, verb, "Bonjour", who=who)


def test_who_held_it_writes_a_month_longer(held: Database) -> None:
    until = (ENDS - network.DAY).days
    act(held, handover.add_note, "Bon **courage**", days=until + 29)
    with pytest.raises(NotYourRole):
        act(held, handover.add_note, "Trop tard", days=until + 31)
    note = act(held, handover.page, who="chloe", days=until + 31).notes[0]
    assert "<strong>courage</strong>" in note.text_html
    assert note.person_name == "Bob Lefèvre"


def test_nothing_and_too_much_are_refused(held: Database) -> None:
    for verb in (handover.add_item, handover.add_note):
        with pytest.raises(NothingWritten):
            act(held, verb, " \n ")
    for number in range(handover.MOST):
        act(held, handover.add_item, str(number))
    with pytest.raises(TooManyItems):
        act(held, handover.add_item, "encore")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("nobody", 303), ("eve", 403), ("bob", 200), ("chloe", 200)),
        *(("david", 403), ("fanny", 403), ("alice", 200)),
    ],
)
def test_who_reads_it(
    as_: Clients, site: Database, moment: Callable[..., None], who: str, status: int
) -> None:
    moment(network.NOW)
    network.entrust(site, "treasurer", "bob", ends_on=ENDS)
    network.entrust(site, "treasurer", "chloe", starts_on=ENDS)
    client = as_(who)
    assert client.get(PATH).status_code == status
    assert client.get("/roles/nothing/handover").status_code == (303 if who == "nobody" else 404)
    expected = {"nobody": 401, "bob": 422}.get(who, 403)
    for path in ("items", "notes"):
        assert client.post(f"{PATH}/{path}", data={"text": ""}).status_code == expected
    for path in ("items/1/tick", "items/1/remove"):
        assert client.post(f"{PATH}/{path}").status_code == (404 if who == "bob" else expected)
    assert (PATH in client.get("/roles/treasurer").text) == (status == 200)


def test_the_pages_write_and_show(as_: Clients, site: Database, moment: Callable[..., None]) -> None:
    moment(network.NOW)
    network.entrust(site, "treasurer", "bob", ends_on=ENDS)
    bob = as_("bob")
    assert bob.post(f"{PATH}/items", data={"text": "Les <b>clés</b>"}).status_code == 303
    assert bob.post(f"{PATH}/notes", data={"text": "Merci"}).status_code == 303
    page = bob.get(PATH).text
    assert "Les &lt;b&gt;clés" in page
    assert "Merci" in page
    assert bob.post(f"{PATH}/items/1/tick", data={"done": "yes"}).status_code == 303
    assert "Fait" in bob.get(PATH).text
    assert bob.post(f"{PATH}/items/1/remove").status_code == 303
    assert "clés" not in bob.get(PATH).text
    assert PATH in bob.get("/").text


def to_read(database: Database, who: str, days: int) -> list[str]:
    now = network.NOW + timedelta(days=days)
    with database.reading() as session:
        return [each.slug for each in handover.to_read(session, cast.person_id(session, who), now)]


BEGINS = (ENDS - network.DAY).days


def test_who_begins_is_asked_for_thirty_days_to_read_what_was_left(held: Database) -> None:
    assert to_read(held, "chloe", BEGINS) == []  # nothing was left
    act(held, handover.add_note, "Les clés sont chez Ali.")
    assert to_read(held, "chloe", BEGINS - 1) == []
    assert to_read(held, "chloe", BEGINS) == to_read(held, "chloe", BEGINS + 29) == ["treasurer"]
    assert to_read(held, "chloe", BEGINS + 30) == to_read(held, "david", BEGINS) == []
    act(held, handover.add_note, "Bien reçu.", who="chloe", days=BEGINS)
    assert to_read(held, "chloe", BEGINS) == []


def test_a_tick_says_that_it_was_read(held: Database) -> None:
    act(held, handover.add_item, "Rendre les clés")
    number = act(held, handover.page).items[0].id
    assert to_read(held, "chloe", BEGINS) == ["treasurer"]
    act(held, handover.tick, number, done=True, who="chloe", days=BEGINS)
    assert to_read(held, "chloe", BEGINS) == []


def test_who_goes_on_holding_it_has_nothing_to_read(founded: Database) -> None:
    network.entrust(founded, "treasurer", "bob", ends_on=ENDS)
    network.entrust(founded, "treasurer", "bob", starts_on=ENDS)
    act(founded, handover.add_note, "Pour la suite.", who="bob")
    assert to_read(founded, "bob", BEGINS) == []


def test_the_home_page_leads_there_and_a_deputy_sees_the_way(
    as_: Clients, site: Database, moment: Callable[..., None]
) -> None:
    network.entrust(site, "president", "bob", "La Filature", ends_on=ENDS)
    mandate = network.entrust(site, "president", "chloe", "Coop Semailles", starts_on=ENDS)

    def work(session: Session) -> None:
        bob, david = cast.person_id(session, "bob"), cast.person_id(session, "david")
        handover.add_note(session, "president", "Merci", by=bob, now=network.NOW)
        session.get_one(Mandate, mandate).deputy_id = david

    site.transact(work)
    moment(network.NOW + timedelta(days=BEGINS))
    home = as_("chloe").get("/").text
    assert "Lire la transmission" in home
    assert 'href="/roles/president/handover"' in home
    david = as_("david")
    assert 'href="/roles/president/handover"' in david.get("/roles/president").text
    assert david.get("/roles/president/handover").status_code == 200
    assert 'href="/roles/president/handover"' not in as_("fanny").get("/roles/president").text
