"""Guessing a password is slowed, never by shutting the door on its owner.

Three counts of failures, kept under the SHA-256 of what they are about:

- *pair*, an account tried from an address: after five, each failure doubles the wait of that pair;
- *account*, from anywhere: after twenty, an address that never succeeded has one free attempt, not five;
- *address*, whatever the account: after thirty, each failure doubles the wait of that address, except for the
  accounts that have signed in from there.

A right password from an address that has not failed on this account therefore always gets in. An attempt
is counted before the password is verified, so that simultaneous guesses count, and given back when right.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, text, update
from sqlalchemy.orm import Session

from governance.db import UTCDateTime
from governance.errors import TooMany
from governance.members.models import Attempts

PAIR_FREE = 5
PAIR_FREE_UNDER_ATTACK = 1
ACCOUNT_CALM = 20
ADDRESS_FREE = 30
FORGOTTEN_AFTER = timedelta(hours=12)
KNOWN_FOR = timedelta(days=90)
LONGEST_WAIT = timedelta(hours=1)
MAILS_FREE = 3  # requests for a reset link, per account and per address, before waiting


@dataclass(frozen=True)
class Count:
    """Failures of one key, and the moment of the last one."""

    number: int = 0
    last_at: datetime | None = None

    def waits_until(self, free: int) -> datetime | None:
        """When the next attempt may be made: a minute after ``free`` ones, then 2, 4, 8… up to an hour."""
        if self.last_at is None or self.number < free:
            return None
        return self.last_at + min(LONGEST_WAIT, timedelta(minutes=2 ** min(self.number - free, 10)))


def key(kind: str, *about: str) -> str:
    """Key of a count: no address in clear."""
    return f"{kind}:{hashlib.sha256(chr(0).join(about).encode('utf-8', 'surrogatepass')).hexdigest()}"


def begin(session: Session, *, account: str, address: str, now: datetime) -> None:
    """Count an attempt to sign in. Raises TooMany, and then counts nothing."""
    pair, whole, place, known = _keys(account, address)
    counts = _hold(session, (pair, whole, place), known, now)
    trusted = known in counts
    under_attack = counts[whole].number >= ACCOUNT_CALM and not trusted
    waits = [counts[pair].waits_until(PAIR_FREE_UNDER_ATTACK if under_attack else PAIR_FREE)]
    if not trusted:
        waits.append(counts[place].waits_until(ADDRESS_FREE))
    _refuse_before(waits, now)
    for each in (pair, whole, place):
        _add(session, each, now)


def succeeded(session: Session, *, account: str, address: str, now: datetime) -> None:
    """Give the attempt back, forget the failures of this pair, and remember that it is a good one."""
    pair, whole, place, known = _keys(account, address)
    session.execute(delete(Attempts).where(Attempts.key == pair))
    for each in (whole, place):
        session.execute(
            update(Attempts)
            .where(Attempts.key == each, Attempts.number > 0)
            .values(number=Attempts.number - 1)
        )
    _add(session, known, now)


def ask(session: Session, kind: str, *about: str, free: int = MAILS_FREE, now: datetime) -> None:
    """Count a request of another kind, whatever becomes of it. Raises TooMany."""
    one = key(kind, *about)
    _refuse_before([_hold(session, (one,), one, now)[one].waits_until(free)], now)
    _add(session, one, now)


def prune(session: Session, *, now: datetime) -> None:
    """Forget the counts that no longer matter."""
    session.execute(delete(Attempts).where(Attempts.last_at < now - KNOWN_FOR))
    session.execute(
        delete(Attempts).where(Attempts.last_at < now - FORGOTTEN_AFTER, Attempts.key.not_like("known:%"))
    )


def _keys(account: str, address: str) -> tuple[str, str, str, str]:
    pair = (account, address)
    return key("pair", *pair), key("account", account), key("address", address), key("known", *pair)


def _hold(session: Session, keys: tuple[str, ...], known: str, now: datetime) -> dict[str, Count]:
    """The counts of ``keys``, locked so that simultaneous attempts queue, and of ``known`` if it lasts."""
    for one in sorted(keys):
        session.execute(_NONE_YET, {"key": one, "now": now})
    query = select(Attempts.key, Attempts.number, Attempts.last_at).where(Attempts.key.in_((*keys, known)))
    rows = session.execute(query.order_by(Attempts.key).with_for_update()).all()
    counts = dict.fromkeys(keys, Count())
    for one, number, last_at in rows:
        if now - last_at < (KNOWN_FOR if one == known else FORGOTTEN_AFTER):
            counts[one] = Count(number, last_at)
    return counts


def _refuse_before(waits: list[datetime | None], now: datetime) -> None:
    until = max((each for each in waits if each is not None), default=now)
    if until > now:
        raise TooMany(minutes=-(-(until - now) // timedelta(minutes=1)))


def _add(session: Session, one: str, now: datetime) -> None:
    """One more; a count that had been forgotten begins again."""
    session.execute(_ONE_MORE, {"key": one, "now": now, "since": now - FORGOTTEN_AFTER})


_MOMENT = bindparam("now", type_=UTCDateTime)
_NONE_YET = text(
    "insert into attempts (key, number, last_at) values (:key, 0, :now) on conflict (key) do nothing"
).bindparams(_MOMENT)
_ONE_MORE = text(
    "insert into attempts (key, number, last_at) values (:key, 1, :now) on conflict (key) do update set "
    "number = case when attempts.last_at <= :since then 1 else attempts.number + 1 end, last_at = :now"
).bindparams(_MOMENT, bindparam("since", type_=UTCDateTime))
