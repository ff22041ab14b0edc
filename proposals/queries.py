"""Lists of proposals; one proposal's own page is read in ``sheet``, what awaits somebody in ``awaited``."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, true, union_all
from sqlalchemy.orm import Session

from governance.members.models import Circle
from governance.web.visitor import Visitor
from proposals import before_vote, reach
from proposals import lifecycle as life
from proposals.before_vote import NOTHING, Before
from proposals.models import Proposal
from proposals.models_life import ProposalCircle
from proposals.opinions_awaited import BEGAN
from proposals.standing import today
from voting.models import Vote

PAGE = 20
SOON = timedelta(days=7)  # how long before a proposal expires it is said in lists, and to its author
TABS: dict[str, tuple[str, ...]] = {
    "current": (life.EMBARGOED, life.DEBATE, life.DECISION, life.POSTPONED),
    "debate": (life.DEBATE,),
    "decision": (life.DECISION,),
    "ended": (life.ADOPTED, life.REJECTED, life.WITHDRAWN, life.EXPIRED),
    "mine": life.STATES,
}


@dataclass(frozen=True)
class Line:
    """A proposal in a list; ``closes_at`` and ``method`` are those of its vote."""

    number: int
    title: str
    summary: str
    state: str
    opening: str
    standing: int
    opens_from: datetime | None
    moved_at: datetime
    public: bool
    comments: int
    decision: str | None
    member_name: str
    circle_name: str
    closes_at: datetime | None
    method: str | None
    outcome: str | None
    expires_at: datetime | None
    petitioned_at: datetime | None
    live: int | None
    referred_by: str | None
    circle_id: str
    rule_id: str
    versions: int
    began: datetime | None
    before: Before = NOTHING  # what comes before its vote

    def expiring(self, now: datetime) -> bool:
        """Whether it ends by itself within days unless somebody moves it."""
        waits = self.state in life.EXPIRING and self.expires_at is not None
        return waits and self.expires_at is not None and now < self.expires_at <= now + SOON

    def condition(self, now: datetime) -> str:
        """Where it stands in one word, for its chip."""
        return condition(
            life.at(self.state, self.expires_at, now),
            self.opening,
            self.standing,
            self.opens_from,
            self.closes_at,
            self.method,
            now,
            self.outcome,
            live=self.live is not None,
            before=self.before,
        )


def condition(
    state: str,
    opening: str,
    standing: int,
    opens_from: datetime | None,
    closes_at: datetime | None,
    method: str | None,
    now: datetime,
    outcome: str | None = None,
    *,
    live: bool = False,
    before: Before = NOTHING,
) -> str:
    """The state, or more exactly ready, integrating, fallback, round, vote, counting, tied, second-call.

    "live": at a meeting that is going on; "question": one is before the circle; "waits": the debate has had
    its time, and something else comes before the vote.
    """
    if live and state in (life.DEBATE, life.DECISION, life.POSTPONED):
        return "live"
    if before.asked and state in life.EXPIRING:
        return "question"
    if state == life.DECISION:
        if closes_at is not None and now >= closes_at:
            return "tied" if outcome == "tied" else "counting"
        return "round" if method == "consent" else "vote"
    if state == life.DEBATE:
        if opening == life.FALLBACK or (opening == life.ROUND and standing):
            return "fallback" if opening == life.FALLBACK else "integrating"
        if opens_from is None or now < opens_from:
            return life.DEBATE
        return "waits" if before.waits else "ready"
    if state == life.POSTPONED and opening == life.SECOND_CALL:
        return "second-call"
    return state


_LINE = (
    Proposal.number, Proposal.title, Proposal.summary, Proposal.state, Proposal.opening, Proposal.standing,
    Proposal.opens_from, Proposal.moved_at, Proposal.public, Proposal.comments, Proposal.decision,
    Proposal.member_name, Circle.name.label("circle_name"), Vote.closes_at, Vote.method,
    Vote.outcome, Proposal.expires_at, Proposal.petitioned_at, Proposal.live,
    Proposal.referred_by, Proposal.circle_id, Proposal.rule_id, Proposal.versions, BEGAN.label("began"),
)  # fmt: skip


def page(
    session: Session, *, tab: str, visitor: Visitor, now: datetime, before: int | None = None
) -> list[Line]:
    """A page of a tab, the last number first, and one more when there is a next page.

    Drafts are seen by who writes them, what is embargoed by its circles, what is not public by those who take
    part.
    """
    inside = _inside(session, visitor, now)
    parts = [_numbers(state, tab, visitor, before, inside) for state in TABS[tab]]
    chosen = union_all(*(select(part.subquery()) for part in parts)).subquery()
    query = (
        select(*_LINE)
        .join(Circle, Circle.id == Proposal.circle_id)
        .outerjoin(Vote, Vote.number == Proposal.vote)
        .where(Proposal.number.in_(select(chosen.c.number)))
        .order_by(Proposal.number.desc())
        .limit(PAGE + 1)
    )
    lines = [Line(**row._mapping) for row in session.execute(query)]
    known = before_vote.of(session, lines, now)
    return [replace(each, before=known.get(each.number, NOTHING)) for each in lines]


def _numbers(
    state: str, tab: str, visitor: Visitor, before: int | None, inside: ColumnElement[bool]
) -> Select[Any]:
    """The last numbers in one state: each part reads one end of the index, however many there are."""
    seen = {life.DRAFT: _written(visitor), life.EMBARGOED: inside}.get(state, _seen(visitor))
    query = select(Proposal.number).where(Proposal.state == state, seen)
    if tab == "mine":
        query = query.where(_written(visitor))
    if before is not None:
        query = query.where(Proposal.number < before)
    return query.order_by(Proposal.number.desc()).limit(PAGE + 1)


def _seen(visitor: Visitor) -> ColumnElement[bool]:
    return true() if visitor.takes_part else or_(Proposal.public.is_(True), _written(visitor))


def _written(visitor: Visitor) -> ColumnElement[bool]:
    """What the visitor wrote, or writes with others."""
    mine = Proposal.person_id == visitor.person_id
    return or_(mine, Proposal.number.in_(reach.written_by(visitor.members))) if visitor.members else mine


def _inside(session: Session, visitor: Visitor, now: datetime) -> ColumnElement[bool]:
    """What is embargoed and yet open to the visitor."""
    if life.FACILITATOR in visitor.offices:
        return true()
    facilitated = Proposal.circle_id.in_(visitor.facilitated)
    if not visitor.members:
        return facilitated
    circles = reach.open_circles(session, visitor.members, on=today(session, now))
    named = select(ProposalCircle.proposal).where(ProposalCircle.circle_id.in_(circles))
    written = Proposal.number.in_(reach.written_by(visitor.members))
    mine = Proposal.member_id.in_(visitor.members)
    return or_(facilitated, mine, written, Proposal.number.in_(named))
