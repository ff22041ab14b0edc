"""What a proposal says beside its text: decisions it is linked to, declared interests; templates of texts."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class ProposalLink(Base):
    """What the proposal says of a decision of the register; the decision that adopts it says so there."""

    __tablename__ = "proposal_links"
    __table_args__ = (
        CheckConstraint(
            "kind in ('amends', 'repeals', 'replaces', 'follows', 'derogates', 'confirms', 'ends')",
            name="kind",
        ),
    )

    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"), primary_key=True)
    decision_number: Mapped[str] = mapped_column(ForeignKey("decisions.number"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))


class Conflict(Base):
    """An interest of one's own in what is proposed, declared by a person for a member; never deleted."""

    __tablename__ = "conflicts"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    member_name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    declared_at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ProposalTemplate(Base):
    """The text from which a proposal of one kind of decision is begun; stewards write it."""

    __tablename__ = "proposal_templates"

    rule_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str] = mapped_column(String(300), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    driver: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    cost: Mapped[str] = mapped_column(Text, default="")
    criteria: Mapped[str] = mapped_column(Text, default="")
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_by: Mapped[str] = mapped_column(String(200))  # name of the steward
