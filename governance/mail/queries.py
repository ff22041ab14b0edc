"""What the host is told of mails: how many wait, which were given up."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from governance.mail.models import Outgoing

SHOWN = 20


@dataclass(frozen=True)
class GivenUp:
    """A mail that could not be sent, and the last answer of the mail server."""

    kind: str
    person_id: int
    attempts: int
    last_error: str
    given_up_at: datetime | None


def is_waiting() -> ColumnElement[bool]:
    """Neither sent, nor given up, nor dropped."""
    return and_(Outgoing.sent_at.is_(None), Outgoing.given_up_at.is_(None), Outgoing.dropped_at.is_(None))


def waiting(session: Session) -> int:
    """How many mails wait, retries included."""
    return session.scalar(select(func.count()).select_from(Outgoing).where(is_waiting())) or 0


def given_up(session: Session) -> list[GivenUp]:
    """The last mails that could not be sent."""
    columns = select(
        Outgoing.kind, Outgoing.person_id, Outgoing.attempts, Outgoing.last_error, Outgoing.given_up_at
    )
    last = columns.where(Outgoing.given_up_at.is_not(None)).order_by(Outgoing.given_up_at.desc()).limit(SHOWN)
    return [GivenUp(*row) for row in session.execute(last)]
