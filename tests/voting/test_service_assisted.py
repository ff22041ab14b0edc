"""Ballots entered by a facilitator for a member: only where the rule says so, marked, and giving way."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from governance.db import Database
from tests import cast
from tests.voting import choices
from tests.voting.acts import CLOSES, open_vote
from voting import assisted, errors, errors_choice, queries, service
from voting.models import Vote, VoteRight
from voting.service import Answer

ASSISTED = cast.CODE.replace("[[decisions]]", "[[decisions]]\nassisted = true")
GROUND = "Bulletin papier remis à l’assemblée"


@pytest.fixture
def vote(database: Database) -> int:
    choices.adopt(database, ASSISTED)
    return open_vote(database)


def enter(
    database: Database,
    vote: int,
    member: str = "La Filature",
    *,
    who: str = "alice",
    ground: str = GROUND,
    choice: str = "for",
    late: timedelta = timedelta(hours=1),
) -> None:
    database.transact(
        lambda session: assisted.cast_for(
            session,
            vote=vote,
            member_id=cast.member_id(session, member),
            paper=Answer(0, choice),
            entered_by=cast.person_id(session, who),
            ground=ground,
            now=cast.NOW + late,
        )
    )


def by_itself(database: Database, vote: int, choice: str) -> None:
    database.transact(
        lambda session: service.cast_all(
            session,
            vote=vote,
            answers=[Answer(cast.member_id(session, "La Filature"), choice)],
            by=cast.person_id(session, "bob"),
            now=cast.NOW + timedelta(hours=2),
        )
    )


def marks(database: Database, vote: int) -> list[tuple[str, str | None, str | None]]:
    columns = (VoteRight.member_name, VoteRight.entered_by, VoteRight.entered_ground)
    query = select(*columns).where(VoteRight.vote == vote, VoteRight.cast_at.is_not(None))
    with database.reading() as session:
        return [tuple(row) for row in session.execute(query)]


def test_it_is_marked_counted_and_said(database: Database, vote: int) -> None:
    enter(database, vote, ground=f"  {GROUND}\r\n")
    assert marks(database, vote) == [("La Filature", "Alice Martin", GROUND)]
    database.transact(lambda session: service.seal(session, vote, now=CLOSES))
    with database.reading() as session:
        document = json.loads(queries.recount_file(session, vote)[0])
        (position,) = queries.positions(session, vote)
    assert document["entered"] == 1
    assert "Alice" not in json.dumps(document)
    assert (position.choice, position.entered_by) == ("for", "Alice Martin")


def test_the_members_own_ballot_prevails_and_takes_the_mark_off(database: Database, vote: int) -> None:
    enter(database, vote)
    by_itself(database, vote, "against")
    assert marks(database, vote) == [("La Filature", None, None)]
    with database.reading() as session:
        assert session.scalar(select(Vote.cast).where(Vote.number == vote)) == 1
    with pytest.raises(errors_choice.HasVotedItself):
        enter(database, vote)


def test_it_prevails_even_where_ballots_are_cast_for_good(sqlite_database: Database) -> None:
    choices.adopt(sqlite_database, ASSISTED.replace("assisted = true", "assisted = true\nmay_change = false"))
    vote = open_vote(sqlite_database)
    enter(sqlite_database, vote)
    by_itself(sqlite_database, vote, "against")
    assert marks(sqlite_database, vote) == [("La Filature", None, None)]
    with pytest.raises(errors.CastForGood):
        by_itself(sqlite_database, vote, "for")


def test_an_entered_ballot_can_be_corrected(database: Database, vote: int) -> None:
    enter(database, vote)
    enter(database, vote, choice="against", ground="Erreur de saisie")
    assert marks(database, vote) == [("La Filature", "Alice Martin", "Erreur de saisie")]


@pytest.mark.parametrize("who", ["bob", "chloe", "david", "eve", "fanny"])
def test_by_facilitators_only(sqlite_database: Database, who: str) -> None:
    choices.adopt(sqlite_database, ASSISTED)
    vote = open_vote(sqlite_database)
    with pytest.raises(errors_choice.ForFacilitators):
        enter(sqlite_database, vote, who=who)
    assert marks(sqlite_database, vote) == []


@pytest.mark.parametrize("ground", ["", "  ", "x" * 501])
def test_never_without_saying_why(sqlite_database: Database, ground: str) -> None:
    choices.adopt(sqlite_database, ASSISTED)
    with pytest.raises(errors_choice.GroundMissing):
        enter(sqlite_database, open_vote(sqlite_database), ground=ground)


def test_refusals_of_a_cast_hold(sqlite_database: Database) -> None:
    not_assisted = open_vote(sqlite_database)
    with pytest.raises(errors_choice.NotAssisted):
        enter(sqlite_database, not_assisted)
    choices.adopt(sqlite_database, ASSISTED)
    vote = open_vote(sqlite_database)
    with pytest.raises(errors.VoteNotFound):
        enter(sqlite_database, vote + 1)
    with pytest.raises(errors.Closed):
        enter(sqlite_database, vote, late=timedelta(days=7))
    with pytest.raises(errors.UnknownChoice):
        enter(sqlite_database, vote, choice="peut-être")
