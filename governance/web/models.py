"""The network itself, and what public pages are built from."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class Network(Base):
    """The association as a whole; one installation serves one network, so one row."""

    __tablename__ = "networks"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(64))  # name of the network in the log; never changes
    name: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(8), default="fr")
    time_zone: Mapped[str] = mapped_column(String(64), default="Europe/Paris")
    members_public: Mapped[bool] = mapped_column(default=True)
    clock_shift: Mapped[int] = mapped_column(default=0)  # seconds; a demonstration only
    worker_ticked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    worker_lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    worker_holder: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class PageVersion(Base):
    """One number per subject ("register", "rules"…), raised by every act that changes it, for the ETags."""

    __tablename__ = "page_versions"

    subject: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
