"""What a role asks of the vote by which it is entrusted: how many seats it fills, who may not stand.

Who leads the succession writes it here, beside the question; nothing of it is worked out on this side.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from governance.errors import Kept
from governance.members import queries as members
from governance.members.models import Person
from governance.members.names import fold
from governance.web.public import touch
from proposals.models_appointing import Appointment, Bar


class MayNotStand(Kept):
    status = 422
    field = "member"


@dataclass(frozen=True)
class Barred:
    """Who may not stand: a person, everybody of a college, or a person in a college; ``why``: kept."""

    person_id: int | None
    college_id: str | None
    why: str

    def holds(self, person_id: int | None, college_id: str | None) -> bool:
        of_person = self.person_id is None or self.person_id == person_id
        return of_person and (self.college_id is None or self.college_id == college_id)


def seats(session: Session, number: int) -> dict[str, int]:
    """How many seats the vote on a proposal fills, by college or under ""; nothing where its rule says it."""
    written = session.scalar(select(Appointment.seats).where(Appointment.proposal == number))
    found: dict[str, int] = json.loads(written) if written else {}
    return found


def barred(session: Session, number: int) -> list[Barred]:
    """Who may not stand in the vote on a proposal, and why."""
    rows = session.execute(
        select(Bar.person_id, Bar.college_id, Bar.why).where(Bar.proposal == number).order_by(Bar.id)
    )
    return [Barred(*row) for row in rows]


def bar(session: Session, number: int, found: Iterable[Barred], *, now: datetime) -> None:
    """Write down who may not stand, in place of what was known before."""
    wanted = list(found)
    if set(wanted) == set(barred(session, number)):
        return
    session.execute(delete(Bar).where(Bar.proposal == number))
    session.add_all(
        Bar(proposal=number, person_id=each.person_id, college_id=each.college_id, why=each.why, at=now)
        for each in wanted
    )
    session.flush()
    touch(session, "proposals")


def why_not(known: Iterable[Barred], person_id: int | None, college_id: str | None) -> str:
    """Why somebody may not stand for a member of a college, kept; "" where they may."""
    return next((each.why for each in known if each.holds(person_id, college_id)), "")


def check(session: Session, number: int, person_id: int | None, college_id: str | None) -> None:
    """Raises MayNotStand."""
    why = why_not(barred(session, number), person_id, college_id)
    if why:
        raise MayNotStand(why)


def called(session: Session, member_id: int, name: str, *, on: date) -> int | None:
    """The person of that name who speaks for a member, where an office writes a name."""
    pairs = members.representatives(session, [member_id], on=on)
    people = session.execute(select(Person.id, Person.name).where(Person.id.in_([id_ for _, id_ in pairs])))
    return next((id_ for id_, known in people if fold(known) == fold(name)), None)
