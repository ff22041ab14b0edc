"""Writing together: asked by the author, answered by who speaks for the member, left at any time."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.members.models import Member
from proposals import coauthoring, coauthors, errors, service
from proposals import errors_amendments as refusals
from proposals.models import Proposal
from proposals.models_amendments import DraftKept
from proposals.models_events import ProposalEvent
from proposals.models_notices import WaitingNotice
from proposals.texts import Terms
from tests.cast import NOW, START, member_id, person_id
from tests.proposals.steps import BETTER, DAY, TEXT, count, draft, submitted

Act = Callable[..., None]


def ask(session: Session, number: int, member: str = "Coop Semailles", who: str = "bob") -> int:
    id_ = member_id(session, member)
    coauthoring.ask(session, number, member_id=id_, by=person_id(session, who), now=NOW)
    return id_


def test_a_member_is_asked_and_accepts(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        coop = ask(session, number)
        assert coauthors.members(session, number) == frozenset()
        assert [(each.member_name, each.joined) for each in coauthors.of(session, number)] == [
            ("Coop Semailles", False)
        ]
        coauthoring.accept(session, number, member_id=coop, by=person_id(session, "chloe"), now=NOW)
        assert coauthors.members(session, number) == {coop}
        kinds = session.scalars(select(ProposalEvent.kind).where(ProposalEvent.proposal == number))
        assert {"coauthor-asked", "coauthor-joined"} <= set(kinds)

    database.transact(work)


def test_who_may_be_asked(database: Database) -> None:
    def work(session: Session) -> None:
        number, bob = submitted(session), person_id(session, "bob")
        gone = Member(key="partie", name="Partie", kind="organisation", joined_on=START, left_on=NOW.date())
        session.add(gone)
        session.flush()
        names = [name for _, name in coauthoring.choices(session, number, now=NOW)]
        assert "La Filature" not in names
        assert "Partie" not in names
        coop = ask(session, number)
        assert "Coop Semailles" not in [name for _, name in coauthoring.choices(session, number, now=NOW)]
        for refusal, id_ in (
            (refusals.UnknownMember, 999),
            (refusals.UnknownMember, gone.id),
            (refusals.AuthorItself, member_id(session, "La Filature")),
            (refusals.AlreadyCoauthor, coop),
        ):
            with pytest.raises(refusal):
                coauthoring.ask(session, number, member_id=id_, by=bob, now=NOW)
        for who in ("alice", "chloe", "david", "eve"):
            with pytest.raises(errors.NotYours):
                ask(session, number, "Le Quai 9", who)

    database.transact(work)


def test_twelve_beside_the_author_are_enough(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        for n in range(coauthoring.MOST + 1):
            session.add(Member(key=f"m{n:02}", name=f"M{n:02}", kind="organisation", joined_on=START))
        session.flush()
        for n in range(coauthoring.MOST):
            ask(session, number, f"M{n:02}")
        with pytest.raises(refusals.TooManyCoauthors):
            ask(session, number, f"M{coauthoring.MOST:02}")

    sqlite_database.transact(work)


@pytest.mark.parametrize("act", [coauthoring.accept, coauthoring.decline])
def test_only_who_speaks_for_the_member_answers(database: Database, act: Act) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        coop = ask(session, number)
        for who in ("alice", "bob", "david", "eve"):
            with pytest.raises(errors.NotYourVoice):
                act(session, number, member_id=coop, by=person_id(session, who), now=NOW)
        act(session, number, member_id=coop, by=person_id(session, "chloe"), now=NOW)
        with pytest.raises(refusals.NotAsked):
            act(session, number, member_id=coop, by=person_id(session, "chloe"), now=NOW)

    database.transact(work)


def test_declining_or_leaving_is_no_end_it_may_be_asked_again(database: Database) -> None:
    def work(session: Session) -> None:
        number, chloe = submitted(session), person_id(session, "chloe")
        coop = ask(session, number)
        coauthoring.decline(session, number, member_id=coop, by=chloe, now=NOW)
        assert coauthors.of(session, number) == []
        ask(session, number)
        coauthoring.accept(session, number, member_id=coop, by=chloe, now=NOW)
        with pytest.raises(refusals.AlreadyCoauthor):
            ask(session, number)
        coauthoring.leave(session, number, member_id=coop, by=chloe, now=NOW)
        with pytest.raises(refusals.NotCoauthor):
            coauthoring.leave(session, number, member_id=coop, by=chloe, now=NOW)
        ask(session, number)
        coauthoring.unask(session, number, member_id=coop, by=person_id(session, "bob"), now=NOW)
        with pytest.raises(refusals.NotAsked):
            coauthoring.accept(session, number, member_id=coop, by=chloe, now=NOW)
        with pytest.raises(errors.NotYours):
            coauthoring.unask(session, number, member_id=coop, by=chloe, now=NOW)

    database.transact(work)


def test_nobody_joins_what_has_ended(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        coop = ask(session, number)
        service.withdraw(session, number, by=person_id(session, "bob"), now=NOW)
        with pytest.raises(errors.Finished):
            coauthoring.accept(session, number, member_id=coop, by=person_id(session, "chloe"), now=NOW)

    database.transact(work)


TERMS = Terms("network", "ordinary", True, "La Filature")


def test_a_draft_is_written_by_two_and_two_tabs_see_each_other(database: Database) -> None:
    def work(session: Session) -> None:
        number, chloe = draft(session), person_id(session, "chloe")
        coop = ask(session, number)

        def edit(who: str, edits: int | None) -> None:
            by, mine = person_id(session, who), member_id(session, "La Filature")
            service.edit(session, number, BETTER, TERMS, member_id=mine, edits=edits, by=by, now=NOW + DAY)

        with pytest.raises(errors.NoProposal):
            edit("chloe", 1)
        coauthoring.accept(session, number, member_id=coop, by=chloe, now=NOW)
        edit("chloe", 1)
        kept = session.get_one(Proposal, number)
        assert (kept.edits, kept.member_name, kept.person_id) == (2, "La Filature", person_id(session, "bob"))
        with pytest.raises(refusals.DraftKeptMeanwhile) as refused:
            edit("bob", 1)
        assert refused.value.facts == {"person": "Chloé Garnier", "edits": 2}
        edit("bob", 2)
        with pytest.raises(errors.NotYours):
            service.submit(session, number, by=chloe, now=NOW)
        with pytest.raises(errors.NotYours):
            service.delete(session, number, by=chloe, now=NOW)

    database.transact(work)


def test_what_a_draft_was_goes_when_it_is_submitted_or_thrown_away(database: Database) -> None:
    def work(session: Session) -> None:
        bob = person_id(session, "bob")
        first, second = draft(session), draft(session)
        ask(session, second)
        event = session.scalars(select(ProposalEvent)).one()
        session.add(WaitingNotice(person_id=bob, event_id=event.id, proposal=second, due_at=NOW))
        session.flush()
        assert len(session.scalars(select(DraftKept)).all()) == 2
        service.submit(session, first, by=bob, now=NOW)
        service.delete(session, second, by=bob, now=NOW)

    database.transact(work)
    assert count(database, "draft_keeps") == 0
    assert count(database, "proposal_authors") == 0


def test_a_draft_remembers_its_last_thirty_states(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        number, bob = draft(session), person_id(session, "bob")
        mine = member_id(session, "La Filature")
        for _ in range(35):
            service.edit(session, number, TEXT, TERMS, member_id=mine, by=bob, now=NOW)
        assert session.get_one(Proposal, number).edits == 36

    sqlite_database.transact(work)
    assert count(sqlite_database, "draft_keeps") == 30
