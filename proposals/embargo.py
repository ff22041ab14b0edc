"""Embargo: a proposal seen by named circles alone, until an arbitration of theirs publishes it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members import queries as members
from governance.register import service as register
from governance.register.entries import NewDecision
from governance.rules import queries as rules
from governance.web.public import touch
from proposals import events, expiry, moves
from proposals import lifecycle as life
from proposals.errors_life import CircleMissing, UnknownCircles
from proposals.models import Proposal, Version
from proposals.models_life import ProposalCircle, ProposalLook
from proposals.standing import locked, person_name, zone
from voting import service as voting
from voting.queries import Outcome

LOOKS = 200  # shown on the page of stewards
TOLD = {
    "fr": "Embargo levé\N{NO-BREAK SPACE}: la proposition est mise en débat",
    "en": "Embargo ended: the proposal comes to debate",
}


@dataclass(frozen=True)
class Look:
    """Somebody who looked while the proposal was embargoed."""

    person_name: str
    first_at: datetime
    last_at: datetime
    times: int


def submit(session: Session, number: int, circles: Sequence[str], *, by: int, now: datetime) -> None:
    """Submit a draft to the eyes of these circles alone. Raises CircleMissing, UnknownCircles."""
    proposal = moves.leave_draft(session, number, "embargo", by=by, now=now)
    known = {each.id for each in members.circles(session)}
    if not circles:
        raise CircleMissing
    if not set(circles) <= known:
        raise UnknownCircles
    for circle in sorted(set(circles)):
        session.add(ProposalCircle(proposal=number, circle_id=circle))
    proposal.state, proposal.moved_at = life.EMBARGOED, now
    session.flush()
    expiry.renew(session, proposal, now)
    events.note(session, number, "embargoed", now=now, by=by, member_id=proposal.member_id)
    touch(session, "proposals")


def look(session: Session, number: int, *, by: int, now: datetime) -> None:
    """Note that somebody looks at an embargoed proposal; once it is published nothing is noted."""
    proposal = locked(session, number)
    if proposal.state != life.EMBARGOED:
        return
    seen = session.get(ProposalLook, (number, by))
    if seen is None:
        name = person_name(session, by)
        seen = ProposalLook(
            proposal=number, person_id=by, person_name=name, first_at=now, last_at=now, times=0
        )
        session.add(seen)
    seen.last_at, seen.times = now, seen.times + 1
    session.flush()


def looks(session: Session, number: int) -> list[Look]:
    """Who looked, the last ones first."""
    columns = [getattr(ProposalLook, each.name) for each in fields(Look)]
    query = select(*columns).where(ProposalLook.proposal == number)
    rows = session.execute(query.order_by(ProposalLook.last_at.desc(), ProposalLook.person_id).limit(LOOKS))
    return [Look(*row) for row in rows]


def was(session: Session, number: int) -> bool:
    """Whether a proposal is or was embargoed."""
    query = select(ProposalCircle.proposal).where(ProposalCircle.proposal == number)
    return session.scalar(query.limit(1)) is not None


def decided(session: Session, proposal: Proposal, outcome: Outcome, adopted: bool, *, now: datetime) -> None:
    """What the arbitration said: adopted, the proposal is published by that decision and its debate begins;
    otherwise it stays as it is, and its author may amend it or take it back.
    """
    if proposal.state != life.EMBARGOED or not adopted:
        return
    voting.publish(session, outcome.number, public=proposal.public)
    proposal.decision = _record(session, proposal, outcome, now)
    proposal.published_at = outcome.closed_at
    moves.begin_debate(session, proposal, outcome.closed_at)
    events.note(session, proposal.number, "published", now=now, vote=outcome.number, words=proposal.decision)


def _record(session: Session, proposal: Proposal, outcome: Outcome, now: datetime) -> str:
    """The decision that publishes it, in the register."""
    version = session.get_one(Version, (proposal.number, outcome.subject_version))
    day = outcome.closed_at.astimezone(ZoneInfo(zone(session))).date().isoformat()
    entry = NewDecision(
        title=outcome.question,
        summary=version.summary,
        text=outcome.text,
        text_html=outcome.text_html,
        circle_id=outcome.circle_id,
        circle_name=outcome.circle_name,
        proposal=proposal.number,
        version=outcome.subject_version,
        vote=outcome.number,
        rule_id=outcome.rule_id,
        rule_name=outcome.rule_name,
        method=outcome.method,
        rule_words=outcome.rule_words,
        outcome=life.ADOPTED,
        result=outcome.result,
        colleges=[
            {"id": each.id, "name": each.name, "letter": each.letter, "position": each.position}
            for each in outcome.colleges
        ],
        story=[{"on": day, "what": TOLD}],
        decided_at=outcome.closed_at,
        licence=proposal.licence or rules.in_force(session).code.licence,
    )
    return register.record(session, entry, now=now)
