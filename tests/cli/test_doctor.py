"""What the doctor finds, each thing alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text, update

from governance import clock, doctor
from governance.config import Settings, load
from governance.db import Database
from governance.mail.models import Outgoing
from governance.members.models import Mandate
from governance.web.models import Network
from tests.cli.conftest import Run


@pytest.fixture
def settings(network: Path) -> Settings:
    return replace(
        load({}, data_dir=network),
        address="https://decider.example.org",
        smtp_host="smtp.example.org",
        mail_from="decider@example.org",
    )


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """The network just made, with a worker at work."""
    database = Database(settings.url)
    database.transact(lambda session: session.execute(update(Network).values(worker_ticked_at=clock.now())))
    yield database
    database.dispose()


def found(settings: Settings, words: str) -> list[str]:
    """The levels of the findings whose English sentence holds ``words``."""
    return [each.level for each in doctor.examine(settings) if words in each.sentence]


def test_a_network_in_order_has_no_fault(settings: Settings, database: Database) -> None:
    assert [each for each in doctor.examine(settings) if each.level != doctor.OK] == []


@pytest.mark.parametrize(
    ("address", "level"),
    [
        ("https://decider.example.org", doctor.OK),
        ("http://127.0.0.1:5000", doctor.WARN),
        ("http://decider.example.org", doctor.FAIL),
        ("decider.example.org", doctor.FAIL),
        ("ftp://decider.example.org", doctor.FAIL),
    ],
)
def test_the_address(settings: Settings, address: str, level: str) -> None:
    assert [each.level for each in doctor.address(replace(settings, address=address))] == [level]


@pytest.mark.parametrize(
    ("given", "levels"),
    [
        ({}, [doctor.OK]),
        ({"smtp_host": ""}, [doctor.WARN]),
        ({"mail_from": "tiers-voix@localhost"}, [doctor.WARN, doctor.OK]),
        ({"smtp_user": "decider"}, [doctor.WARN, doctor.OK]),
        ({"smtp_user": "decider", "smtp_password": "x", "smtp_tls": "none"}, [doctor.WARN, doctor.OK]),
    ],
)
def test_mail(settings: Settings, given: dict[str, str], levels: list[str]) -> None:
    assert [each.level for each in doctor.mail(replace(settings, **given))] == levels  # type: ignore[arg-type]


def test_keys_that_others_can_read(settings: Settings) -> None:
    settings.signing_key_file.chmod(0o640)
    assert found(settings, "can read the key") == [doctor.FAIL]


def test_a_signing_key_that_is_missing(settings: Settings) -> None:
    settings.signing_key_file.unlink()
    assert doctor.FAIL in found(settings, "is missing")


def test_a_folder_that_others_can_enter(settings: Settings) -> None:
    settings.data_dir.chmod(0o755)
    assert found(settings, "can look into") == [doctor.WARN]


def test_a_folder_that_is_not_there(settings: Settings, tmp_path: Path) -> None:
    elsewhere = replace(settings, data_dir=tmp_path / "nothing")
    assert found(elsewhere, "There is no folder") == [doctor.FAIL]
    assert found(elsewhere, "No database") == [doctor.FAIL]


def test_little_room_on_the_disk(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, level in ((10**6, doctor.FAIL), (10**8, doctor.WARN), (10**10, doctor.OK)):
        monkeypatch.setattr(
            doctor.shutil, "disk_usage", lambda _path, free=free: type("Usage", (), {"free": free})
        )
        assert [each.level for each in doctor.room(settings)] == [level]


def test_a_worker_that_never_ran(settings: Settings) -> None:
    assert found(settings, "never run") == [doctor.FAIL]


def test_a_worker_that_has_stopped(settings: Settings, database: Database) -> None:
    late = clock.now() - timedelta(minutes=7)
    database.transact(lambda session: session.execute(update(Network).values(worker_ticked_at=late)))
    assert found(settings, "last ran") == [doctor.FAIL]


def test_a_pending_migration(settings: Settings, database: Database) -> None:
    database.transact(
        lambda session: session.execute(text("update alembic_version set version_num = '0000'"))
    )
    assert found(settings, "migration is pending") == [doctor.FAIL]


def test_an_old_sqlite(settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "sqlite_version", lambda: (3, 40, 1))
    assert found(settings, "is old") == [doctor.WARN]


def test_a_time_zone_unknown_here(settings: Settings, database: Database) -> None:
    database.transact(lambda session: session.execute(update(Network).values(time_zone="Europe/Atlantis")))
    assert found(settings, "time zone") == [doctor.FAIL]


def test_nobody_to_look_after_members(settings: Settings, database: Database) -> None:
    gone = date(2020, 1, 2)
    database.transact(
        lambda session: session.execute(update(Mandate).values(starts_on=date(2020, 1, 1), ends_on=gone))
    )
    assert found(settings, "Nobody is a steward") == [doctor.WARN]


@pytest.mark.parametrize(("given_up", "words"), [(False, "waited"), (True, "given up")])
def test_mails_that_did_not_leave(settings: Settings, database: Database, given_up: bool, words: str) -> None:
    old = clock.now() - timedelta(hours=1)
    mail = Outgoing(key="k", kind="invitation", person_id=1, facts="{}", created_at=old, due_at=old)
    mail.given_up_at = old if given_up else None
    mail.last_error = "connection refused"
    database.transact(lambda session: session.add(mail))
    assert found(settings, words) == [doctor.WARN]


def test_a_database_that_is_not_one(settings: Settings) -> None:
    (settings.data_dir / "tiersvoix.db").write_bytes(b"not a database" * 100)
    assert found(settings, "does not answer") == [doctor.FAIL]


def test_a_database_without_network(settings: Settings) -> None:
    (settings.data_dir / "tiersvoix.db").write_bytes(b"")
    assert found(settings, "holds no network") == [doctor.FAIL]


def test_the_status_is_1_when_something_must_be_mended(run: Run, network: Path) -> None:
    said = run("doctor", "--data-dir", network)
    assert said.status == 1
    assert "FAULT" in said.out
    assert "1 thing must be mended." in said.out


def test_the_status_is_0_with_notes_only(run: Run, network: Path, database: Database) -> None:
    said = run("doctor", "--data-dir", network)
    assert said.status == 0, said.out
    assert "note" in said.out


def test_every_setting_is_documented_and_secrets_are_not_shown(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIERSVOIX_SMTP_PASSWORD", "tres-secret")
    monkeypatch.setenv("TIERSVOIX_DATABASE_URL", "postgresql+psycopg://tv:tres-secret@db/tv")
    said = run("doctor", "--settings", "--data-dir", tmp_path)
    assert said.status == 0
    for name in Settings.__dataclass_fields__:
        assert f"TIERSVOIX_{name.upper()}" in said.out
    assert "tres-secret" not in said.out
