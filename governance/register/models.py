"""The register that people read, and the log that makes it impossible to alter in silence."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class LogEntry(Base):
    """One entry of the log: its exact bytes (RFC 8785) and its leaf hash (RFC 6962)."""

    __tablename__ = "log_entries"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # from 0, without holes
    type: Mapped[str] = mapped_column(String(32))
    t: Mapped[datetime] = mapped_column(UTCDateTime)
    entry: Mapped[bytes] = mapped_column(LargeBinary)
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class Decision(Base):
    """A numbered decision, as the register shows it for ever; never updated."""

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("year", "rank"),
        Index("ix_decisions_filters", "year", "circle_id", "rule_id", "outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    rank: Mapped[int]  # in its year, from 1, without holes
    number: Mapped[str] = mapped_column(String(16), unique=True)  # "2026-014"
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text)  # one sentence for everybody
    text: Mapped[str] = mapped_column(Text)  # Markdown, as decided upon
    text_html: Mapped[str] = mapped_column(Text)  # rendered and cleaned once, when recorded
    circle_id: Mapped[str] = mapped_column(ForeignKey("circles.id"))
    circle_name: Mapped[str] = mapped_column(String(200))
    proposal: Mapped[int | None]  # number of the proposal and of its version
    version: Mapped[int | None]
    vote: Mapped[int | None]
    rule_id: Mapped[str] = mapped_column(String(64))
    rule_name: Mapped[str] = mapped_column(String(200))
    method: Mapped[str] = mapped_column(String(32))
    rule_words: Mapped[str] = mapped_column(Text)  # JSON {"fr": [sentences], "en": [sentences]}
    outcome: Mapped[str] = mapped_column(String(16))  # adopted rejected tied no-quorum postponed void
    result: Mapped[str] = mapped_column(Text)  # the result/1 object
    colleges: Mapped[str] = mapped_column(Text)  # JSON [{id, name, letter, position}]: the names of that day
    story: Mapped[str] = mapped_column(Text)  # JSON [{on, what: {fr, en}}]: how it came to be
    objections: Mapped[str] = mapped_column(Text, default="[]")  # JSON [{by, college, reason, how, on}]
    concerns: Mapped[str] = mapped_column(Text, default="[]")  # JSON [{by, college, text}]
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    effective_on: Mapped[date | None]
    review_on: Mapped[date | None]
    carried_by: Mapped[str] = mapped_column(String(200), default="")
    licence: Mapped[str] = mapped_column(String(32))  # SPDX
    log_seq: Mapped[int] = mapped_column(ForeignKey("log_entries.seq"))


class DecisionCollege(Base):
    """How one college stood, so that the register can be filtered by it; none for overall-only votes."""

    __tablename__ = "decision_colleges"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    college_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    favourable: Mapped[bool | None]  # null: it did not count


class DecisionWord(Base):
    """A word of a decision, folded (no accents, no case), for the search."""

    __tablename__ = "decision_words"

    word: Mapped[str] = mapped_column(String(64), primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)


class DecisionLink(Base):
    """A later decision says something of an earlier one: amends, repeals, replaces, follows."""

    __tablename__ = "decision_links"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    earlier_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(16))
