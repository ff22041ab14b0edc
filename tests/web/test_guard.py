"""What every request passes and every answer carries."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from governance.web import access
from governance.web.access import AccessTableError, Act


def test_the_application_refuses_to_start_with_a_page_that_has_no_access_rule(app: Flask) -> None:
    app.view_functions["stray"] = lambda: "?"
    app.url_map.add(app.url_rule_class("/stray", endpoint="stray"))
    with pytest.raises(AccessTableError, match="stray"):
        access.table(app)


def test_the_application_refuses_to_start_with_a_rule_that_has_no_page(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "ACTS", (*access.ACTS, Act("ghost", "?", (access.everybody,))))
    with pytest.raises(AccessTableError, match="ghost"):
        access.table(app)


@pytest.mark.parametrize("address", ["/", "/register/", "/sign-in", "/nowhere"])
def test_every_answer_carries_the_security_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_private_page_is_never_stored(as_) -> None:  # type: ignore[no-untyped-def]
    assert as_("bob").get("/account").headers["Cache-Control"] == "no-store"


def test_strict_transport_is_asked_for_behind_tls_only(app: Flask, client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers
    from dataclasses import replace

    app.extensions["tiersvoix.settings"] = replace(
        app.extensions["tiersvoix.settings"], address="https://voix.example"
    )
    assert "Strict-Transport-Security" in client.get("/accessibility").headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
    ],
)
def test_an_act_sent_from_another_site_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post("/sign-in", data={}, headers=headers).status_code == 403


def test_an_act_without_its_token_is_refused_and_says_so(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = app.test_client().post("/sign-in", data={"email": "bob@example.org", "password": "x"})
    assert answer.status_code == 400
    assert "restée ouverte trop longtemps" in answer.get_data(as_text=True)


def test_a_visitor_without_account_gets_no_cookie(client: FlaskClient) -> None:
    for address in ("/", "/register/", "/rules/", "/proposals/", "/accessibility"):
        assert "Set-Cookie" not in client.get(address).headers, address


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", ""]
)
def test_going_back_after_a_choice_never_leaves_the_site(client: FlaskClient, target: str) -> None:
    answer = client.get("/language/en", query_string={"next": target})
    assert answer.headers["Location"] == "/"


def test_a_language_that_we_do_not_speak_is_not_found(client: FlaskClient) -> None:
    assert client.get("/language/de").status_code == 404


def test_the_page_speaks_the_language_asked_for(client: FlaskClient) -> None:
    assert '<html lang="fr">' in client.get("/", headers={"Accept-Language": "fr"}).get_data(as_text=True)
    assert '<html lang="en">' in client.get("/", headers={"Accept-Language": "en"}).get_data(as_text=True)
    client.get("/language/fr")
    assert '<html lang="fr">' in client.get("/", headers={"Accept-Language": "en"}).get_data(as_text=True)


def test_too_large_an_upload_is_refused_in_words(app: Flask) -> None:
    answer = app.test_client().post("/sign-in", data={"email": "x" * 9_000_000})
    assert answer.status_code == 413
    assert "trop volumineux" in answer.get_data(as_text=True)
