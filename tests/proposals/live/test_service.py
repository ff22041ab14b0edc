"""A consent taken in the room, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import Refusal
from proposals import objections
from proposals import service as proposals
from proposals.errors import (
    GroundMissing,
    LiveGoesOn,
    NoLaterVersion,
    NotFacilitator,
    NotYours,
    NotYourVoice,
    TooEarly,
    VoteIsOpen,
)
from proposals.live import ground, lifting, round, service
from proposals.live.errors import (
    AlreadyLive,
    HeardAlready,
    NoPositions,
    NoSession,
    NoSuchParagraph,
    NothingToUndo,
    OnlineVoteIsOpen,
    SeenBefore,
    StillToHear,
)
from proposals.live.models import LiveSession, LiveStep
from proposals.models import Concern, Objection, Proposal
from tests.cast import NOW, member_id, person_id
from tests.proposals.live.room import (
    MEETING,
    REASON,
    SPEAKS,
    acts,
    all_consent,
    allow_live,
    begun,
    close,
    here,
    opened,
    said,
    state,
    take,
)
from tests.proposals.steps import DAY, submitted
from tests.proposals.steps import opened as opened_online
from voting import service as voting
from voting.answers import Answer
from voting.errors import HeldLive, NotHeldLive, ReasonMissing
from voting.models import Vote, VoteRight
from voting.queries import positions


def alice(session: Session) -> int:
    return person_id(session, "alice")


def test_a_session_begins_with_the_roster_of_the_circle_and_holds_the_proposal(database: Database) -> None:
    def work(session: Session) -> None:
        number = begun(session)
        found = state(session, number)
        assert (found.phase, found.version, len(found.roster)) == ("questions", 1, 6)
        lines = {line.name: line for line in found.roster}
        assert lines["La Filature"].people == ("Bob Lefèvre",)
        assert lines["Le Quai 9"].people == ()
        with pytest.raises(AlreadyLive):
            service.begin(session, number, by=alice(session), now=MEETING)
        with pytest.raises(LiveGoesOn):
            proposals.withdraw(session, number, by=person_id(session, "bob"), now=MEETING)
        with pytest.raises(LiveGoesOn):
            proposals.put_to_vote(session, number, by=alice(session), now=MEETING)

    database.transact(work)


def test_it_begins_where_the_rule_allows_it_by_a_facilitator_with_no_vote_open_online(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        with pytest.raises(NotHeldLive):
            service.begin(session, number, by=alice(session), now=MEETING)
        other = submitted(session, "orientation")
        allow_live(session)
        with pytest.raises(NotHeldLive):
            service.begin(session, other, by=alice(session), now=MEETING)
        with pytest.raises(NotYours):
            service.begin(session, number, by=person_id(session, "bob"), now=MEETING)
        opened_online(session, number)
        with pytest.raises(OnlineVoteIsOpen):
            service.begin(session, number, by=alice(session), now=MEETING)

    database.transact(work)


def test_the_same_step_sent_twice_is_taken_once(database: Database) -> None:
    def work(session: Session) -> None:
        number = begun(session)
        here(session, number, "La Filature", "Coop Semailles")
        after = acts(session, number)
        body = {"member": member_id(session, "La Filature")}
        service.step(session, number, "spoke", body, after=after, by=alice(session), now=MEETING)
        with pytest.raises(SeenBefore):
            service.step(session, number, "spoke", body, after=after, by=alice(session), now=MEETING)
        with pytest.raises(HeardAlready):
            take(session, number, "spoke", **body)
        by = person_id(session, "bob")
        with pytest.raises(NotFacilitator):
            service.step(session, number, "pause", {}, after=after + 1, by=by, now=MEETING)

    database.transact(work)


def test_the_last_step_is_undone_and_known_as_such_and_the_same_form_does_not_do_it_twice(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        number = begun(session)
        here(session, number, "La Filature")
        before = state(session, number)
        take(session, number, "phase", to="reactions")
        after, by = acts(session, number), alice(session)
        with pytest.raises(NothingToUndo):
            service.undo(session, number, seq=2, after=after, by=by, now=MEETING)
        service.undo(session, number, seq=3, after=after, by=by, now=MEETING)
        assert state(session, number) == before
        with pytest.raises(SeenBefore):
            service.undo(session, number, seq=3, after=after, by=by, now=MEETING)
        row = session.scalars(select(LiveStep).where(LiveStep.seq == 3)).one()
        assert (row.undone_at, row.undone_by) == (MEETING, "Alice Martin")

    database.transact(work)


def test_the_objection_round_waits_for_the_time_of_debate(database: Database) -> None:
    def work(session: Session) -> None:
        number = begun(session, now=NOW + DAY)
        with pytest.raises(TooEarly):
            opened(session, number, now=NOW + 6 * DAY)

    database.transact(work)


def test_everybody_consents_and_it_is_adopted_counted_and_recorded_at_once(database: Database) -> None:
    def work(session: Session) -> None:
        number = begun(session)
        vote = opened(session, number)
        row = session.get_one(Vote, vote)
        assert (row.live, row.closes_at > MEETING + 6 * DAY) == (True, True), "its own time stays what it was"
        all_consent(session, number, "Scop Rouages")
        with pytest.raises(StillToHear):
            close(session, number)
        said(session, number, "Scop Rouages", "concern", "Le coût n’est pas connu.")
        at = MEETING + timedelta(minutes=20)
        assert close(session, number, now=at) == "ended"
        proposal = session.get_one(Proposal, number)
        assert (proposal.state, proposal.live, proposal.decision) == ("adopted", None, "2026-001")
        session.refresh(row)
        assert (row.closes_at, row.sealed_at, row.cast) == (at, at, 5)
        assert (row.closed_by, row.closed_why) == ("Alice Martin", "live")
        entered = {right.entered_by for right in session.scalars(select(VoteRight)) if right.cast_at}
        assert entered == {"Alice Martin"}
        assert session.scalars(select(Concern.text)).all() == ["Le coût n’est pas connu."]
        live = session.scalars(select(LiveSession)).one()
        assert (live.ended_at, live.ended_by) == (at, "Alice Martin")
        with pytest.raises(NoSession):
            take(session, number, "pause")

    database.transact(work)


def test_an_objection_said_aloud_stands_and_its_integration_begins(database: Database) -> None:
    def work(session: Session) -> None:
        number = begun(session)
        opened(session, number)
        all_consent(session, number, "Scop Rouages")
        with pytest.raises(ReasonMissing):
            said(session, number, "Scop Rouages", "objection")
        said(session, number, "Scop Rouages", "objection", REASON)
        assert close(session, number) == "integration"
        proposal = session.get_one(Proposal, number)
        found = state(session, number)
        assert (proposal.state, proposal.standing, proposal.live) == ("debate", 1, 1)
        assert (found.phase, found.outcome, found.integrating) == ("integration", "rejected", None)
        objection = session.scalars(select(Objection)).one()
        assert (objection.member_name, objection.nature, objection.reason) == ("Scop Rouages", "harm", REASON)
        with pytest.raises(NoPositions):
            said(session, number, "La Filature")

    database.transact(work)


def test_who_speaks_for_a_member_answers_from_their_own_phone_and_nobody_else(database: Database) -> None:
    def work(session: Session) -> None:
        number = begun(session)
        vote = opened(session, number)
        mine = Answer(member_id(session, "Coop Semailles"), "objection", REASON, "limit")
        with pytest.raises(NotYourVoice):
            service.own_position(session, number, mine, by=person_id(session, "bob"), now=MEETING)
        chloe = person_id(session, "chloe")
        after = acts(session, number)
        service.own_position(session, number, mine, by=chloe, now=MEETING)
        assert acts(session, number) == after, "the facilitator's page stays good"
        service.own_position(session, number, Answer(mine.member_id, "consent"), by=chloe, now=MEETING)
        with pytest.raises(HeldLive):
            voting.cast_all(session, vote=vote, answers=[mine], by=chloe, now=MEETING)
        all_consent(session, number, "Coop Semailles")
        close(session, number)
        found = {each.member_name: (each.choice, each.entered_by) for each in positions(session, vote)}
        assert found["Coop Semailles"] == ("consent", None)
        assert found["La Filature"] == ("consent", "Alice Martin")
        assert len(found) == len(SPEAKS)

    database.transact(work)


def test_who_follows_from_afar_says_so(database: Database) -> None:
    def work(session: Session) -> None:
        number = begun(session)
        member = member_id(session, "Ville de Montreval")
        service.come(session, number, member, by=person_id(session, "david"), now=MEETING)
        service.come(session, number, member, by=person_id(session, "david"), now=MEETING)
        line = state(session, number).line(member)
        assert line is not None
        assert line.presence == "remote"
        assert len(ground.held(session, number).steps) == 2
        with pytest.raises(NotYourVoice):
            service.come(session, number, member, by=person_id(session, "eve"), now=MEETING)

    database.transact(work)


def test_a_session_that_ends_in_a_round_gives_it_back_to_its_booth_with_what_was_said(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        number = begun(session)
        vote = opened(session, number)
        said(session, number, "La Filature")
        round.end(session, number, after=acts(session, number), by=alice(session), now=MEETING)
        row, proposal = session.get_one(Vote, vote), session.get_one(Proposal, number)
        session.refresh(row)
        assert (row.live, row.cast, row.sealed_at) == (False, 1, None)
        assert (proposal.live, proposal.state) == (None, "decision")
        mine = Answer(member_id(session, "Coop Semailles"), "consent")
        voting.cast_all(session, vote=vote, answers=[mine], by=person_id(session, "chloe"), now=MEETING)
        with pytest.raises(VoteIsOpen):
            proposals.withdraw(session, number, by=person_id(session, "bob"), now=MEETING)

    database.transact(work)


def test_a_round_that_nobody_closes_goes_on_online_before_its_deadline(database: Database) -> None:
    def work(session: Session) -> None:
        number = begun(session)
        vote = opened(session, number)
        said(session, number, "La Filature")
        deadline = session.get_one(Vote, vote).closes_at
        assert round.due(session, deadline - timedelta(hours=7)) == []
        near = deadline - timedelta(hours=5)
        assert round.due(session, near) == [number]
        round.hand_back(session, number, now=near)
        round.hand_back(session, number, now=near)
        row, live = session.get_one(Vote, vote), session.scalars(select(LiveSession)).one()
        session.refresh(row)
        assert (row.live, row.cast, live.ended_at, live.ended_by) == (False, 1, near, "")

    database.transact(work)


def test_a_refused_step_leaves_nothing_behind(database: Database) -> None:
    number = database.transact(begun)
    with database.reading() as session:
        before = len(ground.steps(session, 1))

    def wrong(session: Session) -> None:
        take(session, number, "turn", member=member_id(session, "La Filature"))

    with pytest.raises(Refusal):
        database.transact(wrong)
    with database.reading() as session:
        assert len(ground.steps(session, 1)) == before


def test_both_agree_aloud_on_a_version_or_the_objection_is_withdrawn_or_set_aside(database: Database) -> None:
    def work(session: Session) -> None:
        number = begun(session)
        opened(session, number)
        objectors = ("Scop Rouages", "Coop Semailles", "Ville de Montreval")
        all_consent(session, number, *objectors)
        for name in objectors:
            said(session, number, name, "objection", REASON)
        close(session, number)
        by, now = alice(session), MEETING + timedelta(hours=1)
        assert round.due(session, now) == []
        take(session, number, "integrate", objection=2)
        assert session.get_one(Proposal, number).integrating == 2
        with pytest.raises(NoLaterVersion):
            lifting.agreed(session, number, 2, after=acts(session, number), by=by, now=now)
        better = "Chaque lieu ouvre un samedi."
        facts = {"note": "", "based_on": 1, "now": now}
        with pytest.raises(NotYours):
            lifting.amend(session, number, 2, better, by=person_id(session, "chloe"), **facts)  # type: ignore[arg-type]
        with pytest.raises(NoSuchParagraph):
            lifting.amend(session, number, 9, better, by=by, **facts)  # type: ignore[arg-type]
        assert lifting.amend(session, number, 2, better, by=by, **facts) == 2  # type: ignore[arg-type]
        lifting.agreed(session, number, 2, after=acts(session, number), by=by, now=now)
        lifting.withdrawn(session, number, 1, after=acts(session, number), by=by, now=now)
        with pytest.raises(GroundMissing):
            lifting.set_aside(session, number, 3, " ", after=acts(session, number), by=by, now=now)
        lifting.set_aside(session, number, 3, "Sans motif.", after=acts(session, number), by=by, now=now)
        statuses = session.scalars(select(Objection.status).order_by(Objection.number)).all()
        assert list(statuses) == ["withdrawn", "integrated", "set-aside"]
        assert (session.get_one(Proposal, number).standing, state(session, number).integrating) == (0, None)

    database.transact(work)


def test_what_is_said_aloud_counts_in_a_live_session_alone(database: Database) -> None:
    def work(session: Session) -> None:
        number = begun(session)
        opened(session, number)
        all_consent(session, number, "Scop Rouages")
        said(session, number, "Scop Rouages", "objection", REASON)
        close(session, number)
        round.end(session, number, after=acts(session, number), by=alice(session), now=MEETING)
        with pytest.raises(NotYourVoice):
            objections.withdraw(session, number, 1, by=alice(session), now=MEETING, aloud=True)

    database.transact(work)
