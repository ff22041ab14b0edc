"""The register that people read, and the log that makes it impossible to alter in silence."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
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
    """A numbered decision, as the register shows it for ever; never updated.

    What a list shows comes first and is short: SQLite then reads a row without following its long texts.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("year", "rank"),
        CheckConstraint("rank > 0", name="rank"),
        CheckConstraint(
            "outcome in ('adopted', 'rejected', 'tied', 'no-quorum', 'postponed', 'void')", name="outcome"
        ),
        Index("ix_decisions_circle", "circle_id", "year", "rank"),
        Index("ix_decisions_rule", "rule_id", "year", "rank"),
        Index("ix_decisions_outcome", "outcome", "year", "rank"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]  # in which it was decided, in the network's time zone
    rank: Mapped[int]  # in its year, from 1, without holes
    number: Mapped[str] = mapped_column(String(16), unique=True)  # "2026-014"
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text)  # one sentence for everybody
    circle_id: Mapped[str] = mapped_column(ForeignKey("circles.id"))
    circle_name: Mapped[str] = mapped_column(String(200))
    rule_id: Mapped[str] = mapped_column(String(64))
    rule_name: Mapped[str] = mapped_column(String(200))
    method: Mapped[str] = mapped_column(String(32))
    outcome: Mapped[str] = mapped_column(String(16))
    seal: Mapped[str] = mapped_column(Text)  # JSON [[position, letter, favourable or null]]
    digest: Mapped[str] = mapped_column(Text)  # JSON {"fr", "en"}: the figure that decided, for lists
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    effective_on: Mapped[date | None]
    review_on: Mapped[date | None]
    kind: Mapped[str] = mapped_column(String(16), default="decision", server_default="decision")
    until: Mapped[date | None]  # of a trial or a derogation: its last day
    unreviewed: Mapped[str] = mapped_column(
        String(16), default="", server_default=""
    )  # then, of a trial: ends, continues
    carried_by: Mapped[str] = mapped_column(String(200), default="")
    proposal: Mapped[int | None] = mapped_column(index=True)  # number of the proposal, and of its version
    version: Mapped[int | None]
    vote: Mapped[int | None]
    licence: Mapped[str] = mapped_column(String(32))  # SPDX
    log_seq: Mapped[int] = mapped_column(ForeignKey("log_entries.seq"))
    driver: Mapped[str] = mapped_column(Text, default="", server_default="")
    cost: Mapped[str] = mapped_column(Text, default="", server_default="")
    criteria: Mapped[str] = mapped_column(Text, default="", server_default="")
    driver_html: Mapped[str] = mapped_column(Text, default="", server_default="")
    cost_html: Mapped[str] = mapped_column(Text, default="", server_default="")
    criteria_html: Mapped[str] = mapped_column(Text, default="", server_default="")
    text: Mapped[str] = mapped_column(Text)  # Markdown, as decided upon
    text_html: Mapped[str] = mapped_column(Text)  # rendered and cleaned once, when recorded
    rule_words: Mapped[str] = mapped_column(Text)  # JSON {"fr": [sentences], "en": [sentences]}
    result: Mapped[str] = mapped_column(Text)  # the result/1 object
    colleges: Mapped[str] = mapped_column(Text)  # JSON [{id, name, letter, position}]: the names of that day
    story: Mapped[str] = mapped_column(Text)  # JSON [{on, what: {fr, en}}]: how it came to be
    # JSON [{by, college, reason, status, how: {fr, en}, on}]
    objections: Mapped[str] = mapped_column(Text, default="[]")
    concerns: Mapped[str] = mapped_column(Text, default="[]")  # JSON [{by, college, text}]
    conflicts: Mapped[str] = mapped_column(
        Text, default="[]", server_default="[]"
    )  # JSON [{by, person, text, on}]
    openings: Mapped[str] = mapped_column(Text)  # JSON {field: r} of the commitments in the log entry


class DecisionCollege(Base):
    """How one college stood, so that the register can be filtered by it; none for overall-only votes."""

    __tablename__ = "decision_colleges"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    college_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    favourable: Mapped[bool | None]  # null: it did not count


class DecisionWord(Base):
    """A word of a decision, folded (no accents, no case), for the search."""

    __tablename__ = "decision_words"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    word: Mapped[str] = mapped_column(
        String(64).with_variant(String(64, collation="C"), "postgresql"),  # prefixes are ranges of bytes
        primary_key=True,
    )
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)


class DecisionLink(Base):
    """A later decision says something of an earlier one: see ``entries.KINDS``."""

    __tablename__ = "decision_links"
    __table_args__ = (
        CheckConstraint(
            "kind in ('amends', 'repeals', 'replaces', 'follows', 'derogates', 'confirms', 'ends')",
            name="kind",
        ),
        CheckConstraint("decision_id > earlier_id", name="backwards"),
    )

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    earlier_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(16))


class RegisterFilter(Base):
    """A value the register can be filtered by (year, circle, rule, college), kept as decisions come."""

    __tablename__ = "register_filters"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    value: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))  # as last used
