"""What the register tells of a proposal: its versions, its rounds, each objection and how it was lifted."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from proposals import history, opinions, referral, story, story_objections
from proposals.models import Concern, Objection, Proposal, Version
from proposals.standing import zone
from voting.choosing import is_choice
from voting.labels import Labels
from voting.models import Vote

BY_RULE = frozenset({"no-quorum", "postponed", "void"})  # ends that the rule draws from silence or absence


def story_of(
    session: Session, proposal: Proposal, objections: Sequence[Objection], recorded: str
) -> list[story.Told]:
    """How the decision came to be, in the order of time."""
    submitted = proposal.submitted_at or proposal.created_at
    beginning = story.Beginning(
        proposal.member_name,
        submitted,
        proposal.debate_ends_at or submitted,
        proposal.comments,
        proposal.versions,
        referral.told(session, proposal),
    )
    votes = _votes(session, proposal.number)
    lifted = [each for each in _lifted(session, proposal.number, objections) if each.status != "standing"]
    return story.tell(
        beginning,
        [_round(proposal, row, votes, objections) for row in votes],
        lifted,
        zone(session),
        _drafts(session, proposal.number),
        _ending(votes, objections, recorded),
        [
            story.Opined(e.circle_name, e.answer, e.published_at)
            for e in opinions.given(session, proposal.number)
        ],
    )


def objections_of(
    session: Session, number: int, objections: Sequence[Objection]
) -> list[Mapping[str, object]]:
    """Every objection with its reason and what became of it, in both languages."""
    local = ZoneInfo(zone(session))
    told: list[Mapping[str, object]] = []
    for objection, lifted in zip(objections, _lifted(session, number, objections), strict=True):
        french, english = story_objections.how(lifted)
        told.append(
            {
                "by": objection.member_name,
                "college": objection.college_id,
                "reason": objection.reason,
                "status": objection.status,
                "how": {"fr": french, "en": english},
                "on": objection.raised_at.astimezone(local).date().isoformat(),
            }
            | ({"renewed_as": objection.renewed_as} if objection.renewed_as else {})
        )
    return told


def concerns_of(session: Session, number: int) -> list[Mapping[str, Any]]:
    """The worries put on record."""
    rows = session.execute(
        select(Concern.member_name, Concern.college_id, Concern.text)
        .where(Concern.proposal == number)
        .order_by(Concern.id)
    )
    return [{"by": name, "college": college, "text": text} for name, college, text in rows]


def _votes(session: Session, number: int) -> list[Row[Any]]:
    """The votes on a proposal that were counted, in the order of time."""
    columns = (
        Vote.number, Vote.method, Vote.round, Vote.closes_at, Vote.outcome, Vote.previous, Vote.rule_id,
        Vote.rule_name, Vote.code_version, Vote.result, Vote.closed_by, Vote.live, Vote.cast, Vote.registered,
    )  # fmt: skip
    query = select(*columns).where(Vote.subject == f"proposal:{number}", Vote.outcome.is_not(None))
    return list(session.execute(query.order_by(Vote.number)))


def _round(
    proposal: Proposal, row: Row[Any], votes: Sequence[Row[Any]], objections: Sequence[Objection]
) -> story.Round:
    fallback = proposal.by_fallback and row.rule_id != proposal.rule_id
    return story.Round(
        consent=row.method == "consent",
        round=row.round,
        closed_at=row.closes_at,
        outcome=row.outcome,
        objections=sum(each.vote == row.number for each in objections),
        fallback=fallback,
        second_call=row.previous is not None,
        early=_early(row),
        cites=_cited(row, votes, fallback=fallback),
        **(_choice(json.loads(row.result)) if is_choice(row.method) else {}),
    )


def _early(row: Row[Any]) -> str:
    """Why it closed before its time; what is held live has no other time than its own."""
    if row.closed_by is None or row.live:
        return ""
    return "everybody" if row.cast == row.registered else "objection"


def _cited(row: Row[Any], votes: Sequence[Row[Any]], *, fallback: bool) -> story.Cited | None:
    """The rule that the end of a vote applies: of the consent before it, where it is its fallback."""
    if fallback:
        before = [each for each in votes if each.method == "consent" and each.number < row.number]
        return story.Cited(before[-1].rule_name, before[-1].code_version) if before else None
    silent = row.method == "consent" and json.loads(row.result)["totals"].get("silent", 0)
    if silent or (row.method == "consent" and row.outcome in BY_RULE):
        return story.Cited(row.rule_name, row.code_version)
    return None


def _ending(votes: Sequence[Row[Any]], objections: Sequence[Objection], recorded: str) -> story.Ending | None:
    """What ends a consent whose rounds are used up, where no vote follows."""
    last = votes[-1] if votes else None
    stands = any(each.status == "standing" for each in objections)
    if last is None or last.method != "consent" or last.outcome in BY_RULE or not stands:
        return None
    return story.Ending(last.closes_at, recorded, story.Cited(last.rule_name, last.code_version))


def _drafts(session: Session, number: int) -> list[story.Draft]:
    """The versions after the first."""
    columns = (Version.number, Version.created_at, Version.note, Version.credit)
    rows = session.execute(
        select(*columns).where(Version.proposal == number, Version.number > 1).order_by(Version.number)
    )
    return [story.Draft(*row) for row in rows]


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


def _lifted(session: Session, number: int, objections: Sequence[Objection]) -> list[story_objections.Lifted]:
    """What became of each objection, with what the circle said of it."""
    past = history.of(session, number) if objections else {}
    found = []
    for each in objections:
        acts = {act.kind: act.vote for act in past.get(each.number, ())}
        found.append(
            story_objections.Lifted(
                each.number,
                each.member_name,
                each.status,
                each.answered_version,
                each.status_at or each.raised_at,
                each.ground,
                each.renewed_as,
                each.contested_at is not None,
                acts.get("upheld"),
                each.set_aside_vote,
            )
        )
    return found
