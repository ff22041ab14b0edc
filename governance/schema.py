"""The schema: every table, and the migrations that lead to it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from governance.circles import models as circles
from governance.circles import models_calendar as circle_calendar
from governance.db import Base, Database
from governance.mail import models as mail
from governance.members import models as members
from governance.members import models_roles as member_roles
from governance.register import models as register
from governance.register import models_following as following
from governance.rules import models as rules
from governance.web import models as web
from proposals import models as proposals
from proposals import models_amendments as amendments
from proposals import models_appointing as appointing
from proposals import models_debate as debate
from proposals import models_events as proposal_events
from proposals import models_life as proposal_life
from proposals import models_notices as notices
from proposals import models_objections as objections
from proposals import models_opinions as opinions
from proposals import models_terms as proposal_terms
from proposals.live import models as live
from voting import models as voting
from voting import proxy_models as proxies

MODELS = (
    web,
    members,
    member_roles,
    rules,
    register,
    following,
    mail,
    voting,
    proxies,
    proposals,
    amendments,
    proposal_events,
    proposal_life,
    objections,
    debate,
    notices,
    proposal_terms,
    appointing,
    live,
    circles,
    circle_calendar,
    opinions,
)  # imported so that METADATA is whole
METADATA = Base.metadata
BROKEN_KEYS = text("PRAGMA foreign_key_check")
MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database to ``revision``, whole or not at all.

    SQLite changes a table by writing it anew: its foreign keys are looked at once, at the end.
    """
    with database.write_engine.connect() as connection:
        if database.is_sqlite:
            _foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                command.upgrade(_config(connection), revision)
                if database.is_sqlite and (broken := connection.execute(BROKEN_KEYS).first()) is not None:
                    raise RuntimeError(f"a migration left a foreign key without its row: {tuple(broken)}")
        finally:
            if database.is_sqlite:
                _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, state: str) -> None:
    """Outside of any transaction, where alone SQLite hears it."""
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.cursor().execute(f"PRAGMA foreign_keys={state}")


def pending(database: Database) -> bool:
    """Whether the database waits for a migration."""
    with database.read_engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
    return here != ScriptDirectory(str(MIGRATIONS)).get_current_head()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
