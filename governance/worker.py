"""The one clock: what is due is done, whoever runs it and however often.

Every step is idempotent and compares the deadlines themselves with the clock; the lease in the database only
spares two workers the same work. A step that fails is logged and does not stop the others.
"""

import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias, TypeVar

from apscheduler.events import EVENT_SCHEDULER_STARTED
from apscheduler.schedulers.blocking import BlockingScheduler
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

import proposals.concluding
import proposals.expiry
import proposals.live.round
import proposals.service
import voting.queries
import voting.service
from governance import clock
from governance.circles import asking, bars, succession_end, warnings
from governance.config import Settings
from governance.db import Database
from governance.mail import sending
from governance.members import attempts, sessions, tokens
from governance.web.models import Network
from proposals import news, news_mail, opinions_told

EVERY = 10  # seconds
LEASE = timedelta(minutes=2)
BATCHES = 20  # of telling, in one tick: a thousand people
COMPOSERS: dict[str, sending.Composer] = {news.KIND: news_mail.compose}
T = TypeVar("T")
Step: TypeAlias = Callable[[Database, Settings, datetime], None]

log = logging.getLogger("tiersvoix.worker")


def hand_back(database: Database, settings: Settings, now: datetime) -> None:
    """Live rounds that nobody closed go on online before their deadline: nothing said in them is lost."""
    with database.reading() as session:
        left = proposals.live.round.due(session, now)
    each(database, left, lambda session, number: proposals.live.round.hand_back(session, number, now=now))


def seal(database: Database, settings: Settings, now: datetime) -> None:
    """Count and seal every vote whose deadline has passed."""
    with database.reading() as session:
        closed = voting.queries.to_seal(session, now)
    each(database, closed, lambda session, number: voting.service.seal(session, number, now=now))


def settle(database: Database, settings: Settings, now: datetime) -> None:
    """Carry every outcome to its proposal and to the register."""
    with database.reading() as session:
        sealed = voting.queries.to_settle(session)
    each(database, sealed, lambda session, number: proposals.service.settle(session, number, now=now))


def succeed(database: Database, settings: Settings, now: datetime) -> None:
    """Entrust the roles whose successions have come to an end; look again at who may not stand in others."""
    with database.reading() as session:
        waiting, barred = succession_end.due(session, now), bars.changed(session, now)
    if barred:
        database.transact(lambda session: bars.refresh(session, now=now))
    each(database, waiting, lambda session, number: succession_end.follow(session, number, now=now))


def expire(database: Database, settings: Settings, now: datetime) -> None:
    """Write down which proposals nobody has moved in the time of their rule."""
    with database.reading() as session:
        late = proposals.expiry.due(session, now)
    each(database, late, lambda session, number: proposals.expiry.expire(session, number, now=now))


def conclude(database: Database, settings: Settings, now: datetime) -> None:
    """Write that the last day of a trial or a derogation is over; announce the reviews that come near."""
    with database.reading() as session:
        over, near = proposals.concluding.over(session, now), proposals.concluding.near(session, now)
    for number, _kind in over:
        database.transact(lambda s, number=number: proposals.concluding.conclude(s, number, now=now))  # type: ignore[misc]
    each(database, near, lambda session, number: proposals.concluding.announce(session, number, now=now))


def remind(database: Database, settings: Settings, now: datetime) -> None:
    """Write to those who have not voted the day before; to those who give an opinion that is owed."""
    database.transact(lambda session: voting.service.remind(session, now=now))
    with database.reading() as session:
        owed = opinions_told.due(session, now)
    each(database, owed, lambda session, one: opinions_told.tell(session, one, now=now))


def warn(database: Database, settings: Settings, now: datetime) -> None:
    """Say that terms end, 90, 30 and 7 days before; ask those who were chosen whether they accept."""
    with database.reading() as session:
        ending, asked = warnings.due(session, now), asking.due(session)
    each(database, ending, lambda session, number: warnings.tell(session, number, now=now))
    each(database, asked, lambda session, number: asking.tell(session, number, now=now))


def tell(database: Database, settings: Settings, now: datetime) -> None:
    """Say what happened to proposals to those who follow them, by batches: the next tick takes the others."""
    with database.reading() as session:
        behind = news.is_behind(session)
    upto = database.transact(news.horizon) if behind else 0
    for _batch in range(BATCHES if behind else 0):
        if not database.transact(lambda session: news.fan_out(session, upto=upto, now=now)):
            break
    with database.reading() as session:
        last = 0 if news.is_due(session, now) else None
    for _batch in range(BATCHES):
        if last is None:
            break
        last = database.transact(lambda session, after=last: news.post(session, after=after, now=now))  # type: ignore[misc]


def send(database: Database, settings: Settings, now: datetime) -> None:
    """Send the mails that are due."""
    sending.send_due(database, settings, now=now, composers=COMPOSERS)


def prune(database: Database, settings: Settings, now: datetime) -> None:
    """Forget ended sessions, links and attempts; they live by the clock of the machine."""

    def work(session: Session) -> None:
        real = clock.now()
        sessions.prune(session, now=real)
        tokens.prune(session, now=real)
        attempts.prune(session, now=real)

    database.transact(work)


STEPS: tuple[Step, ...] = (
    *(hand_back, seal, settle, expire, succeed, conclude),
    *(remind, warn, tell, send, prune),
)


def each(database: Database, numbers: Iterable[T], act: Callable[[Session, T], object]) -> None:
    """One transaction for each: one that fails is logged and leaves the others alone."""
    for number in numbers:
        try:
            database.transact(lambda session, number=number: act(session, number))  # type: ignore[misc]
        except Exception:
            log.exception("number %s", number)


def tick(database: Database, settings: Settings, *, now: datetime, holder: str | None = None) -> bool:
    """Do what is due at ``now``; False when another worker holds the lease."""
    holder = holder or _holder()
    for step in STEPS:
        if not take_lease(database, holder, now):
            return False
        try:
            step(database, settings, now)
        except Exception:
            log.exception("step %s", step.__name__)
    release(database, holder, now)
    return True


def take_lease(database: Database, holder: str, now: datetime) -> bool:
    """Take or renew the lease, by one conditional update: of two workers, one has it."""

    def work(session: Session) -> bool:
        free = or_(
            Network.worker_lease_until.is_(None),
            Network.worker_lease_until <= now,
            Network.worker_holder == holder,
        )
        taken = session.execute(
            update(Network).where(free).values(worker_holder=holder, worker_lease_until=now + LEASE)
        )
        return bool(taken.rowcount)  # type: ignore[attr-defined]

    return database.transact(work)


def release(database: Database, holder: str, now: datetime) -> None:
    """Give the lease back, and note when this was."""
    database.transact(
        lambda session: session.execute(
            update(Network)
            .where(Network.worker_holder == holder)
            .values(worker_lease_until=None, worker_ticked_at=now)
        )
    )


def moment(database: Database, settings: Settings) -> datetime:
    """Now; in a demonstration, as far on as its clock was moved."""
    if not settings.demo:
        return clock.now()
    with database.reading() as session:
        return clock.now(timedelta(seconds=session.scalar(select(Network.clock_shift)) or 0))


def run(database: Database, settings: Settings, *, beside: int | None = None) -> None:
    """Tick until SIGTERM or SIGINT; ``beside``: also until that parent process is gone."""
    scheduler = BlockingScheduler(timezone=UTC)
    holder = _holder()

    def wake() -> None:
        if beside is not None and os.getppid() != beside:
            os.kill(os.getpid(), signal.SIGTERM)
            return
        tick(database, settings, now=moment(database, settings), holder=holder)

    # In a thread of its own: a signal may interrupt the scheduler while it holds a lock that stopping needs.
    stopping = threading.Thread(target=scheduler.shutdown)  # waits for the tick under way

    def stop(_signal: int, _frame: object) -> None:
        if not scheduler.running:
            raise SystemExit(0)
        if stopping.ident is None:
            stopping.start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    scheduler.add_job(
        wake, "interval", seconds=EVERY, next_run_time=clock.now(), misfire_grace_time=None, coalesce=True
    )
    scheduler.add_listener(lambda _event: log.info("worker started"), EVENT_SCHEDULER_STARTED)
    try:
        scheduler.start()
    finally:
        if stopping.ident is not None:
            stopping.join()
        database.dispose()
        log.info("worker stopped")


def log_to_stderr() -> None:
    """What happens, on standard error; libraries only when something is wrong."""
    logging.basicConfig(format="%(asctime)s %(name)s %(levelname)s %(message)s", level=logging.INFO)
    for quiet in ("apscheduler", "alembic"):
        logging.getLogger(quiet).setLevel(logging.WARNING)


def _holder() -> str:
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
