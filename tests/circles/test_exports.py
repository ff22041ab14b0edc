"""Who does what as files: whole, the same bytes for the same data, nothing that the pages hide."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest
from flask.testing import FlaskClient
from referencing import Registry, Resource

from governance.circles import exports
from governance.db import Database
from tests.circles import network

Clients = Callable[[str], FlaskClient]
FILES = ("/roles.csv", "/circles.csv", "/popolo.json")
KINDS = {"organizations": "organization", "posts": "post", "persons": "person", "memberships": "membership"}


@pytest.fixture(autouse=True)
def at_the_time_of_the_tests(moment: Callable[..., None]) -> None:
    moment(network.NOW)


@pytest.fixture
def held(site: Database) -> Database:
    network.entrust(site, "president", "bob", "La Filature", decision=network.DECISION)
    network.entrust(site, "treasurer", "chloe", starts_on=network.DAY + timedelta(days=9))
    return site


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("who", ["nobody", "eve", "bob", "chloe", "david", "fanny", "alice"])
def test_everybody_gets_the_same_bytes(as_: Clients, held: Database, path: str, who: str) -> None:
    assert as_(who).get(path).data == as_("nobody").get(path).data


def test_mandates_as_csv(as_: Clients, held: Database) -> None:
    rows = list(csv.DictReader(io.StringIO(as_("nobody").get("/roles.csv").text)))
    assert [row["role_id"] for row in rows] == ["president", "treasurer"]
    first = rows[0]
    assert (first["holder"], first["member"], first["college"]) == (
        "Bob Lefèvre", "La Filature", "Lieux et porteurs de projet",
    )  # fmt: skip
    assert (first["from"], first["to"], first["decision"]) == ("2026-03-02", "2027-03-02", network.DECISION)
    assert as_("nobody").get("/roles.csv").data.count(b"\r\n") == 3


def test_circles_as_csv(as_: Clients, held: Database) -> None:
    rows = list(csv.DictReader(io.StringIO(as_("nobody").get("/circles.csv").text)))
    assert {row["circle_id"]: row["parent_id"] for row in rows} == {
        "network": "", "machines": "network", "users": "machines", "board": "network",
    }  # fmt: skip


def test_members_are_hidden_where_their_list_is(as_: Clients, held: Database) -> None:
    as_("alice").post("/members/publish", data={"public": "no"})
    for path in FILES:
        assert "La Filature" not in as_("alice").get(path).text


def test_popolo_holds_together_and_to_its_schemas(as_: Clients, held: Database, shared_data: Path) -> None:
    document = json.loads(as_("nobody").get("/popolo.json").text)
    known = {each["id"] for kind in document.values() for each in kind}
    for each in document["memberships"]:
        assert {each["person_id"], each["post_id"], each["organization_id"]} <= known
        assert each.get("on_behalf_of_id", each["person_id"]) in known
    for each in document["posts"]:
        assert each["organization_id"] in known
    folder = shared_data / "popolo" / "schemas"
    if not folder.is_dir():
        pytest.skip("the schemas of Popolo are not beside this checkout")
    schemas = {path.stem: json.loads(path.read_text()) for path in folder.glob("*.json")}
    registry: Registry = Registry().with_resources(
        [
            (name, Resource.from_contents(schema, default_specification=jsonschema_3()))
            for stem, schema in schemas.items()
            for name in (schema["id"], f"http://www.popoloproject.com/schemas/{stem}.json#")
        ]
    )
    for kind, stem in KINDS.items():
        validator = jsonschema.Draft3Validator(schemas[stem], registry=registry)
        assert document[kind]
        for each in document[kind]:
            validator.validate(each)


def jsonschema_3():  # type: ignore[no-untyped-def]
    from referencing.jsonschema import DRAFT3

    return DRAFT3


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-2", "@here"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert exports._csv(("a",), [(cell,)]) == f"a\r\n'{cell}\r\n"
