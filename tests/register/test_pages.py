"""The register as everybody reads it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from governance.db import Database
from governance.register import service
from tests import cast
from tests.register.samples import FUND, SAW

As = Callable[[str], FlaskClient]
NUMBER = re.compile(r'<p class="ledger__no">([\d-]+)</p>')


def listed(client: FlaskClient, query: str = "") -> list[str]:
    answer = client.get(f"/register/{query}")
    assert answer.status_code == 200
    return NUMBER.findall(answer.get_data(as_text=True))


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


@contextmanager
def counted_queries(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(*arguments: object) -> None:
        if arguments[2] != "BEGIN":
            seen.append(str(arguments[2]))

    event.listen(database.read_engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.read_engine, "before_cursor_execute", note)


@pytest.mark.parametrize("who", ["nobody", "alice", "bob", "chloe", "david", "fanny", "eve"])
@pytest.mark.parametrize(
    "path",
    [
        "/register/",
        "/register/2026-001",
        "/register/2026-001.json",
        "/register/feed.atom",
        "/register/log/0.json",
        "/open-data/",
        "/open-data/decision.schema.json",
    ],
)
def test_everybody_reads_everything(register: Database, as_: As, who: str, path: str) -> None:
    answer = as_(who).get(path)
    assert answer.status_code == 200
    if who == "nobody":
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("who", ["nobody", "alice"])
@pytest.mark.parametrize("path", ["/register/", "/register/2026-001", "/register/log/0.json"])
def test_nobody_writes_in_it(register: Database, as_: As, who: str, path: str) -> None:
    assert as_(who).post(path).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/register/2026-099",
        "/register/2026-1",
        "/register/2026-001-",
        "/register/2026-001.xml",
        "/register/2026",
        "/register/9999-999999.json",
        "/register/%00",
        "/register/2026-001%0A",
        "/register/log/999.json",
        "/register/log/-1.json",
        "/register/log/99999999999999999999999.json",
        "/register/log/a.json",
    ],
)
def test_what_is_not_there_is_404(register: Database, client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_list_shows_the_most_recent_first(register: Database, client: FlaskClient) -> None:
    assert listed(client) == ["2026-003", "2026-002", "2026-001", "2025-001"]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("?year=2025", ["2025-001"]),
        ("?outcome=rejected", ["2026-002"]),
        ("?rule=ordinary", ["2026-003"]),
        ("?college=coops", ["2026-003"]),
        ("?circle=network&year=2026&q=l%E2%80%99entraide", ["2026-001"]),
        ("?q=&year=&circle=&rule=&outcome=&college=", ["2026-003", "2026-002", "2026-001", "2025-001"]),
        ("?unknown=1", ["2026-003", "2026-002", "2026-001", "2025-001"]),
    ],
)
def test_filters_by_address(register: Database, client: FlaskClient, query: str, numbers: list[str]) -> None:
    assert listed(client, query) == numbers


def test_each_active_filter_can_be_removed(register: Database, as_: As) -> None:
    html = page(as_("nobody"), "/register/?q=fonds&year=2026&college=places&outcome=adopted")
    tags = re.findall(r'<a class="tag" href="([^"]+)">([^<]+)<', html)
    assert [words.strip() for _, words in tags] == [
        "«\u00a0fonds\u00a0»",
        "Année 2026",
        "Adoptée",
        "Favorable\u00a0: Lieux et porteurs de projet",
    ]
    assert tags[0][0] == "/register/?year=2026&amp;outcome=adopted&amp;college=places"
    assert tags[3][0] == "/register/?q=fonds&amp;year=2026&amp;outcome=adopted"


def test_what_was_searched_stays_in_the_form(register: Database, client: FlaskClient) -> None:
    html = page(client, "/register/?q=fonds&year=2026&outcome=adopted")
    assert 'name="q" value="fonds"' in html
    assert '<option value="2026" selected>' in html
    assert '<option value="adopted" selected>' in html


def test_an_empty_result_says_so_and_shows_a_way_out(register: Database, as_: As) -> None:
    html = page(as_("nobody"), "/register/?q=introuvable")
    assert "Aucune décision ne répond à cette recherche." in html
    assert 'class="button button--quiet" href="/register/"' in html


def test_an_empty_register_says_so(sqlite_database: Database, as_: As) -> None:
    assert "Aucune décision pour l’instant." in page(as_("nobody"), "/register/")


@pytest.mark.parametrize(
    "query",
    [
        "?year=deux",
        "?year=20266",
        "?year=0026",
        "?year=-2026",
        "?year=%D9%A2%D9%A0%D9%A2%D9%A6",
        "?outcome=approved",
        "?before=2026",
        "?before=",
        "?before=2026-001'--",
        "?circle=" + "c" * 65,
        "?rule=%00",
        "?college=a%0Ab",
    ],
)
def test_an_address_tampered_with_is_answered_clearly(register: Database, as_: As, query: str) -> None:
    answer = as_("nobody").get(f"/register/{query}")
    assert answer.status_code == 400
    assert "Cette recherche est illisible" in answer.get_data(as_text=True)


HOSTILE = (
    "%27 %22%3E%3Cscript%3Ealert(1)%3C/script%3E %25 _ %00%01 %F0%9F%92%A9 %ED%A0%80 %FF "
    "../../etc/passwd {{7*7}} %E2%80%AEfdp"
).split()


@pytest.mark.parametrize("q", [*HOSTILE, "a" * 5000, "a+" * 3000])
def test_a_hostile_search_finds_nothing_and_shows_nothing_raw(
    register: Database, client: FlaskClient, q: str
) -> None:
    answer = client.get(f"/register/?q={q}")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<script>alert" not in html
    assert ">49<" not in html
    assert "\x00" not in html


def test_a_long_search_says_what_was_looked_for(register: Database, as_: As) -> None:
    asked = "+".join(f"mot{n}" for n in range(13))
    assert "Seuls les douze premiers mots" in page(as_("nobody"), f"/register/?q={asked}")
    assert "Seuls les douze" not in page(as_("nobody"), f"/register/?q={asked.rpartition('+')[0]}")


def test_pages_lead_to_older_decisions_and_back(sqlite_database: Database, client: FlaskClient) -> None:
    for _ in range(23):
        sqlite_database.transact(lambda session: service.record(session, FUND, now=cast.NOW))
    first = page(client, "/register/?year=2026")
    assert NUMBER.findall(first) == [f"2026-{rank:03}" for rank in range(23, 3, -1)]
    assert 'href="/register/?year=2026&amp;before=2026-004" rel="next"' in first
    second = page(client, "/register/?year=2026&before=2026-004")
    assert NUMBER.findall(second) == ["2026-003", "2026-002", "2026-001"]
    assert 'rel="next"' not in second
    assert '<a href="/register/?year=2026">' in second


def test_a_decision_says_everything(register: Database, as_: As) -> None:
    html = page(as_("nobody"), "/register/2026-001")
    for words in (
        FUND.title,
        FUND.summary,
        "Adoptée",
        "Le texte adopté",
        "61/100 (61\u202f%) pondéré par collège",
        "<b>3/4</b> pour",
        "12 pour",
        "18 votants sur 20",
        "Un bilan chiffré",
        "Scop Rouages",
        "L’Établi propose un fonds de secours",
        "la trésorerie du réseau",
        "CC BY-SA 4.0",
        "entrée nº\u00a02",
        "http://localhost/register/2026-001",
    ):
        assert words in html, words
    assert 'width="75.00%"' in html
    assert 'x1="33.33%"' in html  # the college's quorum


def test_a_decision_by_consent_shows_objections_and_how_they_were_lifted(register: Database, as_: As) -> None:
    html = page(as_("nobody"), "/register/2026-003")
    assert "Personne ne répond des pannes" in html
    assert "Intégrée" in html
    assert "Intégrée dans la version 2" in html
    assert "Coop Semailles" in html
    assert "Le convoi coûte une demi-journée." in html


def test_an_old_decision_says_what_became_of_it(register: Database, as_: As) -> None:
    html = page(as_("nobody"), "/register/2026-001")
    assert "Cette décision est modifiée par" in html
    assert 'href="/register/2026-003"' in html
    assert 'Modifie <a href="/register/2026-001">' in page(as_("nobody"), "/register/2026-003")
    assert "à ce jour" in page(as_("nobody"), "/register/2026-002")


def test_a_vote_reported_overall_only_shows_no_college(register: Database, as_: As) -> None:
    html = page(as_("nobody"), "/register/2025-001")
    assert "Tous ensemble" in html
    assert "aucun compte par collège" in html
    assert "seal--large" not in html


def test_it_reads_in_english(register: Database, client: FlaskClient) -> None:
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    html = page(client, "/register/2026-001")
    for words in ("The text adopted", "Adopted: 61/100", "How we came to it", "18 voters out of 20"):
        assert words in html


def test_markup_in_titles_and_names_is_shown_as_text(sqlite_database: Database, client: FlaskClient) -> None:
    wicked = '"><script>alert(1)</script><b>{{7*7}}'
    one = replace(
        SAW,
        title=wicked,
        summary=wicked,
        text=wicked + "\n\n[x](javascript:alert(1))",
        circle_name=wicked,
        rule_name=wicked,
        carried_by=wicked,
        rule_words={"fr": [wicked], "en": [wicked]},
        objections=[
            {"by": wicked, "college": wicked, "reason": wicked, "status": "withdrawn",
             "how": {"fr": wicked, "en": wicked}, "on": "2026-04-12"}
        ],
        concerns=[{"by": wicked, "college": "coops", "text": wicked}],
        story=[{"on": "2026-04-12", "what": {"fr": wicked, "en": wicked}}],
    )  # fmt: skip
    sqlite_database.transact(lambda session: service.record(session, one, now=cast.NOW))
    for path in ("/register/", "/register/2026-001", "/register/?q=script"):
        html = page(client, path)
        assert "<script>alert" not in html
        assert "javascript:alert" not in html.replace("[x](javascript:alert(1))", "")
        assert "&lt;script&gt;" in html


def test_an_unchanged_page_is_answered_304_and_a_changed_one_is_not(
    register: Database, client: FlaskClient
) -> None:
    for path in ("/register/", "/register/2026-001", "/register/2026-001.json", "/register/feed.atom"):
        etag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
        register.transact(lambda session: service.record(session, FUND, now=cast.NOW))
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("path", ["/register/", "/register/?q=fonds&college=places", "/register/2026-001"])
def test_the_number_of_queries_does_not_grow(register: Database, client: FlaskClient, path: str) -> None:
    with counted_queries(register) as few:
        page(client, path)
    for _ in range(15):
        register.transact(lambda session: service.record(session, FUND, now=cast.NOW))
    with counted_queries(register) as many:
        page(client, path)
    assert len(few) == len(many) <= 6, many
    with counted_queries(register) as again:
        page(client, path)
    assert len(again) == 0  # the version is read beside, on a connection of its own


@pytest.mark.parametrize("recorded", [{"renewed_as": 2}, {}])
def test_an_objection_raised_again_is_never_shown_as_withdrawn(
    sqlite_database: Database, client: FlaskClient, recorded: dict[str, int]
) -> None:
    """Also in a decision recorded when that was said in words alone; its data stay as they were recorded."""
    said = {
        "fr": "Objection nº 1 (Le Quai 9) : reprise au tour suivant (nº 2)",
        "en": "Objection no. 1 (Le Quai 9): raised again in the next round (no. 2)",
    }
    again = {"by": "Le Quai 9", "college": "places", "reason": "Le bruit", "status": "withdrawn", "how": said}
    back = {"by": "La Filature", "college": "places", "reason": "Le prix", "status": "withdrawn",
            "how": {"fr": "retirée", "en": "withdrawn by its author"}, "on": "2026-03-02"}  # fmt: skip
    told = [again | recorded | {"on": "2026-03-02"}, back]
    decision = replace(SAW, objections=told)
    number = sqlite_database.transact(lambda s: service.record(s, decision, now=cast.NOW))
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    html = client.get(f"/register/{number}").text
    assert (html.count("Raised again</"), html.count("Withdrawn</")) == (1, 1)
    assert client.get(f"/register/{number}.json").json["objections"] == told
