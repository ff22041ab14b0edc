"""The home page: what awaits each, by deadline; for visitors, who we are and what is open."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from governance.db import Database
from governance.home.tasks import Task, by_deadline
from proposals.models import Proposal, Version
from tests import cast
from tests.proposals.live import room
from tests.proposals.steps import close, opened, say, submitted
from voting import service as votes

CLOSES = cast.NOW + timedelta(days=9)


@pytest.fixture(autouse=True)
def at_the_time_of_the_tests(moment: Callable[..., None]) -> None:
    moment(cast.NOW)


@pytest.fixture
def open_vote(sqlite_database: Database) -> int:
    return sqlite_database.transact(
        lambda session: votes.open_vote(
            session,
            subject="proposal:1",
            subject_version=1,
            round=1,
            question="Limiter à deux les mandats ?",
            text="Texte",
            text_html="<p>Texte</p>",
            circle_id="network",
            rule_id="orientation",
            public=True,
            closes_at=CLOSES,
            by=cast.person_id(session, "alice"),
            now=cast.NOW,
        )
    )


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("bob", "Un bulletin à déposer, pour La Filature."),
        ("chloe", "Un bulletin à déposer, pour Coop Semailles."),
        ("david", "Un bulletin à déposer, pour Ville de Montreval."),
        ("fanny", "2 bulletins à déposer\u00a0: L’Établi, Scop Rouages."),
    ],
)
def test_each_sees_the_ballots_to_cast(as_, open_vote: int, who: str, words: str) -> None:  # type: ignore[no-untyped-def]
    page = as_(who).get("/").get_data(as_text=True)
    assert "une chose vous attend" in page
    assert words in page
    assert f'href="/votes/{open_vote}"' in page
    assert "clôture dans 9 jours" in page


@pytest.mark.parametrize("who", ["alice", "eve"])
def test_who_represents_nobody_has_no_ballot_to_cast(as_, open_vote: int, who: str) -> None:  # type: ignore[no-untyped-def]
    page = as_(who).get("/").get_data(as_text=True)
    assert "rien ne vous attend" in page
    assert "bulletin à déposer" not in page


def test_somebody_without_any_right_is_told_what_to_do(as_) -> None:  # type: ignore[no-untyped-def]
    assert "Vous ne représentez aucun membre aujourd’hui" in as_("eve").get("/").get_data(as_text=True)


def test_a_visitor_reads_who_we_are_and_what_is_open(client: FlaskClient, open_vote: int) -> None:
    page = client.get("/", headers={"Accept-Language": "fr"}).get_data(as_text=True)
    assert "Réseau d’essai" in page
    assert "Limiter à deux les mandats" in page
    assert "Lieux et porteurs de projet" in page
    assert "3 membres" in page
    assert "Décision d’orientation" in page
    assert "Aucune décision pour l’instant." in page


def task(due: datetime | None, title: str = "") -> Task:
    return Task("vote", title, "/", due, {})


@given(st.lists(st.none() | st.datetimes(timezones=st.just(UTC))))
def test_tasks_go_by_deadline_and_none_is_lost(moments: list[datetime | None]) -> None:
    tasks = [task(due, str(index)) for index, due in enumerate(moments)]
    ordered = by_deadline(tasks)
    assert sorted(each.title for each in ordered) == sorted(each.title for each in tasks)
    dues = [each.due for each in ordered]
    dated = [due for due in dues if due is not None]
    assert dated == sorted(dated)
    assert dues[: len(dated)] == dated


def test_what_my_member_proposed_is_to_be_reviewed_the_soonest_first(
    as_: Callable[[str], FlaskClient], sqlite_database: Database, moment: Callable[..., None]
) -> None:
    def work(session: Session) -> str:
        number = submitted(session, "quick")
        session.get_one(Version, (number, 1)).review_on = (cast.NOW + timedelta(days=20)).date()
        vote = opened(session, number, now=cast.NOW)
        say(session, vote, "bob", "for", now=cast.NOW)
        close(session, vote)
        return session.get_one(Proposal, number).decision or ""

    number = sqlite_database.transact(work)
    later = cast.NOW + timedelta(hours=2)
    moment(later)
    for who, told in (("bob", True), ("chloe", False), ("alice", False)):
        page = as_(who).get("/").text
        assert ("À réexaminer" in page) is told, who
        assert (f'href="/proposals/review/{number}"' in page) is told, who
    assert as_("bob").get(f"/proposals/review/{number}").status_code == 200
    moment(later + timedelta(days=21))  # late, and said so first
    late = as_("bob").get("/").text
    assert "À réexaminer" in late
    assert "en retard" in late
    moment(later + timedelta(days=60))  # long over
    assert "À réexaminer" not in as_("bob").get("/").text


def test_a_round_held_in_a_room_leads_to_the_room(
    as_: Callable[[str], FlaskClient], sqlite_database: Database, moment: Callable[..., None]
) -> None:
    def work(session: Session) -> int:
        number = room.begun(session)
        room.opened(session, number)
        return number

    number = sqlite_database.transact(work)
    moment(room.MEETING + timedelta(minutes=2))
    page = as_("bob").get("/").text
    assert f'href="/proposals/{number}/live"' in page
    assert "En réunion, en ce moment" in page
    assert "Suivre la séance" in page
    assert "Conduire la séance" in as_("alice").get("/").text
    assert "En réunion, en ce moment" not in as_("eve").get("/").text
