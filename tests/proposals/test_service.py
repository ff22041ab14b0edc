"""Drafts, versions, withdrawal: what is done, what is refused, and that a refused act leaves nothing."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import Refusal
from governance.members.models import Representation
from proposals import attachments, debate, errors, service
from proposals.models import Attachment, Comment, Proposal, Version
from proposals.texts import Terms, Text
from tests.cast import NOW, member_id, person_id
from tests.proposals.steps import BETTER, DAY, TEXT, close, count, draft, opened, submitted


def proposal(session: Session, number: int) -> Proposal:
    return session.get_one(Proposal, number)


def test_a_draft_is_begun_changed_and_thrown_away(database: Database) -> None:
    def work(session: Session) -> None:
        bob = person_id(session, "bob")
        number = draft(session)
        terms = Terms("network", "quick", False)
        service.edit(
            session, number, BETTER, terms, member_id=member_id(session, "La Filature"), by=bob, now=NOW
        )
        kept = session.get_one(Version, (number, 1))
        assert kept.text == BETTER.text
        assert "<h3>L’ouverture</h3>" in kept.text_html
        assert (proposal(session, number).rule_id, proposal(session, number).public) == ("quick", False)
        attachments.attach(session, number, name="a.txt", content=b"oui", largest=10, by=bob, now=NOW)
        service.delete(session, number, by=bob, now=NOW)

    database.transact(work)
    assert [count(database, table) for table in ("proposals", "proposal_versions", "attachments")] == [
        0,
        0,
        0,
    ]


@pytest.mark.parametrize("who", ["alice", "chloe", "david", "eve"])
@pytest.mark.parametrize("act", ["edit", "delete", "submit"])
def test_a_draft_exists_for_its_author_alone(database: Database, who: str, act: str) -> None:
    def work(session: Session) -> None:
        number, by = draft(session), person_id(session, who)
        given = {"text": TEXT, "terms": Terms("network", "quick"), "member_id": 1} if act == "edit" else {}
        with pytest.raises(errors.NoProposal):
            getattr(service, act)(session, number, by=by, now=NOW, **given)

    database.transact(work)


def test_nobody_proposes_for_a_member_they_do_not_speak_for(database: Database) -> None:
    def work(session: Session) -> None:
        for who in ("alice", "bob", "eve"):
            with pytest.raises(errors.NotYourVoice):
                service.draft(
                    session,
                    TEXT,
                    Terms("network", "quick"),
                    member_id=member_id(session, "Coop Semailles"),
                    by=person_id(session, who),
                    now=NOW,
                )

    database.transact(work)
    assert count(database, "proposals") == 0


@pytest.mark.parametrize(
    ("text", "terms", "refusal"),
    [
        (Text(" \t", "s", "t"), Terms("network", "quick"), errors.TitleMissing),
        (Text("t", "\u200b", "t"), Terms("network", "nowhere"), errors.UnknownRule),
        (Text("t", "  ", "t"), Terms("network", "quick"), errors.SummaryMissing),
        (Text("t", "s", "\x00\x01"), Terms("network", "quick"), errors.TextMissing),
        (Text("t", "s", "x" * 40_001), Terms("network", "quick"), errors.TextTooLong),
        (TEXT, Terms("moon", "quick"), errors.UnknownCircle),
        (TEXT, Terms("network", "none"), errors.UnknownRule),
    ],
)
def test_what_cannot_be_a_draft(
    sqlite_database: Database, text: Text, terms: Terms, refusal: type[Refusal]
) -> None:
    def work(session: Session) -> None:
        with pytest.raises(refusal):
            service.draft(
                session,
                text,
                terms,
                member_id=member_id(session, "La Filature"),
                by=person_id(session, "bob"),
                now=NOW,
            )

    sqlite_database.transact(work)


def test_the_longest_text_is_kept_whole(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        long = Text("t", "s", "x" * 40_000)
        bob = person_id(session, "bob")
        member = member_id(session, "La Filature")
        number = service.draft(session, long, Terms("network", "quick"), member_id=member, by=bob, now=NOW)
        assert len(session.get_one(Version, (number, 1)).text) == 40_000

    sqlite_database.transact(work)


def test_submitting_gives_the_debate_the_time_of_its_rule(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        kept = proposal(session, number)
        assert (kept.state, kept.opening) == ("debate", "first")
        assert kept.debate_ends_at == kept.opens_from == NOW + 7 * DAY
        with pytest.raises(errors.NotInThisState):
            service.submit(session, number, by=person_id(session, "bob"), now=NOW)

    database.transact(work)


def test_another_version_while_the_debate_lasts(database: Database) -> None:
    def work(session: Session) -> None:
        number, bob = submitted(session), person_id(session, "bob")
        assert (
            service.revise(session, number, BETTER, note="après les réactions", based_on=1, by=bob, now=NOW)
            == 2
        )
        with pytest.raises(errors.NothingChanged):
            service.revise(session, number, BETTER, note="", based_on=2, by=bob, now=NOW)
        with pytest.raises(errors.NotYours):
            service.revise(
                session, number, TEXT, note="", based_on=2, by=person_id(session, "chloe"), now=NOW
            )
        notes = session.scalars(select(Version.note).where(Version.proposal == number)).all()
        assert sorted(notes) == ["", "après les réactions"]

    database.transact(work)


def test_a_version_that_came_meanwhile_is_never_overwritten(database: Database) -> None:
    def work(session: Session) -> None:
        number, bob = submitted(session), person_id(session, "bob")
        service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=NOW)
        with pytest.raises(errors.VersionCameMeanwhile) as refused:
            service.revise(session, number, TEXT, note="", based_on=1, by=bob, now=NOW)
        assert refused.value.facts == {"version": 2}
        assert proposal(session, number).versions == 2

    database.transact(work)


def test_withdrawing_is_for_good_and_not_while_a_vote_is_open(database: Database) -> None:
    def work(session: Session) -> None:
        bob = person_id(session, "bob")
        number = submitted(session)
        with pytest.raises(errors.NotYours):
            service.withdraw(session, number, by=person_id(session, "alice"), now=NOW)
        service.withdraw(session, number, by=bob, now=NOW)
        with pytest.raises(errors.Finished):
            service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=NOW)
        voted = submitted(session, "quick")
        opened(session, voted, now=NOW)
        for act in ("withdraw", "reopen"):
            with pytest.raises(errors.VoteIsOpen):
                getattr(service, act)(session, voted, by=bob, now=NOW)

    database.transact(work)


def test_whoever_speaks_for_the_member_today_is_its_author(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        held = session.scalars(
            select(Representation).where(Representation.person_id == person_id(session, "bob"))
        ).one()
        held.ends_on = NOW.date()
        session.flush()
        session.add(
            Representation(
                person_id=person_id(session, "eve"), member_id=held.member_id, starts_on=NOW.date()
            )
        )
        session.flush()
        with pytest.raises(errors.NotYours):
            service.withdraw(session, number, by=person_id(session, "bob"), now=NOW)
        service.withdraw(session, number, by=person_id(session, "eve"), now=NOW)

    database.transact(work)


def test_speaking_for_a_member_to_a_purpose(database: Database) -> None:
    def work(session: Session) -> None:
        number, chloe = submitted(session), person_id(session, "chloe")
        coop, filature = member_id(session, "Coop Semailles"), member_id(session, "La Filature")
        first = debate.comment(
            session, number, text="**Combien ?**", purpose="question", member_id=coop, by=chloe, now=NOW
        )
        answer = debate.comment(
            session,
            number,
            text="Sept.",
            member_id=filature,
            answers=first,
            by=person_id(session, "bob"),
            now=NOW,
        )
        kept = session.get_one(Comment, answer)
        assert (kept.thread_id, kept.purpose, kept.college_id) == (first, "answer", "places")
        assert session.get_one(Comment, first).text_html == "<p><strong>Combien ?</strong></p>"
        assert proposal(session, number).comments == 2

    database.transact(work)


def test_what_cannot_be_said(database: Database) -> None:
    def work(session: Session) -> None:
        number, other = submitted(session), submitted(session)
        chloe, coop = person_id(session, "chloe"), member_id(session, "Coop Semailles")
        elsewhere = debate.comment(session, other, text="ici", member_id=coop, by=chloe, now=NOW)

        def refused(refusal: type[Refusal], by: int = chloe, **given: object) -> None:
            said = {"text": "bonjour", "purpose": "reaction", "member_id": coop} | given
            with pytest.raises(refusal):
                debate.comment(session, number, by=by, now=NOW, **said)  # type: ignore[arg-type]

        refused(errors.CommentMissing, text=" \n")
        refused(errors.CommentTooLong, text="x" * 5_001)
        refused(errors.UnknownPurpose, purpose="answer")
        refused(errors.UnknownPurpose, purpose="insult")
        refused(errors.NothingToAnswer, answers=elsewhere)
        refused(errors.NotYourVoice, member_id=member_id(session, "La Filature"))
        refused(errors.NotYours, by=person_id(session, "eve"))
        refused(errors.NotYours, by=person_id(session, "alice"))

    database.transact(work)


def test_a_message_is_taken_back_by_its_author_and_shown_as_removed(database: Database) -> None:
    def work(session: Session) -> None:
        number, chloe = submitted(session), person_id(session, "chloe")
        coop = member_id(session, "Coop Semailles")
        said = debate.comment(session, number, text="trop vite", member_id=coop, by=chloe, now=NOW)
        for who in ("alice", "bob", "eve"):
            with pytest.raises(errors.NotYourComment):
                debate.remove(session, number, said, by=person_id(session, who), now=NOW)
        debate.remove(session, number, said, by=chloe, now=NOW)
        debate.remove(session, number, said, by=chloe, now=NOW + DAY)
        kept = session.get_one(Comment, said)
        assert (kept.text, kept.text_html, kept.removed_at) == ("", "", NOW)
        assert proposal(session, number).comments == 0
        with pytest.raises(errors.NothingToAnswer):
            debate.comment(session, number, text="?", member_id=coop, answers=said, by=chloe, now=NOW)

    database.transact(work)


def test_files_are_joined_and_taken_away_by_the_author(database: Database) -> None:
    def work(session: Session) -> None:
        number, bob = submitted(session), person_id(session, "bob")
        kept = attachments.attach(
            session,
            number,
            name="../../devis\u202e final.PDF",
            content=b"%PDF-1.7 ...",
            largest=100,
            by=bob,
            now=NOW,
        )
        row = session.get_one(Attachment, kept)
        assert (row.name, row.media_type, row.size) == ("devis final.PDF", "application/pdf", 12)
        with pytest.raises(errors.NotYours):
            attachments.detach(session, number, kept, by=person_id(session, "chloe"), now=NOW)
        other = submitted(session)
        with pytest.raises(errors.NoProposal):
            attachments.detach(session, other, kept, by=bob, now=NOW)
        attachments.detach(session, number, kept, by=bob, now=NOW)

    database.transact(work)
    assert count(database, "attachments") == 0


def test_only_so_many_files(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        number, bob = submitted(session), person_id(session, "bob")
        for n in range(attachments.MOST):
            attachments.attach(session, number, name=f"{n}.txt", content=b"x", largest=9, by=bob, now=NOW)
        with pytest.raises(errors.TooManyFiles):
            attachments.attach(session, number, name="z.txt", content=b"x", largest=9, by=bob, now=NOW)

    sqlite_database.transact(work)


@pytest.mark.parametrize("who", ["bob", "chloe", "david", "eve"])
def test_a_facilitator_alone_opens_a_vote(database: Database, who: str) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        with pytest.raises(errors.NotYours):
            service.put_to_vote(session, number, by=person_id(session, who), now=NOW + 7 * DAY)

    database.transact(work)


def test_a_vote_opens_after_the_debate_and_fixes_the_text(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        with pytest.raises(errors.TooEarly):
            opened(session, number, now=NOW + 7 * DAY - timedelta(seconds=1))
        vote = opened(session, number, now=NOW + 7 * DAY)
        kept = proposal(session, number)
        assert (kept.state, kept.vote, kept.rounds) == ("decision", vote, 1)
        bob = person_id(session, "bob")
        with pytest.raises(errors.VoteIsOpen):
            service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=NOW + 8 * DAY)
        with pytest.raises(errors.VoteIsOpen):
            opened(session, number, now=NOW + 8 * DAY)

    database.transact(work)


def test_closing_may_be_later_than_the_rule_says_and_never_earlier(database: Database) -> None:
    def work(session: Session) -> None:
        alice = person_id(session, "alice")
        number = submitted(session, "quick")

        def put(after: timedelta) -> int:
            return service.put_to_vote(session, number, closes_at=NOW + after, by=alice, now=NOW)

        with pytest.raises(Refusal) as refused:
            put(timedelta(minutes=59))
        assert refused.value.field == "closes_at"

    database.transact(work)

    def later(session: Session) -> None:
        alice = person_id(session, "alice")
        number = submitted(session, "quick")
        with pytest.raises(errors.ClosesTooLate):
            service.put_to_vote(session, number, closes_at=NOW + 400 * DAY, by=alice, now=NOW)
        service.put_to_vote(session, number, closes_at=NOW + 3 * DAY, by=alice, now=NOW)

    database.transact(later)


def test_a_vote_of_the_proposal_is_settled_once(database: Database) -> None:
    def work(session: Session) -> int:
        number = submitted(session, "quick")
        vote = opened(session, number, now=NOW)
        at = close(session, vote)
        service.settle(session, vote, now=at + DAY)
        assert proposal(session, number).state == "postponed"
        return number

    database.transact(work)
    assert count(database, "decisions") == 1


@pytest.mark.parametrize(
    "values", [{"state": "adopted", "vote": None}, {"state": "adopted", "vote": 1, "standing": 1}]
)
def test_the_database_itself_refuses_to_adopt(database: Database, values: dict[str, object]) -> None:
    def work(session: Session) -> None:
        kept = proposal(session, submitted(session))
        for name, value in values.items():
            setattr(kept, name, value)
        session.flush()

    with pytest.raises(IntegrityError):
        database.transact(work)


def test_of_two_versions_at_once_one_is_published_and_the_other_told(database: Database) -> None:
    number = database.transact(submitted)
    told: list[object] = []

    def write(text: str) -> None:
        def work(session: Session) -> int:
            by = person_id(session, "bob")
            new = Text(TEXT.title, TEXT.summary, text)
            return service.revise(session, number, new, note="", based_on=1, by=by, now=NOW)

        try:
            told.append(database.transact(work))
        except errors.VersionCameMeanwhile as refusal:
            told.append(refusal.facts["version"])

    writers = [threading.Thread(target=write, args=(f"Texte {n}",)) for n in range(4)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert told == [2, 2, 2, 2]
    assert count(database, f"proposal_versions where proposal = {number}") == 2
