"""What becomes of an objection: withdrawn, integrated by two agreements, or set aside in writing."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.web.public import touch
from proposals import texts
from proposals.errors import (
    NoLaterVersion,
    NoObjection,
    NotFacilitator,
    NotYourObjection,
    ObjectionNotStanding,
)
from proposals.models import Objection, Proposal
from proposals.settlement import recount
from proposals.standing import allow, check_voice, facilitates, person_name

OBJECTOR, AUTHOR = "objector", "author"


def withdraw(session: Session, number: int, objection: int, *, by: int, now: datetime) -> None:
    """The member who objects takes it back. Raises NoObjection, ObjectionNotStanding, NotYourVoice."""
    proposal, found = _held(session, number, objection, by=by, now=now)
    check_voice(session, found.member_id, by=by, now=now)
    _lift(session, proposal, found, "withdrawn", now)


def confirm(
    session: Session, number: int, objection: int, *, as_: str, version: int, by: int, now: datetime
) -> bool:
    """Say that ``version`` lifts the objection, as "objector" or as "author"; True once both have said it.

    A confirmation is of one version: naming another one begins again. Raises NoLaterVersion,
    ObjectionNotStanding, NotYourObjection, NotYourVoice.
    """
    proposal, found = _held(session, number, objection, by=by, now=now)
    if as_ not in (OBJECTOR, AUTHOR):
        raise NotYourObjection
    member_id = found.member_id if as_ == OBJECTOR else proposal.member_id
    check_voice(session, member_id, by=by, now=now)
    if not found.version < version <= proposal.versions:
        raise NoLaterVersion
    if found.answered_version != version:
        found.answered_version = version
        found.objector_confirmed_at = found.author_confirmed_at = None
    if as_ == OBJECTOR:
        found.objector_confirmed_at = now
    else:
        found.author_confirmed_at = now
    both = found.objector_confirmed_at is not None and found.author_confirmed_at is not None
    if both:
        _lift(session, proposal, found, "integrated", now)
    session.flush()
    touch(session, "proposals")
    return both


def set_aside(session: Session, number: int, objection: int, *, ground: str, by: int, now: datetime) -> None:
    """The facilitator sets aside an objection without reasoning; the ground is shown to everybody.

    Raises NotFacilitator, GroundMissing, ObjectionNotStanding.
    """
    proposal, found = _held(session, number, objection, by=by, now=now)
    if not facilitates(session, by=by, now=now):
        raise NotFacilitator
    found.ground = texts.ground(ground)
    found.status_by = person_name(session, by)
    _lift(session, proposal, found, "set-aside", now)


def _held(
    session: Session, number: int, objection: int, *, by: int, now: datetime
) -> tuple[Proposal, Objection]:
    proposal = allow(session, number, "lift", by=by, now=now)
    query = select(Objection).where(Objection.proposal == number, Objection.number == objection)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NoObjection
    if found.status != "standing":
        raise ObjectionNotStanding
    return proposal, found


def _lift(session: Session, proposal: Proposal, objection: Objection, status: str, now: datetime) -> None:
    objection.status, objection.status_at = status, now
    recount(session, proposal)
    session.flush()
    touch(session, "proposals")
