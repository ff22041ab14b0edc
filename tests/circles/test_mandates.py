"""Mandates: entrusted, given back, taken back, extended; what is refused; nothing is ever deleted."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from governance.circles import errors, queries, service
from governance.db import Database
from governance.errors import NotAllowed, Refusal
from governance.members import queries as members
from governance.members.errors import AlreadyEnded, BadDates, LastSteward
from governance.members.models import Mandate
from governance.members.models_roles import MandateEvent
from governance.register.models import LogEntry
from tests import cast
from tests.circles import network
from tests.circles.network import DAY, DECISION, NOW, entrust

YEAR = date(2027, 3, 2)


def act(database: Database, verb: Any, number: int, who: str | None = "alice", **facts: Any) -> None:
    def work(session: Session) -> None:
        by = cast.person_id(session, who) if who else None
        verb(session, number, **({"now": NOW, "by": by} | facts))

    database.transact(work)


def log(database: Database) -> list[dict[str, Any]]:
    with database.reading() as session:
        rows = session.scalars(
            select(LogEntry.entry).where(LogEntry.type == "mandate").order_by(LogEntry.seq)
        )
        return [json.loads(row)["body"] for row in rows]


class TestEntrusting:
    def test_a_mandate_lasts_a_term_and_is_in_the_log_without_a_name(self, founded: Database) -> None:
        number = entrust(founded, "president", "bob", "La Filature", decision=DECISION)
        with founded.reading() as session:
            mandate = network.mandate(session, number)
            assert (mandate.starts_on, mandate.ends_on, mandate.seat) == (DAY, YEAR, 1)
            found = queries.role(session, "president", DAY).seats[0].holder
            assert found is not None
            assert (found.person, found.member, found.rank) == ("Bob Lefèvre", "La Filature", 1)
        (entry,) = log(founded)
        assert (entry["role"], entry["act"], entry["decision"]) == ("president", "entrusted", DECISION)
        assert "Bob" not in json.dumps(entry)

    @pytest.mark.parametrize(
        ("refusal", "facts"),
        [
            (BadDates, {"ends_on": DAY}),
            (errors.TooLong, {"ends_on": date(2027, 3, 3)}),
            (errors.UnknownDecision, {"decision": "2026-099"}),
            (errors.UnknownDecision, {"decision": network.REFUSED}),
            (errors.UnknownDerogation, {"derogation": "2026-099"}),
            (errors.NoSuchSeat, {"seat": 2}),
            (errors.NoSuchSeat, {"seat": 0}),
            (errors.EndNeeded, {"provisional": True}),
            (errors.MemberNeeded, {"member": None}),
            (errors.NotForThisMember, {"member": "Coop Semailles"}),
        ],
    )
    def test_what_is_refused(self, founded: Database, refusal: type[Refusal], facts: dict[str, Any]) -> None:
        with pytest.raises(refusal):
            entrust(founded, "president", "bob", **({"member": "La Filature"} | facts))
        assert log(founded) == []

    def test_a_derogation_allows_a_longer_term(self, founded: Database) -> None:
        longer = {"ends_on": date(2028, 1, 1), "derogation": DECISION}
        entrust(founded, "president", "bob", "La Filature", **longer)

    def test_one_seat_is_held_by_one_person_at_a_time(self, founded: Database) -> None:
        entrust(founded, "treasurer", "bob")
        with pytest.raises(errors.NoFreeSeat):
            entrust(founded, "treasurer", "chloe", starts_on=YEAR - timedelta(days=1))
        with pytest.raises(errors.SeatTaken):
            entrust(founded, "treasurer", "chloe", seat=1, starts_on=YEAR - timedelta(days=1))
        with pytest.raises(errors.HoldsItAlready):
            entrust(founded, "treasurer", "bob", starts_on=YEAR - timedelta(days=1))
        entrust(founded, "treasurer", "chloe", starts_on=YEAR)

    def test_too_many_terms_in_a_row_need_a_derogation(self, founded: Database) -> None:
        for start in (DAY, YEAR):
            entrust(founded, "board-places", "bob", "La Filature", starts_on=start)
        third = {"starts_on": date(2028, 3, 2)}
        with pytest.raises(errors.TooManyTerms) as refused:
            entrust(founded, "board-places", "bob", "La Filature", **third)
        assert refused.value.facts == {"rank": 3, "most": 2}
        entrust(founded, "board-places", "bob", "La Filature", **third, derogation=DECISION)

    def test_incompatible_roles_either_way(self, founded: Database) -> None:
        entrust(founded, "treasurer", "bob")
        with pytest.raises(errors.Incompatible):
            entrust(founded, "president", "bob", "La Filature")
        entrust(founded, "president", "chloe", "Coop Semailles")
        with pytest.raises(errors.Incompatible):
            entrust(founded, "treasurer", "chloe", starts_on=date(2027, 3, 1))
        entrust(founded, "treasurer", "chloe", starts_on=YEAR)

    def test_the_double_link_is_two_people(self, founded: Database) -> None:
        entrust(founded, "machines-lead", "bob", "La Filature")
        with pytest.raises(errors.Incompatible):
            entrust(founded, "machines-representative", "bob", "La Filature")

    def test_a_seat_belongs_to_its_college(self, founded: Database) -> None:
        with pytest.raises(errors.WrongCollege):
            entrust(founded, "board-places", "chloe", "Coop Semailles")
        with pytest.raises(errors.MemberNeeded):
            entrust(founded, "board-places", "bob")

    def test_a_role_alternates_between_colleges(self, founded: Database) -> None:
        entrust(founded, "president", "bob", "La Filature")
        with pytest.raises(errors.Alternates):
            entrust(founded, "president", "fanny", "L’Établi", starts_on=YEAR)
        entrust(founded, "president", "fanny", "Scop Rouages", starts_on=YEAR)

    def test_who_may_record_it(self, founded: Database) -> None:
        with founded.reading() as session:
            ids = {who: cast.person_id(session, who) for who in cast.PEOPLE}
        for who in ("bob", "eve"):
            with pytest.raises(NotAllowed):
                entrust(founded, "treasurer", "chloe", by=ids[who], decision=DECISION)
        entrust(founded, "machines-facilitator", "eve")
        later = {"starts_on": date(2026, 9, 2), "by": ids["eve"]}
        with pytest.raises(errors.DecisionNeeded):
            entrust(founded, "machines-facilitator", "bob", **later)
        with pytest.raises(NotAllowed):
            entrust(founded, "treasurer", "bob", **later, decision=DECISION)
        entrust(founded, "machines-facilitator", "bob", **later, decision=DECISION)
        entrust(founded, "treasurer", "bob", by=None)


class TestEnding:
    def test_who_holds_it_gives_it_back_at_once(self, founded: Database) -> None:
        number = entrust(founded, "treasurer", "bob")
        with pytest.raises(errors.NotYourMandate):
            act(founded, service.resign, number)
        act(founded, service.resign, number, "bob", why="Je déménage")
        with pytest.raises(AlreadyEnded):
            act(founded, service.resign, number, "bob")
        with founded.reading() as session:
            mandate = network.mandate(session, number)
            assert (mandate.ended_at, mandate.end_kind, mandate.ends_on) == (NOW, "resigned", YEAR)
            seat = queries.role(session, "treasurer", DAY).seats[0]
            assert (seat.holder, seat.vacant_since) == (None, DAY)
        assert [each["act"] for each in log(founded)] == ["entrusted", "resigned"]
        entrust(founded, "treasurer", "chloe", provisional=True, ends_on=date(2026, 6, 1))

    def test_or_from_a_later_day_on(self, founded: Database) -> None:
        number = entrust(founded, "treasurer", "bob")
        with pytest.raises(errors.NotInTime):
            act(founded, service.resign, number, "bob", on=YEAR)
        act(founded, service.resign, number, "bob", on=date(2026, 6, 1))
        with founded.reading() as session:
            holders = [
                queries.role(session, "treasurer", day).holders
                for day in (date(2026, 5, 31), date(2026, 6, 1))
            ]
        assert [len(each) for each in holders] == [1, 0]

    def test_a_decision_takes_it_back(self, founded: Database) -> None:
        number = entrust(founded, "treasurer", "bob")
        for decision, refusal in (
            ("", errors.DecisionNeeded),
            ("2026-099", errors.UnknownDecision),
            (network.REFUSED, errors.UnknownDecision),
        ):
            with pytest.raises(refusal):
                act(founded, service.revoke, number, decision=decision)
        with pytest.raises(NotAllowed):
            act(founded, service.revoke, number, "chloe", decision=DECISION)
        act(founded, service.revoke, number, decision=DECISION)
        with founded.reading() as session:
            mandate = network.mandate(session, number)
            assert (mandate.end_kind, mandate.end_decision) == ("revoked", DECISION)

    def test_a_decision_extends_it_unless_the_seat_was_given(self, founded: Database) -> None:
        number = entrust(founded, "treasurer", "bob")
        with pytest.raises(errors.NotLater):
            act(founded, service.extend, number, ends_on=YEAR, decision=DECISION)
        with pytest.raises(errors.DecisionNeeded):
            act(founded, service.extend, number, ends_on=date(2027, 6, 1), decision="")
        act(founded, service.extend, number, ends_on=date(2027, 6, 1), decision=DECISION)
        entrust(founded, "treasurer", "chloe", starts_on=date(2027, 6, 1))
        with pytest.raises(errors.SeatTaken):
            act(founded, service.extend, number, ends_on=date(2027, 6, 2), decision=DECISION)

    def test_an_extension_asks_for_what_entrusting_asks(self, founded: Database) -> None:
        """No second seat of the same role, no role that forbids it, in the time that is added."""
        later = date(2027, 6, 1)
        first = entrust(founded, "board-places", "bob", "La Filature")
        entrust(founded, "board-places", "bob", "La Filature", seat=2, starts_on=YEAR)
        with pytest.raises(errors.HoldsItAlready):
            act(founded, service.extend, first, ends_on=later, decision=DECISION)
        president = entrust(founded, "president", "chloe", "Coop Semailles")
        entrust(founded, "treasurer", "chloe", starts_on=YEAR)
        with pytest.raises(errors.Incompatible):
            act(founded, service.extend, president, ends_on=later, decision=DECISION)

    def test_the_last_steward_cannot_leave(self, founded: Database) -> None:
        number = entrust(founded, "secretary", "bob")
        founded.transact(lambda s: s.query(Mandate).filter(Mandate.role_id.is_(None)).delete())
        with pytest.raises(LastSteward):
            act(founded, service.resign, number, "bob")
        with pytest.raises(LastSteward):
            act(founded, service.revoke, number, None, decision=DECISION)

    def test_deputies_and_warnings(self, founded: Database) -> None:
        number = entrust(founded, "president", "bob", "La Filature")
        other = entrust(founded, "machines-facilitator", "eve")
        with founded.reading() as session:
            bob, chloe = (cast.person_id(session, who) for who in ("bob", "chloe"))
        with pytest.raises(errors.DeputyIsHolder):
            act(founded, service.name_deputy, number, "bob", person_id=bob)
        with pytest.raises(errors.NoDeputy):
            act(founded, service.name_deputy, other, "eve", person_id=chloe)
        act(founded, service.name_deputy, number, "bob", person_id=chloe)
        with pytest.raises(errors.WordsMissing):
            act(founded, service.warn, number, text=" ", on=DAY)
        act(founded, service.warn, number, text="Troisième absence", on=DAY)
        with founded.reading() as session:
            assert [each.stands_in for each in queries.mine(session, chloe, NOW)] == [True]
            kinds = select(MandateEvent.kind).where(MandateEvent.mandate_id == number)
            assert list(session.scalars(kinds.order_by(MandateEvent.id))) == [
                "entrusted",
                "deputy",
                "warning",
            ]

    def test_a_mandate_of_nothing_cannot_be(self, founded: Database) -> None:
        def work(session: Session) -> None:
            session.add(Mandate(person_id=cast.person_id(session, "bob"), office="", starts_on=DAY))

        with pytest.raises(IntegrityError):
            founded.transact(work)


class TestRights:
    def test_an_office_in_a_circle_is_for_that_circle(self, founded: Database) -> None:
        entrust(founded, "machines-facilitator", "eve")
        with founded.reading() as session:
            eve, alice = cast.person_id(session, "eve"), cast.person_id(session, "alice")

            def held(circle: str) -> list[int]:
                return members.holders(session, "facilitator", on=DAY, circle_id=circle)

            assert held("machines") == [alice, eve]
            assert held("network") == held("board") == [alice]

    def test_it_ends_to_the_second(self, founded: Database) -> None:
        number = entrust(founded, "machines-facilitator", "eve")
        act(founded, service.resign, number, "eve")
        with founded.reading() as session:
            eve = cast.person_id(session, "eve")

            def holds(seconds: int) -> bool:
                at = NOW + timedelta(seconds=seconds)
                return eve in members.holders(session, "facilitator", on=DAY, circle_id="machines", at=at)

            assert [holds(seconds) for seconds in (-1, 0, 1)] == [True, False, False]


class TestElectorates:
    def names(self, database: Database, circle: str, on: date = DAY) -> set[str]:
        with database.reading() as session:
            return {right.member_name for right in members.electorate(session, circle_id=circle, on=on)}

    def test_who_holds_a_seat_votes(self, founded: Database) -> None:
        assert self.names(founded, "board") == set()
        entrust(founded, "board-places", "bob", "La Filature")
        number = entrust(founded, "board-coops", "chloe", "Coop Semailles")
        assert self.names(founded, "board") == {"La Filature", "Coop Semailles"}
        assert self.names(founded, "board", DAY - timedelta(days=1)) == set()
        act(founded, service.resign, number, "chloe")
        assert self.names(founded, "board") == {"La Filature"}

    def test_whole_colleges_and_seats_together(self, founded: Database) -> None:
        entrust(founded, "users-lot", "chloe", "Coop Semailles")
        assert self.names(founded, "users") == {"La Filature", "L’Établi", "Le Quai 9", "Coop Semailles"}
        assert len(self.names(founded, "machines")) == len(self.names(founded, "network")) == 6


class TestCompositions:
    def test_of_a_circle_at_any_date(self, founded: Database) -> None:
        entrust(founded, "board-places", "bob", "La Filature")
        with founded.reading() as session:
            now = queries.composition(session, "board", DAY)
            before = queries.composition(session, "board", date(2020, 1, 1))
        assert [(role.slug, len(role.seats), role.vacant) for role in now.sitting] == [
            ("board-places", 2, 1),
            ("board-coops", 1, 1),
        ]
        assert (now.number, now.vacant) == (1, 2)
        assert before.before_code
        assert before.number == 0
        assert now.circle.parent_id == "network"
        assert now.circle.opinions == ((14, (("orientation", "Décision d’orientation"),)),)

    def test_a_retired_circle_stays_readable(self, founded: Database) -> None:
        from governance.rules import service as rules

        later = NOW + timedelta(days=30)
        entrust(founded, "users-lot", "chloe", "Coop Semailles", ends_on=date(2026, 3, 20))
        founded.transact(lambda s: rules.adopt(s, cast.CODE, by=None, now=later))
        with founded.reading() as session:
            then = queries.composition(session, "users", date(2026, 3, 10))
            now = queries.composition(session, "users", date(2026, 4, 10))
            roles = [role.slug for role in queries.roles_at(session, date(2026, 4, 10))]
        assert then.number == 4
        assert not now.circle.exists
        assert now.number == 0
        assert now.circle.ends_on == date(2026, 4, 1)
        assert roles == ["facilitator", ""]

    def test_a_role_that_somebody_holds_does_not_disappear_with_the_code(self, founded: Database) -> None:
        from governance.members.errors import RoleInUse
        from governance.rules import service as rules

        entrust(founded, "treasurer", "bob")
        with pytest.raises(RoleInUse):
            founded.transact(lambda s: rules.adopt(s, cast.CODE, by=None, now=NOW + timedelta(days=1)))

    def test_what_ends_soon_while_nobody_comes_next(self, founded: Database) -> None:
        entrust(founded, "treasurer", "bob")
        soon = NOW + timedelta(days=340)
        with founded.reading() as session:
            assert queries.ending(session, 30, NOW) == []
            (found,) = queries.ending(session, 30, soon)
        assert (found.role.slug, found.days) == ("treasurer", 25)
        entrust(founded, "treasurer", "chloe", starts_on=YEAR)
        with founded.reading() as session:
            assert queries.ending(session, 30, soon) == []


SPANS = st.tuples(
    st.sampled_from(["bob", "chloe", "eve"]), st.integers(0, 40), st.integers(1, 20), st.integers(0, 25)
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SPANS, min_size=2, max_size=8))
def test_whatever_is_asked_a_seat_has_one_holder_and_every_gap_is_vacant(
    sqlite_database: Database, asked: list[tuple[str, int, int, int]]
) -> None:
    class Enough(Exception):
        pass

    def work(session: Session) -> None:
        network.found(session)
        role_id = network.role_id(session, "treasurer")
        for who, start, length, given_back in asked:
            person = cast.person_id(session, who)
            starts = DAY + timedelta(days=start)
            try:
                number = service.entrust(
                    session, role_id=role_id, person_id=person, member_id=None, starts_on=starts,
                    ends_on=starts + timedelta(days=length), by=None, now=NOW,
                )  # fmt: skip
            except Refusal:
                continue
            if given_back < length:
                on = starts + timedelta(days=given_back)
                service.resign(session, number, on=on, by=person, now=NOW)
        check(session, role_id)
        raise Enough

    def check(session: Session, role_id: int) -> None:
        rows = session.execute(
            select(Mandate.starts_on, Mandate.ends_on, Mandate.ended_on).where(Mandate.role_id == role_id)
        ).all()
        for offset in range(0, 65, 3):
            on = DAY + timedelta(days=offset)
            holding = [
                row for row in rows
                if row.starts_on <= on < min(day for day in (row.ends_on, row.ended_on) if day is not None)
            ]  # fmt: skip
            (seat,) = queries.role(session, "treasurer", on).seats
            assert len(holding) <= 1
            assert (seat.holder is not None) == (len(holding) == 1)
        assert session.scalar(select(func.count()).select_from(Mandate)) == len(rows) + 2

    with pytest.raises(Enough):
        sqlite_database.transact(work)
