"""The pages of proxies, by each of the cast: who opens what, what is said, what comes back with errors."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from governance.config import Settings
from governance.db import Database
from tests import cast
from tests.voting.acts import CLOSES, cast_one, open_vote, seal
from tests.voting.proxy_acts import act, admit, give, proxy
from voting.models import Vote
from voting.proxy_models import Proxy

As = Callable[[str], FlaskClient]
Clock = Callable[[Any], None]
EVERYBODY = ("nobody", "eve", "alice", "bob", "chloe", "david", "fanny")
DURING = cast.NOW + timedelta(hours=2)
NBSP, THIN = "\u00a0", "\u202f"


@pytest.fixture
def vote(sqlite_database: Database, moment: Clock) -> int:
    admit(sqlite_database)
    moment(DURING)
    return open_vote(sqlite_database)


def member(database: Database, name: str) -> int:
    with database.reading() as session:
        return cast.member_id(session, name)


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def sent(client: FlaskClient, path: str, status: int, **data: object) -> str:
    answer = client.post(path, data={key: str(value) for key, value in data.items()})
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def numbers(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(select(Proxy.id)))


class TestWhoOpensWhat:
    @pytest.mark.parametrize("who", EVERYBODY)
    def test_my_proxies(self, vote: int, as_: As, who: str) -> None:
        expected = {"nobody": 303, "eve": 403}.get(who, 200)
        assert as_(who).get("/proxies/").status_code == expected

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_giving(self, vote: int, as_: As, who: str) -> None:
        expected = {"nobody": 303, "eve": 403}.get(who, 200)
        client = as_(who)
        assert client.get(f"/proxies/vote/{vote}").status_code == expected
        missing = {"nobody": 303, "eve": 403}.get(who, 404)
        assert client.get("/proxies/vote/99").status_code == missing
        assert client.get("/proxies/vote/99999999999").status_code == 404

    @pytest.mark.parametrize("verb", ["accept", "decline", "revoke"])
    @pytest.mark.parametrize("who", EVERYBODY)
    def test_only_its_two_members_change_a_proxy(
        self, sqlite_database: Database, vote: int, as_: As, who: str, verb: str
    ) -> None:
        number = give(sqlite_database, vote, "bob", "La Filature", "L’Établi")
        theirs = {"accept": "fanny", "decline": "fanny", "revoke": "bob"}[verb]
        expected = {"nobody": 401, "eve": 403, theirs: 303}.get(who, 404)
        assert as_(who).post(f"/proxies/{number}/{verb}").status_code == expected
        found = proxy(sqlite_database, number)
        assert (found.accepted_at is not None or found.ended_at is not None) is (who == theirs)

    def test_nothing_is_changed_by_reading(self, sqlite_database: Database, vote: int, as_: As) -> None:
        number = give(sqlite_database, vote, "bob", "La Filature", "L’Établi")
        for verb in ("accept", "decline", "revoke"):
            assert as_("fanny").get(f"/proxies/{number}/{verb}").status_code == 405

    def test_a_form_from_elsewhere_gives_nothing(self, sqlite_database: Database, vote: int, as_: As) -> None:
        client = as_("bob")
        client.application.config["WTF_CSRF_ENABLED"] = True
        holder = member(sqlite_database, "L’Établi")
        sent(client, f"/proxies/vote/{vote}", 400, holder=holder)
        assert numbers(sqlite_database) == []


class TestGiving:
    def test_from_the_page_of_the_vote(self, sqlite_database: Database, vote: int, as_: As) -> None:
        client = as_("bob")
        assert f"/proxies/vote/{vote}" in page(client, f"/votes/{vote}")
        form = page(client, f"/proxies/vote/{vote}")
        assert "Un membre peut porter un pouvoir au plus, au sein de son collège." in form
        assert f"Ici, 1 pouvoir au plus par membre, pour 6{NBSP}inscrits." in form.replace(
            "6 ins", f"6{NBSP}ins"
        )
        assert "lundi 9 mars 2026" in form
        assert '<option value="2">L’Établi</option>' in form
        assert "relève d’un autre collège" in form
        holder = member(sqlite_database, "L’Établi")
        sent(client, f"/proxies/vote/{vote}", 303, holder=holder, instructions="Pour")
        mine = page(client, "/proxies/")
        assert f"Le pouvoir est donné{THIN}; son mandataire en est informé par courriel." in mine
        assert "L’Établi vote pour La Filature." in mine
        assert "En attente de réponse" in mine

    @pytest.mark.parametrize(
        ("holder", "words"),
        [
            ("", "Choisissez le membre qui votera à sa place."),
            ("0", "Choisissez le membre qui votera à sa place."),
            ("x", "Choisissez le membre qui votera à sa place."),
            ("Coop Semailles", "Coop Semailles relève d’un autre collège"),
            ("La Filature", "Un membre ne se donne pas pouvoir à lui-même."),
            ("99", "liste électorale de ce vote"),
        ],
    )
    def test_a_wrong_holder_comes_back_with_what_was_typed(
        self, sqlite_database: Database, vote: int, as_: As, holder: str, words: str
    ) -> None:
        names = [name for name, _ in cast.MEMBERS]
        chosen: object = member(sqlite_database, holder) if holder in names else holder
        answer = sent(as_("bob"), f"/proxies/vote/{vote}", 422, holder=chosen, instructions="Pour, sauf si")
        assert words in answer
        assert "Pour, sauf si</textarea>" in answer
        assert 'aria-invalid="true"' in answer
        assert numbers(sqlite_database) == []

    def test_instructions_too_long(self, sqlite_database: Database, vote: int, as_: As) -> None:
        holder = member(sqlite_database, "L’Établi")
        answer = sent(as_("bob"), f"/proxies/vote/{vote}", 422, holder=holder, instructions="é" * 1001)
        assert f"Écrivez 1{THIN}000 caractères au plus." in answer
        assert f'<option selected value="{holder}">' in answer

    def test_who_is_full_is_said_and_refused(self, sqlite_database: Database, vote: int, as_: As) -> None:
        give(sqlite_database, vote, "alice", "Le Quai 9", "L’Établi")
        client = as_("bob")
        form = page(client, f"/proxies/vote/{vote}")
        assert "L’Établi porte déjà autant de pouvoirs que la règle en permet (1)." in form
        assert "Aucun membre ne peut porter ce pouvoir." in form
        sent(client, f"/proxies/vote/{vote}", 422, holder=member(sqlite_database, "L’Établi"))

    def test_of_two_members_one_is_chosen(self, sqlite_database: Database, vote: int, as_: As) -> None:
        rouages = member(sqlite_database, "Scop Rouages")
        client = as_("fanny")
        form = page(client, f"/proxies/vote/{vote}?member={rouages}")
        assert '<b aria-current="page">Scop Rouages</b>' in form
        holder = member(sqlite_database, "Coop Semailles")
        sent(client, f"/proxies/vote/{vote}", 303, member=rouages, holder=holder)
        assert proxy(sqlite_database, numbers(sqlite_database)[0]).principal_name == "Scop Rouages"

    def test_only_ones_own_members_give(self, sqlite_database: Database, vote: int, as_: As) -> None:
        stranger = member(sqlite_database, "L’Établi")
        assert as_("bob").get(f"/proxies/vote/{vote}?member={stranger}").status_code == 403
        sent(as_("bob"), f"/proxies/vote/{vote}", 403, member=stranger, holder=1)

    def test_twice_is_refused_in_words(self, sqlite_database: Database, vote: int, as_: As) -> None:
        give(sqlite_database, vote, "bob", "La Filature", "L’Établi")
        client = as_("bob")
        assert "Révoquez-le d’abord" in page(client, f"/proxies/vote/{vote}")
        sent(client, f"/proxies/vote/{vote}", 409, holder=member(sqlite_database, "Le Quai 9"))

    def test_a_rule_without_proxies_or_a_closed_vote(
        self, sqlite_database: Database, vote: int, as_: As, moment: Clock
    ) -> None:
        without = open_vote(sqlite_database, "quick")
        client = as_("bob")
        assert "n’admet pas les pouvoirs" in page(client, f"/proxies/vote/{without}", 409)
        assert "/proxies/vote/" not in page(client, f"/votes/{without}")
        moment(CLOSES)
        assert "Ce vote est clos" in page(as_("bob"), f"/proxies/vote/{vote}", 409)

    def test_without_instructions_there_is_no_field(
        self, sqlite_database: Database, as_: As, moment: Clock
    ) -> None:
        admit(sqlite_database, "instructions = false")
        moment(DURING)
        assert "<textarea" not in page(as_("bob"), f"/proxies/vote/{open_vote(sqlite_database)}")


class TestTheBooth:
    def test_the_holder_reads_whose_ballot_it_is(self, sqlite_database: Database, vote: int, as_: As) -> None:
        give(sqlite_database, vote, "bob", "La Filature", "L’Établi", "Pour,\nsi possible")
        booth = page(as_("fanny"), f"/votes/{vote}")
        assert "Bulletin 3 sur 3, par pouvoir" in booth
        assert f"Pouvoir reçu le 2 mars 2026, avec cette consigne{NBSP}:" in booth
        assert "<p>Pour,</p><p>si possible</p>" in booth
        assert "Si La Filature vote en personne avant la clôture, son bulletin remplace celui-ci." in booth

    def test_nobody_else_reads_the_instructions(self, sqlite_database: Database, vote: int, as_: As) -> None:
        give(sqlite_database, vote, "bob", "La Filature", "L’Établi", "Ne le dites pas")
        for who in ("nobody", "eve", "alice", "chloe", "david"):
            assert "Ne le dites pas" not in page(as_(who), f"/votes/{vote}")

    def test_hostile_instructions_are_text(self, sqlite_database: Database, vote: int, as_: As) -> None:
        give(sqlite_database, vote, "bob", "La Filature", "L’Établi", "<script>alert(1)</script>")
        for path in (f"/votes/{vote}", "/proxies/"):
            text = page(as_("fanny"), path)
            assert "<script>alert" not in text
            assert "&lt;script&gt;alert(1)" in text

    def test_both_ballots_in_one_gesture(self, sqlite_database: Database, vote: int, as_: As) -> None:
        give(sqlite_database, vote, "bob", "La Filature", "L’Établi")
        own, principal = member(sqlite_database, "L’Établi"), member(sqlite_database, "La Filature")
        papers = {f"m{own}-choice": "for", f"m{principal}-choice": "against", "sure": "y"}
        sent(as_("fanny"), f"/votes/{vote}/cast", 303, **papers)
        assert "L’Établi a voté par pouvoir" in page(as_("bob"), f"/votes/{vote}")

    def test_the_principal_votes_over_and_is_told(
        self, sqlite_database: Database, settings: Settings, vote: int, as_: As
    ) -> None:
        number = give(sqlite_database, vote, "bob", "La Filature", "L’Établi")
        cast_one(sqlite_database, settings, vote, "fanny", "La Filature", "against")
        principal = member(sqlite_database, "La Filature")
        client = as_("bob")
        booth = page(client, f"/votes/{vote}?change={principal}")
        assert "L’Établi a déposé un bulletin par pouvoir pour La Filature." in booth
        papers = {f"m{principal}-choice": "for", "sure": "y"}
        sent(client, f"/votes/{vote}/cast?change={principal}", 303, **papers)
        assert "Il remplace celui que L’Établi avait déposé par pouvoir." in page(client, f"/votes/{vote}")
        assert proxy(sqlite_database, number).ended_by == "own-vote"

    def test_overtaken_by_the_principal_the_other_papers_come_back(
        self, sqlite_database: Database, settings: Settings, vote: int, as_: As
    ) -> None:
        give(sqlite_database, vote, "bob", "La Filature", "L’Établi")
        own, principal = member(sqlite_database, "L’Établi"), member(sqlite_database, "La Filature")
        client = as_("fanny")
        page(client, f"/votes/{vote}")
        cast_one(sqlite_database, settings, vote, "bob", "La Filature", "for")
        papers = {f"m{own}-choice": "for", f"m{principal}-choice": "against", "sure": "y"}
        answer = client.post(f"/votes/{vote}/cast", data=papers)
        text = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert (
            f"La Filature a voté en personne{NBSP}: son pouvoir ne compte plus. Rien n’a été enregistré."
            in text
        )
        assert f"m{principal}-choice" not in text
        assert f'name="m{own}-choice" value="for" checked' in text
        with sqlite_database.reading() as session:
            assert session.get_one(Vote, vote).cast == 1
        assert "a voté en personne, votre pouvoir a pris fin" in page(client, f"/votes/{vote}")

    def test_a_receipt_is_for_who_cast(
        self, sqlite_database: Database, settings: Settings, vote: int, as_: As
    ) -> None:
        give(sqlite_database, vote, "bob", "La Filature", "L’Établi")
        cast_one(sqlite_database, settings, vote, "fanny", "La Filature", "against")
        booth = page(as_("fanny"), f"/votes/{vote}")
        path = booth.split(f'href="/votes/{vote}/receipt/')[1].split('"')[0]
        page(as_("fanny"), f"/votes/{vote}/receipt/{path}")
        page(as_("bob"), f"/votes/{vote}/receipt/{path}", 404)


class TestAfterwards:
    def test_the_result_says_how_many(
        self, sqlite_database: Database, settings: Settings, vote: int, as_: As, moment: Clock
    ) -> None:
        give(sqlite_database, vote, "bob", "La Filature", "L’Établi")
        cast_one(sqlite_database, settings, vote, "fanny", "La Filature", "for")
        cast_one(sqlite_database, settings, vote, "chloe", "Coop Semailles", "for")
        seal(sqlite_database, vote)
        moment(CLOSES + timedelta(hours=1))
        for who in ("nobody", "bob"):
            assert "<dt>Pouvoirs</dt><dd>1, au sein de son collège</dd>" in page(as_(who), f"/votes/{vote}")

    def test_members_see_which_ballots_were_cast_by_proxy(
        self, sqlite_database: Database, settings: Settings, vote: int, as_: As, moment: Clock
    ) -> None:
        give(sqlite_database, vote, "bob", "La Filature", "L’Établi")
        cast_one(sqlite_database, settings, vote, "fanny", "La Filature", "for")
        cast_one(sqlite_database, settings, vote, "fanny", "L’Établi", "for")
        seal(sqlite_database, vote)
        moment(CLOSES + timedelta(hours=1))
        member = page(as_("chloe"), f"/votes/{vote}")
        assert "La Filature <small>(par pouvoir)</small>" in member
        assert member.count("(par pouvoir)") == 1
        assert "(par pouvoir)" not in page(as_("nobody"), f"/votes/{vote}")

    def test_what_has_ended_stays_readable(
        self, sqlite_database: Database, vote: int, as_: As, moment: Clock
    ) -> None:
        act(
            sqlite_database, "decline", give(sqlite_database, vote, "bob", "La Filature", "L’Établi"), "fanny"
        )
        give(sqlite_database, vote, "bob", "La Filature", "Le Quai 9")
        moment(CLOSES)
        for who in ("bob", "fanny"):
            assert "Décliné" in page(as_(who), "/proxies/")
        assert "Il n’a pas servi" in page(as_("bob"), "/proxies/")

    def test_the_number_of_queries_does_not_grow(
        self, sqlite_database: Database, as_: As, moment: Clock
    ) -> None:
        admit(sqlite_database)
        moment(DURING)
        client, counts = as_("fanny"), []
        for _ in range(3):
            give(sqlite_database, open_vote(sqlite_database), "bob", "La Filature", "L’Établi")
            ran: list[str] = []
            listen = lambda *args, ran=ran: ran.append(args[2])  # noqa: E731
            event.listen(sqlite_database.read_engine, "before_cursor_execute", listen)
            page(client, "/proxies/")
            event.remove(sqlite_database.read_engine, "before_cursor_execute", listen)
            counts.append(len(ran))
        assert len(set(counts)) == 1
