"""What the page of one vote reads: a fixed number of queries, whatever the size of the vote."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import Session

from governance.register.models import Decision
from governance.web.models import Network
from governance.web.visitor import Visitor, Voice
from proposals.paragraphs import Paragraph, split
from voting import proxy_queries, ties
from voting import rule as rules
from voting.casting import Cast
from voting.errors import NotYourReceipt, ReceiptGone, VoteNotFound
from voting.models import Ballot, Vote, VoteCollege, VoteRight
from voting.options import Option, loads
from voting.rule import Rule


@dataclass(frozen=True)
class SheetCollege:
    """A college as it was at opening; ``cast`` is how many of it took part."""

    id: str
    name: str
    letter: str
    position: int
    weight: str
    registered: int
    cast: int


@dataclass(frozen=True)
class Sheet:
    """One vote, without its recount file. ``result`` is None until it is sealed."""

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
    raw_rule: dict[str, Any]
    words: dict[str, list[str]]
    secret: bool
    may_change: bool
    public: bool
    opened_at: datetime
    closes_at: datetime
    registered: int
    cast: int
    sealed_at: datetime | None
    result: dict[str, Any] | None
    urn_root: str | None
    previous: int | None
    seed: str | None
    options: list[Option]
    recount_length: int | None
    text_sha256: str
    casting_vote: tuple[str, ...]
    casting_vote_by: str | None
    settled_at: datetime | None
    live: bool
    electorate_only: bool
    closed_by: str | None
    closed_why: str | None
    colleges: list[SheetCollege]

    @cached_property
    def rule(self) -> Rule:
        return rules.read(self.raw_rule)

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The numbered paragraphs of the text."""
        return split(self.text)

    @property
    def about(self) -> int | None:
        """The question about a proposal that this vote puts, if it is one."""
        kind, _, number = self.subject.partition(":")
        return int(number) if kind == "question" else None

    def college(self, id: str) -> SheetCollege:
        return next(college for college in self.colleges if college.id == id)

    def state(self, now: datetime) -> str:
        """ "open", "counting" between closing and sealing, "counted"."""
        if self.result is not None:
            return "counted"
        return "open" if now < self.closes_at else "counting"


@dataclass(frozen=True)
class Held:
    """A right of the electorate under which I may cast. ``mine``: I cast its ballot myself.

    ``ballot`` is shown to who cast it, and never for a secret vote. ``given``: the proxy my member gave;
    ``carried``: the one by which I vote for another, whose name and college are then in ``voice``; it has
    ended where that member has voted in person.
    """

    right: int
    voice: Voice
    college: SheetCollege
    cast_at: datetime | None
    mine: bool
    ballot: dict[str, Any] | None
    given: proxy_queries.Line | None = None
    carried: proxy_queries.Line | None = None

    @property
    def choice(self) -> str | None:
        """The answer to a text; None where options are chosen."""
        return None if self.ballot is None else self.ballot.get("choice")

    def replaceable(self, may_change: bool) -> bool:
        """Whether the ballot in the urn may be cast again: one cast by proxy gives way to its principal's."""
        if self.carried is not None and self.carried.ended_at is not None:
            return False
        by_proxy = self.given is not None and self.given.used_at is not None
        return may_change or by_proxy


# Read by every page of a vote: built once, and asked for without the object layer.
_V, _C = Vote.__table__.c, VoteCollege.__table__.c
_SHEET = select(
    _V.number, _V.subject, _V.subject_version, _V.round, _V.question, _V.text, _V.text_html,
    _V.circle_id, _V.circle_name, _V.code_version, _V.rule_id, _V.rule_name, _V.method, _V.rule,
    _V.rule_words, _V.secret, _V.may_change, _V.public, _V.opened_at, _V.closes_at,
    _V.registered, _V.cast, _V.sealed_at, _V.result, _V.urn_root, _V.previous,
    _V.text_sha256, _V.seed, _V.options, _V.casting_vote, _V.casting_vote_by, _V.settled_at,
    _V.live, _V.electorate_only, _V.closed_by, _V.closed_why,
    func.length(_V.recount).label("recount_length"),
).where(_V.number == bindparam("number"))  # fmt: skip
_COLLEGES = (
    select(_C.college_id, _C.name, _C.letter, _C.position, _C.weight, _C.registered, _C.cast)
    .where(_C.vote == bindparam("number"))
    .order_by(_C.position)
)


def closes(session: Session, number: int) -> datetime:
    """When a vote closes. Raises VoteNotFound."""
    moment = session.scalar(select(Vote.closes_at).where(Vote.number == number))
    if moment is None:
        raise VoteNotFound
    return moment


def read(session: Session, number: int) -> Sheet:
    """One vote and its colleges. Raises VoteNotFound."""
    row = session.connection().execute(_SHEET, {"number": number}).one_or_none()
    if row is None:
        raise VoteNotFound
    facts = dict(row._mapping)
    facts["raw_rule"] = json.loads(facts.pop("rule"))
    facts["words"] = json.loads(facts.pop("rule_words"))
    facts["options"] = loads(row.options)
    facts["casting_vote"] = ties.kept(row.casting_vote)
    facts["result"] = None if row.result is None else json.loads(row.result)
    return Sheet(**facts, colleges=_colleges(session, number))


def _colleges(session: Session, number: int) -> list[SheetCollege]:
    rows = session.connection().execute(_COLLEGES, {"number": number})
    return [SheetCollege(*row) for row in rows]


def held(session: Session, sheet: Sheet, visitor: Visitor) -> list[Held]:
    """The rights of the members the visitor speaks for, then those whose proxy one of them carries; each in
    the order of the electorate.
    """
    own = [voice.member_id for voice in visitor.speaks_for]
    if not own:
        return []
    proxies = proxy_queries.around(session, sheet.number, own) if sheet.rule.proxies else []
    by_principal = {line.principal_id: line for line in proxies}
    rows = session.execute(
        select(VoteRight.id, VoteRight.member_id, VoteRight.member_name, VoteRight.college_id)
        .add_columns(VoteRight.cast_at, VoteRight.cast_by, Ballot.paper)
        .outerjoin(Ballot, Ballot.right_id == VoteRight.id)
        .where(VoteRight.vote == sheet.number, VoteRight.member_id.in_({*own, *by_principal}))
        .order_by(VoteRight.id)
    )
    found = [_held(sheet, visitor, row, by_principal.get(row.member_id)) for row in rows]
    return sorted(found, key=lambda each: each.carried is not None)


def _held(sheet: Sheet, visitor: Visitor, row: Row[Any], proxy: proxy_queries.Line | None) -> Held:
    voice, college = visitor.voice(row.member_id), sheet.college(row.college_id)
    mine = row.cast_at is not None and row.cast_by == visitor.person_id
    ballot = json.loads(row.paper) if mine and row.paper and not sheet.secret else None
    if voice is not None:
        return Held(row.id, voice, college, row.cast_at, mine, ballot, given=proxy)
    voice = Voice(row.member_id, row.member_name, college.id, college.name, college.letter, college.position)
    return Held(row.id, voice, college, row.cast_at, mine, ballot, carried=proxy)


def receipt(session: Session, number: int, right: int, person_id: int) -> tuple[Cast, str]:
    """What the receipt of a ballot is signed from, and the member's name; only for the person who cast it.

    Raises NotYourReceipt, and ReceiptGone once a secret vote is sealed.
    """
    row = session.execute(
        select(Vote.secret, Vote.sealed_at, VoteRight.cast_by, VoteRight.member_name)
        .add_columns(Network.slug, Ballot.commitment, Ballot.r, Ballot.paper)
        .join(VoteRight, VoteRight.vote == Vote.number)
        .join(Network, Network.id == 1)
        .outerjoin(Ballot, Ballot.right_id == VoteRight.id)
        .where(Vote.number == number, VoteRight.id == right)
    ).one_or_none()
    if row is not None and row.secret and row.sealed_at is not None:
        raise ReceiptGone
    if row is None or row.cast_by != person_id or row.paper is None:
        raise NotYourReceipt
    ballot = None if row.secret else json.loads(row.paper)
    return Cast(row.slug, number, row.commitment, row.r, ballot), row.member_name


def decision_number(session: Session, number: int) -> str | None:
    """The decision of the register that this vote led to."""
    return session.scalar(select(Decision.number).where(Decision.vote == number))
