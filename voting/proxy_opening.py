"""When a vote opens: the proxies given before become its own; those that no longer may be, end."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from voting import proxies, proxy_ground, proxy_mails, urn
from voting.models import Vote, VoteRight
from voting.proxies import Given, Party
from voting.proxy_models import Proxy
from voting.proxy_rule import Proxies


def take_up(session: Session, vote: Vote, terms: Proxies | None, now: datetime) -> str | None:
    """Bind the waiting proxies of the subject to the vote just opened, checked again under its frozen rule
    and list, in the order they were given; the others end, and both members are told.

    Returns what fingerprints them in the log, where the rule wants them before opening: the Merkle root of
    SHA-256(salt ‖ JCS({"principal", "holder"})), which says neither who nor to whom.
    """
    kept = _bind(session, vote, terms, now)
    if terms is None or terms.until != "opening":
        return None
    return urn.root(
        urn.commitment(bytes.fromhex(each.salt), {"principal": each.principal_id, "holder": each.holder_id})
        for each in kept
    )


def _bind(session: Session, vote: Vote, terms: Proxies | None, now: datetime) -> list[Proxy]:
    waiting = _waiting(session, vote.subject)
    if not waiting:
        return []
    rows = session.execute(
        select(VoteRight.member_id, VoteRight.college_id).where(VoteRight.vote == vote.number)
    )
    electorate = [Party(member_id, "", college_id) for member_id, college_id in rows]
    given = [Given(each.id, each.principal_id, each.holder_id) for each in waiting]
    kept = {each.id for each in proxies.kept(terms, given, electorate, registered=vote.registered)}
    session.execute(update(Proxy).where(Proxy.id.in_(kept)).values(vote=vote.number))
    _end(session, [each for each in waiting if each.id not in kept], "opening", now)
    return [each for each in waiting if each.id in kept]


def lapse(session: Session, subject: str, now: datetime) -> None:
    """End the proxies that wait for a vote which will not come: what asked for it is withdrawn."""
    proxy_ground.take_turn(session)
    _end(session, _waiting(session, subject), "no-vote", now)


def _waiting(session: Session, subject: str) -> Sequence[Proxy]:
    """In the order they were given."""
    query = select(Proxy).where(Proxy.subject == subject, Proxy.vote.is_(None), Proxy.ended_at.is_(None))
    return session.scalars(query.order_by(Proxy.given_at, Proxy.id)).all()


def _end(session: Session, ended: Sequence[Proxy], how: str, now: datetime) -> None:
    for each in ended:
        each.ended_at, each.ended_by = now, how
        session.flush()
        proxy_mails.tell_ended(session, each, now)
