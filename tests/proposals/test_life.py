"""More time, petition, expiry, meetings: what the process of a rule gives, and each refusal."""

import json
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import Refusal
from governance.members.models import CollegeMembership
from governance.rules.duration import Duration
from proposals import awaited, expiry, meetings, moves, petition, service, standing
from proposals import lifecycle as life
from proposals.errors import Expired, Finished, NotInThisState, NotYours, NotYourVoice, TooEarly
from proposals.errors_life import (
    AnswerMissing,
    DebateIsOver,
    DoubledAlready,
    MeetingAskedAlready,
    NoDoubling,
    NoMeetingAsked,
    NoPetition,
    NotOfCircle,
    NotSigned,
    PetitionHeard,
    SignedAlready,
)
from proposals.models import Proposal
from proposals.models_events import ProposalEvent
from tests.cast import NOW, member_id, person_id
from tests.proposals.processes import prepare
from tests.proposals.steps import BETTER, DAY, TEXT, close, draft, opened, say, submitted
from tests.proposals.test_queries import awaiting, visitor

SECOND = timedelta(seconds=1)


def of(session: Session, number: int) -> Proposal:
    return session.get_one(Proposal, number)


def after(moment: datetime, days: int) -> datetime:
    """So many days of the calendar later, summer time or not."""
    return Duration(days=days).after(moment, "Europe/Paris")


def double(session: Session, number: int, who: str = "chloe", member: str = "Coop Semailles", now=NOW):  # type: ignore[no-untyped-def]
    by = person_id(session, who)
    return moves.double(session, number, member_id=member_id(session, member), by=by, now=now)


def sign(session: Session, number: int, who: str, member: str, now=NOW) -> bool:  # type: ignore[no-untyped-def]
    return petition.sign(
        session, number, member_id=member_id(session, member), by=person_id(session, who), now=now
    )


def refused(kind: type[Refusal], session: Session, act) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(kind), session.begin_nested():
        act()


def kinds(session: Session, number: int) -> list[str]:
    found = session.query(ProposalEvent.kind).filter_by(proposal=number).order_by(ProposalEvent.id)
    return [kind for (kind,) in found]


def test_a_debate_lasts_twice_as_long_once_a_member_asks(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number = submitted(session, "prepared")
        assert of(session, number).opens_from == NOW + 7 * DAY
        assert double(session, number, now=NOW + 3 * DAY) == NOW + 14 * DAY
        found = of(session, number)
        assert (found.debate_ends_at, found.opens_from) == (NOW + 14 * DAY, NOW + 14 * DAY)
        assert (found.doubled_at, found.doubled_by) == (NOW + 3 * DAY, "Chloé Garnier")
        refused(TooEarly, session, lambda: opened(session, number, now=NOW + 14 * DAY - SECOND))
        refused(DoubledAlready, session, lambda: double(session, number, "bob", "La Filature", NOW + 4 * DAY))
        assert opened(session, number, now=NOW + 14 * DAY)
        assert "doubled" in kinds(session, number)

    database.transact(work)


def test_who_may_not_double_a_debate_and_when(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number, free = submitted(session, "prepared"), submitted(session, "ordinary")
        refused(DebateIsOver, session, lambda: double(session, number, now=NOW + 7 * DAY))
        refused(NoDoubling, session, lambda: double(session, free))
        refused(NotYourVoice, session, lambda: double(session, number, "chloe", "La Filature"))
        refused(NotYours, session, lambda: double(session, number, "eve"))
        vote = opened(session, number)
        assert vote
        refused(Refusal, session, lambda: double(session, number, now=NOW + 8 * DAY))
        assert of(session, number).doubled_at is None

    database.transact(work)


def test_only_members_of_the_circle_double_its_debates(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number = submitted(session, "prepared")
        of(session, number).circle_id = "board"
        refused(NotOfCircle, session, lambda: double(session, number))
        assert double(session, number, "david", "Ville de Montreval") == NOW + 14 * DAY

    database.transact(work)


def test_enough_signatures_let_the_author_open_the_vote(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number = submitted(session, "prepared")
        bob, late = person_id(session, "bob"), NOW + 7 * DAY
        refused(NotYours, session, lambda: service.put_to_vote(session, number, by=bob, now=late))
        assert not sign(session, number, "bob", "La Filature")
        assert of(session, number).petitioned_at is None
        assert sign(session, number, "chloe", "Coop Semailles", NOW + DAY)  # 2 of 6, a third at equality
        assert of(session, number).petitioned_at == NOW + DAY
        refused(TooEarly, session, lambda: service.put_to_vote(session, number, by=bob, now=late - SECOND))
        david = person_id(session, "david")
        refused(NotYours, session, lambda: service.put_to_vote(session, number, by=david, now=late))
        assert service.put_to_vote(session, number, by=bob, now=late)
        assert kinds(session, number)[-4:] == [
            "petition-signed", "petition-signed", "petition-reached", "vote-opened",
        ]  # fmt: skip

    database.transact(work)


def test_who_signed_opens_the_vote_that_nobody_else_opens(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number, other, late = submitted(session, "prepared"), submitted(session, "prepared"), NOW + 7 * DAY
        chloe = person_id(session, "chloe")
        sign(session, number, "chloe", "Coop Semailles")
        opens = lambda of, at: service.put_to_vote(session, of, by=chloe, now=at)  # noqa: E731
        refused(NotYours, session, lambda: opens(number, late))  # not heard yet
        assert awaiting(session, "chloe", late) == []
        assert sign(session, number, "fanny", "L’Établi")
        for member in ("L’Établi", "Scop Rouages"):  # another petition, which Chloé has no part in
            sign(session, other, "fanny", member)
        refused(TooEarly, session, lambda: opens(number, late - SECOND))
        assert ("agenda", number) not in awaiting(session, "chloe", late - SECOND)
        assert awaiting(session, "chloe", late) == [("agenda", number)]
        assert awaiting(session, "david", late) == []
        refused(NotYours, session, lambda: opens(other, late))
        assert opens(number, late)
        assert awaiting(session, "chloe", late) == []
        told = session.query(ProposalEvent).filter_by(proposal=number, kind="petition-reached").one()
        assert set(json.loads(told.concerns)) == {
            member_id(session, name) for name in ("La Filature", "Coop Semailles", "L’Établi")
        }

    database.transact(work)


def test_what_a_petition_refuses(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number, free = submitted(session, "prepared"), submitted(session, "ordinary")
        sign(session, number, "bob", "La Filature")
        refused(SignedAlready, session, lambda: sign(session, number, "bob", "La Filature"))
        refused(NotYourVoice, session, lambda: sign(session, number, "bob", "Coop Semailles"))
        refused(NotYours, session, lambda: sign(session, number, "eve", "Coop Semailles"))
        refused(NoPetition, session, lambda: sign(session, free, "bob", "La Filature"))
        back = lambda who, member: petition.take_back(  # noqa: E731
            session, number, member_id=member_id(session, member), by=person_id(session, who), now=NOW
        )
        refused(NotSigned, session, lambda: back("chloe", "Coop Semailles"))
        back("bob", "La Filature")
        assert petition.signatures(session, number) == []
        sign(session, number, "bob", "La Filature")
        sign(session, number, "fanny", "L’Établi")
        refused(PetitionHeard, session, lambda: back("bob", "La Filature"))
        refused(PetitionHeard, session, lambda: sign(session, number, "chloe", "Coop Semailles"))

    database.transact(work)


def test_a_member_outside_the_circle_does_not_sign_and_one_that_left_does_not_count(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number = submitted(session, "swift")
        of(session, number).circle_id = "board"  # four members: two signatures
        refused(NotOfCircle, session, lambda: sign(session, number, "chloe", "Coop Semailles"))
        assert not sign(session, number, "fanny", "L’Établi")
        session.query(CollegeMembership).filter_by(member_id=member_id(session, "L’Établi")).update(
            {"ends_on": NOW.date()}
        )
        # three are left, two signatures are wanted, and that of L’Établi no longer counts
        assert not sign(session, number, "bob", "La Filature")
        assert sign(session, number, "david", "Ville de Montreval")

    database.transact(work)


def test_who_signed_for_a_member_that_left_the_circle_does_not_open_the_vote(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number, late = submitted(session, "swift"), NOW + DAY
        of(session, number).circle_id = "board"
        sign(session, number, "fanny", "L’Établi")
        assert sign(session, number, "david", "Ville de Montreval")
        assert awaiting(session, "david", late) == [("agenda", number)]
        town = member_id(session, "Ville de Montreval")
        session.query(CollegeMembership).filter_by(member_id=town).update({"ends_on": NOW.date()})
        assert awaiting(session, "david", late) == []
        opens = lambda who: service.put_to_vote(  # noqa: E731
            session, number, by=person_id(session, who), now=late
        )
        refused(NotYours, session, lambda: opens("david"))
        assert life.SIGNATORY in standing.part(
            session, of(session, number), by=person_id(session, "fanny"), now=late
        )

    database.transact(work)


@given(st.fractions(Fraction(1, 1000), 1), st.integers(0, 10_000))
def test_a_share_is_met_at_equality(share: Fraction, registered: int) -> None:
    number = petition.wanted(share, registered)
    assert number >= 1
    assert registered == 0 or Fraction(number, registered) >= share
    assert number == 1 or Fraction(number - 1, registered) < share


def test_a_proposal_that_nobody_moves_expires_by_the_clock_alone(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number = submitted(session, "swift")
        end = NOW + 3 * DAY
        assert of(session, number).expires_at == end
        refused(Expired, session, lambda: opened(session, number, now=end))
        bob = person_id(session, "bob")
        refused(Expired, session, lambda: service.withdraw(session, number, by=bob, now=end))
        assert expiry.due(session, end - SECOND) == []
        expiry.expire(session, number, now=end - SECOND)
        assert of(session, number).state == life.DEBATE
        assert expiry.due(session, end + DAY) == [number]
        for _ in range(2):
            expiry.expire(session, number, now=end + DAY)
        found = of(session, number)
        assert (found.state, found.moved_at, found.opening) == (life.EXPIRED, end, "")
        assert kinds(session, number).count("expired") == 1
        refused(Expired, session, lambda: service.reopen(session, number, by=bob, now=end + DAY))

    database.transact(work)


def test_every_move_gives_its_time_again(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number, bob = submitted(session, "prepared"), person_id(session, "bob")
        assert of(session, number).expires_at == after(NOW, 37)  # thirty days from the end of the debate
        later = NOW + 20 * DAY
        service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=later)
        assert of(session, number).expires_at == after(later, 30)
        vote = opened(session, number, now=later)
        assert of(session, number).expires_at is None
        assert expiry.due(session, NOW + 900 * DAY) == []
        closed = close(session, vote)
        found = of(session, number)
        assert found.state == life.POSTPONED  # nobody came
        assert found.expires_at == after(closed, 30)
        service.reopen(session, number, by=bob, now=closed)
        assert found.expires_at == after(closed, 37)

    database.transact(work)


def test_without_the_setting_nothing_ever_expires(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        assert of(session, number).expires_at is None
        assert expiry.due(session, NOW + 9_000 * DAY) == []
        expiry.expire(session, number, now=NOW + 9_000 * DAY)
        assert of(session, number).state == life.DEBATE

    database.transact(work)


def test_expiring_soon_awaits_the_author_alone(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number = submitted(session, "prepared")

        def kinds_of(who: str, days: int) -> list[str]:
            found = awaited.awaiting(session, visitor(session, who), NOW + days * DAY)
            return [each.kind for each in found]

        assert kinds_of("bob", 29) == []
        assert kinds_of("bob", 30) == ["expiring"]
        assert kinds_of("bob", 36) == ["expiring"]
        assert kinds_of("bob", 37) == []
        assert kinds_of("chloe", 36) == []
        assert kinds_of("alice", 36) == ["to-vote"]
        assert kinds_of("alice", 37) == []
        assert of(session, number).state == life.DEBATE

    database.transact(work)


def test_a_fallback_that_postpones_leaves_the_objection_standing(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number, bob = submitted(session, "prepared"), person_id(session, "bob")
        at = NOW + 7 * DAY
        for turn in (1, 2):
            vote = opened(session, number, now=at)
            say(session, vote, "chloe", "objection", "Le gel", "harm", now=at)
            say(session, vote, "bob", "consent", now=at)
            at = close(session, vote)
            if turn == 1:
                service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=at)
        found = of(session, number)
        assert (found.state, found.opening, found.standing) == (life.POSTPONED, "", 1)
        service.reopen(session, number, by=bob, now=at)
        assert of(session, number).opening == life.ROUND

    database.transact(work)


def test_a_meeting_is_asked_for_then_answered(database: Database) -> None:
    def work(session: Session) -> None:
        number, coop = submitted(session), member_id(session, "Coop Semailles")
        chloe, alice = person_id(session, "chloe"), person_id(session, "alice")
        asked = meetings.ask(session, number, member_id=coop, why=" Trop  long ", by=chloe, now=NOW)
        [found] = meetings.of(session, number)
        assert (found.why, found.member_name, found.answered_at) == ("Trop long", "Coop Semailles", None)
        again = lambda: meetings.ask(session, number, member_id=coop, by=chloe, now=NOW)  # noqa: E731
        refused(MeetingAskedAlready, session, again)
        answer = lambda words, by: meetings.answer(session, number, asked, words, by=by, now=NOW)  # noqa: E731
        refused(NotYours, session, lambda: answer("Lundi", chloe))
        refused(AnswerMissing, session, lambda: answer(" \n ", alice))
        answer("Lundi à 18 h, à La Filature", alice)
        refused(NoMeetingAsked, session, lambda: answer("Mardi", alice))
        [found] = meetings.of(session, number)
        assert (found.answer, found.answered_by) == ("Lundi à 18 h, à La Filature", "Alice Martin")
        assert meetings.ask(session, number, member_id=coop, by=chloe, now=NOW + DAY)

    database.transact(work)


def test_who_may_not_ask_for_a_meeting_and_when(database: Database) -> None:
    def work(session: Session) -> None:
        first, number = draft(session), submitted(session)
        coop, chloe = member_id(session, "Coop Semailles"), person_id(session, "chloe")

        def ask(on: int, who: str) -> None:
            meetings.ask(session, on, member_id=coop, by=person_id(session, who), now=NOW)

        refused(Refusal, session, lambda: ask(first, "chloe"))
        refused(NotYourVoice, session, lambda: ask(number, "bob"))
        refused(NotYours, session, lambda: ask(number, "eve"))
        service.withdraw(session, number, by=person_id(session, "bob"), now=NOW)
        refused(Finished, session, lambda: ask(number, "chloe"))
        assert chloe

    database.transact(work)


def test_an_act_out_of_its_state_is_refused(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number = submitted(session, "prepared")
        bob = person_id(session, "bob")
        refused(NotInThisState, session, lambda: service.reopen(session, number, by=bob, now=NOW))
        assert TEXT.title

    database.transact(work)


def test_a_meeting_that_goes_on_keeps_a_proposal_from_expiring(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number = submitted(session, "prepared")
        proposal = of(session, number)
        proposal.live = 1
        expiry.renew(session, proposal, NOW)
        assert proposal.expires_at is None
        proposal.live = None
        expiry.renew(session, proposal, NOW + 90 * DAY)
        assert proposal.expires_at == after(NOW + 90 * DAY, 30)

    database.transact(work)
