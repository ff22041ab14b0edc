"""What awaits somebody in proposals: read by every home page, so built once and without the object layer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from governance.web.visitor import Visitor
from proposals import lifecycle as life
from proposals import reach
from proposals.models import Objection, Proposal
from proposals.models_amendments import Amendment, ProposalAuthor
from proposals.models_life import MeetingRequest, ProposalQuestion
from proposals.queries import SOON

PAGE = 20


@dataclass(frozen=True)
class Awaiting:
    """What awaits somebody; ``due``: until when, if known.

    ``kind``: "draft", "debate", "objection", "to-vote", "arbitrate", "agenda" (an author whom a petition lets
    open the vote), "expiring", "meeting" (asked for, to be answered).
    """

    kind: str
    number: int
    title: str
    summary: str
    due: datetime | None


_P, _O = Proposal.__table__.c, Objection.__table__.c
_AWAITING = (_P.number, _P.title, _P.summary)
_PLACED = (*_AWAITING, _P.circle_id)
_MEMBERS: BindParameter[Any] = bindparam("members", expanding=True)
_NOW: BindParameter[datetime] = bindparam("now")
_LASTS = or_(_P.expires_at.is_(None), _P.expires_at > _NOW)
_ASKED = exists().where(ProposalQuestion.proposal == _P.number, ProposalQuestion.outcome.is_(None))
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
    .where(_P.state.in_((life.DEBATE, life.POSTPONED)), _O.status == "standing", _LASTS)
    .where(_P.opening != life.FALLBACK, or_(_AS_OBJECTOR, _AS_AUTHOR))
    .distinct()
    .order_by(_P.number)
    .limit(PAGE)
)
_UNANSWERED = exists().where(_O.proposal == _P.number, _O.status == "standing", _O.version >= _P.versions)
_TO_BE_AMENDED = exists().where(
    Amendment.proposal == _P.number,
    or_(Amendment.status == "referred", (Amendment.status == "adopted") & Amendment.made_version.is_(None)),
)
_DEBATES = (
    select(*_PLACED, _P.opens_from, _P.opening, _P.member_id, _P.petitioned_at)
    .add_columns(or_(_ASKED, _TO_BE_AMENDED, _P.live.is_not(None)).label("held"))
    .add_columns(_UNANSWERED.label("unanswered"))
    .where(_P.state.in_((life.DEBATE, life.POSTPONED)), _P.opening != "", _LASTS)
    .order_by(_P.opens_from, _P.number)
    .limit(PAGE)
)
_EXPIRING = (
    select(*_AWAITING, _P.expires_at)
    .where(_P.state.in_(life.EXPIRING), _P.member_id.in_(_MEMBERS))
    .where(_P.expires_at > _NOW, _P.expires_at <= bindparam("soon"))
    .order_by(_P.expires_at, _P.number)
    .limit(PAGE)
)
_EMBARGOED = (
    select(*_PLACED).where(_P.state == life.EMBARGOED, _LASTS, ~_ASKED).order_by(_P.number).limit(PAGE)
)
_MEETINGS = (
    select(*_PLACED)
    .where(_P.state.in_((life.DEBATE, life.DECISION, life.POSTPONED)), _LASTS)
    .where(exists().where(MeetingRequest.proposal == _P.number, MeetingRequest.answered_at.is_(None)))
    .order_by(_P.number)
    .limit(PAGE)
)


_WITH_THEM = select(ProposalAuthor.proposal).where(ProposalAuthor.member_id.in_(_MEMBERS), reach.JOINED)
_AMENDED = Amendment.status.in_(("proposed", "adopted")) & Amendment.made_version.is_(None)
_AMENDMENTS = (
    select(*_AWAITING)
    .where(_P.state.in_((life.DEBATE, life.EMBARGOED)), _LASTS)
    .where(or_(_P.member_id.in_(_MEMBERS), _P.number.in_(_WITH_THEM)))
    .where(exists().where(Amendment.proposal == _P.number, _AMENDED))
    .order_by(_P.number)
    .limit(PAGE)
)
_REFERRED = (
    select(*_PLACED)
    .where(_P.state.in_((life.DEBATE, life.EMBARGOED)), _LASTS, ~_ASKED)
    .where(exists().where(Amendment.proposal == _P.number, Amendment.status == "referred"))
    .order_by(_P.number)
    .limit(PAGE)
)
_UPHELD = exists().where(
    ProposalQuestion.proposal == _P.number,
    ProposalQuestion.kind == "contest",
    ProposalQuestion.target == _O.number,
    ProposalQuestion.outcome == life.ADOPTED,
)
_CONTESTED = (
    select(*_PLACED)
    .join(Objection.__table__, _O.proposal == _P.number)
    .where(_P.state.in_((life.DEBATE, life.POSTPONED)), _LASTS, ~_ASKED)
    .where(_O.status == "standing", _O.contested_at.is_not(None), ~_UPHELD)
    .distinct()
    .order_by(_P.number)
    .limit(PAGE)
)
_COAUTHOR = (
    select(*_AWAITING)
    .join(ProposalAuthor.__table__, ProposalAuthor.proposal == _P.number)
    .where(ProposalAuthor.member_id.in_(_MEMBERS), reach.ASKED, _P.state.not_in(life.FINAL), _LASTS)
    .distinct()
    .order_by(_P.number)
    .limit(PAGE)
)


def awaiting(session: Session, visitor: Visitor, now: datetime) -> list[Awaiting]:
    """What awaits the visitor: drafts to finish, debates to join, objections to answer, votes to open…"""
    members = sorted(visitor.members)
    found = _rows(session, "draft", _DRAFTS, person=visitor.person_id)
    if members:
        found += _rows(session, "objection", _OBJECTIONS, members=members, now=now)
        found += _rows(session, "amendments", _AMENDMENTS, members=members, now=now)
        found += _rows(session, "coauthor", _COAUTHOR, members=members, now=now)
        found += _rows(session, "expiring", _EXPIRING, members=members, now=now, soon=now + SOON)
    facilitator = life.FACILITATOR in visitor.offices or visitor.facilitated
    if members or facilitator:
        found += _debates(session, visitor, now)
    if facilitator:
        found += _facilitated(session, visitor, "arbitrate", _EMBARGOED, now)
        found += _facilitated(session, visitor, "meeting", _MEETINGS, now)
        found += _facilitated(session, visitor, "referred", _REFERRED, now)
        found += _facilitated(session, visitor, "contested", _CONTESTED, now)
    return found


def _rows(session: Session, kind: str, query: Any, **asked: Any) -> list[Awaiting]:
    """Number, title, summary, and a deadline where the query has one."""
    rows = session.connection().execute(query, asked)
    return [Awaiting(kind, row[0], row[1], row[2], row[3] if len(row) > 3 else None) for row in rows]


def _facilitated(session: Session, visitor: Visitor, kind: str, query: Any, now: datetime) -> list[Awaiting]:
    """Where the circle of the proposal is one that the visitor facilitates."""
    rows = session.connection().execute(query, {"now": now})
    return [
        Awaiting(kind, number, title, summary, None)
        for number, title, summary, circle_id in rows
        if life.FACILITATOR in visitor.offices_for(circle_id)
    ]


def _debates(session: Session, visitor: Visitor, now: datetime) -> list[Awaiting]:
    """Debates to join until they have had their time, then votes to open where nothing is in the way."""
    found = []
    for row in session.connection().execute(_DEBATES, {"now": now}):
        facts = (row.number, row.title, row.summary)
        due = row.opens_from is not None and row.opens_from <= now
        blocked = row.held or (row.opening == life.ROUND and row.unanswered)
        if due and not blocked and life.FACILITATOR in visitor.offices_for(row.circle_id):
            found.append(Awaiting("to-vote", *facts, None))
        elif due and not blocked and row.petitioned_at and row.member_id in visitor.members:
            found.append(Awaiting("agenda", *facts, None))
        elif not due and visitor.speaks_for and row.opening != life.SECOND_CALL:
            found.append(Awaiting("debate", *facts, row.opens_from))
    return found
