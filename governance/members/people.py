"""Acts upon people: who may sign in, their password, their language, the mails they want."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from governance.errors import NotFound
from governance.members import sessions, tokens
from governance.members.errors import AlreadyJoined, BadEmail, EmailTaken
from governance.members.models import Person
from governance.members.names import clean, email_address

ALL, CONVOCATIONS = "all", "convocations"


def add_person(session: Session, *, name: str, email: str, now: datetime) -> int:
    """The person of this address, made if nobody has it yet. Raises BadEmail."""
    address = email_address(email)
    if address is None:
        raise BadEmail
    known = session.scalar(select(Person.id).where(Person.email == address))
    if known is not None:
        return known
    person = Person(name=clean(name), email=address, created_at=now)
    session.add(person)
    session.flush()
    return person.id


def correct_person(session: Session, *, person_id: int, name: str, email: str, now: datetime) -> None:
    """Correct a name or an address; a new address ends the links sent to the former one.

    Raises BadEmail, EmailTaken.
    """
    person = _person(session, person_id)
    address = email_address(email)
    if address is None:
        raise BadEmail
    if session.scalar(select(Person.id).where(Person.email == address, Person.id != person_id)) is not None:
        raise EmailTaken
    if address != person.email:
        tokens.end_all(session, person_id, now=now, purposes=(tokens.JOIN, tokens.RESET, tokens.MAILS))
    person.name, person.email = clean(name), address
    session.flush()


def invite(session: Session, *, person_id: int, now: datetime) -> None:
    """Queue an invitation; twice in the same minute is once. Raises AlreadyJoined."""
    person = _person(session, person_id)
    if person.password_hash is not None:
        raise AlreadyJoined(person=person.name)
    _queue(session, kind="invitation", person_id=person_id, now=now)


def has_joined(session: Session, person_id: int) -> bool:
    """Whether a person has chosen a password."""
    return session.scalar(select(Person.password_hash).where(Person.id == person_id)) is not None


def ask_reset(session: Session, *, email: str, now: datetime) -> None:
    """Queue a reset link, or an invitation to who has not joined yet; nothing for an unknown address."""
    row = session.execute(select(Person.id, Person.password_hash).where(Person.email == email)).one_or_none()
    if row is None:
        return
    person_id, password_hash = row
    _queue(session, kind="reset" if password_hash else "invitation", person_id=person_id, now=now)


def accept(
    session: Session, purpose: str, token: str, *, password_hash: str, now: datetime, at: datetime
) -> int:
    """Choose a password by link ("join" or "reset"): the link is spent, and every session of the person ends.

    ``at`` is the machine's clock, by which sessions live. Raises LinkEnded.
    """
    person_id = tokens.spend(session, purpose, token, now=now)
    _set_password(session, person_id, password_hash)
    sessions.revoke_all(session, person_id=person_id, now=at)
    return person_id


def change_password(
    session: Session, *, person_id: int, session_id: int, password_hash: str, now: datetime, at: datetime
) -> None:
    """Change a password; every other session ends, and every link sent."""
    _set_password(session, person_id, password_hash)
    sessions.revoke_all(session, person_id=person_id, now=at, but=session_id)
    tokens.end_all(session, person_id, now=now, purposes=(tokens.JOIN, tokens.RESET))


def prefer(session: Session, *, person_id: int, locale: str | None, mails: str, notices: str) -> None:
    """Language of pages and mails (None: as the browser asks), which mails, which news of proposals."""
    chosen = {"locale": locale, "mails": mails, "notices": notices}
    session.execute(update(Person).where(Person.id == person_id).values(**chosen))


def unsubscribe(session: Session, *, token: str, now: datetime) -> None:
    """Keep convocations only, by the link of a mail, which serves again. Raises LinkEnded."""
    person_id = tokens.owner(session, tokens.MAILS, token, now=now)
    session.execute(update(Person).where(Person.id == person_id).values(mails=CONVOCATIONS))


def _set_password(session: Session, person_id: int, password_hash: str) -> None:
    session.execute(update(Person).where(Person.id == person_id).values(password_hash=password_hash))


def _queue(session: Session, *, kind: str, person_id: int, now: datetime) -> None:
    from governance.mail.service import queue

    queue(
        session,
        kind=kind,
        person_id=person_id,
        key=f"{kind}:{person_id}:{now:%Y%m%dT%H%M}",
        facts={},
        now=now,
    )


def _person(session: Session, person_id: int) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person
