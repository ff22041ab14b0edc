"""What comes before the vote on a proposal: the list, the home page and its own page read it here."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from proposals import lifecycle as life
from proposals import opinions_awaited
from proposals.models import Objection
from proposals.models_amendments import Amendment
from proposals.models_life import ProposalQuestion
from proposals.steps import Waits
from voting.models import Vote


class Placed(opinions_awaited.Placed, Protocol):
    """Where a proposal stands, as a list and a page both know it."""

    @property
    def state(self) -> str: ...
    @property
    def opening(self) -> str: ...
    @property
    def versions(self) -> int: ...
    @property
    def standing(self) -> int: ...


@dataclass(frozen=True)
class Before:
    """``asked``: when the questions put to the circle close; ``unanswered``: standing objections made to the
    present text; ``waits``: what else is to be done before the vote, in the order in which it is said.
    """

    asked: tuple[datetime, ...] = ()
    unanswered: int = 0
    waits: tuple[Waits, ...] = ()


NOTHING = Before()
_Put = set[tuple[int, str, int]]  # questions before a circle: proposal, kind, target
_Found = defaultdict[int, list[Waits]]


def of(session: Session, proposals: Iterable[Placed], now: datetime) -> dict[int, Before]:
    """What comes before the vote on each of these proposals, by number. Six queries at the most.

    A contest comes first, only where a text that lifts another objection is not looked for.
    """
    listed = [each for each in proposals if each.state in life.EXPIRING]
    if not listed:
        return {}
    closing, put = _asked(session, [each.number for each in listed])
    due = [each for each in listed if each.opening and each.state != life.EMBARGOED]
    found: _Found = defaultdict(list)
    unanswered = _objections(session, [each for each in due if each.standing], put, found)
    _amendments(session, [each.number for each in due], put, found)
    for number, opinions in opinions_awaited.waiting(session, due, now).items():
        found[number] += [Waits("circle", "opinion", circle=name, until=until) for name, until in opinions]
    return {
        each.number: Before(
            tuple(closing[each.number]), unanswered.get(each.number, 0), tuple(found[each.number])
        )
        for each in listed
    }


def _asked(session: Session, numbers: Collection[int]) -> tuple[defaultdict[int, list[datetime]], _Put]:
    """The questions that wait for the answer of a circle: when they close, and what they are about."""
    table = ProposalQuestion
    rows = session.execute(
        select(table.proposal, table.kind, table.target, Vote.closes_at)
        .join(Vote, Vote.number == table.vote)
        .where(table.proposal.in_(numbers), table.outcome.is_(None))
        .order_by(table.id)
    )
    closing: defaultdict[int, list[datetime]] = defaultdict(list)
    put: _Put = set()
    for number, kind, target, closes_at in rows:
        closing[number].append(closes_at)
        put.add((number, kind, target))
    return closing, put


def _objections(session: Session, due: list[Placed], put: _Put, found: _Found) -> dict[int, int]:
    """How many standing objections the present texts do not answer; the contests that are to be put."""
    if not due:
        return {}
    upheld = exists().where(
        ProposalQuestion.proposal == Objection.proposal,
        ProposalQuestion.kind == "contest",
        ProposalQuestion.target == Objection.number,
        ProposalQuestion.outcome == life.ADOPTED,
    )
    rows = session.execute(
        select(Objection.proposal, Objection.number, Objection.version)
        .add_columns(Objection.contested_at.is_not(None) & ~upheld)
        .where(Objection.proposal.in_([each.number for each in due]), Objection.status == "standing")
        .order_by(Objection.proposal, Objection.number)
    )
    versions = {each.number: each.versions for each in due}
    standing: defaultdict[int, list[tuple[int, bool]]] = defaultdict(list)
    for number, objection, version, contested in rows:
        if version >= versions[number]:
            standing[number].append((objection, contested))
    for each in due:
        told = standing[each.number]
        if each.opening == life.ROUND and all(contested for _objection, contested in told):
            unput = [target for target, _ in told if (each.number, "contest", target) not in put]
            found[each.number] += [Waits("facilitator", "contest", target) for target in unput]
    return {number: len(told) for number, told in standing.items()}


def _amendments(session: Session, numbers: Collection[int], put: _Put, found: _Found) -> None:
    """The amendments that the circle has to decide, or has adopted and nobody wrote in."""
    unwritten = (Amendment.status == "adopted") & Amendment.made_version.is_(None)
    rows = session.execute(
        select(Amendment.proposal, Amendment.number, Amendment.status)
        .where(Amendment.proposal.in_(numbers), or_(Amendment.status == "referred", unwritten))
        .order_by(Amendment.proposal, Amendment.number)
    )
    for number, amendment, status in rows:
        if status == "adopted":
            found[number].append(Waits("author", "write-in", amendment))
        elif (number, "amendment", amendment) not in put:
            found[number].append(Waits("facilitator", "amendment", amendment))
