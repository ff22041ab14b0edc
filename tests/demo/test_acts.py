"""One click to become somebody; a clock that moves on; neither of them anywhere but in a demonstration."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from governance.app import create_app
from governance.config import Settings
from governance.db import Database
from governance.demo import clockwork
from governance.demo.build import build
from governance.demo.content import load
from governance.founding import NetworkThere
from governance.members.models import Person
from governance.register.models import Decision
from governance.web import access
from governance.web.models import Network
from proposals.models import Objection
from tests.demo.conftest import NOW
from voting.models import Vote

EVERYBODY = [each.name for each in load().sign_ins]
FRENCH = {"Accept-Language": "fr"}


@pytest.mark.parametrize("name", EVERYBODY)
def test_one_click_signs_in(demo_app: Flask, name: str) -> None:
    client = demo_app.test_client()
    answer = client.post("/demo/", data={"who": name, "next": "/register/"})
    assert (answer.status_code, answer.location) == (303, "/register/")
    assert name in client.get("/account", headers=FRENCH).get_data(as_text=True)


def test_changing_person_ends_the_former_session(demo_app: Flask) -> None:
    client = demo_app.test_client()
    client.post("/demo/", data={"who": "Bob Lefèvre"})
    client.post("/demo/", data={"who": "Chloé Garnier"})
    page = client.get("/account", headers=FRENCH).get_data(as_text=True)
    assert "Chloé Garnier" in page
    assert "Bob Lefèvre" not in page


@pytest.mark.parametrize("name", ["", "Odile Marchand", "nobody"])
def test_only_those_listed_can_be_chosen(demo_app: Flask, name: str) -> None:
    assert demo_app.test_client().post("/demo/", data={"who": name}).status_code == 404


def test_the_way_back_stays_on_the_site(demo_app: Flask) -> None:
    answer = demo_app.test_client().post(
        "/demo/", data={"who": "Bob Lefèvre", "next": "https://evil.example/"}
    )
    assert answer.location == "/"


@pytest.mark.parametrize("path", ["/demo/", "/sign-in"])
def test_everybody_is_listed(demo_app: Flask, path: str) -> None:
    page = demo_app.test_client().get(path, headers=FRENCH).get_data(as_text=True)
    assert all(name in page for name in EVERYBODY)


def test_pages_shared_by_visitors_carry_no_token(demo_app: Flask) -> None:
    page = demo_app.test_client().get("/register/", headers=FRENCH)
    assert "demo-bar" in page.get_data(as_text=True)
    assert "csrf_token" not in page.get_data(as_text=True)
    assert "Set-Cookie" not in page.headers


def test_who_has_signed_in_moves_the_clock_from_any_page(demo_app: Flask) -> None:
    client = demo_app.test_client()
    client.post("/demo/", data={"who": "Bob Lefèvre"})
    assert 'action="/demo/clock"' in client.get("/register/", headers=FRENCH).get_data(as_text=True)
    answer = client.post("/demo/clock", data={"by": "day", "next": "/register/"})
    assert (answer.status_code, answer.location) == (303, "/register/")
    assert "20 mai 2026" in client.get("/register/", headers=FRENCH).get_data(as_text=True)


@pytest.mark.parametrize(("step", "gap"), [("hour", timedelta(hours=1)), ("day", timedelta(days=1))])
def test_time_passes(
    demo_app: Flask, demo_settings: Settings, demo_database: Database, step: str, gap: timedelta
) -> None:
    assert clockwork.advance(demo_database, demo_settings, step) == NOW + gap
    assert clockwork.advance(demo_database, demo_settings, step) == NOW + 2 * gap
    with demo_database.reading() as session:
        assert session.scalars(select(Network.clock_shift)).one() == int((2 * gap).total_seconds())


def test_deadline_after_deadline_everything_closes_and_is_recorded(
    demo_app: Flask, demo_settings: Settings, demo_database: Database
) -> None:
    with demo_database.reading() as session:
        open_votes = set(session.scalars(select(Vote.number).where(Vote.sealed_at.is_(None))))
        known = set(session.scalars(select(Decision.vote)))
    for _ in range(20):
        try:
            clockwork.advance(demo_database, demo_settings, "deadline")
        except clockwork.NoDeadline:
            break
    with demo_database.reading() as session:
        assert session.scalars(select(Vote).where(Vote.settled_at.is_(None))).all() == []
        questions = set(session.scalars(select(Vote.number).where(Vote.subject.startswith("question:"))))
        objected = set(session.scalars(select(Objection.vote)))  # nothing is adopted, the debate goes on
        recorded = set(session.scalars(select(Decision.vote))) - known
        assert open_votes - questions - objected <= recorded
        assert not recorded & (questions | objected)


@pytest.mark.slow
def test_sessions_do_not_end_because_the_clock_was_moved(demo_app: Flask) -> None:
    client = demo_app.test_client()
    client.post("/demo/", data={"who": "Bob Lefèvre"})
    for _ in range(40):
        client.post("/demo/clock", data={"by": "day"})
    assert client.get("/account").status_code == 200


def test_a_step_that_is_none_is_said(
    demo_app: Flask, demo_settings: Settings, demo_database: Database
) -> None:
    with pytest.raises(clockwork.UnknownStep):
        clockwork.advance(demo_database, demo_settings, "year")
    client = demo_app.test_client()
    assert client.post("/demo/clock", data={"by": "year"}).status_code == 303
    assert "avance" in client.get("/demo/", headers=FRENCH).get_data(as_text=True)


def test_the_clock_of_a_real_network_cannot_be_moved(database: Database, settings: Settings) -> None:
    with pytest.raises(clockwork.NotADemonstration):
        clockwork.advance(database, settings, "day")


@pytest.mark.parametrize("path", ["/demo/", "/demo/clock"])
def test_a_real_network_has_no_such_pages(app: Flask, path: str) -> None:
    assert app.test_client().get(path).status_code == 404
    assert app.test_client().post(path, data={"who": "Alice Martin", "by": "day"}).status_code == 404
    assert not [endpoint for endpoint in access.table(app) if endpoint.startswith("demo.")]
    assert "demo-bar" not in app.test_client().get("/register/").get_data(as_text=True)


def test_a_demonstration_is_not_built_over_a_network(demo_settings: Settings) -> None:
    with pytest.raises(NetworkThere):
        build(demo_settings, now=NOW, progress=lambda _done: None)


@pytest.mark.slow
def test_an_interrupted_building_leaves_nothing_and_can_begin_again(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "demo", demo=True)

    def interrupt(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(settings, now=NOW, progress=interrupt)
    database = Database(settings.url)
    with database.reading() as session:
        assert session.query(Person).count() == 0
    told: list[int] = []
    build(settings, now=NOW, progress=told.append)
    assert told == list(range(10, 101, 10))
    with database.reading() as session:
        assert session.query(Person).count() > 60
    database.dispose()
    create_app(settings, database)


@pytest.mark.slow
def test_the_same_people_at_any_hour(tmp_path: Path) -> None:
    """Just after midnight, and on the day the clocks change."""
    for number, now in enumerate((NOW.replace(hour=22, minute=1), NOW.replace(month=3, day=29, hour=1))):
        build(Settings(data_dir=tmp_path / str(number), demo=True), now=now, progress=lambda _done: None)
