"""Links sent by mail: 32 random bytes, of which only the SHA-256 is kept.

``/join/<token>`` and ``/reset/<token>`` serve once; ``/mails/<token>`` (unsubscribe) serves until it expires.
A token is minted in the transaction that marks its mail as sent.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from governance.members.errors import LinkEnded
from governance.members.models import MailedToken

JOIN, RESET, MAILS = "join", "reset", "mails"
LIFETIMES = {JOIN: timedelta(days=14), RESET: timedelta(hours=2), MAILS: timedelta(days=400)}


def digest(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def mint(
    session: Session, purpose: str, person_id: int, now: datetime, lifetime: timedelta | None = None
) -> str:
    """A new token of this purpose ("join", "reset" or "mails"); links sent earlier keep working."""
    token = secrets.token_urlsafe(32)
    expires_at = now + (lifetime or LIFETIMES[purpose])
    session.add(
        MailedToken(
            token_hash=digest(token),
            purpose=purpose,
            person_id=person_id,
            created_at=now,
            expires_at=expires_at,
        )
    )
    session.flush()
    return token


def owner(session: Session, purpose: str, token: str, *, now: datetime) -> int:
    """The person to whom a link was sent, while it serves. Raises LinkEnded."""
    person_id = session.scalar(
        select(MailedToken.person_id).where(
            MailedToken.token_hash == digest(token),
            MailedToken.purpose == purpose,
            MailedToken.used_at.is_(None),
            MailedToken.expires_at > now,
        )
    )
    if person_id is None:
        raise LinkEnded
    return person_id


def spend(session: Session, purpose: str, token: str, *, now: datetime) -> int:
    """Use a link once: its owner, to whom no other such link serves any more. Raises LinkEnded."""
    person_id = owner(session, purpose, token, now=now)
    spent = session.execute(
        update(MailedToken)
        .where(MailedToken.token_hash == digest(token), MailedToken.used_at.is_(None))
        .values(used_at=now)
    )
    if spent.rowcount != 1:  # type: ignore[attr-defined]
        raise LinkEnded
    end_all(session, person_id, now=now, purposes=(JOIN, RESET))
    return person_id


def end_all(session: Session, person_id: int, *, now: datetime, purposes: tuple[str, ...]) -> None:
    """No link of these purposes to this person serves any more."""
    session.execute(
        update(MailedToken)
        .where(
            MailedToken.person_id == person_id,
            MailedToken.purpose.in_(purposes),
            MailedToken.used_at.is_(None),
        )
        .values(used_at=now)
    )


def prune(session: Session, *, now: datetime) -> None:
    """Forget the links that ended more than a day ago."""
    session.execute(delete(MailedToken).where(MailedToken.expires_at < now - timedelta(days=1)))
