"""A public page is rendered once per version of what it shows."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from governance.db import Database
from governance.members import founding
from governance.web.public import touch


def test_an_unchanged_page_is_answered_304(client: FlaskClient) -> None:
    etag = client.get("/accessibility").headers["ETag"]
    again = client.get("/accessibility", headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.get_data() == b""
    assert again.headers["ETag"] == etag


def test_a_change_of_its_subject_changes_the_page(client: FlaskClient, sqlite_database: Database) -> None:
    etag = client.get("/register/").headers["ETag"]
    sqlite_database.transact(lambda session: touch(session, "members"))
    assert client.get("/register/").headers["ETag"] == etag
    sqlite_database.transact(lambda session: touch(session, "register"))
    assert client.get("/register/").headers["ETag"] != etag


def test_languages_and_addresses_have_pages_of_their_own(client: FlaskClient) -> None:
    tags = {
        client.get(address, headers={"Accept-Language": language}).headers["ETag"]
        for address in ("/register/", "/register/?year=2026")
        for language in ("fr", "en")
    }
    assert len(tags) == 4
    assert "Accept-Language" in client.get("/register/").headers["Vary"]


def test_who_has_signed_in_gets_a_page_of_their_own(as_) -> None:  # type: ignore[no-untyped-def]
    answer = as_("bob").get("/register/")
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Bob Lefèvre" in answer.get_data(as_text=True)


def test_a_refused_act_leaves_the_version_alone(sqlite_database: Database, client: FlaskClient) -> None:
    etag = client.get("/register/").headers["ETag"]

    def refused(session: object) -> None:
        touch(session, "register")  # type: ignore[arg-type]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        sqlite_database.transact(refused)
    assert client.get("/register/").headers["ETag"] == etag


def test_a_page_from_memory_is_the_page_that_was_rendered(client: FlaskClient) -> None:
    first, second = client.get("/register/"), client.get("/register/")
    assert first.get_data() == second.get_data()
    for name in ("ETag", "Content-Type", "Content-Security-Policy", "Cache-Control", "Vary"):
        assert first.headers[name] == second.headers[name]


def test_a_body_shared_by_all_stands_under_the_masthead_of_who_is_looking(as_) -> None:  # type: ignore[no-untyped-def]
    pages = {who: as_(who).get("/register/").get_data(as_text=True) for who in ("nobody", "bob", "chloe")}
    assert "Se connecter" in pages["nobody"]
    assert "Bob Lefèvre" in pages["bob"]
    assert "Chloé Garnier" in pages["chloe"]
    assert "Bob Lefèvre" not in pages["chloe"] + pages["nobody"]
    mains = {page[page.index("<main") :] for page in pages.values()}
    assert len(mains) == 1
    assert not any("masthead " in page and "<!--" in page for page in pages.values())


def test_who_has_just_signed_out_sees_no_page_of_theirs(as_) -> None:  # type: ignore[no-untyped-def]
    client = as_("bob")
    assert "Bob Lefèvre" in client.get("/register/").get_data(as_text=True)
    client.post("/sign-out")
    client.get("/")
    assert "Bob Lefèvre" not in client.get("/register/").get_data(as_text=True)


def test_an_error_is_never_kept_as_a_public_page(client: FlaskClient) -> None:
    for _ in range(2):
        answer = client.get("/register/2026-999")
        assert answer.status_code == 404
        assert "masthead" in answer.get_data(as_text=True)
        assert "ETag" not in answer.headers


def test_a_page_read_while_something_changes_is_not_kept_as_the_changed_one(
    as_: Callable[[str], FlaskClient], sqlite_database: Database
) -> None:
    """The act is committed between the first thing that the page of Bob reads and the last."""
    engine = sqlite_database.read_engine
    done: list[bool] = []

    def act(*given: Any) -> None:
        if "from networks" in given[2] and not done:
            done.append(True)
            sqlite_database.transact(lambda session: founding.show_members(session, public=False))

    bob, nobody = as_("bob"), as_("nobody")
    event.listen(engine, "after_cursor_execute", act)
    assert bob.get("/register/feed.atom").status_code == 200
    assert done
    reads: list[str] = []
    event.listen(engine, "after_cursor_execute", lambda *given: reads.append(given[2]))
    assert nobody.get("/register/feed.atom").status_code == 200
    assert reads, "what was read before the act is not what the public is answered after it"
