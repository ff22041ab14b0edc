"""The time zone of the network."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import kept
from governance.web.models import Network


def name(session: Session) -> str:
    """Its name in the IANA database; UTC before the network is founded."""
    return kept(session, "zone", lambda: session.scalar(select(Network.time_zone)) or "UTC")


def known(session: Session, name: str) -> None:
    """Say it to a session that only reads, for who has read it already."""
    kept(session, "zone", lambda: name)
