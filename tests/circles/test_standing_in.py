"""Somebody stands in until a seat is filled: until when at the latest, who takes over, what is offered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import awaited, errors, queries, service, standing_in, succession_lists, watch
from governance.circles.terms import Term, add_months, taken
from governance.config import Settings
from governance.db import Database
from governance.members import queries as members
from governance.members.models_roles import MandateEvent
from governance.web.visitor import Visitor
from tests import cast
from tests.circles import network, succeeding
from tests.circles.network import DAY, DECISION, NOW, entrust
from tests.circles.test_warnings import tick

Clients = Callable[[str], FlaskClient]
HALF_A_YEAR = date(2026, 9, 2)


@dataclass(frozen=True)
class What:
    """What a role says."""

    seats: int = 1
    term_months: int = 12
    renewal: int = 1
    renewal_first: int = 1
    renewal_from: date | None = None


class TestUntilWhen:
    @pytest.mark.parametrize(
        ("what", "known", "ends"),
        [
            (What(), [], HALF_A_YEAR),
            (What(), [Term(1, 1, date(2025, 3, 2), DAY, foreseen=DAY)], HALF_A_YEAR),
            (What(), [Term(1, 1, date(2025, 9, 2), DAY, foreseen=HALF_A_YEAR)], HALF_A_YEAR),
            (What(), [Term(1, 1, date(2025, 9, 1), DAY, foreseen=date(2026, 9, 1))], date(2026, 9, 1)),
            (What(), [Term(1, 1, date(2025, 9, 3), DAY, foreseen=date(2026, 9, 3))], HALF_A_YEAR),
            (What(), [Term(1, 2, date(2025, 9, 1), DAY, foreseen=date(2026, 9, 1))], HALF_A_YEAR),
            (What(), [Term(2, 1, date(2026, 5, 1), None)], date(2026, 5, 1)),
            (What(renewal=3, renewal_from=date(2026, 1, 1)), [], date(2026, 5, 1)),
            (What(renewal=2, renewal_from=date(2026, 3, 1)), [], date(2026, 9, 1)),
            (
                What(),
                [Term(3, 1, date(2026, 1, 1), DAY, provisional=True, foreseen=date(2026, 4, 1))],
                HALF_A_YEAR,
            ),
        ],
    )
    def test_six_months_the_rest_of_the_term_or_who_is_known(
        self, what: What, known: list[Term], ends: date
    ) -> None:
        assert standing_in.latest(what, known, 1, DAY) == ends

    @given(
        st.lists(
            st.builds(
                lambda seat, starts, length, foreseen, provisional: Term(
                    1, seat, DAY + timedelta(days=starts), DAY + timedelta(days=starts + length), provisional,
                    foreseen=DAY + timedelta(days=starts + length + foreseen),
                ),
                st.integers(1, 2), st.integers(-600, 400), st.integers(0, 300), st.integers(0, 300),
                st.booleans(),
            ),
            max_size=6,
        ),
        st.integers(1, 3),
    )  # fmt: skip
    def test_always_bounded_and_never_over_somebody_else(self, known: list[Term], parts: int) -> None:
        seat = standing_in.empty_seat(What(seats=2, renewal=parts), known, DAY)
        if seat is None:
            return
        ends = standing_in.latest(What(seats=2, renewal=parts), known, seat, DAY)
        assert DAY < ends <= add_months(DAY, standing_in.MONTHS)
        assert not taken(known, seat, DAY, ends)


class TestWhichSeat:
    STANDS_IN = Term(7, 1, DAY, HALF_A_YEAR, True, True, HALF_A_YEAR)

    def seat(self, known: list[Term], *, person: int = 0, starts: date = DAY, seats: int = 2) -> int | None:
        return standing_in.seat_for(What(seats=seats), known, starts, None, today=DAY, person=person)

    def test_an_empty_seat_first_then_one_where_somebody_stands_in(self) -> None:
        assert self.seat([self.STANDS_IN]) == 2
        assert self.seat([self.STANDS_IN, Term(8, 2, DAY, None)]) == 1
        assert self.seat([Term(8, 1, DAY, None), Term(9, 2, DAY, None)]) is None

    def test_who_stands_in_fills_that_very_seat(self) -> None:
        other = Term(9, 1, DAY, None)
        mine = Term(7, 2, DAY, HALF_A_YEAR, True, True, HALF_A_YEAR)
        assert self.seat([other, mine], person=7, seats=3) == 2
        assert self.seat([other, mine], person=8, seats=3) == 3

    def test_nobody_gives_way_in_the_past(self) -> None:
        before = Term(7, 1, DAY - timedelta(days=9), HALF_A_YEAR, True, True, HALF_A_YEAR)
        assert self.seat([before], starts=DAY - timedelta(days=1), seats=1) is None
        assert self.seat([before], starts=DAY, seats=1) == 1
        assert standing_in.in_the_way([before], provisional=True, starts=DAY, today=DAY) == [before]


def mandate(database: Database, number: int) -> Any:
    with database.reading() as session:
        return network.mandate(session, number)


def stand_in(database: Database, who: str = "bob", role: str = "treasurer", **facts: Any) -> int:
    return entrust(database, role, who, until_filled=True, **facts)


class TestMandates:
    def test_it_is_bounded_and_can_be_said_otherwise(self, founded: Database) -> None:
        number = stand_in(founded)
        row = mandate(founded, number)
        assert (row.provisional, row.until_filled, row.ends_on) == (True, True, HALF_A_YEAR)
        other = stand_in(founded, "chloe", "secretary", ends_on=date(2026, 5, 1))
        assert mandate(founded, other).ends_on == date(2026, 5, 1)
        with pytest.raises(errors.TooLong):
            stand_in(founded, role="machines-facilitator", ends_on=date(2026, 9, 3))

    def test_it_ends_to_the_second_when_the_seat_is_filled(self, founded: Database) -> None:
        facilitator = stand_in(founded, role="machines-facilitator")
        at = NOW + timedelta(hours=5, seconds=7)
        filled = entrust(founded, "machines-facilitator", "chloe", now=at, decision=DECISION)
        row = mandate(founded, facilitator)
        assert (row.ended_at, row.ended_on, row.end_kind, row.end_decision) == (at, DAY, "replaced", DECISION)
        assert mandate(founded, filled).seat == row.seat
        with founded.reading() as session:
            people = [cast.person_id(session, who) for who in ("bob", "chloe")]
            last = session.scalars(select(MandateEvent).where(MandateEvent.mandate_id == facilitator)).all()
            for moment, holder in ((at - timedelta(seconds=1), 0), (at, 1)):
                may = members.holders(session, "facilitator", on=DAY, circle_id="machines", at=moment)
                assert (people[0] in may) == (holder == 0)
        assert [(each.kind, each.at) for each in last] == [("entrusted", NOW), ("replaced", at)]

    def test_or_when_the_mandate_that_fills_it_begins(self, founded: Database) -> None:
        number = stand_in(founded)
        entrust(founded, "treasurer", "chloe", starts_on=date(2026, 6, 1))
        row = mandate(founded, number)
        assert (row.ended_at, row.ended_on) == (datetime(2026, 5, 31, 22, tzinfo=UTC), date(2026, 6, 1))
        with founded.reading() as session:
            seat = queries.role(session, "treasurer", date(2026, 5, 31)).seats[0]
            assert (seat.holder and seat.holder.person, seat.next and seat.next.person) == (
                "Bob Lefèvre", "Chloé Garnier",
            )  # fmt: skip

    def test_who_stands_in_may_be_chosen(self, founded: Database) -> None:
        number = stand_in(founded)
        chosen = entrust(founded, "treasurer", "bob")
        assert mandate(founded, number).end_kind == "replaced"
        assert (mandate(founded, chosen).provisional, mandate(founded, chosen).ends_on) == (
            False, date(2027, 3, 2),
        )  # fmt: skip

    def test_another_replacement_and_the_past_do_not_end_it(self, founded: Database) -> None:
        stand_in(founded, starts_on=date(2026, 2, 1), now=NOW - timedelta(days=29))
        for facts in ({"until_filled": True}, {"provisional": True, "ends_on": date(2026, 6, 1)}):
            with pytest.raises((errors.NoFreeSeat, errors.SeatTaken)):
                entrust(founded, "treasurer", "chloe", **facts)
        with pytest.raises(errors.NoFreeSeat):
            entrust(founded, "treasurer", "chloe", starts_on=date(2026, 3, 1))
        with pytest.raises(errors.SeatTaken):
            entrust(founded, "treasurer", "chloe", starts_on=date(2026, 3, 1), seat=1)
        entrust(founded, "treasurer", "chloe", seat=1)

    def test_a_steward_who_stands_in_leaves_only_when_another_is_there(self, founded: Database) -> None:
        number = stand_in(founded, role="secretary", who="chloe")
        entrust(founded, "secretary", "bob")
        with founded.reading() as session:
            stewards = members.holders(session, "steward", on=DAY, at=NOW)
            assert cast.person_id(session, "bob") in stewards
            assert cast.person_id(session, "chloe") not in stewards
        assert mandate(founded, number).end_kind == "replaced"

    def test_a_replacement_to_a_day_is_as_it_was(self, founded: Database) -> None:
        number = entrust(founded, "treasurer", "bob", provisional=True, ends_on=date(2026, 6, 1))
        with pytest.raises(errors.NoFreeSeat):
            entrust(founded, "treasurer", "chloe")
        assert mandate(founded, number).ended_on is None


class TestMeanwhile:
    def test_the_seat_is_to_fill(self, founded: Database) -> None:
        stand_in(founded)
        with founded.reading() as session:
            role = queries.role(session, "treasurer", DAY)
            (seat,) = role.seats
            assert watch.standing(seat, 12, DAY) == watch.Standing(watch.REPLACED, (HALF_A_YEAR - DAY).days)
            assert (role.vacant, succession_lists.is_offered(role, DAY)) == (1, True)
            assert watch.numbers([role], DAY)[watch.VACANT] == 1
            visitor = Visitor(person_id=cast.person_id(session, "alice"), offices=frozenset({"facilitator"}))
            asked = [each for each in awaited.of(session, visitor, NOW) if each.slug == "treasurer"]
            assert [(each.kind, each.person, each.on) for each in asked] == [
                (awaited.ENDING, "Bob Lefèvre", HALF_A_YEAR)
            ]
        entrust(founded, "treasurer", "chloe", starts_on=date(2026, 6, 1))
        with founded.reading() as session:
            role = queries.role(session, "treasurer", DAY)
            assert not succession_lists.is_offered(role, DAY)
            assert "treasurer" not in {each.slug for each in awaited.of(session, visitor, NOW)}

    def test_its_last_day_is_told_as_other_ends_are(self, founded: Database) -> None:
        stand_in(founded)
        ends = datetime(2026, 9, 2, 9, tzinfo=UTC)
        assert tick(founded, ends - timedelta(days=91)) == []
        assert tick(founded, ends - timedelta(days=90)) == [("bob", "90"), ("alice", "90")]

    def test_a_succession_may_begin(self, sqlite_database: Database, settings: Settings) -> None:
        sqlite_database.transact(succeeding.found)
        play = succeeding.Play(sqlite_database, settings)
        number = entrust(sqlite_database, "facilitator", "bob", until_filled=True)
        play.begin("facilitator")
        assert mandate(sqlite_database, number).ended_on is None


def test_on_the_pages(site: Database, as_: Clients, moment: Callable[[datetime], None]) -> None:
    moment(NOW)
    alice, form = as_("alice"), "/roles/treasurer/entrust"
    assert "Provisoire jusqu’à ce que le siège soit pourvu" in alice.get(form).text
    with site.reading() as session:
        bob = str(cast.person_id(session, "bob"))
    said = {"holder": bob, "starts_on": DAY.isoformat(), "how": "named", "until_filled": "y"}
    said |= dict.fromkeys(("seat", "decision", "derogation"), "")
    assert as_("bob").post(form, data=said).status_code == 403
    refused = alice.post(form, data=said | {"ends_on": "2028-01-01"})
    assert refused.status_code == 422
    assert alice.post(form, data=said).status_code == 303
    for who in cast.PEOPLE:
        page = as_(who).get("/roles/treasurer").text
        assert "Vacant, avec un remplacement" in page, who
        assert "jusqu’à ce que le siège soit pourvu, au plus tard le 2 septembre 2026" in page
        assert ("/roles/treasurer/succession" in page) == (who == "alice")
    assert "Vacant, avec un remplacement" in as_("nobody").get("/roles/?state=vacant").text
    row = next(line for line in as_("nobody").get("/roles.csv").text.splitlines() if "treasurer" in line)
    assert row.endswith("true,,,true")
    by = {"by": None, "now": NOW}

    def resign(session: Session) -> None:
        number = session.scalars(select(MandateEvent.mandate_id)).first()
        service.resign(session, number or 0, **by | {"by": cast.person_id(session, "bob")})

    site.transact(resign)
    assert "Vacant, avec un remplacement" not in as_("nobody").get("/roles/treasurer").text
