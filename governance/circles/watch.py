"""Which roles are vacant, ending or over their term, and which of them a reader looks for. No database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from governance.circles.facts import Holder, RoleFacts, Seat
from governance.circles.terms import add_months
from governance.members.names import fold

NEAR = 90  # days before the end of a term when its succession is to begin
VACANT, OVER, ENDING, REPLACED, HELD = STATES = ("vacant", "over", "ending", "replaced", "held")


@dataclass(frozen=True)
class Standing:
    """How a seat stands on a day; ``days`` until the end of the term, None where no end is known."""

    state: str
    days: int | None = None


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for; "" for anything. ``state``: one of STATES but "held"."""

    words: str = ""
    circle: str = ""
    college: str = ""
    state: str = ""

    @property
    def anything(self) -> bool:
        return not (self.words or self.circle or self.college or self.state)


def standing(seat: Seat, months: int, on: date) -> Standing:
    """How a seat stands that day; ``months``: of a term of its role. Replaced: somebody stands in meanwhile.

    Over its term: the last one came to its foreseen end and nobody was chosen, or one without an end has
    lasted longer than a term. An office that no role describes has no term.
    """
    if seat.holder is None:
        ended = seat.former is not None and seat.former.end_kind in ("", "term")
        return Standing(OVER if ended else VACANT)
    until = seat.holder.until
    if until is None:
        lasted = seat.holder.role_id is not None and add_months(seat.holder.starts_on, months) <= on
        return Standing(OVER if lasted else HELD)
    days = (until - on).days
    if seat.holder.until_filled:
        return Standing(REPLACED, days)
    return Standing(ENDING if days <= NEAR and seat.next is None else HELD, days)


def numbers(roles: Iterable[RoleFacts], on: date) -> dict[str, int]:
    """How many seats ask for something; one that nobody holds, or somebody who stands in, is vacant too."""
    found = dict.fromkeys((VACANT, OVER, ENDING), 0)
    for role in roles:
        for seat in role.seats:
            for state in _states(seat, role.what.term_months, on) & found.keys():
                found[state] += 1
    return found


def _states(seat: Seat, months: int, on: date) -> set[str]:
    return {standing(seat, months, on).state} | ({VACANT} if seat.is_to_fill else set())


def choose(
    roles: Iterable[RoleFacts], wanted: Wanted, on: date, *, shows_member: Callable[[Holder], bool]
) -> list[RoleFacts]:
    """The roles a reader looks for. Members are looked at only where the reader may see them."""
    return [role for role in roles if _is_wanted(role, wanted, on, shows_member)]


def _is_wanted(role: RoleFacts, wanted: Wanted, on: date, shows_member: Callable[[Holder], bool]) -> bool:
    if wanted.circle and role.circle_id != wanted.circle:
        return False
    if wanted.college and wanted.college not in _colleges(role):
        return False
    months = role.what.term_months
    if wanted.state and not any(wanted.state in _states(seat, months, on) for seat in role.seats):
        return False
    said = _said(role, shows_member)
    return all(word in said for word in fold(wanted.words).split())


def _colleges(role: RoleFacts) -> set[str]:
    held = {holder.college.id for holder in role.holders if holder.college}
    return held | ({role.college.id} if role.college else set())


def _said(role: RoleFacts, shows_member: Callable[[Holder], bool]) -> str:
    what = role.what
    parts = [what.name, what.purpose, what.domain, role.circle_name, *what.accountabilities, *what.skills]
    for holder in role.holders:
        parts += [holder.person, holder.deputy, holder.member if shows_member(holder) else ""]
    return " ".join(
        fold(word) for part in parts for word in part.split()
    )  # one by one: `fold` keeps a length
