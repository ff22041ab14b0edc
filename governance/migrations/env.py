"""Alembic's entrance: every table of every package, one connection given by ``governance.schema``."""

from alembic import context

from governance.schema import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
