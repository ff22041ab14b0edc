"""The pages of choices among options: papers, what comes back, what is shown, by each of the cast."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.config import Settings
from governance.db import Database
from governance.register import service as register
from governance.register.entries import NewDecision
from tests.voting import choices
from tests.voting.acts import CLOSES
from tests.voting.test_pages import AFTER, DURING, EVERYBODY, member, page, right
from voting import queries, service
from voting.models import Ballot

As = Callable[[str], FlaskClient]
Clock = Callable[[Any], None]
VOTED = [each for each in choices.RULES if each != "lot"]
FILLED: dict[str, dict[str, Any]] = {  # what Bob fills in, by field
    "plurality": {"choice": "four"},
    "approval": {"approved": ["four", "atelier"]},
    "score": {"score-four": "5", "score-jardin": "0"},
    "majority-judgment": {"grade-four": "Bien", "grade-atelier": "Passable"},
    "schulze": {"rank-four": "1", "rank-atelier": "1"},
    "ranked-pairs": {"rank-four": "2", "rank-atelier": "3"},
    "irv": {"rank-four": "1", "rank-atelier": "2"},
    "stv": {"rank-four": "1"},
    "without-candidate": {"nominee": "bob  lefèvre", "reason": "Elle écoute."},
    "equal-shares": {"approved": ["four"]},
}
WRITTEN: dict[str, dict[str, Any]] = {
    "plurality": {"choice": "four"},
    "approval": {"approved": ["atelier", "four"]},
    "score": {"scores": {"four": 5, "jardin": 0}},
    "majority-judgment": {"grades": {"atelier": "Passable", "four": "Bien"}},
    "schulze": {"ranking": [["atelier", "four"]]},
    "ranked-pairs": {"ranking": [["four"], ["atelier"]]},
    "irv": {"ranking": [["four"], ["atelier"]]},
    "stv": {"ranking": [["four"]]},
    "without-candidate": {"nominee": "Bob Lefèvre", "reason": "Elle écoute."},
    "equal-shares": {"approved": ["four"]},
}


def fields(database: Database, name: str, **filled: Any) -> dict[str, Any]:
    return {f"m{member(database, name)}-{key}": value for key, value in filled.items()}


def urn(database: Database) -> list[dict[str, Any]]:
    with database.reading() as session:
        return [json.loads(each) for each in session.scalars(select(Ballot.paper))]


def send(client: FlaskClient, vote: int, data: dict[str, Any], status: int) -> str:
    answer = client.post(f"/votes/{vote}/cast", data=data)
    assert answer.status_code == status, answer.get_data(as_text=True)[:3000]
    return answer.get_data(as_text=True)


class TestPapers:
    @pytest.mark.parametrize("method", VOTED)
    def test_shown_then_recorded_exactly(
        self, sqlite_database: Database, as_: As, moment: Clock, method: str
    ) -> None:
        vote = choices.opened(sqlite_database, method)
        moment(DURING)
        bob, data = as_("bob"), fields(sqlite_database, "La Filature", **FILLED[method])
        html = page(bob, f"/votes/{vote}")
        assert "checked" not in html
        assert "selected" not in html
        review = send(bob, vote, data, 200)
        assert "Ce qui sera enregistré" in review
        assert ("Bob Lefèvre" if method == "without-candidate" else "Un four à pain") in review
        assert urn(sqlite_database) == []
        again = send(bob, vote, data | {"correct": "y"}, 200)
        assert "Relire mon bulletin" in again
        send(bob, vote, data | {"sure": "y"}, 303)
        assert urn(sqlite_database) == [{"vote": vote} | WRITTEN[method]]
        assert "Votre bulletin est enregistré" in page(bob, f"/votes/{vote}")
        receipt = page(bob, f"/votes/{vote}/receipt/{right(sqlite_database, vote, 'La Filature')}")
        assert ("Bob Lefèvre" if method == "without-candidate" else "Un four à pain") in receipt

    @pytest.mark.parametrize(
        ("method", "filled", "sentence"),
        [
            ("plurality", {"choice": "cave"}, "Ce n’est pas une des options"),
            ("approval", {"approved": ["four", "atelier", "jardin"]}, "vous en avez coché 3"),
            ("approval", {"approved": ["cave"]}, "Ce n’est pas une des options"),
            ("approval", {"approved": ["four"], "blank": "y"}, "mais pas les deux"),
            ("score", {"score-four": "6"}, "nombre entier de 0 à 5"),
            ("score", {"score-four": "-1"}, "nombre entier de 0 à 5"),
            ("score", {"score-four": "2,5"}, "nombre entier de 0 à 5"),
            ("majority-judgment", {"grade-four": "Divin"}, "une des mentions"),
            ("schulze", {"rank-four": "4"}, "un rang de 1 à 3"),
            ("schulze", {"rank-four": "0"}, "un rang de 1 à 3"),
            ("irv", {"rank-four": "1", "rank-jardin": "1"}, "Le rang 1 est déjà donné"),
            ("stv", {"rank-four": "1", "blank": "y"}, "mais pas les deux"),
            ("without-candidate", {"nominee": "Alice Martin"}, "Dites pourquoi"),
            ("without-candidate", {"reason": "Elle écoute."}, "Écrivez le nom"),
            ("without-candidate", {"nominee": "A" * 121, "reason": "x"}, "120"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("sure", [{}, {"sure": "y"}], ids=["at first", "at the end"])
    def test_a_wrong_paper_comes_back_with_what_was_filled_in(
        self,
        sqlite_database: Database,
        as_: As,
        moment: Clock,
        method: str,
        filled: dict[str, Any],
        sentence: str,
        sure: dict[str, str],
    ) -> None:
        vote = choices.opened(sqlite_database, method)
        moment(DURING)
        data = fields(sqlite_database, "La Filature", **filled)
        html = send(as_("bob"), vote, data | sure, 422)
        assert sentence in html.replace("\N{NARROW NO-BREAK SPACE}", " ")
        assert "Rien n’est encore déposé" in html
        assert urn(sqlite_database) == []
        kept = [each for value in filled.values() for each in ([value] if isinstance(value, str) else value)]
        assert all(each in html for each in kept if each not in ("cave", "Divin"))

    @pytest.mark.parametrize(
        "method", ["plurality", "approval", "score", "schulze", "irv", "stv", "equal-shares"]
    )
    def test_a_blank_ballot_is_one(
        self, sqlite_database: Database, as_: As, moment: Clock, method: str
    ) -> None:
        vote = choices.opened(sqlite_database, method)
        moment(DURING)
        blank = {"choice": "blank"} if method == "plurality" else {"blank": "y"}
        data = fields(sqlite_database, "La Filature", **blank)
        bob = as_("bob")
        assert "Bulletin blanc" in send(bob, vote, data, 200)
        send(bob, vote, data | {"sure": "y"}, 303)
        assert len(urn(sqlite_database)) == 1
        assert "Bulletin blanc" in page(bob, f"/votes/{vote}")

    @pytest.mark.parametrize("method", ["majority-judgment", "without-candidate"])
    def test_no_blank_where_the_count_knows_none(
        self, sqlite_database: Database, as_: As, moment: Clock, method: str
    ) -> None:
        vote = choices.opened(sqlite_database, method)
        moment(DURING)
        assert "Bulletin blanc" not in page(as_("bob"), f"/votes/{vote}")

    def test_an_empty_paper_is_not_cast(self, sqlite_database: Database, as_: As, moment: Clock) -> None:
        vote = choices.opened(sqlite_database, "schulze")
        moment(DURING)
        data = fields(sqlite_database, "La Filature", **{"rank-four": "", "rank-atelier": ""})
        assert "Aucun bulletin n’est rempli" in send(as_("bob"), vote, data | {"sure": "y"}, 422)

    def test_two_papers_in_one_gesture(self, sqlite_database: Database, as_: As, moment: Clock) -> None:
        vote = choices.opened(sqlite_database, "approval")
        moment(DURING)
        data = fields(sqlite_database, "L’Établi", approved=["four"])
        data |= fields(sqlite_database, "Scop Rouages", blank="y")
        fanny = as_("fanny")
        review = send(fanny, vote, data, 200)
        assert "L’Établi" in review
        assert "Scop Rouages" in review
        send(fanny, vote, data | {"sure": "y"}, 303)
        assert len(urn(sqlite_database)) == 2

    def test_the_order_of_options_is_that_of_the_vote(
        self, sqlite_database: Database, as_: As, moment: Clock
    ) -> None:
        vote = choices.opened(sqlite_database, "plurality")
        moment(DURING)
        html = page(as_("bob"), f"/votes/{vote}")
        places = [html.index(f'value="{each.id}"') for each in choices.OPTIONS]
        assert places == sorted(places)

    def test_a_shuffled_order_is_each_voters_own_and_stays(
        self, sqlite_database: Database, as_: As, moment: Clock
    ) -> None:
        many = [choices.Option(f"o{number}", f"Option {number}") for number in range(12)]
        vote = choices.opened(sqlite_database, "plurality", many, text=choices.code(extra="shuffle = true"))
        moment(DURING)

        def order(client: FlaskClient, name: str) -> list[int]:
            html = page(client, f"/votes/{vote}")
            html = html[html.index(f'id="m{member(sqlite_database, name)}"') :]
            return sorted(range(12), key=lambda number: html.index(f'value="o{number}"'))

        fanny = as_("fanny")
        mine = order(fanny, "L’Établi")
        assert mine == order(fanny, "L’Établi")
        assert len({tuple(each) for each in (mine, order(fanny, "Scop Rouages"), list(range(12)))}) == 3

    def test_names_are_offered_to_who_votes(self, sqlite_database: Database, as_: As, moment: Clock) -> None:
        vote = choices.opened(sqlite_database, "without-candidate")
        moment(DURING)
        assert '<option value="David Morel">' in page(as_("bob"), f"/votes/{vote}")
        assert "David Morel" not in page(as_("nobody"), f"/votes/{vote}")

    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("nobody", 401),
            ("eve", 403),
            ("alice", 403),
            ("chloe", 422),
            ("david", 422),
            ("fanny", 422),
            ("bob", 303),
        ],
    )
    def test_only_a_representative_casts(
        self, sqlite_database: Database, as_: As, moment: Clock, who: str, status: int
    ) -> None:
        vote = choices.opened(sqlite_database, "irv")
        moment(DURING)
        data = fields(sqlite_database, "La Filature", **FILLED["irv"])
        send(as_(who), vote, data | {"sure": "y"}, status)
        assert len(urn(sqlite_database)) == (1 if who == "bob" else 0)


class TestResults:
    @pytest.mark.parametrize("method", choices.RULES)
    @pytest.mark.parametrize("who", ["nobody", "bob"])
    def test_drawn_for_everybody(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock, method: str, who: str
    ) -> None:
        vote = choices.sealed(sqlite_database, settings, method)
        moment(AFTER)
        html = page(as_(who), f"/votes/{vote}")
        assert ("Alice Martin" if method == "without-candidate" else "Un four à pain") in html
        assert ("<table" in html) is (method != "without-candidate" or who == "bob")
        assert ("Elle écoute." in html) is (method == "without-candidate" and who == "bob")

    def test_seats_of_each_college(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock
    ) -> None:
        candidates = (
            choices.Option("alice", "Alice Martin", college="places"),
            choices.Option("bob", "Bob Lefèvre", college="places"),
            choices.Option("chloe", "Chloé Garnier", college="coops"),
        )
        text = choices.code(extra=f'by = "{choices.SEATS}"')
        vote = choices.opened(sqlite_database, "plurality", candidates, text=text)
        moment(DURING)
        html = page(as_("fanny"), f"/votes/{vote}")
        assert html.count("Bob Lefèvre") == 1
        assert html.count("Chloé Garnier") == 1
        choices.cast_one(sqlite_database, settings, vote, "fanny", "L’Établi", {"choice": "bob"})
        choices.cast_one(sqlite_database, settings, vote, "bob", "La Filature", {"choice": "alice"})
        sqlite_database.transact(lambda session: service.seal(session, vote, now=CLOSES))
        moment(AFTER)
        html = page(as_("nobody"), f"/votes/{vote}")
        assert "Égalité entre Alice Martin, Bob Lefèvre" in html
        assert html.count('id="seats-') == 3

    def test_nothing_counted_is_said(self, sqlite_database: Database, as_: As, moment: Clock) -> None:
        for method in VOTED:
            vote = choices.opened(sqlite_database, method)
            sqlite_database.transact(lambda session, vote=vote: service.seal(session, vote, now=CLOSES))
            moment(AFTER)
            assert "Sans effet" in page(as_("nobody"), f"/votes/{vote}")


class TestLot:
    def test_nobody_votes(self, sqlite_database: Database, as_: As, moment: Clock) -> None:
        vote = choices.opened(sqlite_database, "lot")
        moment(DURING)
        for who in EVERYBODY:
            html = page(as_(who), f"/votes/{vote}")
            assert "On ne vote pas dans un tirage au sort" in html
            assert "Loto national du lendemain" in html

    @pytest.mark.parametrize(("who", "status"), [("nobody", 401), ("eve", 403), ("bob", 403), ("alice", 303)])
    def test_a_facilitator_enters_the_randomness(
        self, sqlite_database: Database, as_: As, moment: Clock, who: str, status: int
    ) -> None:
        vote = choices.opened(sqlite_database, "lot")
        moment(AFTER)
        client = as_(who)
        assert ("Tirer au sort" in page(client, f"/votes/{vote}")) is (who == "alice")
        assert client.post(f"/votes/{vote}/draw", data={"seed": "7-12-33"}).status_code == status

    def test_an_empty_one_comes_back(self, sqlite_database: Database, as_: As, moment: Clock) -> None:
        vote = choices.opened(sqlite_database, "lot")
        moment(AFTER)
        alice = as_("alice")
        for seed in ("", "x" * 1001):
            assert alice.post(f"/votes/{vote}/draw", data={"seed": seed}).status_code == 422

    def test_not_before_closing(self, sqlite_database: Database, as_: As, moment: Clock) -> None:
        vote = choices.opened(sqlite_database, "lot", closes_at=CLOSES + timedelta(days=1))
        moment(CLOSES)
        assert as_("alice").post(f"/votes/{vote}/draw", data={"seed": "7"}).status_code == 409


class TestEnteredForAMember:
    @pytest.fixture
    def vote(self, sqlite_database: Database, moment: Clock) -> int:
        vote = choices.opened(sqlite_database, "irv", text=choices.code(extra="assisted = true"))
        moment(DURING)
        return vote

    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("nobody", 303),
            ("eve", 403),
            ("bob", 403),
            ("chloe", 403),
            ("david", 403),
            ("fanny", 403),
            ("alice", 200),
        ],
    )
    def test_only_a_facilitator_opens_the_page(
        self, sqlite_database: Database, as_: As, vote: int, who: str, status: int
    ) -> None:
        client, number = as_(who), member(sqlite_database, "La Filature")
        assert client.get(f"/votes/{vote}/enter").status_code == status
        assert client.get(f"/votes/{vote}/enter?member={number}").status_code == status
        assert ("Saisir un bulletin" in page(client, f"/votes/{vote}")) is (who == "alice")

    def test_filled_in_reviewed_recorded_and_marked(
        self, sqlite_database: Database, as_: As, moment: Clock, vote: int
    ) -> None:
        alice, number = as_("alice"), member(sqlite_database, "La Filature")
        path = f"/votes/{vote}/enter/{number}"
        data = fields(sqlite_database, "La Filature", **FILLED["irv"])
        missing = alice.post(path, data=data)
        assert missing.status_code == 422
        assert "Dites pourquoi" in missing.get_data(as_text=True)
        assert alice.post(path, data={"ground": "par téléphone"}).status_code == 422
        data |= {"ground": "par téléphone"}
        review = alice.post(path, data=data).get_data(as_text=True)
        assert "Saisi par Alice Martin pour La Filature" in review
        assert urn(sqlite_database) == []
        assert "par téléphone" in alice.post(path, data=data | {"correct": "y"}).get_data(as_text=True)
        done = alice.post(path, data=data | {"sure": "y"}, follow_redirects=True)
        assert "Saisi par Alice Martin pour La Filature" in done.get_data(as_text=True)
        assert urn(sqlite_database) == [{"vote": vote} | WRITTEN["irv"]]
        sqlite_database.transact(lambda session: service.seal(session, vote, now=CLOSES))
        moment(AFTER)
        assert "saisi par Alice Martin" in page(as_("bob"), f"/votes/{vote}")
        assert "saisi par Alice Martin" not in page(as_("nobody"), f"/votes/{vote}")

    def test_not_for_who_has_voted_nor_for_a_stranger(
        self, sqlite_database: Database, settings: Settings, as_: As, vote: int
    ) -> None:
        choices.cast_one(sqlite_database, settings, vote, "bob", "La Filature", {"ranking": [["four"]]})
        alice = as_("alice")
        number = member(sqlite_database, "La Filature")
        assert alice.get(f"/votes/{vote}/enter?member={number}").status_code == 409
        for stranger in (999, 10**30):
            assert alice.get(f"/votes/{vote}/enter?member={stranger}").status_code == 403
        assert alice.get(f"/votes/{10**30}/enter").status_code == 404

    def test_not_where_the_rule_is_silent(self, sqlite_database: Database, as_: As, moment: Clock) -> None:
        vote = choices.opened(sqlite_database, "irv")
        moment(DURING)
        assert as_("alice").get(f"/votes/{vote}/enter").status_code == 409


class TestRegister:
    def recorded(self, database: Database, vote: int) -> str:
        """The outcome of a vote written in the register, as it is for a proposal."""

        def act(session: Session) -> str:
            outcome = queries.outcome(session, vote)
            return register.record(
                session,
                NewDecision(
                    title=outcome.question,
                    summary="La grange a sa destination.",
                    text=outcome.text,
                    text_html=outcome.text_html,
                    circle_id=outcome.circle_id,
                    circle_name=outcome.circle_name,
                    rule_id=outcome.rule_id,
                    rule_name=outcome.rule_name,
                    method=outcome.method,
                    rule_words=outcome.rule_words,
                    outcome=outcome.outcome,
                    result=outcome.result,
                    colleges=[vars(each) for each in outcome.colleges],
                    decided_at=outcome.closed_at,
                    licence="CC-BY-SA-4.0",
                    vote=vote,
                ),
                now=AFTER,
            )

        return database.transact(act)

    @pytest.mark.parametrize("method", choices.RULES)
    def test_a_decision_shows_the_same_drawing(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock, method: str
    ) -> None:
        vote = choices.sealed(sqlite_database, settings, method)
        number = self.recorded(sqlite_database, vote)
        moment(AFTER)
        html = page(as_("nobody"), f"/register/{number}")
        assert ("Alice Martin" if method == "without-candidate" else "Un four à pain") in html
        assert 'id="seats-all"' in html
        assert "Elle écoute." not in html
        data = as_("nobody").get(f"/register/{number}.json").get_json()
        assert data["result"]["method"] == method

    def test_seats_of_colleges_are_no_opinion_of_theirs(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock
    ) -> None:
        text = choices.code(extra=f'by = "{choices.SEATS}"')
        vote = choices.sealed(sqlite_database, settings, "plurality", text=text)
        number = self.recorded(sqlite_database, vote)
        moment(AFTER)
        html = page(as_("nobody"), f"/register/{number}")
        assert html.count('id="seats-') == 3
        assert 'class="seal' not in html
