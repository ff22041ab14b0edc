"""Proxies given before the vote opens: from the page of the proposal to the urn."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from proposals import service
from tests import cast
from tests.proposals.steps import DAY, opened, submitted
from tests.voting.proxy_acts import admit, mails
from voting.proxy_models import Proxy

As = Callable[[str], FlaskClient]
Clock = Callable[[Any], None]
EVERYBODY = ("nobody", "eve", "alice", "bob", "chloe", "david", "fanny")


@pytest.fixture
def proposal(sqlite_database: Database, moment: Clock) -> int:
    admit(sqlite_database, 'max = 1, same_college = true, until = "opening"')
    moment(cast.NOW + DAY)
    return sqlite_database.transact(lambda session: submitted(session, "orientation"))


def sent(client: FlaskClient, path: str, status: int, **data: object) -> str:
    answer = client.post(path, data=data)
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def holder(database: Database, name: str = "L’Établi") -> int:
    with database.reading() as session:
        return cast.member_id(session, name)


def proxies(database: Database) -> list[Proxy]:
    with database.reading() as session:
        return list(session.scalars(select(Proxy).order_by(Proxy.id)))


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_gives_one(proposal: int, as_: As, who: str) -> None:
    expected = {"nobody": 303, "eve": 403}.get(who, 200)
    client = as_(who)
    assert client.get(f"/proposals/{proposal}/proxy").status_code == expected
    link = f'href="/proposals/{proposal}/proxy"'
    assert (link in client.get(f"/proposals/{proposal}").get_data(as_text=True)) is (expected == 200)


def test_given_listed_and_taken_up(sqlite_database: Database, proposal: int, as_: As) -> None:
    client, path = as_("bob"), f"/proposals/{proposal}/proxy"
    assert "jusqu’à l’ouverture du vote" in client.get(path).get_data(as_text=True)
    sent(client, path, 303, holder=holder(sqlite_database), instructions="Pour")
    mine = client.get("/proxies/").get_data(as_text=True)
    assert "le vote n’est pas encore ouvert" in mine
    assert f'href="/proposals/{proposal}"' in mine
    vote = sqlite_database.transact(lambda session: opened(session, proposal))
    assert [each.vote for each in proxies(sqlite_database)] == [vote]
    booth = as_("fanny").get(f"/votes/{vote}").get_data(as_text=True)
    assert "Bulletin 3 sur 3, par pouvoir" in booth
    answer = client.get(path)
    assert (answer.status_code, answer.location) == (303, f"/proxies/vote/{vote}")


def test_a_wrong_holder_comes_back(sqlite_database: Database, proposal: int, as_: As) -> None:
    path = f"/proposals/{proposal}/proxy"
    answer = sent(
        as_("bob"), path, 422, holder=holder(sqlite_database, "Coop Semailles"), instructions="Pour"
    )
    assert "relève d’un autre collège" in answer
    assert "Pour</textarea>" in answer
    assert proxies(sqlite_database) == []


def test_where_the_rule_waits_for_the_opening(sqlite_database: Database, as_: As, moment: Clock) -> None:
    admit(sqlite_database)
    moment(cast.NOW + DAY)
    number = sqlite_database.transact(lambda session: submitted(session, "orientation"))
    client = as_("bob")
    assert "/proxy" not in client.get(f"/proposals/{number}").get_data(as_text=True)
    answer = client.get(f"/proposals/{number}/proxy")
    assert answer.status_code == 409
    assert "une fois le vote ouvert" in answer.get_data(as_text=True)


def test_a_withdrawn_proposal_ends_its_proxies(sqlite_database: Database, proposal: int, as_: As) -> None:
    client, path = as_("bob"), f"/proposals/{proposal}/proxy"
    sent(client, path, 303, holder=holder(sqlite_database))

    def withdraw(session: Session) -> None:
        by = cast.person_id(session, "bob")
        service.withdraw(session, proposal, by=by, now=cast.NOW + DAY + timedelta(hours=1))

    sqlite_database.transact(withdraw)
    assert [each.ended_by for each in proxies(sqlite_database)] == ["no-vote"]
    assert mails(sqlite_database, "proxy-revoked") == ["bob@example.org", "fanny@example.org"]
    assert client.get(path).status_code == 409
    assert "La proposition a été retirée" in client.get("/proxies/").get_data(as_text=True)
