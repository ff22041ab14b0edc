"""Questions put to the circle: who may put them, what they stop, what their answers do; each refusal."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import Refusal
from governance.rules.models import CodeVersion
from proposals import amendments, awaited, contests, expiry, objections, questions, questions_read, service
from proposals import lifecycle as life
from proposals.errors import (
    ClosesTooLate,
    NotInThisState,
    NotYours,
    QuestionPending,
    UnknownRule,
)
from proposals.errors_life import NoQuestion, NotForTheCircle, QuestionAskedAlready
from proposals.models import Objection, Proposal
from proposals.models_amendments import Amendment
from tests.cast import NOW, member_id, person_id
from tests.proposals.processes import WORDING, close, embargoed, prepare, put
from tests.proposals.steps import BETTER, DAY, opened, say, submitted
from tests.proposals.test_queries import visitor
from voting.models import Vote

SignIn = Callable[[str], FlaskClient]
QUICK = "network/quick"


def refused(kind: type[Refusal], session: Session, act: Callable[[], object]) -> None:
    with pytest.raises(kind), session.begin_nested():
        act()


def referred(session: Session, rule: str = "ordinary") -> int:
    """A proposal with an amendment of Chloé's that its author leaves to the circle."""
    number, chloe, bob = submitted(session, rule), person_id(session, "chloe"), person_id(session, "bob")
    coop = member_id(session, "Coop Semailles")
    made = amendments.propose(
        session, number, version=1, paragraph=2, after="Chaque lieu ouvre le dimanche.", reason="Le repos",
        member_id=coop, by=chloe, now=NOW,
    )  # fmt: skip
    assert made == 1
    amendments.refer(session, number, 1, by=bob, now=NOW)
    return number


def contested(session: Session) -> tuple[int, Callable[[], Objection]]:
    """A proposal whose one objection was set aside, then contested."""
    number = submitted(session)
    at = NOW + 7 * DAY
    vote = opened(session, number, now=at)
    say(session, vote, "chloe", "objection", "Le gel", "harm", now=at)
    say(session, vote, "bob", "consent", now=at)
    say(session, vote, "david", "consent", now=at)
    at = close(session, vote)
    objections.set_aside(session, number, 1, ground="Une préférence", by=person_id(session, "alice"), now=at)
    contests.contest(
        session, number, 1, why="Il y a un risque", member_id=member_id(session, "Coop Semailles"),
        by=person_id(session, "chloe"), now=at,
    )  # fmt: skip
    query = select(Objection).where(Objection.proposal == number)
    return number, lambda: session.scalars(query.execution_options(populate_existing=True)).one()


LATER = NOW + 15 * DAY


def test_an_amendment_that_the_circle_takes_makes_a_version(database: Database) -> None:
    def work(session: Session) -> None:
        number = referred(session)
        vote = put(session, number, "amendment", 1, way=QUICK, now=NOW)
        assert session.get_one(Vote, vote).subject == "question:1"
        assert not session.get_one(Vote, vote).electorate_only
        say(session, vote, "chloe", "for", now=NOW)
        close(session, vote)
        found = session.get_one(Proposal, number)
        session.refresh(found)
        assert found.versions == 2
        assert session.scalars(select(Amendment.status)).one() == "adopted"
        [asked] = questions_read.of(session, number)
        assert (asked.kind, asked.target, asked.vote, asked.outcome) == ("amendment", 1, vote, "adopted")

    database.transact(work)


def test_an_amendment_that_the_circle_does_not_take_leaves_the_text(database: Database) -> None:
    def work(session: Session) -> None:
        number = referred(session)
        vote = put(session, number, "amendment", 1, way=QUICK, now=NOW)
        say(session, vote, "david", "against", now=NOW)
        close(session, vote)
        assert session.get_one(Proposal, number).versions == 1
        assert session.scalars(select(Amendment.status)).one() == "rejected"
        refused(NotForTheCircle, session, lambda: put(session, number, "amendment", 1, way=QUICK, now=NOW))

    database.transact(work)


def test_the_vote_on_the_proposal_waits_for_the_answer(database: Database) -> None:
    def work(session: Session) -> None:
        number, late = referred(session), NOW + 8 * DAY
        vote = put(session, number, "amendment", 1, way=QUICK, now=late)
        refused(QuestionPending, session, lambda: opened(session, number, now=late))
        bob = person_id(session, "bob")
        refused(QuestionPending, session, lambda: service.withdraw(session, number, by=bob, now=late))
        say(session, vote, "chloe", "against", now=late)
        at = close(session, vote)
        assert opened(session, number, now=at)

    database.transact(work)


def test_a_question_without_an_answer_may_be_put_again(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number = referred(session)
        vote = put(session, number, "amendment", 1, way="network/ordinary", now=NOW)
        at = close(session, vote)  # nobody came: no quorum
        assert [each.outcome for each in questions_read.of(session, number)] == ["no-quorum"]
        assert session.scalars(select(Amendment.status)).one() == "referred"
        assert put(session, number, "amendment", 1, way=QUICK, now=at)

    database.transact(work)


def test_the_circle_finds_reasoning_and_the_objection_stands(database: Database) -> None:
    def work(session: Session) -> None:
        number, objection = contested(session)

        def awaits(now: datetime) -> list[str]:
            return [each.kind for each in awaited.awaiting(session, visitor(session, "alice"), now)]

        assert awaits(LATER) == ["contested"]
        vote = put(session, number, "contest", 1, way=QUICK, now=LATER)
        assert awaits(LATER) == []
        say(session, vote, "david", "for", now=LATER)
        at = close(session, vote)
        assert awaits(at) == []
        assert objection().status == "standing"
        refused(NotForTheCircle, session, lambda: put(session, number, "contest", 1, way=QUICK, now=at))
        assert session.get_one(Proposal, number).standing == 1

    database.transact(work)


def test_the_circle_finds_no_reasoning_and_the_objection_is_set_aside(database: Database) -> None:
    def work(session: Session) -> None:
        number, objection = contested(session)
        vote = put(session, number, "contest", 1, way=QUICK, now=LATER)
        say(session, vote, "david", "against", now=LATER)
        close(session, vote)
        assert objection().status == "set-aside"
        assert session.get_one(Proposal, number).standing == 0

    database.transact(work)


def test_what_cannot_be_put_to_the_circle(database: Database) -> None:
    def work(session: Session) -> None:
        number = referred(session)
        for kind, target in (("amendment", 2), ("contest", 1), ("other", 1), ("arbitration", 1)):
            refused(
                Refusal, session, lambda kind=kind, target=target: put(session, number, kind, target, now=NOW)
            )
        refused(NoQuestion, session, lambda: put(session, number, "amendment", 2, now=NOW))
        refused(NotInThisState, session, lambda: put(session, number, "arbitration", now=NOW))
        refused(UnknownRule, session, lambda: put(session, number, "amendment", 1, way="network/x", now=NOW))
        ask = lambda **more: questions.open_question(  # noqa: E731
            session, number, WORDING, kind="amendment", target=1,
            **{"way": QUICK, "closes_at": None, "by": person_id(session, "alice"), "now": NOW} | more,
        )  # fmt: skip
        refused(ClosesTooLate, session, lambda: ask(closes_at=NOW + 400 * DAY))
        for who in ("bob", "chloe", "eve"):
            refused(NotYours, session, lambda who=who: ask(by=person_id(session, who)))
        ask()
        refused(QuestionAskedAlready, session, ask)

    database.transact(work)


def test_an_objection_that_is_not_contested_is_not_for_the_circle(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        at = NOW + 7 * DAY
        vote = opened(session, number, now=at)
        say(session, vote, "chloe", "objection", "Le gel", "harm", now=at)
        at = close(session, vote)
        refused(NotForTheCircle, session, lambda: put(session, number, "contest", 1, way=QUICK, now=at))

    database.transact(work)


def test_settling_a_question_twice_changes_nothing_and_it_does_not_expire_meanwhile(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number = referred(session)
        session.get_one(Proposal, number).rule_id = "prepared"
        vote = put(session, number, "amendment", 1, way=QUICK, now=NOW)
        assert session.get_one(Proposal, number).expires_at is None
        assert expiry.due(session, NOW + 900 * DAY) == []
        say(session, vote, "chloe", "for", now=NOW)
        at = close(session, vote)
        for _ in range(2):
            service.settle(session, vote, now=at)
        found = session.get_one(Proposal, number)
        assert (found.versions, found.state) == (2, life.DEBATE)
        assert found.expires_at is not None

    database.transact(work)


def test_a_question_of_a_withdrawn_author_stays_harmless(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number = referred(session)
        vote = put(session, number, "amendment", 1, way=QUICK, now=NOW)
        session.get_one(Proposal, number).state = life.WITHDRAWN
        say(session, vote, "chloe", "for", now=NOW)
        close(session, vote)
        found = session.get_one(Proposal, number)
        assert (found.state, found.versions) == (life.WITHDRAWN, 1)

    database.transact(work)


def test_each_of_the_cast_tries_the_pages(
    sqlite_database: Database, as_: SignIn, client: FlaskClient, moment: Callable[..., None]
) -> None:
    moment(NOW)
    number = sqlite_database.transact(referred)
    address = f"/proposals/{number}/questions/amendment/1"
    for who in ("bob", "chloe", "david", "fanny", "eve"):
        assert as_(who).get(address).status_code == 403
        assert as_(who).post(address, data={}).status_code == 403
    assert client.get(address).status_code in (302, 303, 401)
    alice = as_("alice")
    page = alice.get(address).get_data(as_text=True)
    assert "Chaque lieu ouvre le dimanche." in page
    assert alice.get(f"/proposals/{number}/questions/amendment/9").status_code == 404
    assert alice.get(f"/proposals/{number}/questions/tea/1").status_code == 404
    wrong = alice.post(address, data={"question": "", "way": QUICK})
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in wrong.get_data(as_text=True)
    soon = alice.post(address, data={"question": "Q", "way": QUICK, "closes_at": "2026-03-02T10:01"})
    assert soon.status_code == 422
    answer = alice.post(address, data={"question": "Ouvrir le dimanche", "way": QUICK})
    assert (answer.status_code, answer.location) == (303, "/votes/1")
    assert "Ouvrir le dimanche" in client.get("/votes/1").get_data(as_text=True)
    assert 'href="/proposals/questions/1"' in client.get("/votes/1").get_data(as_text=True)
    to = client.get("/proposals/questions/1")
    assert (to.status_code, to.location) == (302, f"/proposals/{number}#question-1")
    assert client.get("/proposals/questions/9").status_code == 404
    shown = client.get(f"/proposals/{number}").get_data(as_text=True)
    assert 'id="question-1"' in shown
    assert alice.get(address).status_code == 409


def test_a_text_changed_by_the_circle_is_voted_as_it_is_then(database: Database) -> None:
    def work(session: Session) -> None:
        number = referred(session)
        vote = put(session, number, "amendment", 1, way=QUICK, now=NOW)
        bob = person_id(session, "bob")
        service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=NOW)
        say(session, vote, "chloe", "for", now=NOW)
        close(session, vote)
        # the paragraph was rewritten meanwhile: nothing is lost, the author writes it in
        found = session.get_one(Proposal, number)
        assert found.versions == 2
        assert session.scalars(select(Amendment.status)).one() == "adopted"

    database.transact(work)


def say_the_rule(session: Session) -> None:
    """The code now says that questions are put under the orientation rule."""
    prepare(session)
    toml = session.scalars(select(CodeVersion.toml)).one()
    changed = toml.replace('id = "ordinary"\n', 'id = "ordinary"\nprocess = { questions = "orientation" }\n')
    changed = changed.replace(
        "process = { questions_days = 2,", 'process = { questions = "swift", questions_days = 2,'
    )
    session.execute(update(CodeVersion).values(toml=changed))
    session.expire_all()


def test_the_social_code_says_under_which_rule(database: Database) -> None:
    def work(session: Session) -> None:
        say_the_rule(session)
        number = referred(session)
        found = questions.ways(session, session.get_one(Proposal, number))
        assert [way.key for way in found] == ["network/orientation"]
        for way in (QUICK, "network/ordinary", "network/nothing"):
            refused(
                UnknownRule, session, lambda way=way: put(session, number, "amendment", 1, way=way, now=NOW)
            )
        vote = put(session, number, "amendment", 1, now=NOW)
        assert session.get_one(Vote, vote).rule_id == "orientation"

    database.transact(work)


def test_an_arbitration_is_under_that_rule_in_the_circles_that_take_it(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        say_the_rule(session)
        both, one = embargoed(session, "board", "network"), embargoed(session, "network", rule="ordinary")
        ways = lambda number: [w.key for w in questions.ways(session, session.get_one(Proposal, number))]  # noqa: E731
        assert ways(both) == ["board/swift", "network/swift"]
        assert ways(one) == ["network/orientation"]
        other = embargoed(session, "board", rule="ordinary")  # which does not take the orientation rule
        assert ways(other) == ["board/swift", "board/prepared"]

    sqlite_database.transact(work)
