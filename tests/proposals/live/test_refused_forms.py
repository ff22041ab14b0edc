"""A form that comes from a page that is behind comes back with its words, and can be sent again."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from governance.db import Database
from proposals.live import lifting, round
from proposals.models import Proposal, Version
from tests.cast import member_id, person_id
from tests.proposals.live.room import (
    MEETING,
    SPEAKS,
    acts,
    all_consent,
    begun,
    close,
    here,
    opened,
    state,
    take,
)
from tests.proposals.live.room import said as say

As = Callable[[str], FlaskClient]
WORDS = "Des mots que personne n’écrit deux fois."
STANDS = "Où en est la séance"


@pytest.fixture(autouse=True)
def at_the_meeting(moment: Callable[..., None]) -> None:
    moment(MEETING)


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of a form that came back."""
    found: list[tuple[str, str]] = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html)
    return dict(found)


def moved_on(database: Database, number: int) -> None:
    """Another facilitator does something meanwhile."""
    database.transact(lambda session: take(session, number, "timer", seconds=60))


def member(database: Database, name: str) -> int:
    with database.reading() as session:
        return member_id(session, name)


def count(database: Database, number: int) -> int:
    with database.reading() as session:
        return acts(session, number)


def in_a_round(session: Session) -> int:
    number = begun(session)
    opened(session, number)
    return number


def test_a_position_comes_back_with_its_reason(sqlite_database: Database, as_: As) -> None:
    number = sqlite_database.transact(in_a_round)
    alice, address = as_("alice"), f"/proposals/{number}/live/position"
    given = {"member": member(sqlite_database, "La Filature"), "choice": "concern", "reason": WORDS}
    old = count(sqlite_database, number)
    moved_on(sqlite_database, number)
    back = alice.post(address, data=given | {"after": old})
    assert (back.status_code, WORDS in back.text, STANDS in back.text) == (409, True, True)
    assert "entre-temps" in back.text
    assert 'value="concern" required checked' in back.text
    assert alice.post(address, data=given | {"after": hidden(back.text)["after"]}).status_code == 303


def test_a_position_of_a_member_who_has_gone_or_a_room_that_is_paused_comes_back_too(
    sqlite_database: Database, as_: As
) -> None:
    number = sqlite_database.transact(in_a_round)
    mine = member(sqlite_database, "La Filature")
    given = {"member": mine, "choice": "concern", "reason": WORDS}
    sqlite_database.transact(lambda s: take(s, number, "presence", marks={str(mine): "absent"}))
    sent = given | {"after": count(sqlite_database, number)}
    back = as_("alice").post(f"/proposals/{number}/live/position", data=sent)
    assert (back.status_code, WORDS in back.text) == (409, True)
    assert "noté absent" in back.text
    sqlite_database.transact(lambda s: take(s, number, "pause"))
    back = as_("bob").post(f"/proposals/{number}/live/position", data=given)
    assert (back.status_code, WORDS in back.text, STANDS in back.text) == (409, True, True)
    sqlite_database.transact(lambda s: take(s, number, "resume"))
    assert as_("bob").post(f"/proposals/{number}/live/position", data=given).status_code == 303


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_words_sent_after_the_session_has_ended_are_shown(
    sqlite_database: Database, as_: As, who: str
) -> None:
    number = sqlite_database.transact(in_a_round)
    given = {"member": member(sqlite_database, "La Filature"), "choice": "concern", "reason": WORDS}
    given["after"] = count(sqlite_database, number)

    def end(session: Session) -> None:
        by = person_id(session, "alice")
        round.end(session, number, after=acts(session, number), by=by, now=MEETING)

    sqlite_database.transact(end)
    back = as_(who).post(f"/proposals/{number}/live/position", data=given)
    assert back.status_code in (404, 409)
    assert WORDS in back.text


def test_the_ground_of_setting_aside_comes_back(sqlite_database: Database, as_: As) -> None:
    def work(session: Session) -> int:
        number = in_a_round(session)
        all_consent(session, number, "Scop Rouages")
        say(session, number, "Scop Rouages", "objection", "Non.")
        close(session, number)
        return number

    number = sqlite_database.transact(work)
    alice, address = as_("alice"), f"/proposals/{number}/live/objections/1/set-aside"
    old = count(sqlite_database, number)
    moved_on(sqlite_database, number)
    back = alice.post(address, data={"ground": WORDS, "after": old})
    assert (back.status_code, WORDS in back.text, STANDS in back.text) == (409, True, True)
    short = alice.post(address, data={"ground": "", "after": count(sqlite_database, number)})
    assert (short.status_code, STANDS in short.text) == (422, False)
    again = {"ground": WORDS, "after": hidden(back.text)["after"]}
    assert alice.post(address, data=again).status_code == 303
    late = alice.post(address, data=again)
    assert (late.status_code, WORDS in late.text) == (409, True), "it stands no more: the words are shown"


def test_an_amended_paragraph_comes_back_beside_what_it_says_now(sqlite_database: Database, as_: As) -> None:
    number = sqlite_database.transact(begun)
    bob, address = as_("bob"), f"/proposals/{number}/live/amend"

    def other(session: Session) -> None:
        facts = {"note": "", "based_on": 1, "by": person_id(session, "alice"), "now": MEETING}
        lifting.amend(session, number, 2, "Un dimanche, dit quelqu’un d’autre.", **facts)

    sqlite_database.transact(other)
    given = {"paragraph": 2, "based_on": 1, "words": WORDS, "note": "Pourquoi."}
    back = bob.post(address, data=given)
    assert back.status_code == 409
    for words in (WORDS, "Pourquoi.", "Un dimanche, dit quelqu’un d’autre.", STANDS):
        assert words in back.text
    assert bob.post(address, data=given | hidden(back.text)).status_code == 303
    with sqlite_database.reading() as session:
        assert session.get_one(Version, (number, 3)).text.endswith(WORDS)
    gone = bob.post(address, data=given | {"paragraph": 9, "based_on": 3})
    assert (gone.status_code, WORDS in gone.text) == (422, True)


def test_an_amendment_sent_once_a_round_is_open_comes_back(sqlite_database: Database, as_: As) -> None:
    number = sqlite_database.transact(in_a_round)
    given = {"paragraph": 2, "based_on": 1, "words": WORDS, "note": ""}
    back = as_("bob").post(f"/proposals/{number}/live/amend", data=given)
    assert (back.status_code, WORDS in back.text, "Tour d’objections" in back.text) == (409, True, True)
    with sqlite_database.reading() as session:
        assert session.get_one(Proposal, number).versions == 1


def test_two_who_mark_who_is_here_lose_nothing_of_each_other(sqlite_database: Database, as_: As) -> None:
    number = sqlite_database.transact(begun)
    alice, address = as_("alice"), f"/proposals/{number}/live/roster"
    ids = {name: member(sqlite_database, name) for name in SPEAKS}
    page = hidden(alice.get(address).text)
    first, mine = ids["Coop Semailles"], ids["La Filature"]
    sqlite_database.transact(lambda session: here(session, number, "Coop Semailles"))
    sent = page | {f"m{id_}": "absent" for id_ in ids.values()} | {f"m{mine}": "remote"}
    back = alice.post(address, data=sent)
    assert (back.status_code, STANDS in back.text) == (409, True)
    marks = dict(re.findall(r'name="(m\d+)" value="(\w+)" checked', back.text))
    assert (marks[f"m{first}"], marks[f"m{mine}"]) == ("present", "remote")
    assert alice.post(address, data=hidden(back.text) | marks).status_code == 303
    with sqlite_database.reading() as session:
        found = {line.member_id: line.presence for line in state(session, number).roster}
    assert (found[first], found[mine]) == ("present", "remote")
