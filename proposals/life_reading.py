"""What the page of a proposal shows of its life beside its steps: embargo, petition, meetings asked for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members.models import Circle
from governance.rules import queries as rules
from governance.web.visitor import Visitor, Voice
from proposals import circle_members, meetings, petition, there
from proposals import lifecycle as life
from proposals.heads import Head
from proposals.models_life import ProposalCircle
from proposals.standing import found_decision


@dataclass(frozen=True)
class Petition:
    """``wanted``: how many signatures put the question on the agenda; ``may_sign``: voices that have not."""

    signatures: list[petition.Signature]
    wanted: int
    may_sign: tuple[Voice, ...]
    signed: tuple[Voice, ...]


@dataclass(frozen=True)
class Life:
    """``circles``: names of those that see an embargoed proposal; ``may_double``: voices that may ask it."""

    circles: list[str]
    petition: Petition | None
    may_double: tuple[Voice, ...]
    meetings: list[meetings.Request]


def of(session: Session, head: Head, visitor: Visitor, now: datetime) -> Life:
    """What there is of it, for this visitor."""
    rule = found_decision(rules.in_force(session).code, head.circle_id, head.rule_id)
    process = rule.process if rule else None
    state = life.at(head.state, head.expires_at, now)
    seated: frozenset[int] = frozenset()
    if process and (process.doubling or process.petition) and state in life.EXPIRING:
        seated = circle_members.of(session, head.circle_id, now)
    voices = tuple(voice for voice in visitor.speaks_for if voice.member_id in seated)
    doubles = process is not None and process.doubling and head.doubled_at is None
    lasts = state == life.DEBATE and head.debate_ends_at is not None and now < head.debate_ends_at
    found = None
    on_the_agenda = head.referred_by is not None and head.petitioned_at is not None
    if process and process.petition and not on_the_agenda and state in (life.DEBATE, life.POSTPONED):
        signed = petition.signatures(session, head.number)
        needed = petition.wanted(process.petition, len(seated))
        found = _petition(signed, needed, voices)
    return Life(
        _circles(session, head.number) if state == life.EMBARGOED else [],
        found,
        voices if doubles and lasts else (),
        meetings.of(session, head.number) if "meetings" in there.of(session, head.number) else [],
    )


def _petition(signed: list[petition.Signature], needed: int, voices: tuple[Voice, ...]) -> Petition:
    names = {each.member_id for each in signed}
    return Petition(
        signed,
        needed,
        tuple(voice for voice in voices if voice.member_id not in names),
        tuple(voice for voice in voices if voice.member_id in names),
    )


def _circles(session: Session, number: int) -> list[str]:
    query = select(Circle.name).join(ProposalCircle, ProposalCircle.circle_id == Circle.id)
    return list(session.scalars(query.where(ProposalCircle.proposal == number).order_by(Circle.position)))
