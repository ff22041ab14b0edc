"""Seats renewed in parts; swaps that are undone; replacements until a seat is filled; revocations"""

import sqlalchemy as sa
from alembic import op

from governance.db import UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = (
    "kind in ('entrusted', 'resigned', 'revoked', 'replaced', 'extended', 'ended', 'deputy', 'warning', 'heard',"
    " 'notice')"
)
PARTS = "renewal_first between 1 and renewal"


def upgrade() -> None:
    op.create_table(
        "turn_swap_undoings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("swap_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "confirmed_at is null or ended_at is null", name=op.f("ck_turn_swap_undoings_one_end")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["people.id"], name=op.f("fk_turn_swap_undoings_confirmed_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_turn_swap_undoings_member_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_turn_swap_undoings_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["swap_id"], ["turn_swaps.id"], name=op.f("fk_turn_swap_undoings_swap_id_turn_swaps")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn_swap_undoings")),
    )
    op.create_index(op.f("ix_turn_swap_undoings_swap_id"), "turn_swap_undoings", ["swap_id"], unique=False)
    with op.batch_alter_table("mandates") as batch:
        batch.add_column(sa.Column("until_filled", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.create_check_constraint(op.f("ck_mandates_stands_in"), "provisional or not until_filled")
    with op.batch_alter_table("mandate_events") as batch:
        batch.drop_constraint(op.f("ck_mandate_events_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_mandate_events_kind"), KINDS)
    with op.batch_alter_table("role_versions") as batch:
        batch.add_column(sa.Column("renewal", sa.Integer(), server_default="1", nullable=False))
        batch.add_column(sa.Column("renewal_first", sa.Integer(), server_default="1", nullable=False))
        batch.add_column(sa.Column("renewal_from", sa.Date(), nullable=True))
        batch.add_column(sa.Column("revocation", sa.Text(), server_default="[]", nullable=False))
        batch.create_check_constraint(op.f("ck_role_versions_parts"), PARTS)
