"""Whatever is asked of the pages of circles and roles, by anybody: an answer, never a fault of the server."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from governance.db import Database
from tests.circles import network

Clients = Callable[[str], FlaskClient]
DAYS = (
    "0001-01-01", "0001-12-31", "1900-02-28", "9999-12-31", "9999-12-30", "2026-02-30", "2026-13-01",
    "20260101", "2026-W01-1", "٢٠٢٦-٠١-٠١", "\x00", "-1", "99999999999999999999", "2026-03-02\x00", "<b>",
)  # fmt: skip
READ = (
    "/circles/", "/circles/board", "/circles/network", "/circles/users", "/roles/", "/roles/president",
    "/roles/board-places", "/roles/minutes/turns",
)  # fmt: skip
NOTHING = (
    "/circles/\x00", "/circles/Board", "/circles/" + "x" * 3000, "/roles/\x00", "/roles/" + "é" * 200,
    "/roles/nothing/entrust", "/roles/nothing/succession", "/roles/nothing/turns", "/successions/0",
    "/successions/2147483647", "/successions/99999999999999999999", "/mandates/0/resign",
    "/mandates/2147483647/extend", "/mandates/99999999999999999999/revoke", "/mandates/-1/resign",
    "/successions/2147483647/propose", "/successions/2147483647/abandon", "/successions/2147483647/change",
)  # fmt: skip
FORMS = (
    "/roles/new", "/roles/president/change", "/roles/president/end", "/roles/president/entrust",
    "/roles/treasurer/succession", "/roles/president/succession", "/mandates/{n}/revoke",
    "/mandates/{n}/extend", "/mandates/{n}/warning", "/mandates/{n}/resign", "/mandates/{n}/deputy",
)  # fmt: skip
FIELDS = (
    "on", "starts_on", "ends_on", "seat", "holder", "decision", "derogation", "member", "rule", "circle",
    "slug", "name", "seats", "term_months", "how", "selection", "text", "why", "college", "office",
)  # fmt: skip


@pytest.fixture(autouse=True)
def at_the_time_of_the_tests(moment: Callable[..., None]) -> None:
    moment(network.NOW)


@pytest.mark.parametrize("path", READ)
@pytest.mark.parametrize("who", ["nobody", "alice"])
def test_any_day_has_an_answer(as_: Clients, site: Database, path: str, who: str) -> None:
    network.entrust(site, "president", "bob", "La Filature")
    client = as_(who)
    for day in DAYS:
        answer = client.get(path, query_string={"on": day})
        assert answer.status_code in (200, 404, 422), (path, day)


@pytest.mark.parametrize("who", ["nobody", "bob", "alice"])
def test_what_is_nothing_is_not_found(as_: Clients, site: Database, who: str) -> None:
    client = as_(who)
    for path in NOTHING:
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code in (303, 401, 403, 404, 405), (path, answer.status_code)


@pytest.mark.parametrize(
    "value", ["9999-12-31", "0001-01-01", "2147483648", "9" * 40, "0", "-1", "\x00", "1.2.3", "é"]
)
def test_any_form_has_an_answer(as_: Clients, site: Database, value: str) -> None:
    number = network.entrust(site, "president", "bob", "La Filature")
    alice, bob = as_("alice"), as_("bob")
    right = {
        "starts_on": "2026-03-02",
        "on": "2026-03-02",
        "decision": "2026-001",
        "term_months": "12",
        "seats": "1",
    }
    for path in FORMS:
        for client in (alice, bob):
            for strange in (
                {name: value for name in FIELDS},
                right | {"on": value, "ends_on": value, "starts_on": value},
            ):
                answer = client.post(path.format(n=number), data=strange)
                assert answer.status_code in (303, 403, 404, 409, 422), (path, answer.status_code)
