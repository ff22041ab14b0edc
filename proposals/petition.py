"""A petition: members sign for a question, and enough of them put it on the agenda."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members.models import Member
from governance.web.public import touch
from proposals import circle_members, events
from proposals.errors_life import NoPetition, NotSigned, OnTheAgenda, PetitionHeard, SignedAlready
from proposals.models import Proposal
from proposals.models_life import PetitionSignature
from proposals.standing import allow, check_voice, decision


@dataclass(frozen=True)
class Signature:
    member_id: int
    member_name: str
    at: datetime


def signatures(session: Session, number: int) -> list[Signature]:
    """Who signed, in the order of time."""
    columns = (PetitionSignature.member_id, PetitionSignature.member_name, PetitionSignature.at)
    query = select(*columns).where(PetitionSignature.proposal == number)
    rows = session.execute(query.order_by(PetitionSignature.at, PetitionSignature.member_id))
    return [Signature(*row) for row in rows]


def wanted(share: Fraction, registered: int) -> int:
    """How many members of so many make this share, met at equality; at least one."""
    return max(1, -(-share.numerator * registered // share.denominator))


def sign(session: Session, number: int, *, member_id: int, by: int, now: datetime) -> bool:
    """Sign for a member of the circle; True once there are enough: who proposes or signed may open the vote.

    Only those who still sit in the circle count. Raises NotYourVoice, NotOfCircle, NoPetition, PetitionHeard,
    SignedAlready.
    """
    proposal, share = _held(session, number, member_id, by=by, now=now)
    seated = circle_members.of(session, proposal.circle_id, now)
    circle_members.check_member(session, proposal.circle_id, member_id, now=now)
    if session.get(PetitionSignature, (number, member_id)) is not None:
        raise SignedAlready
    name = session.scalar(select(Member.name).where(Member.id == member_id)) or ""
    session.add(
        PetitionSignature(proposal=number, member_id=member_id, member_name=name, person_id=by, at=now)
    )
    session.flush()
    events.note(session, number, "petition-signed", now=now, by=by, member_id=member_id)
    signed = {each.member_id for each in signatures(session, number)}
    if len(signed & seated) >= wanted(share, len(seated)):
        proposal.petitioned_at = now
        concerned = {proposal.member_id} | signed
        events.note(session, number, "petition-reached", now=now, concerns=concerned)
    touch(session, "proposals")
    return proposal.petitioned_at is not None


def take_back(session: Session, number: int, *, member_id: int, by: int, now: datetime) -> None:
    """Take a signature back, as long as the petition is not heard. Raises NotSigned, PetitionHeard."""
    _held(session, number, member_id, by=by, now=now)
    found = session.get(PetitionSignature, (number, member_id))
    if found is None:
        raise NotSigned
    session.delete(found)
    session.flush()
    touch(session, "proposals")


def _held(
    session: Session, number: int, member_id: int, *, by: int, now: datetime
) -> tuple[Proposal, Fraction]:
    proposal = allow(session, number, "petition", by=by, now=now)
    check_voice(session, member_id, by=by, now=now)
    share = decision(session, proposal.circle_id, proposal.rule_id).process.petition
    if share is None:
        raise NoPetition
    if proposal.petitioned_at is not None:
        raise OnTheAgenda if proposal.referred_by else PetitionHeard
    return proposal, share
