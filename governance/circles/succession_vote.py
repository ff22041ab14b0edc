"""What the page of a succession shows of its vote, or of its lot: the seats, who stands, whom it calls."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import bars, election, ranking, succession_next
from governance.circles.models import Chosen, Succession
from governance.members import queries as members
from governance.register import log
from governance.rules import queries as rules
from proposals import candidacies, of_role
from proposals import lifecycle as life
from proposals.models import Proposal, ProposalOption
from proposals.standing import found_decision
from voting import rule as frozen
from voting.models import Vote


@dataclass(frozen=True)
class LotFacts:
    """A lot as it is published: the list and its fingerprint, then the source and its day, then the seed."""

    vote: int
    listed: tuple[str, ...]
    fingerprint: str
    opened_at: datetime
    randomness: str
    closes_at: datetime
    seed: str | None
    sealed: bool


@dataclass(frozen=True)
class Candidate:
    """Somebody who stands, or was taken off the list; ``why``: they may not hold the role, kept; or ""."""

    label: str
    name: str
    withdrawn: bool
    why: str


@dataclass(frozen=True)
class Asked:
    """A vote, or a lot. ``seats``: how many it fills, by the name of the college or under ""; ``ranks``:
    whether its result says who comes next. ``by_hand``: those elected who have no account; ``tied``: those
    who come next as equals.
    """

    seats: tuple[tuple[str, int], ...]
    ranks: bool
    candidates: tuple[Candidate, ...]
    by_hand: tuple[str, ...]
    tied: tuple[str, ...]
    lot: LotFacts | None


def read(
    session: Session, row: Succession, question: Proposal | None, people: list[Chosen], now: datetime
) -> Asked | None:
    """The vote or the lot of a succession; None without candidates."""
    if question is None or row.kind == election.FREE:
        return None
    names = {each.id: each.name for each in members.colleges(session)}
    rule = found_decision(rules.in_force(session).code, question.circle_id, question.rule_id)
    filled = of_role.seats(session, question.number)
    adopted = question.state == life.ADOPTED
    return Asked(
        seats=tuple((names.get(id_, ""), number) for id_, number in filled.items()),
        ranks=rule is not None and ranking.ranks(rule.rule),
        candidates=_candidates(session, question, now),
        by_hand=tuple(succession_next.by_hand(session, row, people, now)) if adopted else (),
        tied=tuple(succession_next.tied(session, row, people)) if adopted else (),
        lot=_lot(session, question) if row.kind == election.LOT else None,
    )


def _candidates(session: Session, question: Proposal, now: datetime) -> tuple[Candidate, ...]:
    query = select(ProposalOption).where(
        ProposalOption.proposal == question.number, ProposalOption.member_id.is_not(None)
    )
    known = of_role.barred(session, question.number) if question.state in bars.STANDING else []
    found = []
    for each in session.scalars(query.order_by(ProposalOption.id)):
        why = each.withdrawn_why
        if known and each.withdrawn_at is None:
            why = of_role.why_not(known, candidacies.person_of(session, each, now), each.college_id)
        gone = each.withdrawn_at is not None
        found.append(Candidate(each.label, each.person_name, gone, why))
    return tuple(found)


def _lot(session: Session, question: Proposal) -> LotFacts | None:
    vote = session.get(Vote, question.vote) if question.vote else None
    if vote is None or vote.method != election.LOT:
        return None
    listed = [each["label"] for each in json.loads(vote.options or "[]")]
    rule = frozen.read(json.loads(vote.rule))
    return LotFacts(
        vote.number, tuple(listed), log.fingerprint((vote.options or "").encode()), vote.opened_at,
        str(rule.settings.get("randomness", "")), vote.closes_at, vote.seed, vote.sealed_at is not None,
    )  # fmt: skip
