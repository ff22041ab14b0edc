"""A tie on the page of its result, by each of the cast: who may act, what is said to the others."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from governance.config import Settings
from governance.db import Database
from tests.voting.acts import open_vote
from tests.voting.test_pages import AFTER, EVERYBODY, page
from tests.voting.test_ties import CASTING, LOT, entrust, outcome, tied, tied_choice, with_tie
from voting import service

As = Callable[[str], FlaskClient]
Clock = Callable[[Any], None]
AWAITED = "La voix prépondérante est attendue"


@pytest.fixture
def vote(sqlite_database: Database, settings: Settings, moment: Clock) -> int:
    with_tie(sqlite_database)
    number = tied(sqlite_database, settings)
    moment(AFTER)
    return number


def send(client: FlaskClient, vote: int, status: int, **data: object) -> str:
    answer = client.post(f"/votes/{vote}/casting-vote", data=data)
    assert answer.status_code == status, answer.get_data(as_text=True)[:3000]
    return answer.get_data(as_text=True)


class TestACastingVote:
    @pytest.mark.parametrize("who", EVERYBODY)
    def test_everybody_reads_who_is_awaited_one_has_the_form(self, vote: int, as_: As, who: str) -> None:
        html = page(as_(who), f"/votes/{vote}")
        assert AWAITED in html
        assert "Facilitation" in html
        assert (f"/votes/{vote}/casting-vote" in html) is (who == "alice")
        assert "checked" not in html

    def test_it_awaits_its_holder_on_the_home_page(self, vote: int, as_: As) -> None:
        assert "La règle vous donne la voix prépondérante." in page(as_("alice"), "/")
        assert "prépondérante" not in page(as_("bob"), "/")
        send(as_("alice"), vote, 303, choice="for", sure="y")
        assert "prépondérante" not in page(as_("alice"), "/")

    @pytest.mark.parametrize(
        ("who", "status"), [("nobody", 401), ("eve", 403), ("bob", 403), ("chloe", 403), ("david", 403)]
    )
    @pytest.mark.parametrize("sure", [{}, {"sure": "y"}], ids=["at first", "at the end"])
    def test_it_is_nobody_elses(
        self,
        sqlite_database: Database,
        vote: int,
        as_: As,
        who: str,
        status: int,
        sure: dict[str, str],
    ) -> None:
        send(as_(who), vote, status, choice="for", **sure)
        assert outcome(sqlite_database, vote).outcome == "tied"

    def test_it_is_read_again_then_given(self, sqlite_database: Database, vote: int, as_: As) -> None:
        alice = as_("alice")
        review = send(alice, vote, 200, choice="for")
        assert "Ce qui sera enregistré" in review
        assert "<b>Pour</b>" in review
        assert outcome(sqlite_database, vote).outcome == "tied"
        again = send(alice, vote, 200, choice="for", correct="y")
        assert "Relire ma voix" in again
        assert "checked" in again
        send(alice, vote, 303, choice="for", sure="y")
        html = page(alice, f"/votes/{vote}")
        assert "le résultat en tient compte" in html
        public = page(as_("nobody"), f"/votes/{vote}")
        assert "Voix prépondérante donnée par Alice Martin" in public
        assert "Adoptée" in public
        assert AWAITED not in public

    @pytest.mark.parametrize(
        "data", [{}, {"choice": "blank"}, {"choice": ""}, {"choice": ["for", "against"]}]
    )
    @pytest.mark.parametrize("sure", [{}, {"sure": "y"}], ids=["at first", "at the end"])
    def test_anything_else_comes_back(
        self, sqlite_database: Database, vote: int, as_: As, data: dict[str, Any], sure: dict[str, str]
    ) -> None:
        assert "Répondez pour ou contre" in send(as_("alice"), vote, 422, **data, **sure)
        assert outcome(sqlite_database, vote).outcome == "tied"

    def test_given_once(self, vote: int, as_: As) -> None:
        alice = as_("alice")
        send(alice, vote, 303, choice="for", sure="y")
        for sure in ({}, {"sure": "y"}):
            assert "déjà donnée" in send(alice, vote, 409, choice="against", **sure)

    def test_not_before_the_count(self, sqlite_database: Database, vote: int, as_: As) -> None:
        other = open_vote(sqlite_database, "quick")
        send(as_("alice"), other, 409, choice="for", sure="y")
        send(as_("alice"), other + 1, 404, choice="for", sure="y")

    def test_a_role_without_mandate_is_said_and_held_by_facilitators(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock
    ) -> None:
        with_tie(sqlite_database, 'tie = "casting-vote"\ncasting_role = "chair"')
        vote = tied(sqlite_database, settings)
        entrust(sqlite_database, "bob", "facilitator")
        moment(AFTER)
        html = page(as_("nobody"), f"/votes/{vote}")
        assert "Présidence" in html
        assert "la facilitation donne cette voix à sa place" in html
        send(as_("bob"), vote, 303, choice="against", sure="y")

    def test_another_office_is_refused(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock
    ) -> None:
        with_tie(sqlite_database, 'tie = "casting-vote"\ncasting_role = "steward"')
        vote = tied(sqlite_database, settings)
        entrust(sqlite_database, "bob", "facilitator")
        moment(AFTER)
        assert "/casting-vote" not in page(as_("bob"), f"/votes/{vote}")
        assert "ne vous revient pas" in send(as_("bob"), vote, 403, choice="for", sure="y")

    def test_once_settled_nothing_is_awaited(self, sqlite_database: Database, vote: int, as_: As) -> None:
        sqlite_database.transact(lambda session: service.settled(session, vote, AFTER))
        assert AWAITED not in page(as_("alice"), f"/votes/{vote}")


class TestAmongOptions:
    def test_the_tied_are_put_in_order(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock
    ) -> None:
        vote = tied_choice(sqlite_database, settings, CASTING)
        moment(AFTER)
        alice = as_("alice")
        assert page(alice, f"/votes/{vote}").count('name="choice"') == 2
        wrong = send(alice, vote, 422, choice=["jardin", "jardin"])
        assert "Classez les options" in wrong
        assert wrong.count(" selected") == 2
        review = send(alice, vote, 200, choice=["jardin", "four"])
        assert review.index("<b>Un jardin partagé</b><input") < review.index("<b>Un four à pain</b><input")
        send(alice, vote, 303, choice=["jardin", "four"], sure="y")
        assert outcome(sqlite_database, vote).result["elected"] == ["jardin"]

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_a_tie_left_to_the_lot(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock, who: str
    ) -> None:
        vote = tied_choice(sqlite_database, settings, LOT)
        moment(AFTER)
        client = as_(who)
        html = page(client, f"/votes/{vote}")
        assert "Loto national du lendemain" in html
        assert (f"/votes/{vote}/draw" in html) is (who == "alice")
        status = {"nobody": 401, "alice": 303}.get(who, 403)
        assert client.post(f"/votes/{vote}/draw", data={"seed": "7-12"}).status_code == status

    def test_an_empty_randomness_comes_back(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock
    ) -> None:
        vote = tied_choice(sqlite_database, settings, LOT)
        moment(AFTER)
        answer = as_("alice").post(f"/votes/{vote}/draw", data={"seed": ""})
        assert answer.status_code == 422
        assert "départager par tirage au sort" in answer.get_data(as_text=True)
