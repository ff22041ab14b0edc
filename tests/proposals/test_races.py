"""Two people do the same at the same moment, each on a connection of their own: it is done once."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import Refusal
from proposals import amendments, objections, petition, service
from proposals import lifecycle as life
from proposals.live import service as live
from proposals.models import Objection, Proposal, Version
from proposals.models_events import ProposalEvent
from proposals.models_life import PetitionSignature, ProposalQuestion
from tests.cast import NOW, member_id, person_id
from tests.proposals.live.room import MEETING, acts, begun
from tests.proposals.processes import prepare, put
from tests.proposals.steps import BETTER, DAY, opened, say, submitted
from tests.proposals.test_questions import LATER, contested, referred
from voting import service as voting
from voting.models import Vote

Act = Callable[[Session], object]


def together(database: Database, *works: Act) -> Counter[str]:
    """What each of them answers, released at once: the name of a refusal, or the answer."""
    barrier = threading.Barrier(len(works))

    def run(work: Act) -> str:
        barrier.wait(30)
        try:
            return str(database.transact(work))
        except Refusal as refusal:
            return type(refusal).__name__

    with ThreadPoolExecutor(len(works)) as pool:
        return Counter(pool.map(run, works))


def count(database: Database, table: type, *conditions: object) -> int:
    with database.reading() as session:
        return int(session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0)  # type: ignore[arg-type]


def test_both_agree_at_once_and_the_objection_is_integrated_once(database: Database) -> None:
    def prepared(session: Session) -> tuple[int, int, int]:
        number, bob, chloe = submitted(session), person_id(session, "bob"), person_id(session, "chloe")
        at = NOW + 7 * DAY
        vote = opened(session, number)
        say(session, vote, "chloe", "objection", "Le gel", "harm", now=at)
        say(session, vote, "bob", "consent", now=at)
        say(session, vote, "david", "consent", now=at)
        closed = session.get_one(Vote, vote).closes_at
        voting.seal(session, vote, now=closed)
        service.settle(session, vote, now=closed)
        service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=closed)
        return number, bob, chloe

    number, bob, chloe = database.transact(prepared)

    def agrees(as_: str, by: int) -> Act:
        return lambda s: objections.confirm(s, number, 1, as_=as_, version=2, by=by, now=LATER)

    assert together(database, agrees("author", bob), agrees("objector", chloe)) == {"True": 1, "False": 1}
    assert count(database, Objection, Objection.status == "integrated") == 1
    with database.reading() as session:
        assert session.get_one(Proposal, number).standing == 0


def test_an_amendment_accepted_twice_makes_one_version(database: Database) -> None:
    number = database.transact(referred)
    with database.reading() as session:
        bob = person_id(session, "bob")
    accept: Act = lambda s: amendments.accept(s, number, 1, by=bob, now=NOW)  # noqa: E731
    assert together(database, accept, accept, accept) == {"2": 1, "AlreadyAnswered": 2}
    assert count(database, Version, Version.proposal == number) == 2


def test_a_question_is_put_once_and_its_answer_drawn_once(database: Database) -> None:
    number, _objection = database.transact(contested)
    ask: Act = lambda s: put(s, number, "contest", 1, way="network/quick", now=LATER)  # noqa: E731
    found = together(database, ask, ask)
    assert found["QuestionAskedAlready"] == 1
    assert count(database, ProposalQuestion) == 1
    with database.reading() as session:
        vote = session.scalars(select(ProposalQuestion.vote)).one() or 0
        closes_at = session.get_one(Vote, vote).closes_at
    database.transact(lambda s: say(s, vote, "bob", "against", now=LATER))
    database.transact(lambda s: voting.seal(s, vote, now=closes_at))
    settle: Act = lambda s: service.settle(s, vote, now=closes_at)  # noqa: E731
    together(database, settle, settle, settle)
    assert count(database, ProposalEvent, ProposalEvent.kind == "question-settled") == 1
    assert count(database, Objection, Objection.status == "set-aside") == 1


def test_a_member_signs_once(database: Database) -> None:
    def prepared(session: Session) -> tuple[int, int, int]:
        prepare(session)
        number = submitted(session, "prepared")
        return number, member_id(session, "La Filature"), person_id(session, "bob")

    number, member, bob = database.transact(prepared)
    sign: Act = lambda s: petition.sign(s, number, member_id=member, by=bob, now=NOW)  # noqa: E731
    assert together(database, sign, sign, sign) == {"False": 1, "SignedAlready": 2}
    assert count(database, PetitionSignature) == 1


def test_a_vote_is_opened_once_and_not_upon_a_withdrawal(database: Database) -> None:
    number = database.transact(submitted)
    with database.reading() as session:
        alice, bob = person_id(session, "alice"), person_id(session, "bob")
    at = NOW + 7 * DAY
    opens: Act = lambda s: service.put_to_vote(s, number, by=alice, now=at)  # noqa: E731
    leaves: Act = lambda s: service.withdraw(s, number, by=bob, now=at)  # noqa: E731
    together(database, opens, opens, leaves)
    with database.reading() as session:
        state = session.get_one(Proposal, number).state
    assert state in (life.DECISION, life.WITHDRAWN)
    assert count(database, Vote) == (state == life.DECISION)


def test_a_step_sent_twice_from_the_room_is_taken_once(database: Database) -> None:
    number = database.transact(begun)
    with database.reading() as session:
        alice, after = person_id(session, "alice"), acts(session, number)
    later = MEETING + timedelta(minutes=1)
    step: Act = lambda s: live.step(  # noqa: E731
        s, number, "phase", {"to": "reactions"}, after=after, by=alice, now=later
    )
    assert together(database, step, step) == {"None": 1, "SeenBefore": 1}
