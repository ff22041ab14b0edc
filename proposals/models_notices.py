"""Who follows which proposal how closely, and what each person is still to be told."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class Follow(Base):
    """How closely a person follows one proposal, where they chose otherwise than for all the others."""

    __tablename__ = "follows"
    __table_args__ = (CheckConstraint("level in ('all', 'mine', 'daily', 'weekly', 'none')", name="level"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"), primary_key=True)
    level: Mapped[str] = mapped_column(String(16))
    chosen_at: Mapped[datetime] = mapped_column(UTCDateTime)


class NoticeCursor(Base):
    """The last event that was looked at for a person: what comes after it is still to be looked at."""

    __tablename__ = "notice_cursors"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    event: Mapped[int] = mapped_column(index=True)


class WaitingNotice(Base):
    """An event that a person is to be told, and when; the row goes when the mail that tells it is queued."""

    __tablename__ = "waiting_notices"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("proposal_events.id"), primary_key=True)
    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"))
    due_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
