"""Lists of proposals, and what awaits somebody; one proposal's own page is read in ``sheet``."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, or_, select, union_all
from sqlalchemy.orm import Session

from governance.members.models import Circle
from governance.web.visitor import Visitor
from proposals import lifecycle as life
from proposals.models import Objection, Proposal
from voting.models import Vote

PAGE = 20
TABS: dict[str, tuple[str, ...]] = {
    "current": (life.DEBATE, life.DECISION, life.POSTPONED),
    "debate": (life.DEBATE,),
    "decision": (life.DECISION,),
    "ended": (life.ADOPTED, life.REJECTED, life.WITHDRAWN),
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

    def condition(self, now: datetime) -> str:
        """Where it stands in one word, for its chip."""
        return condition(
            self.state,
            self.opening,
            self.standing,
            self.opens_from,
            self.closes_at,
            self.method,
            now,
            self.outcome,
        )


@dataclass(frozen=True)
class Awaiting:
    """What awaits somebody: "draft", "debate", "objection", "to-vote"; ``due``: until when, if known."""

    kind: str
    number: int
    title: str
    summary: str
    due: datetime | None


def condition(
    state: str,
    opening: str,
    standing: int,
    opens_from: datetime | None,
    closes_at: datetime | None,
    method: str | None,
    now: datetime,
    outcome: str | None = None,
) -> str:
    """The state, or more exactly ready, integrating, fallback, round, vote, counting, tied, second-call."""
    if state == life.DECISION:
        if closes_at is not None and now >= closes_at:
            return "tied" if outcome == "tied" else "counting"
        return "round" if method == "consent" else "vote"
    if state == life.DEBATE:
        if opening == life.FALLBACK or (opening == life.ROUND and standing):
            return "fallback" if opening == life.FALLBACK else "integrating"
        return "ready" if opens_from is not None and now >= opens_from else life.DEBATE
    if state == life.POSTPONED and opening == life.SECOND_CALL:
        return "second-call"
    return state


_LINE = (
    Proposal.number, Proposal.title, Proposal.summary, Proposal.state, Proposal.opening, Proposal.standing,
    Proposal.opens_from, Proposal.moved_at, Proposal.public, Proposal.comments, Proposal.decision,
    Proposal.member_name, Circle.name.label("circle_name"), Vote.closes_at, Vote.method,
    Vote.outcome,
)  # fmt: skip


def takes_part(visitor: Visitor) -> bool:
    """Whether somebody sees proposals that are not public: members' representatives and office holders."""
    return bool(visitor.speaks_for or visitor.offices)


def page(session: Session, *, tab: str, visitor: Visitor, before: int | None = None) -> list[Line]:
    """A page of a tab, the last number first, and one more when there is a next page.

    Drafts are seen by their authors alone; what is not public by those who take part.
    """
    parts = [_numbers(state, tab, visitor, before) for state in TABS[tab]]
    chosen = union_all(*(select(part.subquery()) for part in parts)).subquery()
    query = (
        select(*_LINE)
        .join(Circle, Circle.id == Proposal.circle_id)
        .outerjoin(Vote, Vote.number == Proposal.vote)
        .where(Proposal.number.in_(select(chosen.c.number)))
        .order_by(Proposal.number.desc())
        .limit(PAGE + 1)
    )
    return [Line(**row._mapping) for row in session.execute(query)]


def _numbers(state: str, tab: str, visitor: Visitor, before: int | None) -> Select[Any]:
    """The last numbers in one state: each part reads one end of the index, however many there are."""
    query = select(Proposal.number).where(Proposal.state == state, _seen(visitor))
    if tab == "mine":
        query = query.where(Proposal.person_id == visitor.person_id)
    if before is not None:
        query = query.where(Proposal.number < before)
    return query.order_by(Proposal.number.desc()).limit(PAGE + 1)


def _seen(visitor: Visitor) -> ColumnElement[bool]:
    mine = Proposal.person_id == visitor.person_id
    open_to = Proposal.state != life.DRAFT
    if not takes_part(visitor):
        open_to = and_(open_to, Proposal.public.is_(True))
    return or_(open_to, mine)


def awaiting(session: Session, visitor: Visitor, now: datetime) -> list[Awaiting]:
    """What awaits the visitor: drafts to finish, debates to join, objections to answer, votes to open."""
    members = [voice.member_id for voice in visitor.speaks_for]
    found = _drafts(session, visitor)
    if members:
        found += _objections(session, members)
    if members or "facilitator" in visitor.offices:
        found += _debates(session, visitor, now)
    return found


# Read by every home page: built once, and asked for without the object layer.
_P, _O = Proposal.__table__.c, Objection.__table__.c
_AWAITING = (_P.number, _P.title, _P.summary)
_MEMBERS: BindParameter[Any] = bindparam("members", expanding=True)
_DRAFTS = (
    select(*_AWAITING)
    .where(_P.state == life.DRAFT, _P.person_id == bindparam("person"))
    .order_by(_P.number.desc())
    .limit(PAGE)
)
_AS_OBJECTOR = and_(
    _O.member_id.in_(_MEMBERS),
    _O.version < _P.versions,
    or_(_O.answered_version.is_distinct_from(_P.versions), _O.objector_confirmed_at.is_(None)),
)
_AS_AUTHOR = and_(
    _P.member_id.in_(_MEMBERS),
    or_(
        _O.version >= _P.versions,
        _O.answered_version.is_distinct_from(_P.versions),
        _O.author_confirmed_at.is_(None),
    ),
)
_OBJECTIONS = (
    select(*_AWAITING)
    .join(Objection.__table__, _O.proposal == _P.number)
    .where(_P.state.in_((life.DEBATE, life.POSTPONED)), _O.status == "standing")
    .where(_P.opening != life.FALLBACK, or_(_AS_OBJECTOR, _AS_AUTHOR))
    .distinct()
    .order_by(_P.number)
    .limit(PAGE)
)
_DEBATES = (
    select(*_AWAITING, _P.opens_from, _P.opening, _P.standing)
    .where(_P.state.in_((life.DEBATE, life.POSTPONED)), _P.opening != "")
    .order_by(_P.opens_from, _P.number)
    .limit(PAGE)
)


def _drafts(session: Session, visitor: Visitor) -> list[Awaiting]:
    rows = session.connection().execute(_DRAFTS, {"person": visitor.person_id})
    return [Awaiting("draft", *row, due=None) for row in rows]


def _objections(session: Session, members: list[int]) -> list[Awaiting]:
    """Objections where a confirmation of the visitor is missing: as objector once answered, or as author."""
    rows = session.connection().execute(_OBJECTIONS, {"members": members})
    return [Awaiting("objection", *row, due=None) for row in rows]


def _debates(session: Session, visitor: Visitor, now: datetime) -> list[Awaiting]:
    rows = session.connection().execute(_DEBATES)
    found = []
    for number, title, summary, opens_from, opening, standing in rows:
        due = opens_from is not None and opens_from <= now
        blocked = opening == life.ROUND and standing
        if due and not blocked and "facilitator" in visitor.offices:
            found.append(Awaiting("to-vote", number, title, summary, None))
        elif not due and visitor.speaks_for and opening != life.SECOND_CALL:
            found.append(Awaiting("debate", number, title, summary, opens_from))
    return found
