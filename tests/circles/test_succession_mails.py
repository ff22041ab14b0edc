"""Whoever may stand or name somebody is written to once when a succession begins."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from governance.circles import telling
from governance.circles.successions import Way
from governance.config import Settings
from governance.db import Database
from governance.mail.models import Outgoing
from governance.members.models import Person
from tests import cast
from tests.circles import network, succeeding
from tests.circles.succeeding import Play
from tests.circles.test_moving_up import NEXT, begun


@pytest.fixture
def play(database: Database, settings: Settings) -> Play:
    return begun(database, settings)


def told(play: Play) -> list[str]:
    with play.database.reading() as session:
        query = select(Person.email).join(Outgoing, Outgoing.person_id == Person.id)
        found = session.scalars(query.where(Outgoing.kind == telling.KIND).order_by(Person.email))
        return [email.partition("@")[0] for email in found]


@pytest.mark.parametrize(("slug", "way"), [("facilitator", succeeding.FREE), ("treasurer", NEXT)])
def test_who_speaks_for_a_member_of_the_circle_is_told_once(play: Play, slug: str, way: Way) -> None:
    play.begin(slug, way)
    assert told(play) == ["bob", "chloe", "david", "fanny"]  # Fanny once, for two members
    play.pass_time(1)
    assert told(play) == ["bob", "chloe", "david", "fanny"]


def test_who_may_not_hold_the_role_is_not_called_to_stand(play: Play) -> None:
    network.entrust(play.database, "pair", "bob", starts_on=network.DAY - timedelta(days=400),
                    ends_on=network.DAY - timedelta(days=40))  # fmt: skip
    play.begin("pair", NEXT)
    assert told(play) == ["chloe", "david", "fanny"]


def test_a_role_of_a_college_calls_those_who_speak_for_a_member_there(play: Play) -> None:
    play.begin("speaker", NEXT)
    assert told(play) == ["chloe", "fanny"]


def test_who_takes_convocations_only_is_left_alone(play: Play) -> None:
    play.database.transact(
        lambda s: s.execute(
            update(Person).where(Person.id == cast.person_id(s, "bob")).values(mails="convocations")
        )
    )
    play.begin("treasurer", NEXT)
    play.pass_time(1)
    with play.database.reading() as session:
        query = select(Person.email, Outgoing.dropped_at.is_not(None), Outgoing.sent_at.is_not(None))
        rows = session.execute(
            query.join(Outgoing, Outgoing.person_id == Person.id).where(Outgoing.kind == telling.KIND)
        )
        found = {email.partition("@")[0]: (dropped, sent) for email, dropped, sent in rows}
    assert found.pop("bob") == (True, False)
    assert set(found.values()) == {(False, True)}
