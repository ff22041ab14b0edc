"""What becomes of a decision: its execution step by step, its reviews. Entries are added, never changed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class ExecutionEntry(Base):
    """One entry of the execution of a decision; the state of a step is the fold of its entries.

    ``step``: its number in the decision, from 1; none for the closing word.
    """

    __tablename__ = "execution_entries"
    __table_args__ = (
        UniqueConstraint("decision_id", "rank"),
        CheckConstraint("kind in ('planned', 'changed', 'done', 'dropped', 'closed')", name="kind"),
        CheckConstraint("(kind = 'closed') = (step is null)", name="step"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    rank: Mapped[int]  # in the execution of this decision, from 1
    kind: Mapped[str] = mapped_column(String(16))
    step: Mapped[int | None]
    what: Mapped[str] = mapped_column(String(300), default="")
    who: Mapped[str] = mapped_column(String(200), default="")
    member_id: Mapped[int | None]  # the member that carries the step, where it is one
    due_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(200))  # the name of who wrote it
    log_seq: Mapped[int] = mapped_column(ForeignKey("log_entries.seq"))
    openings: Mapped[str] = mapped_column(Text)  # JSON {field: r} of the commitments in the log entry


class ReviewEntry(Base):
    """One entry of the review of a decision: what was observed, or how a trial or a derogation ended."""

    __tablename__ = "review_entries"
    __table_args__ = (
        UniqueConstraint("decision_id", "rank"),
        CheckConstraint(
            "kind in ('observed', 'confirmed', 'changed', 'ended', 'lapsed', 'continued')", name="kind"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    rank: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text, default="")
    note_html: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str | None] = mapped_column(
        String(16)
    )  # the later decision that confirmed, changed, ended it
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(200), default="")  # the name of who wrote it; nobody: the clock
    log_seq: Mapped[int] = mapped_column(ForeignKey("log_entries.seq"))
    openings: Mapped[str] = mapped_column(Text)
