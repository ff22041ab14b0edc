"""The pages of votes, by each of the cast: what each may open, what is said, what is never shown."""

import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from governance.config import Settings
from governance.db import Database
from tests import cast
from tests.voting.acts import CLOSES, cast_all, cast_one, open_vote, seal
from voting import tally
from voting.models import Ballot, VoteRight

As = Callable[[str], FlaskClient]
Clock = Callable[[Any], None]
EVERYBODY = ("nobody", "eve", "alice", "bob", "chloe", "david", "fanny")
DURING = cast.NOW + timedelta(hours=2)
AFTER = CLOSES + timedelta(hours=1)


def member(database: Database, name: str) -> int:
    with database.reading() as session:
        return cast.member_id(session, name)


def right(database: Database, vote: int, name: str) -> int:
    with database.reading() as session:
        query = select(VoteRight.id).where(VoteRight.vote == vote, VoteRight.member_name == name)
        return session.scalars(query).one()


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def ballot(database: Database, name: str, choice: str, **words: str) -> dict[str, str]:
    prefix = f"m{member(database, name)}-"
    return {f"{prefix}choice": choice, "sure": "y"} | {f"{prefix}{key}": text for key, text in words.items()}


class TestWhoOpensWhat:
    @pytest.mark.parametrize("who", EVERYBODY)
    def test_public_pages_are_everybodys(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock, who: str
    ) -> None:
        done, vote = (
            open_vote(sqlite_database),
            open_vote(sqlite_database, closes_at=CLOSES + timedelta(days=9)),
        )
        cast_all(sqlite_database, settings, done)
        seal(sqlite_database, done)
        moment(AFTER)
        client = as_(who)
        for path in ("/votes/", f"/votes/{done}", f"/votes/{vote}", "/votes/check"):
            page(client, path)
        assert client.get(f"/votes/{done}/recount.json").status_code == 200
        assert client.get(f"/votes/{vote}/recount.json").status_code == 404
        assert client.get("/votes/99").status_code == 404

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_votes_of_proposals_that_are_not_public_need_an_account(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock, who: str
    ) -> None:
        vote = open_vote(sqlite_database, public=False)
        moment(DURING)
        expected = 303 if who == "nobody" else 200
        client = as_(who)
        assert client.get(f"/votes/{vote}").status_code == expected
        assert (f"/votes/{vote}" in page(client, "/votes/")) is (who != "nobody")
        cast_all(sqlite_database, settings, vote)
        seal(sqlite_database, vote)
        moment(AFTER)
        client = as_(who)
        assert client.get(f"/votes/{vote}").status_code == expected
        assert client.get(f"/votes/{vote}/recount.json").status_code == expected

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
        vote = open_vote(sqlite_database)
        moment(DURING)
        answer = as_(who).post(f"/votes/{vote}/cast", data=ballot(sqlite_database, "La Filature", "for"))
        assert answer.status_code == status
        with sqlite_database.reading() as session:
            assert len(list(session.scalars(select(Ballot)))) == (1 if who == "bob" else 0)

    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("nobody", 303),
            ("eve", 403),
            ("alice", 404),
            ("chloe", 404),
            ("david", 404),
            ("fanny", 404),
            ("bob", 200),
        ],
    )
    def test_a_receipt_is_for_who_cast_the_ballot(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock, who: str, status: int
    ) -> None:
        vote = open_vote(sqlite_database)
        cast_one(sqlite_database, settings, vote, "bob", "La Filature", "for")
        moment(DURING)
        path = f"/votes/{vote}/receipt/{right(sqlite_database, vote, 'La Filature')}"
        client = as_(who)
        assert client.get(path).status_code == status
        assert client.get(f"{path}.json").status_code == status


class TestTheBooth:
    def test_nothing_is_chosen_beforehand(self, sqlite_database: Database, as_: As, moment: Clock) -> None:
        vote = open_vote(sqlite_database)
        moment(DURING)
        html = page(as_("fanny"), f"/votes/{vote}")
        assert html.count('type="radio"') == 8
        assert "checked" not in html
        assert "L’Établi" in html
        assert "Scop Rouages" in html

    def test_text_and_rule_come_before_the_ballot(
        self, sqlite_database: Database, as_: As, moment: Clock
    ) -> None:
        vote = open_vote(sqlite_database)
        moment(DURING)
        html = page(as_("bob"), f"/votes/{vote}")
        order = [html.index(part) for part in ("un centième", "La règle", 'type="radio"', "Qui verra quoi")]
        assert order == sorted(order)
        assert "1/4 des 6 inscrits, soit 2 votants" in html

    def test_casting_shows_the_ballot_recorded_and_its_receipt(
        self, sqlite_database: Database, as_: As, moment: Clock
    ) -> None:
        vote = open_vote(sqlite_database)
        moment(DURING)
        bob = as_("bob")
        answer = bob.post(f"/votes/{vote}/cast", data=ballot(sqlite_database, "La Filature", "for"))
        assert answer.headers["Location"] == f"/votes/{vote}"
        html = page(bob, f"/votes/{vote}")
        assert "Votre bulletin est dans l’urne." in html
        assert 'type="radio"' not in html
        assert "1 membre sur 6" in html
        path = re.search(r'href="(/votes/\d+/receipt/\d+)"', html)
        assert path is not None
        assert "Engagement" in page(bob, path[1])
        document = bob.get(path[1] + ".json").get_json()
        assert document["format"] == "receipt/1"
        assert document["ballot"] == {"vote": vote, "choice": "for"}

    def test_one_of_two_ballots_may_wait(self, sqlite_database: Database, as_: As, moment: Clock) -> None:
        vote = open_vote(sqlite_database)
        moment(DURING)
        fanny = as_("fanny")
        fanny.post(f"/votes/{vote}/cast", data=ballot(sqlite_database, "Scop Rouages", "against"))
        html = page(fanny, f"/votes/{vote}")
        assert html.count('type="radio"') == 4
        assert "Votre bulletin est enregistré" in html

    def test_replacing_on_demand(self, sqlite_database: Database, as_: As, moment: Clock) -> None:
        vote = open_vote(sqlite_database)
        moment(DURING)
        bob, number = as_("bob"), member(sqlite_database, "La Filature")
        bob.post(f"/votes/{vote}/cast", data=ballot(sqlite_database, "La Filature", "for"))
        html = page(bob, f"/votes/{vote}?change={number}")
        assert html.count('type="radio"') == 4
        assert "checked" not in html
        bob.post(f"/votes/{vote}/cast", data=ballot(sqlite_database, "La Filature", "against"))
        assert "Contre" in page(bob, f"/votes/{vote}")

    def test_an_empty_ballot_is_not_cast(self, sqlite_database: Database, as_: As, moment: Clock) -> None:
        vote = open_vote(sqlite_database)
        moment(DURING)
        answer = as_("bob").post(f"/votes/{vote}/cast", data={"sure": "y"})
        assert answer.status_code == 422
        assert "Rien n’est encore déposé" in answer.get_data(as_text=True)
        with sqlite_database.reading() as session:
            assert session.scalar(select(Ballot)) is None

    def test_an_empty_page_is_answered_after_closing_and_once_everybody_has_voted(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock
    ) -> None:
        vote = open_vote(sqlite_database)
        cast_one(sqlite_database, settings, vote, "bob", "La Filature", "for")
        moment(DURING)
        bob = as_("bob")
        answer = bob.post(f"/votes/{vote}/cast")
        assert (answer.status_code, "Rien n’est encore déposé" in answer.text) == (422, True)
        moment(AFTER)
        answer = as_("bob").post(f"/votes/{vote}/cast")
        assert (answer.status_code, "Le vôtre n’a pas été enregistré" in answer.text) == (409, True)

    def test_what_will_be_recorded_is_shown_first_and_can_be_corrected(
        self, sqlite_database: Database, as_: As, moment: Clock
    ) -> None:
        vote = open_vote(sqlite_database)
        moment(DURING)
        bob = as_("bob")
        data = ballot(sqlite_database, "La Filature", "against")
        del data["sure"]
        review = bob.post(f"/votes/{vote}/cast", data=data)
        html = review.get_data(as_text=True)
        assert review.status_code == 200
        assert "Ce qui sera enregistré" in html
        assert "<b>Contre</b>" in html
        assert f'name="{next(iter(data))}" value="against"' in html
        again = bob.post(f"/votes/{vote}/cast", data=data | {"correct": "y"})
        assert again.status_code == 200
        assert again.get_data(as_text=True).count("checked") == 1
        with sqlite_database.reading() as session:
            assert session.scalar(select(Ballot)) is None
        assert bob.post(f"/votes/{vote}/cast", data=data | {"sure": "y"}).status_code == 303

    def test_an_objection_without_reason_keeps_what_was_typed(
        self, sqlite_database: Database, as_: As, moment: Clock
    ) -> None:
        vote = open_vote(sqlite_database, "ordinary")
        moment(DURING)
        bob = as_("bob")
        answer = bob.post(
            f"/votes/{vote}/cast", data=ballot(sqlite_database, "La Filature", "objection", nature="limit")
        )
        assert answer.status_code == 422
        assert "Donnez la raison de l’objection" in answer.get_data(as_text=True)
        answer = bob.post(
            f"/votes/{vote}/cast",
            data=ballot(sqlite_database, "La Filature", "objection", reason="<b>Trop</b> cher"),
        )
        assert answer.status_code == 422
        html = answer.get_data(as_text=True)
        assert "Dites de quelle sorte d’objection il s’agit." in html
        assert "&lt;b&gt;Trop&lt;/b&gt; cher</textarea>" in html

    def test_a_page_sent_after_closing_is_refused(
        self, sqlite_database: Database, as_: As, moment: Clock
    ) -> None:
        vote = open_vote(sqlite_database)
        moment(CLOSES)
        answer = as_("bob").post(f"/votes/{vote}/cast", data=ballot(sqlite_database, "La Filature", "for"))
        assert answer.status_code == 409
        assert "Le vôtre n’a pas été enregistré" in answer.get_data(as_text=True)

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_nobody_sees_anything_but_participation(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock, who: str
    ) -> None:
        vote = open_vote(sqlite_database)
        before = {}
        moment(DURING)
        client = as_(who)
        for number, choice in enumerate(("for", "against")):
            cast_one(sqlite_database, settings, vote, "david", "Ville de Montreval", choice)
            html = page(client, f"/votes/{vote}")
            assert "1 membre sur 6" in html
            before[number] = re.sub(r'csrf_token" value="[^"]+"', "", html)
        if who != "david":
            assert before[0] == before[1]

    def test_a_secret_ballot_is_not_shown_even_to_its_voter(
        self, sqlite_database: Database, as_: As, moment: Clock
    ) -> None:
        vote = open_vote(sqlite_database, "secret")
        moment(DURING)
        bob = as_("bob")
        pages = []
        for choice in ("for", "against"):
            bob.post(f"/votes/{vote}/cast", data=ballot(sqlite_database, "La Filature", choice))
            pages.append(page(bob, f"/votes/{vote}"))
        assert pages[0] == pages[1]
        assert "dans l’urne, secret" in pages[0]


class TestAfterClosing:
    def test_being_counted_until_the_urn_is_sealed(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock
    ) -> None:
        vote = open_vote(sqlite_database)
        cast_all(sqlite_database, settings, vote)
        moment(CLOSES)
        html = page(as_("nobody"), f"/votes/{vote}")
        assert "Dépouillement en cours" in html
        assert 'type="radio"' not in html
        assert "Dépouillement en cours" in page(as_("bob"), "/votes/")

    def test_the_result_for_the_public_and_for_members(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock
    ) -> None:
        vote = open_vote(sqlite_database)
        cast_all(sqlite_database, settings, vote)
        seal(sqlite_database, vote)
        moment(AFTER)
        public, bob, eve = (page(as_(who), f"/votes/{vote}") for who in ("nobody", "bob", "eve"))
        for html in (public, bob, eve):
            assert "Adoptée" in html
            assert "3/5" in html
            assert 'width="100.00%"' in html
        assert "Qui a répondu quoi" in bob
        assert "Ville de Montreval" in bob
        for html in (public, eve):
            assert "Qui a répondu quoi" not in html
            assert "Ville de Montreval" not in html

    def test_the_recount_file_gives_the_result_of_the_page(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock
    ) -> None:
        vote = open_vote(sqlite_database)
        cast_all(sqlite_database, settings, vote)
        seal(sqlite_database, vote)
        moment(AFTER)
        client = as_("nobody")
        answer = client.get(f"/votes/{vote}/recount.json")
        out, err = io.StringIO(), io.StringIO()
        assert tally.run("-", io.StringIO(answer.get_data(as_text=True)), out, err) == 0
        assert json.loads(out.getvalue())["sentence"]["fr"] in page(client, f"/votes/{vote}")
        again = client.get(f"/votes/{vote}/recount.json", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304

    def test_a_page_seen_while_counting_is_replaced_by_the_result(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock
    ) -> None:
        vote = open_vote(sqlite_database)
        cast_all(sqlite_database, settings, vote)
        moment(CLOSES)
        client = as_("nobody")
        first = client.get(f"/votes/{vote}")
        seal(sqlite_database, vote)
        second = client.get(f"/votes/{vote}", headers={"If-None-Match": first.headers["ETag"]})
        assert second.status_code == 200
        assert "Adoptée" in second.get_data(as_text=True)
        third = client.get(f"/votes/{vote}", headers={"If-None-Match": second.headers["ETag"]})
        assert third.status_code == 304

    def test_consent_shows_objections_and_concerns(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock
    ) -> None:
        vote = open_vote(sqlite_database, "ordinary")
        reason = "Un centième,\n\n<script>alert(1)</script>"
        cast_one(
            sqlite_database, settings, vote, "bob", "La Filature", "objection", reason=reason, nature="limit"
        )
        cast_one(
            sqlite_database, settings, vote, "chloe", "Coop Semailles", "concern", reason="Et les loyers ?"
        )
        cast_one(sqlite_database, settings, vote, "david", "Ville de Montreval", "consent")
        seal(sqlite_database, vote)
        moment(AFTER)
        for who, named in (("nobody", False), ("chloe", True)):
            html = page(as_(who), f"/votes/{vote}")
            assert "<p>Un centième,</p><p>&lt;script&gt;" in html
            assert "Et les loyers" in html
            assert ("La Filature" in html) is named

    def test_overall_only_shows_no_college(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock
    ) -> None:
        vote = open_vote(sqlite_database, "secret")
        cast_all(sqlite_database, settings, vote)
        seal(sqlite_database, vote)
        moment(AFTER)
        for who in ("nobody", "bob"):
            html = page(as_(who), f"/votes/{vote}")
            assert 'class="seal' not in html
            assert "Coopératives" not in html

    def test_a_receipt_of_a_sealed_secret_vote_is_gone(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock
    ) -> None:
        vote = open_vote(sqlite_database, "secret")
        cast_all(sqlite_database, settings, vote)
        seal(sqlite_database, vote)
        moment(AFTER)
        path = f"/votes/{vote}/receipt/{right(sqlite_database, vote, 'La Filature')}"
        assert as_("bob").get(path).status_code == 410


class TestCheck:
    def ask(self, client: FlaskClient, text: str, status: int = 200) -> str:
        answer = client.post("/votes/check", data={"receipt": text})
        assert answer.status_code == status
        return answer.get_data(as_text=True)

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_in_the_urn_replaced_missing(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock, who: str
    ) -> None:
        vote = open_vote(sqlite_database)
        first = cast_one(sqlite_database, settings, vote, "bob", "La Filature", "for")
        last = cast_one(sqlite_database, settings, vote, "bob", "La Filature", "against")
        moment(DURING)
        client = as_(who)
        assert "n’est pas encore dépouillé" in self.ask(client, last.text())
        seal(sqlite_database, vote)
        assert "il a été compté" in self.ask(client, last.text())
        assert "remplacé par un autre" in self.ask(client, first.text())
        sqlite_database.transact(
            lambda session: session.execute(Ballot.__table__.delete())  # type: ignore[attr-defined]
        )
        assert "fait preuve contre l’hébergeur" in self.ask(client, last.text())

    def test_as_a_file(self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock) -> None:
        vote = open_vote(sqlite_database)
        receipt = cast_one(sqlite_database, settings, vote, "bob", "La Filature", "for")
        moment(DURING)
        upload = {"file": (io.BytesIO(receipt.text().encode()), "reçu.json"), "receipt": ""}
        answer = as_("nobody").post("/votes/check", data=upload, content_type="multipart/form-data")
        assert "Ce bulletin est dans l’urne" in answer.get_data(as_text=True)

    def test_altered_or_unreadable(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock
    ) -> None:
        vote = open_vote(sqlite_database)
        receipt = cast_one(sqlite_database, settings, vote, "bob", "La Filature", "for").document()
        moment(DURING)
        client = as_("nobody")
        assert "n’a pas été signé" in self.ask(client, json.dumps(receipt | {"vote": vote + 1}))
        altered = json.dumps(receipt | {"ballot": {"vote": vote, "choice": "against"}})
        assert "n’est pas celui qui a été signé" in self.ask(client, altered)
        lone = json.dumps(receipt | {"ballot": {"choice": "\ud83d"}})
        assert "n’est pas celui qui a été signé" in self.ask(client, lone)
        for text in ("", "bonjour", "{}", '<script>alert("x")</script>'):
            html = self.ask(client, text, 422)
            assert "Ce n’est pas un reçu" in html
            assert "<script>alert" not in html


class TestLists:
    def test_open_mine_and_closed(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock
    ) -> None:
        first, second = open_vote(sqlite_database), open_vote(sqlite_database, "quick", closes_at=CLOSES)
        moment(DURING)
        assert "Votre bulletin est attendu" in page(as_("bob"), "/votes/")
        assert "Votre bulletin est attendu" not in page(as_("alice"), "/votes/")
        cast_one(sqlite_database, settings, first, "bob", "La Filature", "for")
        cast_one(sqlite_database, settings, second, "bob", "La Filature", "for")
        assert "Votre bulletin est attendu" not in page(as_("bob"), "/votes/")

    def test_closed_votes_by_pages(self, sqlite_database: Database, as_: As, moment: Clock) -> None:
        for _ in range(23):
            open_vote(sqlite_database, "quick", closes_at=cast.NOW + timedelta(hours=1))
        moment(DURING)
        client = as_("nobody")
        html = page(client, "/votes/")
        assert html.count('class="ledger__no"') == 20
        assert "/votes/?before=4" in html
        rest = page(client, "/votes/?before=4")
        assert rest.count('class="ledger__no"') == 3
        assert "Les plus récentes" in rest or "plus récent" in rest


class TestQueries:
    def count(self, database: Database, act: Callable[[], object]) -> int:
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        engines = (database.read_engine, database.write_engine)
        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        act()
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
        return len([each for each in seen if not each.startswith(("PRAGMA", "BEGIN"))])

    def test_a_page_costs_the_same_whatever_the_number_of_votes(
        self, sqlite_database: Database, settings: Settings, as_: As, moment: Clock
    ) -> None:
        done = open_vote(sqlite_database)
        cast_one(sqlite_database, settings, done, "bob", "La Filature", "for")
        vote = open_vote(sqlite_database, closes_at=CLOSES + timedelta(days=9))
        seal(sqlite_database, done)
        moment(AFTER)
        bob = as_("bob")
        paths = ("/votes/", f"/votes/{done}", f"/votes/{vote}")
        few = [self.count(sqlite_database, lambda path=path: page(bob, path)) for path in paths]
        for _ in range(9):
            another = open_vote(sqlite_database)
            cast_all(sqlite_database, settings, another)
            seal(sqlite_database, another)
            open_vote(sqlite_database, closes_at=CLOSES + timedelta(days=9))
        many = [self.count(sqlite_database, lambda path=path: page(bob, path)) for path in paths]
        assert many == few
        assert max(few) <= 12

    def test_casting_costs_the_same_for_the_first_and_the_last(
        self, sqlite_database: Database, as_: As, moment: Clock
    ) -> None:
        vote = open_vote(sqlite_database)
        moment(DURING)
        bob, david = as_("bob"), as_("david")

        def cast_by(client: FlaskClient, name: str) -> int:
            data = ballot(sqlite_database, name, "for")
            return self.count(sqlite_database, lambda: client.post(f"/votes/{vote}/cast", data=data))

        first, last = cast_by(bob, "La Filature"), cast_by(david, "Ville de Montreval")
        assert first == last
        assert first <= 16


class TestHostileAddresses:
    @pytest.mark.parametrize("number", ["0", "99", str(2**31), str(10**30)])
    def test_numbers_beyond_the_database_are_no_page(self, as_: As, number: str) -> None:
        client = as_("bob")
        for path in (f"/votes/{number}", f"/votes/{number}/receipt/1", f"/votes/{number}/recount.json"):
            assert client.get(path).status_code == 404
        assert client.post(f"/votes/{number}/cast").status_code == 404
        page(client, f"/votes/?before={number}")
        page(client, f"/votes/?before=-{number}")
