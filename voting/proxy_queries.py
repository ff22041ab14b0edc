"""What is read of proxies: mine, those of the members at a booth, who may carry one, how many served."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from governance.errors import Refusal
from governance.web.visitor import Visitor
from voting import proxies, proxy_ground
from voting.models import Vote
from voting.proxies import Party
from voting.proxy_errors import NoProxies
from voting.proxy_ground import Ground
from voting.proxy_models import Proxy
from voting.proxy_rule import Proxies

PAST = 20  # proxies shown once they are over


@dataclass(frozen=True)
class Line:
    """A proxy as its two members see it. ``closes_at`` is None while its vote is not open.

    ``ended_by``: as in the table; None while it holds, and once the vote is closed if it held until then.
    """

    id: int
    vote: int | None
    subject: str
    question: str
    principal_id: int
    principal_name: str
    holder_id: int
    holder_name: str
    instructions: str
    given_at: datetime
    accepted_at: datetime | None
    used_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None
    closes_at: datetime | None

    @property
    def proposal(self) -> int | None:
        """The proposal it is about, where it is one."""
        kind, _, number = self.subject.partition(":")
        return int(number) if kind == "proposal" and number.isdigit() else None


@dataclass(frozen=True)
class Mine:
    """The proxies of the members a visitor speaks for. ``past``: ended, or of closed votes."""

    given: list[Line]
    received: list[Line]
    past: list[Line]


@dataclass(frozen=True)
class Group:
    """Members of one college among whom a holder is chosen."""

    name: str
    members: list[Party]


@dataclass(frozen=True)
class LeftOut:
    """Members who cannot carry the proxy, under the ``why`` of the first of them."""

    why: Refusal
    names: list[str]


@dataclass(frozen=True)
class Offer:
    """To whom one member may give its proxy. ``refusal``: why it can give none at all."""

    ground: Ground
    terms: Proxies
    principal: Party
    refusal: Refusal | None
    groups: list[Group]
    left_out: list[LeftOut]
    most: int | None


_X, _V = Proxy.__table__.c, Vote.__table__.c
_COLUMNS = (
    _X.id, _X.vote, _X.subject, _X.question, _X.principal_id, _X.principal_name, _X.holder_id, _X.holder_name,
    _X.instructions, _X.given_at, _X.accepted_at, _X.used_at, _X.ended_at, _X.ended_by, _V.closes_at,
)  # fmt: skip
_MEMBERS: BindParameter[Any] = bindparam("members", expanding=True)
_MINE = (
    select(*_COLUMNS)
    .outerjoin_from(Proxy.__table__, Vote.__table__, _V.number == _X.vote)
    .where(or_(_X.principal_id.in_(_MEMBERS), _X.holder_id.in_(_MEMBERS)))
)
_CURRENT = _MINE.where(
    _X.ended_at.is_(None), or_(_X.vote.is_(None), _V.closes_at > bindparam("now"))
).order_by(_V.closes_at, _X.id)
_PAST = (
    _MINE.where(or_(_X.ended_at.is_not(None), _V.closes_at <= bindparam("now")))
    .order_by(_X.id.desc())
    .limit(PAST)
)


def current(session: Session, visitor: Visitor, now: datetime) -> Mine:
    """Proxies in force given and received by the members the visitor speaks for, by deadline."""
    members = [voice.member_id for voice in visitor.speaks_for]
    lines = _lines(session, _CURRENT, members, now) if members else []
    return Mine(
        given=[line for line in lines if line.principal_id in members],
        received=[line for line in lines if line.holder_id in members],
        past=[],
    )


def mine(session: Session, visitor: Visitor, now: datetime) -> Mine:
    """The same with those that are over, the last first; two queries."""
    members = [voice.member_id for voice in visitor.speaks_for]
    past = _lines(session, _PAST, members, now) if members else []
    return replace(current(session, visitor, now), past=past)


def _lines(session: Session, query: Select[Any], members: list[int], now: datetime) -> list[Line]:
    return [
        Line(**row._mapping) for row in session.connection().execute(query, {"members": members, "now": now})
    ]


def around(session: Session, vote: int, members: Collection[int]) -> list[Line]:
    """The current proxies of a vote that these members gave or carry, after those they carried until the
    principal voted in person.
    """
    overtaken = (Proxy.ended_by == "own-vote") & Proxy.principal_id.not_in(members)
    rows = session.execute(
        select(*_COLUMNS)
        .join(Vote, Vote.number == Proxy.vote)
        .where(Proxy.vote == vote)
        .where(or_(Proxy.principal_id.in_(members), Proxy.holder_id.in_(members)))
        .where(or_(Proxy.ended_at.is_(None), overtaken))
        .order_by(Proxy.ended_at.is_(None), Proxy.id)
    )
    return [Line(**row._mapping) for row in rows]


def used(session: Session, vote: int) -> int:
    """How many ballots of the urn were cast by proxy."""
    count = select(func.count()).where(Proxy.vote == vote, Proxy.ended_at.is_(None))
    return session.scalar(count.where(Proxy.used_at.is_not(None))) or 0


def offer(session: Session, ground: Ground, principal: int, now: datetime) -> Offer | None:
    """To whom this member may give its proxy; None where it is not on the electoral list.

    Raises the refusal of the stage: no proxies here, too early, too late.
    """
    refusal = proxies.stage_refusal(ground.terms, ground.stage)
    if refusal is not None or ground.terms is None:
        raise refusal or NoProxies()
    listed = proxy_ground.parties(session, ground, now)
    giver = next((each for each in listed if each.member_id == principal), None)
    if giver is None:
        return None
    others = [each for each in listed if each.member_id != principal]
    why = {
        each.member_id: proxies.carrying_refusal(ground.terms, giver, each, registered=ground.registered)
        for each in others
    }
    return Offer(
        ground=ground,
        terms=ground.terms,
        principal=giver,
        refusal=proxies.giving_refusal(giver),
        groups=_by_college(session, ground, [each for each in others if why[each.member_id] is None]),
        left_out=_left_out([(refusal, each.name) for each in others if (refusal := why[each.member_id])]),
        most=proxies.most(ground.terms.cap, ground.registered),
    )


def _by_college(session: Session, ground: Ground, able: list[Party]) -> list[Group]:
    """In the order of the electorate, which is that of the colleges."""
    names = proxy_ground.college_names(session, ground)
    found: dict[str, list[Party]] = {}
    for each in able:
        found.setdefault(each.college_id, []).append(each)
    return [Group(names.get(college, college), members) for college, members in found.items()]


def _left_out(refused: list[tuple[Refusal, str]]) -> list[LeftOut]:
    found: dict[type[Refusal], LeftOut] = {}
    for why, name in refused:
        found.setdefault(type(why), LeftOut(why, [])).names.append(name)
    return list(found.values())
