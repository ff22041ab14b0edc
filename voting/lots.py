"""A lot, also one that breaks a tie: once the list is closed, or the tie known, a facilitator enters the
public randomness that the rule named beforehand.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from governance.members.offices import FACILITATOR
from governance.web.public import touch
from voting import ties, untying
from voting.errors_choice import ForFacilitators, NotALot, SeedGiven, SeedTooEarly, SeedWanted
from voting.models import Vote
from voting.sealing import lock
from voting.texts import tidy

LONGEST = 1_000  # characters of a seed


def enter_seed(session: Session, *, vote: int, seed: str, by: int, now: datetime) -> None:
    """Keep the public randomness of a lot, once and for ever; the worker then draws it. A tie is broken at
    once.

    Raises VoteNotFound, NotALot, ForFacilitators, SeedTooEarly, SeedGiven, SeedWanted.
    """
    row = lock(session, vote)
    if row.method != "lot" and not _breaks_tie(row):
        raise NotALot
    if not untying.holds(session, FACILITATOR, by, now, circle_id=row.circle_id):
        raise ForFacilitators
    if now < row.closes_at:
        raise SeedTooEarly
    if row.seed is not None:
        raise SeedGiven
    seed = tidy(seed)
    if not 0 < len(seed) <= LONGEST:
        raise SeedWanted
    row.seed = seed
    if row.sealed_at is not None:
        untying.count_again(session, row, {"seed": seed}, ties.LOT, now)
    touch(session, "votes")


def _breaks_tie(row: Vote) -> bool:
    tie = untying.awaited(row)
    return tie is not None and tie.how == ties.LOT
