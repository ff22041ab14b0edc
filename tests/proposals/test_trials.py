"""From the text put to the vote to the decision in the register, and back: review, end, derogation."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from governance.db import Database
from governance.register import log
from governance.register import queries as register
from governance.register import service as recording
from governance.register.entries import Link
from governance.register.facts import Whole
from governance.register.models import LogEntry
from governance.rules.models import CodeVersion
from governance.web.models import Network
from proposals import conflicts, errors, errors_terms, links, service, trials
from proposals.models import Proposal, Version
from tests import cast
from tests.cast import NOW, member_id, person_id
from tests.proposals.steps import MEMBERS, TEXT, close, opened, say, submitted
from tests.proposals.test_terms import DEROGATION, TODAY, TRIAL, WHOLE, begin, declare
from tests.register.samples import FUND, ROOMS, SAW
from voting.models import Vote

QUICK = replace(DEROGATION, kind="decision", until=None, derogates="")


def vote_of(session: Session, number: int) -> Vote:
    return session.get_one(Vote, session.get_one(Proposal, number).vote)


def decided(session: Session, number: int, choice: str = "for") -> Whole:
    """Submit a draft, vote at once, close: the decision that comes of it."""
    if session.get_one(Proposal, number).state == "draft":
        service.submit(session, number, by=person_id(session, "bob"), now=NOW)
    vote = opened(session, number, now=NOW)
    for who in MEMBERS:
        say(session, vote, who, choice, now=NOW)
    close(session, vote)
    found = session.get_one(Proposal, number).decision
    assert found is not None
    return register.one(session, found)


def recorded(session: Session) -> None:
    """2026-001 was adopted, 2026-002 rejected."""
    for each in (FUND, ROOMS):
        recording.record(session, each, now=NOW)


def test_voters_decide_on_all_of_it_in_the_network_s_language(database: Database) -> None:
    def work(session: Session) -> None:
        recorded(session)
        number, bob = begin(session), person_id(session, "bob")
        links.add(session, number, "amends", "2026-001", by=bob, now=NOW)
        service.submit(session, number, by=bob, now=NOW)
        opened(session, number, now=NOW)
        vote = vote_of(session, number)
        assert vote.text == "\n\n".join(
            (
                WHOLE.text,
                f"# Ce que cela coûte, et qui le porte\n\n{WHOLE.cost}",
                f"# Réexamen\n\nÀ réexaminer le 31 mai 2026.\n\n{WHOLE.criteria}",
                "# Durée\n\nAdoptée à l’essai jusqu’au 29 août 2026. "
                "Si personne ne la réexamine d’ici là, elle prend fin.",
                "# Liens avec d’autres décisions\n\n"
                "- Modifie la décision 2026-001 (Un fonds d’entraide entre lieux)",
            )
        )
        assert vote.text_sha256 == log.fingerprint(vote.text.encode())
        assert "<h3>Durée</h3>" in vote.text_html

    database.transact(work)


def test_a_network_that_writes_english_reads_english(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        session.execute(update(Network).values(locale="en"))
        number = begin(session)
        service.submit(session, number, by=person_id(session, "bob"), now=NOW)
        opened(session, number, now=NOW)
        assert (
            "Adopted on trial until 29 August 2026. If nobody reviews it by then, it ends."
            in vote_of(session, number).text
        )

    sqlite_database.transact(work)


def test_a_text_without_more_is_put_to_the_vote_as_it_is(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session, "quick")
        opened(session, number, now=NOW)
        assert vote_of(session, number).text == TEXT.text

    database.transact(work)


def test_an_adopted_trial_is_recorded_with_everything(database: Database) -> None:
    def work(session: Session) -> None:
        recorded(session)
        number, bob = begin(session, given=replace(TRIAL, licence="etalab-2.0")), person_id(session, "bob")
        links.add(session, number, "amends", "2026-001", by=bob, now=NOW)
        service.submit(session, number, by=bob, now=NOW)
        declare(session, number, "chloe")
        conflicts.withdraw(session, number, declare(session, number, "bob"), by=bob, now=NOW)
        decision = decided(session, number)
        assert (decision.driver, decision.text, decision.cost, decision.criteria) == (
            WHOLE.driver, WHOLE.text, WHOLE.cost, WHOLE.criteria,
        )  # fmt: skip
        assert (decision.kind, decision.until, decision.unreviewed) == ("trial", TRIAL.until, "ends")
        assert (decision.review_on, decision.effective_on) == (WHOLE.review_on, None)
        assert decision.licence == "etalab-2.0"
        assert decision.conflicts == [
            {
                "by": "Coop Semailles",
                "person": "Chloé Garnier",
                "text": "Je suis trésorier de l’atelier.",
                "on": "2026-03-02",
            }
        ]
        assert [(each.kind, each.number) for each in decision.earlier] == [("amends", "2026-001")]
        body = json.loads(session.scalar(select(LogEntry.entry).where(LogEntry.seq == decision.log_seq)))[
            "body"
        ]
        assert (body["kind"], body["until"], body["review_on"]) == ("trial", "2026-08-29", "2026-05-31")
        assert log.opens(body["commitments"]["conflicts"], decision.openings["conflicts"], decision.conflicts)
        assert "Garnier" not in json.dumps(body)

    database.transact(work)


def test_what_the_rule_says_of_an_unreviewed_trial_is_frozen_when_the_vote_opens(database: Database) -> None:
    code = cast.CODE.replace('id = "quick"', 'id = "quick"\nprocess = { unreviewed = "continues" }')

    def work(session: Session) -> None:
        session.execute(update(CodeVersion).values(toml=code))
        number = begin(session)
        service.submit(session, number, by=person_id(session, "bob"), now=NOW)
        vote = opened(session, number, now=NOW)
        assert "elle continue de s’appliquer" in vote_of(session, number).text
        session.execute(update(CodeVersion).values(toml=cast.CODE))
        say(session, vote, "bob", "for", now=NOW)
        close(session, vote)
        assert register.one(session, "2026-001").unreviewed == "continues"

    database.transact(work)


def test_a_trial_without_a_day_of_review_is_reviewed_on_its_last_day(database: Database) -> None:
    def work(session: Session) -> None:
        decision = decided(session, begin(session, replace(WHOLE, review_on=None)))
        assert decision.review_on == TRIAL.until

    database.transact(work)


def test_what_is_rejected_does_nothing_to_earlier_decisions(database: Database) -> None:
    def work(session: Session) -> None:
        recorded(session)
        number, bob = begin(session, given=QUICK), person_id(session, "bob")
        links.add(session, number, "repeals", "2026-001", by=bob, now=NOW)
        decision = decided(session, number, "against")
        assert decision.outcome == "rejected"
        assert [(each.kind, each.number) for each in decision.earlier] == [("follows", "2026-001")]
        assert register.one(session, "2026-001").in_force

    database.transact(work)


def review(session: Session, decision: str, how: str, **more: object) -> int:
    member, bob = member_id(session, "La Filature"), person_id(session, "bob")
    return trials.begin(session, decision, how, member_id=member, by=bob, now=NOW, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("how", "kind", "in_force"),
    [("confirm", "confirms", True), ("change", "replaces", False), ("end", "ends", False)],
)
def test_a_trial_is_confirmed_changed_or_ended(
    database: Database, how: str, kind: str, in_force: bool
) -> None:
    def work(session: Session) -> None:
        first = decided(session, begin(session))
        number = review(session, first.number, how)
        proposal = session.get_one(Proposal, number)
        assert (proposal.state, proposal.circle_id, proposal.rule_id) == ("draft", "network", "quick")
        assert [(each.kind, each.number) for each in links.of(session, number)] == [(kind, first.number)]
        version = session.get_one(Version, (number, 1))
        if how == "change":
            assert (version.text, version.driver, version.criteria) == (
                WHOLE.text,
                WHOLE.driver,
                WHOLE.criteria,
            )
        else:
            assert first.number in version.text
        decided(session, number)
        again = register.one(session, first.number)
        assert [(each.kind, each.number) for each in again.later] == [(kind, "2026-002")]
        assert again.in_force is in_force

    database.transact(work)


def test_a_derogation_is_dated_and_leaves_the_decision_in_force(database: Database) -> None:
    def work(session: Session) -> None:
        recorded(session)
        with pytest.raises(errors_terms.UntilMissing):
            review(session, "2026-001", "derogate")
        with pytest.raises(errors_terms.UntilPassed):
            review(session, "2026-001", "derogate", until=TODAY)
        until = TODAY + timedelta(days=30)
        number = review(session, "2026-001", "derogate", until=until)
        bob = person_id(session, "bob")
        given = {"member_id": member_id(session, "La Filature"), "by": bob, "now": NOW}
        service.edit(session, number, WHOLE_FOR_A_MONTH, replace(DEROGATION, until=until), **given)
        decision = decided(session, number)
        assert (decision.kind, decision.until, decision.unreviewed) == ("derogation", until, "")
        earlier = register.one(session, "2026-001")
        assert [(each.kind, each.until) for each in earlier.later] == [("derogates", until)]
        assert earlier.in_force

    database.transact(work)


WHOLE_FOR_A_MONTH = replace(WHOLE, review_on=None)


def test_what_cannot_be_reviewed_is_refused(database: Database) -> None:
    def work(session: Session) -> None:
        recorded(session)
        for decision, how, refusal in (
            ("2026-001", "abolish", errors_terms.UnknownReview),
            ("2026-009", "end", errors_terms.NoSuchDecision),
            ("x" * 99, "end", errors_terms.NoSuchDecision),
            ("2026-002", "end", errors_terms.NotAdopted),
        ):
            with pytest.raises(refusal):
                review(session, decision, how)
        with pytest.raises(errors.NotYourVoice):
            trials.begin(
                session, "2026-001", "end", member_id=member_id(session, "Coop Semailles"),
                by=person_id(session, "bob"), now=NOW,
            )  # fmt: skip
        recording.record(session, replace(SAW, links=[Link("ends", "2026-001")]), now=NOW)
        with pytest.raises(errors_terms.NoLongerInForce):
            review(session, "2026-001", "confirm")
        assert session.scalars(select(Proposal)).all() == []

    database.transact(work)


def test_where_its_rule_is_gone_the_nearest_is_taken(database: Database) -> None:
    def work(session: Session) -> None:
        recording.record(session, replace(FUND, rule_id="long-gone"), now=NOW)
        number = review(session, "2026-001", "end")
        assert session.get_one(Proposal, number).rule_id == "ordinary"

    database.transact(work)
