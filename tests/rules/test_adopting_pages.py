"""A steward puts a new social code in force: read, compared in plain words, named after its decision."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from governance.db import Database
from governance.rules import queries
from tests import cast
from tests.proposals import steps

Sign = Callable[[str], FlaskClient]
LONGER = cast.CODE.replace("term_months = 6", "term_months = 9").replace('weight = "20"', 'weight = "30"')


@pytest.fixture
def decided(sqlite_database: Database) -> str:
    """The number of an adopted decision."""

    def work(session):  # type: ignore[no-untyped-def]
        number = steps.submitted(session, "quick")
        vote = steps.opened(session, number)
        for who in ("bob", "chloe"):
            steps.say(session, vote, who, "for", now=steps.closes_at(session, vote) - steps.DAY / 48)
        steps.close(session, vote)

    sqlite_database.transact(work)
    return "2026-001"


def in_force(database: Database) -> int:
    with database.reading() as session:
        return queries.in_force(session).number


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 200), ("bob", 403), ("chloe", 403), ("david", 403), ("eve", 403)]
)
def test_only_a_steward_changes_the_rules(as_: Sign, who: str, status: int) -> None:
    client = as_(who)
    assert client.get("/rules/adopt").status_code == status
    if status == 403:
        assert client.post("/rules/adopt", data={"text": LONGER}).status_code == 403


def test_nobody_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/rules/adopt").status_code == 303


def test_the_changes_are_read_before_anything_is_in_force(
    as_: Sign, sqlite_database: Database, decided: str
) -> None:
    alice = as_("alice")
    page = alice.post("/rules/adopt", data={"text": LONGER}).get_data(as_text=True)
    assert "Ce qui changerait" in page
    assert "Acteurs publics (P), 3/11" in page
    assert in_force(sqlite_database) == 1


def test_a_code_is_put_in_force_by_the_decision_that_adopted_it(
    as_: Sign, sqlite_database: Database, decided: str
) -> None:
    alice = as_("alice")
    data = confirmed(alice, LONGER, decided)
    answer = alice.post("/rules/adopt", data=data, follow_redirects=True)
    assert "La version 2 du code social est en vigueur" in answer.get_data(as_text=True)
    with sqlite_database.reading() as session:
        assert queries.in_force(session).decision == decided


def confirmed(client: FlaskClient, text: str, decision: str) -> dict[str, str]:
    page = client.post("/rules/adopt", data={"text": text}).get_data(as_text=True)
    shown = page.split('name="shown" type="hidden" value="')[1].split('"')[0]
    return {"text": text, "decision": decision, "shown": shown}


@pytest.mark.parametrize(
    ("decision", "why"),
    [("", "Choisissez la décision"), ("2026-009", "n’est pas une décision adoptée")],
)
def test_rules_do_not_change_without_a_decision(
    as_: Sign, sqlite_database: Database, decided: str, decision: str, why: str
) -> None:
    alice = as_("alice")
    answer = alice.post("/rules/adopt", data=confirmed(alice, LONGER, decision))
    assert answer.status_code == 422
    assert why in answer.get_data(as_text=True)
    assert in_force(sqlite_database) == 1


def test_a_decision_changes_the_rules_once(as_: Sign, sqlite_database: Database, decided: str) -> None:
    alice = as_("alice")
    alice.post("/rules/adopt", data=confirmed(alice, LONGER, decided))
    again = alice.post("/rules/adopt", data=confirmed(alice, cast.CODE, decided))
    assert again.status_code == 422
    assert "a déjà donné la version 2" in again.get_data(as_text=True)
    assert in_force(sqlite_database) == 2


def test_a_network_that_has_decided_nothing_yet_is_still_being_founded(
    as_: Sign, sqlite_database: Database
) -> None:
    alice = as_("alice")
    alice.post("/rules/adopt", data=confirmed(alice, LONGER, ""))
    assert in_force(sqlite_database) == 2


def test_a_bad_file_comes_back_with_its_lines_and_nothing_lost(as_: Sign, decided: str) -> None:
    answer = as_("alice").post("/rules/adopt", data={"text": LONGER.replace("weight", "wieght", 1)})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "ligne 11" in page
    assert "wieght" in page


def test_what_was_changed_after_reading_is_shown_again(
    as_: Sign, sqlite_database: Database, decided: str
) -> None:
    alice = as_("alice")
    data = confirmed(alice, LONGER, decided) | {"text": LONGER.replace('weight = "30"', 'weight = "90"')}
    assert alice.post("/rules/adopt", data=data).status_code == 200
    assert in_force(sqlite_database) == 1
