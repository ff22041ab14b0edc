"""The pages of the social code, read by each of the cast and by a stranger."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from governance.db import Database
from governance.rules import service
from tests import cast

As = Callable[[str], FlaskClient]
PEOPLE = ["nobody", "alice", "bob", "chloe", "david", "eve"]
CHANGED = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)  # 1 April, 0:30 in Paris
LONGER = cast.CODE.replace("term_months = 6", "term_months = 9").replace("Décision rapide", "Décision éclair")


@pytest.fixture
def changed(sqlite_database: Database) -> None:
    sqlite_database.transact(lambda s: service.adopt(s, LONGER, by=None, now=CHANGED, decision="2026-014"))


def text_of(page: str) -> str:
    """The words of a page, spaces made plain."""
    words = re.sub(r"<[^>]+>", " ", page)
    return re.sub(r"[\s\u00a0\u202f]+", " ", words)


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_reads_how_the_network_decides(as_: As, who: str) -> None:
    answer = as_(who).get("/rules/")
    assert answer.status_code == 200
    words = text_of(answer.get_data(as_text=True))
    assert "Comment nous décidons" in words
    assert "Lieux et porteurs de projet 2/5" in words
    assert "Acteurs publics 1/5" in words
    assert "Ces parts s’additionnent selon le poids de chaque collège" in words
    assert "Facilitation" in words
    assert "élection sans candidat" in words
    assert "term_months" not in words  # the file is offered, not shown


def test_the_page_speaks_english_too(as_: As) -> None:
    page = as_("nobody").get("/rules/", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert "How we decide" in page
    assert "These shares are added up by the weight of each college" in page
    assert '<html lang="en">' in page


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize(
    ("day", "name"),
    [("2026-03-02", "Décision rapide"), ("2026-03-31", "Décision rapide"), ("2026-04-01", "Décision éclair")],
)
def test_the_rules_of_a_past_day_are_those_of_its_last_hour_in_the_networks_time(
    as_: As, day: str, name: str
) -> None:
    answer = as_("nobody").get(f"/rules/?on={day}")
    assert answer.status_code == 200
    assert name in answer.get_data(as_text=True)
    assert f'value="{day}"' in answer.get_data(as_text=True)


def test_before_the_first_code_the_page_says_that_there_was_none(as_: As) -> None:
    answer = as_("nobody").get("/rules/?on=2020-01-01")
    assert answer.status_code == 404
    page = answer.get_data(as_text=True)
    assert "Aucun code social n’était en vigueur ce jour-là." in page
    assert 'value="2020-01-01"' in page


@pytest.mark.parametrize(
    "typed", ["hier", "2026-02-30", "99999-01-01", '"><script>alert(1)</script>', "20260301x"]
)
def test_what_is_no_date_comes_back_with_an_error_beside_it(as_: As, typed: str) -> None:
    answer = as_("bob").get("/rules/", query_string={"on": typed})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'aria-invalid="true"' in page
    assert "Écrivez la date ainsi" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_the_ends_of_the_calendar_are_answered(as_: As, day: str) -> None:
    assert as_("nobody").get(f"/rules/?on={day}").status_code in (200, 404, 422)


@pytest.mark.usefixtures("changed")
def test_each_version_has_its_page_its_dates_and_its_decision(as_: As) -> None:
    client = as_("nobody")
    first = text_of(client.get("/rules/1").get_data(as_text=True))
    assert "N’est plus en vigueur du 2 mars 2026 au 1er avril 2026" in first
    second = client.get("/rules/2").get_data(as_text=True)
    assert "En vigueur depuis le 1er avril 2026" in text_of(second)
    assert 'href="/register/2026-014"' in second
    assert client.get("/rules/3").status_code == 404
    assert client.get(f"/rules/{10**30}").status_code == 404
    assert client.get("/rules/3.toml").status_code == 404


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize(("number", "text"), [(1, cast.CODE), (2, LONGER)])
def test_the_file_is_given_as_it_was_adopted_with_its_licence(as_: As, number: int, text: str) -> None:
    client = as_("nobody")
    answer = client.get(f"/rules/{number}.toml")
    assert answer.get_data() == text.encode()
    assert answer.content_type == "application/toml; charset=utf-8"
    assert answer.headers["Link"] == '<https://creativecommons.org/licenses/by-sa/4.0/>; rel="license"'
    again = client.get(f"/rules/{number}.toml", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


def test_a_page_not_changed_is_not_sent_again_until_the_code_is(as_: As, sqlite_database: Database) -> None:
    client = as_("nobody")
    etag = client.get("/rules/").headers["ETag"]
    assert client.get("/rules/", headers={"If-None-Match": etag}).status_code == 304
    sqlite_database.transact(lambda s: service.adopt(s, LONGER, by=None, now=CHANGED))
    answer = client.get("/rules/", headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert "Décision éclair" in answer.get_data(as_text=True)


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_reads_who_may_do_what(as_: As, who: str) -> None:
    answer = as_(who).get("/rules/access")
    assert answer.status_code == 200
    words = text_of(answer.get_data(as_text=True))
    assert "Qui peut faire quoi" in words
    assert "Lire le code social" in words


def test_what_a_code_says_is_never_markup(as_: As, sqlite_database: Database) -> None:
    attack = "<script>alert(1)</script>"
    text = cast.CODE.replace("Décision rapide", attack).replace("Préparer et tenir les réunions", attack)
    sqlite_database.transact(lambda s: service.adopt(s, text, by=None, now=CHANGED))
    page = as_("nobody").get("/rules/").get_data(as_text=True)
    assert attack not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_number_of_queries_does_not_grow_with_the_history(as_: As, sqlite_database: Database) -> None:
    client = as_("bob")

    def queries_of_a_page() -> int:
        seen = []
        listen = lambda *args: seen.append(args[2])  # noqa: E731
        event.listen(sqlite_database.read_engine, "before_cursor_execute", listen)
        client.get("/rules/")
        event.remove(sqlite_database.read_engine, "before_cursor_execute", listen)
        return len(seen)

    before = queries_of_a_page()
    for days, months in enumerate((7, 8, 9, 10), 1):
        text = cast.CODE.replace("term_months = 6", f"term_months = {months}")
        at = CHANGED + timedelta(days=days)
        sqlite_database.transact(lambda s, text=text, at=at: service.adopt(s, text, by=None, now=at))
    assert queries_of_a_page() == before
