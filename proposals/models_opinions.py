"""Opinions that circles give on proposals before they are decided."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class Opinion(Base):
    """The published opinion of a circle on a proposal, never changed. ``version``: the text it is about."""

    __tablename__ = "opinions"
    __table_args__ = (
        UniqueConstraint("proposal", "circle_id"),
        CheckConstraint("answer in ('favourable', 'reservations', 'unfavourable')", name="answer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"))
    circle_id: Mapped[str] = mapped_column(ForeignKey("circles.id"))
    circle_name: Mapped[str] = mapped_column(String(200))
    version: Mapped[int]
    answer: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text, default="")
    text_html: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200))
    published_at: Mapped[datetime] = mapped_column(UTCDateTime)
