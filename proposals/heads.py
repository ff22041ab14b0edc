"""Where one proposal stands, for somebody who may see it, and what they are to it."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from flask import g, has_request_context
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members.models import Circle
from governance.web import current
from governance.web.visitor import Visitor
from proposals import lifecycle as life
from proposals import reach, there
from proposals.errors import NoProposal
from proposals.models import Proposal
from proposals.standing import roles, signed, today


@dataclass(frozen=True)
class Head:
    """Where a proposal stands."""

    number: int
    title: str
    summary: str
    state: str
    person_id: int
    member_id: int
    member_name: str
    circle_id: str
    circle_name: str
    rule_id: str
    public: bool
    carried_by: str
    kind: str
    until: date | None
    licence: str
    moved_at: datetime
    submitted_at: datetime | None
    debate_ends_at: datetime | None
    opening: str
    opens_from: datetime | None
    standing: int
    rounds: int
    versions: int
    comments: int
    vote: int | None
    decision: str | None
    by_fallback: bool
    expires_at: datetime | None
    published_at: datetime | None
    doubled_at: datetime | None
    doubled_by: str
    petitioned_at: datetime | None
    referred_by: str | None
    integrating: int | None
    live: int | None

    @property
    def began(self) -> datetime | None:
        """From when others could read it: the days of an opinion count from there."""
        return self.published_at or self.submitted_at

    @property
    def agenda(self) -> str:
        """What put it on the agenda, if it is there: "petition", "referral"."""
        if self.petitioned_at is None:
            return ""
        return "petition" if self.referred_by is None else "referral"


def head(session: Session, number: int, visitor: Visitor, now: datetime | None = None) -> Head:
    """A proposal that the visitor may see. ``now``: that of the request, unless said. Raises NoProposal."""
    columns = [getattr(Proposal, f.name) for f in fields(Head) if f.name != "circle_name"]
    query = select(*columns, Circle.name.label("circle_name")).join(Circle, Circle.id == Proposal.circle_id)
    row = session.execute(query.where(Proposal.number == number)).one_or_none()
    if row is None:
        raise NoProposal
    found = Head(**row._mapping)
    if found.state in (life.DRAFT, life.EMBARGOED):
        _check_inside(session, found, visitor, now)
    elif not (found.public or visitor.takes_part):
        raise NoProposal
    return found


def _check_inside(session: Session, found: Head, visitor: Visitor, now: datetime | None) -> None:
    """What is not everybody's yet is seen by who writes it or is asked to; if embargoed, by its circles."""
    if found.state == life.EMBARGOED and not visitor.voice(found.member_id) and has_request_context():
        g.embargoed = found.number
    spoken = visitor.members
    mine = found.person_id == visitor.person_id if found.state == life.DRAFT else found.member_id in spoken
    facilitates = life.FACILITATOR in visitor.offices_for(found.circle_id)
    if mine or (found.state == life.EMBARGOED and facilitates):
        return
    if spoken:
        joined, asked = reach.writers(session, found.number)
        if spoken & (joined | asked):
            return
        on = today(session, now or current.moment())
        if found.state == life.EMBARGOED and reach.reaches(session, found.number, spoken, on=on):
            return
    raise NoProposal


def part(session: Session, found: Head, visitor: Visitor, now: datetime) -> frozenset[str]:
    """What the visitor is to a proposal, as ``standing.part`` says it in an act."""
    spoken = visitor.members
    shared = spoken and "writers" in there.of(session, found.number)
    embargoed = found.state == life.EMBARGOED
    return roles(
        found,
        person_id=visitor.person_id,
        spoken=spoken,
        held=visitor.offices_for(found.circle_id) & {life.FACILITATOR, life.STEWARD},
        shared=reach.writers(session, found.number)[0] if shared else frozenset(),
        inside=not embargoed or reach.reaches(session, found.number, spoken, on=today(session, now)),
        signed=signed(session, found, spoken, on=today(session, now)),
    )
