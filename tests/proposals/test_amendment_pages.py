"""Pages of amendments, of writing together, of two texts that meet: by each of the cast; nothing is lost."""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from governance.db import Database
from proposals import amendments, coauthoring, service
from proposals.errors_amendments import LeftToTheCircle, NotWrittenIn
from proposals.models import Proposal, Version
from tests.cast import NOW, member_id, person_id
from tests.proposals.steps import DAY, TEXT, draft, opened, submitted
from tests.proposals.test_amendments import AFTER, propose, revise

SignIn = Callable[[str], FlaskClient]
CAST = ("nobody", "alice", "bob", "chloe", "david", "eve")


@pytest.fixture(autouse=True)
def clock_of_tests(moment: Callable[[datetime], None]) -> None:
    moment(NOW)


@pytest.fixture
def scene(sqlite_database: Database) -> dict[str, int]:
    """A debate with amendments of Chloé, whose member is asked to write it, and a draft too."""

    def work(session: Session) -> dict[str, int]:
        found = {
            "debate": submitted(session),
            "draft": draft(session),
            "coop": member_id(session, "Coop Semailles"),
        }
        for after in (AFTER, f"{AFTER} Ou le second."):
            propose(session, found["debate"], after=after)
        amendments.refer(session, found["debate"], 2, by=person_id(session, "bob"), now=NOW)
        for number in (found["debate"], found["draft"]):
            coauthoring.ask(session, number, member_id=found["coop"], by=person_id(session, "bob"), now=NOW)
        return found

    return sqlite_database.transact(work)


NEW = {"version": "1", "paragraph": "2", "after": "Autrement.", "reason": "Parce que."}
TRIED: dict[str, tuple[str, str, dict[str, str]]] = {
    # address: method, what each of the cast is answered (nobody alice bob chloe david eve), what is sent
    "/proposals/{debate}/amendments/new?paragraph=2": ("GET", "303 403 200 200 200 403", {}),
    "/proposals/{debate}/amendments/new?paragraph=3": ("GET", "303 403 404 404 404 403", {}),
    "/proposals/{debate}/amendments/new": ("POST", "401 403 303 303 303 403", NEW),
    "/proposals/{draft}/amendments/new?paragraph=2": ("GET", "303 403 409 409 404 403", {}),
    "/proposals/{debate}/amendments/1/refuse": ("GET", "303 403 200 403 403 403", {}),
    "/proposals/{debate}/amendments/1/refer": ("GET", "303 403 200 403 403 403", {}),
    "/proposals/{debate}/amendments/9/refuse": ("GET", "303 403 404 403 403 403", {}),
    "/proposals/{debate}/amendments/1/accept": ("POST", "401 403 303 403 403 403", {}),
    "/proposals/{debate}/amendments/1/refuse ": ("POST", "401 403 303 403 403 403", {"answer": "Non."}),
    "/proposals/{debate}/amendments/1/refer ": ("POST", "401 403 303 403 403 403", {"answer": "À vous."}),
    "/proposals/{debate}/amendments/2/withdraw": ("POST", "401 403 403 303 403 403", {}),
    "/proposals/{debate}/coauthors": ("GET", "303 403 200 403 403 403", {}),
    "/proposals/{debate}/coauthors ": ("POST", "401 403 303 403 403 403", {"member": "3"}),
    "/proposals/{debate}/coauthors/{coop}/unask": ("POST", "401 403 303 403 403 403", {}),
    "/proposals/{debate}/coauthors/{coop}/accept": ("POST", "401 403 403 303 403 403", {}),
    "/proposals/{draft}/coauthors/{coop}/decline": ("POST", "401 403 403 303 403 403", {}),
    "/proposals/{debate}/coauthors/{coop}/leave": ("POST", "401 403 403 404 403 403", {}),
    "/proposals/{debate}/versions?old=1&new=1": ("GET", "303 303 303 303 303 303", {}),
}  # fmt: skip


@pytest.mark.parametrize("path", TRIED)
def test_each_address_tried_by_each(scene: dict[str, int], as_: SignIn, path: str) -> None:
    """Those who are refused try first, so that the others still find something to do."""
    method, statuses, data = TRIED[path]
    tried = sorted(zip(map(int, statuses.split()), CAST, strict=True), key=lambda each: each[0] < 400)
    for status, who in tried:
        answer = as_(who).open(path.strip().format(**scene), method=method, data=data)
        assert answer.status_code == status, (who, answer.get_data(as_text=True))


def test_a_paragraph_is_amended_from_its_own_link(scene: dict[str, int], as_: SignIn) -> None:
    number, david = scene["debate"], as_("david")
    page = david.get(f"/proposals/{number}").get_data(as_text=True)
    assert f'href="/proposals/{number}/amendments/new?paragraph=2"' in page
    assert 'id="p-2"' in page
    assert "amendments/new" not in as_("nobody").get(f"/proposals/{number}").get_data(as_text=True)
    form = david.get(f"/proposals/{number}/amendments/new?paragraph=2").get_data(as_text=True)
    assert "Chaque lieu ouvre son atelier tous les samedis.</textarea>" in form
    lost = david.post(f"/proposals/{number}/amendments/new", data=NEW | {"reason": ""})
    assert lost.status_code == 422
    assert "Autrement.</textarea>" in lost.get_data(as_text=True)
    david.post(f"/proposals/{number}/amendments/new", data=NEW)
    page = david.get(f"/proposals/{number}").get_data(as_text=True)
    assert "Amendement nº\u00a03, par Ville de Montreval" in page
    assert "Parce que." in page


def test_an_accepted_amendment_is_credited_among_the_versions(scene: dict[str, int], as_: SignIn) -> None:
    number, bob = scene["debate"], as_("bob")
    bob.post(f"/proposals/{number}/amendments/1/accept")
    page = bob.get(f"/proposals/{number}").get_data(as_text=True)
    assert "amendement nº\u00a01, par Coop Semailles" in page
    assert f'href="/proposals/{number}/versions/1..2"' in page


def test_what_was_typed_is_kept_when_the_paragraph_changed_meanwhile(
    scene: dict[str, int], as_: SignIn, sqlite_database: Database
) -> None:
    number = scene["debate"]
    sqlite_database.transact(lambda s: revise(s, number, "## L’ouverture\n\nTout autre chose."))
    answer = as_("david").post(f"/proposals/{number}/amendments/new", data=NEW)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Autrement.</textarea>" in page
    assert "Tout autre chose." in page
    assert re.search(r'name="version"[^>]*value="2"', page)


def test_a_paragraph_that_changed_meets_the_amendment_on_a_page(
    scene: dict[str, int], as_: SignIn, sqlite_database: Database
) -> None:
    number, bob = scene["debate"], as_("bob")
    sqlite_database.transact(lambda s: revise(s, number, "## L’ouverture\n\nTout autre chose."))
    answer = bob.post(f"/proposals/{number}/amendments/1/accept")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert 'name="choice-1"' in page
    sent = {
        "based_on": "2",
        "choice-1": "other",
        "words-1": "Le premier samedi.",
        "mine-1": "",
        "theirs-1": "",
    }
    assert bob.post(f"/proposals/{number}/amendments/1/accept", data=sent).status_code == 303
    with sqlite_database.reading() as session:
        assert session.get_one(Version, (number, 3)).text == "## L’ouverture\n\nLe premier samedi."


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the merge page, as a browser sends them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found if name != "csrf_token"}


MINE, THEIRS = "Un moi.\n\nDeux.\n\nTrois.", "Un.\n\nDeux.\n\nTrois eux."
BASE = "Un.\n\nDeux.\n\nTrois."


def both_write(database: Database, as_: SignIn, mine: str, theirs: str) -> tuple[int, str]:
    """Two versions at once; the page that the second one meets."""

    def work(session: Session) -> int:
        number = submitted(session)
        revise(session, number, BASE)
        return number

    number = database.transact(work)
    database.transact(lambda s: revise(s, number, theirs, based_on=2))
    sent = {
        "title": TEXT.title,
        "summary": "Autre phrase.",
        "text": mine,
        "based_on": "2",
        "note": "la mienne",
    }
    answer = as_("bob").post(f"/proposals/{number}/edit", data=sent)
    assert answer.status_code == 409
    return number, answer.get_data(as_text=True)


def test_versions_that_do_not_collide_are_both_kept(sqlite_database: Database, as_: SignIn) -> None:
    number, page = both_write(
        sqlite_database, as_, "Un moi.\n\nDeux.\n\nTrois.", "Un.\n\nDeux.\n\nTrois eux.\n\nQuatre."
    )
    assert "choice-1" not in page
    assert as_("bob").post(f"/proposals/{number}/edit", data=fields(page)).status_code == 303
    with sqlite_database.reading() as session:
        kept = session.get_one(Version, (number, 4))
    assert kept.text == "Un moi.\n\nDeux.\n\nTrois eux.\n\nQuatre."
    assert (kept.summary, kept.note) == ("Autre phrase.", "la mienne")


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("mine", "Un moi."), ("theirs", "Un eux."), ("both", "Un eux.\n\nUn moi."), ("other", "Un nous.")],
)
def test_a_place_that_both_changed_is_chosen(
    sqlite_database: Database, as_: SignIn, choice: str, kept: str
) -> None:
    number, page = both_write(
        sqlite_database, as_, "Un moi.\n\nDeux.\n\nTrois.", "Un eux.\n\nDeux bis.\n\nTrois."
    )
    bob, sent = as_("bob"), fields(page)
    again = bob.post(f"/proposals/{number}/edit", data=sent)
    assert again.status_code == 409
    assert fields(again.get_data(as_text=True)) == sent
    answer = bob.post(f"/proposals/{number}/edit", data=sent | {"choice-1": choice, "words-1": "Un nous."})
    assert answer.status_code == 303
    with sqlite_database.reading() as session:
        assert session.get_one(Version, (number, 4)).text == f"{kept}\n\nDeux bis.\n\nTrois."


def test_the_merged_text_may_go_back_to_the_form(sqlite_database: Database, as_: SignIn) -> None:
    number, page = both_write(
        sqlite_database, as_, "Un moi.\n\nDeux.\n\nTrois.", "Un.\n\nDeux.\n\nTrois eux."
    )
    form = as_("bob").post(f"/proposals/{number}/edit", data=fields(page) | {"preview": "1"})
    shown = form.get_data(as_text=True)
    assert form.status_code == 200
    assert "Un moi.\n\nDeux.\n\nTrois eux.</textarea>" in shown
    assert re.search(r'name="based_on"[^>]*value="3"', shown)


def test_another_version_that_comes_while_merging_is_met_too(sqlite_database: Database, as_: SignIn) -> None:
    number, page = both_write(
        sqlite_database, as_, "Un moi.\n\nDeux.\n\nTrois.", "Un.\n\nDeux.\n\nTrois eux."
    )
    sqlite_database.transact(lambda s: revise(s, number, "Un.\n\nDeux encore.\n\nTrois eux.", based_on=3))
    again = as_("bob").post(f"/proposals/{number}/edit", data=fields(page))
    assert again.status_code == 409
    assert (
        as_("bob").post(f"/proposals/{number}/edit", data=fields(again.get_data(as_text=True))).status_code
        == 303
    )
    with sqlite_database.reading() as session:
        assert session.get_one(Version, (number, 5)).text == "Un moi.\n\nDeux encore.\n\nTrois eux."


DRAFT = {
    "summary": TEXT.summary,
    "text": TEXT.text,
    "way": "network/ordinary",
    "carried_by": "La Filature",
    "kind": "decision",
}


def test_two_who_write_a_draft_meet_field_by_field(sqlite_database: Database, as_: SignIn) -> None:
    def work(session: Session) -> int:
        number, chloe = draft(session), person_id(session, "chloe")
        coop = member_id(session, "Coop Semailles")
        coauthoring.ask(session, number, member_id=coop, by=person_id(session, "bob"), now=NOW)
        coauthoring.accept(session, number, member_id=coop, by=chloe, now=NOW)
        return number

    number = sqlite_database.transact(work)
    bob, chloe = as_("bob"), as_("chloe")
    form = chloe.get(f"/proposals/{number}/edit").get_data(as_text=True)
    assert re.search(r'name="edits"[^>]*value="1"', form)
    hers = DRAFT | {"title": "Titre de Chloé", "edits": "1", "members_only": "y"}
    assert chloe.post(f"/proposals/{number}/edit", data=hers).status_code == 303
    his = DRAFT | {"title": "Titre de Bob", "edits": "1", "carried_by": "Le bureau", "cost": "Rien."}
    answer = bob.post(f"/proposals/{number}/edit", data=his)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Ce que Chloé Garnier a gardé" in page
    assert 'name="choice-2"' not in page
    sent = fields(page) | {"choice-1": "mine"}
    assert bob.post(f"/proposals/{number}/edit", data=sent).status_code == 303
    with sqlite_database.reading() as session:
        kept = session.get_one(Proposal, number)
        assert (kept.title, kept.carried_by, kept.public, kept.edits) == (
            "Titre de Bob",
            "Le bureau",
            False,
            3,
        )
        assert session.get_one(Version, (number, 1)).cost == "Rien."


def test_who_is_asked_to_write_a_draft_reads_it_and_answers(scene: dict[str, int], as_: SignIn) -> None:
    number, chloe = scene["draft"], as_("chloe")
    page = chloe.get(f"/proposals/{number}").get_data(as_text=True)
    assert "La Filature demande à Coop Semailles d’écrire cette proposition ensemble." in page
    assert chloe.get(f"/proposals/{number}/edit").status_code == 403
    assert f"/proposals/{number}" in chloe.get("/").get_data(as_text=True)
    chloe.post(f"/proposals/{number}/coauthors/{scene['coop']}/accept")
    assert "avec Coop Semailles" in chloe.get(f"/proposals/{number}").get_data(as_text=True)
    assert chloe.get(f"/proposals/{number}/edit").status_code == 200
    answer = chloe.post(f"/proposals/{number}/coauthors/{scene['coop']}/leave", follow_redirects=True)
    assert answer.status_code == 200
    assert chloe.get(f"/proposals/{number}").status_code == 404


def test_the_author_is_told_of_amendments_to_answer(scene: dict[str, int], as_: SignIn) -> None:
    page = as_("bob").get("/").get_data(as_text=True)
    assert f'href="/proposals/{scene["debate"]}#amendments"' in page


def test_who_opens_a_vote_sees_what_awaits_an_answer(
    sqlite_database: Database, as_: SignIn, moment: Callable[[datetime], None]
) -> None:
    def work(session: Session) -> int:
        number = submitted(session)
        propose(session, number)
        return number

    number = sqlite_database.transact(work)
    moment(NOW + 7 * DAY)
    page = as_("alice").get(f"/proposals/{number}/vote").get_data(as_text=True)
    assert "1 amendement n’a pas encore de réponse." in page


@pytest.mark.parametrize("written", [True, False])
def test_no_vote_opens_on_what_the_circle_is_to_amend(sqlite_database: Database, written: bool) -> None:
    def work(session: Session) -> None:
        number, bob = submitted(session, "quick"), person_id(session, "bob")
        propose(session, number)
        amendments.refer(session, number, 1, by=bob, now=NOW)
        with pytest.raises(LeftToTheCircle):
            opened(session, number, now=NOW)
        if not written:
            revise(session, number, "## L’ouverture\n\nTout autre chose.")
        amendments.decided(session, number, 1, True, now=NOW)
        if not written:
            with pytest.raises(NotWrittenIn):
                opened(session, number, now=NOW)
            amendments.accept(session, number, 1, chosen=["Bref."], based_on=2, by=bob, now=NOW)
        opened(session, number, now=NOW)

    sqlite_database.transact(work)


def test_two_versions_are_read_in_one_text_or_side_by_side(
    scene: dict[str, int], as_: SignIn, sqlite_database: Database
) -> None:
    number = scene["debate"]
    sqlite_database.transact(lambda s: revise(s, number, "## L’ouverture\n\nTout autre chose."))
    nobody = as_("nobody")
    asked = nobody.get(f"/proposals/{number}/versions?old=1&new=2&view=beside")
    assert asked.headers["Location"] == f"/proposals/{number}/versions/1..2?view=beside"
    page = nobody.get(asked.headers["Location"]).get_data(as_text=True)
    assert '<table class="beside"' in page
    assert page.count('<tr role="row"') == 4
    assert "[supprimé" in page
    assert "<table" not in nobody.get(f"/proposals/{number}/versions/1..2").get_data(as_text=True)
    assert nobody.get(f"/proposals/{number}/versions?old=x&new=9").status_code == 303
    assert nobody.get(f"/proposals/{number}/versions/1..9?view=beside").status_code == 404


@pytest.mark.parametrize("who", CAST)
def test_what_the_end_of_a_proposal_closes_is_said(
    who: str, scene: dict[str, int], sqlite_database: Database, as_: SignIn
) -> None:
    sqlite_database.transact(lambda s: service.withdraw(s, scene["debate"], by=person_id(s, "bob"), now=NOW))
    html = unescape(as_(who).get(f"/proposals/{scene['debate']}").get_data(as_text=True))
    assert html.count("La proposition a pris fin") == 2
    assert "avant que cet amendement ait reçu une réponse" in html
    assert "avant que le cercle ait décidé" in html
    for gone in ("Attend une réponse", "Devant le cercle", "amendments/1/accept", "amendments/1/withdraw"):
        assert gone not in html
