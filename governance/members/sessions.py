"""Signed-in browsers: from the token of a cookie to the visitor.

A token is 32 random bytes. The database keeps its SHA-256; the browser keeps it in Flask's signed cookie,
as Flask-Login's user id. A session ends when it is revoked, unused for too long, or too old. Sessions live
by the clock of the machine, even where the clock of a demonstration was moved on.
"""

import secrets
from dataclasses import replace
from datetime import date, datetime, timedelta

from flask import g, request
from flask import session as cookie
from flask_login import login_user
from sqlalchemy import Connection, Date, Integer, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from governance import clock
from governance.db import UTCDateTime
from governance.members.models import (
    College,
    CollegeMembership,
    Mandate,
    Member,
    Person,
    Representation,
    SignInSession,
)
from governance.members.models_roles import Role
from governance.members.queries import NETWORK
from governance.members.tokens import digest
from governance.web import current
from governance.web.locale import today
from governance.web.visitor import Visitor, Voice

USED = timedelta(hours=1)  # how often the use of a session is written, at most


# Read by every signed-in page: built once, and asked for without the object layer.
_S, _P, _M = SignInSession.__table__.c, Person.__table__.c, Member.__table__.c
_R, _B, _C, _O = (each.__table__.c for each in (Representation, CollegeMembership, College, Mandate))
_L = Role.__table__.c
_DAY, _PERSON = bindparam("day", type_=Date), bindparam("person", type_=Integer)
_SIGNED_IN = (
    select(_S.id, _S.seen_at, _P.id, _P.name, _P.email, _P.locale)
    .join_from(SignInSession.__table__, Person.__table__, _P.id == _S.person_id)
    .where(
        _S.token_hash == bindparam("token_hash"),
        _S.revoked_at.is_(None),
        _S.expires_at > bindparam("now"),
        _S.seen_at > bindparam("used_since"),
    )
)
_VOICES = (
    select(_M.id, _M.name, _C.id, _C.name, _C.letter, _C.position)
    .join_from(Representation.__table__, Member.__table__, _M.id == _R.member_id)
    .join(CollegeMembership.__table__, _B.member_id == _M.id)
    .join(College.__table__, _C.id == _B.college_id)
    .where(
        _R.person_id == _PERSON,
        _R.starts_on <= _DAY,
        or_(_R.ends_on.is_(None), _R.ends_on > _DAY),
        _B.starts_on <= _DAY,
        or_(_B.ends_on.is_(None), _B.ends_on > _DAY),
        _M.joined_on <= _DAY,
        or_(_M.left_on.is_(None), _M.left_on > _DAY),
    )
    .distinct()
    .order_by(_C.position, _M.name)
)
_OFFICES = (
    select(_O.office, func.coalesce(_L.circle_id, NETWORK))
    .join_from(Mandate.__table__, Role.__table__, _L.id == _O.role_id, isouter=True)
    .where(
        _O.person_id == _PERSON,
        _O.office != "",
        _O.starts_on <= _DAY,
        or_(_O.ends_on.is_(None), _O.ends_on > _DAY),
        or_(_O.ended_at.is_(None), _O.ended_at > bindparam("moment", type_=UTCDateTime)),
    )
)


def visitor_of(token: str) -> Visitor | None:
    """The visitor whose session has this token; None when it has ended. Three queries, and no write."""
    read = current.reading().connection()
    now = clock.now()
    used_since = now - timedelta(hours=current.settings().session_idle_hours)
    known = {"token_hash": digest(token), "now": now, "used_since": used_since}
    row = read.execute(_SIGNED_IN, known).one_or_none()
    if row is None:
        return None
    session_id, g.session_seen_at, person_id, name, email, locale = row
    known_as = {"name": name, "email": email, "locale": locale}
    found = visitor_on(read, person_id, on=today(), at=current.moment())
    return replace(found, **known_as, session_id=session_id, token=token)


def visitor_on(read: Connection, person_id: int, *, on: date, at: datetime) -> Visitor:
    """What a person may do at a moment of that day, whoever asks: voices and offices, no name."""
    held = offices(read, person_id, on=on, at=at)
    return Visitor(
        person_id=person_id,
        speaks_for=voices(read, person_id, on=on),
        offices=frozenset(office for office, circle in held if circle == NETWORK),
        facilitated=frozenset(circle for office, circle in held if office == "facilitator"),
    )


def voices(read: Connection, person_id: int, *, on: date) -> tuple[Voice, ...]:
    """The members for whom a person speaks on that day, with their college of that day."""
    return tuple(Voice(*each) for each in read.execute(_VOICES, {"person": person_id, "day": on}))


def offices(read: Connection, person_id: int, *, on: date, at: datetime) -> list[tuple[str, str]]:
    """The offices that a person holds at a moment of that day, each with its circle, to the second."""
    found = read.execute(_OFFICES, {"person": person_id, "day": on, "moment": at})
    return [(office, circle_id) for office, circle_id in found]


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
