"""What a person sees of their account."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, or_, select
from sqlalchemy.orm import Session

from governance.members.models import Mandate, Person, SignInSession
from governance.members.models_roles import Role, RoleVersion


@dataclass(frozen=True)
class Browser:
    """A signed-in browser; ``name`` is "" when it did not say."""

    id: int
    name: str
    since: datetime
    seen_at: datetime


@dataclass(frozen=True)
class Office:
    """A mandate of today or to come; ``ends_on`` is the first day without, None when nothing says.

    ``role``: the short name and the name of the role, None for an office without a described role.
    """

    id: int
    office: str
    role: str | None
    name: str | None
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


def account(
    session: Session, person_id: int, *, idle: timedelta, at: datetime, on: date, moment: datetime
) -> Account:
    """The account of a person; ``at`` is the machine's clock, ``moment`` the network's. Three queries."""
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
    offices = session.execute(_mandates(person_id, on=on, at=moment))
    return Account(*person, tuple(Browser(*row) for row in browsers), tuple(Office(*row) for row in offices))


def _mandates(person_id: int, *, on: date, at: datetime) -> Select[Any]:
    """What a person holds, or will, whatever it gives."""
    until = case((Mandate.ended_on.is_(None), Mandate.ends_on), else_=Mandate.ended_on)
    name = select(RoleVersion.name).where(RoleVersion.role_id == Role.id)
    last = name.order_by(RoleVersion.number.desc()).limit(1).correlate(Role).scalar_subquery()
    return (
        select(Mandate.id, Mandate.office, Role.slug, last, Mandate.starts_on, until)
        .outerjoin(Role, Role.id == Mandate.role_id)
        .where(
            Mandate.person_id == person_id,
            or_(Mandate.ends_on.is_(None), Mandate.ends_on > on),
            or_(Mandate.ended_at.is_(None), Mandate.ended_at > at),
        )
        .order_by(Mandate.starts_on, Mandate.id)
    )


def password_hash(session: Session, person_id: int) -> str | None:
    """The hash kept for a person, None before they joined."""
    return session.scalar(select(Person.password_hash).where(Person.id == person_id))


def name(session: Session, person_id: int) -> str:
    """What the person is called."""
    return session.scalar(select(Person.name).where(Person.id == person_id)) or ""
