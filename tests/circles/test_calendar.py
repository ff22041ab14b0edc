"""Deadlines as a calendar file: strict, stable, for everybody and for each."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from governance.circles import icalendar
from governance.db import Database
from governance.register.models import Decision
from tests import cast
from tests.circles import ics, network
from voting import service as votes

Clients = Callable[[str], FlaskClient]
EVERYBODY = ("nobody", "eve", "bob", "chloe", "david", "fanny", "alice")
CLOSES = network.NOW + timedelta(days=9)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=200)
MOMENTS = st.integers(0, 2**34).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
EVENTS = st.builds(
    icalendar.Event, uid=st.uuids().map(str), when=st.dates(date(1000, 1, 1)) | MOMENTS, changed=MOMENTS,
    summary=WORDS, description=WORDS, url=st.just("https://example.org/votes/1"),
)  # fmt: skip


@given(st.text(max_size=80).filter(lambda name: name.isprintable()), st.lists(EVENTS, max_size=5))
def test_what_is_written_is_read_again(name: str, events: list[icalendar.Event]) -> None:
    head, read = ics.read(icalendar.write(name, events))
    assert ics.text(head["NAME"]) == name
    kept = {each.uid: each for each in events}
    assert {event["UID"] for event in read} == set(kept)
    for event in read:
        one = kept[str(event["UID"])]
        assert (event["DTSTART"], event["DTSTAMP"]) == (one.when, one.changed)
        assert event["SUMMARY"] == one.summary
        assert event.get("DESCRIPTION", "") == one.description
    assert icalendar.write(name, reversed(events)) == icalendar.write(name, events)


@pytest.mark.parametrize("length", [74, 75, 76, 149, 150, 151])
@pytest.mark.parametrize("char", ["a", "é", "€", "🗳"])
def test_no_line_is_longer_than_75_octets(length: int, char: str) -> None:
    folded = icalendar.fold(char * length)
    assert all(len(line) <= 75 for line in folded[:-2].split(b"\r\n"))
    assert folded.replace(b"\r\n ", b"").decode() == char * length + "\r\n"


def test_control_characters_do_not_reach_the_file() -> None:
    assert icalendar.escape("a\r\nb\x00;c,d\\e\tf") == "a\\nb\\;c\\,d\\\\ef"


@pytest.fixture
def busy(site: Database) -> Database:
    """A public vote, a private one, a review, a trial, two mandates."""
    for public in (True, False):
        site.transact(
            lambda session, public=public: votes.open_vote(
                session, subject=f"proposal:{1 + public}", subject_version=1, round=1,
                question="Publique ; ouverte, oui" if public else "Privée", text="Texte",
                text_html="<p>Texte</p>", circle_id="network", rule_id="orientation", public=public,
                closes_at=CLOSES, by=cast.person_id(session, "alice"), now=network.NOW,
            )
        )  # fmt: skip
    site.transact(
        lambda session: session.execute(
            update(Decision)
            .where(Decision.number == network.DECISION)
            .values(review_on=date(2026, 6, 1), until=date(2026, 7, 1))
        )
    )
    network.entrust(site, "treasurer", "bob")
    network.entrust(site, "machines-facilitator", "eve")
    return site


@pytest.fixture(autouse=True)
def at_the_time_of_the_tests(moment: Callable[..., None]) -> None:
    moment(network.NOW)


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_public_calendar_says_the_same_to_all(as_: Clients, busy: Database, who: str) -> None:
    answer = as_(who).get("/deadlines.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    _head, events = ics.read(answer.data)
    said = {str(event["SUMMARY"]): event["DTSTART"] for event in events}
    assert said["Clôture du vote\u00a0: Publique ; ouverte, oui"] == CLOSES
    assert said["Fin de mandat\u00a0: Trésorerie, Bob Lefèvre"] == date(2027, 3, 2)
    assert said["À évaluer\u00a0: Une décision"] == date(2026, 6, 1)
    assert said["Dernier jour\u00a0: Une décision"] == date(2026, 7, 1)
    assert not any("Privée" in words for words in said)


def test_the_same_data_give_the_same_bytes_later(
    as_: Clients, busy: Database, moment: Callable[..., None]
) -> None:
    nobody = as_("nobody")
    first = nobody.get("/deadlines.ics").data
    moment(network.NOW + timedelta(hours=3))
    assert nobody.get("/deadlines.ics").data == first


@pytest.mark.parametrize("who", EVERYBODY)
def test_each_has_an_address_of_their_own(as_: Clients, busy: Database, who: str) -> None:
    client = as_(who)
    for path in ("/account/calendar/renew", "/account/calendar/close"):
        assert client.post(path).status_code == (401 if who == "nobody" else 303)
    assert client.get("/account/calendar").status_code == (303 if who == "nobody" else 200)


def address(client: FlaskClient) -> str:
    page = client.get("/account/calendar").text
    return page.split('id="address"')[1].split('value="http://localhost')[1].split('"')[0]


def summaries(client: FlaskClient, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.headers["Cache-Control"] == "private, no-store"
    return [str(event["SUMMARY"]) for event in ics.read(answer.data)[1]]


def test_what_concerns_a_person_is_at_their_address(as_: Clients, busy: Database) -> None:
    found = {}
    for who in ("bob", "eve", "alice"):
        as_(who).post("/account/calendar/renew")
        found[who] = " ".join(summaries(as_("nobody"), address(as_(who))))
    assert "Publique" in found["bob"]
    assert "Privée" in found["bob"]
    assert "Trésorerie" in found["bob"]
    assert "Facilitation des machines" not in found["bob"]
    assert "Facilitation des machines" in found["eve"]
    assert "Trésorerie" not in found["eve"]
    assert "Privée" not in found["eve"]
    assert "Facilitation des machines" in found["alice"]


def test_an_address_that_was_changed_or_guessed_is_nothing(as_: Clients, busy: Database) -> None:
    bob, nobody = as_("bob"), as_("nobody")
    bob.post("/account/calendar/renew")
    first = address(bob)
    bob.post("/account/calendar/renew")
    second = address(bob)
    assert first != second
    assert nobody.get(first).status_code == 404
    assert nobody.get(second).status_code == 200
    token = second.removeprefix("/deadlines/").removesuffix(".ics")
    for wrong in (token[:32], token[:32] + "0" * 32, token[:-1], token + "0", "é", "0" * 64):
        assert nobody.get(f"/deadlines/{wrong}.ics").status_code == 404
    bob.post("/account/calendar/close")
    assert nobody.get(second).status_code == 404


def test_an_empty_calendar_is_still_a_calendar(as_: Clients, sqlite_database: Database) -> None:
    assert ics.read(as_("nobody").get("/deadlines.ics").data)[1] == []
