"""A live session held for a step: its rows, its state, who is in the circle."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.members import queries as members
from governance.members.models import Person, Representation
from governance.web.public import touch
from proposals import appointing
from proposals.errors import NotFacilitator
from proposals.live.errors import BY_REASON, NoSession, SeenBefore
from proposals.live.fold import fold
from proposals.live.models import LiveSession, LiveStep
from proposals.live.refusing import refusal
from proposals.live.steps import State, Step
from proposals.models import Proposal
from proposals.standing import facilitates, locked, person_name


@dataclass(frozen=True)
class Room:
    """What a step needs, read under the lock of the proposal."""

    proposal: Proposal
    row: LiveSession
    steps: tuple[Step, ...]
    state: State


def held(session: Session, number: int) -> Room:
    """The session that goes on for a proposal, held against other writers. Raises NoProposal, NoSession."""
    proposal = locked(session, number)
    if proposal.live is None:
        raise NoSession
    row = session.get_one(LiveSession, proposal.live, populate_existing=True)
    taken = steps(session, row.id)
    return Room(proposal, row, taken, fold(taken))


def facilitated(session: Session, number: int, *, after: int, by: int, now: datetime) -> Room:
    """The session, for a step of a facilitator whose page showed ``after`` acts.

    Raises NoSession, NotFacilitator, SeenBefore.
    """
    room = held(session, number)
    if not facilitates(session, room.proposal.circle_id, by=by, now=now):
        raise NotFacilitator
    if room.row.acts != after:
        raise SeenBefore
    return room


def steps(session: Session, live: int) -> tuple[Step, ...]:
    """The steps of a session, in their order, those undone too."""
    rows = session.execute(
        select(LiveStep.seq, LiveStep.kind, LiveStep.body, LiveStep.at, LiveStep.person_name)
        .add_columns(LiveStep.person_id, LiveStep.own, LiveStep.undone_at)
        .where(LiveStep.session == live)
        .order_by(LiveStep.seq)
    )
    return tuple(
        Step(seq, kind, json.loads(body), at, name, person or 0, own, undone is not None)
        for seq, kind, body, at, name, person, own, undone in rows
    )


def check(room: Room, kind: str, body: Mapping[str, Any], *, own: bool = False) -> None:
    """Raises the refusal of a step that makes no sense now."""
    why = refusal(room.state, kind, body, own=own)
    if why is not None:
        raise BY_REASON[why]


def take(
    session: Session,
    room: Room,
    kind: str,
    body: Mapping[str, Any],
    *,
    by: int | None,
    now: datetime,
    own: bool = False,
) -> None:
    """Write a step down. ``own``: a representative acts for their member, beside the facilitators' count."""
    last = session.scalar(select(func.max(LiveStep.seq)).where(LiveStep.session == room.row.id)) or 0
    session.add(
        LiveStep(
            session=room.row.id,
            seq=last + 1,
            kind=kind,
            body=json.dumps(body, ensure_ascii=False),
            at=now,
            person_id=by,
            person_name=person_name(session, by) if by else "",
            own=own,
        )
    )
    if not own:
        room.row.acts += 1
    session.flush()
    touch(session, "live")


def roster(session: Session, circle_id: str, on: date, number: int) -> list[dict[str, Any]]:
    """The members of a circle that day, with the people who speak for them, as a step keeps them.

    Where the proposal entrusts a role to somebody, the member for whom they would hold it comes last.
    """
    last = appointing.heard_last(session, number)
    rights = sorted(
        members.electorate(session, circle_id=circle_id, on=on), key=lambda right: right.member_id == last
    )
    speakers = select(Representation.member_id, Person.name).join(
        Person, Person.id == Representation.person_id
    )
    found: dict[int, list[str]] = {}
    holds = members.in_force(Representation.starts_on, Representation.ends_on, on)
    for member_id, name in session.execute(speakers.where(holds).order_by(Person.name).distinct()):
        found.setdefault(member_id, []).append(name)
    return [
        {"id": right.member_id, "name": right.member_name, "college": right.college_id}
        | {"people": found.get(right.member_id, [])}
        for right in rights
    ]
