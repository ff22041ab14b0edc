"""What is known when a proxy is given: the vote or the one to come, its terms, where each member stands."""

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from governance.members import queries as members
from governance.register import log
from governance.rules import queries as rules
from governance.web import zone as zone_of
from voting import rule as frozen
from voting.errors import UnknownRule, VoteNotFound
from voting.models import Vote, VoteCollege, VoteRight
from voting.proxies import BEFORE, CLOSED, OPEN, Party
from voting.proxy_models import Proxy
from voting.proxy_rule import Proxies
from voting.rule import Rule


@dataclass(frozen=True)
class Ground:
    """A vote, or one to come (``vote`` None): what its rule says of proxies, and where it stands.

    ``path`` is the page of the vote, or of what is to be voted.
    """

    vote: int | None
    subject: str
    question: str
    terms: Proxies | None
    stage: str
    closes_at: datetime | None
    registered: int
    circle_id: str
    path: str


def of_vote(session: Session, vote: int, now: datetime, *, locked: bool = False) -> Ground:
    """The ground of a vote; ``locked``: held against other writers, as a cast does. Raises VoteNotFound."""
    columns = (Vote.subject, Vote.question, Vote.rule, Vote.closes_at, Vote.sealed_at, Vote.registered)
    query = select(*columns, Vote.circle_id).where(Vote.number == vote)
    row = session.execute(query.with_for_update(key_share=True) if locked else query).one_or_none()
    if row is None:
        raise VoteNotFound
    return Ground(
        vote=vote,
        subject=row.subject,
        question=row.question,
        terms=_terms(frozen.read(json.loads(row.rule))),
        stage=OPEN if now < row.closes_at and row.sealed_at is None else CLOSED,
        closes_at=row.closes_at,
        registered=row.registered,
        circle_id=row.circle_id,
        path=f"/votes/{vote}",
    )


def of_subject(
    session: Session, *, subject: str, question: str, circle_id: str, rule_id: str, path: str, now: datetime
) -> Ground:
    """The ground of a vote to come under this rule, in this circle. Raises UnknownRule."""
    try:
        decision = rules.in_force(session).code.decision(rule_id)
    except KeyError:
        raise UnknownRule(rule=rule_id) from None
    open_now = select(Vote.number).where(
        Vote.subject == subject, Vote.closes_at > now, Vote.sealed_at.is_(None)
    )
    return Ground(
        vote=None,
        subject=subject,
        question=question,
        terms=_terms(decision.rule),
        stage=BEFORE if session.scalar(open_now) is None else OPEN,
        closes_at=None,
        registered=len(members.electorate(session, circle_id=circle_id, on=today(session, now))),
        circle_id=circle_id,
        path=path,
    )


def _terms(rule: Rule) -> Proxies | None:
    """Nobody votes in a lot: there is nothing to give a proxy for."""
    return None if rule.method == "lot" else rule.proxies


def take_turn(session: Session) -> None:
    """Before opening there is no vote to lock: givers take the turn of those who open votes."""
    log.take_turn(session)


def today(session: Session, now: datetime) -> date:
    """The date it is for the network."""
    zone = zone_of.name(session)
    return now.astimezone(ZoneInfo(zone)).date()


def parties(
    session: Session, ground: Ground, now: datetime, only: Collection[int] | None = None
) -> list[Party]:
    """Where the members of the electorate stand, in its order; ``only`` some of them."""
    on = today(session, now)
    lines = _of_electorate(session, ground, on) if ground.vote is None else _of_list(session, ground.vote)
    listed = [line for line in lines if only is None or line[0] in only]
    given = session.execute(select(Proxy.principal_id, Proxy.holder_id).where(is_current(ground))).all()
    carried, givers = Counter(row.holder_id for row in given), {row.principal_id for row in given}
    spoken_for = {pair[0] for pair in members.representatives(session, [line[0] for line in listed], on=on)}
    return [
        Party(id_, name, college, carried[id_], id_ in givers, voted, id_ in spoken_for)
        for id_, name, college, voted in listed
    ]


def is_current(ground: Ground) -> ColumnElement[bool]:
    """The proxies of this vote, or waiting for it, that have not ended."""
    scope = Proxy.vote == ground.vote if ground.vote is not None else Proxy.vote.is_(None)
    return scope & (Proxy.subject == ground.subject) & Proxy.ended_at.is_(None)


Line = tuple[int, str, str, bool]  # member, name, college, whether it has voted


def _of_electorate(session: Session, ground: Ground, on: date) -> list[Line]:
    rights = members.electorate(session, circle_id=ground.circle_id, on=on)
    return [(right.member_id, right.member_name, right.college_id, False) for right in rights]


def _of_list(session: Session, vote: int) -> list[Line]:
    rows = session.execute(
        select(VoteRight.member_id, VoteRight.member_name, VoteRight.college_id, VoteRight.cast_at)
        .where(VoteRight.vote == vote)
        .order_by(VoteRight.id)
    )
    return [(id_, name, college, cast_at is not None) for id_, name, college, cast_at in rows]


def college_names(session: Session, ground: Ground) -> dict[str, str]:
    """The names of the colleges, as they were at opening where the vote is open."""
    if ground.vote is None:
        return {each.id: each.name for each in members.colleges(session)}
    rows = session.execute(
        select(VoteCollege.college_id, VoteCollege.name).where(VoteCollege.vote == ground.vote)
    )
    return {id_: name for id_, name in rows}
