"""Objections as records: what they hold, one at a time, set aside, contested, before the circle."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import Refusal
from proposals import contests, errors, history, objections, questions, service
from proposals.errors_objections import (
    ContestedObjection,
    ContestMissing,
    NotOfTheCircle,
    NotSetAside,
    RoundIsCounted,
    RoundIsOpen,
    SetAsideByCircle,
)
from proposals.models import Objection, Proposal
from proposals.models_events import ProposalEvent
from proposals.rounds import integrated_now
from tests.cast import NOW, member_id, person_id
from tests.proposals.steps import BETTER, DAY, MEMBERS, close, closes_at, opened, say, submitted
from tests.proposals.test_settlement import REASON, objected
from voting import service as voting
from voting.answers import Reply
from voting.service import Answer

LATER = NOW + 15 * DAY
TESTS = {
    "purpose": Reply("no"),
    "role": Reply("yes", "Deux salariés."),
    "without": Reply("no"),
    "certain": Reply("yes", "Dès le premier samedi."),
}


def one(session: Session, number: int, objection: int = 1) -> Objection:
    return objections.found(session, number, objection)


def kinds(session: Session, number: int, objection: int = 1) -> list[str]:
    return [line.kind for line in history.of(session, number)[objection]]


def set_aside(session: Session, number: int, objection: int = 1, *, now: datetime = LATER) -> None:
    by = person_id(session, "alice")
    objections.set_aside(session, number, objection, ground="Une préférence.", by=by, now=now)


def contest(
    session: Session, number: int, who: str = "chloe", why: str = "Elle dit un tort.", now: datetime = LATER
) -> None:
    by, member = person_id(session, who), member_id(session, MEMBERS[who])
    contests.contest(session, number, 1, why=why, member_id=member, by=by, now=now)


def asked(session: Session, number: int, now: datetime) -> int:
    """The question of the contest put to the circle, under the quick majority."""
    return questions.open_question(
        session,
        number,
        questions.Wording("Y a-t-il là un argument ?", "…", "<p>…</p>"),
        kind="contest",
        target=1,
        way="network/quick",
        closes_at=None,
        by=person_id(session, "alice"),
        now=now,
    )


def contested(session: Session) -> int:
    number, _vote = objected(session)
    set_aside(session, number)
    contest(session, number)
    return number


def test_an_objection_keeps_who_where_and_the_four_answers(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        now = NOW + 7 * DAY
        vote = opened(session, number, now=now)
        say(session, vote, "bob", "consent", now=now)
        answer = Answer(
            member_id(session, MEMBERS["chloe"]), "objection", REASON, "limit", paragraph=2, tests=TESTS
        )
        voting.cast_all(session, vote=vote, answers=[answer], by=person_id(session, "chloe"), now=now)
        at = close(session, vote)
        kept = one(session, number)
        assert (kept.person_name, kept.member_name) == ("Chloé Garnier", "Coop Semailles")
        assert (kept.paragraph, kept.quote) == (2, "Chaque lieu ouvre son atelier tous les samedis.")
        assert json.loads(kept.tests)["role"] == {"answer": "yes", "why": "Deux salariés."}
        line = history.of(session, number)[1][0]
        assert (line.kind, line.at, line.person_name, line.vote) == ("raised", at, "Chloé Garnier", vote)

    database.transact(work)


def test_it_is_set_aside_between_two_rounds_only(database: Database) -> None:
    """So that the round which adopts comes after, with time to contest."""

    def work(session: Session) -> None:
        number, _vote = objected(session)
        bob = person_id(session, "bob")
        service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=LATER)
        opened(session, number, now=LATER)
        with pytest.raises(RoundIsOpen):
            set_aside(session, number, now=LATER + DAY)
        assert one(session, number).status == "standing"

    database.transact(work)


@pytest.mark.parametrize("who", ["chloe", "bob", "david"])
def test_who_objects_or_any_member_of_the_circle_contests_it(database: Database, who: str) -> None:
    def work(session: Session) -> None:
        number, _vote = objected(session)
        set_aside(session, number)
        assert session.get_one(Proposal, number).standing == 0
        contest(session, number, who)
        kept = one(session, number)
        assert (kept.status, kept.contested_at, kept.contest) == ("standing", LATER, "Elle dit un tort.")
        assert session.get_one(Proposal, number).standing == 1
        assert kinds(session, number) == ["raised", "set-aside", "contested"]
        told = session.scalars(select(ProposalEvent.kind).where(ProposalEvent.proposal == number)).all()
        assert "objection-contested" in told

    database.transact(work)


def test_what_cannot_be_contested(database: Database) -> None:
    def work(session: Session) -> None:
        number, _vote = objected(session)
        with pytest.raises(NotSetAside):
            contest(session, number)
        set_aside(session, number)
        with pytest.raises(ContestMissing):
            contest(session, number, why=" \n ")
        with pytest.raises(errors.NotYourVoice):
            contests.contest(
                session,
                number,
                1,
                why="Si.",
                member_id=member_id(session, "La Filature"),
                by=person_id(session, "chloe"),
                now=LATER,
            )
        for who in ("alice", "eve"):
            with pytest.raises(errors.NotYours):
                contests.contest(
                    session, number, 1, why="Si.", member_id=1, by=person_id(session, who), now=LATER
                )
        with pytest.raises(errors.NoObjection):
            contests.contest(
                session, number, 9, why="Si.", member_id=1, by=person_id(session, "chloe"), now=LATER
            )

    database.transact(work)


def test_a_member_of_another_circle_does_not_contest(sqlite_database: Database) -> None:
    from governance.members.models import Circle, CircleCollege

    def work(session: Session) -> None:
        number, _vote = objected(session)
        set_aside(session, number)
        session.add(Circle(id="machines", name="Machines", purpose="Les machines"))
        session.flush()
        session.add(CircleCollege(circle_id="machines", college_id="places"))
        session.execute(update(Proposal).where(Proposal.number == number).values(circle_id="machines"))
        session.expire_all()
        with pytest.raises(NotOfTheCircle):
            contest(session, number, "david")
        contest(session, number, "chloe")  # who objects always may

    sqlite_database.transact(work)


def test_a_facilitator_does_not_set_it_aside_a_second_time(database: Database) -> None:
    def work(session: Session) -> None:
        number = contested(session)
        with pytest.raises(ContestedObjection):
            set_aside(session, number)
        session.flush()
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(update(Objection).values(status="set-aside"))

    database.transact(work)


def test_the_circle_finds_no_reasoning_and_sets_it_aside_for_good(database: Database) -> None:
    def work(session: Session) -> None:
        number = contested(session)
        vote = asked(session, number, LATER)
        say(session, vote, "bob", "against", now=LATER)
        at = close(session, vote)
        kept = one(session, number)
        assert (kept.status, kept.set_aside_vote) == ("set-aside", vote)
        assert kinds(session, number)[-1] == "dismissed"
        assert session.get_one(Proposal, number).standing == 0
        with pytest.raises(SetAsideByCircle):
            contest(session, number, now=at)
        round_two = opened(session, number, now=at)
        for who in MEMBERS:
            say(session, round_two, who, "consent", now=at)
        close(session, round_two)
        assert session.get_one(Proposal, number).state == "adopted"

    database.transact(work)


def test_the_circle_finds_reasoning_and_it_is_integrated_like_the_others(database: Database) -> None:
    def work(session: Session) -> None:
        number = contested(session)
        vote = asked(session, number, LATER)
        say(session, vote, "bob", "for", now=LATER)
        at = close(session, vote)
        assert (one(session, number).status, kinds(session, number)[-1]) == ("standing", "upheld")
        with pytest.raises(ContestedObjection):
            set_aside(session, number, now=at)
        bob, chloe = person_id(session, "bob"), person_id(session, "chloe")
        service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=at)
        objections.confirm(session, number, 1, as_="author", version=2, by=bob, now=at)
        assert objections.confirm(session, number, 1, as_="objector", version=2, by=chloe, now=at)
        assert kinds(session, number)[-3:] == ["confirmed-author", "confirmed-objector", "integrated"]

    database.transact(work)


def test_a_question_that_nobody_answers_sets_nothing_aside(database: Database) -> None:
    def work(session: Session) -> None:
        number = contested(session)
        close(session, asked(session, number, LATER))
        assert one(session, number).status == "standing"
        assert kinds(session, number)[-1] == "contested"

    database.transact(work)


def test_contesting_while_the_next_round_is_open_keeps_it_from_adopting(database: Database) -> None:
    def work(session: Session) -> None:
        number, _vote = objected(session)
        set_aside(session, number)
        vote = opened(session, number, now=LATER)
        say(session, vote, "bob", "consent", now=LATER)
        say(session, vote, "david", "consent", now=LATER)
        say_fanny(session, vote, LATER)
        contest(session, number, now=LATER + DAY)
        close(session, vote)
        held = session.get_one(Proposal, number)
        assert (held.state, held.standing) == ("debate", 1)

    database.transact(work)


def test_once_the_round_has_closed_nothing_changes_what_it_found(database: Database) -> None:
    def work(session: Session) -> None:
        number, _vote = objected(session)
        set_aside(session, number)
        vote = opened(session, number, now=LATER)
        for who in MEMBERS:
            say(session, vote, who, "consent", now=LATER)
        at = closes_at(session, vote)
        with pytest.raises(RoundIsCounted):
            contest(session, number, now=at)
        contest(session, number, now=at - timedelta(microseconds=1))
        with pytest.raises(RoundIsCounted):
            objections.withdraw(session, number, 1, by=person_id(session, "chloe"), now=at)

    database.transact(work)


def say_fanny(session: Session, vote: int, now: datetime) -> None:
    answer = Answer(member_id(session, "Scop Rouages"), "consent")
    voting.cast_all(session, vote=vote, answers=[answer], by=person_id(session, "fanny"), now=now)


def test_nothing_is_contested_once_it_is_over(database: Database) -> None:
    def work(session: Session) -> None:
        number, _vote = objected(session)
        set_aside(session, number)
        vote = opened(session, number, now=LATER)
        for who in MEMBERS:
            say(session, vote, who, "consent", now=LATER)
        at = close(session, vote)
        assert session.get_one(Proposal, number).state == "adopted"
        with pytest.raises(errors.Finished):
            contest(session, number, now=at)

    database.transact(work)


def test_they_are_integrated_one_at_a_time_in_the_order_of_the_facilitator(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        now = NOW + 7 * DAY
        vote = opened(session, number, now=now)
        say(session, vote, "bob", "consent", now=now)
        for who in ("chloe", "david"):
            say(session, vote, who, "objection", REASON, "harm", now=now)
        close(session, vote)

        def first() -> int | None:
            known = session.scalars(select(Objection).where(Objection.proposal == number)).all()
            taken = integrated_now(known, session.get_one(Proposal, number).integrating)
            return taken.number if taken else None

        assert first() == 1
        for who in ("bob", "chloe", "eve"):
            with pytest.raises(Refusal):
                objections.take(session, number, 2, by=person_id(session, who), now=LATER)
        objections.take(session, number, 2, by=person_id(session, "alice"), now=LATER)
        assert first() == 2
        objections.withdraw(session, number, 2, by=person_id(session, "david"), now=LATER)
        assert first() == 1
        with pytest.raises(errors.ObjectionNotStanding):
            objections.take(session, number, 2, by=person_id(session, "alice"), now=LATER)
        objections.withdraw(session, number, 1, by=person_id(session, "chloe"), now=LATER)
        assert first() is None

    database.transact(work)


def test_who_objects_again_raises_it_anew_and_its_history_says_so(database: Database) -> None:
    def work(session: Session) -> None:
        number, _vote = objected(session)
        bob = person_id(session, "bob")
        service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=LATER)
        vote = opened(session, number, now=LATER)
        say(session, vote, "chloe", "objection", REASON, "limit", now=LATER)
        close(session, vote)
        assert kinds(session, number, 1) == ["raised", "renewed"]
        assert kinds(session, number, 2) == ["raised"]
        assert one(session, number).renewed_as == 2

    database.transact(work)


def test_the_register_tells_that_it_was_contested_and_what_the_circle_said(database: Database) -> None:
    def work(session: Session) -> list[str]:
        number = contested(session)
        vote = asked(session, number, LATER)
        say(session, vote, "bob", "against", now=LATER)
        at = close(session, vote)
        round_two = opened(session, number, now=at)
        for who in MEMBERS:
            say(session, round_two, who, "consent", now=at)
        close(session, round_two)
        from governance.register.models import Decision

        kept = session.scalars(select(Decision)).one()
        return [str(each["how"]["en"]) for each in json.loads(kept.objections)]

    told = database.transact(work)
    expected = (
        "Objection no. 1 (Coop Semailles): set aside (“Une préférence.”), then contested, "
        "set aside by the circle (vote no. 2)"
    )
    assert told == [expected]
