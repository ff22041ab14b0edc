"""Mails waiting to be written and sent; a row is made in the transaction of the act it tells of."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class Outgoing(Base):
    """One mail to one person; ``key`` makes the act idempotent ("vote-opened:12:45")."""

    __tablename__ = "outgoing_mails"
    __table_args__ = (
        Index(
            "ix_outgoing_mails_waiting",
            "due_at",
            sqlite_where=text("sent_at is null and given_up_at is null and dropped_at is null"),
            postgresql_where=text("sent_at is null and given_up_at is null and dropped_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(32))  # name of the template: invitation, reset, vote-opened…
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    facts: Mapped[str] = mapped_column(Text)  # JSON: what the template needs; never a token
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)  # when to try, or to try again
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    given_up_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    dropped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # not wanted, or too late to be of use
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(300), default="")
