"""Colleges, members, circles, and the people who act for them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class College(Base):
    """A category of members, as the social code in force names it; ``weight`` is an exact number in words."""

    __tablename__ = "colleges"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    letter: Mapped[str] = mapped_column(String(2))
    position: Mapped[
        int
    ]  # 1, 2, 3… in the order of the social code, kept for ever: it chooses shape and colour
    weight: Mapped[str] = mapped_column(String(64))
    retired: Mapped[bool] = mapped_column(default=False)


class Circle(Base):
    """A body with a purpose; the circle "network" is everybody."""

    __tablename__ = "circles"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[date | None]  # the day of the social code that first named it
    ends_on: Mapped[date | None]  # the first day of one that no longer does


class CircleCollege(Base):
    """A college that sits in a circle; a circle without any row seats every college.

    ``whole``: every member of the college sits there, others only while they hold a seat (`CircleSeat`).
    """

    __tablename__ = "circle_colleges"

    circle_id: Mapped[str] = mapped_column(ForeignKey("circles.id"), primary_key=True)
    college_id: Mapped[str] = mapped_column(ForeignKey("colleges.id"), primary_key=True)
    whole: Mapped[bool] = mapped_column(default=True, server_default=true())


class Member(Base):
    """A legal member, an organisation or an individual; ``left_on`` is its first day outside."""

    __tablename__ = "members"
    __table_args__ = (
        CheckConstraint("kind in ('organisation', 'individual')", name="kind"),
        CheckConstraint("left_on is null or left_on > joined_on", name="dates"),
        Index("uq_members_key", "key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(
        String(200)
    )  # the name folded (no accents, no case): finds the same member again
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(16), default="organisation")
    place: Mapped[str] = mapped_column(String(200), default="")
    joined_on: Mapped[date]
    left_on: Mapped[date | None]


class CollegeMembership(Base):
    """The college of a member, from a date to a date (``ends_on``: first day outside)."""

    __tablename__ = "college_memberships"
    __table_args__ = (
        Index("uq_college_memberships_current", "member_id", unique=True,
              sqlite_where=text("ends_on is null"), postgresql_where=text("ends_on is null")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    college_id: Mapped[str] = mapped_column(ForeignKey("colleges.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Person(Base):
    """Somebody who signs in; ``password_hash`` is null until the invitation is accepted."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    password_hash: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str | None] = mapped_column(String(8))
    mails: Mapped[str] = mapped_column(String(16), default="all")  # "all", or "convocations" only
    # news of proposals, unless another level was chosen for one: "all", "mine", "daily", "weekly", "none"
    notices: Mapped[str] = mapped_column(String(16), default="mine", server_default="mine")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Representation(Base):
    """A person speaks and votes for a member, from a date to a date (``ends_on``: first day without)."""

    __tablename__ = "representations"
    __table_args__ = (
        Index("uq_representations_current", "person_id", "member_id", unique=True,
              sqlite_where=text("ends_on is null"), postgresql_where=text("ends_on is null")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Mandate(Base):
    """A role, or an office without a described role, held by a person for a member or for themselves.

    In force at a moment: its day is in ``starts_on`` ≤ day < ``ends_on`` and it has not ended before, which
    ``ended_at`` says to the second and ``ended_on`` to the day (the first one without). ``ends_on`` stays the
    end that was foreseen. ``office``: the right it gives on the site, "" for none. ``how`` somebody came to
    it: a selection, "named" or "volunteers". ``until_filled``: provisional, until the seat is filled or until
    ``ends_on``. What happened to it is in ``mandate_events``.
    """

    __tablename__ = "mandates"
    __table_args__ = (
        CheckConstraint("office in ('', 'steward', 'facilitator')", name="office"),
        CheckConstraint("office <> '' or role_id is not null", name="of_something"),
        CheckConstraint(
            "end_kind in ('', 'term', 'resigned', 'revoked', 'replaced', 'left')", name="end_kind"
        ),
        CheckConstraint("(ended_at is null) = (ended_on is null)", name="ended"),
        CheckConstraint("provisional or not until_filled", name="stands_in"),
        Index("ix_mandates_role_id", "role_id", "seat"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    office: Mapped[str] = mapped_column(String(16))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    salt: Mapped[str] = mapped_column(String(64), default="")  # of the commitment to the holder in the log
    role_id: Mapped[int | None]
    seat: Mapped[int | None]  # of the role, from 1
    member_id: Mapped[int | None] = mapped_column(index=True)
    deputy_id: Mapped[int | None]  # the person who stands in
    how: Mapped[str] = mapped_column(String(24), default="", server_default="")
    decision: Mapped[str] = mapped_column(String(16), default="", server_default="")
    derogation: Mapped[str] = mapped_column(String(16), default="", server_default="")  # that allowed it
    provisional: Mapped[bool] = mapped_column(default=False, server_default=false())
    until_filled: Mapped[bool] = mapped_column(default=False, server_default=false())
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_on: Mapped[date | None]
    end_kind: Mapped[str] = mapped_column(String(16), default="", server_default="")
    end_decision: Mapped[str] = mapped_column(String(16), default="", server_default="")


class SignInSession(Base):
    """A signed-in browser; only the SHA-256 of its token is kept."""

    __tablename__ = "sign_in_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    browser: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)  # written once an hour at the most, by acts only
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class MailedToken(Base):
    """A link sent by mail, "join", "reset" or "mails": SHA-256 of the token."""

    __tablename__ = "mailed_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Attempts(Base):
    """Attempts counted per key (account, address, both), to slow guessing."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)  # kind and SHA-256, no address in clear
    number: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
