"""When a vote opens: the proxies given before become its own; those that no longer may be, end."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from voting import proxies, proxy_mails
from voting.models import Vote, VoteRight
from voting.proxies import Given, Party
from voting.proxy_models import Proxy
from voting.proxy_rule import Proxies


def take_up(session: Session, vote: Vote, terms: Proxies | None, now: datetime) -> None:
    """Bind the waiting proxies of the subject to the vote just opened, checked again under its frozen rule
    and list, in the order they were given; the others end, and both members are told.
    """
    waiting = session.scalars(
        select(Proxy)
        .where(Proxy.subject == vote.subject, Proxy.vote.is_(None), Proxy.ended_at.is_(None))
        .order_by(Proxy.given_at, Proxy.id)
    ).all()
    if not waiting:
        return
    rows = session.execute(
        select(VoteRight.member_id, VoteRight.college_id).where(VoteRight.vote == vote.number)
    )
    electorate = [Party(member_id, "", college_id) for member_id, college_id in rows]
    given = [Given(each.id, each.principal_id, each.holder_id) for each in waiting]
    kept = {each.id for each in proxies.kept(terms, given, electorate, registered=vote.registered)}
    session.execute(update(Proxy).where(Proxy.id.in_(kept)).values(vote=vote.number))
    for each in waiting:
        if each.id not in kept:
            each.ended_at, each.ended_by = now, "opening"
            session.flush()
            proxy_mails.tell_ended(session, each, now)
