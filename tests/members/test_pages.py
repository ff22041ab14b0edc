"""The pages of members, as each of the cast meets them."""

import io
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select, text

from governance.db import Database
from governance.mail.models import Outgoing
from governance.members.models import Mandate, Member, Person, Representation

Clients = Callable[[str], FlaskClient]

EVERYBODY = ("nobody", "eve", "bob", "chloe", "david", "fanny", "alice")
SIGNED_IN = EVERYBODY[1:]

OPEN = ("/members/", "/members/1", "/circles/", "/sign-in", "/forgotten")
FOR_SIGNED_IN = ("/account", "/members/offices")
FOR_STEWARDS = (
    "/members/new",
    "/members/1/edit",
    "/members/1/college",
    "/members/1/leave",
    "/members/1/representatives/new",
    "/members/1/representatives/1/end",
    "/members/1/people/2",
    "/members/offices/new",
    "/members/offices/1/end",
    "/members/import",
)
ACTS_OF_STEWARDS = (*FOR_STEWARDS, "/members/1/people/2/invite", "/members/import/apply")
ACTS_OF_SIGNED_IN = (
    "/sign-out",
    "/account/password",
    "/account/preferences",
    "/account/sessions/1/revoke",
    "/account/sessions/revoke",
)


@pytest.fixture
def alice(as_: Clients) -> FlaskClient:
    return as_("alice")


def read(database: Database, query: object) -> object:
    with database.reading() as session:
        return session.scalar(query)  # type: ignore[call-overload]


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_may_read_what(as_: Clients, who: str) -> None:
    client = as_(who)
    for path in OPEN:
        expected = 303 if path == "/sign-in" and who != "nobody" else 200
        assert client.get(path).status_code == expected, path
    for path in FOR_SIGNED_IN:
        assert client.get(path).status_code == (303 if who == "nobody" else 200), path
    for path in FOR_STEWARDS:
        expected = {"nobody": 303, "alice": 200}.get(who, 403)
        assert client.get(path).status_code == expected, path


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who != "alice"])
def test_who_may_not_act(as_: Clients, sqlite_database: Database, who: str) -> None:
    client = as_(who)
    for path in ACTS_OF_STEWARDS:
        assert client.post(path, data={}).status_code == (401 if who == "nobody" else 403), path
    assert read(sqlite_database, select(func.count()).select_from(Outgoing)) == 0


def test_acts_of_an_account_need_a_session(as_: Clients) -> None:
    for path in ACTS_OF_SIGNED_IN:
        assert as_("nobody").post(path).status_code == 401, path


@pytest.mark.parametrize("path", ACTS_OF_STEWARDS)
def test_a_form_without_its_token_is_refused(app: Flask, alice: FlaskClient, path: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert alice.post(path, data={}).status_code == 400


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/members/new", "/forgotten"])
def test_a_form_of_another_site_is_refused(alice: FlaskClient, path: str) -> None:
    assert alice.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert alice.post(path, headers={"Origin": "https://evil.example"}).status_code == 403


def test_the_public_sees_organisations_only_if_the_network_says_so(
    app: Flask, sqlite_database: Database, as_: Clients
) -> None:
    sqlite_database.transact(
        lambda s: s.execute(text("update members set kind = 'individual' where name = 'Le Quai 9'"))
    )
    nobody, bob = as_("nobody"), as_("bob")
    assert "La Filature" in nobody.get("/members/").text
    assert "Le Quai 9" not in nobody.get("/members/").text
    assert nobody.get("/members/3").status_code == 404
    assert "Le Quai 9" in bob.get("/members/").text
    assert "Bob Lefèvre" not in nobody.get("/members/1").text
    assert "Bob Lefèvre" in bob.get("/members/1").text
    assert "bob@example.org" not in bob.get("/members/1").text
    assert as_("alice").post("/members/publish", data={"public": "no"}).status_code == 303
    assert nobody.get("/members/").location == "/sign-in?next=/members/"
    assert nobody.get("/members/1").status_code == 303
    assert bob.get("/members/").status_code == 200
    as_("alice").post("/members/publish", data={"public": "yes"})
    assert nobody.get("/members/").status_code == 200


@pytest.mark.parametrize("who", ["bob", "chloe", "david", "fanny", "eve"])
def test_stewards_alone_decide_what_the_public_sees_of_members(as_: Clients, who: str) -> None:
    assert as_(who).post("/members/publish", data={"public": "no"}).status_code == 403
    assert as_("nobody").get("/members/").status_code == 200


def test_the_list_is_searched_without_accents(as_: Clients) -> None:
    page = as_("eve").get("/members/?q=L'ETABLI").text
    assert "L’Établi" in page
    assert "La Filature" not in page
    page = as_("bob").get("/members/?college=coops").text
    assert "Scop Rouages" in page
    assert "L’Établi" not in page


@pytest.mark.parametrize(
    "query",
    ["after=x", "after=1.", "after=99999999999.1", "after=-1.1", "q=" + "a" * 5000, "college=%00", "q=%"],
)
def test_odd_questions_have_an_answer(as_: Clients, query: str) -> None:
    assert as_("nobody").get(f"/members/?{query}").status_code == 200


def test_paging_shows_every_member_once(sqlite_database: Database, alice: FlaskClient) -> None:
    lines = "".join(f"Lieu {n:03};L\n" for n in range(120)) + "".join(f"Coop {n};C\n" for n in range(7))
    bring(alice, "nom;college\n" + lines)
    seen: list[str] = []
    path: str | None = "/members/"
    while path:
        page = alice.get(path).text
        seen += re.findall(r'href="/members/(\d+)"', page)
        found = re.search(r'href="([^"]*)" rel="next"', page)
        path = found[1].replace("&amp;", "&") if found else None
    assert len(seen) == len(set(seen)) == 133


def bring(client: FlaskClient, content: str, **choices: str) -> None:
    page = client.post("/members/import", data={"file": (io.BytesIO(content.encode()), "liste.csv")}).text
    assert client.post("/members/import/apply", data={**hidden(page), **choices}).status_code == 303


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(content|shown)" value="([^"]*)">', page))


class TestStewards:
    """What Alice does, and what she is refused."""

    def test_admitting_a_member_then_naming_its_representative(
        self, alice: FlaskClient, sqlite_database: Database
    ) -> None:
        data = {"name": "Le Hangar", "kind": "organisation", "college": "places", "joined_on": "2026-01-01"}
        answer = alice.post("/members/new", data=data)
        assert (answer.status_code, answer.location) == (303, "/members/7/representatives/new")
        data = {
            "name": "Zoé Noël",
            "email": "ZOE@example.org",
            "starts_on": "2026-01-01",
            "ends_on": "",
            "invitation": "y",
        }
        assert alice.post(answer.location, data=data).location == "/members/7"
        page = alice.get("/members/7").text
        assert "Zoé Noël" in page
        assert "zoe@example.org" in page
        assert read(sqlite_database, select(Outgoing.kind)) == "invitation"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", ""),
            ("name", "  "),
            ("name", "x" * 201),
            ("name", "la filature"),
            ("college", ""),
            ("college", "habitants"),
            ("kind", "fabrique"),
            ("joined_on", ""),
            ("joined_on", "31/12/2025"),
        ],
    )
    def test_a_member_that_cannot_be_admitted(
        self, alice: FlaskClient, sqlite_database: Database, field: str, value: str
    ) -> None:
        data = {
            "name": "Le Hangar & fils",
            "kind": "organisation",
            "college": "places",
            "place": "Évry",
            "joined_on": "2026-01-01",
        }
        answer = alice.post("/members/new", data={**data, field: value})
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
        assert 'value="Évry"' in answer.text
        assert read(sqlite_database, select(func.count()).select_from(Member)) == 6

    def test_correcting(self, alice: FlaskClient) -> None:
        assert 'value="La Filature"' in alice.get("/members/1/edit").text
        data = {"name": "La Grande Filature", "kind": "organisation", "place": "Évry"}
        assert alice.post("/members/1/edit", data=data).status_code == 303
        assert "La Grande Filature" in alice.get("/members/1").text
        assert alice.post("/members/1/edit", data={**data, "name": "L'Etabli"}).status_code == 422

    def test_changing_college_and_leaving(self, alice: FlaskClient) -> None:
        data = {"college": "coops", "ends_on": "2026-01-01"}
        assert alice.post("/members/1/college", data=data).status_code == 303
        assert alice.post("/members/1/college", data=data).status_code == 422
        assert alice.post("/members/1/college", data={**data, "ends_on": "2020-01-01"}).status_code == 422
        assert alice.post("/members/1/leave", data={"ends_on": "2026-01-01"}).status_code == 422
        assert alice.post("/members/1/leave", data={"ends_on": "2026-01-02"}).status_code == 303
        assert alice.post("/members/1/leave", data={"ends_on": "2026-01-03"}).status_code == 409
        assert "La Filature" not in alice.get("/members/").text
        assert "La Filature" in alice.get("/members/?show=former").text

    def test_a_representation_ends(self, alice: FlaskClient, as_: Clients) -> None:
        bob = as_("bob")
        assert 'Bob Lefèvre<br><span class="muted">La Filature' in bob.get("/account").text
        data = {"ends_on": "2026-01-01"}
        assert alice.post("/members/2/representatives/1/end", data=data).status_code == 404
        assert alice.post("/members/1/representatives/1/end", data=data).status_code == 303
        assert 'Bob Lefèvre<br><span class="muted">La Filature' not in bob.get("/account").text

    def test_somebody_already_known_keeps_their_account(
        self, alice: FlaskClient, sqlite_database: Database
    ) -> None:
        data = {"name": "B. Lefèvre", "email": "Bob@Example.org", "starts_on": "2026-01-01"}
        assert alice.post("/members/3/representatives/new", data=data).status_code == 303
        assert read(sqlite_database, select(func.count()).select_from(Person)) == 6
        assert alice.post("/members/3/representatives/new", data=data).status_code == 422
        data = {**data, "starts_on": "2020-01-01", "email": "autre@example.org"}
        assert alice.post("/members/3/representatives/new", data=data).status_code == 422

    def test_who_has_joined_is_not_invited_again(self, alice: FlaskClient) -> None:
        assert alice.post("/members/1/people/2/invite").status_code == 409

    def test_correcting_a_person(self, alice: FlaskClient, sqlite_database: Database) -> None:
        data = {"name": "Bob Lefebvre", "email": "bob@example.net"}
        assert alice.post("/members/1/people/2", data=data).status_code == 303
        assert read(sqlite_database, select(Person.email).where(Person.id == 2)) == "bob@example.net"
        assert alice.post("/members/1/people/2", data={**data, "email": "eve@example.org"}).status_code == 422
        assert alice.post("/members/1/people/2", data={**data, "email": "bob@"}).status_code == 422
        assert alice.get("/members/1/people/99").status_code == 404

    def test_entrusting_and_ending_an_office(
        self, alice: FlaskClient, as_: Clients, sqlite_database: Database
    ) -> None:
        today = date.today().isoformat()  # noqa: DTZ011
        data = {"person": "2", "office": "steward", "starts_on": today, "ends_on": "2099-01-01"}
        assert alice.post("/members/offices/new", data={**data, "person": "99"}).status_code == 422
        assert alice.post("/members/offices/new", data={**data, "ends_on": today}).status_code == 422
        assert alice.post("/members/offices/1/end", data={"ends_on": today}).status_code == 409
        assert alice.post("/members/offices/new", data=data).status_code == 303
        assert alice.post("/members/offices/new", data=data).status_code == 422
        assert as_("bob").get("/members/new").status_code == 200
        assert "Bob Lefèvre" in as_("eve").get("/members/offices").text
        number = read(sqlite_database, select(Mandate.id).where(Mandate.person_id == 2))
        assert alice.post(f"/members/offices/{number}/end", data={"ends_on": today}).status_code == 303
        assert as_("bob").get("/members/new").status_code == 403

    @pytest.mark.parametrize("path", ["/members/99/edit", "/members/99", "/members/99/leave"])
    def test_a_member_that_is_none(self, alice: FlaskClient, path: str) -> None:
        assert alice.get(path).status_code == 404


class TestLists:
    """Importing through the pages."""

    def test_a_list_of_eighty_lines(
        self, alice: FlaskClient, sqlite_database: Database, eighty_lines: bytes
    ) -> None:
        page = alice.post("/members/import", data={"file": (io.BytesIO(eighty_lines), "membres.csv")}).text
        assert "Atelier n° 60 – « L’Œuvre »" in page
        assert read(sqlite_database, select(func.count()).select_from(Member)) == 6
        answer = alice.post("/members/import/apply", data=hidden(page))
        assert answer.status_code == 422
        assert read(sqlite_database, select(func.count()).select_from(Member)) == 6
        answer = alice.post(
            "/members/import/apply", data={**hidden(page), "leave_out": "y", "invitations": "y"}
        )
        assert answer.status_code == 303
        assert read(sqlite_database, select(func.count()).select_from(Member)) == 84
        assert read(sqlite_database, select(func.count()).select_from(Outgoing)) == 78
        page = alice.post("/members/import", data={"file": (io.BytesIO(eighty_lines), "membres.csv")}).text
        assert 'name="content"' not in page

    def test_what_changed_meanwhile_is_shown_again(self, alice: FlaskClient) -> None:
        content = b"nom;college\nLe Hangar;L\n"
        page = alice.post("/members/import", data={"file": (io.BytesIO(content), "x.csv")}).text
        bring(alice, "nom;college\nLe Hangar;C\n")
        answer = alice.post("/members/import/apply", data=hidden(page))
        assert answer.status_code == 409
        assert alice.post("/members/import/apply", data=hidden(answer.text)).status_code == 303

    def test_a_content_that_was_tampered_with_is_shown_first(
        self, alice: FlaskClient, sqlite_database: Database
    ) -> None:
        content = b"nom;college\nLe Hangar;L\n"
        page = alice.post("/members/import", data={"file": (io.BytesIO(content), "x.csv")}).text
        other = urlsafe_b64encode(b"nom;college\nLe Hangar;C\n").decode()
        answer = alice.post("/members/import/apply", data={**hidden(page), "content": other})
        assert answer.status_code == 409
        assert read(sqlite_database, select(func.count()).select_from(Member)) == 6

    @pytest.mark.parametrize("content", ["é", "A", "UEsDBA==", ""])
    def test_a_content_that_is_none(self, alice: FlaskClient, content: str) -> None:
        assert alice.post("/members/import/apply", data={"content": content}).status_code == 400

    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"a;b\n1;2\n", b"Nom\n" + b"x" * 500_000])
    def test_a_file_that_is_no_list(self, alice: FlaskClient, data: bytes) -> None:
        answer = alice.post("/members/import", data={"file": (io.BytesIO(data), "x.csv")})
        assert answer.status_code == 422
        assert 'id="file-e"' in answer.text

    def test_no_file(self, alice: FlaskClient) -> None:
        assert alice.post("/members/import", data={}).status_code == 422

    def test_names_are_shown_as_text(self, alice: FlaskClient) -> None:
        attack = "<script>alert(1)</script>"
        content = 'nom;college;représentant;courriel;ville;"<b>x"\n'
        content += f"{attack};L;=cmd|'/C'!A0;z@example.org;{attack}\n"
        page = alice.post("/members/import", data={"file": (io.BytesIO(content.encode()), "x.csv")}).text
        assert attack not in page
        assert "&lt;script&gt;" in page
        bring(alice, content)
        for path in ("/members/", "/members/7", "/members/7/edit", "/members/7/representatives/new"):
            assert attack not in alice.get(path).text
        assert "=cmd|&#39;/C&#39;!A0" in alice.get("/members/7").text


@pytest.fixture
def count_queries(sqlite_database: Database) -> Callable[[Callable[[], object]], int]:
    def count(work: Callable[[], object]) -> int:
        seen: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
            seen.append(statement)

        event.listen(sqlite_database.read_engine, "before_cursor_execute", note)
        work()
        event.remove(sqlite_database.read_engine, "before_cursor_execute", note)
        return len(seen)

    return count


@pytest.mark.parametrize(
    ("path", "most"),
    [("/members/", 8), ("/members/1", 8), ("/circles/", 17), ("/account", 8), ("/members/offices", 7)],
)
def test_the_number_of_queries_is_constant(
    alice: FlaskClient, count_queries: Callable[[Callable[[], object]], int], path: str, most: int
) -> None:
    before = count_queries(lambda: alice.get(path))
    bring(
        alice, "nom;college;représentant;courriel\n" + "".join(f"L{n};L;P{n};p{n}@x.org\n" for n in range(40))
    )
    for number in range(3):
        data = {"name": f"R{number}", "email": f"r{number}@x.org", "starts_on": "2026-01-01"}
        alice.post("/members/1/representatives/new", data=data)
    assert count_queries(lambda: alice.get(path)) == before <= most


def test_public_pages_are_answered_from_their_etag(as_: Clients) -> None:
    for path in ("/members/", "/members/1", "/circles/"):
        answer = as_("nobody").get(path)
        assert as_("nobody").get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code in (
            200,
            304,
        )
        assert "Set-Cookie" not in answer.headers


def test_private_pages_are_not_stored(alice: FlaskClient) -> None:
    for path in ("/account", "/members/", "/members/1", "/members/import"):
        assert alice.get(path).headers["Cache-Control"] == "no-store"


def test_the_circles_say_who_sits_there(as_: Clients, sqlite_database: Database) -> None:
    page = as_("nobody").get("/circles/").text
    assert "L’association entière" in page
    assert "Coopératives et entreprises" in page
    assert read(sqlite_database, select(func.count()).select_from(Representation)) == 5
