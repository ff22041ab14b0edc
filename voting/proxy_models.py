"""Proxies: who lets whom vote for it, in one vote. Never in the log nor, with names, in a published file."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime

_OPEN = text("ended_at is null and vote is not null")
_WAITING = text("ended_at is null and vote is null")


class Proxy(Base):
    """A proxy given by a member, the principal, to another, the holder; current until ``ended_at``.

    ``vote`` is null while the vote that ``subject`` will lead to is not open. ``used_at``: a ballot cast with
    it is in the urn, or was until the principal voted in person (``ended_by`` "own-vote"). It also ends
    when it is "revoked" or "declined", at "opening" where it may no longer be, and where "no-vote" will come.
    """

    __tablename__ = "proxies"
    __table_args__ = (
        CheckConstraint("principal_id <> holder_id", name="two_members"),
        CheckConstraint(
            "ended_by in ('revoked', 'declined', 'own-vote', 'opening', 'no-vote')", name="ended_by"
        ),
        CheckConstraint("(ended_at is null) = (ended_by is null)", name="ended"),
        Index("uq_proxies_vote", "vote", "principal_id", unique=True,
              sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("uq_proxies_subject", "subject", "principal_id", unique=True,
              sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_proxies_carried", "vote", "holder_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    vote: Mapped[int | None] = mapped_column(ForeignKey("votes.number"))
    subject: Mapped[str] = mapped_column(String(64))  # what is voted on: "proposal:31"; opaque here
    question: Mapped[str] = mapped_column(String(300))
    principal_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    principal_name: Mapped[str] = mapped_column(String(200))
    holder_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    holder_name: Mapped[str] = mapped_column(String(200))
    instructions: Mapped[str] = mapped_column(Text, default="")
    salt: Mapped[str] = mapped_column(String(64))  # of its commitment in the log; 32 random bytes, hex
    given_at: Mapped[datetime] = mapped_column(UTCDateTime)
    given_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(16))
