"""What surrounds the life of a proposal: embargo, questions to the circle, petition, meetings asked for."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class ProposalCircle(Base):
    """A circle that sees a proposal while it is embargoed."""

    __tablename__ = "proposal_circles"

    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"), primary_key=True)
    circle_id: Mapped[str] = mapped_column(ForeignKey("circles.id"), primary_key=True)


class ProposalLook(Base):
    """Somebody looked at an embargoed proposal: first and last time, how many times."""

    __tablename__ = "proposal_looks"

    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    person_name: Mapped[str] = mapped_column(String(200))
    first_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_at: Mapped[datetime] = mapped_column(UTCDateTime)
    times: Mapped[int] = mapped_column(default=1)


class ProposalQuestion(Base):
    """A question about a proposal put to the circle; its vote has the subject ``question:<id>``.

    ``target``: number of the amendment or of the objection; 0 for an arbitration.
    """

    __tablename__ = "proposal_questions"
    __table_args__ = (
        CheckConstraint("kind in ('amendment', 'contest', 'arbitration')", name="kind"),
        CheckConstraint("(outcome is null) = (settled_at is null)", name="settled"),
        Index("ix_proposal_questions_proposal", "proposal", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"))
    kind: Mapped[str] = mapped_column(String(16))
    target: Mapped[int]
    vote: Mapped[int | None] = mapped_column(ForeignKey("votes.number"))
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    outcome: Mapped[str | None] = mapped_column(String(16))
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class PetitionSignature(Base):
    """A member asks that a question be put on the agenda."""

    __tablename__ = "petition_signatures"

    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    member_name: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class MeetingRequest(Base):
    """A member asks for a meeting about a proposal; a facilitator answers when and where, or why not."""

    __tablename__ = "meeting_requests"
    __table_args__ = (UniqueConstraint("proposal", "member_id", "asked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    member_name: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by: Mapped[str] = mapped_column(String(200), default="")
