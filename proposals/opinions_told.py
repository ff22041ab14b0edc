"""Writing to who gives the opinion of a circle: once when it is owed, once on the day before its end.

What was said is known by the mails themselves: the key of each names the proposal, the circle and which of
the two it is.
"""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.mail import service as mail
from governance.mail.models import Outgoing
from governance.members import queries as members
from governance.members.models import Mandate
from governance.members.models_roles import CircleSeat, Role
from governance.members.sessions import visitor_on
from proposals import opinions_awaited
from proposals.models import Proposal
from proposals.opinions_awaited import DAY, ToGive
from proposals.standing import today

KIND = "opinion-owed"
BATCH = 50  # of one tick: the next one takes the others
Owed = tuple[int, str]  # a proposal, the circle whose opinion is owed


def due(session: Session, now: datetime) -> list[Owed]:
    """The opinions of which somebody is to be told now. One query where none is owed."""
    found = {each: people(session, each, now) for each in opinions_awaited.owed(session, now)}
    keys = {_key(each, person, now): each for each, told in found.items() for person in told}
    said = set(session.scalars(select(Outgoing.key).where(Outgoing.key.in_(list(keys)))))
    left = [(each.number, each.circle_id) for key, each in keys.items() if key not in said]
    return list(dict.fromkeys(left))[:BATCH]


def tell(session: Session, owed: Owed, *, now: datetime) -> None:
    """Write to those who give this opinion: once when it is owed and once before its end, however often it is
    called; to nobody where it was given meanwhile.
    """
    for each in opinions_awaited.owed(session, now):
        if (each.number, each.circle_id) != owed:
            continue
        facts = {
            "title": each.title, "circle": each.circle, "closes_at": each.until.isoformat(),
            "soon": "yes" if _last(each, now) else "",
            "path": f"/proposals/{each.number}/opinions/{each.circle_id}",
        }  # fmt: skip
        for person_id in people(session, each, now):
            key = _key(each, person_id, now)
            mail.queue(session, person_id=person_id, kind=KIND, key=key, facts=facts, now=now)


def people(session: Session, owed: ToGive, now: datetime) -> list[int]:
    """Who gives it: the facilitators of the circle; where it has none, who holds a seat there; where nobody
    does, the facilitators of the network. Of a proposal among members, only who may read it counts.
    """
    on = today(session, now)
    holds = members.mandate_holds(on, now)
    led = select(Mandate.person_id).join(Role, Role.id == Mandate.role_id)
    led = led.where(Mandate.office == "facilitator", Role.circle_id == owed.circle_id, holds)
    seated = select(Mandate.person_id).join(CircleSeat, CircleSeat.role_id == Mandate.role_id)
    seated = seated.where(CircleSeat.circle_id == owed.circle_id, holds)
    everybody = members.holders(session, "facilitator", on=on, circle_id=owed.circle_id, at=now)
    public = bool(session.scalar(select(Proposal.public).where(Proposal.number == owed.number)))
    for found in (session.scalars(led).all(), session.scalars(seated).all(), everybody):
        reading = [each for each in found if public or _takes_part(session, each, on, now)]
        if reading:
            return sorted(set(reading))
    return []


def _takes_part(session: Session, person_id: int, on: date, now: datetime) -> bool:
    return visitor_on(session.connection(), person_id, on=on, at=now).takes_part


def _last(owed: ToGive, now: datetime) -> bool:
    return owed.until - DAY <= now


def _key(owed: ToGive, person_id: int, now: datetime) -> str:
    which = "last" if _last(owed, now) else "first"
    return f"{KIND}:{owed.number}:{owed.circle_id}:{which}:{person_id}"
