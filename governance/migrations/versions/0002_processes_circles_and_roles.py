"""A proposal as a process; circles, roles and mandates"""

import sqlalchemy as sa
from alembic import op

from governance.db import UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# the checks of the tables whose words have grown: {table: {constraint: condition}}
CHECKS = {
    "proposals": {
        "state": "state in ('draft', 'embargoed', 'debate', 'decision', 'adopted', 'rejected', 'postponed', 'withdrawn', 'expired')",
        "no_objection_stands": "state <> 'adopted' or standing = 0 or by_fallback",
        "adopted_by_a_vote": "state <> 'adopted' or vote is not null",
        "kind": "kind in ('decision', 'trial', 'derogation')",
        "bounded": "kind = 'decision' or until is not null",
    },
    "decision_links": {
        "kind": "kind in ('amends', 'repeals', 'replaces', 'follows', 'derogates', 'confirms', 'ends')",
        "backwards": "decision_id > earlier_id",
    },
}
NEW_CHECKS = {("proposals", "kind"), ("proposals", "bounded")}


def upgrade() -> None:
    op.create_table(
        "proposal_templates",
        sa.Column("rule_id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("driver", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cost", sa.Text(), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("updated_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("rule_id", name=op.f("pk_proposal_templates")),
    )
    op.create_table(
        "notice_cursors",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_notice_cursors_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_cursors")),
    )
    op.create_index(op.f("ix_notice_cursors_event"), "notice_cursors", ["event"], unique=False)
    op.create_table(
        "conflicts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("member_name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("declared_at", UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_conflicts_member_id_members")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_conflicts_person_id_people")),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_conflicts_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflicts")),
    )
    op.create_index(op.f("ix_conflicts_proposal"), "conflicts", ["proposal"], unique=False)
    op.create_table(
        "follows",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("chosen_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "level in ('all', 'mine', 'daily', 'weekly', 'none')", name=op.f("ck_follows_level")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_follows_person_id_people")),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_follows_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("person_id", "proposal", name=op.f("pk_follows")),
    )
    op.create_table(
        "proposal_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("member_name", sa.String(length=200), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("concerns", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_proposal_events_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_proposal_events_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_events")),
    )
    op.create_index("ix_proposal_events_proposal", "proposal_events", ["proposal", "id"], unique=False)
    op.create_table(
        "proposal_links",
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("decision_number", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "kind in ('amends', 'repeals', 'replaces', 'follows', 'derogates', 'confirms', 'ends')",
            name=op.f("ck_proposal_links_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_number"],
            ["decisions.number"],
            name=op.f("fk_proposal_links_decision_number_decisions"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_proposal_links_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("proposal", "decision_number", name=op.f("pk_proposal_links")),
    )
    op.create_table(
        "debate_summaries",
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_html", sa.Text(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_debate_summaries_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_debate_summaries_proposal_proposals")
        ),
        sa.ForeignKeyConstraint(["upto"], ["comments.id"], name=op.f("fk_debate_summaries_upto_comments")),
        sa.PrimaryKeyConstraint("proposal", "number", name=op.f("pk_debate_summaries")),
    )
    op.create_table(
        "waiting_notices",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["proposal_events.id"], name=op.f("fk_waiting_notices_event_id_proposal_events")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_waiting_notices_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_waiting_notices_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("person_id", "event_id", name=op.f("pk_waiting_notices")),
    )
    op.create_index(op.f("ix_waiting_notices_due_at"), "waiting_notices", ["due_at"], unique=False)
    op.add_column("comments", sa.Column("paragraph", sa.Integer(), nullable=True))
    op.add_column("comments", sa.Column("quote", sa.Text(), server_default="", nullable=False))
    op.add_column("comments", sa.Column("objection", sa.Integer(), nullable=True))
    op.add_column("comments", sa.Column("resolved_at", UTCDateTime(), nullable=True))
    op.add_column(
        "comments", sa.Column("resolved_by", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column("comments", sa.Column("member_id", sa.Integer(), nullable=True))
    op.add_column(
        "decisions", sa.Column("kind", sa.String(length=16), server_default="decision", nullable=False)
    )
    op.add_column("decisions", sa.Column("until", sa.Date(), nullable=True))
    op.add_column(
        "decisions", sa.Column("unreviewed", sa.String(length=16), server_default="", nullable=False)
    )
    op.add_column("decisions", sa.Column("driver", sa.Text(), server_default="", nullable=False))
    op.add_column("decisions", sa.Column("cost", sa.Text(), server_default="", nullable=False))
    op.add_column("decisions", sa.Column("criteria", sa.Text(), server_default="", nullable=False))
    op.add_column("decisions", sa.Column("driver_html", sa.Text(), server_default="", nullable=False))
    op.add_column("decisions", sa.Column("cost_html", sa.Text(), server_default="", nullable=False))
    op.add_column("decisions", sa.Column("criteria_html", sa.Text(), server_default="", nullable=False))
    op.add_column("decisions", sa.Column("conflicts", sa.Text(), server_default="[]", nullable=False))
    op.add_column(
        "objections", sa.Column("person_name", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column("objections", sa.Column("paragraph", sa.Integer(), nullable=True))
    op.add_column("objections", sa.Column("quote", sa.Text(), server_default="", nullable=False))
    op.add_column("objections", sa.Column("tests", sa.Text(), server_default="{}", nullable=False))
    op.add_column("objections", sa.Column("contested_at", UTCDateTime(), nullable=True))
    op.add_column(
        "objections", sa.Column("contested_by", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column("objections", sa.Column("contest", sa.Text(), server_default="", nullable=False))
    op.add_column("people", sa.Column("notices", sa.String(length=16), server_default="mine", nullable=False))
    op.add_column(
        "proposal_versions", sa.Column("credit", sa.String(length=300), server_default="", nullable=False)
    )
    op.add_column("proposal_versions", sa.Column("driver", sa.Text(), server_default="", nullable=False))
    op.add_column("proposal_versions", sa.Column("cost", sa.Text(), server_default="", nullable=False))
    op.add_column("proposal_versions", sa.Column("criteria", sa.Text(), server_default="", nullable=False))
    op.add_column("proposal_versions", sa.Column("review_on", sa.Date(), nullable=True))
    op.add_column("proposal_versions", sa.Column("until", sa.Date(), nullable=True))
    op.add_column("proposal_versions", sa.Column("driver_html", sa.Text(), server_default="", nullable=False))
    op.add_column("proposal_versions", sa.Column("cost_html", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "proposal_versions", sa.Column("criteria_html", sa.Text(), server_default="", nullable=False)
    )
    op.add_column(
        "proposals", sa.Column("kind", sa.String(length=16), server_default="decision", nullable=False)
    )
    op.add_column("proposals", sa.Column("until", sa.Date(), nullable=True))
    op.add_column(
        "proposals", sa.Column("unreviewed", sa.String(length=16), server_default="", nullable=False)
    )
    op.add_column("proposals", sa.Column("licence", sa.String(length=32), server_default="", nullable=False))
    op.add_column("proposals", sa.Column("edits", sa.Integer(), server_default="0", nullable=False))
    op.add_column("proposals", sa.Column("expires_at", UTCDateTime(), nullable=True))
    op.add_column("proposals", sa.Column("doubled_at", UTCDateTime(), nullable=True))
    op.add_column(
        "proposals", sa.Column("doubled_by", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column("proposals", sa.Column("petitioned_at", UTCDateTime(), nullable=True))
    op.add_column("proposals", sa.Column("live", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_proposals_expires_at"), "proposals", ["expires_at"], unique=False)
    op.add_column(
        "votes", sa.Column("electorate_only", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("votes", sa.Column("live", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("votes", sa.Column("closed_by", sa.String(length=200), nullable=True))
    op.add_column("votes", sa.Column("closed_why", sa.Text(), nullable=True))
    for table, checks in CHECKS.items():
        _check(table, checks)


def _check(table: str, checks: dict[str, str]) -> None:
    """Write the checks of a table anew: on SQLite with the table itself."""
    if op.get_bind().dialect.name == "sqlite":
        written = [
            sa.CheckConstraint(check, name=op.f(f"ck_{table}_{name}")) for name, check in checks.items()
        ]
        with op.batch_alter_table(table, recreate="always", table_args=written):
            pass
        return
    for name, check in checks.items():
        if (table, name) not in NEW_CHECKS:
            op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, check)
