"""Casting: one member, one ballot, replaced until closing, refused to the second."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from governance.config import Settings
from governance.db import Database
from governance.members.models import Representation
from governance.register import keys
from governance.rules.models import CodeVersion
from tests import cast
from tests.voting.acts import CLOSES, cast_all, cast_one, open_vote, seal
from voting import errors, receipts, sheet, urn
from voting.answers import Answer
from voting.casting import cast_all as cast_many
from voting.models import Ballot, ReplacedCommitment, Vote, VoteCollege, VoteRight


def counters(database: Database, vote: int) -> tuple[int, dict[str, int]]:
    with database.reading() as session:
        colleges = session.execute(
            select(VoteCollege.college_id, VoteCollege.cast).where(VoteCollege.vote == vote)
        )
        return session.get_one(Vote, vote).cast, {id_: number for id_, number in colleges}


def papers(database: Database) -> list[dict[str, object]]:
    with database.reading() as session:
        return [json.loads(paper) for paper in session.scalars(select(Ballot.paper))]


def with_code(database: Database, old: str, new: str) -> None:
    assert old in cast.CODE
    code = cast.CODE.replace(old, new)
    database.transact(lambda session: session.execute(update(CodeVersion).values(toml=code)))


def test_a_ballot_its_turnout_and_the_counters_live_together(database: Database, settings: Settings) -> None:
    vote = open_vote(database)
    cast_one(database, settings, vote, "bob", "La Filature", "for")
    assert papers(database) == [{"vote": vote, "choice": "for"}]
    assert counters(database, vote) == (1, {"places": 1, "coops": 0, "public": 0})
    with database.reading() as session:
        right = session.scalars(select(VoteRight).where(VoteRight.cast_at.is_not(None))).one()
        assert right.member_name == "La Filature"
        assert right.cast_by == cast.person_id(session, "bob")


def test_the_receipt_opens_the_commitment_and_is_signed(database: Database, settings: Settings) -> None:
    vote = open_vote(database)
    receipt = cast_one(database, settings, vote, "bob", "La Filature", "against")
    assert receipt.network == "essai"
    assert receipts.genuine(receipt, keys.public(keys.load(settings.signing_key_file)))
    assert receipts.opens(receipt)
    with database.reading() as session:
        ballot = session.scalars(select(Ballot)).one()
    assert ballot.commitment == receipt.commitment
    assert receipt.commitment == urn.commitment(bytes.fromhex(receipt.r), {"vote": vote, "choice": "against"})


def test_a_replaced_ballot_counts_once_and_stays_known(database: Database, settings: Settings) -> None:
    vote = open_vote(database)
    first = cast_one(database, settings, vote, "bob", "La Filature", "for")
    last = cast_one(database, settings, vote, "bob", "La Filature", "against")
    assert papers(database) == [{"vote": vote, "choice": "against"}]
    assert counters(database, vote)[0] == 1
    with database.reading() as session:
        assert list(session.scalars(select(ReplacedCommitment.commitment))) == [first.commitment]
    assert first.commitment != last.commitment


def test_a_rule_may_forbid_replacing(database: Database, settings: Settings) -> None:
    with_code(database, 'by = "heads"\ntime', 'by = "heads"\nmay_change = false\ntime')
    vote = open_vote(database, "quick")
    now = cast.NOW
    cast_one(database, settings, vote, "bob", "La Filature", "for", now=now)
    with pytest.raises(errors.CastForGood):
        cast_one(database, settings, vote, "bob", "La Filature", "against", now=now)
    assert papers(database) == [{"vote": vote, "choice": "for"}]


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1), timedelta(days=30)])
def test_nothing_is_cast_from_the_deadline_on(
    database: Database, settings: Settings, late: timedelta
) -> None:
    vote = open_vote(database)
    with pytest.raises(errors.Closed):
        cast_one(database, settings, vote, "bob", "La Filature", "for", now=CLOSES + late)
    assert papers(database) == []
    assert counters(database, vote)[0] == 0


def test_the_last_second_counts(database: Database, settings: Settings) -> None:
    vote = open_vote(database)
    cast_one(database, settings, vote, "bob", "La Filature", "for", now=CLOSES - timedelta(microseconds=1))
    assert counters(database, vote)[0] == 1


def test_a_clock_that_goes_back_after_sealing_opens_nothing(database: Database, settings: Settings) -> None:
    vote = open_vote(database)
    seal(database, vote)
    with pytest.raises(errors.Closed):
        cast_one(database, settings, vote, "bob", "La Filature", "for", now=CLOSES - timedelta(hours=1))


@pytest.mark.parametrize(
    ("who", "member"),
    [
        ("alice", "La Filature"),
        ("eve", "La Filature"),
        ("chloe", "La Filature"),
        ("bob", "Le Quai 9"),
        ("fanny", "Coop Semailles"),
    ],
)
def test_only_who_represents_the_member_casts_its_ballot(
    database: Database, settings: Settings, who: str, member: str
) -> None:
    vote = open_vote(database)
    with pytest.raises(errors.NotYourMember):
        cast_one(database, settings, vote, who, member, "for")
    assert papers(database) == []


def end_of_bob(database: Database, **changes: object) -> None:
    def act(session: Session) -> None:
        bob = cast.person_id(session, "bob")
        session.execute(update(Representation).where(Representation.person_id == bob).values(**changes))

    database.transact(act)


def test_a_representation_is_that_of_the_day(database: Database, settings: Settings) -> None:
    vote = open_vote(database)
    end_of_bob(database, ends_on=cast.NOW.date())
    with pytest.raises(errors.NotYourMember):
        cast_one(database, settings, vote, "bob", "La Filature", "for")
    end_of_bob(database, ends_on=cast.NOW.date() + timedelta(days=1))
    cast_one(database, settings, vote, "bob", "La Filature", "for")


def test_the_day_is_that_of_the_network(database: Database, settings: Settings) -> None:
    vote = open_vote(database)
    late = cast.NOW.replace(hour=23, minute=30)  # past midnight in Paris
    end_of_bob(database, ends_on=cast.NOW.date() + timedelta(days=1))
    with pytest.raises(errors.NotYourMember):
        cast_one(database, settings, vote, "bob", "La Filature", "for", now=late)


def test_a_representative_named_after_opening_votes(database: Database, settings: Settings) -> None:
    vote = open_vote(database)

    def name_alice(session: Session) -> None:
        session.add(
            Representation(
                person_id=cast.person_id(session, "alice"),
                member_id=cast.member_id(session, "Le Quai 9"),
                starts_on=cast.NOW.date(),
            )
        )

    database.transact(name_alice)
    cast_one(database, settings, vote, "alice", "Le Quai 9", "abstain")
    assert counters(database, vote)[0] == 1


def test_a_member_that_is_not_on_the_frozen_list_has_no_ballot(
    database: Database, settings: Settings
) -> None:
    vote = open_vote(database)

    def forget(session: Session) -> None:
        right = session.scalars(select(VoteRight).where(VoteRight.member_name == "La Filature")).one()
        session.delete(right)

    database.transact(forget)
    with pytest.raises(errors.NotRegistered):
        cast_one(database, settings, vote, "bob", "La Filature", "for")


def test_an_unknown_vote_is_said_so(database: Database, settings: Settings) -> None:
    with pytest.raises(errors.VoteNotFound):
        cast_one(database, settings, 99, "bob", "La Filature", "for")


@pytest.mark.parametrize("choice", ["", "yes", "consent", "For"])
def test_only_the_answers_of_the_vote(database: Database, settings: Settings, choice: str) -> None:
    vote = open_vote(database)
    with pytest.raises(errors.UnknownChoice):
        cast_one(database, settings, vote, "bob", "La Filature", choice)


@pytest.mark.parametrize(
    ("choice", "words", "refusal"),
    [
        ("objection", {"nature": "harm"}, errors.ReasonMissing),
        ("objection", {"nature": "harm", "reason": " \n\u200b "}, errors.ReasonMissing),
        ("objection", {"reason": "Trop cher"}, errors.NatureMissing),
        ("objection", {"reason": "Trop cher", "nature": "taste"}, errors.NatureMissing),
        ("concern", {}, errors.ConcernMissing),
        ("concern", {"reason": "é" * 5001}, errors.ReasonTooLong),
        ("for", {}, errors.UnknownChoice),
    ],
)
def test_a_consent_paper_wrongly_filled_in(
    database: Database,
    settings: Settings,
    choice: str,
    words: dict[str, str],
    refusal: type[errors.Refusal],
) -> None:
    vote = open_vote(database, "ordinary")
    with pytest.raises(refusal):
        cast_one(database, settings, vote, "bob", "La Filature", choice, **words)
    assert papers(database) == []


def test_positions_of_consent_are_kept_as_they_were_said(database: Database, settings: Settings) -> None:
    vote = open_vote(database, "ordinary")
    reason = "Un centième,\r\nc’est cher\x00 e\u0301te\u0301"
    cast_one(database, settings, vote, "bob", "La Filature", "objection", nature="limit", reason=reason)
    cast_one(database, settings, vote, "chloe", "Coop Semailles", "consent", reason="ignoré", nature="harm")
    assert sorted(papers(database), key=str) == sorted(
        [
            {
                "vote": vote,
                "choice": "objection",
                "nature": "limit",
                "reason": "Un centième,\nc’est cher été",
            },
            {"vote": vote, "choice": "consent"},
        ],
        key=str,
    )


def test_several_ballots_are_cast_all_or_none(database: Database, settings: Settings) -> None:
    vote = open_vote(database)

    def answers(session: Session, *members: str) -> list[Answer]:
        return [Answer(cast.member_id(session, member), "for") for member in members]

    def act(*members: str) -> Callable[[Session], object]:
        return lambda session: cast_many(
            session,
            vote=vote,
            answers=answers(session, *members),
            by=cast.person_id(session, "fanny"),
            now=cast.NOW,
        )

    with pytest.raises(errors.NotYourMember):
        database.transact(act("L’Établi", "La Filature"))
    assert papers(database) == []
    database.transact(act("L’Établi", "Scop Rouages"))
    assert counters(database, vote) == (2, {"places": 1, "coops": 1, "public": 0})


def test_a_secret_receipt_does_not_say_the_choice(database: Database, settings: Settings) -> None:
    vote = open_vote(database, "secret")
    receipt = cast_one(database, settings, vote, "bob", "La Filature", "for")
    assert receipt.ballot is None
    assert "for" not in receipt.text().replace("format", "")
    assert urn.commitment(bytes.fromhex(receipt.r), {"vote": vote, "choice": "for"}) == receipt.commitment


def test_an_overall_only_ballot_never_says_its_college(database: Database, settings: Settings) -> None:
    vote = open_vote(database, "secret")
    cast_all(database, settings, vote)
    with database.reading() as session:
        assert set(session.scalars(select(Ballot.college_id))) == {None}


def test_before_closing_only_participation_can_be_read(database: Database, settings: Settings) -> None:
    vote = open_vote(database)
    cast_all(database, settings, vote)
    with database.reading() as session:
        read = sheet.read(session, vote)
    assert (read.cast, read.registered) == (5, 6)
    assert read.result is None
    assert read.urn_root is None
