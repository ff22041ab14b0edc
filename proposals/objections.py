"""What becomes of an objection: withdrawn, integrated by two agreements, or set aside in writing.

They are integrated one at a time, in the order that a facilitator chooses; the others wait.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.web.public import touch
from proposals import history, texts
from proposals import lifecycle as life
from proposals.errors import (
    NoLaterVersion,
    NoObjection,
    NotFacilitator,
    NotYourObjection,
    ObjectionNotStanding,
)
from proposals.errors_objections import (
    ContestedObjection,
    NothingToIntegrate,
    RoundIsCounted,
    RoundIsOpen,
)
from proposals.models import Objection, Proposal
from proposals.raising import recount
from proposals.standing import allow, check_voice, facilitates, person_name
from voting.models import Vote

OBJECTOR, AUTHOR = "objector", "author"


def take(session: Session, number: int, objection: int, *, by: int, now: datetime) -> None:
    """The facilitator chooses the objection to integrate next; the others wait.

    Raises NotFacilitator, NoObjection, ObjectionNotStanding, NothingToIntegrate while a round is open.
    """
    proposal, found = _held(session, number, objection, by=by, now=now)
    _check_facilitator(session, proposal, by, now)
    if proposal.state == life.DECISION:
        raise NothingToIntegrate
    proposal.integrating = found.number
    session.flush()
    touch(session, "proposals")


def withdraw(
    session: Session, number: int, objection: int, *, by: int, now: datetime, aloud: bool = False
) -> None:
    """The member who objects takes it back. ``aloud``: in a live session, where a facilitator writes it down.

    Raises NoObjection, ObjectionNotStanding, NotYourVoice.
    """
    proposal, found = _held(session, number, objection, by=by, now=now)
    _check_said(session, proposal, found.member_id, by=by, now=now, aloud=aloud)
    lift(session, proposal, found, "withdrawn", now)
    history.keep(session, proposal, found, "withdrawn", now=now, by=by, member_id=found.member_id)


def confirm(
    session: Session,
    number: int,
    objection: int,
    *,
    as_: str,
    version: int,
    by: int,
    now: datetime,
    aloud: bool = False,
) -> bool:
    """Say that ``version`` lifts the objection, as "objector" or as "author"; True once both have said it.

    ``aloud``: in a live session, where a facilitator writes it down. A confirmation is of one version: naming
    another one begins again. Raises NoLaterVersion, ObjectionNotStanding, NotYourObjection, NotYourVoice.
    """
    proposal, found = _held(session, number, objection, by=by, now=now)
    if as_ not in (OBJECTOR, AUTHOR):
        raise NotYourObjection
    member_id = found.member_id if as_ == OBJECTOR else proposal.member_id
    _check_said(session, proposal, member_id, by=by, now=now, aloud=aloud)
    if not found.version < version <= proposal.versions:
        raise NoLaterVersion
    both = _agree(found, as_, version, now)
    history.keep(session, proposal, found, f"confirmed-{as_}", now=now, by=by, member_id=member_id)
    if both:
        lift(session, proposal, found, "integrated", now)
        history.keep(session, proposal, found, "integrated", now=now)
    session.flush()
    touch(session, "proposals")
    return both


def _agree(found: Objection, as_: str, version: int, now: datetime) -> bool:
    """Note one agreement on a version; whether both are there."""
    if found.answered_version != version:
        found.answered_version = version
        found.objector_confirmed_at = found.author_confirmed_at = None
    if as_ == OBJECTOR:
        found.objector_confirmed_at = now
    else:
        found.author_confirmed_at = now
    return found.objector_confirmed_at is not None and found.author_confirmed_at is not None


def set_aside(session: Session, number: int, objection: int, *, ground: str, by: int, now: datetime) -> None:
    """The facilitator sets aside an objection without reasoning; the ground is shown to everybody.

    Between two rounds only: the next one is what adopts, and until then it can be contested. Raises
    NotFacilitator, GroundMissing, ObjectionNotStanding, RoundIsOpen, ContestedObjection.
    """
    proposal, found = _held(session, number, objection, by=by, now=now)
    _check_facilitator(session, proposal, by, now)
    if proposal.state == life.DECISION:
        raise RoundIsOpen
    if found.contested_at is not None:
        raise ContestedObjection
    found.ground = texts.ground(ground)
    found.status_by = person_name(session, by)
    lift(session, proposal, found, "set-aside", now)
    history.keep(session, proposal, found, "set-aside", now=now, by=by, words=found.ground)


def found(session: Session, number: int, objection: int) -> Objection:
    """One objection of a proposal. Raises NoObjection."""
    query = select(Objection).where(Objection.proposal == number, Objection.number == objection)
    one = session.scalars(query).one_or_none()
    if one is None:
        raise NoObjection
    return one


def lift(session: Session, proposal: Proposal, objection: Objection, status: str, now: datetime) -> None:
    """Give an objection another status; its proposal then knows how many stand."""
    objection.status, objection.status_at = status, now
    if proposal.integrating == objection.number:
        proposal.integrating = None
    recount(session, proposal)
    touch(session, "proposals")


def _check_said(
    session: Session, proposal: Proposal, member_id: int, *, by: int, now: datetime, aloud: bool
) -> None:
    """Who says it speaks for the member, or said it in the room where a facilitator wrote it down."""
    if aloud and proposal.live is not None:
        _check_facilitator(session, proposal, by, now)
    else:
        check_voice(session, member_id, by=by, now=now)


def check_not_counted(session: Session, proposal: Proposal, now: datetime) -> None:
    """Once a round has closed nothing changes what it found, however late it is counted.

    Raises RoundIsCounted.
    """
    if proposal.state != life.DECISION or proposal.vote is None:
        return
    closes_at = session.scalar(select(Vote.closes_at).where(Vote.number == proposal.vote))
    if closes_at is not None and now >= closes_at:
        raise RoundIsCounted


def _check_facilitator(session: Session, proposal: Proposal, by: int, now: datetime) -> None:
    if not facilitates(session, proposal.circle_id, by=by, now=now):
        raise NotFacilitator


def _held(
    session: Session, number: int, objection: int, *, by: int, now: datetime
) -> tuple[Proposal, Objection]:
    proposal = allow(session, number, "lift", by=by, now=now)
    check_not_counted(session, proposal, now)
    one = found(session, number, objection)
    if one.status != "standing":
        raise ObjectionNotStanding
    return proposal, one
