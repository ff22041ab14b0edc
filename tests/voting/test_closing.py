"""Closing a round of consent before its time, and what the others know of it until then."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.config import Settings
from governance.db import Database
from governance.errors import Refusal
from governance.register.models import LogEntry
from tests import cast
from tests.voting.acts import CLOSES, cast_one, open_vote, seal
from voting import closing, service
from voting.errors import Closed, HeldLive, VoteNotFound
from voting.errors_closing import NotFacilitating, NotOver, OnlyConsent, WhyMissing
from voting.models import Vote

LATER = cast.NOW + timedelta(hours=2)
CONSENTS = (("bob", "La Filature"), ("chloe", "Coop Semailles"), ("david", "Ville de Montreval"))
QUIETLY = '{"choice":"objection"'


def close(
    database: Database, vote: int, who: str = "alice", why: str = "C’est dit.", now: datetime = LATER
) -> str:
    return database.transact(
        lambda s: service.close_now(s, vote, why=why, by=cast.person_id(s, who), now=now)
    )


def over(database: Database, vote: int, now: datetime = LATER) -> str:
    with database.reading() as session:
        return closing.over(session, vote, now=now)


def test_an_objection_with_a_quorum_makes_the_end_certain(database: Database, settings: Settings) -> None:
    vote = open_vote(database, "ordinary")
    assert over(database, vote) == ""
    cast_one(database, settings, vote, "bob", "La Filature", "consent")
    assert over(database, vote) == ""
    cast_one(database, settings, vote, "chloe", "Coop Semailles", "objection", reason="Non.", nature="harm")
    assert over(database, vote) == ""  # the quorum of the public college is not met: nothing is certain
    with pytest.raises(NotOver):
        close(database, vote)
    cast_one(database, settings, vote, "david", "Ville de Montreval", "consent")
    assert over(database, vote) == "objection"
    assert close(database, vote) == "objection"
    assert over(database, vote) == ""
    with pytest.raises(Closed):
        cast_one(database, settings, vote, "fanny", "L’Établi", "consent", now=LATER)
    seal(database, vote, now=LATER)
    with database.reading() as session:
        row = session.get_one(Vote, vote)
        assert (row.outcome, row.closes_at, row.closed_by, row.closed_why) == (
            "rejected",
            LATER,
            "Alice Martin",
            "C’est dit.",
        )
        sealed = session.scalars(select(LogEntry).where(LogEntry.type == "urn-sealed")).one()
        assert json.loads(sealed.entry)["body"]["early"] == "objection"
        assert "Alice" not in str(sealed.entry)
        assert "C’est dit." not in str(row.recount)


def test_everybody_has_spoken(database: Database, settings: Settings) -> None:
    vote = open_vote(database, "ordinary")
    for who, member in (*CONSENTS, ("fanny", "L’Établi"), ("fanny", "Scop Rouages")):
        cast_one(database, settings, vote, who, member, "consent")
    assert over(database, vote) == ""  # one member of six is silent
    with pytest.raises(NotOver):
        close(database, vote)

    def speak(session: Session) -> None:
        from governance.members.models import Representation

        member, person = cast.member_id(session, "Le Quai 9"), cast.person_id(session, "bob")
        session.add(Representation(person_id=person, member_id=member, starts_on=cast.START))

    database.transact(speak)
    cast_one(database, settings, vote, "bob", "Le Quai 9", "consent")
    assert over(database, vote) == "everybody"
    assert close(database, vote) == "everybody"
    seal(database, vote, now=LATER)
    with database.reading() as session:
        assert session.get_one(Vote, vote).outcome == "adopted"


def test_words_that_look_like_an_objection_are_not_one(database: Database, settings: Settings) -> None:
    vote = open_vote(database, "ordinary")
    for who, member in CONSENTS:
        cast_one(database, settings, vote, who, member, "concern", reason=QUIETLY)
    assert over(database, vote) == ""


@pytest.mark.parametrize("who", ["bob", "chloe", "david", "fanny", "eve"])
def test_only_a_facilitator_closes(database: Database, settings: Settings, who: str) -> None:
    vote = objected(database, settings)
    with pytest.raises(NotFacilitating):
        close(database, vote, who)


def objected(database: Database, settings: Settings) -> int:
    vote = open_vote(database, "ordinary")
    cast_one(database, settings, vote, "bob", "La Filature", "consent")
    cast_one(database, settings, vote, "david", "Ville de Montreval", "consent")
    cast_one(database, settings, vote, "chloe", "Coop Semailles", "objection", reason="Non.", nature="harm")
    return vote


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"why": " "}, WhyMissing),
        ({"why": "x" * 501}, WhyMissing),
        ({"now": CLOSES}, Closed),
        ({"now": cast.NOW}, NotOver),  # a vote lasts longer than nothing
    ],
)
def test_when_it_is_refused(
    database: Database, settings: Settings, change: dict[str, object], refusal: type[Refusal]
) -> None:
    vote = objected(database, settings)
    with pytest.raises(refusal):
        close(database, vote, **change)  # type: ignore[arg-type]
    with database.reading() as session:
        assert session.get_one(Vote, vote).closed_by is None


def test_a_majority_is_not_closed_before_its_time(database: Database) -> None:
    vote = open_vote(database)
    with pytest.raises(OnlyConsent):
        close(database, vote)
    with pytest.raises(VoteNotFound):
        close(database, 99)
    assert over(database, vote) == over(database, 99) == ""


def test_what_is_held_live_closes_in_the_room(sqlite_database: Database, settings: Settings) -> None:
    vote = objected(sqlite_database, settings)

    def go_live(session: Session) -> None:
        session.get_one(Vote, vote).live = True

    sqlite_database.transact(go_live)
    with pytest.raises(HeldLive):
        close(sqlite_database, vote)
    assert over(sqlite_database, vote) == ""
