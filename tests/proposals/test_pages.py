"""The pages: who sees and does what, forms that lose nothing, attacks, and a constant number of queries."""

import io
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from governance.db import Database
from governance.web.public import touch
from proposals import attachments, debate, service
from proposals.texts import Text
from tests.cast import NOW, member_id, person_id
from tests.proposals.steps import BETTER, DAY, TEXT, count, draft, opened, submitted
from tests.proposals.test_settlement import objected

SignIn = Callable[[str], FlaskClient]
CAST = ("nobody", "alice", "bob", "chloe", "david", "eve")


@pytest.fixture(autouse=True)
def clock_of_tests(moment: Callable[[datetime], None]) -> None:
    moment(NOW)


@pytest.fixture
def scene(sqlite_database: Database) -> dict[str, int]:
    """A draft, a debate, one among members, one with an objection, one put to the vote; a message, files."""

    def work(session):  # type: ignore[no-untyped-def]
        bob, chloe = person_id(session, "bob"), person_id(session, "chloe")
        found = {"draft": draft(session), "debate": submitted(session)}
        found["members"] = submitted(session, public=False)
        found["objection"], _ = objected(session)
        found["vote"] = submitted(session, "quick")
        opened(session, found["vote"], now=NOW)
        coop = member_id(session, "Coop Semailles")
        found["said"] = debate.comment(
            session, found["debate"], text="Un mot", member_id=coop, by=chloe, now=NOW
        )
        for name in ("draft", "debate", "members"):
            given = {"name": "devis été.pdf", "content": b"%PDF-1.7", "largest": 99, "by": bob, "now": NOW}
            found[f"file_{name}"] = attachments.attach(session, found[name], **given)
        return found

    return sqlite_database.transact(work)


READ = {
    # who sees what: everybody, those who take part, the author alone
    "/proposals/": "nobody alice bob chloe david eve",
    "/proposals/{debate}": "nobody alice bob chloe david eve",
    "/proposals/{vote}": "nobody alice bob chloe david eve",
    "/proposals/{objection}": "nobody alice bob chloe david eve",
    "/proposals/{debate}/versions/1..1": "nobody alice bob chloe david eve",
    "/proposals/{debate}/attachments/{file_debate}": "nobody alice bob chloe david eve",
    "/proposals/{members}": "alice bob chloe david",
    "/proposals/{members}/versions/1..1": "alice bob chloe david",
    "/proposals/{members}/attachments/{file_members}": "alice bob chloe david",
    "/proposals/{draft}": "bob",
    "/proposals/{draft}/versions/1..1": "bob",
    "/proposals/{draft}/attachments/{file_draft}": "bob",
}


@pytest.mark.parametrize("path", READ)
def test_who_sees_what(scene: dict[str, int], as_: SignIn, path: str) -> None:
    for who in CAST:
        answer = as_(who).get(path.format(**scene))
        assert answer.status_code == (200 if who in READ[path].split() else 404), who


WRITTEN: dict[str, tuple[str, str, dict[str, str]]] = {
    # address: method, what each of the cast is answered (nobody alice bob chloe david eve), what is sent
    "/proposals/new": ("GET", "303 403 200 200 200 403", {}),
    "/proposals/{draft}/edit": ("GET", "303 403 200 404 404 403", {}),
    "/proposals/{debate}/edit": ("GET", "303 403 200 403 403 403", {}),
    "/proposals/{debate}/vote": ("GET", "303 409 403 403 403 403", {}),
    "/proposals/{draft}/submit": ("POST", "401 403 303 404 404 403", {}),
    "/proposals/{draft}/delete": ("POST", "401 404 303 404 404 404", {}),
    "/proposals/{debate}/withdraw": ("POST", "401 403 303 403 403 403", {}),
    "/proposals/{vote}/withdraw": ("POST", "401 403 409 403 403 403", {}),
    "/proposals/{vote}/reopen": ("POST", "401 409 409 403 403 403", {}),
    "/proposals/{debate}/attachments": ("POST", "401 403 422 403 403 403", {}),
    "/proposals/{debate}/attachments/{file_debate}/remove": ("POST", "401 403 303 403 403 403", {}),
    "/proposals/{debate}/comments": ("POST", "401 403 303 303 303 403", {"text": "mot", "purpose": "for"}),
    "/proposals/{debate}/comments/{said}/remove": ("POST", "401 403 403 303 403 403", {}),
    "/proposals/{objection}/objections/1/withdraw": ("POST", "401 403 403 303 403 403", {}),
    "/proposals/{objection}/objections/1/confirm": (
        "POST", "401 403 403 409 403 403", {"as": "objector", "version": "2"}),
    "/proposals/{objection}/objections/1/set-aside": ("POST", "401 303 403 403 403 403", {"ground": "Rien."}),
    "/proposals/{objection}/objections/9/set-aside": ("POST", "401 404 403 403 403 403", {"ground": "Rien."}),
}  # fmt: skip


@pytest.mark.parametrize("path", WRITTEN)
def test_each_address_tried_by_each(scene: dict[str, int], as_: SignIn, path: str) -> None:
    """Those who are refused try first, so that the others still find something to do."""
    method, statuses, data = WRITTEN[path]
    tried = sorted(zip(map(int, statuses.split()), CAST, strict=True), key=lambda each: each[0] < 400)
    for status, who in tried:
        answer = as_(who).open(path.format(**scene), method=method, data=data)
        assert answer.status_code == status, (who, answer.get_data(as_text=True))


GIVEN = {
    "title": TEXT.title,
    "summary": TEXT.summary,
    "text": TEXT.text,
    "way": "network/ordinary",
    "carried_by": "Le bureau",
}


def test_a_proposal_from_draft_to_the_vote(
    sqlite_database: Database, as_: SignIn, moment: Callable[[datetime], None]
) -> None:
    bob = as_("bob")
    answer = bob.post("/proposals/new", data=GIVEN)
    assert answer.status_code == 303
    page = answer.location
    assert "Brouillon" in bob.get(page).get_data(as_text=True)
    assert bob.post(f"{page}/submit").location == page
    assert "En débat" in as_("nobody").get(page).get_data(as_text=True)
    assert as_("chloe").post(f"{page}/comments", data={"text": "Oui", "purpose": "for"}).status_code == 303
    changed = GIVEN | {"text": BETTER.text, "note": "après le débat", "based_on": "1"}
    assert bob.post(f"{page}/edit", data=changed).status_code == 303
    html = as_("nobody").get(page).get_data(as_text=True)
    assert "<ins>" in html
    assert "<ins>" not in as_("nobody").get(f"{page}?read=plain").get_data(as_text=True)
    assert "<del>" in as_("nobody").get(f"{page}/versions/1..2").get_data(as_text=True)
    moment(NOW + 7 * DAY)
    alice = as_("alice")
    assert alice.get(f"{page}/vote").status_code == 200
    assert alice.post(f"{page}/vote", data={"closes_at": ""}).location == "/votes/1"
    assert "Vous êtes ici" in as_("nobody").get(page).get_data(as_text=True)
    answer = as_("bob").post(f"{page}/edit", data=changed | {"text": "Autre", "based_on": "2"})
    assert answer.status_code == 409


def test_preview_keeps_nothing_and_loses_nothing(sqlite_database: Database, as_: SignIn) -> None:
    answer = as_("bob").post("/proposals/new", data=GIVEN | {"preview": "1", "title": "Un titre <b>"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<h3>L’ouverture</h3>" in html
    assert 'value="Un titre &lt;b&gt;"' in html
    assert count(sqlite_database, "proposals") == 0


def test_a_form_with_a_fault_comes_back_whole(sqlite_database: Database, as_: SignIn) -> None:
    for fault, said in (
        ({"title": ""}, "Donnez un titre"),
        ({"way": ""}, "Choisissez une règle"),
        ({"way": "network/none"}, "Ce cercle ne décide pas"),
        ({"way": "moon/quick"}, "Ce cercle n’existe pas"),
        ({"text": "x" * 40_001}, "trop long"),
        ({"text": " \n"}, "Écrivez le texte"),
        ({"member": "999"}, "Vous ne parlez pas pour ce membre"),
    ):
        answer = as_("bob").post("/proposals/new", data=GIVEN | fault)
        html = answer.get_data(as_text=True)
        assert answer.status_code in (403, 422), fault
        assert said in html
        assert "Le bureau" in html
    assert count(sqlite_database, "proposals") == 0


def test_a_version_that_came_meanwhile_shows_both_texts(
    scene: dict[str, int], sqlite_database: Database, as_: SignIn
) -> None:
    path = f"/proposals/{scene['debate']}/edit"
    bob = as_("bob")
    theirs = Text(TEXT.title, TEXT.summary, "Le texte de l’autre onglet.")
    sqlite_database.transact(
        lambda s: service.revise(
            s, scene["debate"], theirs, note="", based_on=1, by=person_id(s, "bob"), now=NOW
        )
    )
    mine = GIVEN | {"text": "Mon texte à moi.", "based_on": "1"}
    answer = bob.post(path, data=mine)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Le texte de l’autre onglet." in html
    assert "Mon texte à moi." in html
    assert 'value="2"' in html
    assert bob.post(path, data=mine | {"based_on": "2"}).status_code == 303


def test_a_message_with_a_fault_comes_back(scene: dict[str, int], as_: SignIn) -> None:
    chloe, page = as_("chloe"), f"/proposals/{scene['debate']}"
    for data, said in (
        ({"text": "", "purpose": "question"}, "Écrivez votre message"),
        ({"text": "Un long message", "purpose": "cri"}, "Dites ce qu’est"),
        ({"text": "Un long message", "answers": "999"}, "n’est pas dans ce débat"),
        ({"text": "x" * 5_001, "purpose": "question"}, "trop long"),
    ):
        answer = chloe.post(f"{page}/comments", data=data)
        assert answer.status_code == 422
        assert said in answer.get_data(as_text=True)
        assert data["text"][:15] in answer.get_data(as_text=True)


def test_who_speaks_for_several_says_for_whom(
    scene: dict[str, int], as_: SignIn, sqlite_database: Database
) -> None:
    fanny, page = as_("fanny"), f"/proposals/{scene['debate']}"
    assert 'name="member"' in fanny.get(page).get_data(as_text=True)
    data = {"text": "Pour la Scop", "purpose": "for"}
    assert fanny.post(f"{page}/comments", data=data).status_code == 403
    with sqlite_database.reading() as session:
        scop = member_id(session, "Scop Rouages")
    assert fanny.post(f"{page}/comments", data=data | {"member": str(scop)}).status_code == 303
    assert "Scop Rouages" in fanny.get(page).get_data(as_text=True)


def test_an_answer_goes_to_its_thread(scene: dict[str, int], as_: SignIn) -> None:
    page = f"/proposals/{scene['debate']}"
    html = as_("bob").get(f"{page}?answer={scene['said']}").get_data(as_text=True)
    assert "Vous répondez à Chloé Garnier" in html
    data = {"text": "Merci", "answers": str(scene["said"])}
    assert as_("bob").post(f"{page}/comments", data=data).status_code == 303
    assert as_("bob").get(page).get_data(as_text=True).count('<ol class="thread">') == 2


@pytest.mark.parametrize("answer", ["x", "-1", "999999999999999999999", "²"])
def test_nonsense_in_the_address_is_not_a_failure(scene: dict[str, int], as_: SignIn, answer: str) -> None:
    page = f"/proposals/{scene['debate']}"
    assert as_("bob").get(f"{page}?answer={answer}&before={answer}&read").status_code == 200
    assert as_("nobody").get(f"/proposals/?state={answer}&before={answer}").status_code == 200
    assert as_("nobody").get(f"/proposals/{scene['debate']}/versions/1..99").status_code == 404
    assert as_("nobody").get("/proposals/999999999999999999999").status_code == 404


HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1)) "
    "[b](data:text/html,x) <a href='x' onclick='y'>c</a> ![d](https://evil.example/x.png)\n\n<style>*{}</style>"
)


def test_hostile_markdown_stays_text(sqlite_database: Database, as_: SignIn) -> None:
    data = GIVEN | {"title": "<script>t</script>", "summary": '"><svg onload=x>', "text": HOSTILE}
    bob = as_("bob")
    page = bob.post("/proposals/new", data=data).location
    bob.post(f"{page}/submit")
    as_("chloe").post(f"{page}/comments", data={"text": HOSTILE, "purpose": "question"})
    bob.post(f"{page}/edit", data=data | {"text": HOSTILE + " et plus", "based_on": "1", "note": "<b>n</b>"})
    for path in (page, f"{page}/versions/1..2", "/proposals/"):
        html = as_("nobody").get(path).get_data(as_text=True)
        body = html.partition("<main")[2].partition("</main>")[0]
        for bad in (
            "<script",
            "<svg onload",
            "<img",
            "<style",
            'href="javascript',
            'href="data',
            "<a onclick",
        ):
            assert bad not in body, (path, bad)


def test_a_file_is_always_a_download(scene: dict[str, int], as_: SignIn) -> None:
    answer = as_("nobody").get(f"/proposals/{scene['debate']}/attachments/{scene['file_debate']}")
    assert answer.data == b"%PDF-1.7"
    assert answer.content_type == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "UTF-8''devis%20%C3%A9t%C3%A9.pdf" in answer.headers["Content-Disposition"]
    wrong = f"/proposals/{scene['vote']}/attachments/{scene['file_debate']}"
    assert as_("nobody").get(wrong).status_code == 404


def test_attaching_by_the_page(scene: dict[str, int], as_: SignIn, sqlite_database: Database) -> None:
    bob, page = as_("bob"), f"/proposals/{scene['debate']}"

    def send(name: str, content: bytes) -> int:
        return bob.post(f"{page}/attachments", data={"file": (io.BytesIO(content), name)}).status_code

    assert send("../../notes.txt", b"bonjour") == 303
    assert send("page.html", b"<script>") == 422
    assert send("page.html.pdf", b"<script>") == 422
    assert send("vide.txt", b"") == 422
    assert count(sqlite_database, "attachments where name = 'notes.txt'") == 1


def test_opening_says_what_is_wrong_beside_the_field(
    scene: dict[str, int], as_: SignIn, moment: Callable[[datetime], None]
) -> None:
    moment(NOW + 7 * DAY)
    alice, path = as_("alice"), f"/proposals/{scene['debate']}/vote"
    for closes_at in ("2026-03-09T10:00", "hier", "2031-01-01T00:00"):
        answer = alice.post(path, data={"closes_at": closes_at})
        assert answer.status_code == 422, closes_at
        assert 'aria-invalid="true"' in answer.get_data(as_text=True)
    assert alice.post(path, data={"closes_at": "2026-03-20T20:00"}).status_code == 303


def test_a_ground_is_needed_to_set_aside(scene: dict[str, int], as_: SignIn) -> None:
    path = f"/proposals/{scene['objection']}/objections/1/set-aside"
    assert as_("alice").get(path).status_code == 200
    assert as_("alice").post(path, data={"ground": "  "}).status_code == 422


def test_lists_by_state(scene: dict[str, int], as_: SignIn) -> None:
    def numbers(who: str, state: str) -> set[int]:
        html = as_(who).get(f"/proposals/?state={state}").get_data(as_text=True)
        return {n for n in range(1, 9) if f'href="/proposals/{n}"' in html}

    public = {scene["debate"], scene["objection"], scene["vote"]}
    assert numbers("nobody", "current") == public
    assert numbers("eve", "current") == public
    assert numbers("chloe", "current") == public | {scene["members"]}
    assert numbers("nobody", "decision") == {scene["vote"]}
    assert numbers("nobody", "ended") == set()
    assert numbers("nobody", "mine") == public  # there is no such tab without an account
    assert numbers("bob", "mine") == public | {scene["members"], scene["draft"]}
    assert numbers("chloe", "mine") == set()


def test_paging_by_number(sqlite_database: Database, as_: SignIn) -> None:
    sqlite_database.transact(lambda s: [submitted(s) for _ in range(45)])
    nobody, seen, path = as_("nobody"), [], "/proposals/"
    for _page in range(3):
        html = nobody.get(path).get_data(as_text=True)
        here = [n for n in range(45, 0, -1) if f'href="/proposals/{n}"' in html]
        seen += here
        path = f"/proposals/?state=current&before={here[-1]}"
    assert seen == list(range(45, 0, -1))
    assert 'rel="next"' not in html


def test_a_public_page_is_answered_from_its_version(
    scene: dict[str, int], as_: SignIn, sqlite_database: Database
) -> None:
    nobody, path = as_("nobody"), f"/proposals/{scene['debate']}"
    etag = nobody.get(path).headers["ETag"]
    assert nobody.get(path, headers={"If-None-Match": etag}).status_code == 304
    sqlite_database.transact(lambda s: touch(s, "proposals"))
    assert nobody.get(path, headers={"If-None-Match": etag}).status_code == 200


def statements(database: Database, act: Callable[[], object]) -> int:
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    event.listen(database.read_engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(database.read_engine, "before_cursor_execute", note)
    return len([each for each in found if each.lower().startswith("select")])


def test_the_number_of_queries_is_constant(
    scene: dict[str, int], as_: SignIn, sqlite_database: Database
) -> None:
    bob, page = as_("bob"), f"/proposals/{scene['debate']}"

    def said(number: int) -> None:
        def work(session):  # type: ignore[no-untyped-def]
            chloe, coop = person_id(session, "chloe"), member_id(session, "Coop Semailles")
            for _ in range(number):
                first = debate.comment(session, scene["debate"], text="a", member_id=coop, by=chloe, now=NOW)
                debate.comment(
                    session, scene["debate"], text="b", member_id=coop, answers=first, by=chloe, now=NOW
                )

        sqlite_database.transact(work)

    said(1)
    few = statements(sqlite_database, lambda: bob.get(page))
    few_listed = statements(sqlite_database, lambda: bob.get("/proposals/"))
    said(20)
    sqlite_database.transact(lambda s: [submitted(s) for _ in range(18)])
    assert statements(sqlite_database, lambda: bob.get(page)) == few <= 20
    assert statements(sqlite_database, lambda: bob.get("/proposals/")) == few_listed <= 10


def test_older_messages_are_a_page_away(
    scene: dict[str, int], as_: SignIn, sqlite_database: Database
) -> None:
    def work(session):  # type: ignore[no-untyped-def]
        chloe, coop = person_id(session, "chloe"), member_id(session, "Coop Semailles")
        return [
            debate.comment(session, scene["debate"], text=f"mot {n}", member_id=coop, by=chloe, now=NOW)
            for n in range(25)
        ]

    ids = sqlite_database.transact(work)
    html = as_("nobody").get(f"/proposals/{scene['debate']}").get_data(as_text=True)
    assert f"before={ids[5]}" in html
    older = as_("nobody").get(f"/proposals/{scene['debate']}?before={ids[5]}").get_data(as_text=True)
    assert "mot 4<" in older
    assert "mot 5<" not in older
    assert "Un mot" in older
