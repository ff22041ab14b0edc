"""A proposal held for an act, what the actor is to it, and whether the act is open to them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.members import queries as members
from governance.members.models import Person, Representation
from governance.rules import queries as rules
from governance.rules.parts import Decision, SocialCode
from governance.web import zone as zone_of
from proposals import lifecycle as life
from proposals import reach
from proposals.errors import BY_REASON, NoProposal, NotYourVoice, TooEarly, UnknownCircle, UnknownRule
from proposals.models import Objection, Proposal
from proposals.models_life import PetitionSignature, ProposalQuestion


def locked(session: Session, number: int) -> Proposal:
    """The proposal, held against other writers until the end of the transaction. Raises NoProposal."""
    query = select(Proposal).where(Proposal.number == number).with_for_update()
    found = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NoProposal
    return found


def zone(session: Session) -> str:
    """The time zone of the network."""
    return zone_of.name(session)


def today(session: Session, now: datetime) -> date:
    """The date it is for the network."""
    return now.astimezone(ZoneInfo(zone(session))).date()


def check_voice(session: Session, member_id: int, *, by: int, now: datetime) -> None:
    """Raises NotYourVoice unless the person speaks for this member today."""
    if (member_id, by) not in members.representatives(session, [member_id], on=today(session, now)):
        raise NotYourVoice


def facilitates(session: Session, circle_id: str, *, by: int, now: datetime) -> bool:
    """Whether a person facilitates this circle, or the network, at this very moment."""
    return by in members.holders(session, "facilitator", on=today(session, now), circle_id=circle_id, at=now)


def part(session: Session, proposal: Proposal, *, by: int, now: datetime) -> frozenset[str]:
    """What a person is to a proposal. Its author speaks for the member who proposes; of a draft, wrote it.

    Nobody is anything to an embargoed one but its writers, facilitators, and the circles that see it.
    """
    on = today(session, now)
    holds = members.in_force(Representation.starts_on, Representation.ends_on, on)
    spoken = frozenset(
        session.scalars(select(Representation.member_id).where(Representation.person_id == by, holds))
    )
    held = frozenset(
        office
        for office in (life.FACILITATOR, life.STEWARD)
        if by in members.holders(session, office, on=on, circle_id=proposal.circle_id, at=now)
    )
    shared, _ = reach.writers(session, proposal.number) if spoken else (frozenset(), None)
    inside = proposal.state != life.EMBARGOED or reach.reaches(session, proposal.number, spoken, on=on)
    return roles(
        proposal, person_id=by, spoken=spoken, held=held, shared=shared, inside=inside,
        signed=signed(session, proposal, spoken, on=on),
    )  # fmt: skip


class Petitioned(Protocol):
    """What of a proposal says that a petition for it was heard, not a referral, and in which circle."""

    @property
    def number(self) -> int: ...
    @property
    def circle_id(self) -> str: ...
    @property
    def petitioned_at(self) -> datetime | None: ...
    @property
    def referred_by(self) -> str | None: ...


class Written(Petitioned, Protocol):
    """What of a proposal says who its author is, and that it is on the agenda."""

    @property
    def state(self) -> str: ...
    @property
    def person_id(self) -> int: ...
    @property
    def member_id(self) -> int: ...


def signed(session: Session, proposal: Petitioned, spoken: Collection[int], *, on: date) -> bool:
    """Whether one of these members signed the petition that put it on the agenda, and sits in its circle.

    No query where no petition was heard.
    """
    if proposal.petitioned_at is None or proposal.referred_by is not None or not spoken:
        return False
    query = select(PetitionSignature.member_id).where(PetitionSignature.proposal == proposal.number)
    found = set(session.scalars(query.where(PetitionSignature.member_id.in_(spoken))))
    rights = members.electorate(session, circle_id=proposal.circle_id, on=on) if found else []
    return any(right.member_id in found for right in rights)


def roles(
    proposal: Written,
    *,
    person_id: int,
    spoken: frozenset[int],
    held: frozenset[str],
    shared: frozenset[int],
    inside: bool,
    signed: bool,
) -> frozenset[str]:
    """What somebody is to a proposal, as an act and a page both have it.

    ``spoken``: the members they speak for; ``held``: their offices; ``shared``: the members who carry it with
    its author; ``inside``: whether they may see it while it is embargoed; ``signed``: see there.
    """
    found = {life.COAUTHOR} if spoken & shared else set()
    found |= {life.SIGNATORY} if signed else set()
    if proposal.state == life.DRAFT:
        found |= {life.AUTHOR} if proposal.person_id == person_id else set()
    elif proposal.member_id in spoken:
        found.add(life.AUTHOR)
    if proposal.state == life.EMBARGOED and not (inside or found):
        return held & {life.FACILITATOR}
    return frozenset(found | held | ({life.MEMBER} if spoken else set()))


def facts(session: Session, proposal: Proposal, *, by: int, now: datetime) -> life.Facts:
    """The facts of the pure rules, for this person."""
    return life.Facts(
        proposal.state,
        part(session, proposal, by=by, now=now),
        proposal.opening,
        proposal.opens_from,
        unanswered(session, proposal) if proposal.standing else 0,
        pending(session, proposal.number),
        proposal.petitioned_at is not None,
        proposal.expires_at,
        proposal.live is not None,
    )


def pending(session: Session, number: int) -> int:
    """How many questions about it wait for the answer of the circle."""
    query = select(func.count()).where(
        ProposalQuestion.proposal == number, ProposalQuestion.outcome.is_(None)
    )
    return session.scalar(query) or 0


def unanswered(session: Session, proposal: Proposal) -> int:
    """Standing objections that were made to the present version."""
    query = select(func.count()).where(
        Objection.proposal == proposal.number,
        Objection.status == "standing",
        Objection.version >= proposal.versions,
    )
    return session.scalar(query) or 0


def allow(session: Session, number: int, act: str, *, by: int, now: datetime) -> Proposal:
    """The proposal, held, if this person may do this act now; else the refusal that says why not.

    A draft does not exist for anybody but who writes it, an embargoed one for nobody outside.
    """
    proposal = locked(session, number)
    known = facts(session, proposal, by=by, now=now)
    if hidden(proposal.state, known.who):
        raise NoProposal
    reason = life.refusal(act, known, now)
    if reason == "too-early" and proposal.opens_from is not None:
        raise TooEarly(when=proposal.opens_from)
    if reason is not None:
        raise BY_REASON[reason]
    return proposal


def hidden(state: str, who: frozenset[str]) -> bool:
    """Whether a proposal in this state does not exist for somebody who is this to it."""
    if state == life.DRAFT:
        return not who & {life.AUTHOR, life.COAUTHOR}
    return state == life.EMBARGOED and not who


def decision(session: Session, circle_id: str, rule_id: str) -> Decision:
    """The kind of decision of the code in force, if the circle takes it.

    Raises UnknownCircle, UnknownRule.
    """
    code = rules.in_force(session).code
    if all(circle.id != circle_id for circle in code.circles):
        raise UnknownCircle
    found = found_decision(code, circle_id, rule_id)
    if found is None:
        raise UnknownRule
    return found


def found_decision(code: SocialCode, circle_id: str, rule_id: str) -> Decision | None:
    """The kind of decision that this circle takes, if the code has it."""
    if all(circle.id != circle_id for circle in code.circles):
        return None
    taken = code.taken_in(circle_id)
    return next((each for each in taken if each.id == rule_id), None)


def person_name(session: Session, person_id: int) -> str:
    return session.scalar(select(Person.name).where(Person.id == person_id)) or ""
