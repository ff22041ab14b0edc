"""The debate on its page: who may what, quotations, phases, nothing that was written is lost, following."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from governance.db import Database
from governance.members.models import Person
from governance.members.sessions import revoke_all
from governance.rules.models import CodeVersion
from proposals import debate, service, summaries
from proposals.models import Comment
from proposals.models_notices import Follow
from tests import cast
from tests.cast import NOW, person_id
from tests.proposals.steps import BETTER, DAY, draft, submitted
from tests.proposals.test_debate import TIMED, said
from tests.proposals.test_settlement import objected

SignIn = Callable[[str], FlaskClient]
Moment = Callable[[datetime], None]
CAST = ("nobody", "alice", "bob", "chloe", "david", "eve", "fanny")


@pytest.fixture(autouse=True)
def clock_of_tests(moment: Moment) -> None:
    moment(NOW)


@pytest.fixture
def scene(sqlite_database: Database) -> dict[str, int]:
    """A debate with a question, one among members, a draft."""

    def work(session: Session) -> dict[str, int]:
        found = {"debate": submitted(session), "members": submitted(session, public=False)}
        found["draft"] = draft(session)
        found["question"] = said(session, found["debate"], "chloe", "question")
        return found

    return sqlite_database.transact(work)


TRIED = {
    # address: method, what each of the cast is answered, what is sent
    "/proposals/{debate}/comments/{question}/resolve": ("POST", "401 303 303 303 403 403 403", {}),
    "/proposals/{debate}/comments/{question}/unresolve": ("POST", "401 303 303 303 403 403 403", {}),
    "/proposals/{debate}/comments/999/resolve": ("POST", "401 422 422 422 422 403 422", {}),
    "/proposals/{debate}/summary": ("GET", "303 200 403 403 403 403 403", {}),
    "/proposals/{debate}/summary ": (
        "POST", "401 303 403 403 403 403 403", {"text": "Mot", "based_on": "0", "upto": "1"}),
    "/proposals/{draft}/summary": ("GET", "303 404 403 403 403 403 403", {}),
    "/proposals/{debate}/summaries": ("GET", "200 200 200 200 200 200 200", {}),
    "/proposals/{members}/summaries": ("GET", "404 200 200 200 200 404 200", {}),
    "/proposals/{draft}/summaries": ("GET", "404 404 200 404 404 404 404", {}),
    "/proposals/{debate}/follow": ("POST", "401 303 303 303 303 303 303", {"level": "daily"}),
    "/proposals/{members}/follow": ("POST", "401 303 303 303 303 404 303", {"level": "daily"}),
    "/proposals/{draft}/follow": ("POST", "401 404 303 404 404 404 404", {"level": "none"}),
    "/proposals/{debate}/follow ": ("POST", "401 422 422 422 422 422 422", {"level": "hourly"}),
}  # fmt: skip


@pytest.mark.parametrize("path", TRIED)
def test_each_address_tried_by_each(scene: dict[str, int], as_: SignIn, path: str) -> None:
    method, statuses, data = TRIED[path]
    for status, who in zip(map(int, statuses.split()), CAST, strict=True):
        answer = as_(who).open(path.format(**scene).strip(), method=method, data=data)
        assert answer.status_code == status, (who, answer.get_data(as_text=True))


def page(client: FlaskClient, number: int, **asked: object) -> str:
    answer = client.get(f"/proposals/{number}", query_string=asked)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_a_paragraph_is_quoted_from_its_link(
    scene: dict[str, int], as_: SignIn, sqlite_database: Database
) -> None:
    chloe, number = as_("chloe"), scene["debate"]
    html = page(chloe, number, quote=2)
    assert 'name="quote" value="2"' in html
    assert 'name="quoted" value="1"' in html
    sent = {"text": "Et le ménage ?", "purpose": "question", "quote": "2", "quoted": "1"}
    assert chloe.post(f"/proposals/{number}/comments", data=sent).status_code == 303
    assert 'href="#p-2">Paragraphe' in page(chloe, number)
    sqlite_database.transact(
        lambda s: service.revise(s, number, BETTER, note="", based_on=1, by=person_id(s, "bob"), now=NOW)
    )
    html = page(as_("nobody"), number)
    assert "Il a changé depuis." in html
    assert f"/proposals/{number}/versions/1..2" in html
    assert "tous les samedis" in words(html)


@pytest.mark.parametrize("quote", ["0", "99", "x", "-1", "9" * 30, "²"])
def test_an_address_that_quotes_nothing_shows_a_plain_form(
    scene: dict[str, int], as_: SignIn, quote: str
) -> None:
    html = page(as_("chloe"), scene["debate"], quote=quote, answer=quote, objection=quote, before=quote)
    assert 'name="quote"' not in html
    assert 'id="speak"' in html


def test_an_objection_is_discussed_from_its_card(
    as_: SignIn, sqlite_database: Database, moment: Moment
) -> None:
    number = sqlite_database.transact(lambda s: objected(s)[0])
    moment(NOW + 15 * DAY)
    david = as_("david")
    html = page(david, number, objection=1)
    assert 'name="objection" value="1"' in html
    assert 'name="purpose"' not in html
    sent = {"text": "Je la comprends.", "objection": "1"}
    assert david.post(f"/proposals/{number}/comments", data=sent).status_code == 303
    html = page(david, number, purpose="objection")
    assert "Je la comprends." in html
    assert 'href="#objection-1"' in html


def test_questions_without_an_answer_stand_on_top(scene: dict[str, int], as_: SignIn) -> None:
    number, question = scene["debate"], scene["question"]
    chloe = as_("chloe")
    html = page(chloe, number)
    assert "1 question sans réponse" in html
    assert f"/comments/{question}/resolve" in html
    assert f"/comments/{question}/resolve" not in page(as_("david"), number)
    chloe.post(f"/proposals/{number}/comments/{question}/resolve")
    html = page(chloe, number)
    assert "sans réponse</b>" not in html
    assert "marquée par Chloé Garnier" in html
    assert f"/comments/{question}/unresolve" in html


def test_filters_are_addresses(scene: dict[str, int], as_: SignIn, sqlite_database: Database) -> None:
    number = scene["debate"]
    sqlite_database.transact(lambda s: said(s, number, "david", "for"))
    html = page(as_("nobody"), number)
    assert f'href="/proposals/{number}?purpose=for#debate"' in html
    html = page(as_("nobody"), number, purpose="for")
    assert "David Morel" in html
    assert "Chloé Garnier" not in html.split('class="thread"')[1]
    assert 'aria-current="page"' in html
    assert "Aucun message de ce genre." in page(as_("nobody"), number, purpose="against")
    assert "Chloé Garnier" in page(as_("nobody"), number, purpose="nonsense")


def test_a_phase_offers_what_it_allows_and_says_until_when(
    sqlite_database: Database, as_: SignIn, moment: Moment
) -> None:
    def work(session: Session) -> int:
        session.execute(update(CodeVersion).values(toml=TIMED))
        return submitted(session)

    number = sqlite_database.transact(work)
    david = as_("david")
    html = page(david, number)
    assert "Des questions seulement, jusqu’au" in html
    assert "mercredi 4 mars 2026" in words(html)
    assert '<option value="question">' in html
    assert '<option value="reaction">' not in html
    answer = david.post(f"/proposals/{number}/comments", data={"text": "J’aime bien", "purpose": "reaction"})
    assert answer.status_code == 409
    assert "J’aime bien" in answer.get_data(as_text=True)
    assert "Des questions seulement, jusqu’au mercredi 4 mars" in words(answer.get_data(as_text=True))
    moment(NOW + 2 * DAY)
    html = page(david, number)
    assert '<option value="reaction">' in html
    assert '<option value="question">' not in html
    sent = {"text": "J’aime bien", "purpose": "reaction"}
    assert david.post(f"/proposals/{number}/comments", data=sent).status_code == 303
    html = page(david, number)
    assert "Votre membre a donné sa réaction." in html
    assert 'id="speak"' not in html
    assert "Répondre" not in html
    answer = david.post(f"/proposals/{number}/comments", data=sent | {"text": "Encore"})
    assert answer.status_code == 409
    assert "Encore" in answer.get_data(as_text=True)
    assert "Qui propose écoute." in page(as_("bob"), number)


LONG = "Un long message, écrit pendant une heure."


def test_a_message_for_a_debate_that_ended_comes_back(
    scene: dict[str, int], as_: SignIn, sqlite_database: Database
) -> None:
    number, chloe = scene["debate"], as_("chloe")
    sqlite_database.transact(lambda s: service.withdraw(s, number, by=person_id(s, "bob"), now=NOW))
    answer = chloe.post(f"/proposals/{number}/comments", data={"text": LONG, "purpose": "for"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert LONG in html
    assert "Votre message n’est pas publié" in html
    assert "arrivée à son terme" in html


def test_a_message_from_an_expired_page_comes_back_and_can_be_sent(
    scene: dict[str, int], app: Flask, as_: SignIn, sqlite_database: Database
) -> None:
    number, chloe = scene["debate"], as_("chloe")
    app.config["WTF_CSRF_ENABLED"] = True
    sent = {"text": LONG, "purpose": "against", "quote": "2", "quoted": "1", "csrf_token": "old"}
    answer = chloe.post(f"/proposals/{number}/comments", data=sent)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert LONG in html
    assert '<option selected value="against">' in html
    assert 'name="quote" value="2"' in html
    token = re.search(r'name="csrf_token" value="([^"]+)"', html.split('id="speak"')[1])
    assert token
    again = chloe.post(f"/proposals/{number}/comments", data=sent | {"csrf_token": token[1]})
    assert again.status_code == 303
    with sqlite_database.reading() as session:
        assert session.scalar(select(Comment.text).where(Comment.purpose == "against")) == LONG


def test_a_message_of_somebody_signed_out_meanwhile_comes_back(
    scene: dict[str, int], as_: SignIn, sqlite_database: Database
) -> None:
    number, chloe = scene["debate"], as_("chloe")
    sqlite_database.transact(lambda s: revoke_all(s, person_id=person_id(s, "chloe"), now=NOW))
    answer = chloe.post(f"/proposals/{number}/comments", data={"text": LONG, "purpose": "for"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert LONG in html
    assert "Se connecter dans une autre fenêtre" in html


def test_a_message_of_somebody_who_no_longer_speaks_for_anybody_comes_back(
    scene: dict[str, int], as_: SignIn
) -> None:
    answer = as_("eve").post(f"/proposals/{scene['debate']}/comments", data={"text": LONG, "purpose": "for"})
    assert answer.status_code == 403
    assert LONG in answer.get_data(as_text=True)


@pytest.mark.parametrize("place", ["members", "draft"])
def test_a_message_for_a_page_one_may_not_see_comes_back_without_that_page(
    scene: dict[str, int], as_: SignIn, place: str
) -> None:
    answer = as_("eve").post(f"/proposals/{scene[place]}/comments", data={"text": LONG})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert LONG in html
    assert "samedi" not in html


def test_words_of_any_refused_form_come_back_but_never_a_password(app: Flask, as_: SignIn) -> None:
    bob = as_("bob")
    app.config["WTF_CSRF_ENABLED"] = True
    sent = {"title": "Un titre", "text": LONG * 3, "csrf_token": "old"}
    html = bob.post("/proposals/new", data=sent).get_data(as_text=True)
    assert LONG * 3 in html
    assert "Ce que vous aviez écrit" in html
    sent = {"current": "x" * 90, "password": "secret " * 20, "repeat": "secret " * 20}
    html = bob.post("/account/password", data=sent).get_data(as_text=True)
    assert "secret" not in html
    assert "xxxx" not in html


def test_the_summary_stands_on_top_with_what_is_new(
    scene: dict[str, int], as_: SignIn, sqlite_database: Database
) -> None:
    number, alice = scene["debate"], as_("alice")
    html = alice.get(f"/proposals/{number}/summary").get_data(as_text=True)
    upto = re.search(r'name="upto" value="(\d+)"', html)
    assert upto
    assert int(upto[1]) == scene["question"]
    sqlite_database.transact(lambda s: said(s, number, "david", "for"))
    sent = {"text": "On demande **comment**.", "upto": upto[1], "based_on": "0"}
    assert alice.post(f"/proposals/{number}/summary", data=sent).status_code == 303
    html = page(as_("nobody"), number)
    assert "<strong>comment</strong>" in html
    assert f'#m{scene["question"]}"' in html
    assert "1 message depuis." in words(html)
    assert html.count("Depuis la synthèse") == 1
    again = alice.post(f"/proposals/{number}/summary", data=sent | {"text": "Un autre résumé."})
    assert again.status_code == 409
    assert "Un autre résumé." in again.get_data(as_text=True)
    assert 'name="based_on" value="1"' in again.get_data(as_text=True)
    sent |= {"text": "Un autre résumé.", "based_on": "1"}
    assert alice.post(f"/proposals/{number}/summary", data=sent).status_code == 303
    html = as_("nobody").get(f"/proposals/{number}/summaries").get_data(as_text=True)
    assert html.index("Un autre résumé.") < html.index("<strong>comment</strong>")
    html = alice.get(f"/proposals/{number}/summary?from=1").get_data(as_text=True)
    assert "On demande **comment**.</textarea>" in html


def test_an_empty_summary_is_refused_beside_its_field(scene: dict[str, int], as_: SignIn) -> None:
    alice, number = as_("alice"), scene["debate"]
    answer = alice.post(f"/proposals/{number}/summary", data={"text": "", "based_on": "0"})
    assert answer.status_code == 422
    assert "Écrivez la synthèse." in answer.get_data(as_text=True)


def test_summaries_are_shown_by_pages(scene: dict[str, int], as_: SignIn, sqlite_database: Database) -> None:
    number = scene["debate"]

    def work(session: Session) -> None:
        for based_on in range(12):
            summaries.summarise(
                session, number, text=f"Synthèse {based_on + 1}.", upto=None, based_on=based_on,
                by=person_id(session, "alice"), now=NOW,
            )  # fmt: skip

    sqlite_database.transact(work)
    html = as_("nobody").get(f"/proposals/{number}/summaries").get_data(as_text=True)
    assert "Synthèse 12." in html
    assert "Synthèse 2." not in html
    html = as_("nobody").get(f"/proposals/{number}/summaries?before=3").get_data(as_text=True)
    assert "Synthèse 2." in html
    assert "Synthèse 12." not in html


def test_how_closely_to_follow(scene: dict[str, int], as_: SignIn, sqlite_database: Database) -> None:
    number, david = scene["debate"], as_("david")
    assert 'id="follow"' not in page(as_("nobody"), number)
    assert david.post(f"/proposals/{number}/follow", data={"level": "weekly"}).status_code == 303
    assert '<option selected value="weekly">' in page(david, number)
    with sqlite_database.reading() as session:
        chosen = select(Follow.level).where(Follow.person_id == person_id(session, "david"))
        assert session.scalars(chosen).all() == ["weekly"]
    david.post(f"/proposals/{number}/follow", data={"level": ""})
    with sqlite_database.reading() as session:
        assert session.scalars(select(Follow.level)).all() == []


def test_the_account_chooses_for_all_proposals(as_: SignIn, sqlite_database: Database) -> None:
    david = as_("david")
    sent = {"locale": "", "mails": "all", "notices": "daily"}
    assert david.post("/account/preferences", data=sent).status_code == 303
    assert '<option selected value="daily">' in david.get("/account").get_data(as_text=True)
    assert david.post("/account/preferences", data=sent | {"notices": "hourly"}).status_code == 422
    with sqlite_database.reading() as session:
        query = select(Person.notices).where(Person.email == cast.email("david"))
        assert session.scalar(query) == "daily"


def test_who_wants_convocations_only_is_told_so(scene: dict[str, int], as_: SignIn) -> None:
    david = as_("david")
    david.post("/account/preferences", data={"locale": "", "mails": "convocations", "notices": "all"})
    html = page(david, scene["debate"])
    assert "aucune nouvelle des propositions" in html
    assert 'name="level"' not in html


def test_what_is_said_is_shown_as_text(scene: dict[str, int], as_: SignIn) -> None:
    chloe, number = as_("chloe"), scene["debate"]
    attack = "<script>alert(1)</script> [clic](javascript:alert(1)) <img src=x onerror=alert(1)>"
    chloe.post(f"/proposals/{number}/comments", data={"text": attack, "purpose": "question"})
    html = page(chloe, number)
    assert "<script>alert" not in html
    assert 'href="javascript' not in html
    assert "<img" not in html


def test_the_page_asks_as_much_however_long_the_debate(
    scene: dict[str, int], as_: SignIn, sqlite_database: Database
) -> None:
    number = scene["debate"]
    seen: list[str] = []
    event.listen(sqlite_database.read_engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    client = as_("david")

    def count() -> int:
        seen.clear()
        page(client, number)
        return len(seen)

    count()

    def more(session: Session) -> None:
        for _ in range(15):
            question = said(session, number, "chloe", "question", about=debate.About(paragraph=2))
            said(session, number, "bob", answers=question)
        summaries.summarise(
            session, number, text="Mot", upto=None, based_on=0, by=person_id(session, "alice"), now=NOW
        )

    before = count()
    sqlite_database.transact(more)
    assert count() <= before + 1  # the answers of the threads
