"""A proposal that has been decided, as the register keeps it."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.register import service as register
from governance.register.entries import Link, NewDecision
from governance.rules import queries as rules
from proposals import conflicts, links, story, texts
from proposals.models import Concern, Objection, Proposal, Version
from proposals.standing import zone
from voting.choosing import is_choice
from voting.labels import Labels
from voting.models import Vote
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
        title=version.title,
        summary=version.summary,
        driver=version.driver,
        text=version.text,
        text_html=version.text_html,
        cost=version.cost,
        criteria=version.criteria,
        review_on=_review_on(proposal, version),
        kind=proposal.kind,
        until=proposal.until,
        unreviewed=proposal.unreviewed,
        circle_id=outcome.circle_id,
        circle_name=outcome.circle_name,
        proposal=proposal.number,
        version=outcome.subject_version,
        vote=outcome.number,
        rule_id=outcome.rule_id,
        rule_name=outcome.rule_name,
        method=outcome.method,
        rule_words=outcome.rule_words,
        outcome=recorded,
        result=outcome.result,
        colleges=[
            {"id": each.id, "name": each.name, "letter": each.letter, "position": each.position}
            for each in outcome.colleges
        ],
        story=_story(session, proposal, objections),
        objections=[_objection(each, zone(session)) for each in objections],
        concerns=_concerns(session, proposal.number),
        conflicts=_conflicts(session, proposal.number),
        decided_at=outcome.closed_at,
        carried_by=proposal.carried_by,
        licence=proposal.licence or rules.in_force(session).code.licence,
        links=_links(session, proposal, recorded),
    )
    return register.record(session, entry, now=now)


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


def _story(session: Session, proposal: Proposal, objections: list[Objection]) -> list[story.Told]:
    submitted = proposal.submitted_at or proposal.created_at
    beginning = story.Beginning(
        proposal.member_name,
        submitted,
        proposal.debate_ends_at or submitted,
        proposal.comments,
        proposal.versions,
    )
    lifted = [_lifted(each) for each in objections if each.status != "standing"]
    return story.tell(beginning, _rounds(session, proposal, objections), lifted, zone(session))


def _rounds(session: Session, proposal: Proposal, objections: list[Objection]) -> list[story.Round]:
    columns = (
        Vote.number,
        Vote.method,
        Vote.round,
        Vote.closes_at,
        Vote.outcome,
        Vote.previous,
        Vote.rule_id,
        Vote.result,
    )
    rows = session.execute(
        select(*columns)
        .where(Vote.subject == f"proposal:{proposal.number}", Vote.outcome.is_not(None))
        .order_by(Vote.number)
    )
    return [
        story.Round(
            consent=row.method == "consent",
            round=row.round,
            closed_at=row.closes_at,
            outcome=row.outcome,
            objections=sum(each.vote == row.number for each in objections),
            fallback=proposal.by_fallback and row.rule_id != proposal.rule_id,
            second_call=row.previous is not None,
            **(_choice(json.loads(row.result)) if is_choice(row.method) else {}),
        )
        for row in rows
    ]


def _choice(result: Mapping[str, Any]) -> dict[str, Any]:
    """What the story tells of a choice, from its result, by the names that people know."""
    labels, second = Labels(result), result.get("second_round")
    reason = result.get("reason", "")
    return {
        "chosen": tuple(labels.all(second or result["elected"])),
        "vacant": result.get("vacant", 0),
        "then": reason if reason in story.THEN else "",
        "lot": result["method"] == "lot",
    }


def _lifted(objection: Objection) -> story.Lifted:
    return story.Lifted(
        objection.number,
        objection.member_name,
        objection.status,
        objection.answered_version,
        objection.status_at or objection.raised_at,
        objection.ground,
        objection.renewed_as,
    )


def _objection(objection: Objection, time_zone: str) -> dict[str, object]:
    french, english = story.how(_lifted(objection))
    return {
        "by": objection.member_name,
        "college": objection.college_id,
        "reason": objection.reason,
        "status": objection.status,
        "how": {"fr": french, "en": english},
        "on": objection.raised_at.astimezone(ZoneInfo(time_zone)).date().isoformat(),
    }


def _concerns(session: Session, number: int) -> list[Mapping[str, Any]]:
    rows = session.execute(
        select(Concern.member_name, Concern.college_id, Concern.text)
        .where(Concern.proposal == number)
        .order_by(Concern.id)
    )
    return [{"by": name, "college": college, "text": text} for name, college, text in rows]
