"""The private address of a calendar; what stays with a role from holder to holder."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class CalendarAddress(Base):
    """The one address at which a person's deadlines are read; ``nonce`` alone does not give it."""

    __tablename__ = "calendar_addresses"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(32), unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)


class HandoverItem(Base):
    """One thing to do when a role is handed over, written by who holds it; it stays with the role."""

    __tablename__ = "handover_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"), index=True)
    text: Mapped[str] = mapped_column(String(300))
    written_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class HandoverTick(Base):
    """An item done when a mandate was handed over: the next mandate begins the list anew."""

    __tablename__ = "handover_ticks"

    item_id: Mapped[int] = mapped_column(ForeignKey("handover_items.id"), primary_key=True)
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandates.id"), primary_key=True)
    by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class HandoverNote(Base):
    """A note for whoever holds the role after; never changed, another one says better."""

    __tablename__ = "handover_notes"
    __table_args__ = (Index("ix_handover_notes_role_id", "role_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    text: Mapped[str] = mapped_column(Text)
    text_html: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
