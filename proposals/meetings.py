"""Any member may ask that a proposal be talked over at a meeting; a facilitator answers."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members.models import Member
from governance.web.public import touch
from proposals import events, texts
from proposals.errors_life import AnswerMissing, MeetingAskedAlready, NoMeetingAsked
from proposals.models_life import MeetingRequest
from proposals.standing import allow, check_voice, person_name

WORDS = 500  # characters of a reason or an answer
SHOWN = 20


@dataclass(frozen=True)
class Request:
    """A meeting asked for; ``answered_at`` is None until a facilitator answers."""

    id: int
    member_id: int
    member_name: str
    person_name: str
    why: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    answered_by: str


def of(session: Session, number: int) -> list[Request]:
    """The last meetings asked for, the last one first."""
    columns = [getattr(MeetingRequest, each.name) for each in fields(Request)]
    query = select(*columns).where(MeetingRequest.proposal == number)
    rows = session.execute(query.order_by(MeetingRequest.id.desc()).limit(SHOWN))
    return [Request(*row) for row in rows]


def ask(session: Session, number: int, *, member_id: int, why: str = "", by: int, now: datetime) -> int:
    """Ask for a meeting, for a member; returns the number of the request.

    Raises NotYourVoice, MeetingAskedAlready while a request of this member awaits its answer.
    """
    allow(session, number, "ask_meeting", by=by, now=now)
    check_voice(session, member_id, by=by, now=now)
    open_one = select(MeetingRequest.id).where(
        MeetingRequest.proposal == number,
        MeetingRequest.member_id == member_id,
        MeetingRequest.answered_at.is_(None),
    )
    if session.scalar(open_one) is not None:
        raise MeetingAskedAlready
    name = session.scalar(select(Member.name).where(Member.id == member_id)) or ""
    made = MeetingRequest(
        proposal=number,
        member_id=member_id,
        member_name=name,
        person_id=by,
        person_name=person_name(session, by),
        why=texts.line(why, WORDS),
        asked_at=now,
    )
    session.add(made)
    session.flush()
    events.note(session, number, "meeting-asked", now=now, by=by, member_id=member_id, words=made.why)
    touch(session, "proposals")
    return made.id


def answer(session: Session, number: int, request: int, words: str, *, by: int, now: datetime) -> None:
    """A facilitator says when and where, or why not. Raises NoMeetingAsked, AnswerMissing."""
    allow(session, number, "answer_meeting", by=by, now=now)
    found = session.get(MeetingRequest, request)
    if found is None or found.proposal != number or found.answered_at is not None:
        raise NoMeetingAsked
    kept = texts.line(words, WORDS)
    if not kept:
        raise AnswerMissing
    found.answer, found.answered_at, found.answered_by = kept, now, person_name(session, by)
    session.flush()
    events.note(session, number, "meeting-answered", now=now, by=by, concerns=[found.member_id], words=kept)
    touch(session, "proposals")
