"""A new social code for a network that already decides: only by a decision of its register."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.register.models import Decision
from governance.rules import service
from governance.rules.errors import DecisionAlreadyUsed, DecisionNotAdopted, DecisionWanted
from governance.rules.models import CodeVersion

OFFERED = 30  # the last adopted decisions among which a steward chooses


def decisions(session: Session) -> list[tuple[str, str]]:
    """Number and title of the adopted decisions that no version of the code cites yet, the last first."""
    used = select(CodeVersion.decision).where(CodeVersion.decision.is_not(None))
    rows = session.execute(
        select(Decision.number, Decision.title)
        .where(Decision.outcome == "adopted", Decision.number.not_in(used))
        .order_by(Decision.year.desc(), Decision.rank.desc())
        .limit(OFFERED)
    )
    return [(number, title) for number, title in rows]


def founding(session: Session) -> bool:
    """Whether the register is still empty: the network is being founded, and nothing can have decided yet."""
    return session.scalar(select(Decision.id).limit(1)) is None


def adopt(session: Session, text: str, *, decision: str | None, by: int | None, now: datetime) -> int:
    """Put a code in force by the decision that adopted it; returns the number of the version.

    Raises DecisionWanted (none is named, and the register is not empty), DecisionNotAdopted,
    DecisionAlreadyUsed, and the refusals of ``service.adopt``.
    """
    if decision:
        _check(session, decision)
    elif not founding(session):
        raise DecisionWanted
    return service.adopt(session, text, by=by, now=now, decision=decision or None)


def _check(session: Session, number: str) -> None:
    outcome = session.scalar(select(Decision.outcome).where(Decision.number == number))
    if outcome != "adopted":
        raise DecisionNotAdopted(number=number)
    version = session.scalar(select(CodeVersion.number).where(CodeVersion.decision == number))
    if version is not None:
        raise DecisionAlreadyUsed(number=number, version=version)
