"""What is in order and what is missing, in words: each check yields findings and changes nothing."""

import re
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from governance import clock, ready, schema, worker
from governance.config import PREFIX, Settings
from governance.db import WAL_SAFE, Database, sqlite_version
from governance.errors import N_
from governance.mail.models import Outgoing
from governance.members import queries
from governance.web.models import Network

OK, WARN, FAIL = "ok", "warn", "fail"
LOCAL = {"127.0.0.1", "localhost", "::1", "[::1]"}
LATE = timedelta(minutes=2)  # a worker ticks every ten seconds
STEWARD_WARNING = timedelta(days=30)
WAITING = timedelta(minutes=15)  # a mail is sent within a minute, or tried again
LITTLE, VERY_LITTLE = 500_000_000, 50_000_000  # bytes free
SECRETS = frozenset({"smtp_password"})
HIDDEN = "••••••"
IN_ADDRESS = re.compile(r"(?<=:)[^:/@]+(?=@)")  # the password of postgresql+psycopg://user:password@host/name


@dataclass(frozen=True)
class Finding:
    """``level``: ok, warn or fail; ``sentence``: an English message, with ``facts`` to fill it."""

    level: str
    sentence: str
    facts: dict[str, object] = field(default_factory=dict)


Findings: TypeAlias = Iterator[Finding]
Check: TypeAlias = Callable[[Settings], Findings]
DatabaseCheck: TypeAlias = Callable[[Settings, Database], Findings]


def ok(sentence: str, **facts: object) -> Finding:
    return Finding(OK, sentence, facts)


def warn(sentence: str, **facts: object) -> Finding:
    return Finding(WARN, sentence, facts)


def fail(sentence: str, **facts: object) -> Finding:
    return Finding(FAIL, sentence, facts)


def examine(settings: Settings) -> Findings:
    """Every finding, in the order in which a host would mend things."""
    for check in (folder, room, address, mail, keys):
        yield from check(settings)
    if not ready.exists(settings):
        yield fail(
            N_("No database in %(folder)s: make a network with “tiersvoix init”."), folder=settings.data_dir
        )
        return
    database = Database(settings.url)
    try:
        yield from _database(settings, database)
    except SQLAlchemyError as error:
        yield fail(N_("The database does not answer: %(why)s."), why=str(error).splitlines()[0])
    finally:
        database.dispose()


def _database(settings: Settings, database: Database) -> Findings:
    if not ready.holds_network(database):
        yield fail(N_("The database holds no network: make one with “tiersvoix init”."))
        return
    yield from engine(settings, database)
    if schema.pending(database):
        yield fail(N_("A migration is pending: “tiersvoix serve” applies it when it starts. Back up first."))
        return
    yield ok(N_("The tables are those of this version."))
    for check in (network, clock_of_the_worker, waiting_mails):
        yield from check(settings, database)


def folder(settings: Settings) -> Findings:
    """The data folder: there, writable, closed to others."""
    path = settings.data_dir
    if not path.is_dir():
        yield fail(N_("There is no folder %(folder)s."), folder=path)
        return
    probe = path / ".doctor"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        yield fail(N_("Nothing can be written in %(folder)s: %(why)s."), folder=path, why=error.strerror)
        return
    if path.stat().st_mode & 0o077:
        yield warn(N_("Others on this machine can look into %(folder)s: chmod 700 closes it."), folder=path)
    else:
        yield ok(N_("The folder %(folder)s is writable, and closed to others."), folder=path)


def room(settings: Settings) -> Findings:
    """The disk: enough room left."""
    path = next(
        (p for p in (settings.data_dir, *settings.data_dir.resolve().parents) if p.is_dir()), Path("/")
    )
    free = shutil.disk_usage(path).free
    facts = {"free": free // 1_000_000}
    if free < VERY_LITTLE:
        yield fail(N_("The disk is full: %(free)s MB left."), **facts)
    elif free < LITTLE:
        yield warn(N_("Little room is left on the disk: %(free)s MB."), **facts)
    else:
        yield ok(N_("%(free)s MB are free on the disk."), **facts)


def address(settings: Settings) -> Findings:
    """The public address, as links in mails carry it."""
    parts = urlsplit(settings.address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        yield fail(
            N_("The address “%(address)s” is not one: write https://decider.example.org"),
            address=settings.address,
        )
    elif settings.demo:
        yield warn(N_("This is a demonstration: anybody can sign in as anybody."))
    elif parts.hostname in LOCAL:
        yield warn(
            N_("The address %(address)s only works on this machine: links in mails will not open elsewhere."),
            address=settings.address,
        )
    elif parts.scheme == "http":
        yield fail(
            N_("The address %(address)s is not encrypted: put the site behind TLS and write https://"),
            address=settings.address,
        )
    else:
        yield ok(N_("The address is %(address)s."), address=settings.address)


def mail(settings: Settings) -> Findings:
    """How mails leave."""
    if not settings.smtp_host:
        yield warn(
            N_("No mail server is set (TIERSVOIX_SMTP_HOST): mails are kept as files in %(folder)s."),
            folder=settings.mail_dir,
        )
        return
    if settings.mail_from.rpartition("@")[2] in {"", *LOCAL}:
        yield warn(
            N_("Mails leave as %(sender)s, which nobody can answer: set TIERSVOIX_MAIL_FROM."),
            sender=settings.mail_from,
        )
    if settings.smtp_user and settings.smtp_tls == "none":
        yield warn(N_("The password of the mail server travels in clear: set TIERSVOIX_SMTP_TLS."))
    if settings.smtp_user and not settings.smtp_password:
        yield warn(N_("The mail server has a user but no password: set TIERSVOIX_SMTP_PASSWORD."))
    yield ok(
        N_("Mails leave through %(server)s, port %(port)s."),
        server=settings.smtp_host,
        port=settings.smtp_port,
    )


def keys(settings: Settings) -> Findings:
    """The two keys: there, and readable by their owner only."""
    for path, purpose in (
        (settings.signing_key_file, N_("without it no receipt can be signed; bring it back from your copy")),
        (settings.secret_key_file, N_("it is made at the next start, and everybody signs in again")),
    ):  # fmt: skip
        if not path.exists():
            level = fail if path == settings.signing_key_file else warn
            yield level(N_("The key %(path)s is missing: %(purpose)s."), path=path, purpose=purpose)
        elif stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield fail(
                N_("Others on this machine can read the key %(path)s: chmod 600 closes it."), path=path
            )
        else:
            yield ok(N_("The key %(path)s is closed to others."), path=path)


def engine(settings: Settings, database: Database) -> Findings:
    """The database engine: its version, how it writes, whether it is sound."""
    with database.reading() as session:
        if not database.is_sqlite:
            version = session.scalar(text("show server_version"))
            yield ok(N_("The database is PostgreSQL %(version)s."), version=version)
            return
        mode = str(session.scalar(text("pragma journal_mode"))).upper()
        sound = session.scalar(text("pragma quick_check(1)"))
    version = ".".join(map(str, sqlite_version()))
    if sqlite_version() < WAL_SAFE:
        yield warn(
            N_("SQLite %(version)s is old: it works in %(mode)s mode, safe but slower. Install pysqlite3."),
            version=version,
            mode=mode,
        )
    else:
        yield ok(N_("The database is SQLite %(version)s in %(mode)s mode."), version=version, mode=mode)
    if sound != "ok":
        yield fail(N_("The database is damaged: %(why)s. Restore a backup."), why=sound)


def network(settings: Settings, database: Database) -> Findings:
    """The network: its time zone, and somebody to look after it."""
    with database.reading() as session:
        name, zone = session.execute(select(Network.name, Network.time_zone)).one()
        today = worker.moment(database, settings).date()
        stewards = queries.holders(session, "steward", on=today)
        gap = queries.without_steward(session, since=today, until=today + STEWARD_WARNING)
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield fail(N_("The time zone “%(zone)s” is unknown on this machine."), zone=zone)
    else:
        yield ok(N_("The network is “%(name)s”, in the time zone %(zone)s."), name=name, zone=zone)
    if not stewards:
        yield warn(N_("Nobody is a steward today: no member can be added and no rule changed."))
    elif gap is not None:
        yield warn(
            N_("The last steward’s term ends on %(day)s: entrust the office before, or nobody can."), day=gap
        )


def clock_of_the_worker(settings: Settings, database: Database) -> Findings:
    """The worker: without it nothing closes by itself and no mail leaves."""
    with database.reading() as session:
        ticked_at = session.scalar(select(Network.worker_ticked_at))
    if ticked_at is None:
        yield fail(N_("The worker has never run: start “tiersvoix serve” or “tiersvoix worker”."))
    elif (gap := worker.moment(database, settings) - ticked_at) > LATE:
        minutes = int(gap.total_seconds()) // 60
        yield fail(
            N_("The worker last ran %(minutes)s minutes ago: start “tiersvoix serve” or “tiersvoix worker”."),
            minutes=minutes,
        )
    else:
        yield ok(N_("The worker is at work."))


def waiting_mails(settings: Settings, database: Database) -> Findings:
    """Mails that did not leave."""
    waits = Outgoing.sent_at.is_(None) & Outgoing.given_up_at.is_(None)
    late = waits & (Outgoing.created_at < clock.now() - WAITING) & (Outgoing.due_at < clock.now() - WAITING)
    with database.reading() as session:
        waiting = session.scalar(select(func.count()).select_from(Outgoing).where(late))
        lost = session.scalar(select(func.count()).where(Outgoing.given_up_at.is_not(None)))
        why = session.scalar(
            select(Outgoing.last_error).where(Outgoing.last_error != "").order_by(Outgoing.id.desc()).limit(1)
        )
    if waiting:
        yield warn(
            N_("Mails that have waited for more than a quarter of an hour: %(number)s. Last error: %(why)s"),
            number=waiting,
            why=why or "—",
        )
    if lost:
        yield warn(
            N_("Mails given up after several attempts: %(number)s. Last error: %(why)s"),
            number=lost,
            why=why or "—",
        )
    if not waiting and not lost:
        yield ok(N_("No mail is waiting."))


def settings_table(settings: Settings) -> list[tuple[str, str, str, str]]:
    """Every setting: name, variable, value (secrets masked), meaning."""
    return [
        (f.name, PREFIX + f.name.upper(), _shown(f.name, getattr(settings, f.name)), f.metadata["meaning"])
        for f in fields(settings)
    ]


def _shown(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if name in SECRETS and value:
        return HIDDEN
    return IN_ADDRESS.sub(HIDDEN, str(value)) if name == "database_url" else str(value)
