"""Noting what happens to a proposal, in the transaction of the act."""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members.models import Member, Person
from proposals.models_events import ProposalEvent

KINDS = frozenset(
    "submitted embargoed published version amendment-proposed amendment-withdrawn amendment-accepted "
    "amendment-refused amendment-referred amendment-decided coauthor-asked coauthor-joined "
    "coauthor-declined coauthor-unasked coauthor-left comment comment-removed question-resolved "
    "question-reopened summary doubled "
    "petition-signed petition-reached meeting-asked meeting-answered question-opened question-settled "
    "conflict conflict-withdrawn link-added link-removed vote-opened vote-closed objection-raised "
    "objection-withdrawn objection-confirmed objection-integrated objection-set-aside "
    "objection-contested contest-decided concern live-began live-ended recorded reopened withdrawn "
    "expired review-due opinion referred referral-withdrawn".split()
)


def note(
    session: Session,
    proposal: int,
    kind: str,
    *,
    now: datetime,
    by: int | None = None,
    member_id: int | None = None,
    concerns: Iterable[int] = (),
    **facts: int | str,
) -> None:
    """Note one act. ``by``: who acted, nobody for the clock; ``member_id``: for which member; ``concerns``:
    the members whom it concerns beside those who follow everything; ``facts``: numbers and words that its
    sentence needs ("version", "objection", "amendment", "vote", "outcome", "comment", "words").
    """
    if kind not in KINDS:
        raise ValueError(f"unknown kind of event: {kind}")
    name = session.scalar(select(Person.name).where(Person.id == by)) if by else None
    member = session.scalar(select(Member.name).where(Member.id == member_id)) if member_id else None
    session.add(
        ProposalEvent(
            proposal=proposal,
            kind=kind,
            at=now,
            person_id=by,
            person_name=name or "",
            member_name=member or "",
            facts=json.dumps(facts, ensure_ascii=False),
            concerns=json.dumps(sorted(set(concerns))),
        )
    )
    session.flush()
