"""Reading the versions of the social code."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.db import UTCDateTime, kept
from governance.errors import NotFound
from governance.members.models import College
from governance.rules import code as codes
from governance.rules.models import CodeVersion
from governance.rules.parts import SocialCode

__all__ = ["Line", "SocialCode", "Version", "history", "in_force", "positions", "version"]

_COLUMNS = (
    CodeVersion.number,
    CodeVersion.toml,
    CodeVersion.sha256,
    CodeVersion.adopted_at,
    CodeVersion.decision,
)


@dataclass(frozen=True)
class Version:
    """One version of the social code; ``decision`` is the number of the decision that adopted it, if any."""

    number: int
    toml: str
    sha256: str
    adopted_at: datetime
    decision: str | None

    @property
    def code(self) -> SocialCode:
        """What the file says."""
        return _read(self.toml)


@dataclass(frozen=True)
class Line:
    """One line of the history: a version without its text. ``until`` is when the next one came into force."""

    number: int
    adopted_at: datetime
    until: datetime | None
    decision: str | None


def in_force(session: Session, at: datetime | None = None) -> Version:
    """The version in force at a moment; the last one adopted without it. Raises NotFound before the first."""
    wanted = select(*_COLUMNS).order_by(CodeVersion.number.desc()).limit(1)
    if at is not None:
        row = session.execute(wanted.where(CodeVersion.adopted_at <= at)).one_or_none()
    else:
        row = kept(session, "code", lambda: session.execute(wanted).one_or_none())
    if row is None:
        raise NotFound
    return Version(*row)


def version(session: Session, number: int) -> Version:
    """The version of that number. Raises NotFound."""
    row = session.execute(select(*_COLUMNS).where(CodeVersion.number == number)).one_or_none()
    if row is None:
        raise NotFound
    return Version(*row)


def history(session: Session) -> list[Line]:
    """Every version, the last first."""
    until = func.lead(CodeVersion.adopted_at, type_=UTCDateTime()).over(order_by=CodeVersion.number)
    rows = session.execute(
        select(CodeVersion.number, CodeVersion.adopted_at, until, CodeVersion.decision).order_by(
            CodeVersion.number.desc()
        )
    )
    return [Line(*row) for row in rows]


def positions(session: Session) -> dict[str, int]:
    """The position of every college there ever was, by id: it gives its colour and shape."""
    rows = session.execute(select(College.id, College.position))
    return {id_: position for id_, position in rows}


# a version never changes: its text is read once by each process
@lru_cache(maxsize=32)
def _read(text: str) -> SocialCode:
    return codes.read(text)
