"""Ends of term are said 90, 30 and 7 days before, once, to those who can do something about it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from governance.circles import service, warnings
from governance.db import Database
from governance.mail.models import Outgoing
from governance.members.models import Person
from tests import cast
from tests.circles import network

ENDS = date(2026, 12, 1)
Clients = Callable[[str], FlaskClient]


def at(days: int) -> datetime:
    """So many days before the end, at nine."""
    return network.NOW + (ENDS - network.DAY) - timedelta(days=days)


def tick(database: Database, now: datetime) -> list[tuple[str, str]]:
    """Say what is due; who was told until now, and at which threshold."""
    with database.reading() as session:
        due = warnings.due(session, now)
    for number in due:
        database.transact(lambda session, number=number: warnings.tell(session, number, now=now))
    with database.reading() as session:
        rows = session.execute(
            select(Person.email, Outgoing.key)
            .join(Person, Person.id == Outgoing.person_id)
            .where(Outgoing.kind == warnings.KIND)
            .order_by(Outgoing.id)
        )
        return [(email.split("@")[0], key.split(":")[3]) for email, key in rows]


def test_each_threshold_once_to_the_holder_and_the_facilitators(founded: Database) -> None:
    network.entrust(founded, "treasurer", "bob", ends_on=ENDS)
    assert tick(founded, at(91)) == []
    first = [("bob", "90"), ("alice", "90")]
    assert tick(founded, at(90)) == first
    assert tick(founded, at(60)) == first
    second = [*first, ("bob", "30"), ("alice", "30")]
    assert tick(founded, at(30)) == tick(founded, at(8)) == second
    assert tick(founded, at(7)) == tick(founded, at(1)) == [*second, ("bob", "7"), ("alice", "7")]
    assert tick(founded, at(0)) == tick(founded, at(1))


def test_the_facilitator_of_the_circle_is_told(founded: Database) -> None:
    network.entrust(founded, "machines-facilitator", "eve", starts_on=date(2026, 8, 1), ends_on=ENDS)
    assert tick(founded, at(20)) == [("eve", "30"), ("alice", "30")]


def test_a_worker_that_slept_says_only_what_is_true_now(founded: Database) -> None:
    network.entrust(founded, "treasurer", "bob", ends_on=ENDS)
    assert tick(founded, at(5)) == [("bob", "7"), ("alice", "7")]


def test_when_somebody_comes_next_only_the_holder_is_told(founded: Database) -> None:
    network.entrust(founded, "treasurer", "bob", ends_on=ENDS)
    network.entrust(founded, "treasurer", "chloe", starts_on=ENDS)
    assert tick(founded, at(90)) == [("bob", "90")]


def test_an_extended_mandate_is_told_of_again(founded: Database) -> None:
    number = network.entrust(founded, "treasurer", "bob", ends_on=ENDS)
    tick(founded, at(7))
    longer = ENDS + timedelta(days=365)
    founded.transact(
        lambda session: service.extend(
            session, number, ends_on=longer, decision=network.DECISION,
            by=cast.person_id(session, "alice"), now=at(7),
        )
    )  # fmt: skip
    assert len(tick(founded, at(3))) == 2
    assert len(tick(founded, at(3 - 365))) == 4


def test_what_was_given_back_is_not_told_of(founded: Database) -> None:
    number = network.entrust(founded, "treasurer", "bob", ends_on=ENDS)
    founded.transact(
        lambda session: service.resign(
            session, number, on=network.DAY, why="", by=cast.person_id(session, "bob"), now=network.NOW
        )
    )
    assert tick(founded, at(7)) == []


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("bob", "Préparer la transmission"),
        ("alice", "Lancer la succession"),
        ("chloe", ""),
        ("eve", ""),
    ],
)
def test_the_home_page_says_what_is_to_be_done(
    as_: Clients, site: Database, moment: Callable[..., None], who: str, words: str
) -> None:
    network.entrust(site, "treasurer", "bob", ends_on=date(2026, 4, 1))
    moment(network.NOW)
    page = as_(who).get("/").text
    assert ("Trésorerie" in page) == bool(words)
    assert words in page


def test_once_the_term_is_over_its_facilitators_still_see_it(
    as_: Clients, site: Database, moment: Callable[..., None]
) -> None:
    network.entrust(site, "treasurer", "bob", ends_on=date(2026, 4, 1))
    moment(network.NOW + timedelta(days=60))
    assert "Trésorerie" not in as_("bob").get("/").text
    page = as_("alice").get("/").text
    assert "Trésorerie" in page
    assert "Mandat dépassé" in page
