"""A live session of a proposal, and its steps: one row each, so that a crash loses nothing."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class LiveSession(Base):
    """A vote taken in the room. ``token``: unguessable, the address at which a page follows it.

    ``follows``: the session whose room goes on with this one, who is here being as they were.

    ``acts`` counts what facilitators have done, undoing included: a form says which count it was made from.
    """

    __tablename__ = "live_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"), index=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    acts: Mapped[int] = mapped_column(default=0)
    began_at: Mapped[datetime] = mapped_column(UTCDateTime)
    began_by: Mapped[str] = mapped_column(String(200))
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_by: Mapped[str] = mapped_column(String(200), default="")
    follows: Mapped[int | None] = mapped_column(ForeignKey("live_sessions.id"), index=True)


class LiveStep(Base):
    """One step. ``body``: JSON; ``own``: taken by a representative, for their member, on their own phone."""

    __tablename__ = "live_steps"

    session: Mapped[int] = mapped_column(ForeignKey("live_sessions.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    own: Mapped[bool] = mapped_column(default=False, server_default=false())
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    undone_by: Mapped[str] = mapped_column(String(200), default="")
