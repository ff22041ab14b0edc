"""What a proposal says beside its text: parts, kind and last day, licence, links, interests."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import Refusal
from governance.register import service as register
from proposals import conflicts, errors, errors_terms, links, service, terms, texts
from proposals.models import Proposal, Version
from proposals.models_events import ProposalEvent
from proposals.models_terms import ProposalLink
from proposals.texts import Terms, Text
from tests.cast import NOW, member_id, person_id
from tests.proposals.steps import BETTER, DAY, MEMBERS, TEXT, draft, opened, submitted
from tests.register.samples import FUND, ROOMS

TODAY = NOW.date()
WHOLE = replace(
    TEXT,
    driver="Les machines dorment le **samedi**.",
    cost="Une permanence par mois, portée par chaque lieu.",
    criteria="- Au moins dix personnes par samedi",
    review_on=TODAY + timedelta(days=90),
)
TRIAL = Terms("network", "quick", kind="trial", until=TODAY + timedelta(days=180))
DEROGATION = Terms(
    "network", "quick", kind="derogation", until=TODAY + timedelta(days=120), derogates="2026-001"
)


def begin(session: Session, text: Text = WHOLE, given: Terms = TRIAL, who: str = "bob") -> int:
    member, by = member_id(session, MEMBERS[who]), person_id(session, who)
    return service.draft(session, text, given, member_id=member, by=by, now=NOW)


def recorded(session: Session) -> None:
    """2026-001 was adopted, 2026-002 rejected."""
    for each in (FUND, ROOMS):
        register.record(session, each, now=NOW)


def test_every_part_is_kept_with_its_html(database: Database) -> None:
    def work(session: Session) -> None:
        number = begin(session)
        version, proposal = session.get_one(Version, (number, 1)), session.get_one(Proposal, number)
        assert terms.written(version) == WHOLE
        assert "<strong>samedi</strong>" in version.driver_html
        assert "<li>" in version.criteria_html
        assert (proposal.kind, proposal.until, version.until) == ("trial", TRIAL.until, TRIAL.until)

    database.transact(work)


def test_an_ordinary_decision_has_no_last_day_and_departs_from_nothing(database: Database) -> None:
    def work(session: Session) -> None:
        number = begin(session, given=replace(DEROGATION, kind="decision"))
        proposal = session.get_one(Proposal, number)
        assert (proposal.kind, proposal.until) == ("decision", None)
        assert links.of(session, number) == []

    database.transact(work)


REFUSED = (
    (WHOLE, replace(TRIAL, until=None), errors_terms.UntilMissing),
    (WHOLE, replace(TRIAL, until=TODAY), errors_terms.UntilPassed),
    (WHOLE, replace(TRIAL, kind="experiment"), errors_terms.UnknownKind),
    (WHOLE, replace(TRIAL, licence="LO-2.0"), errors_terms.UnknownLicence),
    (replace(WHOLE, criteria=" \n"), TRIAL, errors_terms.CriteriaMissing),
    (replace(WHOLE, review_on=TODAY), TRIAL, errors_terms.ReviewPassed),
    (replace(WHOLE, review_on=TODAY + timedelta(days=181)), TRIAL, errors_terms.ReviewAfterTheEnd),
    (replace(WHOLE, driver="x" * 5_001), TRIAL, errors_terms.DriverTooLong),
    (replace(WHOLE, cost="x" * 3_001), TRIAL, errors_terms.CostTooLong),
    (replace(WHOLE, criteria="x" * 3_001), TRIAL, errors_terms.CriteriaTooLong),
    (WHOLE, replace(DEROGATION, derogates=" "), errors_terms.DerogatedMissing),
    (WHOLE, replace(DEROGATION, derogates="2024-007"), errors_terms.NothingToDerogateFrom),
    (WHOLE, replace(DEROGATION, derogates="2026-002"), errors_terms.NothingToDerogateFrom),
    (WHOLE, replace(DEROGATION, until=None), errors_terms.UntilMissing),
)


def test_what_cannot_be_is_refused(database: Database) -> None:
    def work(session: Session) -> None:
        recorded(session)
        for text, asked, refusal in REFUSED:
            with pytest.raises(refusal):
                begin(session, text, asked)
        assert session.scalars(select(Proposal)).all() == []

    database.transact(work)


@given(st.integers(-400, 400), st.one_of(st.none(), st.integers(-400, 400)), st.sampled_from(texts.KINDS))
def test_bounds_hold_at_every_day(until: int, review: int | None, kind: str) -> None:
    """Whatever passes ends after today, and is not reviewed after its end."""
    last = TODAY + timedelta(days=until)
    said = replace(WHOLE, review_on=None if review is None else TODAY + timedelta(days=review))
    try:
        terms.check_bounds(kind, last, said, TODAY)
    except Refusal:
        assert kind != "decision"
        assert last <= TODAY or (said.review_on is not None and said.review_on > last)
    else:
        assert kind == "decision" or (last > TODAY and (said.review_on is None or said.review_on <= last))


def test_a_trial_that_would_end_before_it_is_decided_goes_no_further(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        bob, alice = person_id(session, "bob"), person_id(session, "alice")
        soon = begin(session, replace(WHOLE, review_on=None), replace(TRIAL, until=TODAY + timedelta(days=1)))
        with pytest.raises(errors_terms.EndsBeforeTheVote):
            service.submit(session, soon, by=bob, now=NOW + DAY)
        ordinary = replace(TRIAL, rule_id="ordinary", until=TODAY + timedelta(days=14))
        number = begin(session, replace(WHOLE, review_on=None), ordinary)
        service.submit(session, number, by=bob, now=NOW)
        with pytest.raises(errors_terms.EndsBeforeTheVote):
            service.put_to_vote(session, number, by=alice, now=NOW + 7 * DAY)
        later = TODAY + timedelta(days=15)
        text = replace(WHOLE, review_on=None)
        service.revise(session, number, text, note="", based_on=1, until=later, by=bob, now=NOW)
        assert session.get_one(Version, (number, 2)).until == later
        service.put_to_vote(session, number, by=alice, now=NOW + 7 * DAY)

    database.transact(work)


def test_a_version_compares_only_what_it_changes_with_the_day(database: Database) -> None:
    def work(session: Session) -> None:
        bob = person_id(session, "bob")
        number = begin(session, given=replace(TRIAL, rule_id="ordinary"))
        service.submit(session, number, by=bob, now=NOW)
        late = NOW + 100 * DAY  # its day of review is past

        def revise(text: Text, based_on: int, until: date | None = None) -> int:
            return service.revise(
                session, number, text, note="", based_on=based_on, until=until, by=bob, now=late
            )

        assert revise(replace(WHOLE, text="Autre"), 1) == 2
        with pytest.raises(errors_terms.ReviewPassed):
            revise(replace(WHOLE, review_on=late.date()), 2)
        with pytest.raises(errors_terms.UntilPassed):
            revise(replace(WHOLE, review_on=None), 2, late.date())
        with pytest.raises(errors_terms.CriteriaMissing):
            revise(replace(WHOLE, criteria=""), 2)
        with pytest.raises(errors.NothingChanged):
            revise(replace(WHOLE, text="Autre"), 2, TRIAL.until)

    database.transact(work)


def test_each_part_alone_makes_a_version(database: Database) -> None:
    def work(session: Session) -> None:
        bob, number, text = person_id(session, "bob"), submitted(session), TEXT
        for made, part in enumerate(("driver", "cost", "criteria", "review_on"), 2):
            text = replace(text, **{part: getattr(WHOLE, part)})
            assert service.revise(session, number, text, note="", based_on=made - 1, by=bob, now=NOW) == made
            assert terms.written(session.get_one(Version, (number, made))) == text

    database.transact(work)


def test_links_are_added_and_removed_while_it_is_written(database: Database) -> None:
    def work(session: Session) -> None:
        recorded(session)
        bob, number = person_id(session, "bob"), submitted(session)
        links.add(session, number, "amends", " 2026-001 ", by=bob, now=NOW)
        links.add(session, number, "follows", "2026-002", by=bob, now=NOW)
        found = links.of(session, number)
        assert [(each.kind, each.number, each.title) for each in found] == [
            ("amends", "2026-001", FUND.title),
            ("follows", "2026-002", ROOMS.title),
        ]
        links.remove(session, number, "2026-001", by=bob, now=NOW)
        assert [each.number for each in links.of(session, number)] == ["2026-002"]
        kinds = session.scalars(select(ProposalEvent.kind).where(ProposalEvent.proposal == number)).all()
        assert [each for each in kinds if each.startswith("link")] == [
            "link-added",
            "link-added",
            "link-removed",
        ]

    database.transact(work)


NO_LINK = (
    ("abolishes", "2026-001", errors_terms.UnknownLink),
    ("amends", "2026-003", errors_terms.NoSuchDecision),
    ("amends", "'; drop table", errors_terms.NoSuchDecision),
    ("repeals", "2026-002", errors_terms.NotAdopted),
    ("derogates", "2026-001", errors_terms.DerogationUnbounded),
)


def test_a_link_that_cannot_be_is_refused(database: Database) -> None:
    def work(session: Session) -> None:
        recorded(session)
        number, bob = submitted(session), person_id(session, "bob")
        for kind, decision, refusal in NO_LINK:
            with pytest.raises(refusal):
                links.add(session, number, kind, decision, by=bob, now=NOW)
        assert links.of(session, number) == []

    database.transact(work)


def test_one_link_with_a_decision_and_twenty_at_most(database: Database) -> None:
    def work(session: Session) -> None:
        for _ in range(21):
            register.record(session, FUND, now=NOW)
        number, bob = submitted(session), person_id(session, "bob")
        for rank in range(1, 21):
            links.add(session, number, "follows", f"2026-{rank:03}", by=bob, now=NOW)
        with pytest.raises(errors_terms.LinkThere):
            links.add(session, number, "amends", "2026-001", by=bob, now=NOW)
        with pytest.raises(errors_terms.TooManyLinks):
            links.add(session, number, "follows", "2026-021", by=bob, now=NOW)
        with pytest.raises(errors_terms.NoLink):
            links.remove(session, number, "2026-021", by=bob, now=NOW)

    database.transact(work)


def test_nobody_else_links_and_nothing_is_linked_once_it_is_voted(database: Database) -> None:
    def work(session: Session) -> None:
        recorded(session)
        number, bob = submitted(session, "quick"), person_id(session, "bob")
        for who in ("chloe", "alice", "eve"):
            with pytest.raises(errors.NotYours):
                links.add(session, number, "follows", "2026-001", by=person_id(session, who), now=NOW)
        opened(session, number, now=NOW)
        with pytest.raises(errors.VoteIsOpen):
            links.add(session, number, "follows", "2026-001", by=bob, now=NOW)

    database.transact(work)


def test_a_derogation_keeps_the_decision_it_departs_from(database: Database) -> None:
    def work(session: Session) -> None:
        recorded(session)
        register.record(session, FUND, now=NOW)
        bob, text = person_id(session, "bob"), WHOLE
        number = begin(session, text, DEROGATION)
        with pytest.raises(errors_terms.LinkNeeded):
            links.remove(session, number, "2026-001", by=bob, now=NOW)
        given = {"member_id": member_id(session, "La Filature"), "by": bob, "now": NOW}
        service.edit(session, number, text, replace(DEROGATION, derogates="2026-003"), **given)
        assert [(each.kind, each.number) for each in links.of(session, number)] == [("derogates", "2026-003")]
        service.edit(session, number, text, replace(DEROGATION, kind="decision"), **given)
        assert links.of(session, number) == []

    database.transact(work)


def test_a_draft_thrown_away_takes_its_links_with_it(database: Database) -> None:
    def work(session: Session) -> None:
        recorded(session)
        number, bob = draft(session), person_id(session, "bob")
        links.add(session, number, "amends", "2026-001", by=bob, now=NOW)
        service.delete(session, number, by=bob, now=NOW)
        assert session.scalars(select(ProposalLink)).all() == []

    database.transact(work)


def declare(session: Session, number: int, who: str, text: str = "Je suis trésorier de l’atelier.") -> int:
    member, by = member_id(session, MEMBERS[who]), person_id(session, who)
    return conflicts.declare(session, number, text=text, member_id=member, by=by, now=NOW)


def test_an_interest_is_declared_by_name_and_stays_when_withdrawn(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        id_ = declare(session, number, "chloe")
        [said] = conflicts.of(session, number)
        assert (said.person_name, said.member_name) == ("Chloé Garnier", "Coop Semailles")
        with pytest.raises(errors_terms.ConflictThere):
            declare(session, number, "chloe", "Encore")
        conflicts.withdraw(session, number, id_, by=person_id(session, "chloe"), now=NOW + DAY)
        [said] = conflicts.of(session, number)
        assert said.withdrawn_at == NOW + DAY
        with pytest.raises(errors_terms.ConflictWithdrawn):
            conflicts.withdraw(session, number, id_, by=person_id(session, "chloe"), now=NOW)

    database.transact(work)


def test_interests_are_declared_for_oneself_alone(database: Database) -> None:
    def work(session: Session) -> None:
        number, other = submitted(session), submitted(session)
        id_ = declare(session, number, "bob")
        chloe, eve, filature = (
            person_id(session, "chloe"),
            person_id(session, "eve"),
            member_id(session, "La Filature"),
        )
        with pytest.raises(errors.NotYourVoice):
            conflicts.declare(session, number, text="x", member_id=filature, by=chloe, now=NOW)
        with pytest.raises(errors.NotYours):
            conflicts.declare(session, number, text="x", member_id=filature, by=eve, now=NOW)
        with pytest.raises(errors_terms.NotYourConflict):
            conflicts.withdraw(session, number, id_, by=chloe, now=NOW)
        with pytest.raises(errors_terms.NoConflict):
            conflicts.withdraw(session, other, id_, by=person_id(session, "bob"), now=NOW)
        with pytest.raises(errors_terms.ConflictMissing):
            declare(session, number, "chloe", " \x00\n")
        with pytest.raises(errors_terms.ConflictTooLong):
            declare(session, number, "chloe", "x" * 501)

    database.transact(work)


def test_nobody_comes_and_goes_for_ever(database: Database) -> None:
    def work(session: Session) -> None:
        number, bob = submitted(session), person_id(session, "bob")
        for _ in range(conflicts.MOST):
            conflicts.withdraw(session, number, declare(session, number, "bob"), by=bob, now=NOW)
        with pytest.raises(errors_terms.TooManyConflicts):
            declare(session, number, "bob")

    database.transact(work)


def test_a_draft_and_a_finished_proposal_take_no_declaration(database: Database) -> None:
    def work(session: Session) -> None:
        with pytest.raises(errors.NotSubmitted):
            declare(session, draft(session), "bob")
        number, bob = submitted(session), person_id(session, "bob")
        service.withdraw(session, number, by=bob, now=NOW)
        with pytest.raises(errors.Finished):
            declare(session, number, "bob")

    database.transact(work)


def test_a_better_text_keeps_the_other_parts_only_if_it_says_them(database: Database) -> None:
    def work(session: Session) -> None:
        bob, number = person_id(session, "bob"), begin(session, given=Terms("network", "ordinary"))
        service.submit(session, number, by=bob, now=NOW)
        service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=NOW)
        assert terms.written(session.get_one(Version, (number, 2))) == BETTER

    database.transact(work)
