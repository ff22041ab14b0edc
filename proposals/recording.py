"""A proposal that has been decided, as the register keeps it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.register import service as register
from governance.register.entries import Link, NewDecision
from governance.rules import queries as rules
from proposals import chronicle, concluding, conflicts, links, texts
from proposals.models import Objection, Proposal, Version
from proposals.standing import zone
from voting.queries import Outcome


def record(session: Session, proposal: Proposal, outcome: Outcome, recorded: str, *, now: datetime) -> str:
    """Write the decision in the register; returns its number.

    What was decided on is what the vote froze: the text of that version, and the parts put beside it.
    """
    version = session.get_one(Version, (proposal.number, outcome.subject_version))
    objections = list(
        session.scalars(
            select(Objection).where(Objection.proposal == proposal.number).order_by(Objection.number)
        )
    )
    entry = NewDecision(
        **_wording(proposal, version),
        **_figures(outcome),
        proposal=proposal.number,
        outcome=recorded,
        story=chronicle.story_of(session, proposal, objections, recorded),
        objections=chronicle.objections_of(session, proposal.number, objections),
        concerns=chronicle.concerns_of(session, proposal.number),
        conflicts=_conflicts(session, proposal.number),
        licence=proposal.licence or rules.in_force(session).code.licence,
        links=_links(session, proposal, recorded),
    )
    number = register.record(session, entry, now=now)
    if recorded == "adopted":
        concluding.reviewed(session, number, entry.links, now=now)
    return number


def _wording(proposal: Proposal, version: Version) -> dict[str, Any]:
    """What the proposal says."""
    said = "title summary driver text text_html cost criteria".split()
    bounds = "kind until unreviewed carried_by".split()
    return (
        {name: getattr(version, name) for name in said}
        | {name: getattr(proposal, name) for name in bounds}
        | {"review_on": _review_on(proposal, version)}
    )


def _figures(outcome: Outcome) -> dict[str, Any]:
    """Where it was decided, under which rule, with which result."""
    same = "circle_id circle_name rule_id rule_name method rule_words result".split()
    marks = [
        {"id": each.id, "name": each.name, "letter": each.letter, "position": each.position}
        for each in outcome.colleges
    ]
    return {name: getattr(outcome, name) for name in same} | {
        "version": outcome.subject_version,
        "vote": outcome.number,
        "decided_at": outcome.closed_at,
        "colleges": marks,
    }


def _review_on(proposal: Proposal, version: Version) -> date | None:
    """A trial that names no day is reviewed on its last one."""
    return version.review_on or (proposal.until if proposal.kind == texts.TRIAL else None)


def _links(session: Session, proposal: Proposal, recorded: str) -> list[Link]:
    """What this decision does to earlier ones; what is not adopted does nothing to them, it follows them."""
    adopted = recorded == "adopted"
    said = {
        each.number: Link(each.kind if adopted else "follows", each.number)
        for each in links.of(session, proposal.number)
    }
    if proposal.decision:
        said.setdefault(proposal.decision, Link("follows", proposal.decision))
    return list(said.values())


def _conflicts(session: Session, number: int) -> list[Mapping[str, Any]]:
    """The interests declared and not withdrawn."""
    local = ZoneInfo(zone(session))
    return [
        {
            "by": each.member_name,
            "person": each.person_name,
            "text": each.text,
            "on": each.declared_at.astimezone(local).date().isoformat(),
        }
        for each in conflicts.of(session, number)
        if each.withdrawn_at is None
    ]
