"""Successions: who holds a role next, and how the circle comes to it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class Succession(Base):
    """A seat of a role to fill. ``proposal``: "who holds it next", none where the turn says it.

    ``kind``: the way of choosing. ``rule_id``: the consent by which a proposed person is adopted. ``among``:
    who may be named; ``oneself``: whether also who speaks; ``passing``: whether one may name nobody;
    ``proposes``: whom a facilitator may propose; ``asks``: whether who is chosen accepts first.
    ``moves_up``: where somebody refuses, the next in the order of the result is asked.
    ``outcome``: how it ended, with ``why``: "held", "abandoned" or "refused"; empty while it goes on.
    """

    __tablename__ = "successions"
    __table_args__ = (
        CheckConstraint("kind in ('without-candidate', 'election', 'lot', 'rotation')", name="kind"),
        CheckConstraint("outcome in ('', 'held', 'abandoned', 'refused')", name="outcome"),
        CheckConstraint("(outcome = '') = (concluded_at is null)", name="concluded"),
        CheckConstraint("kind = 'rotation' or proposal is not null", name="asked"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"), index=True)
    seat: Mapped[int | None]  # None: the first that is free
    kind: Mapped[str] = mapped_column(String(24))
    proposal: Mapped[int | None] = mapped_column(ForeignKey("proposals.number"))
    rule_id: Mapped[str] = mapped_column(String(64), default="")
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))  # in whose name it is asked
    among: Mapped[str] = mapped_column(String(16), default="circle")
    oneself: Mapped[bool] = mapped_column(default=False, server_default=false())
    passing: Mapped[bool] = mapped_column(default=False, server_default=false())
    proposes: Mapped[str] = mapped_column(String(16), default="arguments")
    asks: Mapped[bool] = mapped_column(default=False, server_default=false())
    moves_up: Mapped[bool] = mapped_column(default=False, server_default=false())
    starts_on: Mapped[date]
    begun_at: Mapped[datetime] = mapped_column(UTCDateTime)
    begun_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    concluded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[str] = mapped_column(String(16), default="")
    why: Mapped[str] = mapped_column(Text, default="")
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandates.id"))


class Nominee(Base):
    """Somebody who may be named, and for whom they would hold the role; ``slug``: as in the vote."""

    __tablename__ = "succession_nominees"
    __table_args__ = (UniqueConstraint("succession_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    succession_id: Mapped[int] = mapped_column(ForeignKey("successions.id"))
    slug: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    member_name: Mapped[str] = mapped_column(String(200), default="")


class NominationChange(Base):
    """After the reasons were heard, a member names somebody else, once in that vote, and says why."""

    __tablename__ = "nomination_changes"
    __table_args__ = (UniqueConstraint("vote", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    succession_id: Mapped[int] = mapped_column(ForeignKey("successions.id"), index=True)
    vote: Mapped[int] = mapped_column(ForeignKey("votes.number"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    nominee: Mapped[str] = mapped_column(String(64))  # the slug
    why: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Chosen(Base):
    """Somebody chosen in a succession: proposed by a facilitator (``proposal``), elected or drawn.

    ``reason``: why they are proposed. ``answer``: "accepted", "refused" (with ``why``), "dropped" where a
    facilitator went on without one, or none yet.
    ``slug``: in the vote. ``stuck_at``: the role could not be entrusted to them as things were, for
    ``stuck_why``, a refusal, kept.
    """

    __tablename__ = "succession_chosen"
    __table_args__ = (
        CheckConstraint("answer in ('', 'accepted', 'refused', 'dropped')", name="answer"),
        CheckConstraint("answer in ('', 'accepted') or mandate_id is null", name="refused"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    succession_id: Mapped[int] = mapped_column(ForeignKey("successions.id"), index=True)
    proposal: Mapped[int | None] = mapped_column(ForeignKey("proposals.number"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    person_name: Mapped[str] = mapped_column(String(200))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    member_name: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    chosen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answer: Mapped[str] = mapped_column(String(16), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    why: Mapped[str] = mapped_column(Text, default="")
    slug: Mapped[str] = mapped_column(String(64), default="", server_default="")
    stuck_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    stuck_why: Mapped[str] = mapped_column(Text, default="", server_default="")
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandates.id"))


class TurnRefusal(Base):
    """A member refuses one turn, or every turn from ``on`` until a date, and says why."""

    __tablename__ = "turn_refusals"
    __table_args__ = (CheckConstraint("(turn is null) <> (until is null)", name="one_of_two"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    turn: Mapped[date | None]
    on: Mapped[date]
    until: Mapped[date | None]
    why: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class TurnSwap(Base):
    """Two members exchange their places for a turn; it counts once the other side has confirmed."""

    __tablename__ = "turn_swaps"
    __table_args__ = (
        CheckConstraint("member_id <> other_id", name="two"),
        Index("ix_turn_swaps_turn", "role_id", "turn"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    turn: Mapped[date]
    seat: Mapped[int] = mapped_column(default=1)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))  # who asks
    other_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    why: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # taken back, declined, or undone


class TurnSwapUndoing(Base):
    """One side of a confirmed swap asks to undo it; done once the other side has confirmed."""

    __tablename__ = "turn_swap_undoings"
    __table_args__ = (CheckConstraint("confirmed_at is null or ended_at is null", name="one_end"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    swap_id: Mapped[int] = mapped_column(ForeignKey("turn_swaps.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))  # who asks
    why: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # taken back, or declined


class TurnReport(Base):
    """What is told of a turn when it ends: a text, or where it is published; never changed."""

    __tablename__ = "turn_reports"
    __table_args__ = (UniqueConstraint("role_id", "turn", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    turn: Mapped[date]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    member_name: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, default="")
    text_html: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200))
    published_on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class TurnDay(Base):
    """A day on which whoever has the turn hosts; ``missed_at``: it did not take place.

    ``member_id``: who hosted, where it was not whom the turns call.
    """

    __tablename__ = "turn_days"
    __table_args__ = (UniqueConstraint("role_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    on: Mapped[date]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    missed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    why: Mapped[str] = mapped_column(Text, default="")
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
