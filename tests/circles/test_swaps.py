"""A swap that both have confirmed is undone by both, before the turn begins; nothing is deleted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import errors_succession as errors
from governance.circles import swaps, turns, turns_reading
from governance.circles.models import TurnSwap, TurnSwapUndoing
from governance.db import Database
from governance.errors import NotFound
from governance.members.queries import representatives
from proposals.errors import NotYourVoice
from tests import cast
from tests.circles import network, succeeding
from tests.circles.test_turns import act, calendar

Clients = Callable[[str], FlaskClient]
NOW = cast.NOW
ROLE = "committee-host"
TURN = date(2027, 1, 1)


@dataclass(frozen=True)
class Swapped:
    """A confirmed swap: the turn of ``called`` goes to ``asks``; who speaks for each."""

    database: Database
    number: int
    asks: int
    called: int
    asker: int
    other: int

    def ask(self, *, of: int = 0, by: int = 0, now: datetime = NOW) -> int:
        member, person = of or self.asks, by or self.asker
        self.database.transact(
            lambda s: swaps.ask(s, self.number, member_id=member, why="Une naissance.", by=person, now=now)
        )
        with self.database.reading() as session:
            last = select(TurnSwapUndoing.id).order_by(TurnSwapUndoing.id.desc()).limit(1)
            return session.scalars(last).one()

    def answer(self, undoing: int, agreed: bool, *, by: int, now: datetime = NOW) -> None:
        self.database.transact(lambda s: swaps.answer(s, undoing, agreed=agreed, by=by, now=now))

    def whose(self) -> str:
        return next(who for day, who, _status in calendar(self.database, ROLE) if day == TURN.isoformat())


def swapped(database: Database, *, confirmed: bool = True) -> Swapped:
    database.transact(succeeding.found)
    network.entrust(database, ROLE, "bob", "La Filature", starts_on=date(2026, 1, 1))
    lines = calendar(database, ROLE)
    called = lines[1][1]
    asks = next(who for _day, who, _status in lines[2:] if who not in (called, "La Filature"))

    def known(session: Session) -> tuple[int, int, int, int]:
        ids = [cast.member_id(session, name) for name in (asks, called)]
        people = dict(representatives(session, ids, on=network.DAY))
        return ids[0], ids[1], people[ids[0]], people[ids[1]]

    def swap(session: Session) -> int:
        number = turns.swap(
            session, network.role_id(session, ROLE), turn=TURN, seat=1, member_id=asks_id, other_id=called_id,
            why="", by=asker, now=NOW,
        )  # fmt: skip
        if confirmed:
            turns.answer_swap(session, number, agreed=True, by=other, now=NOW)
        return number

    asks_id, called_id, asker, other = database.transact(known)
    return Swapped(database, database.transact(swap), asks_id, called_id, asker, other)


class TestUndoing:
    def test_both_undo_it_and_the_calendar_is_what_it_was(self, database: Database) -> None:
        found = swapped(database)
        with database.reading() as session:
            names = {
                each: next(n for n, _c in cast.MEMBERS if cast.member_id(session, n) == each)
                for each in (found.asks, found.called)
            }
        assert found.whose() == names[found.asks]
        undoing = found.ask()
        assert found.whose() == names[found.asks]  # until the other confirms
        found.answer(undoing, True, by=found.other)
        assert found.whose() == names[found.called]
        with database.reading() as session:
            row = session.get_one(TurnSwap, found.number)
            assert (row.confirmed_at, row.ended_at) == (NOW, NOW)
            file = turns_reading.file(session, ROLE, lambda member: member.name, NOW)
        assert [fact for fact in file["facts"] if fact["kind"] == "swap"] == []
        with pytest.raises(errors.SwapSettled):
            found.ask()
        with pytest.raises(errors.SwapSettled):
            found.answer(undoing, False, by=found.other)

    def test_either_side_asks(self, database: Database) -> None:
        found = swapped(database)
        undoing = found.ask(of=found.called, by=found.other)
        found.answer(undoing, True, by=found.asker)
        with database.reading() as session:
            assert session.get_one(TurnSwapUndoing, undoing).confirmed_by == found.asker

    def test_taken_back_or_declined_the_swap_stays_and_what_was_asked_is_kept(
        self, database: Database
    ) -> None:
        found = swapped(database)
        with_swap = found.whose()
        for by in (found.asker, found.other):
            undoing = found.ask()
            with pytest.raises(errors.UndoingThere):
                found.ask(of=found.called, by=found.other)
            found.answer(undoing, False, by=by)
            assert found.whose() == with_swap
            with pytest.raises(errors.SwapSettled):
                found.answer(undoing, True, by=found.other)
        with database.reading() as session:
            kept = session.scalars(select(TurnSwapUndoing)).all()
            assert [(each.ended_at, each.confirmed_at) for each in kept] == [(NOW, None)] * 2

    def test_only_the_two_have_a_say(self, database: Database) -> None:
        found = swapped(database)
        with database.reading() as session:
            eve, filature = cast.person_id(session, "eve"), cast.member_id(session, "La Filature")
        with pytest.raises(NotYourVoice):
            found.ask(by=eve)
        with pytest.raises(errors.NotInTheTurn):
            found.ask(of=filature)
        undoing = found.ask()
        for agreed, by in ((True, found.asker), (True, eve), (False, eve)):
            with pytest.raises(NotYourVoice):
                found.answer(undoing, agreed, by=by)
        with pytest.raises(NotFound):
            found.answer(99, True, by=found.other)

    def test_a_swap_that_is_not_confirmed_is_taken_back_instead(self, database: Database) -> None:
        with pytest.raises(errors.SwapSettled):
            swapped(database, confirmed=False).ask()

    @pytest.mark.parametrize(("hours", "in_time"), [(-1, True), (0, False)])
    def test_until_the_day_before_the_turn(self, database: Database, hours: int, in_time: bool) -> None:
        found = swapped(database)
        undoing = found.ask()
        midnight = datetime(2026, 12, 31, 23, tzinfo=UTC)  # of 1 January in Paris
        at = midnight + timedelta(hours=hours)
        if in_time:
            found.answer(undoing, True, by=found.other, now=at)
            return
        with pytest.raises(errors.NoSuchTurn):
            found.answer(undoing, True, by=found.other, now=at)
        found.answer(undoing, False, by=found.other, now=at)
        with pytest.raises(errors.NoSuchTurn):
            found.ask(now=at)

    def test_a_turn_that_is_entrusted_keeps_its_swap(self, database: Database) -> None:
        found = swapped(database)

        def take(session: Session) -> int:
            return turns.take(
                session, network.role_id(session, ROLE), turn=TURN, seat=1, person_id=found.asker,
                decision=network.DECISION, by=cast.person_id(session, "alice"), now=NOW,
            )  # fmt: skip

        undoing = found.ask()
        database.transact(take)
        with pytest.raises(errors.TurnEntrusted):
            found.answer(undoing, True, by=found.other)
        found.answer(undoing, False, by=found.other)
        with pytest.raises(errors.TurnEntrusted):
            found.ask()

    def test_another_swap_may_follow(self, database: Database) -> None:
        found = swapped(database)
        found.answer(found.ask(), True, by=found.other)
        act(
            database, turns.swap, ROLE, by=next(w for w in cast.PEOPLE if _is(database, w, found.asker)),
            turn=TURN, seat=1, member_id=_name(database, found.asks), why="",
            other_id=_name(database, found.called),
        )  # fmt: skip


def _is(database: Database, who: str, number: int) -> bool:
    with database.reading() as session:
        return cast.person_id(session, who) == number


def _name(database: Database, number: int) -> str:
    with database.reading() as session:
        return next(name for name, _college in cast.MEMBERS if cast.member_id(session, name) == number)


def test_on_the_pages(sqlite_database: Database, as_: Clients, moment: Callable[[datetime], None]) -> None:
    moment(NOW)
    found = swapped(sqlite_database)
    sides = {
        who: next(w for w in cast.PEOPLE if _is(sqlite_database, w, number))
        for who, number in (("asks", found.asker), ("other", found.other))
    }
    page, undo = f"/roles/{ROLE}/rotation", f"/turns/swaps/{found.number}/undo"
    for who in cast.PEOPLE:
        assert (undo in as_(who).get(page).text) == (who in sides.values()), who
    said = {"member": str(found.asks), "why": "Une naissance."}
    assert as_("nobody").post(undo, data=said).status_code == 401
    assert as_("eve").post(undo, data=said).status_code == 403
    refused = as_("bob").post(undo, data=said)
    assert refused.status_code == 422
    assert "Une naissance." in refused.text
    assert as_(sides["asks"]).get("/turns/swaps/99/undo").status_code == 404
    assert as_(sides["asks"]).post(undo, data=said).location == page
    confirm = '/turns/undoings/1/confirm"'
    assert "Une naissance." in as_("nobody").get(page).text
    assert confirm in as_(sides["other"]).get(page).text
    asking = as_(sides["asks"]).get(page).text
    assert '/turns/undoings/1/end"' in asking
    assert (confirm in asking) == (sides["asks"] == sides["other"])
    assert as_("bob").post("/turns/undoings/1/confirm").status_code == 403
    assert as_(sides["other"]).post("/turns/undoings/1/confirm").status_code == 303
    public = as_("nobody").get(page).text
    assert "Annulé par les deux" in public
    assert as_(sides["other"]).post("/turns/undoings/1/end").status_code == 409
