"""A proposal held for an act, what the actor is to it, and whether the act is open to them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.members import queries as members
from governance.members.models import Person, Representation
from governance.rules import queries as rules
from governance.rules.parts import Decision, SocialCode
from governance.web.models import Network
from proposals import lifecycle as life
from proposals.errors import BY_REASON, NoProposal, NotYourVoice, TooEarly, UnknownCircle, UnknownRule
from proposals.models import Objection, Proposal


def locked(session: Session, number: int) -> Proposal:
    """The proposal, held against other writers until the end of the transaction. Raises NoProposal."""
    query = select(Proposal).where(Proposal.number == number).with_for_update()
    found = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NoProposal
    return found


def zone(session: Session) -> str:
    """The time zone of the network."""
    return session.scalar(select(Network.time_zone)) or "UTC"


def today(session: Session, now: datetime) -> date:
    """The date it is for the network."""
    return now.astimezone(ZoneInfo(zone(session))).date()


def check_voice(session: Session, member_id: int, *, by: int, now: datetime) -> None:
    """Raises NotYourVoice unless the person speaks for this member today."""
    if (member_id, by) not in members.representatives(session, [member_id], on=today(session, now)):
        raise NotYourVoice


def facilitates(session: Session, *, by: int, now: datetime) -> bool:
    return by in members.holders(session, "facilitator", on=today(session, now))


def part(session: Session, proposal: Proposal, *, by: int, now: datetime) -> frozenset[str]:
    """What a person is to a proposal. Its author speaks for the member who proposes; of a draft, wrote it."""
    on = today(session, now)
    holds = members.in_force(Representation.starts_on, Representation.ends_on, on)
    spoken = set(
        session.scalars(select(Representation.member_id).where(Representation.person_id == by, holds))
    )
    roles = {life.MEMBER} if spoken else set()
    if proposal.state == life.DRAFT:
        roles |= {life.AUTHOR} if proposal.person_id == by else set()
    elif proposal.member_id in spoken:
        roles.add(life.AUTHOR)
    for office in (life.FACILITATOR, life.STEWARD):
        if by in members.holders(session, office, on=on):
            roles.add(office)
    return frozenset(roles)


def facts(session: Session, proposal: Proposal, *, by: int, now: datetime) -> life.Facts:
    """The facts of the pure rules, for this person."""
    return life.Facts(
        proposal.state,
        part(session, proposal, by=by, now=now),
        proposal.opening,
        proposal.opens_from,
        unanswered(session, proposal) if proposal.standing else 0,
    )


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

    A draft does not exist for anybody but its author.
    """
    proposal = locked(session, number)
    known = facts(session, proposal, by=by, now=now)
    if proposal.state == life.DRAFT and life.AUTHOR not in known.who:
        raise NoProposal
    reason = life.refusal(act, known, now)
    if reason == "too-early" and proposal.opens_from is not None:
        raise TooEarly(when=proposal.opens_from)
    if reason is not None:
        raise BY_REASON[reason]
    return proposal


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
