"""What a person sees of their account."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members.models import Mandate, Person, SignInSession
from governance.members.queries import in_force


@dataclass(frozen=True)
class Browser:
    """A signed-in browser; ``name`` is "" when it did not say."""

    id: int
    name: str
    since: datetime
    seen_at: datetime


@dataclass(frozen=True)
class Office:
    """An office held today; ``ends_on`` is the first day without, None when nothing says."""

    office: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Account:
    """A person's choices, browsers (last used first) and offices."""

    email: str
    locale: str | None
    mails: str
    notices: str
    browsers: tuple[Browser, ...]
    offices: tuple[Office, ...]


def account(session: Session, person_id: int, *, idle: timedelta, at: datetime, on: date) -> Account:
    """The account of a person; ``at`` is the machine's clock. Three queries."""
    person = session.execute(
        select(Person.email, Person.locale, Person.mails, Person.notices).where(Person.id == person_id)
    ).one()
    browsers = session.execute(
        select(SignInSession.id, SignInSession.browser, SignInSession.created_at, SignInSession.seen_at)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.revoked_at.is_(None),
            SignInSession.expires_at > at,
            SignInSession.seen_at > at - idle,
        )
        .order_by(SignInSession.seen_at.desc(), SignInSession.id.desc())
    )
    offices = session.execute(
        select(Mandate.office, Mandate.starts_on, Mandate.ends_on)
        .where(Mandate.person_id == person_id, in_force(Mandate.starts_on, Mandate.ends_on, on))
        .order_by(Mandate.office)
    )
    return Account(*person, tuple(Browser(*row) for row in browsers), tuple(Office(*row) for row in offices))


def password_hash(session: Session, person_id: int) -> str | None:
    """The hash kept for a person, None before they joined."""
    return session.scalar(select(Person.password_hash).where(Person.id == person_id))


def name(session: Session, person_id: int) -> str:
    """What the person is called."""
    return session.scalar(select(Person.name).where(Person.id == person_id)) or ""
