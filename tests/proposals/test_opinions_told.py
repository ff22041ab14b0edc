"""Who gives an opinion is written to once when it is owed, and once on the day before its end."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from governance.config import Settings
from governance.db import Database
from governance.mail.models import Outgoing
from governance.members.models import Person, Representation
from governance.rules import service as rules
from governance.worker import remind
from proposals import opinions, opinions_told, service
from proposals.models import Proposal
from tests.cast import NOW, person_id
from tests.circles import network
from tests.proposals.steps import DAY, submitted

SECOND = timedelta(seconds=1)
END = NOW + 14 * DAY
FACILITATION = """
[[roles]]
id = "board-facilitator"
name = "Facilitation du bureau"
circle = "board"
term_months = 6
selection = "without-candidate"
office = "facilitator"
"""


@pytest.fixture
def board(database: Database) -> Database:
    """The board owes its opinion before an orientation; Bob holds a seat of it, nobody facilitates it."""
    database.transact(network.found)
    network.entrust(database, "board-places", "bob", "La Filature")
    return database


def told(database: Database, settings: Settings, *moments: datetime) -> list[tuple[str, str]]:
    """Who is written to, and whether its end is near, after the worker has woken at these moments, twice."""
    for now in moments:
        for _twice in range(2):
            remind(database, settings, now)
    with database.reading() as session:
        rows = session.execute(
            select(Person.email, Outgoing.key)
            .join(Person, Person.id == Outgoing.person_id)
            .where(Outgoing.kind == opinions_told.KIND)
            .order_by(Outgoing.id)
        )
        return [(email.partition("@")[0], key.split(":")[3]) for email, key in rows]


def test_a_seat_is_written_to_twice_and_no_more(board: Database, settings: Settings) -> None:
    assert told(board, settings, NOW) == []
    board.transact(lambda s: submitted(s, "orientation"))
    assert told(board, settings, NOW) == [("bob", "first")]
    assert told(board, settings, NOW + DAY, END - DAY - SECOND) == [("bob", "first")]
    assert told(board, settings, END - DAY, END - SECOND, END) == [("bob", "first"), ("bob", "last")]


def test_the_facilitators_of_the_circle_come_first_those_of_the_network_last(
    board: Database, settings: Settings
) -> None:
    board.transact(lambda s: submitted(s, "orientation"))

    def people() -> list[str]:
        with board.reading() as session:
            [owed] = opinions_told.opinions_awaited.owed(session, NOW)
            ids = opinions_told.people(session, owed, NOW)
            return sorted(session.get_one(Person, each).email.partition("@")[0] for each in ids)

    assert people() == ["bob"]
    board.transact(lambda s: rules.adopt(s, network.CODE + FACILITATION, by=None, now=NOW))
    network.entrust(board, "board-facilitator", "david")
    assert people() == ["david"]


def test_where_nobody_holds_a_seat_the_facilitators_of_the_network_are(
    database: Database, settings: Settings
) -> None:
    database.transact(network.found)
    database.transact(lambda s: submitted(s, "orientation"))
    assert told(database, settings, NOW) == [("alice", "first")]


def test_nobody_is_reminded_of_what_was_given_withdrawn_or_is_not_owed(
    board: Database, settings: Settings
) -> None:
    def work(session: Session) -> None:
        bob = person_id(session, "bob")
        given, gone, _other = (submitted(session, rule) for rule in ("orientation", "orientation", "quick"))
        opinions.give(session, given, "board", answer="favourable", text="", by=bob, now=NOW)
        service.withdraw(session, gone, by=bob, now=NOW)

    board.transact(work)
    assert told(board, settings, NOW, END - DAY) == []


def test_of_a_proposal_among_members_who_cannot_read_it_is_not_told(
    board: Database, settings: Settings
) -> None:
    network.entrust(board, "board-places", "fanny", "L’Établi")
    board.transact(  # who speaks for nobody any more, and keeps a seat for now
        lambda s: s.execute(delete(Representation).where(Representation.person_id == person_id(s, "fanny")))
    )
    number = board.transact(lambda s: submitted(s, "orientation", public=False))
    assert told(board, settings, NOW) == [("bob", "first")]
    with board.reading() as session:
        assert not session.get_one(Proposal, number).public


def test_where_who_holds_the_seats_cannot_read_it_the_facilitators_of_the_network_are_told(
    database: Database, settings: Settings
) -> None:
    def work(session: Session) -> None:
        fanny = person_id(session, "fanny")
        session.execute(delete(Representation).where(Representation.person_id == fanny))
        submitted(session, "orientation", public=False)

    database.transact(network.found)
    network.entrust(database, "board-places", "fanny", "L’Établi")
    database.transact(work)
    assert told(database, settings, NOW) == [("alice", "first")]
