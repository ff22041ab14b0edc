"""Telling somebody something: one row in the transaction of the act. The worker sends it."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.mail.kinds import KINDS
from governance.mail.models import Outgoing


class UnknownMail(ValueError):
    """No such kind of mail, or facts missing for it: a fault of ours."""


def queue(
    session: Session,
    *,
    person_id: int,
    kind: str,
    key: str,
    facts: Mapping[str, object],
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """Have a mail of ``kind`` sent to a person, at once or at ``due_at``; the same ``key`` twice sends once.

    ``facts`` are what the template says (see ``kinds.py``): integers, strings, lists of them, moments in
    ISO 8601; never a token. Raises UnknownMail.
    """
    if kind not in KINDS:
        raise UnknownMail(kind)
    if missing := sorted(KINDS[kind].facts - set(facts)):
        raise UnknownMail(f"{kind} without {', '.join(missing)}")
    if session.scalar(select(Outgoing.id).where(Outgoing.key == key)) is not None:
        return
    told = json.dumps(dict(facts), ensure_ascii=False)
    session.add(
        Outgoing(
            key=key,
            kind=kind,
            person_id=person_id,
            facts=told,
            created_at=now,
            due_at=due_at or now,
            attempts=0,
        )
    )
    session.flush()
