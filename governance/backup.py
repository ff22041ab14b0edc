"""A backup: one archive, taken while the network runs, checked byte by byte when it is restored.

Format ``tiersvoix-backup/1``: a gzipped tar of ``manifest.json`` and the files it lists, with their size and
SHA-256. The database is a copy of one state of it: by SQLite itself, or ``pg_dump``. Keys only if asked.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from governance import __version__, clock
from governance.config import Settings
from governance.db import sqlite_module
from governance.errors import N_, Refusal
from governance.register.log import stamp

FORMAT = "tiersvoix-backup/1"
MANIFEST, SQLITE, POSTGRESQL, SETTINGS = "manifest.json", "tiersvoix.db", "tiersvoix.dump", "tiersvoix.toml"
KEYS = ("signing.key", "secret.key")
KNOWN = frozenset({SQLITE, POSTGRESQL, SETTINGS, *KEYS})


class FileThere(Refusal):
    sentence = N_("%(file)s is already there: choose another name.")


class NothingToSave(Refusal):
    sentence = N_("There is no database in %(folder)s.")


class ToolMissing(Refusal):
    sentence = N_(
        "The command %(tool)s is needed for a PostgreSQL database: install PostgreSQL's client tools."
    )


class ToolFailed(Refusal):
    sentence = N_("%(tool)s failed: %(why)s")


class NoSuchBackup(Refusal):
    sentence = N_("There is no file %(file)s.")


class NotABackup(Refusal):
    sentence = N_("%(file)s is not a backup of Tiers-Voix, or not a whole one.")


class Damaged(Refusal):
    sentence = N_(
        "%(file)s is damaged: %(name)s is not what it was when the backup was made. Nothing was restored."
    )


class OtherEngine(Refusal):
    sentence = N_("This backup is of another kind of database (%(engine)s) than the one in the settings.")


class NetworkThere(Refusal):
    sentence = N_("There is already a network in %(folder)s. To replace it: --force (it is kept beside).")


class NetworkRuns(Refusal):
    sentence = N_("The network in %(folder)s is running: stop it first.")


def make(settings: Settings, target: Path, *, with_keys: bool, now: datetime) -> int:
    """Write a backup to ``target`` and return its size in bytes; ``target`` appears complete or not at all.

    Raises FileThere, NothingToSave, ToolMissing, ToolFailed.
    """
    if target.exists():
        raise FileThere(file=target)
    with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".tiersvoix-") as name:
        folder = Path(name)
        files = [_copy_database(settings, folder)]
        sources = [settings.data_dir / SETTINGS]
        sources += [settings.data_dir / key for key in KEYS] if with_keys else []
        files += [Path(shutil.copy(source, folder)) for source in sources if source.exists()]
        archive = folder / "archive"
        _pack(archive, files, engine="sqlite" if settings.is_sqlite else "postgresql", now=now)
        os.link(archive, target)  # refuses what came there meanwhile
    return target.stat().st_size


def _copy_database(settings: Settings, folder: Path) -> Path:
    if not settings.is_sqlite:
        target = folder / POSTGRESQL
        _run("pg_dump", "--format=custom", f"--file={target}", f"--dbname={_libpq(settings.url)}")
        return target
    source = _sqlite_path(settings)
    if not source.exists():
        raise NothingToSave(folder=settings.data_dir)
    target = folder / SQLITE
    dbapi = sqlite_module()
    here, copy = dbapi.connect(f"file:{source}?mode=rw", uri=True), dbapi.connect(str(target))
    try:
        here.backup(copy)  # every page in one step: one state of the database, writers wait for nothing
        copy.execute("pragma journal_mode=delete").fetchall()  # one file, without a log beside it
    finally:
        copy.close()
        here.close()
    return target


def _pack(archive: Path, files: list[Path], *, engine: str, now: datetime) -> None:
    listed = [{"name": f.name, "size": f.stat().st_size, "sha256": _sha256(f.read_bytes())} for f in files]
    manifest = {
        "format": FORMAT,
        "version": __version__,
        "made_at": stamp(now),
        "engine": engine,
        "files": listed,
    }
    archive.touch(mode=0o600)
    with archive.open("r+b") as out, tarfile.open(fileobj=out, mode="w:gz") as tar:
        text = json.dumps(manifest, indent=2).encode() + b"\n"
        head = tarfile.TarInfo(MANIFEST)
        head.size, head.mode, head.mtime = len(text), 0o600, int(now.timestamp())
        tar.addfile(head, io.BytesIO(text))
        for file in files:
            tar.add(file, arcname=file.name, filter=_anonymous)
    with archive.open("rb") as written:
        os.fsync(written.fileno())


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def restore(settings: Settings, source: Path, *, force: bool) -> dict[str, Any]:
    """Put a backup back and return its manifest. Everything is checked before anything is touched.

    What was there is moved aside, to ``*.before-<time>``. Raises NoSuchBackup, NotABackup, Damaged,
    OtherEngine, NetworkThere, NetworkRuns, ToolMissing, ToolFailed.
    """
    with _unpacked(source) as (folder, manifest):
        if manifest["engine"] != ("sqlite" if settings.is_sqlite else "postgresql"):
            raise OtherEngine(engine=manifest["engine"])
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        if settings.is_sqlite:
            _refuse_or_set_aside(settings, force)
            _place(folder / SQLITE, _sqlite_path(settings))
        else:
            _restore_postgresql(settings, folder, force)
        for name in (SETTINGS, *KEYS):
            if (folder / name).exists():
                _place(folder / name, settings.data_dir / name)
    return manifest


@contextmanager
def _unpacked(source: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The files of an archive in a temporary folder, each checked against the manifest."""
    if not source.is_file():
        raise NoSuchBackup(file=source)
    with tempfile.TemporaryDirectory(prefix="tiersvoix-") as name:
        folder = Path(name)
        try:
            with tarfile.open(source, "r:gz") as tar:
                manifest = _manifest(tar)
                for file in manifest["files"]:
                    _extract(tar, str(file["name"]), folder)
        except (tarfile.TarError, OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise NotABackup(file=source) from error
        for file in manifest["files"]:
            content = (folder / file["name"]).read_bytes()
            if len(content) != file["size"] or _sha256(content) != file["sha256"]:
                raise Damaged(file=source, name=file["name"])
        yield folder, manifest


def _manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    member = tar.extractfile(MANIFEST)
    manifest: dict[str, Any] = json.loads(member.read()) if member else {}
    if manifest["format"] != FORMAT:
        raise ValueError(f"format {manifest['format']}")
    names = {file["name"] for file in manifest["files"]}
    if not names <= KNOWN or not names & {SQLITE, POSTGRESQL}:
        raise ValueError("unexpected files")
    return manifest


def _extract(tar: tarfile.TarFile, name: str, folder: Path) -> None:
    content = tar.extractfile(name)  # a regular file under one of the known names, never a path
    if content is None:
        raise ValueError(f"{name} is not a file")
    with (folder / name).open("wb") as out:
        shutil.copyfileobj(content, out)


def _refuse_or_set_aside(settings: Settings, force: bool) -> None:
    path = _sqlite_path(settings)
    if not path.exists():
        return
    if not force:
        raise NetworkThere(folder=settings.data_dir)
    _refuse_running(settings, path)
    _set_aside(path)


def _refuse_running(settings: Settings, path: Path) -> None:
    """A database that others hold open cannot be replaced under their feet; its log is written back first."""
    dbapi = sqlite_module()
    connection = dbapi.connect(str(path), isolation_level=None, timeout=1)
    try:
        connection.execute("pragma locking_mode=exclusive").fetchall()
        connection.execute("begin exclusive")
        connection.execute("rollback")
        connection.execute("pragma journal_mode=delete").fetchall()
    except dbapi.OperationalError as error:
        raise NetworkRuns(folder=settings.data_dir) from error
    except dbapi.DatabaseError:
        pass  # damaged: one more reason to put a backup in its place
    finally:
        connection.close()


def _place(source: Path, target: Path) -> None:
    """A complete file under its name, mode 0600, in one step; what was there is set aside if it differs."""
    if target.exists() and target.read_bytes() == source.read_bytes():
        return
    if target.exists():
        _set_aside(target)
    new = target.with_name(f".{target.name}.new")
    shutil.copy(source, new)
    new.chmod(0o600)
    with new.open("rb") as written:
        os.fsync(written.fileno())
    new.replace(target)


def _set_aside(path: Path) -> None:
    path.rename(path.with_name(f"{path.name}.before-{clock.now():%Y%m%dT%H%M%SZ}"))


def _restore_postgresql(settings: Settings, folder: Path, force: bool) -> None:
    from governance import ready
    from governance.db import Database

    database = Database(settings.url)
    there = ready.holds_network(database)
    database.dispose()
    if there and not force:
        raise NetworkThere(folder=settings.data_dir)
    where = f"--dbname={_libpq(settings.url)}"
    tidy = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
    _run("pg_restore", *tidy, where, str(folder / POSTGRESQL))


def _run(tool: str, *words: str) -> None:
    if shutil.which(tool) is None:
        raise ToolMissing(tool=tool)
    done = subprocess.run([tool, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise ToolFailed(tool=tool, why=done.stderr.strip()[:300])


def _libpq(url: str) -> str:
    """The address as PostgreSQL's own tools read it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def _sqlite_path(settings: Settings) -> Path:
    return Path(settings.url.removeprefix("sqlite:///"))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
