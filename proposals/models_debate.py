"""The summary of a debate, each version of it kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class DebateSummary(Base):
    """What a facilitator wrote of a debate; never updated, another number replaces it on top of the debate.

    ``upto``: the last message that it takes into account, none where nobody had spoken.
    """

    __tablename__ = "debate_summaries"

    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    text_html: Mapped[str] = mapped_column(Text)
    upto: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
