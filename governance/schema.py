"""The schema: every table, and the migrations that lead to it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from governance.db import Base, Database
from governance.mail import models as mail
from governance.members import models as members
from governance.register import models as register
from governance.rules import models as rules
from governance.web import models as web
from proposals import models as proposals
from voting import models as voting
from voting import proxy_models as proxies

MODELS = (
    web,
    members,
    rules,
    register,
    mail,
    voting,
    proxies,
    proposals,
)  # imported so that METADATA is whole
METADATA = Base.metadata
MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database to ``revision``, whole or not at all."""
    with database.write_engine.begin() as connection:
        command.upgrade(_config(connection), revision)


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
