"""The pages of circles and roles, as each of the cast meets them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from governance.db import Database
from governance.members.models import Mandate
from governance.members.models_roles import MandateEvent, Role
from tests import cast
from tests.circles import network

Clients = Callable[[str], FlaskClient]
EVERYBODY = ("nobody", "eve", "bob", "chloe", "david", "fanny", "alice")
OPEN = (
    "/circles/",
    "/circles/board",
    "/circles/network",
    "/roles/",
    "/roles/president",
    "/roles/?on=2025-01-01",
)
FOR_OFFICES = (
    "/roles/new", "/roles/president/change", "/roles/president/end", "/roles/president/entrust",
    "/mandates/{n}/revoke", "/mandates/{n}/extend", "/mandates/{n}/warning",
    "/mandates/{n}/notice", "/mandates/{n}/hearing",
)  # fmt: skip
EMPTY = {"seat": "", "decision": "", "derogation": ""}  # what a browser sends of a form left as it is
FOR_SIGNED_IN = ("/mandates/{n}/resign", "/mandates/{n}/deputy")


@pytest.fixture(autouse=True)
def at_the_time_of_the_tests(moment: Callable[..., None]) -> None:
    moment(network.NOW)


@pytest.fixture
def held(site: Database) -> int:
    return network.entrust(site, "president", "bob", "La Filature")


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_may_read_and_do_what(as_: Clients, site: Database, held: int, who: str) -> None:
    client = as_(who)
    for path in OPEN:
        assert client.get(path).status_code == 200, path
    for path in FOR_SIGNED_IN:
        assert client.get(path.format(n=held)).status_code == (303 if who == "nobody" else 200), path
    for path in FOR_OFFICES:
        expected = {"nobody": 303, "alice": 200}.get(who, 403)
        assert client.get(path.format(n=held)).status_code == expected, path
        refused = {"nobody": 401, "alice": 422}.get(who, 403)
        assert client.post(path.format(n=held), data={}).status_code == refused, path


@pytest.mark.parametrize("path", ["/circles/nowhere", "/roles/nothing", "/mandates/99/resign"])
def test_what_is_not_there(as_: Clients, site: Database, path: str) -> None:
    assert as_("alice").get(path).status_code == 404


@pytest.mark.parametrize("path", ["/circles/", "/circles/board", "/roles/", "/roles/president"])
def test_a_day_that_is_none_is_said(as_: Clients, site: Database, path: str) -> None:
    answer = as_("nobody").get(f"{path}?on=demain")
    assert answer.status_code == 422
    assert "2026-01-31" in answer.text


def test_a_page_says_who_holds_a_role_until_when(as_: Clients, site: Database, held: int) -> None:
    for path in ("/roles/", "/roles/president", "/circles/network"):
        page = as_("nobody").get(path).text
        assert "Bob Lefèvre" in page, path
        assert "2 mars 2027" in page, path
    before = as_("nobody").get("/roles/?on=2026-03-01").text
    assert "Bob Lefèvre" not in before


def test_the_member_is_hidden_where_members_are(as_: Clients, site: Database, held: int) -> None:
    assert "La Filature" in as_("nobody").get("/roles/").text
    as_("alice").post("/members/publish", data={"public": "no"})
    assert "La Filature" not in as_("nobody").get("/roles/").text
    assert "La Filature" in as_("eve").get("/roles/").text


def test_an_office_without_a_role_stands_with_the_role_that_gives_it(as_: Clients, site: Database) -> None:
    page = as_("nobody").get("/roles/").text
    assert page.count("Alice Martin") == 2
    assert "Intendance" in page


def test_a_role_is_recorded_changed_and_ended_by_decisions(as_: Clients, site: Database) -> None:
    alice = as_("alice")
    asked = {
        "decision": network.DECISION, "slug": "welcome", "circle": "machines", "name": "Accueil",
        "accountabilities": "Visiter\nParrainer", "seats": "1", "term_months": "6", "office": "",
        "selection": "rotation", "incompatible": "treasurer", "college": "", "purpose": "", "domain": "",
    }  # fmt: skip
    assert alice.post("/roles/new", data=asked | {"slug": "Pas Bon"}).status_code == 422
    assert alice.post("/roles/new", data=asked | {"slug": "new"}).status_code == 422
    assert alice.post("/roles/new", data=asked | {"seats": "many"}).status_code == 422
    assert alice.post("/roles/new", data=asked).location == "/roles/welcome"
    assert "Parrainer" in as_("nobody").get("/roles/welcome").text
    changed = asked | {"term_months": "9"}
    assert alice.post("/roles/welcome/change", data=changed).status_code == 303
    held = {"holder": "1", "starts_on": "2026-03-02", "how": "rotation"}
    page = as_("nobody").get("/roles/welcome").text
    assert "<del>6</del>" in page
    assert "<ins>9</ins>" in page
    assert alice.post("/roles/welcome/end", data={"decision": network.DECISION}).status_code == 303
    assert alice.post("/roles/welcome/entrust", data=EMPTY | held).status_code == 409
    assert "welcome" not in as_("nobody").get("/roles/").text


def test_a_role_is_entrusted_and_given_back(as_: Clients, site: Database) -> None:
    with site.reading() as session:
        bob = f"{cast.person_id(session, 'bob')}.{cast.member_id(session, 'La Filature')}"
    asked = EMPTY | {"holder": bob, "starts_on": "2026-03-02", "how": "rotation"}
    alice = as_("alice")
    assert alice.post("/roles/president/entrust", data=asked | {"holder": ""}).status_code == 422
    assert alice.post("/roles/president/entrust", data=asked).status_code == 303
    again = alice.post("/roles/president/entrust", data=asked)
    assert again.status_code == 422
    assert "Bob Lefèvre" in again.text
    number = site_number(site)
    assert "Présidence" in as_("bob").get("/account").text
    assert as_("chloe").post(f"/mandates/{number}/resign", data={"on": "2026-03-02"}).status_code == 403
    answer = as_("bob").post(f"/mandates/{number}/resign", data={"on": "2026-03-02", "why": "Un secret"})
    assert answer.location == "/roles/president"
    assert "Un secret" not in as_("nobody").get("/roles/president").text
    assert "Un secret" in as_("eve").get("/roles/president").text
    assert as_("bob").post(f"/mandates/{number}/resign", data={"on": "2026-03-02"}).status_code == 409


def site_number(site: Database) -> int:
    with site.reading() as session:
        return session.scalars(select(Mandate.id).where(Mandate.role_id.is_not(None))).one()


def test_a_mandate_is_extended_and_taken_back(as_: Clients, site: Database, held: int) -> None:
    alice = as_("alice")
    longer = {"decision": network.DECISION, "ends_on": "2027-06-01"}
    assert alice.post(f"/mandates/{held}/extend", data=longer | {"ends_on": "2026-06-01"}).status_code == 422
    assert alice.post(f"/mandates/{held}/extend", data=longer).status_code == 303
    assert "1er juin 2027" in as_("nobody").get("/roles/president").text
    back = {"decision": network.DECISION, "on": "2026-03-02"}
    assert alice.post(f"/mandates/{held}/revoke", data=back | {"decision": "2026-099"}).status_code == 422
    assert alice.post(f"/mandates/{held}/revoke", data=back).status_code == 303
    assert "2026-001" in as_("nobody").get("/roles/president").text


def test_a_deputy_and_warnings(as_: Clients, site: Database, held: int) -> None:
    with site.reading() as session:
        chloe, bob = cast.person_id(session, "chloe"), cast.person_id(session, "bob")
    assert as_("bob").post(f"/mandates/{held}/deputy", data={"holder": str(bob)}).status_code == 422
    assert as_("eve").post(f"/mandates/{held}/deputy", data={"holder": str(chloe)}).status_code == 403
    assert as_("bob").post(f"/mandates/{held}/deputy", data={"holder": str(chloe)}).status_code == 303
    assert "Chloé Garnier" in as_("nobody").get("/roles/president").text
    words = {"on": "2026-03-01", "text": "Troisième absence"}
    assert as_("alice").post(f"/mandates/{held}/warning", data=words | {"text": " "}).status_code == 422
    assert as_("alice").post(f"/mandates/{held}/warning", data=words).status_code == 303
    assert "Troisième absence" in as_("bob").get("/roles/president").text
    assert "Troisième absence" not in as_("nobody").get("/roles/president").text
    with site.reading() as session:
        kinds = list(session.scalars(select(MandateEvent.kind).order_by(MandateEvent.id)))
    assert kinds == ["entrusted", "deputy", "warning"]


def test_the_facilitator_of_a_circle_records_what_a_decision_says_there(as_: Clients, site: Database) -> None:
    network.entrust(site, "machines-facilitator", "eve")
    with site.reading() as session:
        bob = str(cast.person_id(session, "bob"))
    eve, facts = as_("eve"), {"holder": bob, "starts_on": "2026-09-02", "how": "without-candidate"}
    asked = EMPTY | facts
    path = "/roles/machines-facilitator/entrust"
    assert eve.post(path, data=asked).status_code == 422
    assert eve.post("/roles/treasurer/entrust", data=asked | {"decision": "2026-001"}).status_code == 403
    assert eve.post("/roles/secretary/entrust", data=asked | {"decision": "2026-001"}).status_code == 403
    assert eve.post(path, data=asked | {"decision": "2026-001"}).status_code == 303


def test_rights_end_to_the_second(as_: Clients, site: Database, moment: Callable[..., None]) -> None:
    number = network.entrust(site, "machines-facilitator", "eve")
    eve = as_("eve")
    assert eve.get("/roles/new").status_code == 200
    ends = datetime(2026, 9, 1, 22, 0, tzinfo=UTC)  # midnight of 2 September in Paris
    eve = signed_in_again(as_, moment, ends - timedelta(seconds=1))
    assert eve.get("/roles/new").status_code == 200
    moment(ends)
    assert eve.get("/roles/new").status_code == 403
    moment(network.NOW + timedelta(hours=5, seconds=7))
    as_("eve").post(f"/mandates/{number}/resign", data={"on": "2026-03-02"})
    moment(network.NOW + timedelta(hours=5, seconds=6))
    eve = as_("eve")
    assert eve.get("/roles/new").status_code == 200
    moment(network.NOW + timedelta(hours=5, seconds=7))
    assert eve.get("/roles/new").status_code == 403


def signed_in_again(as_: Clients, moment: Callable[..., None], at: datetime) -> FlaskClient:
    moment(at)
    return as_("eve")


def test_my_mandates_are_on_my_account(as_: Clients, site: Database, held: int) -> None:
    assert "Présidence" in as_("bob").get("/account").text
    assert "Présidence" not in as_("eve").get("/account").text
    assert "Intendance" in as_("alice").get("/account").text


@pytest.mark.parametrize("path", ["/circles/", "/circles/board", "/roles/", "/roles/board-places"])
def test_queries_do_not_grow_with_the_roles(as_: Clients, site: Database, path: str) -> None:
    client = as_("bob")

    def counted() -> int:
        statements: list[str] = []
        listener = lambda *args: statements.append(args[2])  # noqa: E731
        event.listen(client.application.extensions["tiersvoix.database"].read_engine,
                     "before_cursor_execute", listener)  # fmt: skip
        client.get(path)
        event.remove(client.application.extensions["tiersvoix.database"].read_engine,
                     "before_cursor_execute", listener)  # fmt: skip
        return len(statements)

    few = counted()
    network.entrust(site, "board-places", "bob", "La Filature")
    network.entrust(site, "board-places", "fanny", "L’Établi")
    network.entrust(site, "treasurer", "chloe")
    assert counted() == few <= 25


def test_a_public_page_changes_when_a_role_is_entrusted(as_: Clients, site: Database) -> None:
    nobody = as_("nobody")
    assert "Vacant" in nobody.get("/roles/treasurer").text
    network.entrust(site, "treasurer", "chloe")
    assert "Chloé Garnier" in nobody.get("/roles/treasurer").text
    with site.reading() as session:
        assert session.scalar(select(Role.created_at).where(Role.slug == "treasurer")) == network.NOW
    assert date(2026, 3, 2) == network.DAY
