"""The acts of a proxy: give, accept, decline, revoke. Nothing of them is ever in the log."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members import queries as members
from voting import proxies, proxy_ground, proxy_mails, urn
from voting.errors import NotRegistered, NotYourMember
from voting.proxies import CLOSED, Party
from voting.proxy_errors import NotOnTheList, ProxyEnded, ProxyNotFound, ProxyTooLate, UsedAlready
from voting.proxy_ground import Ground
from voting.proxy_models import Proxy
from voting.texts import tidy


def give(
    session: Session,
    *,
    vote: int,
    principal: int,
    holder: int,
    instructions: str = "",
    by: int,
    now: datetime,
) -> int:
    """Give the proxy of one member to another, for an open vote; returns the number of the proxy.

    Raises VoteNotFound, NotYourMember, NotRegistered, and the refusals of ``voting.proxies``.
    """
    ground = proxy_ground.of_vote(session, vote, now, locked=True)
    return _give(session, ground, principal, holder, instructions, by, now)


def give_before(
    session: Session,
    *,
    subject: str,
    question: str,
    circle_id: str,
    rule_id: str,
    path: str,
    principal: int,
    holder: int,
    instructions: str = "",
    by: int,
    now: datetime,
) -> int:
    """Give a proxy for the vote that ``subject`` will come to, where its rule wants it before opening.

    It is taken up when the vote opens, if it still may be (``voting.proxy_opening``). Refusals as `give`.
    """
    proxy_ground.take_turn(session)
    ground = proxy_ground.of_subject(
        session, subject=subject, question=question, circle_id=circle_id, rule_id=rule_id, path=path, now=now
    )
    return _give(session, ground, principal, holder, instructions, by, now)


def accept(session: Session, proxy: int, *, by: int, now: datetime) -> None:
    """Say, for the holder, that it will vote; twice changes nothing.

    Raises ProxyNotFound (also where it is somebody else's), ProxyEnded, ProxyTooLate.
    """
    found = _current(session, proxy, by, now, as_holder=True)
    if found.accepted_at is None:
        found.accepted_at = now
        session.flush()
        proxy_mails.tell_accepted(session, found, now)


def decline(session: Session, proxy: int, *, by: int, now: datetime) -> None:
    """Hand a proxy back, for the holder. Raises what `accept` does, and UsedAlready."""
    _end(session, _current(session, proxy, by, now, as_holder=True), "declined", now)


def revoke(session: Session, proxy: int, *, by: int, now: datetime) -> None:
    """Take a proxy back, for the principal. Raises what `accept` does, and UsedAlready."""
    _end(session, _current(session, proxy, by, now, as_holder=False), "revoked", now)


def _give(
    session: Session, ground: Ground, principal: int, holder: int, instructions: str, by: int, now: datetime
) -> int:
    if not _speaks_for(session, by, principal, now):
        raise NotYourMember
    instructions = tidy(instructions)
    giver, carrier = _check(session, ground, principal, holder, instructions, now)
    proxy = Proxy(
        vote=ground.vote,
        subject=ground.subject,
        question=ground.question,
        principal_id=principal,
        principal_name=giver.name,
        holder_id=holder,
        holder_name=carrier.name,
        instructions=instructions,
        salt=secrets.token_hex(urn.R_BYTES),
        given_at=now,
        given_by=by,
    )
    session.add(proxy)
    session.flush()
    proxy_mails.tell_given(session, proxy, now)
    return proxy.id


def _check(
    session: Session, ground: Ground, principal: int, holder: int, instructions: str, now: datetime
) -> tuple[Party, Party]:
    """Who gives and who carries, when nothing is against it; raises the first thing that is."""
    refusal = proxies.stage_refusal(ground.terms, ground.stage)
    if refusal is not None or ground.terms is None:
        raise refusal or ProxyTooLate()
    found = {each.member_id: each for each in proxy_ground.parties(session, ground, now, {principal, holder})}
    if principal not in found:
        raise NotRegistered
    if holder not in found:
        raise NotOnTheList
    giver, carrier = found[principal], found[holder]
    refusal = (
        proxies.giving_refusal(giver)
        or proxies.carrying_refusal(ground.terms, giver, carrier, registered=ground.registered)
        or proxies.instructions_refusal(ground.terms, instructions)
    )
    if refusal is not None:
        raise refusal
    return giver, carrier


def _current(session: Session, number: int, by: int, now: datetime, *, as_holder: bool) -> Proxy:
    """The proxy of this person's member, held against other writers, while it can still change."""
    found = _locked(session, number, now)
    if not _speaks_for(session, by, found.holder_id if as_holder else found.principal_id, now):
        raise ProxyNotFound
    if found.ended_at is not None:
        raise ProxyEnded
    return found


def _locked(session: Session, number: int, now: datetime) -> Proxy:
    """The proxy, read again once its vote is held; before opening, once openers wait."""
    vote = session.execute(select(Proxy.vote).where(Proxy.id == number)).one_or_none()
    if vote is None:
        raise ProxyNotFound
    if vote[0] is None:
        proxy_ground.take_turn(session)
    found = session.scalars(
        select(Proxy).where(Proxy.id == number).execution_options(populate_existing=True)
    ).one()
    if found.vote is not None:
        ground = proxy_ground.of_vote(session, found.vote, now, locked=True)
        session.refresh(found)
        if ground.stage == CLOSED:
            raise ProxyTooLate
    return found


def _end(session: Session, proxy: Proxy, how: str, now: datetime) -> None:
    if proxy.used_at is not None:
        raise UsedAlready(member=proxy.principal_name)
    proxy.ended_at, proxy.ended_by = now, how
    session.flush()
    proxy_mails.tell_ended(session, proxy, now)


def _speaks_for(session: Session, person: int, member: int, now: datetime) -> bool:
    on = proxy_ground.today(session, now)
    return (member, person) in members.representatives(session, [member], on=on)
