"""Casting ballots: one short transaction, the same few statements whatever the size of the vote."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from governance.members.models import Representation
from governance.web.models import Network
from voting import answers as answers_
from voting import choosing, entered, proxy_casting, receipts, urn
from voting.answers import Answer
from voting.choosing import Chooser
from voting.entered import Entry
from voting.errors import (
    CastForGood,
    Closed,
    HeldLive,
    NotRegistered,
    NotYourMember,
    UnknownChoice,
    VoteNotFound,
)
from voting.errors_choice import HasVotedItself
from voting.models import Ballot, ReplacedCommitment, Vote, VoteCollege, VoteRight
from voting.proxy_casting import Carried
from voting.proxy_errors import PrincipalVoted


@dataclass(frozen=True)
class Booth:
    """The facts of the vote that a cast needs, read under its lock."""

    number: int
    method: str
    secret: bool
    may_change: bool
    keeps_colleges: bool
    proxies: bool
    network: str
    today: date
    chooser: Chooser | None  # None for a vote on a text


@dataclass(frozen=True)
class Held:
    """A right of the electorate, and the commitment of the ballot already cast under it.

    ``proxy``: the one its principal gave and that is current, where ``by_proxy`` the one that is being used.
    """

    id: int
    member_id: int
    member_name: str
    college_id: str
    commitment: str | None
    entered_by: str | None = None
    proxy: Carried | None = None
    by_proxy: bool = False


@dataclass(frozen=True)
class Cast:
    """A ballot now in the urn; ``receipt`` is signed from it, outside the transaction where speed matters.

    ``instead_of`` names the holder whose ballot by proxy it replaces.
    """

    network: str
    vote: int
    commitment: str
    r: str
    ballot: Mapping[str, Any] | None
    instead_of: str | None = None

    def receipt(self, key: Ed25519PrivateKey) -> receipts.Receipt:
        return receipts.sign(
            key,
            network=self.network,
            vote=self.vote,
            commitment=self.commitment,
            r=self.r,
            ballot=self.ballot,
        )


_BOOTH = (
    select(
        Vote.number, Vote.method, Vote.secret, Vote.may_change, Vote.rule, Vote.closes_at, Vote.sealed_at,
        Network.slug, Network.time_zone, Vote.options, Vote.live,
    )
    .join(Network, Network.id == 1)
    .where(Vote.number == bindparam("vote"))
)  # fmt: skip
_BOOTH_LOCKED = _BOOTH.with_for_update(of=Vote, key_share=True)
_HELD = (
    select(VoteRight.id, VoteRight.member_id, VoteRight.member_name, VoteRight.college_id)
    .add_columns(Ballot.commitment, VoteRight.entered_by)
    .outerjoin(Ballot, Ballot.right_id == VoteRight.id)
    .where(VoteRight.vote == bindparam("vote"), VoteRight.member_id.in_(bindparam("members", expanding=True)))
)
_SPOKEN_FOR = select(Representation.member_id).where(
    Representation.person_id == bindparam("person"),
    Representation.member_id.in_(bindparam("members", expanding=True)),
    Representation.starts_on <= bindparam("today"),
    or_(Representation.ends_on.is_(None), Representation.ends_on > bindparam("today")),
)
_SIGN_LIST = (
    update(VoteRight)
    .where(VoteRight.id == bindparam("right_id"))
    .values(cast_at=bindparam("at"), cast_by=bindparam("by"))
)
_COUNT_COLLEGE = (
    update(VoteCollege)
    .where(VoteCollege.vote == bindparam("number"), VoteCollege.college_id == bindparam("college"))
    .values(cast=VoteCollege.cast + 1)
)
_COUNT_VOTE = update(Vote).where(Vote.number == bindparam("voted")).values(cast=Vote.cast + bindparam("more"))


def cast(
    session: Session,
    *,
    vote: int,
    member_id: int,
    choice: str = "",
    reason: str = "",
    nature: str = "",
    ballot: Mapping[str, Any] | None = None,
    by: int,
    now: datetime,
    key: Ed25519PrivateKey,
) -> receipts.Receipt:
    """Cast, or replace, the ballot of one member, and sign its receipt. Refusals as `cast_all`."""
    answer = Answer(member_id, choice, reason, nature, ballot)
    return cast_all(session, vote=vote, answers=[answer], by=by, now=now)[0].receipt(key)


def cast_all(
    session: Session,
    *,
    vote: int,
    answers: Sequence[Answer],
    by: int,
    now: datetime,
    entry: Entry | None = None,
    room: bool = False,
) -> list[Cast]:
    """Cast, or replace, one ballot for each answer: all of them or none. ``entry``: entered for the members,
    by somebody whose right to do so `assisted.cast_for` has checked. ``room``: said in a live round.

    ``now`` is compared with the deadline here, inside the transaction. Raises VoteNotFound, Closed, HeldLive,
    NotRegistered, NotYourMember, PrincipalVoted, CastForGood, and the refusals of a paper wrongly filled in.
    """
    connection = session.connection()
    booth = _enter(connection, vote, now, room)
    asked = [answer.member_id for answer in answers]
    held = _rights(session, connection, booth, asked, None if entry else by)
    papers = [_paper(connection, booth, answer, right) for answer, right in zip(answers, held, strict=True)]
    made = [_drop(connection, booth, right, paper, now) for right, paper in zip(held, papers, strict=True)]
    connection.execute(_SIGN_LIST, [{"right_id": right.id, "at": now, "by": by} for right in held])
    fresh = [right for right in held if right.commitment is None]
    if fresh:
        connection.execute(_COUNT_VOTE, {"voted": vote, "more": len(fresh)})
        connection.execute(_COUNT_COLLEGE, [{"number": vote, "college": right.college_id} for right in fresh])
    if entry or any(right.entered_by for right in held):
        entered.mark(connection, [right.id for right in held], entry)
    if booth.proxies:
        _settle_proxies(session, held, now)
    return made


def _enter(connection: Connection, vote: int, now: datetime, room: bool) -> Booth:
    """The vote under its lock (a row lock on PostgreSQL, the gate on SQLite), while it is open."""
    locked = connection.dialect.name == "postgresql"
    row = connection.execute(_BOOTH_LOCKED if locked else _BOOTH, {"vote": vote}).one_or_none()
    if row is None:
        raise VoteNotFound
    number, method, secret, may_change, rule, closes_at, sealed_at, slug, zone, options, live = row
    if now >= closes_at or sealed_at is not None:
        raise Closed
    if live and not room:
        raise HeldLive
    written = json.loads(rule)
    keeps_colleges = not secret or written.get("report") != "overall-only"
    proxies = written.get("proxies", "none") != "none"
    today = now.astimezone(ZoneInfo(zone)).date()
    chooser = choosing.chooser(method, written, options)
    return Booth(number, method, secret, may_change, keeps_colleges, proxies, slug, today, chooser)


def _paper(connection: Connection, booth: Booth, answer: Answer, right: Held) -> dict[str, Any]:
    """What is written on the ballot. Raises the refusals of a paper wrongly filled in."""
    if booth.chooser is not None:
        if answer.ballot is None:
            raise UnknownChoice
        return booth.chooser.paper(booth.number, answer.ballot, right.college_id)
    return answers_.paper(booth.number, booth.method, answer, lambda: _text(connection, booth.number))


def _text(connection: Connection, vote: int) -> str:
    return str(connection.execute(select(Vote.text).where(Vote.number == vote)).scalar_one())


def _rights(
    session: Session, connection: Connection, booth: Booth, members: list[int], by: int | None
) -> list[Held]:
    """The rights under which the person may cast today, in the order of ``members``: those of members they
    represent, and those of principals whose proxy one of these members carries; any where ``by`` is None.
    """
    rows = connection.execute(_HELD, {"vote": booth.number, "members": members})
    found = {row[1]: Held(*row) for row in rows}
    carried = proxy_casting.of_principals(session, booth.number, members) if booth.proxies else {}
    asked = {*members, *(each.holder_id for each in carried.values())}
    given = {"person": by, "members": list(asked), "today": booth.today}
    spoken_for = set(members) if by is None else set(connection.execute(_SPOKEN_FOR, given).scalars())
    for member_id in members:
        if member_id not in found:
            raise NotRegistered
        if by is None and found[member_id].commitment is not None and found[member_id].entered_by is None:
            raise HasVotedItself
        found[member_id] = _entitled(booth, found[member_id], spoken_for, carried.get(member_id))
    return [found[member_id] for member_id in members]


def _entitled(booth: Booth, right: Held, spoken_for: set[int], proxy: Carried | None) -> Held:
    """The right, with the proxy that plays a part in this cast: the one used, or the one voted over."""
    own = right.member_id in spoken_for
    if not own:
        if proxy is None or proxy.holder_id not in spoken_for:
            raise NotYourMember
        if proxy.ended:
            raise PrincipalVoted(member=right.member_name)
    current = None if proxy is None or proxy.ended else proxy
    prevails = own and ((current is not None and current.used) or right.entered_by is not None)
    if right.commitment is not None and not booth.may_change and not prevails:
        raise CastForGood(member=right.member_name)
    return replace(right, proxy=current, by_proxy=not own)


def _settle_proxies(session: Session, held: list[Held], now: datetime) -> None:
    """A proxy that served is used; one whose principal has voted in person ends."""
    with_one = [(right, right.proxy) for right in held if right.proxy is not None]
    used = [proxy for right, proxy in with_one if right.by_proxy]
    if used:
        proxy_casting.use(session, used, now)
    over = [proxy for right, proxy in with_one if not right.by_proxy]
    if over:
        proxy_casting.vote_over(session, over, now)


def _drop(connection: Connection, booth: Booth, right: Held, paper: dict[str, Any], now: datetime) -> Cast:
    """Put the ballot in the urn; the one it replaces stays known by its commitment only."""
    if right.commitment is not None:
        connection.execute(delete(Ballot).where(Ballot.commitment == right.commitment))
        connection.execute(insert(ReplacedCommitment), {"commitment": right.commitment, "vote": booth.number})
    r = secrets.token_bytes(urn.R_BYTES)
    commitment = urn.commitment(r, paper)
    ballot = {
        "commitment": commitment,
        "vote": booth.number,
        "right_id": right.id,
        "college_id": right.college_id if booth.keeps_colleges else None,
        "r": r.hex(),
        "paper": rfc8785.dumps(paper).decode(),
        "cast_at": now,
    }
    connection.execute(insert(Ballot), ballot)
    instead_of = right.proxy.holder_name if right.proxy and right.proxy.used and not right.by_proxy else None
    return Cast(booth.network, booth.number, commitment, r.hex(), None if booth.secret else paper, instead_of)
