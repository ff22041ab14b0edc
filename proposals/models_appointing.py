"""Proposals by which a role is entrusted: which role, and to whom once a person is proposed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, true
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class Appointment(Base):
    """What a proposal has to do with a role; ``succession`` is opaque here.

    ``person_name`` is empty while the question is who holds it next. The member for whom the proposed person
    would hold it is heard last in the room. ``oneself``: a member may name who speaks for it; ``passing``:
    who names nobody says no name once the reasons were heard. ``seats``: how many seats its vote fills, as
    JSON by college, "" for everybody together; "" where the rule alone says it.
    """

    __tablename__ = "proposal_appointments"

    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"), primary_key=True)
    succession: Mapped[int] = mapped_column(index=True)
    role_name: Mapped[str] = mapped_column(String(300))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    oneself: Mapped[bool] = mapped_column(default=True, server_default=true())
    passing: Mapped[bool] = mapped_column(default=True, server_default=true())
    seats: Mapped[str] = mapped_column(Text, default="", server_default="")


class Bar(Base):
    """Who may not stand in a proposal by which a role is entrusted: a person, a college, or a person for a
    member of a college; ``why``: the refusal, kept.
    """

    __tablename__ = "proposal_bars"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    college_id: Mapped[str | None] = mapped_column(String(64))
    why: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
