"""A member that leaves, or changes college, keeps no seat: mandates end that day; what was before stays."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import queries, service
from governance.circles.errors import MemberLeaves
from governance.db import Database
from governance.members import queries as members_queries
from governance.members import service as members
from governance.members.errors import LastSteward
from governance.members.models import Mandate
from governance.members.models_roles import MandateEvent
from tests import cast
from tests.circles import network
from tests.circles.network import DAY, NOW

LEAVES = DAY + timedelta(days=40)


def leave(database: Database, member: str, on: date = LEAVES) -> None:
    def act(session: Session) -> None:
        members.leave(session, member_id=cast.member_id(session, member), on=on, by=None, now=NOW)

    database.transact(act)


def places(database: Database, on: date) -> tuple[list[str | None], int, list[str]]:
    """Who holds the seats of places, how many sit on the board, which members vote there."""
    with database.reading() as session:
        found = queries.composition(session, "board", on)
        voting = members_queries.electorate(session, circle_id="board", on=on)
    seats = [seat.holder and seat.holder.person for seat in found.sitting[0].seats]
    return seats, found.number, [each.member_name for each in voting]


def test_the_seat_of_a_member_that_left_is_vacant_from_that_day(founded: Database) -> None:
    number = network.entrust(founded, "board-places", "bob", "La Filature")
    network.entrust(founded, "treasurer", "bob")
    before = places(founded, LEAVES - timedelta(days=1))
    leave(founded, "La Filature")
    assert (
        places(founded, LEAVES - timedelta(days=1)) == before == (["Bob Lefèvre", None], 1, ["La Filature"])
    )
    assert places(founded, LEAVES) == ([None, None], 0, [])
    with founded.reading() as session:
        ended = network.mandate(session, number)
        assert (ended.end_kind, ended.ended_on) == ("left", LEAVES)
        assert ended.ended_at is not None
        assert ended.ended_at.isoformat() == "2026-04-10T22:00:00+00:00"  # midnight for the network
        kinds = session.scalars(select(MandateEvent.kind).where(MandateEvent.mandate_id == number))
        assert list(kinds) == ["entrusted", "ended"]
        own = session.scalars(
            select(Mandate).where(Mandate.member_id.is_(None), Mandate.role_id.is_not(None))
        )
        assert [each.ended_on for each in own] == [None]  # held for oneself
    network.entrust(founded, "board-places", "fanny", "L’Établi", starts_on=LEAVES, seat=1)
    assert places(founded, LEAVES)[0] == ["Fanny Roche", None]


def test_a_mandate_that_was_over_or_ends_before_stays_as_it_was(founded: Database) -> None:
    number = network.entrust(founded, "board-places", "bob", "La Filature", ends_on=LEAVES)
    leave(founded, "La Filature")
    with founded.reading() as session:
        assert network.mandate(session, number).ended_on is None


def test_nothing_is_entrusted_beyond_the_departure(founded: Database) -> None:
    leave(founded, "La Filature")
    for starts in (DAY, LEAVES, LEAVES + timedelta(days=9)):
        with pytest.raises(MemberLeaves):
            network.entrust(founded, "board-places", "bob", "La Filature", starts_on=starts)
    network.entrust(founded, "board-places", "bob", "La Filature", ends_on=LEAVES)


def test_nothing_is_extended_beyond_the_departure(founded: Database) -> None:
    number = network.entrust(founded, "board-places", "bob", "La Filature", ends_on=LEAVES)
    leave(founded, "La Filature")

    def extend(session: Session) -> None:
        later = LEAVES + timedelta(days=1)
        service.extend(session, number, ends_on=later, decision=network.DECISION, by=None, now=NOW)

    with pytest.raises(MemberLeaves):
        founded.transact(extend)


def test_rights_held_for_a_member_end_with_it(founded: Database) -> None:
    network.entrust(founded, "machines-facilitator", "bob", "La Filature")
    leave(founded, "La Filature")
    with founded.reading() as session:
        for day, expected in ((LEAVES - timedelta(days=1), True), (LEAVES, False)):
            held = members_queries.holders(session, "facilitator", on=day, circle_id="machines")
            assert (cast.person_id(session, "bob") in held) is expected


def test_the_last_steward_hands_over_first(founded: Database) -> None:
    network.entrust(founded, "secretary", "bob", "La Filature")
    leave(founded, "La Filature")  # Alice is one too
    network.entrust(founded, "secretary", "chloe", "Coop Semailles", starts_on=LEAVES)
    with founded.reading() as session:
        (alice,) = session.scalars(
            select(Mandate.id).where(Mandate.office == "steward", Mandate.role_id.is_(None))
        )
    founded.transact(lambda s: members.end_mandate(s, mandate_id=alice, on=LEAVES, by=None, now=NOW))
    with pytest.raises(LastSteward):
        leave(founded, "Coop Semailles", LEAVES + timedelta(days=3))


def test_a_seat_of_a_college_is_left_with_the_college(founded: Database) -> None:
    network.entrust(founded, "board-places", "bob", "La Filature")
    other = network.entrust(founded, "treasurer", "bob", "La Filature")
    founded.transact(
        lambda s: members.change_college(
            s, member_id=cast.member_id(s, "La Filature"), college_id="coops", on=LEAVES, by=None, now=NOW
        )
    )
    assert places(founded, LEAVES - timedelta(days=1))[1] == 1
    assert places(founded, LEAVES) == ([None, None], 0, [])
    with founded.reading() as session:
        assert network.mandate(session, other).ended_on is None
