"""Signing in and out: as carefully refused as granted."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from governance import clock
from governance.db import Database
from governance.members import attempts, passwords, sessions, sign_in
from governance.members.models import Attempts, SignInSession
from governance.members.tokens import digest
from tests import cast

TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')  # it carries the second at which it was made
WRONG = "atelier partagé du mardi"


class Clock:
    """The machine's clock, moved on by hand."""

    def __init__(self) -> None:
        self.at = cast.NOW

    def __call__(self, shift: timedelta = timedelta(0)) -> datetime:
        return self.at + shift

    def on(self, **gap: float) -> None:
        self.at += timedelta(**gap)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    moved = Clock()
    monkeypatch.setattr(clock, "now", moved)
    return moved


def enter(
    client: FlaskClient, who: str = "bob", password: str = cast.PASSWORD, *, place: str = "", **more: str
) -> TestResponse:
    data = {"email": cast.email(who), "password": password, **more}
    overrides = {"REMOTE_ADDR": place} if place else {}
    return client.post("/sign-in", data=data, environ_overrides=overrides)


def token_of(client: FlaskClient) -> str:
    with client.session_transaction() as cookie:
        return cookie["_user_id"]


def with_token(app: Flask, token: str) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_the_right_password_signs_in(client: FlaskClient) -> None:
    answer = enter(client)
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Bob Lefèvre" in client.get("/account").text


@pytest.mark.parametrize("email", ["BOB@example.org", "  bob@Example.ORG "])
def test_an_address_is_read_as_people_write_it(client: FlaskClient, email: str) -> None:
    data = {"email": email, "password": cast.PASSWORD}
    assert client.post("/sign-in", data=data).status_code == 303


@pytest.mark.parametrize(
    ("to", "location"),
    [
        ("/votes/", "/votes/"),
        ("/members/?q=a", "/members/?q=a"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
    ],
)
def test_one_goes_on_where_one_was_going(client: FlaskClient, to: str, location: str) -> None:
    assert enter(client, next=to).location == location


def test_unknown_wrong_and_not_joined_have_the_same_answer(
    client: FlaskClient, sqlite_database: Database
) -> None:
    def not_joined(session):  # type: ignore[no-untyped-def]
        session.execute(select(1))
        session.query(sessions.Person).filter_by(email=cast.email("eve")).update({"password_hash": None})

    sqlite_database.transact(not_joined)
    pages = []
    for who, password in (("bob", WRONG), ("nobody", cast.PASSWORD), ("eve", cast.PASSWORD)):
        answer = enter(client, who, password)
        assert answer.status_code == 422
        pages.append(TOKEN.sub("", answer.text.replace(cast.email(who), "?")))
    assert pages[0] == pages[1] == pages[2]
    assert not is_in(client)


def test_an_unknown_address_costs_as_much_as_a_known_one() -> None:
    """The dummy hash is a real one, of the same parameters."""
    assert not passwords.verify(None, "anything")
    hasher = PasswordHasher()
    with pytest.raises(VerifyMismatchError):
        hasher.verify(passwords._NOBODY, "anything")
    dummy, real = passwords._NOBODY.split("$"), passwords.hash("anything").split("$")
    assert dummy[1:4] == real[1:4]
    assert [len(part) for part in dummy[4:]] == [len(part) for part in real[4:]]


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", ""), ("email", "bob@"), ("email", "bob"), ("password", ""), ("password", "x" * 2000)],
)
def test_what_is_missing_is_said_beside_its_field(client: FlaskClient, field: str, value: str) -> None:
    answer = client.post("/sign-in", data={"email": cast.email("bob"), "password": WRONG, field: value})
    assert answer.status_code == 422
    assert f'id="{field}-e"' in answer.text
    assert "Location" not in answer.headers


class TestSessions:
    """Tokens, their ends, and what the browser keeps."""

    def test_the_database_keeps_only_a_hash(self, client: FlaskClient, sqlite_database: Database) -> None:
        enter(client)
        token = token_of(client)
        assert len(token) == 43
        with sqlite_database.reading() as session:
            kept = session.scalars(select(SignInSession.token_hash)).all()
        assert kept == [digest(token)]

    def test_a_new_token_at_each_sign_in_ends_the_former(self, app: Flask, client: FlaskClient) -> None:
        enter(client)
        former = token_of(client)
        enter(client, "chloe")
        assert token_of(client) != former
        assert not is_in(with_token(app, former))
        assert is_in(client)

    def test_a_token_planted_before_signing_in_is_worth_nothing(
        self, app: Flask, client: FlaskClient
    ) -> None:
        planted = with_token(app, "a" * 43)
        with planted.session_transaction() as cookie:
            cookie["planted"] = "yes"
        enter(planted)
        assert token_of(planted) != "a" * 43
        with planted.session_transaction() as cookie:
            assert "planted" not in cookie
        assert not is_in(with_token(app, "a" * 43))

    def test_signing_out_ends_the_session_itself(self, app: Flask, client: FlaskClient) -> None:
        enter(client)
        token = token_of(client)
        assert client.post("/sign-out").status_code == 303
        assert not is_in(client)
        assert not is_in(with_token(app, token))

    def test_signing_out_by_a_link_is_refused(self, client: FlaskClient) -> None:
        enter(client)
        assert client.get("/sign-out").status_code == 405
        assert is_in(client)

    def test_staying_signed_in_is_a_choice(self, client: FlaskClient) -> None:
        assert "Expires" not in enter(client).headers["Set-Cookie"]
        client.post("/sign-out")
        assert "Expires" in enter(client, remember="y").headers["Set-Cookie"]

    def test_a_session_unused_for_too_long_ends(self, client: FlaskClient, time: Clock) -> None:
        enter(client)
        time.on(hours=71, minutes=59)
        assert is_in(client)
        time.on(hours=72)
        assert not is_in(client)

    def test_use_keeps_a_session_alive_and_is_written_once_an_hour_at_most(
        self, client: FlaskClient, time: Clock, sqlite_database: Database
    ) -> None:
        def seen_at() -> datetime:
            with sqlite_database.reading() as session:
                return session.scalars(select(SignInSession.seen_at)).one()

        enter(client)
        start = seen_at()
        time.on(minutes=59)
        client.get("/account")
        assert seen_at() == start
        time.on(minutes=2)
        client.get("/account")
        assert seen_at() == start + timedelta(minutes=61)
        time.on(minutes=59)
        client.post("/account/preferences", data={"locale": "", "mails": "all"})
        assert seen_at() == start + timedelta(minutes=61)

    def test_a_session_ends_in_any_case(self, client: FlaskClient, time: Clock) -> None:
        enter(client)
        for _ in range(29):
            time.on(days=1)
            client.post("/account/preferences", data={"locale": "", "mails": "all"})
        assert is_in(client)
        time.on(days=1)
        assert not is_in(client)

    def test_one_device_is_signed_out_from_another(self, app: Flask, client: FlaskClient) -> None:
        enter(client)
        other = app.test_client()
        enter(other)
        number = _number(client, other)
        stranger = app.test_client()
        enter(stranger, "chloe")
        stranger.post(f"/account/sessions/{number}/revoke")
        assert is_in(other)
        assert client.post(f"/account/sessions/{number}/revoke").status_code == 303
        assert not is_in(other)
        assert is_in(client)

    def test_all_devices_are_signed_out_at_once(self, app: Flask, client: FlaskClient) -> None:
        enter(client)
        other, stranger = app.test_client(), app.test_client()
        enter(other)
        enter(stranger, "chloe")
        assert client.post("/account/sessions/revoke").status_code == 303
        assert not is_in(client)
        assert not is_in(other)
        assert is_in(stranger)

    @pytest.mark.parametrize("token", ["", "x", "é" * 10, "\ud800"])
    def test_a_token_that_is_none(self, app: Flask, token: str) -> None:
        assert not is_in(with_token(app, token))

    def test_a_mandate_and_a_voice_last_as_long_as_their_dates(self, app: Flask, time: Clock) -> None:
        client = app.test_client()
        enter(client, "fanny")
        page = client.get("/account").text
        assert "L’Établi" in page
        assert "Scop Rouages" in page

    def test_ended_sessions_are_forgotten_after_a_week(self, database: Database) -> None:
        def start(session):  # type: ignore[no-untyped-def]
            return sessions.start(
                session,
                person_id=cast.person_id(session, "bob"),
                browser="",
                now=cast.NOW,
                idle=timedelta(days=1),
                absolute=timedelta(days=1),
            )

        database.transact(start)
        for gap, number in ((timedelta(days=8), 1), (timedelta(days=8, seconds=1), 0)):
            database.transact(lambda s, at=cast.NOW + gap: sessions.prune(s, now=at))  # type: ignore[misc]
            with database.reading() as session:
                assert session.scalar(select(func.count()).select_from(SignInSession)) == number


def _number(here: FlaskClient, other: FlaskClient) -> int:
    with here.application.extensions["tiersvoix.database"].reading() as session:
        return session.scalars(
            select(SignInSession.id).where(SignInSession.token_hash == digest(token_of(other)))
        ).one()


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8", ""),
        ("<script>", ""),
    ],
)
def test_a_browser_is_named_so_that_its_owner_knows_it(agent: str, name: str) -> None:
    assert sessions.browser_name(agent) == name


class TestGuessing:
    """Guessing is slowed; the owner always gets in."""

    def test_five_failures_from_one_place_then_a_growing_wait(self, client: FlaskClient, time: Clock) -> None:
        for _ in range(5):
            assert enter(client, password=WRONG).status_code == 422
        assert enter(client).status_code == 429
        time.on(minutes=1)
        assert enter(client, password=WRONG).status_code == 422
        time.on(minutes=1)
        assert enter(client).status_code == 429
        time.on(minutes=1)
        assert enter(client).status_code == 303

    def test_the_wait_is_said_and_never_exceeds_an_hour(self, client: FlaskClient, time: Clock) -> None:
        for _ in range(20):
            enter(client, password=WRONG)
            time.on(hours=1)
        enter(client, password=WRONG)
        assert "60" in enter(client).text
        time.on(hours=1)
        assert enter(client).status_code == 303

    def test_the_owner_gets_in_while_the_account_is_attacked_from_everywhere(
        self, client: FlaskClient, time: Clock
    ) -> None:
        for number in range(60):
            assert enter(client, password=WRONG, place=f"198.51.100.{number}").status_code == 422
        assert enter(client, password=WRONG, place="198.51.100.1").status_code == 429
        assert enter(client, place="203.0.113.9").status_code == 303

    def test_the_owner_may_err_at_home_while_attacked(self, client: FlaskClient, time: Clock) -> None:
        enter(client, place="203.0.113.9")
        for number in range(30):
            enter(client, password=WRONG, place=f"198.51.100.{number}")
        for _ in range(4):
            assert enter(client, password=WRONG, place="203.0.113.9").status_code == 422
        assert enter(client, place="203.0.113.9").status_code == 303

    def test_a_place_that_tries_many_accounts_waits(self, client: FlaskClient, time: Clock) -> None:
        enter(client, "chloe")
        for number in range(30):
            assert enter(client, f"person{number}", WRONG).status_code == 422
        assert enter(client, "bob").status_code == 429
        assert enter(client, "chloe").status_code == 303
        assert enter(client, "bob", place="203.0.113.9").status_code == 303

    def test_a_household_of_ipv6_is_one_place(self, client: FlaskClient, time: Clock) -> None:
        for number in range(5):
            enter(client, password=WRONG, place=f"2001:db8::{number}")
        assert enter(client, place="2001:db8::ff").status_code == 429
        assert enter(client, place="2001:db8:0:1::ff").status_code == 303

    def test_unknown_addresses_are_slowed_alike(self, client: FlaskClient, time: Clock) -> None:
        for _ in range(5):
            enter(client, "nobody", WRONG)
        assert enter(client, "nobody", WRONG).status_code == 429

    def test_failures_are_forgotten(self, client: FlaskClient, time: Clock) -> None:
        for _ in range(5):
            enter(client, password=WRONG)
        time.on(hours=12)
        for _ in range(5):
            assert enter(client, password=WRONG).status_code == 422

    def test_no_address_is_kept_in_clear(self, client: FlaskClient, sqlite_database: Database) -> None:
        enter(client, password=WRONG)
        with sqlite_database.reading() as session:
            for key in session.scalars(select(Attempts.key)):
                assert "bob" not in key
                assert "127.0.0.1" not in key

    def test_simultaneous_guesses_are_all_counted(self, database: Database) -> None:
        """An attempt is counted before it is verified: the sixth is refused although none has failed yet."""

        def begin(session):  # type: ignore[no-untyped-def]
            attempts.begin(session, account="a", address="b", now=cast.NOW)

        for _ in range(5):
            database.transact(begin)
        with pytest.raises(sign_in.TooMany):
            database.transact(begin)

    def test_counts_are_pruned(self, database: Database) -> None:
        def work(session):  # type: ignore[no-untyped-def]
            attempts.begin(session, account="a", address="b", now=cast.NOW)
            attempts.succeeded(session, account="a", address="b", now=cast.NOW)

        database.transact(work)
        for after, left in ((attempts.FORGOTTEN_AFTER * 2, 1), (attempts.KNOWN_FOR * 2, 0)):
            database.transact(lambda s, a=after: attempts.prune(s, now=cast.NOW + a))  # type: ignore[misc]
            with database.reading() as session:
                assert session.scalar(select(func.count()).select_from(Attempts)) == left


def test_every_place_has_a_name(app: Flask) -> None:
    places: dict[str, str] = {}
    for address in ("203.0.113.9", "::ffff:203.0.113.9", "2001:db8::1", "unix:"):
        with app.test_request_context(environ_overrides={"REMOTE_ADDR": address}):
            places[address] = sign_in.place()
    assert places["203.0.113.9"] == places["::ffff:203.0.113.9"] == "203.0.113.9"
    assert places["unix:"] == "unix:"
