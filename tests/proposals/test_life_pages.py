"""More time, petition, meetings and expiry on their pages: each address tried by each of the cast."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance import worker
from governance.config import Settings
from governance.db import Database
from proposals import meetings
from proposals.errors_life import NoMeetingAsked
from proposals.models import Proposal
from proposals.models_life import MeetingRequest, PetitionSignature
from tests.cast import NOW, member_id, person_id
from tests.proposals.processes import prepare
from tests.proposals.steps import DAY, submitted

SignIn = Callable[[str], FlaskClient]
Moment = Callable[..., None]
EVERYBODY = ("alice", "bob", "chloe", "david", "fanny", "eve")


@pytest.fixture
def number(sqlite_database: Database, moment: Moment) -> int:
    moment(NOW)

    def work(session: Session) -> int:
        prepare(session)
        return submitted(session, "prepared")

    return sqlite_database.transact(work)


def of(database: Database, name: str) -> int:
    return database.transact(lambda session: member_id(session, name))


def words(client: FlaskClient, address: str) -> str:
    """The page, with plain spaces."""
    return client.get(address).get_data(as_text=True).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("path", ["double", "petition", "petition/withdraw"])
@pytest.mark.parametrize("who", EVERYBODY)
def test_who_may_post_for_coop_semailles(
    number: int, sqlite_database: Database, as_: SignIn, who: str, path: str
) -> None:
    coop = of(sqlite_database, "Coop Semailles")
    answer = as_(who).post(f"/proposals/{number}/{path}", data={"member": coop})
    wanted = {"chloe": 409 if path == "petition/withdraw" else 303}
    assert answer.status_code == wanted.get(who, 403)


@pytest.mark.parametrize("path", ["double", "petition", "petition/withdraw", "meeting"])
def test_nobody_signs_in_first(number: int, client: FlaskClient, path: str) -> None:
    assert client.post(f"/proposals/{number}/{path}", data={}).status_code == 401
    assert client.get(f"/proposals/{number}/meeting").status_code in (302, 303, 401)


def test_a_member_doubles_the_debate_from_the_page(
    number: int, sqlite_database: Database, as_: SignIn
) -> None:
    chloe, page = as_("chloe"), f"/proposals/{number}"
    assert f'action="{page}/double"' in words(chloe, page)
    assert f'action="{page}/double"' not in words(as_("alice"), page)
    chloe.post(f"{page}/double", data={"member": of(sqlite_database, "Coop Semailles")})
    after = words(chloe, page)
    assert f'action="{page}/double"' not in after
    assert "à la demande de Chloé Garnier" in after
    again = chloe.post(f"{page}/double", data={"member": of(sqlite_database, "Coop Semailles")})
    assert again.status_code == 409


def test_a_petition_that_nobody_signed_is_folded_and_its_link_unfolds_it(number: int, as_: SignIn) -> None:
    page = f"/proposals/{number}"
    chloe = words(as_("chloe"), page)
    assert "signature sur" not in chloe
    assert '<details class="section no-print" id="petition"><summary>' in chloe
    assert f'href="{page}?petition=sign#petition"' in chloe
    unfolded = words(as_("chloe"), f"{page}?petition=sign")
    assert '<details class="section no-print" id="petition" open><summary>' in unfolded
    for who in ("alice", "eve"):
        assert 'id="petition"' not in words(as_(who), page), who


def test_a_petition_goes_from_the_page_to_the_agenda(
    number: int, sqlite_database: Database, as_: SignIn, moment: Moment
) -> None:
    page = f"/proposals/{number}"
    chloe, bob = as_("chloe"), as_("bob")
    chloe.post(f"{page}/petition", data={"member": of(sqlite_database, "Coop Semailles")})
    assert "1 signature sur 2" in words(chloe, page)
    assert f'action="{page}/petition/withdraw"' in words(chloe, page)
    assert f'action="{page}/petition/withdraw"' not in words(bob, page)
    chloe.post(f"{page}/petition/withdraw", data={"member": of(sqlite_database, "Coop Semailles")})
    with sqlite_database.reading() as session:
        assert session.scalars(select(PetitionSignature)).all() == []
    chloe.post(f"{page}/petition", data={"member": of(sqlite_database, "Coop Semailles")})
    assert bob.get(f"{page}/vote").status_code == 403
    bob.post(f"{page}/petition", data={"member": of(sqlite_database, "La Filature")})
    for who in (bob, chloe):
        assert who.get(f"{page}/vote").status_code == 409  # the debate lasts
    for who in ("nobody", "bob", "chloe", "david", "alice"):
        assert "quiconque représente un membre qui a signé" in words(as_(who), page), who
    assert "À l’ordre du jour" not in words(chloe, "/")
    moment(NOW + 7 * DAY)
    bob, chloe, david = as_("bob"), as_("chloe"), as_("david")
    for who in ("bob", "chloe", "alice"):
        assert f'href="{page}/vote"' in words(as_(who), page), who
    for who in ("nobody", "david", "fanny", "eve"):
        assert f'href="{page}/vote"' not in words(as_(who), page), who
    assert "À l’ordre du jour" in words(bob, "/")
    assert "À l’ordre du jour" in words(chloe, "/")
    assert "À l’ordre du jour" not in words(david, "/")
    assert "par pétition" in words(bob, "/proposals/")
    assert david.get(f"{page}/vote").status_code == 403
    assert david.post(f"{page}/vote", data={}).status_code == 403
    assert chloe.get(f"{page}/vote").status_code == 200
    assert chloe.post(f"{page}/vote", data={}).status_code == 303


def test_a_meeting_is_asked_for_and_answered_on_the_pages(
    number: int, sqlite_database: Database, as_: SignIn
) -> None:
    page, coop = f"/proposals/{number}", of(sqlite_database, "Coop Semailles")
    chloe, alice = as_("chloe"), as_("alice")
    assert chloe.get(f"{page}/meeting").status_code == 200
    long = chloe.post(f"{page}/meeting", data={"member": coop, "why": "x" * 501})
    assert (long.status_code, "x" * 501 in long.get_data(as_text=True)) == (422, True)
    answer = chloe.post(f"{page}/meeting", data={"member": coop, "why": "De vive voix"})
    assert (answer.status_code, answer.location) == (303, f"{page}#meetings")
    assert chloe.post(f"{page}/meeting", data={"member": coop}).status_code == 409
    with sqlite_database.reading() as session:
        asked = session.scalars(select(MeetingRequest.id)).one()
    assert "Une réunion est demandée" in words(alice, "/")
    for who in ("bob", "chloe", "david", "fanny", "eve"):
        assert as_(who).get(f"{page}/meeting/{asked}").status_code == 403
        assert as_(who).post(f"{page}/meeting/{asked}", data={"answer": "Non"}).status_code == 403
    for who in ("alice", "eve"):
        assert as_(who).get(f"{page}/meeting").status_code == 403
    assert "De vive voix" in words(alice, f"{page}/meeting/{asked}")
    empty = alice.post(f"{page}/meeting/{asked}", data={"answer": ""})
    assert (empty.status_code, 'id="answer-e"' in empty.get_data(as_text=True)) == (422, True)
    assert alice.post(f"{page}/meeting/{asked}", data={"answer": "Lundi à 18 h"}).status_code == 303
    assert "Lundi à 18 h" in words(chloe, page)
    assert alice.get(f"{page}/meeting/{asked}").status_code == 404
    assert alice.get(f"{page}/meeting/99").status_code == 404


def test_the_worker_writes_down_what_the_clock_already_says(
    number: int, sqlite_database: Database, as_: SignIn, settings: Settings, moment: Moment
) -> None:
    late, page = NOW + 60 * DAY, f"/proposals/{number}"
    moment(late)
    for _ in range(2):
        bob = as_("bob")
        assert "Expirée" in words(bob, page)
        assert bob.post(f"{page}/withdraw").status_code == 409
        assert as_("alice").get(f"{page}/vote").status_code == 409
        worker.tick(sqlite_database, settings, now=late)
    with sqlite_database.reading() as session:
        assert session.get_one(Proposal, number).state == "expired"
    assert "Expirée" in words(as_("bob"), "/proposals/?state=ended")
    assert page not in words(as_("bob"), "/proposals/")


def test_a_request_of_another_proposal_is_not_answered_here(number: int, sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        other, chloe = submitted(session), person_id(session, "chloe")
        coop = member_id(session, "Coop Semailles")
        asked = meetings.ask(session, other, member_id=coop, by=chloe, now=NOW)
        with pytest.raises(NoMeetingAsked):
            meetings.answer(session, number, asked, "Lundi", by=person_id(session, "alice"), now=NOW)

    sqlite_database.transact(work)
