"""Who does what as files: whole, the same bytes for the same data, nothing that the pages hide."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from referencing import Registry, Resource
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import exports, service, words
from governance.db import Database
from governance.members.models import Mandate
from tests import cast
from tests.circles import network

Clients = Callable[[str], FlaskClient]
FILES = ("/roles.csv", "/circles.csv", "/popolo.json")
SCHEMA = "/roles.schema.json"
KINDS = {"organizations": "organization", "posts": "post", "persons": "person", "memberships": "membership"}


@pytest.fixture(autouse=True)
def at_the_time_of_the_tests(moment: Callable[..., None]) -> None:
    moment(network.NOW)


@pytest.fixture
def held(site: Database) -> Database:
    network.entrust(site, "president", "bob", "La Filature", decision=network.DECISION)
    network.entrust(site, "treasurer", "chloe", starts_on=network.DAY + timedelta(days=9))
    return site


@pytest.mark.parametrize("path", [*FILES, SCHEMA])
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


def reads(field: dict[str, Any], cell: str) -> bool:
    """Whether a cell is what a field of a Table Schema allows; an empty one is missing."""
    allowed = field.get("constraints", {})
    if not cell:
        return not allowed.get("required", False)
    kinds: dict[str, Callable[[str], object]] = {
        "string": str,
        "integer": int,
        "date": date.fromisoformat,
        "boolean": {"true": True, "false": False}.__getitem__,
    }
    value = kinds[field["type"]](cell)
    if "minimum" in allowed and int(str(value)) < allowed["minimum"]:
        return False
    return cell in allowed.get("enum", [cell]) and bool(re.fullmatch(allowed.get("pattern", ".*"), cell))


def test_the_schema_describes_every_column(as_: Clients, held: Database) -> None:
    network.entrust(held, "board-places", "fanny", "L’Établi", provisional=True, ends_on=date(2026, 9, 2))

    def give_back(session: Session) -> None:
        first = session.scalars(select(Mandate.id).where(Mandate.how == "rotation")).one()
        service.resign(session, first, why="Il part.", by=cast.person_id(session, "bob"), now=network.SOON)

    held.transact(give_back)
    answer = as_("nobody").get("/roles.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    schema = as_("nobody").get(SCHEMA).json
    assert schema is not None
    fields = {field["name"]: field for field in schema["fields"]}
    assert list(fields) == list(rows[0]) == list(exports.MANDATES)
    assert all(field["title"] and field["description"] for field in fields.values())
    assert len(rows) == 3
    for row in rows:
        assert not [name for name, cell in row.items() if not reads(fields[name], cell)]
    assert {row["end"] for row in rows} == {"", "resigned"}
    assert not reads(fields["how"], "guessed")
    assert not reads(fields["role"], "")


def test_the_schema_knows_every_way_and_every_end(as_: Clients, site: Database) -> None:
    schema = as_("nobody").get(SCHEMA).json
    assert schema is not None
    allowed = {field["name"]: field.get("constraints", {}).get("enum") for field in schema["fields"]}
    assert set(allowed["how"]) == set(words.HOW)
    check = next(each for each in Mandate.__table__.constraints if "end_kind" in str(each.name))
    assert {"", *allowed["end"]} == set(re.findall(r"'(\w*)'", str(check.sqltext)))  # type: ignore[attr-defined]
    assert [each["name"] for each in schema["licenses"]] == ["CC0-1.0"]


def test_the_schema_is_found_from_the_pages(as_: Clients, site: Database) -> None:
    nobody = as_("nobody")
    assert nobody.get(SCHEMA).content_type == "application/json"
    for page in ("/open-data/", "/roles/"):
        assert f'href="{SCHEMA}"' in nobody.get(page).text


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
    assert exports.as_csv(("a",), [(cell,)]) == f"a\r\n'{cell}\r\n"
