"""Signing in and out: as carefully refused as granted."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests import cast

Clients = Callable[[str], FlaskClient]


def sign_in(client: FlaskClient, who: str = "bob", password: str = cast.PASSWORD, **more: str):
    return client.post("/sign-in", data={"email": cast.email(who), "password": password, **more})


def token_of(client: FlaskClient) -> str | None:
    with client.session_transaction() as cookie:
        return cookie.get("_user_id")


def test_the_right_password_signs_in(client: FlaskClient) -> None:
    answer = sign_in(client)
    assert answer.status_code == 303
    assert answer.location == "/"
    assert "Bob Lefèvre" in client.get("/").text


def test_signing_out_ends_the_session_itself(client: FlaskClient, app: Flask) -> None:
    sign_in(client)
    token = token_of(client)
    assert client.post("/sign-out").status_code == 303
    stolen = app.test_client()
    with stolen.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert stolen.get("/account").status_code == 303
