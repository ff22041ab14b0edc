"""The list, the home page and the page of a proposal say the same of what comes before its vote."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import Refusal
from proposals import awaited, before_vote, heads, opinions, queries, service, sheet
from proposals.steps import Waits
from tests.cast import NOW, person_id
from tests.circles import network
from tests.proposals.processes import embargoed, prepare, put
from tests.proposals.steps import BETTER, DAY, close, opened, say, submitted
from tests.proposals.test_queries import visitor
from tests.proposals.test_questions import referred

LATER = NOW + 8 * DAY
OPENING = {"to-vote", "answered"}


def agreed(session: Session, number: int, now: datetime) -> str:
    """The one word that the list and the page have; what awaits the facilitator, and the act, agree."""
    alice = visitor(session, "alice")
    line = next(
        each for each in queries.page(session, tab="current", visitor=alice, now=now) if each.number == number
    )
    shown = sheet.read(session, number, visitor=alice, now=now)
    assert line.condition(now) == shown.condition
    assert line.before == shown.before_vote
    tasks = {each.kind for each in awaited.awaiting(session, alice, now) if each.number == number}
    try:
        with session.begin_nested():
            opened(session, number, now=now)
            raise Undone
    except Undone:
        assert tasks & OPENING
    except Refusal:
        assert not tasks & OPENING
    return shown.condition


class Undone(Exception):
    """The vote did open; it is taken back."""


def test_an_opinion_owed(database: Database) -> None:
    database.transact(network.found)

    def work(session: Session) -> None:
        number = submitted(session, "orientation")
        assert agreed(session, number, NOW) == "debate"
        assert agreed(session, number, LATER) == "waits"
        assert agreed(session, number, NOW + 14 * DAY) == "ready"
        alice = person_id(session, "alice")
        opinions.give(session, number, "board", answer="favourable", text="", by=alice, now=LATER)
        assert agreed(session, number, LATER) == "ready"

    database.transact(work)


def test_an_amendment_left_to_the_circle_then_the_question_about_it(database: Database) -> None:
    def work(session: Session) -> None:
        number = referred(session)
        assert agreed(session, number, LATER) == "waits"
        vote = put(session, number, "amendment", 1, now=LATER)
        assert agreed(session, number, LATER) == "question"
        say(session, vote, "bob", "for", now=LATER)
        say(session, vote, "chloe", "for", now=LATER)
        assert agreed(session, number, close(session, vote)) == "ready"

    database.transact(work)


def test_an_objection_then_a_version_that_answers_it(database: Database) -> None:
    def work(session: Session) -> None:
        number, bob = submitted(session), person_id(session, "bob")
        vote = opened(session, number)
        for who, choice in (("bob", "consent"), ("david", "consent"), ("chloe", "objection")):
            why = ("Non.", "harm") if choice == "objection" else ("", "")
            say(session, vote, who, choice, *why, now=NOW + 7 * DAY)
        at = close(session, vote)
        assert agreed(session, number, at) == "integrating"
        service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=at)
        assert agreed(session, number, at) == "integrating"

    database.transact(work)


def test_under_embargo_a_question_alone_is_said(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number = embargoed(session)
        head = heads.head(session, number, visitor(session, "alice"), NOW)
        assert before_vote.of(session, [head], NOW) == {number: before_vote.NOTHING}
        put(session, number, "arbitration", now=NOW)
        found = before_vote.of(session, [head], NOW)[number]
        assert (len(found.asked), found.waits) == (1, ())

    sqlite_database.transact(work)


def test_what_waits_is_said_in_its_order(sqlite_database: Database) -> None:
    sqlite_database.transact(network.found)

    def work(session: Session) -> None:
        number = referred(session, "orientation")
        head = heads.head(session, number, visitor(session, "alice"), LATER)
        assert before_vote.of(session, [head], LATER)[number].waits == (
            Waits("facilitator", "amendment", 1),
            Waits("circle", "opinion", circle="Bureau", until=NOW + 14 * DAY),
        )

    sqlite_database.transact(work)


def test_the_list_takes_as_many_queries_for_many_as_for_one(sqlite_database: Database) -> None:
    sqlite_database.transact(network.found)

    def work(session: Session) -> None:
        alice, counted = visitor(session, "alice"), []
        for _index in (0, 1):
            referred(session, "orientation")
            seen: list[str] = []
            listener = lambda *facts, seen=seen: seen.append(facts[2])  # noqa: E731
            event.listen(session.get_bind(), "before_cursor_execute", listener)
            queries.page(session, tab="current", visitor=alice, now=LATER)
            event.remove(session.get_bind(), "before_cursor_execute", listener)
            counted.append(len(seen))
        assert counted[0] == counted[1]

    sqlite_database.transact(work)


@pytest.mark.parametrize("who", ["alice", "bob", "chloe", "nobody"])
def test_the_pages_say_it(
    who: str,
    sqlite_database: Database,
    as_: Callable[[str], FlaskClient],
    moment: Callable[[datetime], None],
) -> None:
    number = sqlite_database.transact(referred)
    moment(LATER)
    for path in ("/proposals/", f"/proposals/{number}"):
        html = as_(who).get(path).text
        assert "Quelque chose précède le vote" in html
        assert "Prête à être décidée" not in html
