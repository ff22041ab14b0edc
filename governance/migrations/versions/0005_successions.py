"""Successions: the next in the order is asked, who may not hold a role is known when standing"""

import sqlalchemy as sa
from alembic import op

from governance.db import UTCDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# who was chosen before is known by the name under which they stood
SLUGS = """
update succession_chosen set slug = coalesce((
  select min(o.slug) from proposal_options o join successions s on s.proposal = o.proposal
  where s.id = succession_chosen.succession_id and o.person_name = succession_chosen.person_name
    and o.member_id = succession_chosen.member_id), '') where proposal is null
"""


def upgrade() -> None:
    op.create_table(
        "proposal_bars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("college_id", sa.String(length=64), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_proposal_bars_person_id_people")),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_proposal_bars_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_bars")),
    )
    op.create_index(op.f("ix_proposal_bars_proposal"), "proposal_bars", ["proposal"])
    text = {"server_default": "", "nullable": False}
    op.add_column("proposal_options", sa.Column("withdrawn_why", sa.Text(), **text))
    op.add_column("proposal_appointments", sa.Column("seats", sa.Text(), **text))
    op.add_column("succession_chosen", sa.Column("slug", sa.String(length=64), **text))
    op.add_column("succession_chosen", sa.Column("stuck_why", sa.Text(), **text))
    op.add_column(
        "successions", sa.Column("moves_up", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.execute(SLUGS)
