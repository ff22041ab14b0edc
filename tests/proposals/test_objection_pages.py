"""The cards of objections: who may do what on each, what they show, contesting by the page."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import jsonschema
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from governance.db import Database
from proposals import contests, objections, service
from proposals.models import Proposal, Version
from tests.cast import NOW, member_id, person_id
from tests.proposals.steps import BETTER, DAY, MEMBERS, TEXT, close, opened, say, submitted
from tests.proposals.test_settlement import objected, second_round
from voting import service as voting
from voting.answers import Reply
from voting.service import Answer

SignIn = Callable[[str], FlaskClient]
CAST = ("nobody", "alice", "bob", "chloe", "david", "eve")
LATER = NOW + 15 * DAY


@pytest.fixture(autouse=True)
def clock_of_tests(moment: Callable[[datetime], None]) -> None:
    moment(LATER)


def html(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:1500]
    return answer.get_data(as_text=True)


def two_objections(session: Session) -> int:
    """Chloé objects to a paragraph with four replies, David to the whole text."""
    number, now = submitted(session), NOW + 7 * DAY
    vote = opened(session, number, now=now)
    say(session, vote, "bob", "consent", now=now)
    say(session, vote, "david", "objection", "L’assurance.", "rule", now=now)
    replies = {"purpose": Reply("no", "Au contraire."), "role": Reply("yes")}
    given = {"reason": "Le lundi.", "nature": "limit", "paragraph": 2, "tests": replies}
    answer = Answer(member_id(session, MEMBERS["chloe"]), "objection", **given)
    voting.cast_all(session, vote=vote, answers=[answer], by=person_id(session, "chloe"), now=now)
    close(session, vote)
    return number


def set_aside(session: Session) -> int:
    number, _vote = objected(session)
    by = person_id(session, "alice")
    objections.set_aside(session, number, 1, ground="Une préférence.", by=by, now=LATER)
    return number


def contested(session: Session) -> int:
    number = set_aside(session)
    given = {"why": "Elle dit un tort.", "member_id": member_id(session, "Coop Semailles")}
    contests.contest(session, number, 1, **given, by=person_id(session, "chloe"), now=LATER)
    return number


def test_a_contest_awaits_who_facilitates(sqlite_database: Database, as_: SignIn) -> None:
    number = sqlite_database.transact(contested)
    page = html(as_("nobody"), f"/proposals/{number}")
    assert "La facilitation demande au cercle si l’objection nº\u00a01" in page
    assert "cherchent un texte" not in page


def test_the_card_shows_all_that_was_said(sqlite_database: Database, as_: SignIn) -> None:
    number = sqlite_database.transact(two_objections)
    page = html(as_("nobody"), f"/proposals/{number}")
    for words in (
        "Objection nº\u00a01, par Coop Semailles",
        "Chloé Garnier",
        "Paragraphe 2, tel qu’il était",
        "Chaque lieu ouvre son atelier tous les samedis.",
        "Les quatre questions",
        "Au contraire.",
        "Son histoire",
    ):
        assert words in page, words


def test_one_is_integrated_the_other_waits_and_the_facilitator_chooses(
    sqlite_database: Database, as_: SignIn
) -> None:
    number = sqlite_database.transact(two_objections)
    path = f"/proposals/{number}"
    assert "Elle attend\u00a0: l’objection nº\u00a01" in html(as_("nobody"), path)
    assert "Intégrer celle-ci maintenant" in html(as_("alice"), path)
    assert "Intégrer celle-ci maintenant" not in html(as_("bob"), path)
    for who, status in zip(CAST, (401, 303, 403, 403, 403, 403), strict=True):
        assert as_(who).post(f"{path}/objections/2/take").status_code == status, who
    assert "Elle attend\u00a0: l’objection nº\u00a02" in html(as_("nobody"), path)


def test_only_the_one_that_is_integrated_asks_for_agreements(sqlite_database: Database, as_: SignIn) -> None:
    def work(session: Session) -> int:
        number = two_objections(session)
        by = person_id(session, "bob")
        service.revise(session, number, BETTER, note="", based_on=1, by=by, now=LATER)
        return number

    number = sqlite_database.transact(work)
    bob = html(as_("bob"), f"/proposals/{number}")
    assert bob.count("Oui, elle répond à l’objection") == 1
    assert f"/proposals/{number}/versions/1..2" in bob


def test_who_may_contest_by_the_page(sqlite_database: Database, as_: SignIn) -> None:
    number = sqlite_database.transact(set_aside)
    path = f"/proposals/{number}/objections/1/contest"
    for who, status in zip(CAST, (303, 403, 200, 200, 200, 403), strict=True):
        assert as_(who).get(path).status_code == status, who
    assert "Contester" in html(as_("david"), f"/proposals/{number}")
    assert f'href="{path}"' not in html(as_("nobody"), f"/proposals/{number}")
    for who, status in zip(CAST, (401, 403, 422, 422, 422, 403), strict=True):
        assert as_(who).post(path, data={"why": ""}).status_code == status, who
    with sqlite_database.reading() as session:
        mine, other = member_id(session, "Coop Semailles"), member_id(session, "La Filature")
    chloe = as_("chloe")
    kept = chloe.post(path, data={"why": "x" * 2001, "member": str(mine)})
    assert kept.status_code == 422
    assert "x" * 2001 in kept.get_data(as_text=True)
    assert chloe.post(path, data={"why": "Si.", "member": str(other)}).status_code == 403
    assert chloe.post(path, data={"why": "Elle dit un tort.", "member": str(mine)}).status_code == 303
    assert chloe.post(path, data={"why": "Encore.", "member": str(mine)}).status_code == 409
    page = html(as_("nobody"), f"/proposals/{number}")
    assert "Contesté par Chloé Garnier" in page
    assert "Elle dit un tort." in page
    assert "Une préférence." in page
    assert as_("chloe").get(f"/proposals/{number}/objections/9/contest").status_code == 404


def test_a_contested_one_is_put_to_the_circle_and_not_set_aside_again(
    sqlite_database: Database, as_: SignIn
) -> None:
    number = sqlite_database.transact(contested)
    path = f"/proposals/{number}"
    alice = html(as_("alice"), path)
    assert f"{path}/questions/contest/1" in alice
    assert f"{path}/objections/1/set-aside" not in alice
    assert f"{path}/questions/contest/1" not in html(as_("bob"), path)
    refused = as_("alice").post(f"{path}/objections/1/set-aside", data={"ground": "Encore."})
    assert refused.status_code == 409


def test_before_the_end_and_after_the_rounds_the_rule_is_cited(
    sqlite_database: Database, as_: SignIn
) -> None:
    def work(session: Session) -> tuple[int, int]:
        number, _vote = objected(session)
        waiting = submitted(session)
        by = person_id(session, "bob")
        service.revise(session, number, BETTER, note="", based_on=1, by=by, now=LATER)
        vote = opened(session, number, now=LATER)
        say(session, vote, "bob", "consent", now=LATER)
        say(session, vote, "david", "consent", now=LATER)
        say(session, vote, "chloe", "objection", "Encore.", "harm", now=LATER)
        close(session, vote)
        assert session.get_one(Proposal, number).opening == "fallback"
        return number, waiting

    used_up, waiting = sqlite_database.transact(work)
    page = html(as_("nobody"), f"/proposals/{waiting}")
    assert "Ce qui arrivera si" in page
    page = html(as_("nobody"), f"/proposals/{used_up}")
    assert "Pas de consentement dans les tours que la règle permet" in page
    assert "Décision courante" in page
    assert "Ce qui arrivera si" not in page


def test_while_a_round_is_open_nothing_is_set_aside(
    sqlite_database: Database, as_: SignIn, moment: Callable[[datetime], None]
) -> None:
    def work(session: Session) -> int:
        number, _vote = objected(session)
        by = person_id(session, "bob")
        service.revise(session, number, BETTER, note="", based_on=1, by=by, now=LATER)
        opened(session, number, now=LATER)
        return number

    number = sqlite_database.transact(work)
    moment(LATER + timedelta(hours=1))
    path = f"/proposals/{number}/objections/1/set-aside"
    assert path not in html(as_("alice"), f"/proposals/{number}")
    assert as_("alice").post(path, data={"ground": "Rien."}).status_code == 409


@pytest.mark.parametrize("who", CAST)
def test_what_stands_is_not_contested_whoever_writes(
    sqlite_database: Database, as_: SignIn, who: str
) -> None:
    number = sqlite_database.transact(two_objections)
    path = f"/proposals/{number}/objections/1/contest"
    expected = {"nobody": 401, "eve": 403, "alice": 403}.get(who, 409)
    client = as_(who)
    assert client.post(path, data={"why": ""}).status_code == expected
    assert client.get(path).status_code == (303 if who == "nobody" else expected)


def test_the_decision_tells_what_was_raised_again_from_what_was_taken_back(
    sqlite_database: Database, as_: SignIn
) -> None:
    def work(session: Session) -> str:
        number, _ = objected(session)
        second_round(session, number, chloe="objection")
        vote = opened(session, number, now=NOW + 30 * DAY)
        for who in ("bob", "chloe", "david"):
            say(session, vote, who, "for", now=NOW + 30 * DAY)
        close(session, vote)
        return session.get_one(Proposal, number).decision or ""

    number = sqlite_database.transact(work)
    page = html(as_("nobody"), f"/register/{number}").partition('id="objections"')[2]
    assert "Reprise au tour suivant" in page
    assert "Retirée" not in page
    told = as_("nobody").get(f"/register/{number}.json").get_json()
    assert [(each["status"], each.get("renewed_as")) for each in told["objections"]] == [
        ("withdrawn", 2),
        ("standing", None),
    ]
    schema = as_("nobody").get("/open-data/decision.schema.json").get_json(force=True)
    jsonschema.validate(told, schema)


def test_the_page_of_the_vote_shows_the_whole_card_to_each(sqlite_database: Database, as_: SignIn) -> None:
    def work(session: Session) -> tuple[int, int]:
        number, _ = objected(session)
        proposal = session.get_one(Proposal, number)
        last = session.get_one(Version, (number, 1))
        last.driver_html = "<p>Les machines dorment le samedi.</p>"
        vote = proposal.vote or 0
        bob, chloe = person_id(session, "bob"), person_id(session, "chloe")
        at = NOW + 15 * DAY
        service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=at)
        objections.confirm(session, number, 1, as_="author", version=2, by=bob, now=at)
        objections.confirm(session, number, 1, as_="objector", version=2, by=chloe, now=at)
        return number, vote

    number, vote = sqlite_database.transact(work)
    for who in ("nobody", "alice", "bob", "chloe", "david", "eve"):
        page = unescape(html(as_(who), f"/votes/{vote}"))
        own = unescape(html(as_(who), f"/proposals/{number}"))
        assert "Les machines dorment le samedi." in page
        assert TEXT.summary in page
        card = _card(page)
        assert "Intégrée" in card
        assert "les deux l’ont dit de la version 2" in card
        assert "<form" not in card
        speaks = re.compile(r'<p class="small no-print">.*?</p>', re.S)
        assert speaks.sub("", _card(own)).split() == card.split()


def _card(page: str) -> str:
    found = re.search(r'<article class="objection[^>]*"objection-1".*?</article>', page, re.S)
    assert found is not None
    return found[0]


def test_the_public_page_of_a_result_follows_its_objections(sqlite_database: Database, as_: SignIn) -> None:
    number, vote = sqlite_database.transact(objected)
    nobody, by = as_("nobody"), sqlite_database.transact(lambda session: person_id(session, "alice"))
    assert "Une préférence." not in html(nobody, f"/votes/{vote}")

    def act(session: Session) -> None:
        objections.set_aside(session, number, 1, ground="Une préférence.", by=by, now=LATER)

    sqlite_database.transact(act)
    assert "Une préférence." in html(nobody, f"/votes/{vote}")
