"""What has happened to proposals, act by act: the story is told from it, and people are told by it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class ProposalEvent(Base):
    """One act on one proposal; never updated. ``facts``: JSON; ``concerns``: JSON list of member ids."""

    __tablename__ = "proposal_events"
    __table_args__ = (Index("ix_proposal_events_proposal", "proposal", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"))
    kind: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    member_name: Mapped[str] = mapped_column(String(200), default="")
    facts: Mapped[str] = mapped_column(Text, default="{}")
    concerns: Mapped[str] = mapped_column(Text, default="[]")
