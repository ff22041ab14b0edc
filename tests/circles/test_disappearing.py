"""Roles and circles that disappear from the code while something goes on there: nobody is stuck."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from governance.circles import queries
from governance.circles.errors import RoleEnded
from governance.circles.models import Succession
from governance.circles.successions import Way
from governance.config import Settings
from governance.db import Database
from governance.rules import service as rules
from proposals import candidacies
from proposals import service as proposals
from proposals.texts import Terms
from tests import cast
from tests.circles import succeeding
from tests.circles.network import DAY, NOW
from tests.circles.succeeding import Play
from tests.proposals import steps

Clients = Callable[[str], FlaskClient]
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


@pytest.fixture
def play(sqlite_database: Database, settings: Settings) -> Play:
    sqlite_database.transact(succeeding.found)
    return Play(sqlite_database, settings)


def adopt(play: Play, code: str) -> None:
    play.now += HOUR
    play.database.transact(lambda s: rules.adopt(s, code, by=None, now=play.now))


def without(slug: str) -> str:
    head, _id, tail = succeeding.CODE.partition(f'[[roles]]\nid = "{slug}"')
    return head + tail[tail.index("\n[[") + 1 :]


def outcome(play: Play, succession: int) -> str:
    with play.database.reading() as session:
        return session.get_one(Succession, succession).outcome


def test_a_succession_ends_with_its_role(play: Play) -> None:
    succession = play.begin("host", Way("draw", asks=False))
    adopt(play, without("host"))
    play.pass_time(1)
    assert outcome(play, succession) == "abandoned"
    with pytest.raises(RoleEnded):
        play.abandon(succession)


def test_a_vote_on_a_role_that_ended_is_counted_and_gives_nothing(play: Play) -> None:
    succession = play.begin("treasurer", Way("elect", asks=False))
    with play.database.reading() as session:
        proposal = session.get_one(Succession, succession).proposal or 0
    play.database.transact(
        lambda s: candidacies.stand(
            s, proposal, member_id=cast.member_id(s, "La Filature"), statement="",
            by=cast.person_id(s, "bob"), now=play.now,
        )
    )  # fmt: skip
    vote = play.open(proposal)
    play.cast(vote, "bob", "La Filature", approved=["bob-lefevre"])
    adopt(play, without("treasurer").replace('incompatible = ["treasurer"]', ""))
    play.pass_time()
    play.pass_time(1)
    assert play.state(proposal) == "adopted"
    assert outcome(play, succession) == "abandoned"


def test_a_circle_that_disappears_lets_its_votes_end(
    play: Play, as_: Clients, moment: Callable[..., None]
) -> None:
    def submitted(session: Session) -> int:
        bob = cast.person_id(session, "bob")
        terms = Terms("machines", "quick", True, "La Filature")
        member = cast.member_id(session, "La Filature")
        number = proposals.draft(session, steps.TEXT, terms, member_id=member, by=bob, now=NOW)
        proposals.submit(session, number, by=bob, now=NOW)
        return number

    voted, waits = play.database.transact(submitted), play.database.transact(submitted)
    vote = play.database.transact(
        lambda s: proposals.put_to_vote(s, voted, by=cast.person_id(s, "alice"), now=NOW)
    )
    adopt(play, cast.CODE)
    play.now = NOW - HOUR / 2
    play.cast(vote, "bob", "La Filature", choice="for")
    play.pass_time(1)
    assert play.state(voted) == "adopted"
    moment(play.now)
    for who in ("nobody", "bob", "alice"):
        client = as_(who)
        for path in (f"/proposals/{voted}", f"/proposals/{waits}", f"/votes/{vote}", "/circles/machines",
                     "/register/2026-002", "/", "/proposals/", "/roles/machines-facilitator"):  # fmt: skip
            assert client.get(path).status_code == 200, (who, path)
    alice = as_("alice")
    assert alice.get(f"/proposals/{waits}/vote").status_code < 500
    assert alice.post(f"/proposals/{waits}/vote", data={"way": "machines/quick"}).status_code in (
        404,
        409,
        422,
    )


def test_what_a_role_was_while_it_was_not_in_the_code_stays_so(play: Play) -> None:
    def shown(on: int) -> set[tuple[str, str]]:
        with play.database.reading() as session:
            found = queries.roles_at(session, DAY + timedelta(days=on))
        return {(each.slug, each.circle_id) for each in found}

    def move(days: int, code: str) -> None:
        play.now = NOW + timedelta(days=days)
        adopt(play, code)

    move(10, without("host"))
    before = [shown(n) for n in (5, 15)]
    move(20, succeeding.CODE.replace('id = "host"\n', 'id = "host"\ncircle = "machines"\n'))
    assert [shown(n) for n in (5, 15)] == before
    assert ("host", "network") in before[0]
    assert "host" not in dict(before[1])
    assert ("host", "machines") in shown(25)
