"""How many seats a vote fills: those that are free, or as many as its rule says, never more than are free."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from governance.circles import checks, renewal, seats, standing_in
from governance.circles import errors_succession as errors
from governance.circles.terms import Term, taken
from governance.members.models_roles import RoleVersion
from governance.rules import filling
from governance.rules import queries as rules
from governance.rules.parts import Decision

NO_LIMIT = 0  # seats of a role that any number may hold


def free(terms: Sequence[Term], what: RoleVersion, starts: date, seat: int | None = None) -> int | None:
    """How many seats of a role are free for a term from a day on; None: as many as one wants."""
    if seat is None and what.seats == NO_LIMIT:
        return None
    return len(ends(terms, what, starts, seat))


def ends(terms: Sequence[Term], what: RoleVersion, starts: date, seat: int | None = None) -> list[date]:
    """When the terms end that may begin on a day in the seats that are free, the one given first first."""
    if seat is None:
        return standing_in.free_ends(what, terms, starts)
    known = standing_in.in_the_way(terms, provisional=False, starts=starts, today=starts)
    end = renewal.end_of_term(what, known, seat, starts)
    return [] if taken(known, seat, starts, end) else [end]


def elected(decision: Decision, room: int | None) -> int:
    """How many a vote under this kind of decision elects where ``room`` seats are free."""
    if filling.is_open(decision):
        return 1 if room is None else room
    return 1 if filling.one_seat(decision) else decision.rule.seats


def frozen(
    session: Session, together: seats.Seats, decision: Decision, seat: int | None, starts: date
) -> dict[str, int]:
    """How many seats each college fills, or all together (""). Raises TooManySeats, OneSeatEach."""
    rooms = {
        what.college_id or "": free(checks.terms(session, role.id), what, starts, seat)
        for role, what in together
    }
    if not seats.per_college(decision):
        what = together[0][1]
        room = rooms[what.college_id or ""]
        return {filling.TOGETHER: _fits(decision, elected(decision, room), room, what.name)}
    names = {what.college_id: what.name for _role, what in together}
    found = {}
    for college in rules.in_force(session).code.within(seats.asked(session, *together[0])).colleges:
        room = rooms.get(college.id, 0)
        number = elected(decision, room) if college.seats is None else college.seats
        if college.id not in rooms and filling.one_seat(decision):
            raise errors.OneSeatEach(college=college.name)
        found[college.id] = _fits(decision, number, room, names[college.id]) if college.id in rooms else 0
    return found


def _fits(decision: Decision, number: int, room: int | None, name: str) -> int:
    if room is not None and number > room:
        raise errors.TooManySeats(rule=decision.name, seats=number, free=room, role=name)
    return number
