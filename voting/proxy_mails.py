"""Telling the people of the other member what became of a proxy. Its instructions stay on the page."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.mail import service as mail
from governance.members import queries as members
from voting.models import Vote
from voting.proxy_ground import today
from voting.proxy_models import Proxy

PAGE = "/proxies/"


def tell_given(session: Session, proxy: Proxy, now: datetime) -> None:
    """To the holder: it may accept or decline."""
    _tell(session, "proxy-given", proxy, [proxy.holder_id], now)


def tell_accepted(session: Session, proxy: Proxy, now: datetime) -> None:
    """To the principal: its holder will vote for it."""
    _tell(session, "proxy-accepted", proxy, [proxy.principal_id], now)


def tell_ended(session: Session, proxy: Proxy, now: datetime) -> None:
    """To whoever did not end it: the holder, the principal, or both when neither did."""
    concerned = {
        "revoked": [proxy.holder_id],
        "own-vote": [proxy.holder_id],
        "declined": [proxy.principal_id],
        "opening": [proxy.principal_id, proxy.holder_id],
        "no-vote": [proxy.principal_id, proxy.holder_id],
    }
    _tell(session, "proxy-revoked", proxy, concerned[proxy.ended_by or "opening"], now)


def _tell(session: Session, kind: str, proxy: Proxy, to: Iterable[int], now: datetime) -> None:
    facts: dict[str, object] = {
        "question": proxy.question,
        "principal": proxy.principal_name,
        "holder": proxy.holder_name,
        "how": proxy.ended_by or "",
        "path": PAGE,
    }
    if proxy.vote is not None:
        closes_at = session.scalar(select(Vote.closes_at).where(Vote.number == proxy.vote))
        facts |= {"closes_at": closes_at.isoformat()} if closes_at is not None else {}
        facts["path"] = f"/votes/{proxy.vote}" if kind != "proxy-given" else PAGE
    people = {person for _, person in members.representatives(session, to, on=today(session, now))}
    for person_id in sorted(people):
        key = f"{kind}:{proxy.id}:{person_id}"
        mail.queue(session, person_id=person_id, kind=kind, key=key, facts=facts, now=now)
