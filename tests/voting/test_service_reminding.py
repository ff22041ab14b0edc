"""The eve of a vote: those who have not voted are told, once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from governance.config import Settings
from governance.db import Database
from governance.mail.models import Outgoing
from governance.members.models import Person
from governance.web.visitor import Visitor, Voice
from tests import cast
from tests.voting.acts import CLOSES, cast_one, open_vote
from voting import awaited, service


def reminded(database: Database) -> list[str]:
    with database.reading() as session:
        rows = session.scalars(
            select(Person.email)
            .join(Outgoing, Outgoing.person_id == Person.id)
            .where(Outgoing.kind == "vote-reminder")
            .order_by(Person.email)
        )
        return [email.split("@")[0] for email in rows]


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (timedelta(days=1, seconds=1), False),
        (timedelta(days=1), True),
        (timedelta(seconds=1), True),
        (timedelta(0), False),
    ],
)
def test_the_day_before_closing_and_not_after(database: Database, before: timedelta, told: bool) -> None:
    open_vote(database)
    database.transact(lambda session: service.remind(session, now=CLOSES - before))
    assert bool(reminded(database)) is told


def test_who_has_voted_is_left_alone_and_nobody_is_told_twice(database: Database, settings: Settings) -> None:
    vote = open_vote(database)
    cast_one(database, settings, vote, "bob", "La Filature", "for")
    cast_one(database, settings, vote, "fanny", "L’Établi", "for")
    for _ in range(2):
        database.transact(lambda session: service.remind(session, now=CLOSES - timedelta(hours=3)))
    assert reminded(database) == ["chloe", "david", "fanny"]


def test_a_vote_of_an_hour_has_no_eve(database: Database) -> None:
    open_vote(database, "quick", closes_at=cast.NOW + timedelta(hours=1))
    database.transact(lambda session: service.remind(session, now=cast.NOW))
    assert reminded(database) == []


def visitor(database: Database, who: str, *members: str) -> Visitor:
    with database.reading() as session:
        voices = tuple(
            Voice(cast.member_id(session, name), name, "places", "Lieux", "L", 1) for name in members
        )
        return Visitor(person_id=cast.person_id(session, who), name=who, speaks_for=voices)


def test_what_awaits_me_until_each_of_my_members_has_voted(database: Database, settings: Settings) -> None:
    vote = open_vote(database)
    open_vote(database, "quick", closes_at=cast.NOW + timedelta(hours=1))
    fanny, eve = visitor(database, "fanny", "L’Établi", "Scop Rouages"), visitor(database, "eve")

    def waiting(who: Visitor, now: object = cast.NOW) -> list[tuple[int, tuple[str, ...]]]:
        with database.reading() as session:
            return [(each.number, each.members) for each in awaited.awaiting(session, who, now)]  # type: ignore[arg-type]

    both = ("L’Établi", "Scop Rouages")
    assert waiting(fanny) == [(2, both), (1, both)]
    assert waiting(eve) == []
    assert waiting(fanny, cast.NOW + timedelta(hours=1)) == [(1, both)]
    cast_one(database, settings, vote, "fanny", "L’Établi", "for", now=cast.NOW)
    assert waiting(fanny)[1] == (1, ("Scop Rouages",))
    cast_one(database, settings, vote, "fanny", "Scop Rouages", "for", now=cast.NOW)
    assert [number for number, _ in waiting(fanny)] == [2]
    assert waiting(fanny, CLOSES) == []
