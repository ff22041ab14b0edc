"""What becomes of an objection in the room: said aloud by who objects and who proposes, written down by the
facilitator and marked so; each may say it from their own phone as well.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from proposals import lifecycle as life
from proposals import objections, paragraphs, terms, texts, versions
from proposals.errors import NothingChanged, VersionCameMeanwhile
from proposals.live import ground
from proposals.live.errors import IsAbsent, NoSuchParagraph
from proposals.live.ground import Room
from proposals.live.steps import AMEND, LIFTED
from proposals.models import Version
from proposals.standing import allow, part


def withdrawn(session: Session, number: int, objection: int, *, after: int, by: int, now: datetime) -> None:
    """Who objects says that they take it back.

    Raises IsAbsent, and as ``service.step`` and ``objections.withdraw``.
    """
    room = ground.facilitated(session, number, after=after, by=by, now=now)
    body = {"objection": objection, "how": "withdrawn"}
    ground.check(room, LIFTED, body)
    _check_here(room, objections.found(session, number, objection).member_id)
    objections.withdraw(session, number, objection, by=by, now=now, aloud=True)
    ground.take(session, room, LIFTED, body, by=by, now=now)


def agreed(session: Session, number: int, objection: int, *, after: int, by: int, now: datetime) -> None:
    """Both say that the present version lifts it.

    Raises IsAbsent, and as ``service.step`` and ``objections.confirm``.
    """
    room = ground.facilitated(session, number, after=after, by=by, now=now)
    body = {"objection": objection, "how": "integrated"}
    ground.check(room, LIFTED, body)
    _check_here(room, objections.found(session, number, objection).member_id)
    if room.state.line(room.proposal.member_id) is not None:  # who proposes may be of another circle
        _check_here(room, room.proposal.member_id)
    version = room.proposal.versions
    for as_ in (objections.AUTHOR, objections.OBJECTOR):
        objections.confirm(session, number, objection, as_=as_, version=version, by=by, now=now, aloud=True)
    ground.take(session, room, LIFTED, body, by=by, now=now)


def set_aside(
    session: Session, number: int, objection: int, why: str, *, after: int, by: int, now: datetime
) -> None:
    """The facilitator finds no reasoning in it, in writing. Raises as ``objections.set_aside``."""
    room = ground.facilitated(session, number, after=after, by=by, now=now)
    body = {"objection": objection, "how": "set-aside"}
    ground.check(room, LIFTED, body)
    objections.set_aside(session, number, objection, ground=why, by=by, now=now)
    ground.take(session, room, LIFTED, body, by=by, now=now)


def amend(
    session: Session,
    number: int,
    paragraph: int,
    words: str,
    *,
    note: str,
    based_on: int,
    by: int,
    now: datetime,
) -> int:
    """Say one paragraph otherwise, as who proposes it says in the room; returns the number of the version.

    Who writes for a member of the room is named with the version, and the member who proposes credited.
    Raises NoSession, NoSuchParagraph, VersionCameMeanwhile, NothingChanged, and the refusals of the texts.
    """
    room = ground.held(session, number)
    ground.check(room, AMEND, {})
    proposal = allow(session, number, "revise_live", by=by, now=now)
    if proposal.versions != based_on:
        raise VersionCameMeanwhile(version=proposal.versions)
    last = terms.written(session.get_one(Version, (number, based_on)))
    kept = texts.checked(_with(last, paragraph, words))
    if kept == last:
        raise NothingChanged(version=based_on)
    who = part(session, proposal, by=by, now=now)
    credit = "" if who & {life.AUTHOR, life.COAUTHOR} else proposal.member_name
    made = versions.publish(session, proposal, kept, note=note, credit=credit, by=by, now=now)
    body, own = {"version": made, "paragraph": paragraph}, life.FACILITATOR not in who
    ground.take(session, room, AMEND, body, by=by, now=now, own=own)
    return made


def _with(text: texts.Text, paragraph: int, words: str) -> texts.Text:
    try:
        return replace(text, text=paragraphs.replace(text.text, paragraph, texts.paragraph(words)))
    except LookupError:
        raise NoSuchParagraph from None


def _check_here(room: Room, member_id: int) -> None:
    """Nobody is heard who is not there: a facilitator writes down what a member says, never for it."""
    line = room.state.line(member_id)
    if line is None or not line.here:
        raise IsAbsent
