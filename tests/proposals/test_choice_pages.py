"""The pages of choices: each address by each of the cast, forms that lose nothing, what everybody reads."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from governance.db import Database
from governance.rules.models import CodeVersion
from tests.cast import NOW, member_id, person_id
from tests.proposals import choices
from tests.proposals.choices import STATEMENT, listed, stands, submitted, votes
from tests.proposals.steps import DAY, close, count, draft, opened
from tests.proposals.test_pages import CAST, statements
from voting import service as voting
from voting.service import Answer

SignIn = Callable[[str], FlaskClient]


@pytest.fixture(autouse=True)
def clock_of_tests(moment: Callable[[datetime], None]) -> None:
    moment(NOW)


@pytest.fixture
def scene(sqlite_database: Database) -> dict[str, int]:
    """A draft and a debate with options, a budget, an election with a candidate, one closed to candidates."""
    choices.adopt(sqlite_database)

    def work(session: Session) -> dict[str, int]:
        found = {
            rule: submitted(session, rule) for rule in ("project", "budget", "board", "jury", "role", "quick")
        }
        found["draft"] = draft(session, "project")
        (found["in_draft"],) = listed(session, found["draft"], "Un four à pain")
        found["four"], found["gare"] = listed(session, found["project"], "Un four à pain", "La gare")
        found["chloe"] = stands(session, found["board"], "chloe")
        found["candidacy"] = stands(session, found["board"], "david")
        return found

    return sqlite_database.transact(work)


def html(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


TRIED: dict[str, tuple[str, str, dict[str, str]]] = {
    # address: method, what each of the cast is answered (nobody alice bob chloe david eve), what is sent
    "/proposals/{draft}/options/new": ("GET", "303 403 200 404 404 403", {}),
    "/proposals/{project}/options/new": ("GET", "303 403 200 403 403 403", {}),
    "/proposals/{quick}/options/new": ("GET", "303 403 409 403 403 403", {}),
    "/proposals/{board}/options/new": ("GET", "303 403 409 403 403 403", {}),
    "/proposals/{project}/options/{four}": ("POST", "401 403 303 403 403 403", {"label": "Un jardin"}),
    "/proposals/{project}/options/999": ("GET", "303 403 404 403 403 403", {}),
    "/proposals/{project}/options/{gare}/remove": ("POST", "401 403 303 403 403 403", {}),
    "/proposals/{draft}/options/{in_draft}/remove": ("POST", "401 403 303 404 404 403", {}),
    "/proposals/{board}/candidacies/new": ("GET", "303 403 200 200 200 403", {}),
    "/proposals/{project}/candidacies/new": ("GET", "303 403 409 409 409 403", {}),
    "/proposals/{board}/candidacies/for-somebody": ("GET", "303 200 403 403 403 403", {}),
    "/proposals/{draft}/candidacies/new": ("GET", "303 403 409 404 404 403", {}),
    "/proposals/{board}/candidacies/{candidacy}/withdraw": ("POST", "401 403 403 403 303 403", {}),
    "/proposals/{board}/candidacies/999/withdraw": ("POST", "401 404 404 404 404 403", {}),
}


@pytest.mark.parametrize("path", TRIED)
def test_each_address_tried_by_each(scene: dict[str, int], as_: SignIn, path: str) -> None:
    method, statuses, data = TRIED[path]
    tried = sorted(zip(map(int, statuses.split()), CAST, strict=True), key=lambda each: each[0] < 400)
    for status, who in tried:
        answer = as_(who).open(path.format(**scene), method=method, data=data)
        assert answer.status_code == status, (who, answer.get_data(as_text=True))


def test_an_author_lists_options_from_the_draft_to_the_vote(
    sqlite_database: Database, as_: SignIn, moment: Callable[[datetime], None]
) -> None:
    choices.adopt(sqlite_database)
    bob, alice = as_("bob"), as_("alice")
    given = {"title": "Que faire de la grange", "summary": "Un lieu de plus.", "text": "La grange est libre."}
    page = bob.post("/proposals/new", data=given | {"way": "network/budget"}).location
    assert "Le vote peut s’ouvrir dès que la liste en compte 1." in html(bob, page)
    for label, cost in (("Un four à pain", "400"), ("Un jardin", "1 200,50")):
        answer = bob.post(f"{page}/options/new", data={"label": label, "cost": cost, "note": "**Bien**"})
        assert answer.status_code == 303
        assert "#option-" in answer.location
    bob.post(f"{page}/submit")
    read = html(as_("nobody"), page)
    assert "coûte 1\u202f200,5" in read.replace("&#8239;", "\u202f")
    assert "<strong>Bien</strong>" in read
    assert "Ajouter une option" not in read
    assert "Un four à pain" in html(alice, f"{page}/vote")
    assert alice.post(f"{page}/vote", data={"closes_at": ""}).location == "/votes/1"
    assert "Ajouter une option" not in html(bob, page)
    assert bob.post(f"{page}/options/new", data={"label": "Trop tard", "cost": "1"}).status_code == 409
    assert "Un jardin" in html(bob, "/votes/1")


def test_too_few_are_refused_in_words_on_the_page(
    scene: dict[str, int], as_: SignIn, moment: Callable[[datetime], None], sqlite_database: Database
) -> None:
    moment(NOW + 10 * DAY)
    alice = as_("alice")
    page = f"/proposals/{scene['jury']}"
    answer = alice.post(f"{page}/vote", data={"closes_at": ""})
    assert answer.status_code == 422
    assert "Jury tiré au sort" in answer.get_data(as_text=True)
    assert count(sqlite_database, "votes") == 0


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"label": ""}, "Donnez un nom"),
        ({"label": " "}, "Donnez un nom"),
        ({"label": "x" * 121}, "tient en 120 caractères"),
        ({"cost": ""}, "Écrivez ce qu’elle coûte"),
        ({"cost": "beaucoup"}, "supérieur à zéro"),
        ({"note": "Un mot" + "x" * 5_000}, "trop long"),
    ],
)
def test_an_option_with_a_fault_comes_back_whole(
    scene: dict[str, int], as_: SignIn, sqlite_database: Database, fault: dict[str, str], said: str
) -> None:
    before = count(sqlite_database, "proposal_options")
    path = f"/proposals/{scene['budget']}/options/new"
    answer = as_("bob").post(path, data={"label": "Un four", "cost": "12", "note": "Un mot"} | fault)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert 'aria-invalid="true"' in page
    assert "Un mot" in page
    assert count(sqlite_database, "proposal_options") == before


def test_changing_an_option_shows_what_it_was(scene: dict[str, int], as_: SignIn) -> None:
    page = f"/proposals/{scene['project']}/options/{scene['four']}"
    assert 'value="Un four à pain"' in html(as_("bob"), page)
    answer = as_("bob").post(page, data={"label": "La  GARE"})
    assert answer.status_code == 422
    assert "déjà parmi les options" in answer.get_data(as_text=True)


def test_a_statement_that_is_too_short_says_how_long_it_is(scene: dict[str, int], as_: SignIn) -> None:
    bob, path = as_("bob"), f"/proposals/{scene['board']}/candidacies/new"
    assert "20 caractères au moins" in html(bob, path)
    answer = bob.post(path, data={"statement": "Moi, Bob."})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "compte 9 caractères ; la règle en demande au moins 20" in page.replace("\u202f", " ")
    assert "Moi, Bob." in page
    answer = bob.post(path, data={"statement": STATEMENT})
    assert answer.status_code == 303
    assert "Bob Lefèvre, La Filature" in html(as_("nobody"), f"/proposals/{scene['board']}")
    assert bob.post(path, data={"statement": STATEMENT}).status_code == 422


def test_who_speaks_for_several_says_for_whom_they_stand(
    scene: dict[str, int], as_: SignIn, sqlite_database: Database
) -> None:
    fanny, path = as_("fanny"), f"/proposals/{scene['board']}/candidacies/new"
    with sqlite_database.reading() as session:
        scop, other = member_id(session, "Scop Rouages"), member_id(session, "La Filature")
    assert fanny.post(path, data={"statement": STATEMENT}).status_code == 403
    assert fanny.post(path, data={"statement": STATEMENT, "member": str(other)}).status_code == 403
    assert fanny.post(path, data={"statement": STATEMENT, "member": str(scop)}).status_code == 303
    assert "Fanny Roche, Scop Rouages" in html(fanny, f"/proposals/{scene['board']}")


def test_an_office_enters_a_candidacy_for_somebody(
    scene: dict[str, int], as_: SignIn, sqlite_database: Database
) -> None:
    alice, path = as_("alice"), f"/proposals/{scene['board']}/candidacies/for-somebody"
    with sqlite_database.reading() as session:
        quai = str(member_id(session, "Le Quai 9"))
    given = {"member": quai, "name": "Paul Quai", "statement": STATEMENT}
    for fault, said in (
        ({"member": ""}, "ne vote pas dans le cercle"),
        ({"member": "²"}, "ne vote pas dans le cercle"),
        ({"name": ""}, "Écrivez le nom"),
        ({"statement": "Bref"}, "caractères"),
    ):
        answer = alice.post(path, data=given | fault)
        assert answer.status_code == 422, fault
        assert said in answer.get_data(as_text=True)
    assert alice.post(path, data=given).status_code == 303
    read = html(as_("nobody"), f"/proposals/{scene['board']}")
    assert "Paul Quai, Le Quai 9" in read
    assert "saisie par" in read


def test_colleges_where_nobody_stands_are_named(scene: dict[str, int], as_: SignIn) -> None:
    read = html(as_("nobody"), f"/proposals/{scene['board']}")
    vacancy = read.partition("leurs sièges resteront vacants")[2].partition("</div>")[0]
    assert "Lieux et porteurs de projet" in vacancy
    assert "Coopératives" not in vacancy


def test_who_withdrew_is_said(scene: dict[str, int], as_: SignIn) -> None:
    chloe, page = as_("chloe"), f"/proposals/{scene['board']}"
    assert "Retirer cette candidature" in html(chloe, page)
    assert "Retirer cette candidature" not in html(as_("bob"), page)
    assert chloe.post(f"{page}/candidacies/{scene['chloe']}/withdraw").status_code == 303
    assert "Retirées de la liste" in html(as_("nobody"), page)


def test_the_list_says_when_it_closed(
    scene: dict[str, int], as_: SignIn, moment: Callable[[datetime], None]
) -> None:
    page = f"/proposals/{scene['board']}"
    assert "Me présenter" in html(as_("bob"), page)
    moment(NOW + 10 * DAY)
    bob = as_("bob")
    assert "Me présenter" not in html(bob, page)
    assert "La liste s’est fermée le" in html(bob, page)
    assert bob.get(f"{page}/candidacies/new").status_code == 409


def test_the_elected_are_marked_and_the_register_names_them(
    scene: dict[str, int], as_: SignIn, sqlite_database: Database, moment: Callable[[datetime], None]
) -> None:
    at = NOW + 10 * DAY

    def work(session: Session) -> None:
        vote = opened(session, scene["board"], now=at)
        votes(session, vote, "chloe", {"approved": ["chloe-garnier"]}, now=at)
        close(session, vote)

    sqlite_database.transact(work)
    moment(at + 8 * DAY)
    read = html(as_("nobody"), f"/proposals/{scene['board']}")
    assert read.count("Élection acquise") == 1
    assert "Chloé Garnier, Coop Semailles" in html(as_("nobody"), "/register/2026-001")


HOSTILE = "<script>alert(1)</script> [a](javascript:alert(1)) <img src=x onerror=alert(1)> et encore"


def test_hostile_options_and_statements_stay_text(scene: dict[str, int], as_: SignIn) -> None:
    bob = as_("bob")
    bob.post(f"/proposals/{scene['project']}/options/new", data={"label": HOSTILE[:100], "note": HOSTILE})
    bob.post(f"/proposals/{scene['board']}/candidacies/new", data={"statement": HOSTILE})
    for number in (scene["project"], scene["board"]):
        body = html(as_("nobody"), f"/proposals/{number}").partition("<main")[2].partition("</main>")[0]
        assert "alert(1)" in body
        assert not any(bad in body for bad in ("<script", "<img", 'href="javascript'))


def test_the_rules_stand_under_their_circles_that_of_everybody_first(
    scene: dict[str, int], as_: SignIn
) -> None:
    page = html(as_("bob"), "/proposals/new")
    first, second = page.index(">Réseau"), page.index(">Cercle des lieux")
    assert first < page.index('value="network/ordinary"') < page.index('value="network/role"') < second
    assert second < page.index('value="places-only/chair"')
    assert "Un choix parmi des candidatures." in page
    assert "Un choix parmi des options." in page


def test_a_circle_sees_the_weights_of_its_own_colleges(sqlite_database: Database, as_: SignIn) -> None:
    text = choices.CODE.replace('decisions = ["chair"]\ncolleges = ["places"]',
                                'decisions = ["orientation"]\ncolleges = ["places", "coops"]')  # fmt: skip
    sqlite_database.transact(lambda s: s.execute(update(CodeVersion).values(toml=text)))
    network, _, circle = html(as_("bob"), "/proposals/new").partition(">Cercle des lieux")
    assert "Coopératives et entreprises 2/5" in network
    assert "Coopératives et entreprises 1/2" in circle
    assert "Acteurs publics" not in circle.partition("</fieldset>")[0]


def test_a_list_of_any_length_costs_as_many_queries(
    scene: dict[str, int], as_: SignIn, sqlite_database: Database
) -> None:
    bob, page = as_("bob"), f"/proposals/{scene['project']}"
    few = statements(sqlite_database, lambda: bob.get(page))
    sqlite_database.transact(lambda s: listed(s, scene["project"], *(f"Option {n}" for n in range(40))))
    assert statements(sqlite_database, lambda: bob.get(page)) == few <= 18


def test_an_election_without_candidate_says_who_may_be_named(scene: dict[str, int], as_: SignIn) -> None:
    page = f"/proposals/{scene['role']}"
    assert "il n’y a pas de liste" in html(as_("nobody"), page)
    assert as_("bob").post(f"{page}/options/new", data={"label": "Alice Martin"}).status_code == 303
    assert "Il s’agit de proposer l’une de ces personnes" in html(as_("nobody"), page)


def test_the_second_round_is_between_two(
    scene: dict[str, int], as_: SignIn, sqlite_database: Database, moment: Callable[[datetime], None]
) -> None:
    def work(session: Session) -> int:
        number = submitted(session, "chair")
        for who in ("bob", "chloe", "david"):
            stands(session, number, who)
        vote = opened(session, number, now=NOW)
        chosen = {"bob": "bob-lefevre", "chloe": "chloe-garnier", "david": "david-morel"}
        for who, slug in chosen.items():
            votes(session, vote, who, {"choice": slug}, now=NOW)
        answers = [
            Answer(member_id(session, "L’Établi"), ballot={"choice": "bob-lefevre"}),
            Answer(member_id(session, "Scop Rouages"), ballot={"choice": "chloe-garnier"}),
        ]
        voting.cast_all(session, vote=vote, answers=answers, by=person_id(session, "fanny"), now=NOW)
        close(session, vote)
        return number

    page = f"/proposals/{sqlite_database.transact(work)}"
    moment(NOW + 8 * DAY)
    alice = as_("alice")
    read = html(alice, page)
    assert read.count("Au second tour") == 2
    assert "Ouvrir le second tour" in read
    ready = html(alice, f"{page}/vote")
    assert "Chloé Garnier" in ready
    assert "David Morel" not in ready
    assert alice.post(f"{page}/vote", data={"closes_at": ""}).status_code == 303
