"""A vote is among what awaits a facilitator when it can be opened, and not before."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from governance.db import Database
from governance.web.visitor import Visitor
from proposals import amendments, awaited, debate, opinions, service
from proposals.live import service as live
from proposals.models import Proposal
from tests.cast import NOW, member_id, person_id
from tests.circles import network
from tests.proposals.live.room import allow_live
from tests.proposals.processes import prepare
from tests.proposals.steps import BETTER, DAY, MEMBERS, close, opened, say, submitted
from tests.proposals.test_queries import visitor
from tests.proposals.test_questions import referred

LATER = NOW + 8 * DAY
SECOND = timedelta(seconds=1)


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
    assert 'href="#amendment-1">Voir' in html
    assert "La facilitation soumet l’amendement nº\u00a01 au cercle" in html
    assert "ouvre le tour" not in html
    assert "Quelque chose précède le vote" in html
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
        assert kinds(session) == {"conduct"}

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
        assert kinds(session, at) == {"answered"}
        opened(session, number, now=at)

    sqlite_database.transact(work)


def of(session: Session, who: Visitor, now: datetime) -> list[tuple[str, str]]:
    return [(each.kind, each.circle) for each in awaited.awaiting(session, who, now)]


def test_while_an_opinion_is_awaited_it_is_that_which_awaits_and_not_the_vote(database: Database) -> None:
    database.transact(network.found)
    network.entrust(database, "board-places", "bob", "La Filature")

    def work(session: Session) -> None:
        number = submitted(session, "orientation")
        led = Visitor(person_id(session, "eve"), facilitated=frozenset({"network"}))
        board = Visitor(person_id(session, "eve"), facilitated=frozenset({"board"}))
        seated = Visitor(person_id(session, "bob"))
        assert of(session, led, LATER) == []
        assert of(session, board, LATER) == of(session, seated, LATER) == [("opinion", "board")]
        assert of(session, visitor(session, "alice"), LATER) == [("opinion", "board")]
        assert of(session, visitor(session, "chloe"), LATER) == []
        due = awaited.awaiting(session, seated, LATER)[0].due
        assert due == NOW + 14 * DAY
        assert of(session, seated, due) == []
        assert of(session, led, due) == [("to-vote", "")]
        bob = person_id(session, "bob")
        opinions.give(session, number, "board", answer="favourable", text="", by=bob, now=LATER)
        assert of(session, led, LATER) == [("to-vote", "")]
        assert of(session, seated, LATER) == of(session, board, LATER) == []

    database.transact(work)


def test_who_holds_a_seat_and_does_not_take_part_is_not_told_of_what_they_cannot_see(
    sqlite_database: Database,
) -> None:
    sqlite_database.transact(network.found)
    network.entrust(sqlite_database, "board-places", "bob", "La Filature")

    def work(session: Session) -> None:
        bob = Visitor(person_id(session, "bob"))  # of today, who speaks for nobody
        submitted(session, "orientation", public=False)
        assert of(session, bob, LATER) == []
        submitted(session, "orientation")
        assert of(session, bob, LATER) == [("opinion", "board")]

    sqlite_database.transact(work)


def test_the_proposals_of_other_circles_hide_none_of_ones_own(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        for _each in range(awaited.PAGE + 1):
            submitted(session)
        network.found(session)
        last = submitted(session)
        session.get_one(Proposal, last).circle_id = "board"
        board = Visitor(person_id(session, "eve"), facilitated=frozenset({"board"}))
        session.flush()
        found = awaited.awaiting(session, board, LATER)
        assert [(each.kind, each.number) for each in found] == [("to-vote", last)]

    sqlite_database.transact(work)


def test_a_question_awaits_who_proposes_until_it_is_answered(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        asked = debate.comment(
            session, number, text="Qui assure ?", purpose="question", now=NOW,
            member_id=member_id(session, MEMBERS["chloe"]), by=person_id(session, "chloe"),
        )  # fmt: skip
        bob = visitor(session, "bob")
        assert of(session, bob, NOW) == [("questions", ""), ("debate", "")]
        assert of(session, visitor(session, "chloe"), NOW) == [("debate", "")]
        debate.resolve(session, number, asked, by=person_id(session, "chloe"), now=NOW)
        assert of(session, bob, NOW) == [("debate", "")]

    database.transact(work)


def test_the_tasks_lead_where_they_are_done(
    sqlite_database: Database, as_: Callable[[str], FlaskClient], moment: Callable[[datetime], None]
) -> None:
    sqlite_database.transact(network.found)
    network.entrust(sqlite_database, "board-places", "bob", "La Filature")

    def work(session: Session) -> int:
        number = submitted(session, "orientation")
        debate.comment(
            session, number, text="Qui assure ?", purpose="question", now=NOW,
            member_id=member_id(session, MEMBERS["chloe"]), by=person_id(session, "chloe"),
        )  # fmt: skip
        return number

    number = sqlite_database.transact(work)
    moment(LATER)
    bob = as_("bob")
    home = bob.get("/").text
    for words, path in (
        ("Un avis est attendu", f"/proposals/{number}/opinions/board"),
        ("Une question attend votre réponse", f"/proposals/{number}?purpose=unanswered#debate"),
    ):
        assert words in home
        assert f'href="{path}"' in home
        assert bob.get(path).status_code == 200
    alice = as_("alice").get("/").text
    assert "Un avis est attendu" in alice
    assert "Prête à être décidée" not in alice
    page = bob.get(f"/proposals/{number}").text
    assert "Ce cercle donne son avis jusqu’au" in page
    assert "et le vote l’attend\u00a0: Bureau." in page
    assert "Prête à être décidée" not in page
    assert "ouvre le vote" not in page


def test_reading_what_awaits_takes_as_many_queries_for_many_as_for_one(sqlite_database: Database) -> None:
    sqlite_database.transact(network.found)

    def work(session: Session) -> None:
        submitted(session, "orientation")
        alice, counted = visitor(session, "alice"), [0, 0]
        for index in (0, 1):
            seen: list[str] = []
            listener = lambda *facts, seen=seen: seen.append(facts[2])  # noqa: E731
            event.listen(session.get_bind(), "before_cursor_execute", listener)
            awaited.awaiting(session, alice, LATER)
            event.remove(session.get_bind(), "before_cursor_execute", listener)
            counted[index] = len(seen)
            for _each in range(4):
                submitted(session, "orientation")
        assert counted[0] == counted[1]

    sqlite_database.transact(work)


def test_a_debate_awaits_until_the_end_of_its_phase(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        submitted(session, "prepared")
        chloe = visitor(session, "chloe")

        def phase(now: datetime) -> tuple[str, datetime | None]:
            [task] = awaited.awaiting(session, chloe, now)
            return task.phase, task.due

        assert phase(NOW) == ("questions", NOW + 2 * DAY)
        assert phase(NOW + 2 * DAY - SECOND) == ("questions", NOW + 2 * DAY)
        assert phase(NOW + 2 * DAY) == ("reactions", NOW + 4 * DAY)
        assert phase(NOW + 4 * DAY) == ("", NOW + 7 * DAY)

    database.transact(work)
