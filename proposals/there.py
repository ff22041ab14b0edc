"""What a proposal has beside its text: its page does not look for what is not there."""

from typing import Any

from sqlalchemy import BindParameter, bindparam, exists, select
from sqlalchemy.orm import Session

from governance.db import kept
from proposals.models import Attachment, Comment, Concern, Objection
from proposals.models_amendments import Amendment, ProposalAuthor
from proposals.models_appointing import Appointment
from proposals.models_life import MeetingRequest, ProposalQuestion
from proposals.models_opinions import Opinion
from proposals.models_terms import Conflict, ProposalLink

TABLES: dict[str, Any] = {
    "amendments": Amendment,
    "appointment": Appointment,
    "attachments": Attachment,
    "comments": Comment,
    "concerns": Concern,
    "conflicts": Conflict,
    "links": ProposalLink,
    "meetings": MeetingRequest,
    "objections": Objection,
    "opinions": Opinion,
    "questions": ProposalQuestion,
    "writers": ProposalAuthor,
}
_NUMBER: BindParameter[int] = bindparam("number")
_ASKED = select(*(exists().where(table.proposal == _NUMBER).label(name) for name, table in TABLES.items()))


def of(session: Session, number: int) -> frozenset[str]:
    """Those of ``TABLES`` with a row for this proposal. One query, once for a session that only reads."""

    def read() -> frozenset[str]:
        row = session.connection().execute(_ASKED, {"number": number}).one()
        return frozenset(name for name, found in row._mapping.items() if found)

    return kept(session, f"there:{number}", read)
