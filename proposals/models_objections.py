"""What happened to an objection, act by act: nothing of it is ever changed or deleted."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class ObjectionEvent(Base):
    """One act on an objection: who did it, for which member, on which version of the text, in what words.

    ``kind``: raised, renewed (by another objection of its author), confirmed-objector, confirmed-author,
    integrated, withdrawn, set-aside, contested; upheld and dismissed are the circle's, by ``vote``.
    """

    __tablename__ = "objection_events"
    __table_args__ = (
        ForeignKeyConstraint(["proposal", "objection"], ["objections.proposal", "objections.number"]),
        CheckConstraint(
            "kind in ('raised', 'renewed', 'confirmed-objector', 'confirmed-author', 'integrated', "
            "'withdrawn', 'set-aside', 'contested', 'upheld', 'dismissed')",
            name="kind",
        ),
        Index("ix_objection_events_proposal", "proposal", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal: Mapped[int]
    objection: Mapped[int]  # its number in the proposal
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    person_name: Mapped[str] = mapped_column(String(200), default="")  # empty: the clock, or the circle
    member_name: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int]  # of the text at that moment
    words: Mapped[str] = mapped_column(Text, default="")  # ground, contest
    vote: Mapped[int | None] = mapped_column(ForeignKey("votes.number"))
