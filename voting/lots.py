"""A lot: its list closed, a facilitator enters the public randomness that the rule named beforehand."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members import queries as members
from governance.web.models import Network
from governance.web.public import touch
from voting.errors_choice import ForFacilitators, NotALot, SeedGiven, SeedTooEarly, SeedWanted
from voting.sealing import lock
from voting.texts import tidy

LONGEST = 1_000  # characters of a seed


def enter_seed(session: Session, *, vote: int, seed: str, by: int, now: datetime) -> None:
    """Keep the public randomness of a lot, once and for ever; the worker then draws it.

    Raises VoteNotFound, NotALot, ForFacilitators, SeedTooEarly, SeedGiven, SeedWanted.
    """
    row = lock(session, vote)
    if row.method != "lot":
        raise NotALot
    zone = session.scalar(select(Network.time_zone)) or "UTC"
    if by not in members.holders(session, "facilitator", on=now.astimezone(ZoneInfo(zone)).date()):
        raise ForFacilitators
    if now < row.closes_at:
        raise SeedTooEarly
    if row.seed is not None:
        raise SeedGiven
    seed = tidy(seed)
    if not 0 < len(seed) <= LONGEST:
        raise SeedWanted
    row.seed = seed
    touch(session, "votes")
