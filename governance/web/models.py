"""What public pages are built from: one version number per subject, raised by every act that changes it."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base


class PageVersion(Base):
    """``subject`` is "register", "rules", "members" or "proposals"; ETags are made of these numbers."""

    __tablename__ = "page_versions"

    subject: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
