"""Who facilitates one circle does nothing in another: every act of an office is tried elsewhere."""

import re
from collections.abc import Callable
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from governance.circles import successions
from governance.circles.successions import Way
from governance.db import Base, Database
from governance.rules import service as rules
from governance.web.access import ACTS, facilitates, holds_an_office, takes_part
from proposals.live import service as live
from tests import cast
from tests.cast import NOW
from tests.circles import network, succeeding
from tests.proposals import steps

Clients = Callable[[str], FlaskClient]
WEEK = timedelta(days=7)
OFFICES = {facilitates, holds_an_office, takes_part}
NOT_ACTS = {"sign_in_sessions", "attempts", "public_subjects", "proposal_looks"}
CODE = succeeding.CODE.replace("rounds_max = 2\n", "rounds_max = 2\nprocess = { live = true }\n", 1)


class Form(HTMLParser):
    """What somebody would send: the first choice of each list, words in each field, each box ticked."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name, value = said.get("name", ""), said.get("value", "")
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and value:
            self.data.setdefault(self.select, value)
        elif tag == "textarea" and name:
            self.data[name] = "Parce que."
        elif tag == "input" and name and said.get("type") in ("checkbox", "radio"):
            self.data.setdefault(name, value or "y")
        elif tag == "input" and name:
            self.data.setdefault(name, value or ("2026-03-20" if said.get("type") == "date" else "Parce que"))

    def handle_endtag(self, tag: str) -> None:
        self.select = "" if tag == "select" else self.select


def filled(html: str) -> dict[str, str]:
    found = Form()
    found.feed(html.partition("<main")[2])
    return found.data


def addresses(app: Flask, values: dict[str, Any]) -> list[str]:
    """The addresses that are posted to by an office, each argument with a thing of another circle."""
    wanted = {each.endpoint for each in ACTS if OFFICES & set(each.conditions)}
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in wanted and "POST" in (rule.methods or ()):
            path = re.sub(r"<(?:[^:>]*:)?(\w+)>", lambda name: str(values.get(name[1], 1)), rule.rule)
            found.append(path)
    return sorted(found)


def everything(database: Database) -> dict[str, list[Any]]:
    with database.reading() as session:
        return {
            name: session.execute(text(f'select * from "{name}"')).all()
            for name in Base.metadata.tables
            if name not in NOT_ACTS
        }


@pytest.fixture
def others(sqlite_database: Database) -> dict[str, Any]:
    """Proposals, a role, a mandate and a succession of the network, while Eve facilitates the machines."""
    sqlite_database.transact(succeeding.found)
    sqlite_database.transact(lambda s: rules.adopt(s, CODE, by=None, now=NOW))
    network.entrust(sqlite_database, "machines-facilitator", "eve")
    held = network.entrust(sqlite_database, "president", "bob", "La Filature")
    return {"number": 1, "slug": "president", "held": held}


def debate(database: Database) -> None:
    database.transact(steps.submitted)


def vote(database: Database) -> None:
    number = database.transact(steps.submitted)
    database.transact(lambda s: steps.opened(s, number))


def objections(database: Database) -> None:
    number = database.transact(steps.submitted)
    opened = database.transact(lambda s: steps.opened(s, number))
    said = NOW + WEEK + timedelta(hours=1)
    for who, choice in (("chloe", "objection"), ("bob", "consent"), ("david", "consent")):
        reason = ("Trop cher.", "harm") if choice == "objection" else ()
        database.transact(
            lambda s, who=who, choice=choice, reason=reason: steps.say(
                s, opened, who, choice, *reason, now=said
            )
        )
    database.transact(lambda s: steps.close(s, opened))


def room(database: Database) -> None:
    number = database.transact(steps.submitted)
    database.transact(lambda s: live.begin(s, number, by=cast.person_id(s, "alice"), now=NOW + WEEK))


def succession(database: Database) -> None:
    database.transact(
        lambda s: successions.begin(
            s, network.role_id(s, "treasurer"), Way("elect", asks=False), starts_on=network.DAY + WEEK,
            member_id=cast.member_id(s, "La Filature"), by=cast.person_id(s, "alice"), now=NOW + WEEK,
        )
    )  # fmt: skip


def test_the_forms_are_filled_as_they_are_sent(
    app: Flask, as_: Clients, moment: Callable[..., None], sqlite_database: Database, others: dict[str, Any]
) -> None:
    """The same by who may: what is tried above would pass."""
    succession(sqlite_database)
    moment(NOW + WEEK)
    alice = as_("alice")
    for path in ("/mandates/{n}/warning", "/successions/1/abandon"):
        path = path.format(n=others["held"])
        answer = alice.post(path, data=filled(alice.get(path).get_data(as_text=True)))
        assert answer.status_code == 303, path


@pytest.mark.parametrize("stage", [debate, vote, objections, room, succession])
def test_nothing_of_another_circle_changes(
    app: Flask,
    as_: Clients,
    moment: Callable[..., None],
    sqlite_database: Database,
    others: dict[str, Any],
    stage: Callable[[Database], None],
) -> None:
    stage(sqlite_database)
    moment(NOW + (3 * WEEK if stage is objections else WEEK))
    eve, alice = as_("eve"), as_("alice")
    before = everything(sqlite_database)
    for path in addresses(app, others):
        path = path.replace("/mandates/1/", f"/mandates/{others['held']}/")
        page = alice.get(path)
        data = filled(page.get_data(as_text=True)) if page.status_code == 200 else {"why": "Parce que."}
        answer = eve.post(path, data=data)
        assert answer.status_code < 500, path
        after = everything(sqlite_database)
        assert [name for name in before if before[name] != after[name]] == [], path
