"""What the circle decided is drawn whatever has become of the proposal meanwhile: no vote stays unsettled."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from governance.db import Database
from governance.rules.models import CodeVersion
from proposals import amendments, coauthoring, service
from proposals import lifecycle as life
from proposals.errors import NoProposal, UnknownRule
from proposals.errors_amendments import NotAsked, NotWrittenIn
from proposals.models import Proposal
from proposals.models_amendments import Amendment
from tests.cast import CODE, NOW, member_id, person_id
from tests.proposals.processes import close, embargoed, prepare, put
from tests.proposals.steps import DAY, draft, opened, say, submitted
from voting.models import Vote


def taken_out(session: Session, number: int, paragraph: int) -> int:
    """The vote of the circle on an amendment of Chloé's that removes a paragraph."""
    coop, chloe = member_id(session, "Coop Semailles"), person_id(session, "chloe")
    made = amendments.propose(
        session, number, version=1, paragraph=paragraph, after="", reason="Inutile",
        member_id=coop, by=chloe, now=NOW,
    )  # fmt: skip
    amendments.refer(session, number, made, by=person_id(session, "bob"), now=NOW)
    return put(session, number, "amendment", made, way="network/quick", now=NOW)


def test_two_amendments_that_leave_no_text_are_both_settled(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        votes = [taken_out(session, number, paragraph) for paragraph in (1, 2)]
        for vote in votes:
            say(session, vote, "chloe", "for", now=NOW)
        for vote in votes:
            at = close(session, vote)
            assert session.get_one(Vote, vote).settled_at == at
        query = select(Amendment.status, Amendment.made_version).order_by(Amendment.number)
        assert [tuple(row) for row in session.execute(query)] == [("adopted", 2), ("adopted", None)]
        assert session.get_one(Proposal, number).versions == 2
        with pytest.raises(NotWrittenIn):
            opened(session, number)

    database.transact(work)


def test_an_arbitration_is_settled_though_the_rule_is_no_longer_in_the_code(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number = embargoed(session)
        vote = put(session, number, "arbitration", now=NOW)
        say(session, vote, "bob", "for", now=NOW)
        say(session, vote, "david", "for", now=NOW)
        session.execute(update(CodeVersion).values(toml=CODE))
        at = close(session, vote)
        found = session.get_one(Proposal, number)
        assert (found.state, found.opens_from) == (life.DEBATE, at)
        with pytest.raises(UnknownRule), session.begin_nested():
            opened(session, number, now=at)
        service.withdraw(session, number, by=person_id(session, "bob"), now=at + timedelta(hours=1))

    database.transact(work)


def test_a_postponed_proposal_is_not_taken_up_again_under_a_rule_that_is_gone(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number = submitted(session, "prepared")
        at = close(session, opened(session, number, now=NOW + 8 * DAY))
        assert session.get_one(Proposal, number).state == life.POSTPONED
        session.execute(update(CodeVersion).values(toml=CODE))
        with pytest.raises(UnknownRule):
            service.reopen(session, number, by=person_id(session, "bob"), now=at)

    database.transact(work)


def test_a_draft_is_not_there_for_who_answers_without_having_been_asked(database: Database) -> None:
    def work(session: Session) -> None:
        number = draft(session)
        coop, place = member_id(session, "Coop Semailles"), member_id(session, "La Filature")
        for act in (coauthoring.accept, coauthoring.decline, coauthoring.leave):
            with pytest.raises(NoProposal), session.begin_nested():
                act(session, number, member_id=coop, by=person_id(session, "chloe"), now=NOW)
        with pytest.raises(NotAsked):
            coauthoring.accept(session, number, member_id=place, by=person_id(session, "bob"), now=NOW)

    database.transact(work)
