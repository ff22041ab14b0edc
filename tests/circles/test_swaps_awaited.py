"""Who is asked to confirm a swap, or its undoing, sees it at home and is written to once."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import swaps_awaited
from governance.circles.swaps_awaited import SWAP, UNDOING
from governance.db import Database
from governance.mail.models import Outgoing
from governance.members import service as members
from governance.members.models import Member
from governance.web.visitor import Visitor, Voice
from tests import cast
from tests.circles import network
from tests.circles.test_swaps import NOW, ROLE, TURN, Swapped, _is, swapped

Clients = Callable[[str], FlaskClient]


def awaited(database: Database, *speaks_for: int, now: datetime = NOW) -> list[tuple[str, str]]:
    voices = tuple(Voice(each, "", "", "", "", 0) for each in speaks_for)
    with database.reading() as session:
        found = swaps_awaited.of(session, Visitor(person_id=1, speaks_for=voices), now)
        assert all((each.slug, each.turn) == (ROLE, TURN) for each in found)
        return [(each.kind, each.asks) for each in found]


def told(database: Database) -> list[tuple[int, str]]:
    with database.reading() as session:
        query = select(Outgoing.person_id, Outgoing.key).where(Outgoing.kind == swaps_awaited.KIND)
        return [(person, key.rpartition(":")[0]) for person, key in session.execute(query)]


def name(found: Swapped, member: int) -> str:
    with found.database.reading() as session:
        return session.get_one(Member, member).name


class TestASwap:
    def test_the_other_side_is_asked_until_it_answers(self, database: Database) -> None:
        found = swapped(database, confirmed=False)
        asked = [(SWAP, name(found, found.asks))]
        assert awaited(database, found.called) == asked
        assert awaited(database, found.asks) == awaited(database) == []
        assert awaited(database, found.asks, found.called) == asked
        last = datetime(2027, 1, 1, 22, 59, tzinfo=NOW.tzinfo)  # a minute before midnight in Paris
        assert awaited(database, found.called, now=last) == asked
        assert awaited(database, found.called, now=last + timedelta(minutes=1)) == []

    def test_once_confirmed_nothing_is_asked(self, database: Database) -> None:
        found = swapped(database)
        assert awaited(database, found.asks, found.called) == []

    def test_those_who_speak_for_it_are_written_to_once_but_not_who_asks(self, database: Database) -> None:
        found = swapped(database, confirmed=False)
        assert told(database) == [(found.other, f"swap-asked:swap:{found.number}")]


class TestItsUndoing:
    def test_the_other_side_is_asked_before_the_turn(self, database: Database) -> None:
        found = swapped(database)
        undoing = found.ask(of=found.called, by=found.other)
        assert awaited(database, found.asks) == [(UNDOING, name(found, found.called))]
        assert awaited(database, found.called) == []
        midnight = datetime(2026, 12, 31, 23, tzinfo=NOW.tzinfo)
        assert awaited(database, found.asks, now=midnight - timedelta(minutes=1)) != []
        assert awaited(database, found.asks, now=midnight) == []
        assert told(database)[-1] == (found.asker, f"swap-asked:undoing:{undoing}")
        found.answer(undoing, False, by=found.asker)
        assert awaited(database, found.asks) == []
        assert len(told(database)) == 2
        again = found.ask()
        assert told(database)[-1] == (found.other, f"swap-asked:undoing:{again}")

    def test_nobody_writes_to_oneself(self, database: Database) -> None:
        """One person who speaks for both sides sees it at home, and gets no mail."""
        found = swapped(database)

        def both(session: Session) -> None:
            members.represent(
                session, person_id=found.asker, member_id=found.called, starts_on=network.DAY, ends_on=None,
                now=NOW,
            )  # fmt: skip

        database.transact(both)
        before = told(database)
        found.ask()
        assert [person for person, _key in told(database)[len(before) :]] == [found.other]


def test_at_home_and_on_the_page(
    sqlite_database: Database, as_: Clients, moment: Callable[[datetime], None]
) -> None:
    moment(NOW)
    found = swapped(sqlite_database, confirmed=False)
    side = next(who for who in cast.PEOPLE if _is(sqlite_database, who, found.other))
    asker = next(who for who in cast.PEOPLE if _is(sqlite_database, who, found.asker))
    link = f'href="/roles/{ROLE}/rotation#swaps"'
    for who in cast.PEOPLE:
        assert (link in as_(who).get("/").text) == (who == side), who
    assert "Échange à confirmer" in as_(side).get("/").text
    assert link not in as_("nobody").get("/").text
    assert as_(side).post(f"/turns/swaps/{found.number}/confirm").status_code == 303
    assert link not in as_(side).get("/").text
    said = {"member": str(found.asks), "why": ""}
    assert as_(asker).post(f"/turns/swaps/{found.number}/undo", data=said).status_code == 303
    assert "Échange à annuler" in as_(side).get("/").text
