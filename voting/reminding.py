"""The day before a vote closes: a mail to those who can still vote and have not."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.mail import service as mail
from governance.members import queries as members
from governance.web import zone as zone_of
from voting.models import Vote, VoteRight
from voting.opening import mail_facts
from voting.proxy_models import Proxy

EVE = timedelta(days=1)


def remind(session: Session, *, now: datetime) -> None:
    """Queue `vote-reminder` once for each person whose member has not voted.

    A vote that lasts a day or less has no eve: its convocation is recent enough.
    """
    zone = zone_of.name(session)
    soon = session.execute(
        select(Vote.number, Vote.question, Vote.rule_name, Vote.opened_at, Vote.closes_at).where(
            Vote.closes_at > now,
            Vote.closes_at <= now + EVE,
            Vote.sealed_at.is_(None),
            Vote.method != "lot",
            Vote.live.is_(False),
        )
    )
    for number, question, rule_name, opened_at, closes_at in soon.all():
        if closes_at - opened_at <= EVE:
            continue
        for person_id, names in _silent(session, number, now.astimezone(ZoneInfo(zone))).items():
            mail.queue(
                session,
                kind="vote-reminder",
                person_id=person_id,
                key=f"vote-reminder:{number}:{person_id}",
                facts=mail_facts(number, question, rule_name, closes_at, names),
                now=now,
            )


def _silent(session: Session, vote: int, local: datetime) -> dict[int, list[str]]:
    """Person → names of the members who have not voted and for whom they can: theirs, and those whose proxy
    one of theirs carries.
    """
    rows = session.execute(
        select(VoteRight.member_id, VoteRight.member_name)
        .where(VoteRight.vote == vote, VoteRight.cast_at.is_(None))
        .order_by(VoteRight.id)
    )
    names = {member_id: name for member_id, name in rows}
    carried = select(Proxy.holder_id, Proxy.principal_name).where(
        Proxy.vote == vote, Proxy.ended_at.is_(None), Proxy.used_at.is_(None)
    )
    voted_for: dict[int, list[str]] = {member_id: [name] for member_id, name in names.items()}
    for holder_id, name in session.execute(carried.order_by(Proxy.id)):
        voted_for.setdefault(holder_id, []).append(name)
    held: dict[int, list[str]] = {}
    for member_id, person_id in members.representatives(session, voted_for, on=local.date()):
        held.setdefault(person_id, []).extend(voted_for[member_id])
    return held
