"""Amendments: proposed by whoever represents a member, answered by who writes, credited, never lost."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import Refusal
from proposals import amendments, amendments_reading, coauthoring, errors, heads, service
from proposals import errors_amendments as refusals
from proposals.models import Proposal, Version
from proposals.models_amendments import Amendment
from proposals.models_events import ProposalEvent
from proposals.texts import Text
from tests.cast import NOW, member_id, person_id
from tests.proposals.processes import put
from tests.proposals.steps import BETTER, DAY, MEMBERS, TEXT, draft, opened, submitted
from tests.proposals.test_queries import visitor

AFTER = "Chaque lieu ouvre son atelier le premier samedi du mois."


def propose(session: Session, number: int, who: str = "chloe", **given: Any) -> int:
    asked = {"version": 1, "paragraph": 2, "after": AFTER, "reason": "Une date fixe."} | given
    return amendments.propose(
        session,
        number,
        member_id=member_id(session, MEMBERS[who]),
        by=person_id(session, who),
        now=given.pop("now", NOW),
        **{name: value for name, value in asked.items() if name != "now"},
    )


def row(session: Session, number: int, amendment: int = 1) -> Amendment:
    return session.scalars(
        select(Amendment).where(Amendment.proposal == number, Amendment.number == amendment)
    ).one()


def text_of(session: Session, number: int) -> Version:
    last = session.get_one(Proposal, number).versions
    return session.get_one(Version, (number, last))


def revise(session: Session, number: int, text: str, based_on: int = 1) -> int:
    new = Text(TEXT.title, TEXT.summary, text)
    return service.revise(
        session, number, new, note="", based_on=based_on, by=person_id(session, "bob"), now=NOW
    )


def kinds(session: Session, number: int) -> list[str]:
    query = select(ProposalEvent.kind).where(ProposalEvent.proposal == number).order_by(ProposalEvent.id)
    return [kind for kind in session.scalars(query) if kind.startswith(("amendment", "coauthor", "version"))]


def test_an_accepted_amendment_makes_a_version_with_credit(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        made = propose(session, number)
        held = row(session, number, made)
        assert (held.before, held.after, held.status) == (
            "Chaque lieu ouvre son atelier tous les samedis.", AFTER, "proposed",
        )  # fmt: skip
        version = amendments.accept(session, number, made, by=person_id(session, "bob"), now=NOW + DAY)
        kept = text_of(session, number)
        assert (kept.number, version, held.made_version) == (2, 2, 2)
        assert kept.text == f"## L’ouverture\n\n{AFTER}"
        assert (kept.credit, kept.note) == ("Coop Semailles", "Une date fixe.")
        assert (held.status, held.answered_by, held.answered_at) == ("accepted", "Bob Lefèvre", NOW + DAY)
        assert kinds(session, number) == ["amendment-proposed", "amendment-accepted"]

    database.transact(work)


def test_leaving_nothing_removes_the_paragraph(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        made = propose(session, number, paragraph=1, after="  ")
        amendments.accept(session, number, made, by=person_id(session, "bob"), now=NOW)
        assert text_of(session, number).text == "Chaque lieu ouvre son atelier tous les samedis."

    database.transact(work)


def test_it_finds_its_paragraph_where_others_came_before_it(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        made = propose(session, number)
        revise(session, number, f"Préambule.\n\n{TEXT.text}\n\nFin.")
        amendments.accept(session, number, made, by=person_id(session, "bob"), now=NOW)
        assert text_of(session, number).text == f"Préambule.\n\n## L’ouverture\n\n{AFTER}\n\nFin."

    database.transact(work)


def test_changes_apart_in_one_paragraph_are_both_kept(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        made = propose(session, number, after="Tout lieu ouvre son atelier tous les samedis.")
        revise(session, number, "## L’ouverture\n\nChaque lieu ouvre son atelier tous les lundis.")
        amendments.accept(session, number, made, by=person_id(session, "bob"), now=NOW)
        assert text_of(session, number).text.endswith("Tout lieu ouvre son atelier tous les lundis.")

    database.transact(work)


def test_a_paragraph_rewritten_since_asks_what_it_will_say(database: Database) -> None:
    def work(session: Session) -> None:
        number, bob = submitted(session), person_id(session, "bob")
        made = propose(session, number)
        revise(session, number, BETTER.text)
        with pytest.raises(refusals.ParagraphChanged):
            amendments.accept(session, number, made, by=bob, now=NOW)
        assert row(session, number).status == "proposed"
        with pytest.raises(errors.VersionCameMeanwhile):
            amendments.accept(session, number, made, chosen=["x"], based_on=1, by=bob, now=NOW)
        amendments.accept(session, number, made, chosen=["Le premier samedi."], based_on=2, by=bob, now=NOW)
        assert text_of(session, number).text == "## L’ouverture\n\nLe premier samedi."

    database.transact(work)


def test_what_the_text_says_already_needs_no_other_version(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        made = propose(session, number)
        revise(session, number, f"## L’ouverture\n\n{AFTER}")
        assert amendments.accept(session, number, made, by=person_id(session, "bob"), now=NOW) == 2
        assert text_of(session, number).number == 2

    database.transact(work)


def test_what_cannot_be_proposed(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)

        def refused(refusal: type[Refusal], who: str = "chloe", **given: Any) -> None:
            with pytest.raises(refusal):
                propose(session, number, who, **given)

        refused(refusals.NoParagraph, paragraph=3)
        refused(refusals.NoParagraph, paragraph=0)
        refused(refusals.NoParagraph, version=9)
        refused(refusals.SameWords, after=" Chaque lieu ouvre son atelier tous les samedis.\r\n")
        refused(refusals.AmendmentTooLong, after="x" * 10_001)
        refused(refusals.ReasonMissing, reason=" ")
        revise(session, number, "Un seul paragraphe.")
        refused(refusals.AnotherVersion, paragraph=1)
        refused(refusals.NothingLeft, version=2, paragraph=1, after="")
        with pytest.raises(errors.NotYourVoice):
            amendments.propose(
                session, number, version=2, paragraph=1, after="a", reason="b",
                member_id=member_id(session, "La Filature"), by=person_id(session, "chloe"), now=NOW,
            )  # fmt: skip
        for who in ("alice", "eve"):
            with pytest.raises(errors.NotYours):
                amendments.propose(
                    session, number, version=2, paragraph=1, after="a", reason="b",
                    member_id=member_id(session, "La Filature"), by=person_id(session, who), now=NOW,
                )  # fmt: skip

    database.transact(work)


def test_a_member_waits_for_answers_before_its_twenty_first(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        for n in range(amendments.MOST):
            propose(session, number, after=f"{AFTER} {n}")
        with pytest.raises(refusals.TooManyAmendments):
            propose(session, number)
        propose(session, number, "david")
        amendments.withdraw(session, number, 1, by=person_id(session, "chloe"), now=NOW)
        propose(session, number)

    sqlite_database.transact(work)


def test_nothing_is_amended_before_the_debate_nor_once_a_vote_is_open(database: Database) -> None:
    def work(session: Session) -> None:
        hidden = draft(session)
        with pytest.raises(errors.NoProposal):
            propose(session, hidden)
        number = submitted(session, "quick")
        made = propose(session, number)
        opened(session, number, now=NOW)
        with pytest.raises(errors.VoteIsOpen):
            propose(session, number)
        for act in (amendments.accept, amendments.refuse, amendments.refer):
            given = {"answer": "non"} if act is not amendments.accept else {}
            with pytest.raises(errors.VoteIsOpen):
                act(session, number, made, by=person_id(session, "bob"), now=NOW, **given)  # type: ignore[operator]

    database.transact(work)


def test_refusing_needs_a_reason_and_is_for_good(database: Database) -> None:
    def work(session: Session) -> None:
        number, bob = submitted(session), person_id(session, "bob")
        made = propose(session, number)
        with pytest.raises(refusals.AnswerMissing):
            amendments.refuse(session, number, made, answer=" \n", by=bob, now=NOW)
        amendments.refuse(session, number, made, answer="Trop tôt.", by=bob, now=NOW)
        assert (row(session, number).status, row(session, number).answer) == ("refused", "Trop tôt.")
        for act in (amendments.accept, amendments.refer, amendments.withdraw):
            by = person_id(session, "chloe") if act is amendments.withdraw else bob
            with pytest.raises(refusals.AlreadyAnswered):
                act(session, number, made, by=by, now=NOW)  # type: ignore[operator]
        assert session.get_one(Proposal, number).versions == 1

    database.transact(work)


@pytest.mark.parametrize("who", ["alice", "chloe", "david", "eve"])
def test_who_writes_alone_answers(database: Database, who: str) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        made = propose(session, number)
        by = person_id(session, who)
        for act, given in (
            (amendments.accept, {}),
            (amendments.refuse, {"answer": "non"}),
            (amendments.refer, {}),
        ):
            with pytest.raises(errors.NotYours):
                act(session, number, made, by=by, now=NOW, **given)  # type: ignore[operator]
        with pytest.raises(refusals.NoAmendment):
            amendments.accept(session, number, 9, by=person_id(session, "bob"), now=NOW)

    database.transact(work)


def test_its_own_member_withdraws_it_and_nobody_else(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        made = propose(session, number)
        for who in ("bob", "david"):
            with pytest.raises(refusals.NotYourAmendment):
                amendments.withdraw(session, number, made, by=person_id(session, who), now=NOW)
        amendments.withdraw(session, number, made, by=person_id(session, "chloe"), now=NOW)
        assert row(session, number).status == "withdrawn"
        assert kinds(session, number) == ["amendment-proposed", "amendment-withdrawn"]

    database.transact(work)


def test_the_circle_adopts_or_rejects_what_it_was_asked(database: Database) -> None:
    def work(session: Session) -> None:
        number, bob = submitted(session), person_id(session, "bob")
        yes, no = propose(session, number), propose(session, number, "david", after="Jamais.")
        for each in (yes, no):
            amendments.refer(session, number, each, answer="À vous.", by=bob, now=NOW)
        with pytest.raises(refusals.AlreadyAnswered):
            amendments.refer(session, number, yes, by=bob, now=NOW)
        amendments.decided(session, number, yes, True, now=NOW + DAY)
        amendments.decided(session, number, no, False, now=NOW + DAY)
        became = [row(session, number, each) for each in (yes, no)]
        assert [(each.status, each.made_version) for each in became] == [("adopted", 2), ("rejected", None)]
        kept = text_of(session, number)
        assert (kept.text.endswith(AFTER), kept.credit) == (True, "Coop Semailles")
        amendments.decided(session, number, yes, False, now=NOW + 2 * DAY)
        assert row(session, number, yes).status == "adopted"

    database.transact(work)


def test_what_the_circle_adopts_waits_for_its_author_where_the_paragraph_was_rewritten(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        number, bob = submitted(session), person_id(session, "bob")
        made = propose(session, number)
        amendments.refer(session, number, made, by=bob, now=NOW)
        revise(session, number, BETTER.text)
        amendments.decided(session, number, made, True, now=NOW)
        assert (row(session, number).status, row(session, number).made_version) == ("adopted", None)
        for act, given in ((amendments.refuse, {"answer": "non"}), (amendments.refer, {})):
            with pytest.raises(refusals.AlreadyAnswered):
                act(session, number, made, by=bob, now=NOW, **given)  # type: ignore[operator]
        amendments.accept(session, number, made, chosen=[AFTER], based_on=2, by=bob, now=NOW)
        assert (row(session, number).status, row(session, number).made_version) == ("adopted", 3)

    database.transact(work)


@pytest.mark.parametrize(
    "values",
    [
        {"status": "refused"},
        {"status": "accepted"},
        {"status": "lost"},
    ],
)
def test_the_database_itself_keeps_answers_and_versions(database: Database, values: dict[str, str]) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        held = row(session, number, propose(session, number))
        for name, value in values.items():
            setattr(held, name, value)
        session.flush()

    with pytest.raises(IntegrityError):
        database.transact(work)


def test_a_coauthor_publishes_and_answers(database: Database) -> None:
    def work(session: Session) -> None:
        number, david = submitted(session), person_id(session, "david")
        made = propose(session, number)
        coop = member_id(session, "Ville de Montreval")
        coauthoring.ask(session, number, member_id=coop, by=person_id(session, "bob"), now=NOW)
        with pytest.raises(errors.NotYours):
            amendments.accept(session, number, made, by=david, now=NOW)
        coauthoring.accept(session, number, member_id=coop, by=david, now=NOW)
        assert amendments.accept(session, number, made, by=david, now=NOW) == 2
        assert service.revise(session, number, TEXT, note="", based_on=2, by=david, now=NOW) == 3
        coauthoring.leave(session, number, member_id=coop, by=david, now=NOW)
        with pytest.raises(errors.NotYours):
            service.revise(session, number, BETTER, note="", based_on=3, by=david, now=NOW)

    database.transact(work)


def test_nobody_else_decides_while_the_circle_does(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        number, bob = submitted(session), person_id(session, "bob")
        amendments.refer(session, number, propose(session, number), by=bob, now=NOW)
        put(session, number, "amendment", 1, way="network/quick", now=NOW)
        with pytest.raises(refusals.BeforeTheCircle):
            amendments.accept(session, number, 1, by=bob, now=NOW)
        with pytest.raises(refusals.BeforeTheCircle):
            amendments.refuse(session, number, 1, answer="non", by=bob, now=NOW)
        with pytest.raises(refusals.BeforeTheCircle):
            amendments.withdraw(session, number, 1, by=person_id(session, "chloe"), now=NOW)
        assert row(session, number).status == "referred"

    sqlite_database.transact(work)


def test_what_is_unanswered_when_the_proposal_ends_is_closed_with_it(database: Database) -> None:
    def work(session: Session) -> None:
        number, bob = submitted(session), person_id(session, "bob")
        for _each in range(3):
            propose(session, number)
        amendments.refuse(session, number, 1, answer="Non.", by=bob, now=NOW)
        amendments.refer(session, number, 2, by=bob, now=NOW)
        read = lambda at: {  # noqa: E731
            each.number: (each.waits, each.ended)
            for each in amendments_reading.of(
                session, heads.head(session, number, visitor(session, "bob"), at), visitor(session, "bob"), at
            ).lines
        }
        assert read(NOW) == {1: (False, False), 2: (True, False), 3: (True, False)}
        session.get_one(Proposal, number).expires_at = NOW + DAY
        session.flush()
        assert read(NOW + DAY - timedelta(seconds=1))[3] == (True, False)
        assert read(NOW + DAY) == {1: (False, False), 2: (False, True), 3: (False, True)}
        session.get_one(Proposal, number).expires_at = None
        session.flush()
        service.withdraw(session, number, by=bob, now=NOW)
        assert read(NOW) == {1: (False, False), 2: (False, True), 3: (False, True)}

    database.transact(work)
