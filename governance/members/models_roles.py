"""Roles with their versions, the seats they make, and what happened to each mandate."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class Role(Base):
    """What is entrusted to somebody; what it says is in its versions, who holds it in mandates.

    ``of_code``: it is written in the social code, or made by its seats and links, and changes with it only.
    ``decision``: the number of the one that created it, as ``end_decision`` of the one that ended it.
    """

    __tablename__ = "roles"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(140), unique=True)
    circle_id: Mapped[str] = mapped_column(ForeignKey("circles.id"), index=True)
    of_code: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decision: Mapped[str] = mapped_column(String(16), default="", server_default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    end_decision: Mapped[str] = mapped_column(String(16), default="", server_default="")


class RoleVersion(Base):
    """What a role says, from ``adopted_at`` until the next version; lists are JSON.

    ``seats``: 0 for any number. ``incompatible``: slugs. ``renewal``: in how many parts the seats are
    renewed, 1 for all together; ``renewal_first``: the part of seat 1; ``renewal_from``: when terms are
    counted from. ``revocation``: what has to be met before a mandate is taken back.
    """

    __tablename__ = "role_versions"
    __table_args__ = (
        UniqueConstraint("role_id", "number"),
        CheckConstraint("office in ('', 'steward', 'facilitator')", name="office"),
        CheckConstraint("seats >= 0 and term_months > 0", name="numbers"),
        CheckConstraint("renewal_first between 1 and renewal", name="parts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    number: Mapped[int]  # from 1, without holes
    name: Mapped[str] = mapped_column(String(300))
    purpose: Mapped[str] = mapped_column(Text, default="")
    domain: Mapped[str] = mapped_column(Text, default="")
    accountabilities: Mapped[str] = mapped_column(Text, default="[]")
    policies: Mapped[str] = mapped_column(Text, default="[]")
    skills: Mapped[str] = mapped_column(Text, default="[]")
    seats: Mapped[int] = mapped_column(default=1)
    term_months: Mapped[int]
    max_consecutive: Mapped[int | None]
    selection: Mapped[str] = mapped_column(String(24))
    office: Mapped[str] = mapped_column(String(16), default="")
    college_id: Mapped[str | None] = mapped_column(ForeignKey("colleges.id"))
    alternates: Mapped[bool] = mapped_column(default=False)
    incompatible: Mapped[str] = mapped_column(Text, default="[]")
    deputy: Mapped[bool] = mapped_column(default=False)
    report: Mapped[bool] = mapped_column(default=False)
    hosts: Mapped[bool] = mapped_column(default=False)
    renewal: Mapped[int] = mapped_column(default=1, server_default="1")
    renewal_first: Mapped[int] = mapped_column(default=1, server_default="1")
    renewal_from: Mapped[date | None]
    revocation: Mapped[str] = mapped_column(Text, default="[]", server_default="[]")
    adopted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decision: Mapped[str] = mapped_column(String(16), default="", server_default="")


class CircleSeat(Base):
    """The members for whom a role is held sit in this circle while the mandate lasts."""

    __tablename__ = "circle_seats"

    circle_id: Mapped[str] = mapped_column(ForeignKey("circles.id"), primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"), primary_key=True, index=True)


class MandateEvent(Base):
    """One act upon a mandate, never changed; a mandate is the sum of them.

    ``on``: the day it speaks of (a new end, an absence). ``text``: why, for who has signed in.
    """

    __tablename__ = "mandate_events"
    __table_args__ = (
        CheckConstraint(
            "kind in ('entrusted', 'resigned', 'revoked', 'replaced', 'extended', 'ended', 'deputy', "
            "'warning', 'heard', 'notice')",
            name="kind",
        ),
        Index("ix_mandate_events_mandate", "mandate_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandates.id"))
    kind: Mapped[str] = mapped_column(String(16))
    on: Mapped[date | None]
    text: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str] = mapped_column(String(16), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
