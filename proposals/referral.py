"""The right of referral: a circle puts what one of its own proposes on the agenda of another circle."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import NotFound
from governance.members.models import Circle
from governance.rules import queries as rules
from governance.web.public import touch
from governance.web.visitor import Visitor
from proposals import circle_members, events, standing, story
from proposals import lifecycle as life
from proposals.errors import NoProposal
from proposals.errors_life import (
    NoRightOfReferral,
    NotFromThatCircle,
    NotOfTheReferringCircle,
    NotReferred,
    OnTheAgenda,
    ReferralTooLate,
)
from proposals.heads import Head
from proposals.models import Proposal

OPEN_TO_IT = frozenset({life.DRAFT, life.DEBATE})


@dataclass(frozen=True)
class Referral:
    """``by``: the circle that referred it, if one did, and whether the visitor may take that back;
    ``offered``: the circles, pairs of id and name, in whose name the visitor may refer it.
    """

    by: str = ""
    mine: bool = False
    offered: tuple[tuple[str, str], ...] = ()


def refer(session: Session, number: int, circle_id: str, *, by: int, now: datetime) -> None:
    """Put a proposal on the agenda, in the name of a circle; of a draft, from the beginning of its debate.

    Raises NoProposal, ReferralTooLate, OnTheAgenda, NoRightOfReferral, NotOfTheReferringCircle,
    NotFromThatCircle.
    """
    proposal = _held(session, number, by=by, now=now)
    if proposal.petitioned_at is not None or proposal.referred_by is not None:
        raise OnTheAgenda
    if circle_id not in _with_the_right(session, proposal.circle_id):
        raise NoRightOfReferral
    if circle_id not in _acting(session, by, [circle_id], now):
        raise NotOfTheReferringCircle
    if not _proposed_there(session, proposal.person_id, proposal.member_id, circle_id, now):
        raise NotFromThatCircle
    proposal.referred_by, proposal.referred_at = circle_id, now
    session.flush()
    if proposal.state == life.DEBATE:
        _put_on_the_agenda(session, proposal, by=by, now=now)
    touch(session, "proposals")


def take_back(session: Session, number: int, *, by: int, now: datetime) -> None:
    """Take a referral back, before any vote. Raises NoProposal, NotReferred, ReferralTooLate,
    NotOfTheReferringCircle.
    """
    proposal = _held(session, number, by=by, now=now)
    circle_id = proposal.referred_by
    if circle_id is None:
        raise NotReferred
    if proposal.vote is not None:
        raise ReferralTooLate
    if not _acting(session, by, [circle_id], now):
        raise NotOfTheReferringCircle
    if proposal.petitioned_at is not None:
        circle = _name(session, circle_id)
        concerned = [proposal.member_id]
        events.note(session, number, "referral-withdrawn", now=now, by=by, concerns=concerned, circle=circle)
    proposal.referred_by = proposal.referred_at = proposal.petitioned_at = None
    session.flush()
    touch(session, "proposals")


def take_effect(session: Session, proposal: Proposal, now: datetime) -> None:
    """A debate begins: what was referred as a draft is on the agenda, if its circle still has that right."""
    circle_id = proposal.referred_by
    if circle_id is None or proposal.petitioned_at is not None:
        return
    if circle_id in _with_the_right(session, proposal.circle_id) and _proposed_there(
        session, proposal.person_id, proposal.member_id, circle_id, now
    ):
        _put_on_the_agenda(session, proposal, by=None, now=now)
    else:
        proposal.referred_by = proposal.referred_at = None


def told(session: Session, proposal: Proposal) -> story.Referred | None:
    """What the story of a decision says of it."""
    if proposal.referred_by is None or proposal.petitioned_at is None:
        return None
    return story.Referred(_name(session, proposal.referred_by), proposal.petitioned_at)


def of(session: Session, head: Head, visitor: Visitor, now: datetime) -> Referral:
    """What the page of a proposal shows of it. No query where no circle has this right."""
    mine: set[str] = set()
    open_ = life.at(head.state, head.expires_at, now) in OPEN_TO_IT and visitor.is_authenticated
    if head.referred_by is not None:
        if open_ and head.vote is None:
            mine = _visiting(session, visitor, [head.referred_by], now)
        return Referral(_name(session, head.referred_by), bool(mine))
    if not open_ or head.petitioned_at is not None:
        return Referral()
    right = _with_the_right(session, head.circle_id)
    if right:
        mine = _visiting(session, visitor, list(right), now)
    return Referral(
        offered=tuple(
            (circle, name)
            for circle, name in right.items()
            if circle in mine and _proposed_there(session, head.person_id, head.member_id, circle, now)
        )
    )


def _held(session: Session, number: int, *, by: int, now: datetime) -> Proposal:
    """The proposal, held, while the actor may see it and it is still being prepared."""
    proposal = standing.locked(session, number)
    if standing.hidden(proposal.state, standing.part(session, proposal, by=by, now=now)):
        raise NoProposal
    if life.at(proposal.state, proposal.expires_at, now) not in OPEN_TO_IT:
        raise ReferralTooLate
    return proposal


def _put_on_the_agenda(session: Session, proposal: Proposal, *, by: int | None, now: datetime) -> None:
    proposal.petitioned_at = now
    session.flush()
    circle = _name(session, proposal.referred_by or "")
    concerned = [proposal.member_id]
    events.note(session, proposal.number, "referred", now=now, by=by, concerns=concerned, circle=circle)


def _with_the_right(session: Session, circle_id: str) -> dict[str, str]:
    """The circles that may put a question on the agenda of this one, by id, with their names."""
    try:
        code = rules.in_force(session).code
    except NotFound:
        return {}
    return {each.id: each.name for each in code.circles if each.may_refer_to(circle_id)}


def _acting(session: Session, person_id: int, circles: list[str], now: datetime) -> set[str]:
    """Of these circles, those in whose name the person acts: facilitating, or by a seat or a mandate."""
    spoken = circle_members.speaking(session, person_id, circles, now)
    return spoken | circle_members.entrusted(session, person_id, circles, now)


def _visiting(session: Session, visitor: Visitor, circles: list[str], now: datetime) -> set[str]:
    """The same of a visitor, whose offices are known already."""
    spoken = circle_members.visiting(session, visitor, circles, now)
    return spoken | circle_members.entrusted(session, visitor.person_id, circles, now)


def _proposed_there(session: Session, person_id: int, member_id: int, circle_id: str, now: datetime) -> bool:
    """Whether who wrote it holds a seat of the circle, or the member who proposes sits there."""
    if circle_members.seated(session, person_id, [circle_id], now):
        return True
    return member_id in circle_members.of(session, circle_id, now)


def _name(session: Session, circle_id: str) -> str:
    return session.scalar(select(Circle.name).where(Circle.id == circle_id)) or circle_id
