"""A vote is among what awaits a facilitator when it can be opened, and not before."""

from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from governance.db import Database
from proposals import amendments, awaited, service
from proposals.live import service as live
from tests.cast import NOW, person_id
from tests.proposals.live.room import allow_live
from tests.proposals.steps import BETTER, DAY, close, opened, say, submitted
from tests.proposals.test_queries import visitor
from tests.proposals.test_questions import referred

LATER = NOW + 8 * DAY


def kinds(session: Session, now: datetime = LATER) -> set[str]:
    return {each.kind for each in awaited.awaiting(session, visitor(session, "alice"), now)}


def test_an_amendment_before_the_circle_comes_first(
    sqlite_database: Database, as_: Callable[[str], FlaskClient], moment: Callable[[datetime], None]
) -> None:
    number = sqlite_database.transact(referred)
    with sqlite_database.reading() as session:
        assert kinds(session) == {"referred"}
    moment(LATER)
    alice = as_("alice")
    html = alice.get(f"/proposals/{number}").text
    assert "Le vote attend un amendement" in html
    assert f'href="/proposals/{number}/vote"' not in html
    answer = alice.get(f"/proposals/{number}/vote")
    assert (answer.status_code, "avant que le vote" in answer.text) == (409, True)
    bob = sqlite_database.transact(lambda s: person_id(s, "bob"))
    sqlite_database.transact(lambda s: amendments.refuse(s, number, 1, answer="Non.", by=bob, now=LATER))
    with sqlite_database.reading() as session:
        assert kinds(session) == {"to-vote"}


def test_a_meeting_that_goes_on_opens_its_votes_itself(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        allow_live(session)
        number = submitted(session)
        assert kinds(session) == {"to-vote"}
        live.begin(session, number, by=person_id(session, "alice"), now=LATER)
        assert kinds(session) == set()

    sqlite_database.transact(work)


def test_a_round_awaits_once_a_version_answers_though_who_objects_is_silent(
    sqlite_database: Database,
) -> None:
    def work(session: Session) -> None:
        number, bob = submitted(session), person_id(session, "bob")
        vote = opened(session, number)
        for who, choice in (("bob", "consent"), ("david", "consent"), ("chloe", "objection")):
            why = ("Non.", "harm") if choice == "objection" else ("", "")
            say(session, vote, who, choice, *why, now=NOW + 7 * DAY)
        at = close(session, vote)
        assert kinds(session, at) == set()
        service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=at)
        assert kinds(session, at) == {"to-vote"}
        opened(session, number, now=at)

    sqlite_database.transact(work)
