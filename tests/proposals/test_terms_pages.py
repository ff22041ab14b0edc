"""The pages beside a proposal's text: who does what, forms that lose nothing, what everybody reads."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from governance.db import Database
from proposals import conflicts, links, service, templates_of_kinds
from proposals.templates_of_kinds import Template
from proposals.texts import Terms
from tests.cast import NOW, member_id, person_id
from tests.proposals.steps import TEXT, count, draft, opened, submitted
from tests.proposals.test_terms import TODAY, TRIAL, WHOLE, begin, declare, recorded
from tests.proposals.test_trials import decided
from tests.register.samples import FUND

SignIn = Callable[[str], FlaskClient]
CAST = ("nobody", "alice", "bob", "chloe", "david", "fanny", "eve")
GIVEN = {
    "title": TEXT.title,
    "summary": TEXT.summary,
    "text": TEXT.text,
    "way": "network/ordinary",
    "carried_by": "Le bureau",
    "driver": "Les machines **dorment**.",
    "cost": "Une permanence",
    "criteria": "- dix personnes",
    "review_on": "2026-06-01",
    "kind": "trial",
    "until": "2026-09-01",
    "licence": "CC0-1.0",
    "derogates": "",
}


@pytest.fixture(autouse=True)
def clock_of_tests(moment: Callable[[datetime], None]) -> None:
    moment(NOW)


@pytest.fixture
def scene(sqlite_database: Database) -> dict[str, int]:
    """Two decisions, a draft, a debate with a link and an interest of Chloé, a vote, a template."""

    def work(session: Session) -> dict[str, int]:
        recorded(session)
        bob, alice = person_id(session, "bob"), person_id(session, "alice")
        found = {"draft": draft(session), "debate": submitted(session), "vote": submitted(session, "quick")}
        opened(session, found["vote"], now=NOW)
        links.add(session, found["debate"], "amends", "2026-001", by=bob, now=NOW)
        found["interest"] = declare(session, found["debate"], "chloe")
        given = Template(title="Ouvrir …", driver="Le besoin de …", text="Article 1. …", cost="Combien ?")
        templates_of_kinds.keep(session, "quick", given, by=alice, now=NOW)
        return found

    return sqlite_database.transact(work)


LINK = {"kind": "follows", "decision": "2026-002"}
TRIED: dict[str, tuple[str, str, dict[str, str]]] = {
    # address: method, what nobody alice bob chloe david fanny eve are answered, what is sent
    "/proposals/{debate}/links": ("GET", "303 403 200 403 403 403 403", {}),
    "/proposals/{draft}/links": ("GET", "303 403 200 404 404 404 403", {}),
    "/proposals/{vote}/links": ("GET", "303 403 409 403 403 403 403", {}),
    "/proposals/{debate}/links?": ("POST", "401 403 303 403 403 403 403", LINK),
    "/proposals/{debate}/links/2026-001/remove": ("POST", "401 403 303 403 403 403 403", {}),
    "/proposals/{debate}/links/2026-009/remove": ("POST", "401 403 404 403 403 403 403", {}),
    "/proposals/{debate}/conflicts": ("GET", "303 403 200 200 200 200 403", {}),
    "/proposals/{debate}/conflicts?": ("POST", "401 403 303 422 303 403 403", {"interest": "Trésorier."}),
    "/proposals/{debate}/conflicts/{interest}/withdraw": ("POST", "401 403 403 303 403 403 403", {}),
    "/proposals/{debate}/conflicts/99/withdraw": ("POST", "401 403 404 404 404 404 403", {}),
    "/proposals/templates/": ("GET", "303 200 403 403 403 403 403", {}),
    "/proposals/templates/quick": ("GET", "303 200 403 403 403 403 403", {}),
    "/proposals/templates/none": ("GET", "303 404 403 403 403 403 403", {}),
    "/proposals/templates/ordinary": ("POST", "401 303 403 403 403 403 403", {"title": "Ouvrir …"}),
    "/proposals/templates/orientation": ("POST", "401 422 403 403 403 403 403", {"title": " "}),
    "/proposals/templates/quick/clear": ("GET", "303 200 403 403 403 403 403", {}),
    "/proposals/templates/quick/clear?": ("POST", "401 303 403 403 403 403 403", {}),
    "/proposals/templates/secret/clear": ("POST", "401 404 403 403 403 403 403", {}),
    "/proposals/review/2026-001": ("GET", "303 403 200 200 200 200 403", {}),
    "/proposals/review/2026-002": ("GET", "303 403 422 422 422 422 403", {}),
    "/proposals/review/2026-009": ("GET", "303 403 422 422 422 422 403", {}),
    "/proposals/review/2026-001?": ("POST", "401 403 303 303 303 403 403", {"how": "end"}),
}


@pytest.mark.parametrize("path", TRIED)
def test_each_address_tried_by_each(scene: dict[str, int], as_: SignIn, path: str) -> None:
    method, statuses, data = TRIED[path]
    tried = sorted(zip(map(int, statuses.split()), CAST, strict=True), key=lambda each: each[0] < 400)
    for status, who in tried:
        answer = as_(who).open(path.format(**scene), method=method, data=data)
        assert answer.status_code == status, (who, answer.get_data(as_text=True))


def test_a_whole_proposal_is_written_read_and_compared(sqlite_database: Database, as_: SignIn) -> None:
    bob = as_("bob")
    page = bob.post("/proposals/new", data=GIVEN).location
    form = bob.get(f"{page}/edit").get_data(as_text=True)
    for written in ("Les machines **dorment**.", 'value="2026-09-01"', "- dix personnes", "Une permanence"):
        assert written in form
    assert '<option selected value="CC0-1.0">' in form
    bob.post(f"{page}/submit")
    html = as_("nobody").get(page).get_data(as_text=True)
    for said in ("<strong>dorment</strong>", "À l’essai", "1er septembre 2026", "Une permanence", "CC0 1.0"):
        assert said in html
    changed = GIVEN | {
        "cost": "Deux permanences",
        "review_on": "2026-07-01",
        "until": "2026-10-01",
        "based_on": "1",
    }
    assert bob.post(f"{page}/edit", data=changed).status_code == 303
    for path in (page, f"{page}/versions/1..2"):
        html = as_("nobody").get(path).get_data(as_text=True)
        body = html.partition("<main")[2]
        assert "Deux permanences" in body
        assert body.count("<ins>") == body.count("<del>") >= 3  # cost, review, last day
        for day in ("2026-06-01", "2026-07-01", "2026-09-01", "2026-10-01"):
            assert f'<time datetime="{day}">' in html
    plain = as_("nobody").get(f"{page}?read=plain").get_data(as_text=True)
    assert "<ins>" not in plain


def test_preview_shows_every_part_and_keeps_nothing(sqlite_database: Database, as_: SignIn) -> None:
    html = as_("bob").post("/proposals/new", data=GIVEN | {"preview": "1"}).get_data(as_text=True)
    for said in ("<strong>dorment</strong>", "<li>dix personnes</li>", "1er septembre 2026", "1er juin 2026"):
        assert said in html
    assert count(sqlite_database, "proposals") == 0


def test_a_fault_beside_its_field_and_nothing_lost(sqlite_database: Database, as_: SignIn) -> None:
    sqlite_database.transact(recorded)
    for fault, said in (
        ({"until": ""}, "Donnez son dernier jour"),
        ({"until": "demain"}, "Écrivez un jour"),
        ({"until": "2026-03-02"}, "Choisissez un dernier jour"),
        ({"review_on": "2026-12-01"}, "réexaminée après son dernier jour"),
        ({"review_on": "2025-12-01"}, "Choisissez un jour de réexamen"),
        ({"criteria": ""}, "se juge sur des critères"),
        ({"kind": "derogation"}, "Donnez le numéro de la décision"),
        ({"kind": "derogation", "derogates": "2026-002"}, "pas de décision 2026-002"),
        ({"kind": "whim"}, "Choisissez de quelle sorte"),
        ({"licence": "WTFPL"}, "Choisissez une des licences"),
        ({"driver": "x" * 5_001}, "5\u202f000 caractères"),
        ({"cost": "x" * 3_001}, "3\u202f000 caractères"),
    ):
        answer = as_("bob").post("/proposals/new", data=GIVEN | fault)
        html = answer.get_data(as_text=True)
        assert answer.status_code == 422, fault
        assert said in html, fault
        assert "Le bureau" in html
        assert TEXT.title in html
    assert count(sqlite_database, "proposals") == 0


def test_a_template_fills_what_is_empty_and_nothing_else(scene: dict[str, int], as_: SignIn) -> None:
    bob = as_("bob")
    html = bob.get("/proposals/new?way=network/quick").get_data(as_text=True)
    for said in ('value="Ouvrir …"', "Le besoin de …", "Article 1. …", 'value="network/quick" checked'):
        assert said in html
    typed = {
        "fill": "1",
        "template": "quick",
        "title": "Mon titre",
        "text": "Mon texte",
        "way": "network/secret",
    }
    answer = bob.post("/proposals/new", data=typed)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    for said in ('value="Mon titre"', "Mon texte", "Le besoin de …", 'value="network/secret" checked'):
        assert said in html
    assert "Article 1. …" not in html
    html = bob.post("/proposals/new", data={"fill": "1", "template": "none"}).get_data(as_text=True)
    assert "Le besoin de …" not in html
    assert bob.get("/proposals/new?way=x").status_code == 200


def test_a_link_that_cannot_be_comes_back_in_its_form(scene: dict[str, int], as_: SignIn) -> None:
    path = f"/proposals/{scene['debate']}/links"
    for data, said in (
        ({"kind": "amends", "decision": "2026-014"}, "pas de décision 2026-014"),
        ({"kind": "amends", "decision": ""}, "Écrivez le numéro"),
        ({"kind": "repeals", "decision": "2026-002"}, "n’a pas été adoptée"),
        ({"kind": "derogates", "decision": "2026-001"}, "écrite comme une dérogation"),
        ({"kind": "follows", "decision": "2026-001"}, "déjà liée"),
        ({"kind": "none", "decision": "2026-002"}, "Dites ce que"),
    ):
        answer = as_("bob").post(path, data=data)
        assert answer.status_code == 422, data
        assert said in answer.get_data(as_text=True), data


def test_links_and_interests_are_read_by_everybody(
    scene: dict[str, int], sqlite_database: Database, as_: SignIn
) -> None:
    page = f"/proposals/{scene['debate']}"
    html = as_("nobody").get(page).get_data(as_text=True)
    assert 'Modifie <a href="/register/2026-001">' in html
    assert "Je suis trésorier de l’atelier." in html
    assert "Chloé Garnier" in html
    assert f"/conflicts/{scene['interest']}/withdraw" not in html
    assert f"/conflicts/{scene['interest']}/withdraw" in as_("chloe").get(page).get_data(as_text=True)
    as_("chloe").post(f"{page}/conflicts/{scene['interest']}/withdraw")
    html = as_("nobody").get(page).get_data(as_text=True)
    assert "<s>Je suis trésorier de l’atelier.</s>" in html
    assert "retiré le" in html


def test_who_speaks_for_two_members_says_for_whom(
    scene: dict[str, int], sqlite_database: Database, as_: SignIn
) -> None:
    path, fanny = f"/proposals/{scene['debate']}/conflicts", as_("fanny")
    answer = fanny.post(path, data={"interest": "Je loue la salle."})
    assert answer.status_code == 403
    assert "Je loue la salle." in answer.get_data(as_text=True)
    with sqlite_database.reading() as session:
        scop = member_id(session, "Scop Rouages")
    assert fanny.post(path, data={"interest": "Je loue la salle.", "member": str(scop)}).status_code == 303


def test_the_page_of_a_trial_says_until_when_and_leads_to_its_review(
    sqlite_database: Database, as_: SignIn
) -> None:
    sqlite_database.transact(lambda s: decided(s, begin(s)))
    html = as_("nobody").get("/register/2026-001").get_data(as_text=True)
    for said in ("Adoptée à l’essai jusqu’au", "29 août 2026", "<strong>samedi</strong>", "elle prend fin"):
        assert said in html
    assert "/proposals/review/" not in html
    assert "/proposals/review/" not in as_("alice").get("/register/2026-001").get_data(as_text=True)
    bob = as_("bob")
    assert "/proposals/review/2026-001" in bob.get("/register/2026-001").get_data(as_text=True)
    answer = bob.post("/proposals/review/2026-001", data={"how": "confirm"})
    assert "Confirmer" in bob.get(answer.location).get_data(as_text=True)
    sqlite_database.transact(lambda s: decided(s, 2))
    html = as_("nobody").get("/register/2026-001").get_data(as_text=True)
    assert "Cette décision est confirmée par" in html
    assert "Adoptée à l’essai jusqu’au" not in html
    assert "Confirme" in as_("nobody").get("/register/2026-002").get_data(as_text=True)


def test_a_derogation_asked_from_the_register_is_dated_and_said_on_both_pages(
    sqlite_database: Database, as_: SignIn
) -> None:
    sqlite_database.transact(recorded)
    bob = as_("bob")
    html = bob.get("/proposals/review/2026-001?how=derogate").get_data(as_text=True)
    assert re.search(r'<input checked [^>]*value="derogate"', html)
    answer = bob.post("/proposals/review/2026-001", data={"how": "derogate", "until": ""})
    assert answer.status_code == 422
    assert "Donnez son dernier jour" in answer.get_data(as_text=True)
    answer = bob.post("/proposals/review/2026-001", data={"how": "derogate", "until": "2026-06-01"})
    assert answer.status_code == 303
    assert 'value="2026-001"' in bob.get(answer.location).get_data(as_text=True)

    def adopt(session: Session) -> None:
        given = Terms(
            "network", "quick", kind="derogation", until=TODAY + timedelta(days=30), derogates="2026-001"
        )
        bob_id, member = person_id(session, "bob"), member_id(session, "La Filature")
        text = replace(WHOLE, review_on=None)
        service.edit(session, 1, text, given, member_id=member, by=bob_id, now=NOW)
        decided(session, 1)

    sqlite_database.transact(adopt)
    earlier = as_("nobody").get("/register/2026-001").get_data(as_text=True)
    assert "Une dérogation à cette décision existe" in earlier
    assert "1er avril 2026" in earlier
    assert "Dérogation à" in as_("nobody").get("/register/2026-003").get_data(as_text=True)


def test_the_decision_as_data_has_every_part(sqlite_database: Database, as_: SignIn) -> None:
    def work(session: Session) -> None:
        number = begin(session)
        service.submit(session, number, by=person_id(session, "bob"), now=NOW)
        declare(session, number, "chloe")
        decided(session, number)

    sqlite_database.transact(work)
    nobody = as_("nobody")
    found = nobody.get("/register/2026-001.json").get_json()
    assert (found["driver"], found["cost"], found["criteria"]) == (WHOLE.driver, WHOLE.cost, WHOLE.criteria)
    assert (found["kind"], found["until"], found["unreviewed"]) == ("trial", TRIAL.until.isoformat(), "ends")
    assert found["conflicts"][0]["person"] == "Chloé Garnier"
    assert "Je suis trésorier" in nobody.get("/register/2026-001").get_data(as_text=True)


def test_a_decision_of_before_shows_well(sqlite_database: Database, as_: SignIn) -> None:
    sqlite_database.transact(recorded)
    html = as_("nobody").get("/register/2026-001").get_data(as_text=True)
    assert FUND.title in html
    assert "Ce qui se passe" not in html
    assert "Intérêts déclarés" not in html
    assert "À l’essai" not in html


def test_hostile_parts_stay_text(sqlite_database: Database, as_: SignIn) -> None:
    bad = "<script>alert(1)</script> [a](javascript:alert(1)) <img src=x onerror=alert(1)>"
    bob = as_("bob")
    given = GIVEN | {"driver": bad, "cost": bad, "criteria": bad}
    assert "<script>alert" not in bob.post("/proposals/new", data=given | {"preview": "1"}).get_data(
        as_text=True
    )
    page = bob.post("/proposals/new", data=given).location
    bob.post(f"{page}/submit")
    as_("chloe").post(f"{page}/conflicts", data={"interest": bad})
    html = as_("nobody").get(page).get_data(as_text=True)
    body = html.partition("<main")[2].partition("</main>")[0]
    for said in ("<script", "<img", 'href="javascript'):
        assert said not in body


def test_a_withdrawn_interest_does_not_join_the_decision(sqlite_database: Database, as_: SignIn) -> None:
    def work(session: Session) -> None:
        number = begin(session)
        service.submit(session, number, by=person_id(session, "bob"), now=NOW)
        said = declare(session, number, "chloe")
        conflicts.withdraw(session, number, said, by=person_id(session, "chloe"), now=NOW)
        decided(session, number)

    sqlite_database.transact(work)
    assert as_("nobody").get("/register/2026-001.json").get_json()["conflicts"] == []
