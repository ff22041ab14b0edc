"""The pages of a live session, as each of the cast has them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.members.models import Circle
from proposals.live.models import LiveSession, LiveStep
from proposals.models import Proposal, Version
from tests.cast import member_id
from tests.proposals.live.room import (
    MEETING,
    REASON,
    SPEAKS,
    all_consent,
    allow_live,
    begun,
    close,
    here,
    opened,
    said,
    state,
    take,
)
from tests.proposals.steps import submitted

As = Callable[[str], FlaskClient]
CAST = ("alice", "bob", "chloe", "david", "fanny", "eve", "nobody")
FACILITATION = ("step", "undo", "roster", "open", "close", "end")


@pytest.fixture(autouse=True)
def at_the_meeting(moment: Callable[[datetime], None]) -> None:
    moment(MEETING)


def ids(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return {name: member_id(session, name) for name in SPEAKS}


def acts(database: Database) -> int:
    with database.reading() as session:
        return session.scalars(select(LiveSession.acts).order_by(LiveSession.id.desc())).first() or 0


def steps(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(LiveStep)) or 0


def test_everybody_follows_a_public_session_and_the_facilitator_alone_leads_it(
    sqlite_database: Database, as_: As
) -> None:
    number = sqlite_database.transact(begun)
    for who in CAST:
        client = as_(who)
        for page in ("live", "live/screen", "live/state"):
            assert client.get(f"/proposals/{number}/{page}").status_code == 200, (who, page)
        text = client.get(f"/proposals/{number}/live").get_data(as_text=True)
        assert ("vous facilitez" in text) == (who == "alice")
        before = steps(sqlite_database)
        if who != "alice":
            for act in FACILITATION:
                answer = client.post(f"/proposals/{number}/live/{act}", data={"after": 1, "kind": "pause"})
                assert answer.status_code == (401 if who == "nobody" else 403), (who, act)
            assert steps(sqlite_database) == before
        offered = client.get(f"/proposals/{number}").get_data(as_text=True)
        assert (f"/proposals/{number}/live" in offered) == (who != "nobody")


def test_a_session_among_members_is_followed_by_them_and_by_who_has_its_address(
    sqlite_database: Database, as_: As
) -> None:
    number = sqlite_database.transact(lambda session: begun(session, public=False))
    with sqlite_database.reading() as session:
        token = session.scalars(select(LiveSession.token)).one()
    for who in CAST:
        expected = 404 if who in ("eve", "nobody") else 200
        for page in ("live", "live/screen", "live/state"):
            assert as_(who).get(f"/proposals/{number}/{page}").status_code == expected, (who, page)
    nobody = as_("nobody")
    assert nobody.get(f"/proposals/{number}/live/state?key=wrong").status_code == 404
    answer = nobody.get(f"/proposals/{number}/live/state?key={token}")
    assert answer.status_code == 200
    assert "ETag" in answer.headers
    assert token in as_("bob").get(f"/proposals/{number}/live").get_data(as_text=True)


def test_the_state_is_answered_without_a_session_in_the_language_asked_for_and_304_until_it_changes(
    sqlite_database: Database, as_: As
) -> None:
    number = sqlite_database.transact(begun)
    client = as_("nobody")
    address = f"/proposals/{number}/live/state?lang=en"
    first = client.get(address)
    assert "Clarifying questions" in first.get_data(as_text=True)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    sqlite_database.transact(lambda session: take(session, number, "phase", to="reactions"))
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert 'data-phase="reactions' in changed.get_data(as_text=True)


def test_where_no_session_was_held_there_is_nothing_to_follow_and_the_rule_says_who_may_begin(
    sqlite_database: Database, as_: As
) -> None:
    number = sqlite_database.transact(submitted)
    assert as_("alice").get(f"/proposals/{number}/live").status_code == 404
    assert "live/begin" not in as_("alice").get(f"/proposals/{number}").get_data(as_text=True)
    assert as_("alice").post(f"/proposals/{number}/live/begin").status_code == 409
    sqlite_database.transact(allow_live)
    for who in CAST:
        client = as_(who)
        assert ("live/begin" in client.get(f"/proposals/{number}").get_data(as_text=True)) == (who == "alice")
        if who != "alice":
            assert client.post(f"/proposals/{number}/live/begin").status_code in (401, 403)
    alice = as_("alice")
    assert "Tour d’objections" in alice.get(f"/proposals/{number}/live/begin").get_data(as_text=True)
    assert alice.post(f"/proposals/{number}/live/begin").status_code == 303
    assert alice.get(f"/proposals/{number}/live").status_code == 200


def test_a_whole_consent_is_led_from_one_phone(
    sqlite_database: Database, as_: As, moment: Callable[[datetime], None]
) -> None:
    number = sqlite_database.transact(begun)
    members, alice = ids(sqlite_database), as_("alice")

    def post(act: str, **data: object) -> int:
        given = {"after": acts(sqlite_database), **data}
        return alice.post(f"/proposals/{number}/live/{act}", data=given).status_code

    roster = {f"m{id_}": "present" for id_ in members.values()}
    assert post("roster", **roster) == 303
    first = members["L’Établi"]
    assert post("step", kind="turn", member=first) == 303
    assert post("step", kind="spoke", member=first) == 303
    assert post("step", kind="spoke", member=first) == 409, "each is heard once"
    assert post("step", kind="timer", minutes=2) == 303
    assert post("step", kind="phase", to="reactions") == 303
    assert post("step", kind="phase", to="amending") == 303
    assert post("amend", paragraph=2, based_on=1, words="Chaque lieu ouvre **un** samedi.", note="Dit") == 303
    assert alice.get(f"/proposals/{number}/live/open").status_code == 200
    assert post("open") == 303
    for name, id_ in members.items():
        if name == "Scop Rouages":
            page = alice.post(
                f"/proposals/{number}/live/position", data={"member": id_, "choice": "objection"}
            )
            assert (page.status_code, "Les mots" in page.text or "reason" in page.text) == (200, True)
            assert post("position", member=id_, choice="objection", reason="", nature="harm") == 422
            tests = {f"test_{name}": "yes" for name in ("purpose", "role", "without", "certain")}
            assert (
                post("position", member=id_, choice="objection", reason=REASON, nature="harm", **tests) == 303
            )
        else:
            assert post("position", member=id_, choice="consent") == 303
    figures = alice.get(f"/proposals/{number}/live/close").get_data(as_text=True)
    assert "1\u00a0objection" in figures
    moment(MEETING + timedelta(minutes=30))
    assert post("close") == 303
    page = alice.get(f"/proposals/{number}/live").get_data(as_text=True)
    assert REASON in page
    assert post("step", kind="integrate", objection=1) == 303
    assert post("amend", paragraph=2, based_on=2, words="Chaque lieu ouvre un samedi, gratuitement.") == 303
    assert post("objections/1/agreed") == 303
    with sqlite_database.reading() as session:
        proposal = session.get_one(Proposal, number)
        assert (proposal.versions, proposal.standing) == (3, 0)
        assert session.get_one(Version, (number, 3)).credit == "La Filature", "said by who proposes"
    assert post("open") == 303
    for id_ in members.values():
        assert post("position", member=id_, choice="consent") == 303
    moment(MEETING + timedelta(hours=1))
    assert post("close") == 303
    with sqlite_database.reading() as session:
        assert session.get_one(Proposal, number).state == "adopted"
    ended = alice.get(f"/proposals/{number}/live").get_data(as_text=True)
    assert "Adoptée" in ended
    assert post("step", kind="pause") == 404


def test_one_button_says_that_everybody_is_here(sqlite_database: Database, as_: As) -> None:
    number = sqlite_database.transact(begun)
    follows = ids(sqlite_database)["Coop Semailles"]
    as_("chloe").post(f"/proposals/{number}/live/come", data={"member": follows})
    sent = {"after": acts(sqlite_database), "everybody": "y", f"m{follows}": "absent"}
    assert as_("alice").post(f"/proposals/{number}/live/roster", data=sent).status_code == 303
    with sqlite_database.reading() as session:
        found = {line.member_id: line.presence for line in state(session, number).roster}
    assert found.pop(follows) == "remote", "who follows from afar still does"
    assert set(found.values()) == {"present"}


def test_a_step_sent_twice_shows_where_the_session_stands(sqlite_database: Database, as_: As) -> None:
    number = sqlite_database.transact(begun)
    alice, data = as_("alice"), {"after": acts(sqlite_database), "kind": "phase", "to": "reactions"}
    assert alice.post(f"/proposals/{number}/live/step", data=data).status_code == 303
    again = alice.post(f"/proposals/{number}/live/step", data=data)
    assert again.status_code == 409
    assert "Réactions, proposition" in again.text
    undo = {"after": acts(sqlite_database), "seq": 2}
    assert alice.post(f"/proposals/{number}/live/undo", data=undo).status_code == 303
    page = alice.get(f"/proposals/{number}/live").text
    assert "Questions de clarification, proposition" in page
    assert "par Alice Martin" in page
    assert alice.post(f"/proposals/{number}/live/undo", data=undo).status_code == 409


@pytest.mark.parametrize("kind", ["open", "close", "begin", "presence", "nonsense", ""])
def test_what_asks_for_more_is_no_plain_step(sqlite_database: Database, as_: As, kind: str) -> None:
    number = sqlite_database.transact(begun)
    data = {"after": acts(sqlite_database), "kind": kind}
    assert as_("alice").post(f"/proposals/{number}/live/step", data=data).status_code == 409


def test_a_representative_answers_from_their_own_phone(sqlite_database: Database, as_: As) -> None:
    number = sqlite_database.transact(begun)
    sqlite_database.transact(lambda session: opened(session, number))
    members = ids(sqlite_database)
    address = f"/proposals/{number}/live/position"
    chloe = as_("chloe")
    assert "Coop Semailles" in chloe.get(f"/proposals/{number}/live").text
    others, mine = members["La Filature"], members["Coop Semailles"]
    assert chloe.post(address, data={"member": others, "choice": "consent"}).status_code == 403
    assert chloe.post(address, data={"member": mine, "choice": "consent"}).status_code == 303
    for who in ("eve", "nobody"):
        refused = as_(who).post(address, data={"member": members["Coop Semailles"], "choice": "consent"})
        assert refused.status_code in (401, 403)
    with sqlite_database.reading() as session:
        line = state(session, number).line(members["Coop Semailles"])
    assert line is not None
    assert line.position is not None
    assert (line.position.choice, line.position.entered) == ("consent", False)
    vote = chloe.get("/votes/1").text
    assert f"/proposals/{number}/live" in vote, "the booth points to the room"


def test_an_objection_is_withdrawn_or_set_aside_in_the_room(sqlite_database: Database, as_: As) -> None:
    def work(session: Session) -> int:
        number = begun(session)
        opened(session, number)
        all_consent(session, number, "Scop Rouages", "Coop Semailles")
        said(session, number, "Scop Rouages", "objection", REASON)
        said(session, number, "Coop Semailles", "objection", "Non.")
        close(session, number)
        return number

    number = sqlite_database.transact(work)
    alice = as_("alice")
    address = f"/proposals/{number}/live/objections"
    assert alice.get(f"{address}/2/set-aside").status_code == 200
    assert alice.post(f"{address}/2/set-aside", data={"after": acts(sqlite_database)}).status_code == 422
    given = {"after": acts(sqlite_database), "ground": "Aucun motif n’est donné."}
    for who in ("bob", "fanny", "eve", "nobody"):
        for act in ("1/withdrawn", "1/agreed", "2/set-aside"):
            assert as_(who).post(f"{address}/{act}", data=given).status_code in (401, 403)
    assert alice.post(f"{address}/2/set-aside", data=given).status_code == 303
    assert alice.post(f"{address}/1/withdrawn", data={"after": acts(sqlite_database)}).status_code == 303
    with sqlite_database.reading() as session:
        assert session.get_one(Proposal, number).standing == 0


def test_a_session_ends_and_the_proposal_goes_its_way_online(sqlite_database: Database, as_: As) -> None:
    number = sqlite_database.transact(begun)
    alice = as_("alice")
    assert alice.get(f"/proposals/{number}/live/end").status_code == 200
    sent = {"after": acts(sqlite_database)}
    assert alice.post(f"/proposals/{number}/live/end", data=sent).status_code == 303
    assert "Cette séance s’est terminée" in alice.get(f"/proposals/{number}/live").text
    assert f"/proposals/{number}/vote" in alice.get(f"/proposals/{number}").text


def test_who_follows_from_afar_says_so_and_the_author_amends_from_their_phone(
    sqlite_database: Database, as_: As
) -> None:
    number = sqlite_database.transact(begun)
    members = ids(sqlite_database)
    come = f"/proposals/{number}/live/come"
    assert as_("david").post(come, data={"member": members["Ville de Montreval"]}).status_code == 303
    assert as_("david").post(come, data={"member": members["La Filature"]}).status_code == 403
    data = {"paragraph": 2, "based_on": 1, "words": "Chaque lieu ouvre un dimanche.", "note": ""}
    amend = f"/proposals/{number}/live/amend"
    assert as_("chloe").post(amend, data=data).status_code == 403
    bob = as_("bob")
    assert bob.get(amend).status_code == bob.get(f"{amend}?paragraph=2").status_code == 200
    assert bob.post(amend, data={**data, "based_on": 7}).status_code == 409
    assert bob.post(amend, data=data).status_code == 303
    with sqlite_database.reading() as session:
        assert session.get_one(Version, (number, 2)).text.endswith("un dimanche.")
        assert state(session, number).version == 2


def test_a_session_asks_the_same_of_the_database_whatever_its_length(
    sqlite_database: Database, as_: As
) -> None:
    number = sqlite_database.transact(begun)
    alice = as_("alice")

    def asked() -> int:
        statements: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
            statements.append(statement)

        event.listen(sqlite_database.read_engine, "before_cursor_execute", note)
        assert alice.get(f"/proposals/{number}/live").status_code == 200
        event.remove(sqlite_database.read_engine, "before_cursor_execute", note)
        return len(statements)

    before = asked()
    for _time in range(5):
        sqlite_database.transact(lambda session: here(session, number, *SPEAKS))
    assert asked() == before


def test_a_room_is_read_though_the_code_knows_its_circle_no_more(sqlite_database: Database, as_: As) -> None:
    number = sqlite_database.transact(begun)
    sqlite_database.transact(lambda s: opened(s, number))

    def gone(session: Session) -> None:
        session.add(Circle(id="gone", name="Ancien cercle"))
        session.flush()
        session.get_one(Proposal, number).circle_id = "gone"

    sqlite_database.transact(gone)
    for who in CAST:
        for page in ("", "/screen", "/state"):
            assert as_(who).get(f"/proposals/{number}/live{page}").status_code == 200, (who, page)
