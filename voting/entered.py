"""The mark on the turnout list of a ballot that a facilitator entered for a member: by whom, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.orm import Session

from voting.models import VoteRight

_MARK = (
    update(VoteRight)
    .where(VoteRight.id == bindparam("right_id"))
    .values(entered_by=bindparam("who"), entered_ground=bindparam("ground"))
)


@dataclass(frozen=True)
class Entry:
    """``by``: the name of who enters the ballot; ``ground``: "paper ballot handed at the assembly"."""

    by: str
    ground: str


def number(session: Session, vote: int) -> int:
    """How many ballots of a vote were entered by a facilitator."""
    query = select(func.count()).where(VoteRight.vote == vote, VoteRight.entered_by.is_not(None))
    return session.scalar(query) or 0


def of(session: Session, right: int) -> tuple[str, str] | None:
    """Who entered the ballot of a right, and why; None where the member voted for itself."""
    row = session.execute(
        select(VoteRight.entered_by, VoteRight.entered_ground).where(VoteRight.id == right)
    ).one()
    return (row[0], row[1] or "") if row[0] else None


def mark(connection: Connection, rights: Sequence[int], entry: Entry | None) -> None:
    """Mark these rights, or take the mark off once the member has voted for itself."""
    who, ground = (entry.by, entry.ground) if entry else (None, None)
    connection.execute(_MARK, [{"right_id": each, "who": who, "ground": ground} for each in rights])
