"""Seats renewed in parts"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PARTS = "renewal_first between 1 and renewal"


def upgrade() -> None:
    with op.batch_alter_table("role_versions") as batch:
        batch.add_column(sa.Column("renewal", sa.Integer(), server_default="1", nullable=False))
        batch.add_column(sa.Column("renewal_first", sa.Integer(), server_default="1", nullable=False))
        batch.add_column(sa.Column("renewal_from", sa.Date(), nullable=True))
        batch.create_check_constraint(op.f("ck_role_versions_parts"), PARTS)
