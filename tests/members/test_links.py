"""Invitations, forgotten passwords, unsubscribing: links serve whom they were sent to, as long as said."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from governance import clock
from governance.db import Database
from governance.mail.models import Outgoing
from governance.members import tokens
from governance.members.errors import LinkEnded
from governance.members.models import MailedToken, Person
from governance.members.tokens import JOIN, MAILS, RESET
from tests import cast

Clients = Callable[[str], FlaskClient]

GOOD = "quatre mots faciles à retenir"


def mint(database: Database, purpose: str, who: str = "eve", now: datetime | None = None) -> str:
    at = now or clock.now()
    return database.transact(lambda s: tokens.mint(s, purpose, cast.person_id(s, who), at))


def forget_password(database: Database, who: str = "eve") -> None:
    database.transact(
        lambda s: s.query(Person).filter_by(email=cast.email(who)).update({"password_hash": None})
    )


def queued(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        query = select(Outgoing.kind, Person.email).join(Person, Person.id == Outgoing.person_id)
        return [tuple(row) for row in session.execute(query.order_by(Outgoing.id))]


def test_only_a_hash_of_a_link_is_kept(database: Database) -> None:
    token = mint(database, JOIN)
    with database.reading() as session:
        assert session.scalar(select(MailedToken.token_hash)) == tokens.digest(token) != token


@pytest.mark.parametrize("purpose", [JOIN, RESET, MAILS])
def test_a_link_serves_for_its_purpose_until_it_expires(database: Database, purpose: str) -> None:
    token = mint(database, purpose, now=cast.NOW)
    end = cast.NOW + tokens.LIFETIMES[purpose]
    with database.reading() as session:
        eve = cast.person_id(session, "eve")
        assert tokens.owner(session, purpose, token, now=end - timedelta(seconds=1)) == eve
        for wrong, at in ((purpose, end), ("join" if purpose != "join" else "reset", cast.NOW)):
            with pytest.raises(LinkEnded):
                tokens.owner(session, wrong, token, now=at)
        with pytest.raises(LinkEnded):
            tokens.owner(session, purpose, token + "x", now=cast.NOW)


def test_a_link_serves_once_and_ends_the_others_of_its_owner(database: Database) -> None:
    first, second, theirs = (mint(database, RESET, who, cast.NOW) for who in ("eve", "eve", "bob"))
    database.transact(lambda s: tokens.spend(s, RESET, first, now=cast.NOW))
    for spent in (first, second):
        with pytest.raises(LinkEnded):
            database.transact(lambda s, token=spent: tokens.spend(s, RESET, token, now=cast.NOW))  # type: ignore[misc]
    database.transact(lambda s: tokens.spend(s, RESET, theirs, now=cast.NOW))


def test_ended_links_are_forgotten(database: Database) -> None:
    mint(database, RESET, now=cast.NOW)
    database.transact(lambda s: tokens.prune(s, now=cast.NOW + timedelta(days=2)))
    with database.reading() as session:
        assert session.scalar(select(MailedToken.id)) is None


class TestJoining:
    def test_an_invitation_is_accepted(self, client: FlaskClient, sqlite_database: Database) -> None:
        forget_password(sqlite_database)
        token = mint(sqlite_database, JOIN)
        assert "Eve Noël" in client.get(f"/join/{token}").text
        answer = client.post(f"/join/{token}", data={"password": GOOD, "repeat": GOOD})
        assert (answer.status_code, answer.location) == (303, "/")
        assert client.get("/account").status_code == 200
        assert client.get(f"/join/{token}").status_code == 410
        client.post("/sign-out")
        data = {"email": cast.email("eve"), "password": GOOD}
        assert client.post("/sign-in", data=data).status_code == 303

    @pytest.mark.parametrize(
        ("password", "repeat", "field"),
        [
            ("", "", "password"),
            ("x" * 11, "x" * 11, "password"),
            ("onzelettres", "onzelettres", "password"),
            ("é" * 201, "é" * 201, "password"),
            ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa", "password"),
            ("123456789012", "123456789012", "password"),
            ("azertyuiopqs", "azertyuiopqs", "password"),
            (GOOD, "", "repeat"),
            (GOOD, GOOD + " ", "repeat"),
        ],
    )
    def test_a_password_that_cannot_be_kept(
        self, client: FlaskClient, sqlite_database: Database, password: str, repeat: str, field: str
    ) -> None:
        token = mint(sqlite_database, JOIN)
        answer = client.post(f"/join/{token}", data={"password": password, "repeat": repeat})
        assert answer.status_code == 422
        assert f'id="{field}-e"' in answer.text
        assert client.get(f"/join/{token}").status_code == 200

    def test_twelve_letters_are_enough(self, client: FlaskClient, sqlite_database: Database) -> None:
        token = mint(sqlite_database, JOIN)
        data = {"password": "douzelettres", "repeat": "douzelettres"}
        assert client.post(f"/join/{token}", data=data).status_code == 303

    @pytest.mark.parametrize("path", ["/join/x", "/reset/x", "/mails/x", "/join/%F0%9F%98%80"])
    def test_a_link_that_is_none(self, client: FlaskClient, path: str) -> None:
        assert client.get(path).status_code == 410
        assert client.post(path, data={"password": GOOD, "repeat": GOOD}).status_code == 410

    def test_who_is_signed_in_as_somebody_else_becomes_who_was_invited(
        self, as_: Clients, sqlite_database: Database
    ) -> None:
        bob = as_("bob")
        bob.post(f"/join/{mint(sqlite_database, JOIN)}", data={"password": GOOD, "repeat": GOOD})
        assert "Eve Noël" in bob.get("/account").text


class TestForgotten:
    def test_the_same_answer_whoever_asks(self, client: FlaskClient, sqlite_database: Database) -> None:
        forget_password(sqlite_database, "eve")
        pages = []
        for who in ("bob", "eve", "nobody"):
            answer = client.post("/forgotten", data={"email": cast.email(who)})
            assert answer.status_code == 200
            pages.append(answer.text.replace(cast.email(who), "?").replace(f"{who}%40example.org", "?"))
        assert pages[0] == pages[1] == pages[2]
        expected = [("reset", cast.email("bob")), ("invitation", cast.email("eve"))]
        assert queued(sqlite_database) == expected

    def test_a_new_password_signs_every_device_out(
        self, app: Flask, as_: Clients, sqlite_database: Database
    ) -> None:
        bob = as_("bob")
        token = mint(sqlite_database, RESET, "bob")
        other = app.test_client()
        data = {"password": GOOD, "repeat": GOOD}
        assert other.post(f"/reset/{token}", data=data).status_code == 303
        assert bob.get("/account").status_code == 303
        assert other.get("/account").status_code == 200

    def test_an_address_is_not_flooded_and_nobody_learns_it(
        self, client: FlaskClient, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for seconds in (0, 30, 59, 61, 118, 119):
            at = cast.NOW + timedelta(seconds=seconds)
            monkeypatch.setattr(clock, "now", lambda shift=None, at=at: at)
            assert client.post("/forgotten", data={"email": cast.email("bob")}).status_code == 200
        assert len(queued(sqlite_database)) == 2

    def test_a_place_that_asks_for_many_waits(self, client: FlaskClient) -> None:
        for number in range(20):
            data = {"email": f"personne{number}@example.org"}
            assert client.post("/forgotten", data=data).status_code == 200
        assert client.post("/forgotten", data={"email": cast.email("bob")}).status_code == 429

    @pytest.mark.parametrize("email", ["", "bob", "bob@"])
    def test_what_is_no_address(self, client: FlaskClient, email: str) -> None:
        assert client.post("/forgotten", data={"email": email}).status_code == 422


class TestUnsubscribing:
    def mails(self, database: Database) -> str | None:
        with database.reading() as session:
            return session.scalar(select(Person.mails).where(Person.email == cast.email("bob")))

    def test_a_page_asks_first(self, app: Flask, client: FlaskClient, sqlite_database: Database) -> None:
        token = mint(sqlite_database, MAILS, "bob")
        assert client.get(f"/mails/{token}").status_code == 200
        assert self.mails(sqlite_database) == "all"
        assert client.post(f"/mails/{token}").status_code == 200
        assert self.mails(sqlite_database) == "convocations"
        assert client.post(f"/mails/{token}").status_code == 200

    def test_one_click_of_a_mail_program_needs_no_page(
        self, app: Flask, client: FlaskClient, sqlite_database: Database
    ) -> None:
        app.config["WTF_CSRF_ENABLED"] = True
        token = mint(sqlite_database, MAILS, "bob")
        answer = client.post(f"/mails/{token}", data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert self.mails(sqlite_database) == "convocations"


class TestAccount:
    def test_a_changed_password_signs_the_others_out(self, as_: Clients, sqlite_database: Database) -> None:
        bob, other = as_("bob"), as_("bob")
        link = mint(sqlite_database, RESET, "bob")
        data = {"current": cast.PASSWORD, "password": GOOD, "repeat": GOOD}
        assert bob.post("/account/password", data=data).status_code == 303
        assert bob.get("/account").status_code == 200
        assert other.get("/account").status_code == 303
        assert other.get(f"/reset/{link}").status_code == 410
        answer = other.post("/sign-in", data={"email": cast.email("bob"), "password": GOOD})
        assert answer.status_code == 303

    @pytest.mark.parametrize(
        ("field", "value"), [("current", "faux"), ("current", ""), ("password", "court"), ("repeat", "autre")]
    )
    def test_a_password_that_is_not_changed(self, as_: Clients, app: Flask, field: str, value: str) -> None:
        bob = as_("bob")
        data = {"current": cast.PASSWORD, "password": GOOD, "repeat": GOOD, field: value}
        answer = bob.post("/account/password", data=data)
        assert answer.status_code == 422
        assert f'id="{field}-e"' in answer.text
        again = app.test_client().post(
            "/sign-in", data={"email": cast.email("bob"), "password": cast.PASSWORD}
        )
        assert again.status_code == 303

    def test_choices_are_kept(self, as_: Clients) -> None:
        bob = as_("bob")
        data = {"locale": "en", "mails": "convocations", "notices": "daily"}
        assert bob.post("/account/preferences", data=data).status_code == 303
        page = bob.get("/account").text
        assert '<html lang="en">' in page
        assert '<option selected value="convocations">' in page
        assert '<option selected value="daily">' in page
        assert bob.post("/account/preferences", data={**data, "locale": "xx"}).status_code == 422
        assert bob.post("/account/preferences", data={**data, "mails": "none"}).status_code == 422
