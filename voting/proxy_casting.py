"""Proxies in the booth: who carries whose, which ballots were cast with one, when one ends by itself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, literal, or_, select, update
from sqlalchemy.orm import Session, aliased

from governance.db import UTCDateTime
from voting import proxy_mails
from voting.models import VoteRight
from voting.proxy_models import Proxy

# on the line of the electorate of a principal: its ballot in the urn was cast with this proxy
CARRIED = and_(
    Proxy.vote == VoteRight.vote,
    Proxy.principal_id == VoteRight.member_id,
    Proxy.ended_at.is_(None),
    Proxy.used_at.is_not(None),
)


@dataclass(frozen=True)
class Carried:
    """The proxy of a principal in a vote: current, or ended because the principal voted in person."""

    id: int
    principal_id: int
    holder_id: int
    holder_name: str
    used: bool
    ended: bool


def of_principals(session: Session, vote: int, members: Collection[int]) -> dict[int, Carried]:
    """The proxy of each of these members that counts for a cast: the current one, else the one it voted over.

    Read under the lock of the vote, nothing can change them before the end of the transaction.
    """
    rows = session.execute(
        select(Proxy.id, Proxy.principal_id, Proxy.holder_id, Proxy.holder_name)
        .add_columns(Proxy.used_at, Proxy.ended_at)
        .where(Proxy.vote == vote, Proxy.principal_id.in_(members))
        .where(or_(Proxy.ended_at.is_(None), Proxy.ended_by == "own-vote"))
        .order_by(Proxy.ended_at.is_(None), Proxy.id)
    )
    return {
        principal: Carried(id_, principal, holder, name, used_at is not None, ended_at is not None)
        for id_, principal, holder, name, used_at, ended_at in rows
    }


def use(session: Session, carried: Collection[Carried], now: datetime) -> None:
    """Note that ballots were cast with these proxies; a proxy that is used is accepted."""
    session.execute(
        update(Proxy)
        .where(Proxy.id.in_([each.id for each in carried]))
        .values(used_at=now, accepted_at=func.coalesce(Proxy.accepted_at, literal(now, UTCDateTime)))
        .execution_options(synchronize_session=False)
    )


def vote_over(session: Session, carried: Collection[Carried], now: datetime) -> None:
    """End the proxies of members who vote in person, and tell their holders."""
    found = session.scalars(select(Proxy).where(Proxy.id.in_([each.id for each in carried])))
    for proxy in found.all():
        proxy.ended_at, proxy.ended_by = now, "own-vote"
        session.flush()
        proxy_mails.tell_ended(session, proxy, now)


def used(session: Session, vote: int) -> dict[str, str]:
    """Label of the principal → label of its holder, for the ballots of the urn cast by proxy."""
    principal, holder = aliased(VoteRight), aliased(VoteRight)
    rows = session.execute(
        select(principal.label, holder.label)
        .select_from(Proxy)
        .join(principal, (principal.vote == Proxy.vote) & (principal.member_id == Proxy.principal_id))
        .join(holder, (holder.vote == Proxy.vote) & (holder.member_id == Proxy.holder_id))
        .where(Proxy.vote == vote, Proxy.ended_at.is_(None), Proxy.used_at.is_not(None))
    )
    return {voter: carrier for voter, carrier in rows}


def forget_hours(session: Session, vote: int, closes_at: datetime) -> None:
    """Put the hour of closing over those that say when a secret ballot was cast by proxy, or over one."""
    mine = update(Proxy).where(Proxy.vote == vote).execution_options(synchronize_session=False)
    at_use = mine.where(Proxy.accepted_at == Proxy.used_at)
    session.execute(at_use.values(accepted_at=closes_at))
    session.execute(mine.where(Proxy.used_at.is_not(None)).values(used_at=closes_at))
    session.execute(mine.where(Proxy.ended_by == "own-vote").values(ended_at=closes_at))
