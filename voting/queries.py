"""What the worker, the home page and the subject of a vote ask of votes; the pages' own reads are in
``sheet``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from governance.members.models import Person
from governance.members.queries import CollegeFacts
from governance.web.visitor import Visitor
from voting import proxy_casting, ties, untying
from voting import rule as rules
from voting.awaited import LOT
from voting.errors import NotCountedYet, VoteNotFound
from voting.models import Ballot, ReplacedCommitment, Vote, VoteCollege, VoteRight
from voting.proxy_models import Proxy
from voting.rule import Rule, SecondCall
from voting.sealing import settled
from voting.showing import seen_by
from voting.ties import Awaited

__all__ = [
    "Line",
    "Outcome",
    "Position",
    "closed",
    "open_now",
    "outcome",
    "place",
    "positions",
    "recount_file",
    "rights",
    "sealed_at",
    "settled",
    "to_seal",
    "to_settle",
]

PAGE = 20


@dataclass(frozen=True)
class Line:
    """A vote in a list. ``outcome`` is None until it is counted."""

    number: int
    question: str
    method: str
    rule_name: str
    secret: bool
    closes_at: datetime
    cast: int
    registered: int
    outcome: str | None


@dataclass(frozen=True)
class Position:
    """What a member answered, in an open vote that is sealed; ``ballot`` is the whole of the paper.

    ``entered_by`` names the facilitator who entered it for the member, ``by_proxy`` the member that cast it
    with its proxy, if any; ``person_name`` whoever gave the position, unless it was entered for the member.
    """

    member_id: int
    member_name: str
    college_id: str
    choice: str
    reason: str
    nature: str
    ballot: Mapping[str, Any] = field(default_factory=dict)
    entered_by: str | None = None
    by_proxy: str | None = None
    person_name: str = ""


@dataclass(frozen=True)
class Outcome:
    """All that the subject of a vote, and the register, need of one that is sealed.

    ``positions`` is empty for a secret vote; ``rule_words`` is {"fr": […], "en": […]}; ``colleges`` are as
    they were at opening; ``result`` is the ``result/1`` object.
    """

    number: int
    subject: str
    subject_version: int
    round: int
    question: str
    text: str
    text_html: str
    circle_id: str
    circle_name: str
    code_version: int
    rule_id: str
    rule_name: str
    method: str
    secret: bool
    public: bool
    opened_at: datetime
    closed_at: datetime
    sealed_at: datetime
    previous: int | None
    outcome: str
    result: dict[str, Any]
    rule_words: dict[str, list[str]]
    rule: Rule
    colleges: list[CollegeFacts]
    positions: list[Position]
    tie: Awaited | None = None  # what is awaited to break the tie: until then this is not the last word

    @property
    def fallback(self) -> str | None:
        return self.rule.fallback

    @property
    def rounds_max(self) -> int | None:
        return self.rule.rounds_max

    @property
    def second_call(self) -> SecondCall | None:
        return self.rule.second_call


def to_seal(session: Session, now: datetime) -> list[int]:
    """Votes that have closed and are not counted, the oldest first; a lot once its randomness is known."""
    query = select(Vote.number).where(Vote.sealed_at.is_(None), Vote.closes_at <= now)
    query = query.where(or_(Vote.method != LOT, Vote.seed.is_not(None)))
    return list(session.scalars(query.order_by(Vote.closes_at, Vote.number)))


def to_settle(session: Session) -> list[int]:
    """Votes counted whose subject has not read the outcome yet, unless something is to break their tie."""
    query = select(Vote.number).where(Vote.sealed_at.is_not(None), Vote.settled_at.is_(None))
    tied = {each.number for each in untying.pending(session)}
    numbers = session.scalars(query.order_by(Vote.closes_at, Vote.number))
    return [number for number in numbers if number not in tied]


_LINE = (Vote.number, Vote.question, Vote.method, Vote.rule_name, Vote.secret, Vote.closes_at, Vote.cast,
         Vote.registered, Vote.outcome)  # fmt: skip


def open_now(session: Session, *, visitor: Visitor, now: datetime) -> list[Line]:
    """The open votes that the visitor sees, by deadline."""
    query = select(*_LINE).where(Vote.closes_at > now).order_by(Vote.closes_at, Vote.number)
    return [Line(*row) for row in session.execute(query.where(seen_by(visitor)))]


def closed(session: Session, *, visitor: Visitor, now: datetime, before: int | None = None) -> list[Line]:
    """A page of closed votes, the most recent number first, and one more when there is a next page."""
    query = select(*_LINE).where(Vote.closes_at <= now).order_by(Vote.number.desc()).limit(PAGE + 1)
    if before is not None:
        query = query.where(Vote.number < before)
    return [Line(*row) for row in session.execute(query.where(seen_by(visitor)))]


def outcome(session: Session, vote: int) -> Outcome:
    """The outcome of a sealed vote. Raises VoteNotFound, NotCountedYet."""
    columns = (
        Vote.number, Vote.subject, Vote.subject_version, Vote.round, Vote.question, Vote.text, Vote.text_html,
        Vote.circle_id, Vote.circle_name, Vote.code_version, Vote.rule_id, Vote.rule_name, Vote.method,
        Vote.secret, Vote.public, Vote.opened_at, Vote.closes_at, Vote.sealed_at, Vote.previous, Vote.outcome,
        Vote.result, Vote.rule_words, Vote.rule, Vote.casting_vote, Vote.seed,
    )  # fmt: skip
    row = session.execute(select(*columns).where(Vote.number == vote)).one_or_none()
    if row is None:
        raise VoteNotFound
    if row.result is None:
        raise NotCountedYet
    facts = dict(row._mapping)
    facts["closed_at"] = facts.pop("closes_at")
    facts["result"] = json.loads(row.result)
    facts["rule_words"] = json.loads(row.rule_words)
    facts["rule"] = rules.read(json.loads(row.rule))
    placed, seed = ties.kept(facts.pop("casting_vote")), facts.pop("seed")
    facts["tie"] = ties.awaited(facts["rule"], facts["result"], casting_vote=placed, seed=seed)
    return Outcome(**facts, colleges=colleges(session, vote), positions=positions(session, vote))


def colleges(session: Session, vote: int) -> list[CollegeFacts]:
    """The colleges as they were at opening, by position."""
    table = VoteCollege
    columns = (table.college_id, table.name, table.letter, table.position, table.weight)
    rows = session.execute(select(*columns).where(table.vote == vote).order_by(table.position))
    return [CollegeFacts(*row) for row in rows]


def positions(session: Session, vote: int) -> list[Position]:
    """Who answered what, in the order of the electorate: for open votes, and only once they are sealed."""
    rows = session.execute(
        select(VoteRight.member_id, VoteRight.member_name, VoteRight.college_id, Ballot.paper)
        .add_columns(VoteRight.entered_by, Proxy.holder_name, Person.name)
        .join(Ballot, Ballot.right_id == VoteRight.id)
        .join(Vote, Vote.number == VoteRight.vote)
        .outerjoin(Person, Person.id == VoteRight.cast_by)
        .outerjoin(Proxy, proxy_casting.CARRIED)
        .where(VoteRight.vote == vote, Vote.sealed_at.is_not(None), Vote.secret.is_(False))
        .order_by(VoteRight.id)
    )
    return [_position(*row) for row in rows]


def rights(session: Session, vote: int) -> dict[int, str]:
    """The members who could vote, with their names as they were, in the order of the electorate."""
    query = select(VoteRight.member_id, VoteRight.member_name).where(VoteRight.vote == vote)
    return {id_: name for id_, name in session.execute(query.order_by(VoteRight.id))}


def _position(
    member_id: int,
    member_name: str,
    college_id: str,
    paper: str,
    entered_by: str | None,
    by_proxy: str | None,
    person_name: str | None,
) -> Position:
    said = json.loads(paper)
    choice, reason, nature = (str(said.get(name, "")) for name in ("choice", "reason", "nature"))
    who = "" if entered_by else person_name or ""
    return Position(
        member_id, member_name, college_id, choice, reason, nature, said, entered_by, by_proxy, who
    )


def recount_file(session: Session, vote: int) -> tuple[str, str, bool]:
    """The exact text of the recount file, its SHA-256, if the vote is public. Raises NotCountedYet."""
    row = session.execute(
        select(Vote.recount, Vote.recount_sha256, Vote.public).where(Vote.number == vote)
    ).one_or_none()
    if row is None or row.recount is None or row.recount_sha256 is None:
        raise NotCountedYet
    return row.recount, row.recount_sha256, row.public


def names_voters(text: str) -> bool:
    """Whether a recount file names the members of its electorate."""
    return any("name" in voter for voter in json.loads(text).get("electorate", ()))


def place(session: Session, vote: int, commitment: str) -> str:
    """Where a commitment is: in the "urn", "replaced", or "missing"."""
    for table, name in ((Ballot, "urn"), (ReplacedCommitment, "replaced")):
        query = select(table.commitment).where(table.commitment == commitment, table.vote == vote)
        if session.scalar(query) is not None:
            return name
    return "missing"


def sealed_at(session: Session, vote: int) -> datetime | None:
    """When the urn was sealed; None while it is open, or when there is no such vote."""
    return session.scalar(select(Vote.sealed_at).where(Vote.number == vote))
