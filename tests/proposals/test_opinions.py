"""A circle is owed its say before some decisions: the vote waits for it, no longer than the code says."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import NotFound
from proposals import chronicle, opinions, to_vote
from proposals.errors_opinions import (
    NoOpinionOwed,
    NotOfThatCircle,
    OpinionGiven,
    OpinionOwed,
    OpinionTooLate,
    WordsNeeded,
)
from proposals.models import Proposal
from proposals.models_events import ProposalEvent
from tests import cast
from tests.cast import person_id
from tests.circles import network
from tests.proposals.steps import draft, submitted

DAY = timedelta(days=1)
NOW = cast.NOW
READY = NOW + 8 * DAY  # the debate is over, the opinion of the board still awaited
Clients = Callable[[str], FlaskClient]


@pytest.fixture
def asked(database: Database) -> Database:
    database.transact(network.found)
    network.entrust(database, "board-places", "bob", "La Filature")
    return database


def give(
    session: Session, number: int, who: str = "bob", *, answer: str = "favourable", text: str = "",
    circle: str = "board", now: datetime = NOW,
) -> None:  # fmt: skip
    opinions.give(session, number, circle, answer=answer, text=text, by=person_id(session, who), now=now)


def put(session: Session, number: int, now: datetime) -> int:
    return to_vote.put_to_vote(session, number, by=person_id(session, "alice"), now=now)


def test_the_vote_waits_for_the_opinion(asked: Database) -> None:
    number = asked.transact(lambda session: submitted(session, "orientation"))
    with pytest.raises(OpinionOwed) as refusal:
        asked.transact(lambda session: put(session, number, READY))
    assert refusal.value.facts["circle"] == "Bureau"
    asked.transact(lambda session: give(session, number))
    assert asked.transact(lambda session: put(session, number, READY))


@pytest.mark.parametrize(("late", "waits"), [(-timedelta(seconds=1), True), (timedelta(0), False)])
def test_it_waits_to_the_second_and_no_longer(asked: Database, late: timedelta, waits: bool) -> None:
    number = asked.transact(lambda session: submitted(session, "orientation"))
    now = NOW + 14 * DAY + late
    if waits:
        with pytest.raises(OpinionOwed):
            asked.transact(lambda session: put(session, number, now))
    else:
        assert asked.transact(lambda session: put(session, number, now))
        with pytest.raises(OpinionTooLate):
            asked.transact(lambda session: give(session, number, now=now))


def test_other_kinds_of_decision_wait_for_nobody(asked: Database) -> None:
    number = asked.transact(lambda session: submitted(session, "ordinary"))
    with pytest.raises(NoOpinionOwed):
        asked.transact(lambda session: give(session, number))
    assert asked.transact(lambda session: put(session, number, READY))


@pytest.mark.parametrize("who", ["chloe", "david", "fanny", "eve"])
def test_only_seats_and_facilitators_speak_for_the_circle(asked: Database, who: str) -> None:
    number = asked.transact(lambda session: submitted(session, "orientation"))
    with pytest.raises(NotOfThatCircle):
        asked.transact(lambda session: give(session, number, who))
    asked.transact(lambda session: give(session, number, "alice"))


def test_an_opinion_is_given_once_with_reasons_while_it_is_time(asked: Database) -> None:
    number = asked.transact(lambda session: submitted(session, "orientation"))
    unseen = asked.transact(lambda session: draft(session, "orientation"))
    for answer in ("reservations", "unfavourable"):
        with pytest.raises(WordsNeeded):
            asked.transact(lambda session, answer=answer: give(session, number, answer=answer, text=" "))
    for circle in ("machines", "nowhere"):
        with pytest.raises(NoOpinionOwed):
            asked.transact(lambda session, circle=circle: give(session, number, circle=circle))
    with pytest.raises(NotFound):
        asked.transact(lambda session: give(session, unseen, "alice"))
    asked.transact(lambda session: give(session, number, answer="unfavourable", text="Trop **cher**"))
    with pytest.raises(OpinionGiven):
        asked.transact(lambda session: give(session, number, "alice"))
    with asked.reading() as session:
        html = [each.text_html for each in opinions.given(session, number)]
        assert html == ["<p>Trop <strong>cher</strong></p>"]
        kinds = session.scalars(select(ProposalEvent.kind).where(ProposalEvent.proposal == number))
        assert "opinion" in list(kinds)


def test_the_story_cites_it(asked: Database) -> None:
    number = asked.transact(lambda session: submitted(session, "orientation"))
    asked.transact(lambda session: give(session, number, answer="reservations", text="Oui, mais"))
    with asked.reading() as session:
        told = chronicle.story_of(session, session.get_one(Proposal, number), [], "adopted")
    assert {
        "fr": "Avis du cercle «\u00a0Bureau\u00a0»\u00a0: avec réserves",
        "en": "Opinion of the circle “Bureau”: with reservations",
    } in [each["what"] for each in told]


@pytest.fixture
def page(site: Database, moment: Callable[..., None]) -> str:
    moment(NOW)
    network.entrust(site, "board-places", "bob", "La Filature")
    number = site.transact(lambda session: submitted(session, "orientation"))
    return f"/proposals/{number}"


@pytest.fixture
def site(sqlite_database: Database) -> Database:
    sqlite_database.transact(network.found)
    return sqlite_database


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("nobody", 303),
        ("eve", 403),
        ("bob", 200),
        ("chloe", 403),
        ("david", 403),
        ("fanny", 403),
        ("alice", 200),
    ],
)
def test_who_may_write_it(as_: Clients, page: str, who: str, status: int) -> None:
    client = as_(who)
    assert client.get(f"{page}/opinions/board").status_code == status
    refused = {200: 422, 303: 401}.get(status, status)
    assert client.post(f"{page}/opinions/board", data={"answer": "unfavourable"}).status_code == refused
    assert client.get(f"{page}/opinions/machines").status_code == (303 if who == "nobody" else 404)


def test_the_page_says_who_owes_it_until_when_then_what_it_says(as_: Clients, page: str) -> None:
    before = as_("nobody").get(page).text
    assert "Avis attendu" in before
    assert "16 mars 2026" in before
    bob = as_("bob")
    assert bob.post(f"{page}/opinions/board", data={}).status_code == 422
    said = {"answer": "reservations", "text": "Prévoir <b>un</b> an"}
    assert bob.post(f"{page}/opinions/board", data=said).location.endswith("#opinions")
    after = as_("nobody").get(page).text
    assert "Avec réserves" in after
    assert "<b>un</b>" not in after
    assert "Avis attendu" not in after
    assert bob.get(f"{page}/opinions/board").status_code == 409


def test_the_facilitator_reads_what_the_vote_waits_for(
    as_: Clients, page: str, moment: Callable[..., None]
) -> None:
    moment(READY)
    alice = as_("alice")
    assert 'href="#opinions">Voir' in alice.get(page).text
    refused = alice.post(f"{page}/open", data={"way": "", "closes_on": "2026-04-01", "closes_at": "12:00"})
    assert refused.status_code in (409, 422, 404)


def test_the_page_asks_the_same_number_of_questions(as_: Clients, page: str, site: Database) -> None:
    client = as_("eve")

    def counted() -> int:
        statements: list[str] = []
        listener = lambda *args: statements.append(args[2])  # noqa: E731
        engine = client.application.extensions["tiersvoix.database"].read_engine
        event.listen(engine, "before_cursor_execute", listener)
        client.get(page)
        event.remove(engine, "before_cursor_execute", listener)
        return len(statements)

    before = counted()
    site.transact(lambda session: give(session, int(page.split("/")[2])))
    assert counted() <= before
