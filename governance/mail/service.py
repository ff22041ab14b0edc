"""Telling somebody something: one row in the transaction of the act. The worker sends it."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.mail.kinds import KINDS
from governance.mail.models import Outgoing


class UnknownKind(ValueError):
    """There is no template for this kind of mail: a fault of ours."""


def queue(
    session: Session,
    *,
    person_id: int,
    kind: str,
    key: str,
    facts: dict[str, Any],
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """Have a mail of ``kind`` sent to a person, at once or at ``due_at``; the same ``key`` twice sends once.

    ``facts`` are what the template says (see ``kinds.py``): integers and strings, moments as written by
    ``datetime.isoformat``; never a token. Raises UnknownKind.
    """
    if kind not in KINDS:
        raise UnknownKind(kind)
    if session.scalar(select(Outgoing.id).where(Outgoing.key == key)) is not None:
        return
    session.add(
        Outgoing(
            key=key,
            kind=kind,
            person_id=person_id,
            facts=json.dumps(facts, ensure_ascii=False),
            created_at=now,
            due_at=due_at or now,
        )
    )
    session.flush()
