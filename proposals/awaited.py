"""What awaits somebody in proposals: read by every home page, so built once and without the object layer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Boolean, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from governance.web.visitor import Visitor
from proposals import before_vote, opinions, opinions_awaited, phases, reach, standing
from proposals import lifecycle as life
from proposals.models import Comment, Objection, Proposal
from proposals.models_amendments import Amendment, ProposalAuthor
from proposals.models_life import MeetingRequest, PetitionSignature, ProposalQuestion
from proposals.purposes import QUESTION
from proposals.queries import SOON

PAGE = 20
MOST = 200  # proposals whose debate is over, among which those are looked for that nothing keeps


@dataclass(frozen=True)
class Awaiting:
    """What awaits somebody; ``due``: until when, if known.

    ``kind``: "draft", "debate", "objection", "to-vote", "answered" (the same, where objections stand that a
    later version answers), "arbitrate", "agenda" (a vote that who proposes or signed may open), "conduct" (a
    live session, now), "expiring", "meeting" (asked for, to be answered), "questions" (without an answer),
    "opinion" (that a circle is to give: ``circle``, and its name). ``phase`` of a debate: "questions" or
    "reactions", until ``due``.
    """

    kind: str
    number: int
    title: str
    summary: str
    due: datetime | None
    circle: str = ""
    circle_name: str = ""
    phase: str = ""


_P, _O = Proposal.__table__.c, Objection.__table__.c
_AWAITING = (_P.number, _P.title, _P.summary)
_MEMBERS: BindParameter[Any] = bindparam("members", expanding=True)
_NOW: BindParameter[datetime] = bindparam("now")
_EVERYWHERE: BindParameter[bool] = bindparam("everywhere", type_=Boolean())
_FACILITATED = or_(_EVERYWHERE, _P.circle_id.in_(bindparam("circles", expanding=True)))
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
_UNDER_WAY = (
    select(*_AWAITING)
    .where(_P.state.in_((life.DEBATE, life.POSTPONED)), _P.opening != "", _LASTS)
    .order_by(_P.opens_from, _P.number)
)
_DEBATES = (
    _UNDER_WAY.add_columns(_P.opens_from, _P.state, _P.opening, _P.moved_at, _P.debate_ends_at)
    .add_columns(_P.circle_id, _P.rule_id)
    .where(or_(_P.opens_from.is_(None), _P.opens_from > _NOW), _P.opening != life.SECOND_CALL)
    .limit(PAGE)
)
_READY = (
    _UNDER_WAY.add_columns(_P.circle_id, _P.rule_id, opinions_awaited.BEGAN.label("began"), _P.state)
    .add_columns(_P.opening, _P.versions, _P.standing)
    .where(_P.opens_from <= _NOW, _P.live.is_(None))
    .limit(MOST)
)
_TO_VOTE = _READY.where(_FACILITATED)
_SIGNED = exists().where(PetitionSignature.proposal == _P.number, PetitionSignature.member_id.in_(_MEMBERS))
_ON_THE_AGENDA = _READY.add_columns(_P.member_id, _P.petitioned_at, _P.referred_by).where(
    ~_FACILITATED, _P.petitioned_at.is_not(None), or_(_P.member_id.in_(_MEMBERS), _SIGNED)
)
_EXPIRING = (
    select(*_AWAITING, _P.expires_at)
    .where(_P.state.in_(life.EXPIRING), _P.member_id.in_(_MEMBERS))
    .where(_P.expires_at > _NOW, _P.expires_at <= bindparam("soon"))
    .order_by(_P.expires_at, _P.number)
    .limit(PAGE)
)
_EMBARGOED = (
    select(*_AWAITING)
    .where(_P.state == life.EMBARGOED, _LASTS, ~_ASKED, _FACILITATED)
    .order_by(_P.number)
    .limit(PAGE)
)
_IN_THE_ROOM = (
    select(*_AWAITING, _NOW).where(_P.live.is_not(None), _FACILITATED).order_by(_P.number).limit(PAGE)
)
_MEETINGS = (
    select(*_AWAITING)
    .where(_P.state.in_((life.DEBATE, life.DECISION, life.POSTPONED)), _LASTS)
    .where(exists().where(MeetingRequest.proposal == _P.number, MeetingRequest.answered_at.is_(None)))
    .where(_FACILITATED)
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
_QUESTIONS = (
    select(*_AWAITING)
    .where(_P.state.in_((life.DEBATE, life.EMBARGOED, life.POSTPONED)), _LASTS)
    .where(or_(_P.member_id.in_(_MEMBERS), _P.number.in_(_WITH_THEM)))
    .where(
        exists().where(
            Comment.proposal == _P.number, Comment.purpose == QUESTION, Comment.parent_id.is_(None),
            Comment.resolved_at.is_(None), Comment.removed_at.is_(None),
        )
    )
    .order_by(_P.number)
    .limit(PAGE)
)  # fmt: skip
_REFERRED = (
    select(*_AWAITING)
    .where(_P.state.in_((life.DEBATE, life.EMBARGOED)), _LASTS, ~_ASKED)
    .where(exists().where(Amendment.proposal == _P.number, Amendment.status == "referred"))
    .where(_FACILITATED)
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
    select(*_AWAITING)
    .join(Objection.__table__, _O.proposal == _P.number)
    .where(_P.state.in_((life.DEBATE, life.POSTPONED)), _LASTS, ~_ASKED)
    .where(_O.status == "standing", _O.contested_at.is_not(None), ~_UPHELD)
    .distinct()
    .where(_FACILITATED)
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
        found += _rows(session, "questions", _QUESTIONS, members=members, now=now)
        found += _rows(session, "amendments", _AMENDMENTS, members=members, now=now)
        found += _rows(session, "coauthor", _COAUTHOR, members=members, now=now)
        found += _rows(session, "expiring", _EXPIRING, members=members, now=now, soon=now + SOON)
    led = {
        "everywhere": life.FACILITATOR in visitor.offices,
        "circles": sorted(visitor.facilitated),
        "now": now,
    }
    found += _votes(session, members, led, now)
    found += _opinions(session, visitor, now)
    if led["everywhere"] or led["circles"]:
        found += _rows(session, "conduct", _IN_THE_ROOM, **led)
        found += _rows(session, "arbitrate", _EMBARGOED, **led)
        found += _rows(session, "meeting", _MEETINGS, **led)
        found += _rows(session, "referred", _REFERRED, **led)
        found += _rows(session, "contested", _CONTESTED, **led)
    return found


def _rows(session: Session, kind: str, query: Any, **asked: Any) -> list[Awaiting]:
    """Number, title, summary, and a deadline where the query has one."""
    rows = session.connection().execute(query, asked)
    return [Awaiting(kind, row[0], row[1], row[2], row[3] if len(row) > 3 else None) for row in rows]


def _votes(session: Session, members: list[int], led: dict[str, Any], now: datetime) -> list[Awaiting]:
    """Votes to open where nothing comes before; debates to join."""
    run = session.connection().execute
    ready: list[tuple[str, Any]] = []
    if led["everywhere"] or led["circles"]:
        ready += [("to-vote", row) for row in run(_TO_VOTE, led)]
    if members:
        on = standing.today(session, now)
        ready += [
            ("agenda", row)
            for row in run(_ON_THE_AGENDA, led | {"members": members})
            if row.member_id in members or standing.signed(session, row, members, on=on)
        ]
    before = before_vote.of(session, [row for _kind, row in ready], now)
    found = [
        Awaiting(_kind(kind, row.standing), row.number, row.title, row.summary, None)
        for kind, row in ready
        if _nothing_before(row, before[row.number])
    ][:PAGE]
    return found + (_debates(session, now) if members else [])


def _debates(session: Session, now: datetime) -> list[Awaiting]:
    """Debates to join: until the end of the phase where they are, where their rule has phases."""
    rows = session.connection().execute(_DEBATES, {"now": now}).all()
    code, zone = (opinions.code(session), standing.zone(session)) if rows else (None, "")
    found = []
    for row in rows:
        phase = phases.at(code, zone, row, now) if code else None
        timed = phase if phase and phase.ends and now < phase.ends else None
        due, name = (timed.ends, timed.name) if timed else (row.opens_from, "")
        found.append(Awaiting("debate", row.number, row.title, row.summary, due, phase=name))
    return found


def _kind(kind: str, standing: int) -> str:
    return "answered" if standing and kind == "to-vote" else kind


def _nothing_before(row: Any, before: before_vote.Before) -> bool:
    """Whether its vote may be opened now, as the act of opening it has it."""
    return not (before.asked or before.waits or (row.opening == life.ROUND and before.unanswered))


def _opinions(session: Session, visitor: Visitor, now: datetime) -> list[Awaiting]:
    return [
        Awaiting("opinion", each.number, each.title, "", each.until, each.circle_id, each.circle)
        for each in opinions_awaited.to_give(session, visitor, now)
    ]
