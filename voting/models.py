"""A vote and everything it was decided on, copied at opening; the turnout list; the urn."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class Vote(Base):
    """One vote. Text, rule and electorate are copies; ``sealed_at`` is set once, with the result."""

    __tablename__ = "votes"
    __table_args__ = (CheckConstraint("closes_at > opened_at", name="times"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(
        String(64), index=True
    )  # what asked for it: "proposal:31"; opaque here
    subject_version: Mapped[int]
    round: Mapped[int] = mapped_column(default=1)
    question: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    text_html: Mapped[str] = mapped_column(Text)
    circle_id: Mapped[str] = mapped_column(ForeignKey("circles.id"))
    circle_name: Mapped[str] = mapped_column(String(200))
    code_version: Mapped[int] = mapped_column(ForeignKey("code_versions.number"))
    rule_id: Mapped[str] = mapped_column(String(64))
    rule_name: Mapped[str] = mapped_column(String(200))
    method: Mapped[str] = mapped_column(String(32))
    rule: Mapped[str] = mapped_column(Text)  # canonical JSON, as in the count file
    rule_words: Mapped[str] = mapped_column(Text)  # JSON {"fr": […], "en": […]}
    secret: Mapped[bool]
    may_change: Mapped[bool]
    public: Mapped[bool]
    text_sha256: Mapped[str] = mapped_column(String(64))
    rule_sha256: Mapped[str] = mapped_column(String(64))
    electorate_root: Mapped[str] = mapped_column(String(64))  # Merkle root of the labels of its rights
    salt: Mapped[str] = mapped_column(String(64))  # published with the recount file; its hash is in the log
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    registered: Mapped[int]
    cast: Mapped[int] = mapped_column(default=0)  # kept by the cast: progress costs no count
    sealed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[str | None] = mapped_column(String(16))
    result: Mapped[str | None] = mapped_column(Text)  # result/1
    recount: Mapped[str | None] = mapped_column(Text)  # count/1, the exact bytes served
    recount_sha256: Mapped[str | None] = mapped_column(String(64))
    urn_root: Mapped[str | None] = mapped_column(String(64))
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # its subject has read the outcome
    previous: Mapped[int | None] = mapped_column(ForeignKey("votes.number"))  # the first call of a second one
    casting_vote: Mapped[str | None] = mapped_column(Text)  # JSON: ["for"], or options, the preferred first
    casting_vote_by: Mapped[str | None] = mapped_column(Text)  # the name of who gave it
    options: Mapped[str | None] = mapped_column(Text)  # JSON, frozen; None for a vote on a text
    seed: Mapped[str | None] = mapped_column(Text)  # public randomness of a lot, entered after closing
    # nobody but those who represent a member of its electorate sees it
    electorate_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    # positions are said in the room
    live: Mapped[bool] = mapped_column(default=False, server_default=false())
    closed_by: Mapped[str | None] = mapped_column(String(200))  # who closed it before its time
    closed_why: Mapped[str | None] = mapped_column(Text)


class VoteCollege(Base):
    """A college as it was at opening, with its counter of ballots."""

    __tablename__ = "vote_colleges"

    vote: Mapped[int] = mapped_column(ForeignKey("votes.number"), primary_key=True)
    college_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    letter: Mapped[str] = mapped_column(String(2))
    position: Mapped[int]
    weight: Mapped[str] = mapped_column(String(64))
    registered: Mapped[int]
    cast: Mapped[int] = mapped_column(default=0)
    seats: Mapped[int | None]  # its own, where each college elects


class VoteRight(Base):
    """One line of the electorate: a member's right to one ballot. ``cast_at`` is the turnout list.

    ``label`` names the right in published files: SHA-256(salt ‖ JCS(member id)). Erasing the salt and the
    name makes the label say nothing, and every published file stays true. Once a secret vote is sealed
    ``cast_at`` is the hour of closing for all who took part: who came stays, in which order does not.
    """

    __tablename__ = "vote_rights"
    __table_args__ = (
        UniqueConstraint("vote", "member_id"),
        Index("ix_vote_rights_college", "vote", "college_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vote: Mapped[int] = mapped_column(ForeignKey("votes.number"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    member_name: Mapped[str] = mapped_column(String(200))
    college_id: Mapped[str] = mapped_column(String(64))
    salt: Mapped[str] = mapped_column(String(64))  # 32 random bytes, hex
    label: Mapped[str] = mapped_column(String(64))
    cast_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cast_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    entered_by: Mapped[str | None] = mapped_column(String(200))  # the facilitator who entered its ballot
    entered_ground: Mapped[str | None] = mapped_column(Text)  # why, in words


class Ballot(Base):
    """A ballot in the urn. ``right_id`` links it to its voter: for a secret vote until sealing only.

    Sealing a secret vote writes its ballots again without voter, hour and ``r``, in the order of the
    commitments.
    """

    __tablename__ = "ballots"
    __table_args__ = (Index("uq_ballots_right", "right_id", unique=True),)

    commitment: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256(r ‖ JCS(ballot)), hex
    vote: Mapped[int] = mapped_column(ForeignKey("votes.number"), index=True)
    right_id: Mapped[int | None] = mapped_column(ForeignKey("vote_rights.id"))
    college_id: Mapped[str | None] = mapped_column(String(64))
    r: Mapped[str] = mapped_column(String(64))  # 32 random bytes, hex; empty once a secret vote is sealed
    paper: Mapped[str] = mapped_column(Text)  # canonical JSON of the ballot
    cast_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ReplacedCommitment(Base):
    """A commitment whose voter has cast another ballot since: its receipt stays explained for ever."""

    __tablename__ = "replaced_commitments"

    commitment: Mapped[str] = mapped_column(String(64), primary_key=True)
    vote: Mapped[int] = mapped_column(ForeignKey("votes.number"), index=True)
