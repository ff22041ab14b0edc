"""The register as data: decisions in JSON, the feed, the entries of the log."""

import hashlib
import json
from dataclasses import replace
from datetime import date

import feedparser
import jsonschema
import pytest
from flask.testing import FlaskClient

from governance.db import Database
from governance.register import log, service
from governance.register.atom import identifier
from governance.register.entries import COMMITTED, Link
from tests import cast
from tests.register.samples import FUND

NUMBERS = ["2026-003", "2026-002", "2026-001", "2025-001"]


@pytest.fixture
def validator(client: FlaskClient) -> jsonschema.Draft202012Validator:
    schema = client.get("/open-data/decision.schema.json").get_json(force=True)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_decision_follows_its_published_schema(
    register: Database, client: FlaskClient, validator: jsonschema.Draft202012Validator, number: str
) -> None:
    answer = client.get(f"/register/{number}.json")
    assert answer.content_type == "application/json"
    document = answer.get_json()
    validator.validate(document)
    assert document["number"] == number
    assert document["$schema"] == "http://localhost/open-data/decision.schema.json"


def test_the_schema_refuses_what_is_not_a_decision(
    register: Database, client: FlaskClient, validator: jsonschema.Draft202012Validator
) -> None:
    document = client.get("/register/2026-001.json").get_json()
    for change in ({"outcome": "approved"}, {"number": "14"}, {"effective_on": "1er mai"}, {"proof": {}}):
        assert not validator.is_valid(document | change)
    assert not validator.is_valid({name: value for name, value in document.items() if name != "result"})


def test_a_decision_as_data_says_what_its_page_says(register: Database, client: FlaskClient) -> None:
    document = client.get("/register/2026-001.json").get_json()
    assert document["title"] == FUND.title
    assert document["text"] == FUND.text
    assert document["result"] == FUND.result
    assert document["effective_on"] == "2026-09-01"
    assert document["licence"] == "CC-BY-SA-4.0"
    assert [(link["kind"], link["number"]) for link in document["later"]] == [("amends", "2026-003")]


def test_the_same_data_give_the_same_bytes(register: Database, client: FlaskClient) -> None:
    path = "/register/2026-001.json"
    first = client.get(path).data
    register.transact(lambda session: service.record(session, FUND, now=cast.NOW))
    assert client.get(path).data == first


def test_a_stranger_checks_a_decision_with_the_two_files(register: Database, client: FlaskClient) -> None:
    document = client.get("/register/2026-003.json").get_json()
    proof = document["proof"]
    entry = client.get(proof["entry_url"].removeprefix("http://localhost")).data
    assert hashlib.sha256(b"\x00" + entry).hexdigest() == proof["leaf_hash"]
    body = json.loads(entry)["body"]
    assert body["number"] == document["number"]
    for name in COMMITTED:
        r = bytes.fromhex(proof["openings"][name])
        found = hashlib.sha256(r + log.canonical(document[name])).hexdigest()
        assert found == body["commitments"][name], name


def test_an_entry_is_served_as_hashed_and_for_ever(register: Database, client: FlaskClient) -> None:
    answer = client.get("/register/log/0.json")
    assert json.loads(answer.data)["type"] == "genesis"
    assert log.canonical(json.loads(answer.data)) == answer.data
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    etag = answer.headers["ETag"]
    assert etag.strip('"') == hashlib.sha256(b"\x00" + answer.data).hexdigest()
    assert client.get("/register/log/0.json", headers={"If-None-Match": etag}).status_code == 304


def test_every_entry_of_the_log_can_be_read(register: Database, client: FlaskClient) -> None:
    found = [client.get(f"/register/log/{seq}.json").status_code for seq in range(6)]
    assert found == [200] * 5 + [404]


def test_the_feed_is_read_by_feed_readers(register: Database, client: FlaskClient) -> None:
    answer = client.get("/register/feed.atom", headers={"Accept-Language": "fr"})
    assert answer.content_type == "application/atom+xml"
    feed = feedparser.parse(answer.data)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.title == "Décisions\u00a0: Réseau d’essai"
    assert [entry.title.split(" ")[0] for entry in feed.entries] == NUMBERS
    entry = feed.entries[2]
    assert entry.link == "http://localhost/register/2026-001"
    assert entry.updated == "2026-03-02T09:00:00Z"
    assert entry.rights == "CC BY-SA 4.0"
    assert "<h3>Article 1</h3>" in entry.content[0].value
    assert {"rel": "license", "href": "https://creativecommons.org/licenses/by-sa/4.0/"}.items() <= {
        key: value for link in entry.links if link.rel == "license" for key, value in link.items()
    }.items()


def test_identifiers_of_the_feed_are_stable_and_distinct(register: Database, client: FlaskClient) -> None:
    def ids() -> dict[str, str]:
        feed = feedparser.parse(client.get("/register/feed.atom").data)
        return {entry.title: entry.id for entry in feed.entries} | {"feed": feed.feed.id}

    before = ids()
    register.transact(lambda session: service.record(session, FUND, now=cast.NOW))
    after = ids()
    assert before.items() <= after.items()
    assert len(set(after.values())) == len(after) == 6
    genesis = client.get("/register/log/0.json").data
    assert after["feed"] == identifier(hashlib.sha256(b"\x00" + genesis).hexdigest())


def test_an_empty_register_has_a_feed(sqlite_database: Database, client: FlaskClient) -> None:
    feed = feedparser.parse(client.get("/register/feed.atom").data)
    assert not feed.bozo
    assert feed.entries == []
    assert feed.feed.updated == "2026-03-02T09:00:00Z"


def test_control_characters_do_not_break_the_feed(sqlite_database: Database, client: FlaskClient) -> None:
    wicked = replace(FUND, title="<b>]]>\x0b\x1f\uffff & fin", summary="\x08")
    sqlite_database.transact(lambda session: service.record(session, wicked, now=cast.NOW))
    feed = feedparser.parse(client.get("/register/feed.atom").data)
    assert not feed.bozo
    assert "fin" in feed.entries[0].title


TRIAL = replace(
    FUND,
    driver="Les lieux en difficulté ferment **sans bruit**.",
    cost="Un dixième des cotisations",
    criteria="- Trois demandes au moins",
    kind="trial",
    until=date(2027, 4, 30),
    unreviewed="ends",
    conflicts=[{"by": "L’Établi", "person": "Fanny Roche", "text": "Nous demanderons.", "on": "2026-03-01"}],
    links=[Link("confirms", "2026-001"), Link("derogates", "2026-003")],
)


def test_a_trial_follows_the_schema_and_opens_its_commitments(
    register: Database, client: FlaskClient, validator: jsonschema.Draft202012Validator
) -> None:
    number = register.transact(lambda session: service.record(session, TRIAL, now=cast.NOW))
    document = client.get(f"/register/{number}.json").get_json()
    validator.validate(document)
    for name in ("driver", "cost", "criteria", "kind", "unreviewed", "conflicts"):
        assert document[name] == getattr(TRIAL, name)
    assert document["until"] == "2027-04-30"
    assert [(link["kind"], link["number"]) for link in document["earlier"]] == [
        ("derogates", "2026-003"),
        ("confirms", "2026-001"),
    ]
    body = json.loads(client.get(f"/register/log/{document['proof']['entry']}.json").data)["body"]
    assert (body["kind"], body["until"], body["unreviewed"]) == ("trial", "2027-04-30", "ends")
    for name in ("driver", "cost", "criteria", "conflicts"):
        r = bytes.fromhex(document["proof"]["openings"][name])
        assert hashlib.sha256(r + log.canonical(document[name])).hexdigest() == body["commitments"][name]
    for change in ({"kind": "whim"}, {"until": "demain"}, {"unreviewed": "perhaps"}, {"conflicts": [{}]}):
        assert not validator.is_valid(document | change)


def test_an_ordinary_decision_says_nothing_of_bounds_in_its_entry(
    register: Database, client: FlaskClient
) -> None:
    body = json.loads(client.get("/register/log/1.json").data)["body"]
    assert not body.keys() & {"kind", "until", "unreviewed"}


@pytest.mark.parametrize(
    ("kind", "earlier", "later"),
    [
        ("derogates", "Dérogation à", "Une dérogation à cette décision existe"),
        ("confirms", "Confirme", "Cette décision est confirmée par"),
        ("ends", "Met fin à", "il y est mis fin par"),
    ],
)
def test_links_are_said_in_plain_words_on_both_pages(
    register: Database, client: FlaskClient, kind: str, earlier: str, later: str
) -> None:
    linked = replace(TRIAL, links=[Link(kind, "2026-001")])
    number = register.transact(lambda session: service.record(session, linked, now=cast.NOW))
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"
    assert earlier in client.get(f"/register/{number}").get_data(as_text=True)
    first = client.get("/register/2026-001").get_data(as_text=True)
    assert later in first
    assert "30 avril 2027" in first


def test_what_is_said_beside_the_text_is_found(register: Database, client: FlaskClient) -> None:
    register.transact(lambda session: service.record(session, TRIAL, now=cast.NOW))
    for word in ("bruit", "dixième", "demandes"):
        assert "2026-004" in client.get(f"/register/?q={word}").get_data(as_text=True)
