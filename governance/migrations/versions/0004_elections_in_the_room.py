"""Elections held in the room: a session that follows another; what an election lets its members do"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OF_SUCCESSIONS = """
update proposal_appointments set
  oneself = (select s.oneself from successions s where s.id = proposal_appointments.succession),
  passing = (select s.passing from successions s where s.id = proposal_appointments.succession)
where exists (select 1 from successions s where s.id = proposal_appointments.succession)
"""


def upgrade() -> None:
    with op.batch_alter_table("proposal_appointments") as batch:
        for name in ("oneself", "passing"):
            batch.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(OF_SUCCESSIONS)
    with op.batch_alter_table("live_sessions") as batch:
        batch.add_column(sa.Column("follows", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_live_sessions_follows_live_sessions"), "live_sessions", ["follows"], ["id"]
        )
        batch.create_index(op.f("ix_live_sessions_follows"), ["follows"], unique=False)
