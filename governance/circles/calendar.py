"""The private address of a person's calendar: only the site itself can make it, only its owner knows it."""

import hmac
import secrets
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles.models_calendar import CalendarAddress
from governance.errors import NotFound

LETTERS = 32  # of each half: 128 bits


def renew(session: Session, person_id: int, *, now: datetime) -> None:
    """A new address for this person; the one before serves no more."""
    row = session.get(CalendarAddress, person_id, with_for_update=True)
    if row is None:
        row = CalendarAddress(person_id=person_id)
        session.add(row)
    row.nonce, row.made_at = secrets.token_hex(LETTERS // 2), now
    session.flush()


def close(session: Session, person_id: int) -> None:
    """This person's calendar is read nowhere any more. Twice changes nothing."""
    row = session.get(CalendarAddress, person_id, with_for_update=True)
    if row is not None:
        session.delete(row)
        session.flush()


def token(session: Session, person_id: int, key: str) -> str:
    """What the address of a person ends with, "" for none; ``key``: the secret of the site."""
    nonce = session.scalar(select(CalendarAddress.nonce).where(CalendarAddress.person_id == person_id))
    return nonce + _seal(nonce, key) if nonce else ""


def owner(session: Session, token: str, key: str) -> int:
    """Whose calendar this is. Raises NotFound."""
    nonce, sealed = token[:LETTERS], token[LETTERS:]
    if not hmac.compare_digest(sealed.encode("utf-8", "replace"), _seal(nonce, key).encode()):
        raise NotFound
    person_id = session.scalar(select(CalendarAddress.person_id).where(CalendarAddress.nonce == nonce))
    if person_id is None:
        raise NotFound
    return person_id


def _seal(nonce: str, key: str) -> str:
    message = f"calendar:{nonce}".encode("utf-8", "replace")
    return hmac.new(key.encode(), message, sha256).hexdigest()[:LETTERS]
