"""Speaking in a debate: purposes, quoted words, questions and their answers, phases, the summary."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import Refusal
from governance.rules.models import CodeVersion
from proposals import coauthoring, debate, debate_reading, service, summaries
from proposals.debate import About
from proposals.errors import NothingToAnswer, NotYours, UnknownPurpose, VoteIsOpen
from proposals.errors_debate import (
    AuthorAnswers,
    AuthorListens,
    NobodyAnswers,
    NotAQuestion,
    NothingToDiscuss,
    NothingToQuote,
    NotYoursToResolve,
    OneReaction,
    QuestionsOnly,
    ReactionsOnly,
    SummaryCameMeanwhile,
    SummaryOfDebateMissing,
    SummaryOfDebateTooLong,
    SummaryUnchanged,
)
from proposals.models import Comment
from proposals.models_events import ProposalEvent
from tests.cast import CODE, NOW, member_id, person_id
from tests.proposals.steps import BETTER, DAY, MEMBERS, TEXT, opened, submitted
from tests.proposals.test_settlement import objected

TIMED = CODE.replace(
    'rounds_max = 2\nfallback = "orientation"',
    'rounds_max = 2\nfallback = "orientation"\nprocess = { questions_days = 2, reactions_days = 2 }',
)


def said(  # type: ignore[no-untyped-def]
    session: Session, number: int, who: str, purpose: str = "reaction", *, at=NOW, member="", **more
) -> int:
    return debate.comment(
        session, number, text="Un mot", purpose=purpose,
        member_id=member_id(session, member or MEMBERS[who]), by=person_id(session, who), now=at, **more,
    )  # fmt: skip


def timed(session: Session) -> int:
    """A debate with two days of questions, then two of reactions."""
    session.execute(update(CodeVersion).values(toml=TIMED))
    return submitted(session)


def in_turn(database: Database, work: Callable[[Session], None]) -> None:
    database.transact(work)


def test_a_message_quotes_the_words_as_they_were(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        message = said(session, number, "chloe", about=About(paragraph=2, version=1))
        bob = person_id(session, "bob")
        service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=NOW)
        late = said(session, number, "david", about=About(paragraph=2, version=1))
        fresh = said(session, number, "david", about=About(paragraph=2))
        for id_, version, words in (
            (message, 1, "Chaque lieu ouvre son atelier tous les samedis."),
            (late, 1, "Chaque lieu ouvre son atelier tous les samedis."),
            (fresh, 2, "Chaque lieu ouvre son atelier un samedi par mois."),
        ):
            kept = session.get_one(Comment, id_)
            assert (kept.version, kept.paragraph, kept.quote) == (version, 2, words)
        shown = {each.id: each for each in debate_reading.threads(session, number, text=BETTER.text).messages}
        assert shown[message].now_at is None
        assert shown[late].now_at is None
        assert shown[fresh].now_at == 2

    in_turn(database, work)


def test_a_quotation_finds_its_paragraph_where_it_went(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        said(session, number, "chloe", about=About(paragraph=2))
        moved = "Un préambule.\n\n" + TEXT.text
        (message,) = debate_reading.threads(session, number, text=moved).messages
        assert (message.paragraph, message.now_at) == (2, 3)

    in_turn(sqlite_database, work)


@pytest.mark.parametrize(
    ("about", "refusal"),
    [
        (About(paragraph=9), NothingToQuote),
        (About(paragraph=0), NothingToQuote),
        (About(paragraph=1, version=7), NothingToQuote),
        (About(objection=3), NothingToDiscuss),
        (About(objection=0), NothingToDiscuss),
    ],
)
def test_what_is_not_there_is_neither_quoted_nor_discussed(
    sqlite_database: Database, about: About, refusal: type[Refusal]
) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        with pytest.raises(refusal):
            said(session, number, "chloe", about=about)

    in_turn(sqlite_database, work)


def test_an_objection_is_talked_about_in_a_thread_of_its_own(database: Database) -> None:
    def work(session: Session) -> None:
        number, _vote = objected(session)
        at = NOW + 15 * DAY
        message = said(session, number, "david", "for", about=About(objection=1), at=at)
        answer = said(session, number, "bob", answers=message, at=at)
        assert session.get_one(Comment, message).purpose == "objection"
        assert session.get_one(Comment, message).objection == 1
        assert session.get_one(Comment, answer).purpose == "answer"
        with pytest.raises(UnknownPurpose):
            said(session, number, "david", "objection", at=at)
        found = debate_reading.threads(session, number, text="", shown="objection")
        assert [each.id for each in found.messages] == [message]

    in_turn(database, work)


def test_questions_wait_until_somebody_says_they_are_answered(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        question = said(session, number, "chloe", "question")
        said(session, number, "bob", answers=question)
        said(session, number, "david", "for")
        found = debate_reading.debate(session, number)
        assert (found.threads, found.unanswered) == (2, 1)
        assert [each.id for each in found.waiting] == [question]
        debate.resolve(session, number, question, by=person_id(session, "chloe"), now=NOW)
        found = debate_reading.debate(session, number)
        assert (found.unanswered, found.waiting, found.counts["question"]) == (0, (), 1)
        assert session.get_one(Comment, question).resolved_by == "Chloé Garnier"
        debate.unresolve(session, number, question, by=person_id(session, "chloe"), now=NOW)
        assert debate_reading.debate(session, number).unanswered == 1

    in_turn(database, work)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("chloe", None), ("bob", None), ("alice", None), ("david", NotYoursToResolve), ("eve", NotYours)],
)
def test_who_says_that_a_question_has_its_answer(
    sqlite_database: Database, who: str, refusal: type[Refusal] | None
) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        question = said(session, number, "chloe", "question")
        by = person_id(session, who)
        for act in (debate.resolve, debate.unresolve):
            if refusal:
                with pytest.raises(refusal):
                    act(session, number, question, by=by, now=NOW)
            else:
                act(session, number, question, by=by, now=NOW)

    in_turn(sqlite_database, work)


def test_only_a_question_that_is_there_has_an_answer(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        number, bob = submitted(session), person_id(session, "bob")
        reaction = said(session, number, "bob")
        gone = said(session, number, "bob", "question")
        debate.remove(session, number, gone, by=bob, now=NOW)
        with pytest.raises(NotAQuestion):
            debate.resolve(session, number, reaction, by=bob, now=NOW)
        with pytest.raises(NothingToAnswer):
            debate.resolve(session, number, gone, by=bob, now=NOW)
        assert debate_reading.debate(session, number).unanswered == 0

    in_turn(sqlite_database, work)


def test_an_answer_may_settle_its_question_if_who_gives_it_may_say_so(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        question = said(session, number, "chloe", "question")
        said(session, number, "bob", answers=question, resolves=True)
        assert session.get_one(Comment, question).resolved_by == "Bob Lefèvre"
        other = said(session, number, "chloe", "question")
        with pytest.raises(NotYoursToResolve):
            said(session, number, "david", answers=other, resolves=True)

    in_turn(database, work)


def test_twice_answered_is_noted_once(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        number, bob = submitted(session), person_id(session, "bob")
        question = said(session, number, "chloe", "question")
        for _ in range(2):
            debate.resolve(session, number, question, by=bob, now=NOW)
        query = select(ProposalEvent.kind).where(ProposalEvent.proposal == number)
        kinds = list(session.scalars(query.order_by(ProposalEvent.id)))
        assert kinds == ["submitted", "comment", "question-resolved"]

    in_turn(sqlite_database, work)


def test_filters_and_counts_by_purpose(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        wanted = {purpose: said(session, number, "chloe", purpose) for purpose in debate.PURPOSES}
        answered = said(session, number, "david", "question")
        debate.resolve(session, number, answered, by=person_id(session, "bob"), now=NOW)
        gone = said(session, number, "chloe", "against")
        debate.remove(session, number, gone, by=person_id(session, "chloe"), now=NOW)
        counts = {"question": 2, "reaction": 1, "for": 1, "against": 1, "unanswered": 1}
        assert debate_reading.debate(session, number).counts == counts

        def shown(purpose: str) -> list[int]:
            page = debate_reading.threads(session, number, text="", shown=purpose)
            return [each.id for each in page.messages]

        assert shown("question") == [wanted["question"], answered]
        assert shown("unanswered") == [wanted["question"]]
        assert shown("against") == [wanted["against"]]
        assert shown("") == [*wanted.values(), answered, gone]

    in_turn(database, work)


def test_a_phase_refuses_what_is_not_its_turn(database: Database) -> None:
    def work(session: Session) -> None:
        number = timed(session)
        question = said(session, number, "chloe", "question")
        said(session, number, "bob", answers=question)
        refused(session, number, "david", QuestionsOnly)
        refused(session, number, "david", QuestionsOnly, "for")
        refused(session, number, "david", AuthorAnswers, answers=question)
        at = NOW + 2 * DAY
        said(session, number, "david", at=at)
        refused(session, number, "david", OneReaction, at=at)
        refused(session, number, "chloe", ReactionsOnly, "question", at=at)
        refused(session, number, "bob", AuthorListens, at=at)
        refused(session, number, "bob", NobodyAnswers, answers=question, at=at)
        free = NOW + 4 * DAY
        said(session, number, "david", "against", at=free)
        said(session, number, "chloe", answers=question, at=free)

    in_turn(database, work)


def refused(  # type: ignore[no-untyped-def]
    session: Session, number: int, who: str, refusal: type[Refusal], purpose: str = "reaction", **more
) -> None:
    with pytest.raises(refusal) as caught:
        said(session, number, who, purpose, **more)
    assert caught.value.facts["until"] in (NOW + 2 * DAY, NOW + 4 * DAY)


def test_who_writes_it_too_answers_questions_and_listens_to_reactions(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        number, coop = timed(session), member_id(session, "Coop Semailles")
        coauthoring.ask(session, number, member_id=coop, by=person_id(session, "bob"), now=NOW)
        coauthoring.accept(session, number, member_id=coop, by=person_id(session, "chloe"), now=NOW)
        question = said(session, number, "david", "question")
        said(session, number, "chloe", answers=question)
        with pytest.raises(AuthorListens):
            said(session, number, "chloe", at=NOW + 2 * DAY)

    in_turn(sqlite_database, work)


def test_one_reaction_for_each_member_and_another_once_it_is_taken_back(database: Database) -> None:
    def work(session: Session) -> None:
        number, at, fanny = timed(session), NOW + 2 * DAY, person_id(session, "fanny")
        first = said(session, number, "fanny", member="L’Établi", at=at)
        said(session, number, "fanny", member="Scop Rouages", at=at)
        with pytest.raises(OneReaction):
            said(session, number, "fanny", member="L’Établi", at=at)
        debate.remove(session, number, first, by=fanny, now=at)
        said(session, number, "fanny", member="L’Établi", at=at)

    in_turn(database, work)


def test_nobody_speaks_once_it_is_decided(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session, "quick")
        service.withdraw(session, number, by=person_id(session, "bob"), now=NOW)
        with pytest.raises(Refusal):
            said(session, number, "chloe")

    in_turn(sqlite_database, work)


def written(session: Session, number: int, text: str, based_on: int, *, at=NOW, **more) -> int:  # type: ignore[no-untyped-def]
    upto = more.pop("upto", summaries.last_message(session, number))
    by = person_id(session, more.pop("who", "alice"))
    return summaries.summarise(session, number, text=text, upto=upto, based_on=based_on, by=by, now=at)


def test_the_summary_says_up_to_where_it_goes_and_keeps_its_history(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        assert summaries.on_top(session, number) is None
        first = said(session, number, "chloe")
        assert written(session, number, "Un **accord**.", 0) == 1
        said(session, number, "david")
        top = summaries.on_top(session, number)
        assert top is not None
        assert (top.summary.upto, top.summary.upto_name, top.since) == (first, "Chloé Garnier", 1)
        assert "<strong>accord</strong>" in top.summary.text_html
        assert written(session, number, "Deux accords.", 1) == 2
        top = summaries.on_top(session, number)
        assert top is not None
        assert (top.summary.number, top.since) == (2, 0)
        assert [each.text for each in summaries.history(session, number)] == [
            "Deux accords.",
            "Un **accord**.",
        ]
        assert [each.number for each in summaries.history(session, number, before=2)] == [1]

    in_turn(database, work)


def test_a_summary_of_another_debate_goes_nowhere_near(database: Database) -> None:
    def work(session: Session) -> None:
        one, other = submitted(session), submitted(session)
        mine, foreign = said(session, one, "chloe"), said(session, other, "chloe")
        written(session, one, "Un mot.", 0, upto=foreign)
        top = summaries.on_top(session, one)
        assert top is not None
        assert top.summary.upto == mine
        written(session, other, "Rien.", 0, upto=mine)
        top = summaries.on_top(session, other)
        assert top is not None
        assert (top.summary.upto, top.since) == (None, 1)

    in_turn(database, work)


@pytest.mark.parametrize(
    ("text", "based_on", "refusal"),
    [
        ("  \n ", 1, SummaryOfDebateMissing),
        ("x" * 10_001, 1, SummaryOfDebateTooLong),
        ("Autre", 0, SummaryCameMeanwhile),
        ("Un accord.", 1, SummaryUnchanged),
    ],
)
def test_a_summary_that_is_refused(
    sqlite_database: Database, text: str, based_on: int, refusal: type[Refusal]
) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        written(session, number, "Un accord.", 0)
        with pytest.raises(refusal):
            written(session, number, text, based_on)
        assert len(summaries.history(session, number)) == 1

    in_turn(sqlite_database, work)


@pytest.mark.parametrize("who", ["bob", "chloe", "david", "fanny", "eve"])
def test_only_who_facilitates_summarises(sqlite_database: Database, who: str) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        with pytest.raises(NotYours):
            written(session, number, "Un accord.", 0, who=who)

    in_turn(sqlite_database, work)


def test_a_vote_leaves_the_debate_open_but_not_its_text(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session, "quick")
        opened(session, number, now=NOW)
        said(session, number, "chloe", at=NOW + timedelta(minutes=5))
        with pytest.raises(VoteIsOpen):
            service.revise(
                session, number, BETTER, note="", based_on=1, by=person_id(session, "bob"), now=NOW
            )

    in_turn(sqlite_database, work)
