"""Opening a vote by its page: on the text that was read, at a moment that exists."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from governance.db import Database
from proposals import service
from proposals.models import Proposal
from tests.cast import NOW, person_id
from tests.proposals.steps import BETTER, DAY, submitted

LATER = NOW + 8 * DAY


@pytest.fixture(autouse=True)
def clock_of_tests(moment: Callable[[datetime], None]) -> None:
    moment(LATER)


def test_a_vote_is_not_opened_on_a_text_that_came_while_the_page_was_read(
    sqlite_database: Database, as_: Callable[[str], FlaskClient]
) -> None:
    number = sqlite_database.transact(submitted)
    alice, path = as_("alice"), f"/proposals/{number}/vote"
    assert 'name="version" value="1"' in alice.get(path).text
    bob = sqlite_database.transact(lambda s: person_id(s, "bob"))
    sqlite_database.transact(
        lambda s: service.revise(s, number, BETTER, note="", based_on=1, by=bob, now=LATER)
    )
    answer = alice.post(path, data={"version": "1"})
    assert answer.status_code == 409
    assert "La version 2 est arrivée" in answer.text
    assert 'name="version" value="2"' in answer.text
    assert "un samedi par mois.</p>" in answer.text
    assert alice.post(path, data={"version": "2"}).status_code == 303
    with sqlite_database.reading() as session:
        assert session.get_one(Proposal, number).state == "decision"


@pytest.mark.parametrize("moment_", ["0001-01-01T00:00", "9999-12-31T23:59", "2026-02-30T10:00", "x"])
def test_a_closing_that_no_clock_shows_is_refused_beside_its_field(
    sqlite_database: Database, as_: Callable[[str], FlaskClient], moment_: str
) -> None:
    number = sqlite_database.transact(submitted)
    answer = as_("alice").post(f"/proposals/{number}/vote", data={"closes_at": moment_})
    assert answer.status_code == 422
    assert "Écrivez un jour et une heure." in answer.text
