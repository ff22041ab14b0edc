"""The social code, version by version."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class CodeVersion(Base):
    """One version of the social code as it was adopted: the file itself and its fingerprint."""

    __tablename__ = "code_versions"

    number: Mapped[int] = mapped_column(primary_key=True)
    toml: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    adopted_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    decision: Mapped[str | None] = mapped_column(String(16))  # number of the decision behind it, "2026-014"
