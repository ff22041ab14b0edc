"""Whose turn it is to say what in a debate whose phases have their times."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.web.visitor import Visitor
from proposals import coauthors, phases, rounds
from proposals import lifecycle as life
from proposals.errors_debate import BY_PHASE
from proposals.models import Comment
from proposals.purposes import ANSWER, PURPOSES, REACTION


class Debated(phases.Placed, Protocol):
    """A proposal as it is debated: its row, or the head of its page."""

    @property
    def number(self) -> int: ...
    @property
    def member_id(self) -> int: ...


@dataclass(frozen=True)
class Turn:
    """What may be said now. ``phase``: of ``rounds``, none where the debate is free; ``until``: its end.

    ``offered``: the purposes of a new message; ``answers``: whether one may answer; ``reason``: of
    ``rounds.may_say``, where nothing is offered.
    """

    phase: str = ""
    until: datetime | None = None
    offered: tuple[str, ...] = PURPOSES
    answers: bool = True
    reason: str = ""


FREE = Turn()


def check_turn(session: Session, proposal: Debated, purpose: str, *, member_id: int, now: datetime) -> None:
    """Raises one of ``BY_PHASE`` where the phase does not allow this member to say this."""
    phase = _timed(session, proposal, now)
    if phase is None:
        return
    reacted = bool(_reacted(session, proposal, [member_id], phase))
    writes = member_id in _writers(session, proposal)
    reason = rounds.may_say(phase.name, purpose, has_reacted=reacted, is_author=writes)
    if reason is not None:
        raise BY_PHASE[reason](until=phase.ends)


def turn(session: Session, proposal: Debated, visitor: Visitor, now: datetime) -> Turn:
    """What the visitor may say now, for one at least of the members they speak for.

    Who speaks for nobody is told nothing of turns: the form is not for them.
    """
    voices = [voice.member_id for voice in visitor.speaks_for]
    phase = _timed(session, proposal, now) if voices else None
    if phase is None:
        return FREE
    reacted, writers = _reacted(session, proposal, voices, phase), _writers(session, proposal)
    said = {
        purpose: [
            rounds.may_say(
                phase.name,
                purpose,
                has_reacted=member in reacted,
                is_author=member in writers,
            )
            for member in voices
        ]
        for purpose in (*PURPOSES, ANSWER)
    }
    offered = tuple(purpose for purpose in PURPOSES if None in said[purpose])
    expected = REACTION if phase.name == rounds.REACTIONS else ANSWER
    reason = "" if offered else next((each for each in said[expected] if each), "")
    return Turn(phase.name, phase.ends, offered, None in said[ANSWER], reason)


def _timed(session: Session, proposal: Debated, now: datetime) -> phases.Phase | None:
    """The phase of the proposal, where the clock says what may be said in it."""
    if proposal.state != life.DEBATE:
        return None
    phase = phases.of(session, proposal, now)
    return phase if phase and phase.ends is not None else None


def _writers(session: Session, proposal: Debated) -> frozenset[int]:
    """The members who propose: they answer questions, and listen to reactions."""
    return coauthors.members(session, proposal.number) | {proposal.member_id}


def _reacted(session: Session, proposal: Debated, members: list[int], phase: phases.Phase) -> set[int]:
    """Which of these members have given their reaction since this debate began."""
    if not members:
        return set()
    query = select(Comment.member_id).where(
        Comment.proposal == proposal.number,
        Comment.member_id.in_(members),
        Comment.purpose == REACTION,
        Comment.removed_at.is_(None),
        Comment.created_at >= phase.plan.began,
    )
    return {member for member in session.scalars(query) if member is not None}
