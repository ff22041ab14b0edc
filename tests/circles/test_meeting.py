"""Where renewal in parts, standing in, successions, the end of a voice and extensions meet."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import bars, errors, service, standing_in, to_fill
from governance.circles import succession_ground as ground
from governance.circles.models import Succession
from governance.circles.successions import Way
from governance.circles.terms import Term
from governance.config import Settings
from governance.db import Database
from governance.members import service as members
from governance.members.errors import AlreadyEnded
from governance.members.models import Mandate, Representation
from governance.rules import service as rules
from tests import cast
from tests.circles import network, succeeding, test_moving_up
from tests.circles.network import DAY, DECISION, NOW, entrust
from tests.circles.succeeding import Play
from tests.circles.test_code import role
from tests.circles.test_moving_up import NEXT, answer, elect, people, text
from tests.circles.test_renewal import What

PARTS = {"renewal": "{ parts = 3 }", "term_months": "36", "seats": "3"}
LETTERS = role(id='"letters"', selection='"election"', **PARTS)
FIRST, SECOND, THIRD = date(2027, 3, 2), date(2028, 3, 2), date(2029, 3, 2)
ALL = Way("elect", moves_up=True)
BALLOTS = [("bob", "chloe", "david", "fanny"), ("bob", "chloe", "david"), ("bob", "chloe"), ("bob",)]


@pytest.fixture
def play(database: Database, settings: Settings) -> Play:
    database.transact(succeeding.found)
    code = test_moving_up.CODE + LETTERS
    database.transact(lambda s: rules.adopt(s, code, by=None, now=NOW))
    return Play(database, settings)


def mandate(database: Database, number: int) -> Any:
    with database.reading() as session:
        return network.mandate(session, number)


def asked(play: Play, succession: int) -> dict[str, date]:
    with play.database.reading() as session:
        chosen = ground.chosen(session, succession)
        return {each.slug.partition("-")[0]: each.ends_on for each in chosen if each.answer == ""}


def held(play: Play, slug: str) -> dict[str, tuple[int | None, date | None]]:
    with play.database.reading() as session:
        query = select(Mandate).where(Mandate.role_id == network.role_id(session, slug)).order_by(Mandate.id)
        names = {cast.person_id(session, who): who for who in test_moving_up.WHO}
        return {names[each.person_id]: (each.seat, each.ends_on) for each in session.scalars(query)}


class TestRenewedInParts:
    def test_each_is_asked_for_the_rest_of_one_seat_in_the_order_of_the_result(self, play: Play) -> None:
        succession = elect(play, "letters", ALL, BALLOTS, "bob", "chloe", "david", "fanny")
        ends = asked(play, succession)
        said = text(play, succession)
        assert "Selon le siège, le mandat va du 2 mars 2026 au" in said
        assert sorted(ends.values()) == [each + (ends["bob"] - FIRST) for each in (FIRST, SECOND, THIRD)]
        assert list(ends) == sorted(ends, key=lambda who: ends[who]) == ["bob", "chloe", "david"]

    def test_whoever_accepts_first_has_the_term_that_was_said_to_them(self, play: Play) -> None:
        succession = elect(play, "letters", ALL, BALLOTS, "bob", "chloe", "david", "fanny")
        ends = asked(play, succession)
        for who in ("david", "bob"):
            answer(play, succession, who)
        assert held(play, "letters") == {"david": (3, ends["david"]), "bob": (1, ends["bob"])}
        answer(play, succession, "chloe", "Trop de charges.")
        assert asked(play, succession) == {"fanny": ends["chloe"]}
        answer(play, succession, "fanny")
        assert held(play, "letters")["fanny"] == (2, ends["chloe"])

    def test_a_third_of_the_seats_with_a_seat_left_in_mid_term(self, play: Play) -> None:
        """Seat 1 is to renew, seat 2 was given back: the question says both ends."""
        for who, member in (("bob", "La Filature"), ("chloe", "Coop Semailles")):
            entrust(play.database, "letters", who, member)
        entrust(play.database, "letters", "david", "Ville de Montreval")
        with play.database.reading() as session:
            chloe = session.scalars(select(Mandate.id).where(Mandate.seat == 2)).one()
        play.now = datetime(2027, 2, 1, 9, tzinfo=NOW.tzinfo)
        play.database.transact(
            lambda s: service.resign(s, chloe, by=cast.person_id(s, "chloe"), now=play.now)
        )
        number = play.begin("letters", ALL, starts_on=FIRST)
        said = text(play, number)
        assert "Selon le siège, le mandat va du 2 mars 2027 au 2 mars 2028 ou au 2 mars 2030." in said
        assert "2 sièges sont à pourvoir." in said

    def test_where_the_colleges_elect_the_ends_of_the_seats_of_all_are_said(
        self, database: Database, settings: Settings
    ) -> None:
        database.transact(succeeding.found)
        parts = "renewal = { parts = 3 }\nterm_months = 36"
        code = test_moving_up.CODE.replace("term_months = 12\nmax_consecutive = 2", parts, 1)
        code += role(id='"board-coops"', selection='"election"', term_months="36", renewal="{ parts = 3 }")
        database.transact(lambda s: rules.adopt(s, code, by=None, now=NOW))
        play = Play(database, settings)
        number = play.begin("board-places", Way("renew"))
        said = text(play, number)
        assert "au 2 mars 2027 ou au 2 mars 2028 ou au 2 mars 2029." in said
        assert "3 sièges sont à pourvoir." in said

    def test_the_ends_of_the_seats_that_are_free(self) -> None:
        what = What(3, 36, 3)
        assert to_fill.ends([Term(1, 2, DAY, SECOND)], what, DAY) == [FIRST, THIRD]  # type: ignore[arg-type]
        assert to_fill.ends([], what, DAY, 2) == [SECOND]  # type: ignore[arg-type]

    def test_a_seat_where_somebody_stands_in_is_given_last(self) -> None:
        stands_in = Term(7, 1, DAY, DAY + timedelta(days=90), True, True)
        known = [Term(9, 3, DAY, THIRD), stands_in]
        assert standing_in.free_ends(What(3, 36, 3), known, DAY) == [SECOND, FIRST]
        found = standing_in.seat_for(What(3, 36, 3), known, DAY, FIRST, today=DAY)
        assert found == 1, "the seat whose term ends on the day that is said"


class TestWhoStandsIn:
    def test_they_may_stand_and_be_elected(self, play: Play) -> None:
        number = entrust(play.database, "treasurer", "bob", until_filled=True)
        succession = elect(play, "treasurer", NEXT, [("bob",)], "bob", "chloe")
        assert people(play, succession) == [("bob", "")]
        answer(play, succession, "bob")
        with play.database.reading() as session:
            last = session.scalars(select(Mandate).order_by(Mandate.id.desc()).limit(1)).one()
        assert (last.provisional, last.seat) == (False, mandate(play.database, number).seat)
        assert mandate(play.database, number).end_kind == "replaced"

    def test_who_holds_a_seat_is_still_barred(self, play: Play) -> None:
        entrust(play.database, "pair", "bob")
        number = play.begin("pair", NEXT)
        with play.database.reading() as session:
            barred = bars.of(session, session.get_one(Succession, number), NOW)
            assert cast.person_id(session, "bob") in {each.person_id for each in barred}

    def test_they_are_elected_to_the_term_of_that_seat(self, play: Play) -> None:
        entrust(play.database, "letters", "chloe", seat=3)
        entrust(play.database, "letters", "bob", seat=2, until_filled=True)
        succession = elect(play, "letters", NEXT, [("bob", "david"), ("bob",)], "bob", "david")
        answer(play, succession, "bob")
        answer(play, succession, "david")
        found = held(play, "letters")
        assert {who: found[who] for who in ("bob", "david")} == {"bob": (2, SECOND), "david": (1, FIRST)}

    def test_entrusted_with_another_seat_they_stand_in_no_more(self, play: Play) -> None:
        number = entrust(play.database, "letters", "bob", seat=2, until_filled=True)
        entrust(play.database, "letters", "bob", seat=1)
        row = mandate(play.database, number)
        assert (row.ended_on, row.end_kind) == (DAY, "replaced")

    def test_a_mandate_that_goes_on_fills_the_seat(self, play: Play) -> None:
        first = entrust(play.database, "treasurer", "bob", ends_on=date(2026, 9, 1))
        begins = date(2026, 9, 1)
        later = entrust(play.database, "treasurer", "chloe", starts_on=begins, until_filled=True)
        extend(play.database, first, date(2026, 12, 1))
        row = mandate(play.database, later)
        assert (row.ended_on, row.end_kind, row.end_decision) == (begins, "replaced", DECISION)
        assert mandate(play.database, first).ends_on == date(2026, 12, 1)

    def test_who_stands_in_is_not_prolonged_over_who_comes(self, play: Play) -> None:
        number = entrust(play.database, "treasurer", "bob", until_filled=True, ends_on=date(2026, 6, 1))
        entrust(play.database, "treasurer", "chloe", starts_on=date(2026, 7, 1))
        with pytest.raises(errors.SeatTaken):
            extend(play.database, number, date(2026, 8, 1))


def extend(database: Database, number: int, ends_on: date) -> None:
    database.transact(
        lambda s: service.extend(
            s, number, ends_on=ends_on, decision=DECISION, by=cast.person_id(s, "alice"), now=NOW
        )
    )


def speaks(database: Database, *periods: tuple[date, date | None]) -> None:
    """Eve speaks for La Filature on these days only."""

    def act(session: Session) -> None:
        member, person = cast.member_id(session, "La Filature"), cast.person_id(session, "eve")
        for starts, ends in periods:
            members.represent(
                session, person_id=person, member_id=member, starts_on=starts, ends_on=ends, now=NOW
            )

    database.transact(act)


class TestTheEndOfAVoice:
    @pytest.mark.parametrize(
        ("voice", "ended"), [(date(2026, 8, 1), date(2026, 8, 1)), (None, None), (date(2026, 12, 1), None)]
    )
    def test_an_extension_ends_with_it(
        self, founded: Database, voice: date | None, ended: date | None
    ) -> None:
        speaks(founded, (cast.START, voice))
        number = entrust(founded, "treasurer", "eve", "La Filature", ends_on=date(2026, 6, 1))
        extend(founded, number, date(2026, 12, 1))
        row = mandate(founded, number)
        assert (row.ends_on, row.ended_on, row.end_kind) == (
            date(2026, 12, 1), ended, "left" if ended else "",
        )  # fmt: skip

    def test_nothing_is_added_where_nobody_speaks(self, founded: Database) -> None:
        speaks(founded, (cast.START, date(2026, 6, 1)))
        number = entrust(founded, "treasurer", "eve", "La Filature", ends_on=date(2026, 6, 1))
        with pytest.raises(errors.NotForThisMember):
            extend(founded, number, date(2026, 7, 1))
        assert mandate(founded, number).ends_on == date(2026, 6, 1)

    def test_a_seat_that_is_left_early_keeps_who_stands_in_after(self, founded: Database) -> None:
        speaks(founded, (cast.START, date(2026, 6, 1)))
        later = entrust(founded, "treasurer", "bob", starts_on=date(2026, 7, 1), until_filled=True)
        entrust(founded, "treasurer", "eve", "La Filature")
        assert mandate(founded, later).ended_on is None


class TestOneMandateAmongOthers:
    """Eve speaks for La Filature, stops, and speaks for it again: what she holds since then stays hers."""

    STOPPED = DAY - timedelta(days=150)

    def test_a_past_one_that_is_brought_in_ends_no_other(self, founded: Database) -> None:
        speaks(founded, (cast.START, self.STOPPED), (DAY - timedelta(days=20), None))
        now = entrust(founded, "treasurer", "eve", "La Filature")
        past = entrust(
            founded, "president", "eve", "La Filature", brought_in=True,
            starts_on=DAY - timedelta(days=200), ends_on=DAY - timedelta(days=100),
            derogation=DECISION, provisional=True,
        )  # fmt: skip
        assert mandate(founded, past).ended_on == self.STOPPED
        assert mandate(founded, now).ended_on is None

    def test_nor_does_a_voice_that_ends_earlier_than_was_said(self, founded: Database) -> None:
        again = date(2026, 9, 1)
        speaks(founded, (cast.START, date(2026, 6, 1)), (again, None))
        here = entrust(founded, "secretary", "eve", "La Filature")
        later = entrust(founded, "president", "eve", "La Filature", starts_on=again)
        with founded.reading() as session:
            first = select(Representation.id).where(Representation.ends_on == date(2026, 6, 1))
            voice = session.scalars(first).one()
        founded.transact(
            lambda s: members.end_representation(
                s, representation_id=voice, member_id=cast.member_id(s, "La Filature"),
                on=date(2026, 5, 1), by=None, now=NOW,
            )
        )  # fmt: skip
        assert mandate(founded, here).ended_on == date(2026, 5, 1)
        assert mandate(founded, later).ended_on is None


class TestTheEndOfACollege:
    def change(self, database: Database, on: date) -> None:
        member = "La Filature"
        database.transact(
            lambda s: members.change_college(
                s, member_id=cast.member_id(s, member), college_id="coops", on=on, by=None, now=NOW
            )
        )

    def test_a_seat_ends_on_the_day_that_is_known_when_it_is_entrusted(self, founded: Database) -> None:
        self.change(founded, date(2026, 6, 1))
        number = entrust(founded, "board-places", "bob", "La Filature")
        row = mandate(founded, number)
        assert (row.ended_on, row.end_kind) == (date(2026, 6, 1), "left")
        other = entrust(founded, "treasurer", "bob", "La Filature")
        assert mandate(founded, other).ended_on is None

    def test_an_extension_ends_with_it_or_is_refused(self, founded: Database) -> None:
        number = entrust(founded, "board-places", "bob", "La Filature", ends_on=date(2026, 6, 1))
        self.change(founded, date(2026, 8, 1))
        extend(founded, number, date(2026, 9, 1))
        assert mandate(founded, number).ended_on == date(2026, 8, 1)

    def test_nothing_is_added_in_another_college(self, founded: Database) -> None:
        number = entrust(founded, "board-places", "bob", "La Filature", ends_on=date(2026, 6, 1))
        self.change(founded, date(2026, 6, 1))
        with pytest.raises(errors.WrongCollege):
            extend(founded, number, date(2026, 9, 1))

    def test_what_is_brought_in_ended_with_it(self, founded: Database) -> None:
        changed = DAY - timedelta(days=30)
        self.change(founded, changed)
        known: dict[str, Any] = {"starts_on": DAY - timedelta(days=200), "brought_in": True}
        row = mandate(founded, entrust(founded, "board-places", "bob", "La Filature", **known))
        assert (row.ended_on, row.end_kind) == (changed, "left")


class TestBroughtIn:
    BEGAN = DAY - timedelta(days=200)

    def bring(self, database: Database, **facts: Any) -> int:
        known: dict[str, Any] = {
            "starts_on": self.BEGAN,
            "ends_on": date(2026, 6, 1),
            "brought_in": True,
        } | facts
        return entrust(database, "treasurer", "eve", "La Filature", **known)

    @pytest.mark.parametrize("ends_on", [DAY - timedelta(days=30), date(2026, 6, 1)])
    def test_a_voice_that_is_known_to_have_ended_ended_it_then(
        self, founded: Database, ends_on: date
    ) -> None:
        voice = DAY - timedelta(days=60)
        speaks(founded, (cast.START, voice))
        row = mandate(founded, self.bring(founded, ends_on=ends_on))
        assert (row.ended_on, row.end_kind) == (voice, "left")

    def test_a_voice_that_was_entered_later_does_not_end_it(self, founded: Database) -> None:
        speaks(founded, (DAY - timedelta(days=3), None))
        assert mandate(founded, self.bring(founded)).ended_on is None

    def test_who_speaks_neither_then_nor_now_is_refused(self, founded: Database) -> None:
        speaks(founded, (DAY - timedelta(days=90), DAY - timedelta(days=60)))
        with pytest.raises(errors.NotForThisMember):
            self.bring(founded)

    def test_for_a_member_that_has_left_only_until_it_left(self, founded: Database) -> None:
        speaks(founded, (cast.START, None))
        left = DAY - timedelta(days=20)
        founded.transact(
            lambda s: members.leave(s, member_id=cast.member_id(s, "La Filature"), on=left, by=None, now=NOW)
        )
        with pytest.raises(errors.MemberLeaves):
            self.bring(founded)
        assert mandate(founded, self.bring(founded, ends_on=left)).ended_on is None


def test_the_deputy_of_a_mandate_that_is_over_is_named_no_more(founded: Database) -> None:
    number = entrust(founded, "president", "bob", "La Filature")
    founded.transact(lambda s: service.revoke(s, number, decision=DECISION, by=None, now=NOW))
    with pytest.raises(AlreadyEnded):
        founded.transact(
            lambda s: service.name_deputy(s, number, person_id=cast.person_id(s, "eve"), by=None, now=NOW)
        )
