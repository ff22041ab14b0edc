"""Several seats and people after any acts: no seat twice, no gap unnoticed, rights to the second."""

import contextlib
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import checks, queries, service
from governance.circles.terms import add_months
from governance.db import Database
from governance.errors import NotFound, Refusal
from governance.members import queries as members_queries
from governance.members import service as members
from governance.members.models import Mandate, Representation
from governance.rules import service as rules
from tests import cast
from tests.circles import network
from tests.circles.network import DAY, DECISION, NOW

PEOPLE = {"bob": "La Filature", "fanny": "L’Établi", "eve": "Le Quai 9"}
BOARD, FACILITATION = "board-places", "machines-facilitator"
ROLES = st.sampled_from((BOARD, FACILITATION))
PARTS = "renewal = { parts = 2 }\n"  # of the seats of the board, where they are renewed so
SEATS = 'id = "board-places"\n'
OTHER = "coops"  # the college to which a member changes
WHO, DAYS, LENGTHS = st.sampled_from(sorted(PEOPLE)), st.integers(-10, 45), st.integers(1, 25)
ACTS = st.one_of(
    st.tuples(st.just("entrust"), ROLES, WHO, DAYS, LENGTHS | st.none(), st.booleans()),
    st.tuples(st.just("stand in"), ROLES, WHO, DAYS, LENGTHS | st.none(), st.just(False)),
    st.tuples(st.sampled_from(("resign", "revoke", "extend")), st.integers(0, 5), DAYS),
    st.tuples(st.sampled_from(("leave", "speak no more", "change college")), WHO, DAYS),
    st.tuples(st.just("speak"), WHO, DAYS, LENGTHS | st.none()),
)


class Enough(Exception):
    """Everything is taken back: the next example begins as this one."""


def day(number: object) -> date:
    return DAY + timedelta(days=int(str(number)))


def end(start: object, length: object) -> date | None:
    return day(start) + timedelta(days=int(str(length))) if length else None


def act(session: Session, now: datetime, kind: str, *said: object) -> None:
    """One act, as whoever may; a refusal changes nothing."""
    with contextlib.suppress(Refusal, NotFound), session.begin_nested():
        _act(session, now, kind, *said)


def _act(session: Session, now: datetime, kind: str, *said: object) -> None:
    if kind in ("entrust", "stand in"):
        slug, who, start, length, brought_in = said
        service.entrust(
            session, role_id=network.role_id(session, str(slug)), person_id=cast.person_id(session, str(who)),
            member_id=cast.member_id(session, PEOPLE[str(who)]), starts_on=day(start),
            ends_on=end(start, length), until_filled=kind == "stand in",
            brought_in=bool(brought_in), by=None, now=now,
        )  # fmt: skip
    elif kind in ("resign", "revoke", "extend"):
        _act_upon(session, now, kind, int(str(said[0])), day(said[1]))
    else:
        _act_of_member(session, now, kind, *said)


def _act_of_member(
    session: Session, now: datetime, kind: str, who: object, on: object, length: object = None
) -> None:
    member, person = cast.member_id(session, PEOPLE[str(who)]), cast.person_id(session, str(who))
    if kind == "leave":
        members.leave(session, member_id=member, on=day(on), by=None, now=now)
    elif kind == "change college":
        members.change_college(session, member_id=member, college_id=OTHER, on=day(on), by=None, now=now)
    elif kind == "speak":
        members.represent(
            session, person_id=person, member_id=member, starts_on=day(on), ends_on=end(on, length), now=now
        )
    else:
        query = select(Representation.id).where(
            Representation.member_id == member, Representation.person_id == person
        )
        last = session.scalars(query.order_by(Representation.starts_on.desc())).first()
        members.end_representation(
            session, representation_id=last or 0, member_id=member, on=day(on), by=None, now=now
        )


def _act_upon(session: Session, now: datetime, kind: str, which: int, on: date) -> None:
    mandates = list(session.scalars(select(Mandate).where(Mandate.role_id.is_not(None)).order_by(Mandate.id)))
    if which >= len(mandates):
        return
    held = mandates[which]
    if kind == "resign":
        service.resign(session, held.id, on=on, by=held.person_id, now=now)
    elif kind == "revoke":
        service.revoke(session, held.id, on=on, decision=DECISION, by=None, now=now)
    else:
        service.extend(session, held.id, ends_on=on, decision=DECISION, by=None, now=now)


def check(session: Session) -> None:
    rows = list(session.scalars(select(Mandate).where(Mandate.role_id.is_not(None))))
    turning = {on for each in rows for on in (each.starts_on, each.ends_on, each.ended_on) if on is not None}
    for on in sorted({DAY} | turning | {each - timedelta(days=1) for each in turning}):
        _check_day(session, rows, on)
    for each in rows:
        if each.until_filled:
            assert each.ends_on is not None
            assert each.ends_on <= add_months(each.starts_on, 12), "nobody stands in for ever"
        if each.office and each.ended_at is not None:
            _check_rights(session, rows, each)
        _check_voice(session, each)


def holds(each: Mandate, on: date) -> bool:
    ends = [end for end in (each.ends_on, each.ended_on) if end is not None]
    return each.starts_on <= on < min(ends)


def _check_day(session: Session, rows: list[Mandate], on: date) -> None:
    there = [each for each in rows if holds(each, on)]
    assert len({(each.role_id, each.seat) for each in there}) == len(there), "one seat, one holder"
    assert len({(each.role_id, each.person_id) for each in there}) == len(there), "nobody twice"
    for role in queries.roles_at(session, on):
        own = sorted(each.id for each in there if each.role_id == role.id)
        if role.slug in (BOARD, FACILITATION):
            assert sorted(each.mandate_id for each in role.holders) == own
            filled = [each for each in there if each.role_id == role.id and not each.until_filled]
            assert role.vacant == role.what.seats - len(filled), "no gap unnoticed"
    board = network.role_id(session, BOARD)
    voting = {each.member_id for each in members_queries.electorate(session, circle_id="board", on=on)}
    assert voting == {each.member_id for each in there if each.role_id == board}, "who sits votes"


def _check_voice(session: Session, each: Mandate) -> None:
    """Its holder speaks for the member on its last day, which is in the college of the role then."""
    ends = min(end for end in (each.ends_on, each.ended_on) if end is not None)
    if ends <= each.starts_on or each.member_id is None:
        return
    last = ends - timedelta(days=1)
    voice = (each.member_id, each.person_id)
    assert voice in members_queries.representatives(session, [each.member_id], on=last), "no voice, no role"
    if each.role_id == network.role_id(session, BOARD):
        assert checks.college(session, each.member_id, last) == "places", "the seat of another college"


def _check_rights(session: Session, rows: list[Mandate], each: Mandate) -> None:
    """The last moment and the first without."""
    assert each.ended_at is not None
    for at in (each.ended_at - timedelta(microseconds=1), each.ended_at):
        on = members_day(at)
        found = members_queries.holders(session, "facilitator", on=on, circle_id="machines", at=at)
        expected = any(
            other.office and other.person_id == each.person_id and _holds_at(other, on, at) for other in rows
        )
        assert (each.person_id in found) is expected


def _holds_at(each: Mandate, on: date, at: datetime) -> bool:
    in_time = each.starts_on <= on and (each.ends_on is None or on < each.ends_on)
    return in_time and (each.ended_at is None or at < each.ended_at)


def members_day(at: datetime) -> date:
    return at.astimezone(ZoneInfo("Europe/Paris")).date()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(ACTS, st.integers(0, 72)), min_size=3, max_size=12), st.booleans())
def test_any_acts_on_several_seats(
    sqlite_database: Database, acts: list[tuple[tuple[object, ...], int]], in_parts: bool
) -> None:
    said = PARTS if in_parts else ""
    code = network.CODE.replace(SEATS, SEATS + said + "deputy = true\n")

    def work(session: Session) -> None:
        rules.adopt(session, code, by=None, now=NOW)
        session.add(network.decision(session, 1))
        session.flush()
        quai, eve = cast.member_id(session, "Le Quai 9"), cast.person_id(session, "eve")
        members.represent(session, person_id=eve, member_id=quai, starts_on=cast.START, ends_on=None, now=NOW)
        now = NOW
        for said, hours in acts:
            now += timedelta(hours=hours)
            act(session, now, str(said[0]), *said[1:])
        check(session)
        raise Enough

    with contextlib.suppress(Enough):
        sqlite_database.transact(work)
