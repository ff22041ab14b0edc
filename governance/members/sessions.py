"""Signed-in browsers: from the token of a cookie to the visitor.

A token is 32 random bytes. The database keeps its SHA-256; the browser keeps it in Flask's signed cookie,
as Flask-Login's user id. A session ends when it is revoked, unused for too long, or too old. Sessions live
by the clock of the machine, even where the clock of a demonstration was moved on.
"""

import secrets
from datetime import date, datetime, timedelta

from flask import g, request
from flask import session as cookie
from flask_login import login_user
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from governance import clock
from governance.members.models import (
    College,
    CollegeMembership,
    Mandate,
    Member,
    Person,
    Representation,
    SignInSession,
)
from governance.members.tokens import digest
from governance.web import current
from governance.web.locale import today
from governance.web.visitor import Visitor, Voice

USED = timedelta(hours=1)  # how often the use of a session is written, at most


def visitor_of(token: str) -> Visitor | None:
    """The visitor whose session has this token; None when it has ended. Three queries, and no write."""
    settings = current.settings()
    read = current.reading()
    now = clock.now()
    row = read.execute(
        select(SignInSession.id, SignInSession.seen_at, Person.id, Person.name, Person.email, Person.locale)
        .join(Person, Person.id == SignInSession.person_id)
        .where(
            SignInSession.token_hash == digest(token),
            SignInSession.revoked_at.is_(None),
            SignInSession.expires_at > now,
            SignInSession.seen_at > now - timedelta(hours=settings.session_idle_hours),
        )
    ).one_or_none()
    if row is None:
        return None
    session_id, g.session_seen_at, person_id, name, email, locale = row
    day = today()
    return Visitor(
        person_id=person_id,
        name=name,
        email=email,
        locale=locale,
        session_id=session_id,
        token=token,
        speaks_for=voices(read, person_id, on=day),
        offices=offices(read, person_id, on=day),
    )


def voices(session: Session, person_id: int, *, on: date) -> tuple[Voice, ...]:
    """The members for whom a person speaks on that day, with their college of that day."""
    rows = session.execute(
        select(Member.id, Member.name, College.id, College.name, College.letter, College.position)
        .join(Representation, Representation.member_id == Member.id)
        .join(CollegeMembership, CollegeMembership.member_id == Member.id)
        .join(College, College.id == CollegeMembership.college_id)
        .where(
            Representation.person_id == person_id,
            Representation.starts_on <= on,
            or_(Representation.ends_on.is_(None), Representation.ends_on > on),
            CollegeMembership.starts_on <= on,
            or_(CollegeMembership.ends_on.is_(None), CollegeMembership.ends_on > on),
            Member.joined_on <= on,
            or_(Member.left_on.is_(None), Member.left_on > on),
        )
        .distinct()
        .order_by(College.position, Member.name)
    )
    return tuple(Voice(*row) for row in rows)


def offices(session: Session, person_id: int, *, on: date) -> frozenset[str]:
    """The offices that a person holds on that day."""
    rows = session.scalars(
        select(Mandate.office).where(
            Mandate.person_id == person_id,
            Mandate.starts_on <= on,
            or_(Mandate.ends_on.is_(None), Mandate.ends_on > on),
        )
    )
    return frozenset(rows)


def start(
    session: Session, *, person_id: int, browser: str, now: datetime, idle: timedelta, absolute: timedelta
) -> str:
    """A new signed-in browser; returns its token. ``idle`` is checked when reading, ``absolute`` is kept."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            token_hash=digest(token),
            person_id=person_id,
            browser=browser[:200],
            created_at=now,
            seen_at=now,
            expires_at=now + max(absolute, idle),
        )
    )
    session.flush()
    return token


def revoke(session: Session, *, person_id: int, session_id: int, now: datetime) -> None:
    """End one session of this person; nothing happens to somebody else's."""
    _end(session, SignInSession.id == session_id, SignInSession.person_id == person_id, now=now)


def revoke_token(session: Session, token: str, *, now: datetime) -> None:
    """End the session that has this token."""
    _end(session, SignInSession.token_hash == digest(token), now=now)


def revoke_all(session: Session, *, person_id: int, now: datetime, but: int | None = None) -> None:
    """End every session of this person, except ``but``."""
    _end(session, SignInSession.person_id == person_id, SignInSession.id != (but or 0), now=now)


def note_use(session: Session, *, session_id: int, now: datetime) -> None:
    """Write that a session is in use."""
    session.execute(update(SignInSession).where(SignInSession.id == session_id).values(seen_at=now))


def is_stale() -> bool:
    """Whether the use of the session of this request was last written more than an hour ago."""
    return "session_seen_at" in g and clock.now() - g.session_seen_at > USED


def prune(session: Session, *, now: datetime) -> None:
    """Forget the sessions that ended more than a week ago."""
    session.query(SignInSession).filter(SignInSession.expires_at < now - timedelta(days=7)).delete()


def _end(session: Session, *which: object, now: datetime) -> None:
    session.execute(
        update(SignInSession).where(SignInSession.revoked_at.is_(None), *which).values(revoked_at=now)  # type: ignore[arg-type]
    )


def sign_in_as(person_id: int, *, remember: bool = False) -> None:
    """Sign this browser in as a person: a new token, a new cookie, the former session of the cookie ended."""
    settings = current.settings()
    former = cookie.get("_user_id")
    now = clock.now()

    def act(session: Session) -> str:
        if former:
            revoke_token(session, former, now=now)
        return start(
            session,
            person_id=person_id,
            browser=browser_name(request.user_agent.string),
            now=now,
            idle=timedelta(hours=settings.session_idle_hours),
            absolute=timedelta(days=settings.session_days),
        )

    token = current.transact(act)
    cookie.clear()
    visitor = visitor_of(token)
    assert visitor is not None, "a session just started"
    login_user(visitor)
    cookie.permanent = remember


def browser_name(user_agent: str) -> str:
    """ "Firefox, Android": enough for its owner to recognise it, no more."""
    browsers = (
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrom", "Chrome"),
        ("Safari", "Safari"),
    )
    systems = (
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
        ("Mac OS", "macOS"), ("Linux", "Linux"),
    )  # fmt: skip
    found = [next((name for sign, name in names if sign in user_agent), "") for names in (browsers, systems)]
    return ", ".join(each for each in found if each)
