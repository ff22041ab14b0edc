"""What awaits each of the cast, and where a proposal stands in one word."""

import pytest
from sqlalchemy.orm import Session

from governance.db import Database
from governance.web.visitor import Visitor, Voice
from proposals import awaited, objections, service
from proposals import lifecycle as life
from proposals.before_vote import NOTHING, Before
from proposals.queries import condition
from proposals.steps import Waits
from tests.cast import NOW, member_id, person_id
from tests.proposals.steps import BETTER, DAY, MEMBERS, draft, submitted
from tests.proposals.test_settlement import objected


def visitor(session: Session, who: str) -> Visitor:
    voices = (
        (Voice(member_id(session, MEMBERS[who]), MEMBERS[who], "places", "", "L", 1),)
        if who in MEMBERS
        else ()
    )
    offices = frozenset({"facilitator", "steward"}) if who == "alice" else frozenset()
    return Visitor(person_id(session, who), who, speaks_for=voices, offices=offices)


def awaiting(session: Session, who: str, now=NOW) -> list[tuple[str, int]]:  # type: ignore[no-untyped-def]
    return [(each.kind, each.number) for each in awaited.awaiting(session, visitor(session, who), now)]


def test_a_draft_awaits_its_author_and_a_debate_everybody(database: Database) -> None:
    def work(session: Session) -> None:
        first, second = draft(session), submitted(session)
        assert awaiting(session, "bob") == [("draft", first), ("debate", second)]
        assert awaiting(session, "chloe") == [("debate", second)]
        assert awaiting(session, "alice") == []
        assert awaiting(session, "eve") == []
        assert awaiting(session, "alice", NOW + 7 * DAY) == [("to-vote", second)]
        assert awaiting(session, "chloe", NOW + 7 * DAY) == []

    database.transact(work)


def test_an_objection_awaits_its_author_then_who_objects_then_the_facilitator(database: Database) -> None:
    def work(session: Session) -> None:
        number, _ = objected(session)
        now = NOW + 15 * DAY
        bob, chloe = person_id(session, "bob"), person_id(session, "chloe")
        assert awaiting(session, "bob", now) == [("objection", number)]
        assert awaiting(session, "chloe", now) == awaiting(session, "alice", now) == []
        service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=now)
        assert awaiting(session, "chloe", now) == [("objection", number)]
        objections.confirm(session, number, 1, as_="author", version=2, by=bob, now=now)
        assert awaiting(session, "bob", now) == []
        objections.confirm(session, number, 1, as_="objector", version=2, by=chloe, now=now)
        assert awaiting(session, "chloe", now) == []
        assert awaiting(session, "alice", now) == [("to-vote", number)]

    database.transact(work)


@pytest.mark.parametrize(
    ("state", "opening", "standing", "opens", "closes", "method", "word"),
    [
        ("draft", "", 0, None, None, None, "draft"),
        ("debate", life.FIRST, 0, NOW + DAY, None, None, "debate"),
        ("debate", life.FIRST, 0, NOW, None, None, "ready"),
        ("debate", life.ROUND, 1, NOW, NOW, "consent", "integrating"),
        ("debate", life.ROUND, 0, NOW, NOW, "consent", "ready"),
        ("debate", life.FALLBACK, 1, NOW, NOW, "consent", "fallback"),
        ("decision", "", 0, None, NOW + DAY, "consent", "round"),
        ("decision", "", 0, None, NOW + DAY, "majority", "vote"),
        ("decision", "", 0, None, NOW, "majority", "counting"),
        ("postponed", life.SECOND_CALL, 0, NOW, NOW, "majority", "second-call"),
        ("postponed", "", 0, None, NOW, "majority", "postponed"),
        ("adopted", "", 0, None, NOW, "majority", "adopted"),
    ],
)
def test_where_it_stands_in_one_word(state, opening, standing, opens, closes, method, word) -> None:  # type: ignore[no-untyped-def]
    assert condition(state, opening, standing, opens, closes, method, NOW) == word


OWED = Before(waits=(Waits("circle", "opinion", circle="Bureau"),))
ASKED = Before(asked=(NOW + DAY,))


@pytest.mark.parametrize(
    ("state", "opening", "standing", "opens", "before", "word"),
    [
        ("debate", life.FIRST, 0, NOW + DAY, OWED, "debate"),
        ("debate", life.FIRST, 0, NOW, OWED, "waits"),
        ("debate", life.FIRST, 0, NOW, NOTHING, "ready"),
        ("debate", life.ROUND, 1, NOW, OWED, "integrating"),
        ("debate", life.FALLBACK, 1, NOW, OWED, "fallback"),
        ("debate", life.FIRST, 0, NOW, ASKED, "question"),
        ("postponed", life.SECOND_CALL, 0, NOW, ASKED, "question"),
        ("embargoed", "", 0, None, ASKED, "question"),
        ("decision", "", 0, None, ASKED, "counting"),
        ("withdrawn", "", 0, None, ASKED, "withdrawn"),
    ],
)
def test_what_comes_first_is_said_in_the_place_of_ready(
    state, opening, standing, opens, before, word
) -> None:  # type: ignore[no-untyped-def]
    assert condition(state, opening, standing, opens, NOW, None, NOW, before=before) == word
