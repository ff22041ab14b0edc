"""Who writes a text beside its author, what others would change in it, and what a draft was before."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class ProposalAuthor(Base):
    """A member asked to write a proposal with its author; one row for each time it is asked."""

    __tablename__ = "proposal_authors"
    __table_args__ = (
        CheckConstraint("accepted_at is null or declined_at is null", name="one_answer"),
        CheckConstraint("left_at is null or accepted_at is not null", name="joined_before_leaving"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    member_name: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))  # who asked
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answered_by: Mapped[str] = mapped_column(String(200), default="")  # who spoke for the member
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    declined_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    unasked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # the author took the question back
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Amendment(Base):
    """Other words for one paragraph of one version; what became of it, with its answer."""

    __tablename__ = "amendments"
    __table_args__ = (
        UniqueConstraint("proposal", "number"),
        CheckConstraint(
            "status in ('proposed', 'accepted', 'refused', 'referred', 'adopted', 'rejected', 'withdrawn')",
            name="status",
        ),
        CheckConstraint("status <> 'refused' or answer <> ''", name="refused_with_a_reason"),
        CheckConstraint("status <> 'accepted' or made_version is not null", name="accepted_makes_a_version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"))
    number: Mapped[int]  # within the proposal, from 1
    version: Mapped[int]  # the text it was written against
    paragraph: Mapped[int]  # of that version, from 1
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)  # empty: the paragraph goes
    before_html: Mapped[str] = mapped_column(Text)
    after_html: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    member_name: Mapped[str] = mapped_column(String(200))
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    status: Mapped[str] = mapped_column(String(16), default="proposed")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str] = mapped_column(String(200), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    made_version: Mapped[int | None]


class DraftKept(Base):
    """A draft as it was kept once: two people who write it at once lose nothing. Gone once submitted."""

    __tablename__ = "draft_keeps"

    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"), primary_key=True)
    edits: Mapped[int] = mapped_column(primary_key=True)  # the count of the draft after it
    body: Mapped[str] = mapped_column(Text)  # JSON: what the form holds, field by field
    person_name: Mapped[str] = mapped_column(String(200))
    kept_at: Mapped[datetime] = mapped_column(UTCDateTime)
