"""The first tables"""

import sqlalchemy as sa
from alembic import op

from governance.db import UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("last_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempts")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempts_last_at"), ["last_at"], unique=False)

    op.create_table(
        "circles",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circles")),
    )
    op.create_table(
        "code_versions",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("toml", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("adopted_at", UTCDateTime(), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_code_versions")),
    )
    with op.batch_alter_table("code_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_code_versions_adopted_at"), ["adopted_at"], unique=False)

    op.create_table(
        "colleges",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("letter", sa.String(length=2), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("weight", sa.String(length=64), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_colleges")),
    )
    op.create_table(
        "log_entries",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("t", UTCDateTime(), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_log_entries")),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint("kind in ('organisation', 'individual')", name=op.f("ck_members_kind")),
        sa.CheckConstraint("left_on is null or left_on > joined_on", name=op.f("ck_members_dates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index("uq_members_key", ["key"], unique=True)

    op.create_table(
        "networks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("members_public", sa.Boolean(), nullable=False),
        sa.Column("clock_shift", sa.Integer(), nullable=False),
        sa.Column("worker_ticked_at", UTCDateTime(), nullable=True),
        sa.Column("worker_lease_until", UTCDateTime(), nullable=True),
        sa.Column("worker_holder", sa.String(length=64), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_networks_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_networks")),
    )
    op.create_table(
        "page_versions",
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_page_versions")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("locale", sa.String(length=8), nullable=True),
        sa.Column("mails", sa.String(length=16), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_table(
        "register_filters",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("kind", "value", name=op.f("pk_register_filters")),
    )
    op.create_table(
        "circle_colleges",
        sa.Column("circle_id", sa.String(length=64), nullable=False),
        sa.Column("college_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle_id"], ["circles.id"], name=op.f("fk_circle_colleges_circle_id_circles")
        ),
        sa.ForeignKeyConstraint(
            ["college_id"], ["colleges.id"], name=op.f("fk_circle_colleges_college_id_colleges")
        ),
        sa.PrimaryKeyConstraint("circle_id", "college_id", name=op.f("pk_circle_colleges")),
    )
    op.create_table(
        "college_memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("college_id", sa.String(length=64), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["college_id"], ["colleges.id"], name=op.f("fk_college_memberships_college_id_colleges")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_college_memberships_member_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["people.id"], name=op.f("fk_college_memberships_recorded_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_college_memberships")),
    )
    with op.batch_alter_table("college_memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_college_memberships_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            "uq_college_memberships_current",
            ["member_id"],
            unique=True,
            sqlite_where=sa.text("ends_on is null"),
            postgresql_where=sa.text("ends_on is null"),
        )

    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("circle_id", sa.String(length=64), nullable=False),
        sa.Column("circle_name", sa.String(length=200), nullable=False),
        sa.Column("rule_id", sa.String(length=64), nullable=False),
        sa.Column("rule_name", sa.String(length=200), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("carried_by", sa.String(length=200), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("vote", sa.Integer(), nullable=True),
        sa.Column("licence", sa.String(length=32), nullable=False),
        sa.Column("log_seq", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_html", sa.Text(), nullable=False),
        sa.Column("rule_words", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("colleges", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("objections", sa.Text(), nullable=False),
        sa.Column("concerns", sa.Text(), nullable=False),
        sa.Column("openings", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "outcome in ('adopted', 'rejected', 'tied', 'no-quorum', 'postponed', 'void')",
            name=op.f("ck_decisions_outcome"),
        ),
        sa.CheckConstraint("rank > 0", name=op.f("ck_decisions_rank")),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_decisions_circle_id_circles")),
        sa.ForeignKeyConstraint(
            ["log_seq"], ["log_entries.seq"], name=op.f("fk_decisions_log_seq_log_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("number", name=op.f("uq_decisions_number")),
        sa.UniqueConstraint("year", "rank", name=op.f("uq_decisions_year")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index("ix_decisions_circle", ["circle_id", "year", "rank"], unique=False)
        batch_op.create_index(batch_op.f("ix_decisions_decided_at"), ["decided_at"], unique=False)
        batch_op.create_index("ix_decisions_outcome", ["outcome", "year", "rank"], unique=False)
        batch_op.create_index(batch_op.f("ix_decisions_proposal"), ["proposal"], unique=False)
        batch_op.create_index("ix_decisions_rule", ["rule_id", "year", "rank"], unique=False)

    op.create_table(
        "mailed_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mailed_tokens_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mailed_tokens_token_hash")),
    )
    with op.batch_alter_table("mailed_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailed_tokens_person_id"), ["person_id"], unique=False)

    op.create_table(
        "mandates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=16), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.CheckConstraint("office in ('steward', 'facilitator')", name=op.f("ck_mandates_office")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mandates_person_id_people")),
        sa.ForeignKeyConstraint(["recorded_by"], ["people.id"], name=op.f("fk_mandates_recorded_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
    )
    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mandates_person_id"), ["person_id"], unique=False)

    op.create_table(
        "outgoing_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("given_up_at", UTCDateTime(), nullable=True),
        sa.Column("dropped_at", UTCDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_outgoing_mails_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mails")),
        sa.UniqueConstraint("key", name=op.f("uq_outgoing_mails_key")),
    )
    with op.batch_alter_table("outgoing_mails", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outgoing_mails_waiting",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("sent_at is null and given_up_at is null and dropped_at is null"),
            postgresql_where=sa.text("sent_at is null and given_up_at is null and dropped_at is null"),
        )

    op.create_table(
        "proposals",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("moved_at", UTCDateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("member_name", sa.String(length=200), nullable=False),
        sa.Column("circle_id", sa.String(length=64), nullable=False),
        sa.Column("rule_id", sa.String(length=64), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("carried_by", sa.String(length=200), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=True),
        sa.Column("debate_ends_at", UTCDateTime(), nullable=True),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("opening", sa.String(length=16), nullable=False),
        sa.Column("opens_from", UTCDateTime(), nullable=True),
        sa.Column("standing", sa.Integer(), nullable=False),
        sa.Column("by_fallback", sa.Boolean(), nullable=False),
        sa.Column("vote", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.CheckConstraint(
            "state <> 'adopted' or standing = 0 or by_fallback", name=op.f("ck_proposals_no_objection_stands")
        ),
        sa.CheckConstraint(
            "state <> 'adopted' or vote is not null", name=op.f("ck_proposals_adopted_by_a_vote")
        ),
        sa.CheckConstraint(
            "state in ('draft', 'debate', 'decision', 'adopted', 'rejected', 'postponed', 'withdrawn')",
            name=op.f("ck_proposals_state"),
        ),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_proposals_circle_id_circles")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_proposals_member_id_members")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_proposals_person_id_people")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_proposals")),
    )
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.create_index("ix_proposals_list", ["state", "number"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_person_id"), ["person_id"], unique=False)

    op.create_table(
        "representations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_representations_member_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_representations_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["people.id"], name=op.f("fk_representations_recorded_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representations")),
    )
    with op.batch_alter_table("representations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_representations_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_representations_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_representations_current",
            ["person_id", "member_id"],
            unique=True,
            sqlite_where=sa.text("ends_on is null"),
            postgresql_where=sa.text("ends_on is null"),
        )

    op.create_table(
        "sign_in_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sign_in_sessions_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_sessions_token_hash")),
    )
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_sessions_person_id"), ["person_id"], unique=False)

    op.create_table(
        "votes",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("subject_version", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_html", sa.Text(), nullable=False),
        sa.Column("circle_id", sa.String(length=64), nullable=False),
        sa.Column("circle_name", sa.String(length=200), nullable=False),
        sa.Column("code_version", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.String(length=64), nullable=False),
        sa.Column("rule_name", sa.String(length=200), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("rule_words", sa.Text(), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("may_change", sa.Boolean(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("rule_sha256", sa.String(length=64), nullable=False),
        sa.Column("electorate_root", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("closes_at", UTCDateTime(), nullable=False),
        sa.Column("registered", sa.Integer(), nullable=False),
        sa.Column("cast", sa.Integer(), nullable=False),
        sa.Column("sealed_at", UTCDateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("recount", sa.Text(), nullable=True),
        sa.Column("recount_sha256", sa.String(length=64), nullable=True),
        sa.Column("urn_root", sa.String(length=64), nullable=True),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("previous", sa.Integer(), nullable=True),
        sa.Column("casting_vote", sa.Text(), nullable=True),
        sa.Column("casting_vote_by", sa.Text(), nullable=True),
        sa.Column("options", sa.Text(), nullable=True),
        sa.Column("seed", sa.Text(), nullable=True),
        sa.CheckConstraint("closes_at > opened_at", name=op.f("ck_votes_times")),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_votes_circle_id_circles")),
        sa.ForeignKeyConstraint(
            ["code_version"], ["code_versions.number"], name=op.f("fk_votes_code_version_code_versions")
        ),
        sa.ForeignKeyConstraint(["previous"], ["votes.number"], name=op.f("fk_votes_previous_votes")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_votes")),
    )
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_votes_closes_at"), ["closes_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_votes_subject"), ["subject"], unique=False)

    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_attachments_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachments_proposal"), ["proposal"], unique=False)

    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("member_name", sa.String(length=200), nullable=False),
        sa.Column("college_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_html", sa.Text(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("removed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["comments.id"], name=op.f("fk_comments_parent_id_comments")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_comments_person_id_people")),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_comments_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.create_index("ix_comments_thread", ["proposal", "thread_id", "id"], unique=False)

    op.create_table(
        "concerns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("vote", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("member_name", sa.String(length=200), nullable=False),
        sa.Column("college_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_concerns_member_id_members")),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_concerns_proposal_proposals")
        ),
        sa.ForeignKeyConstraint(["vote"], ["votes.number"], name=op.f("fk_concerns_vote_votes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concerns")),
        sa.UniqueConstraint("vote", "member_id", name=op.f("uq_concerns_vote")),
    )
    with op.batch_alter_table("concerns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concerns_proposal"), ["proposal"], unique=False)

    op.create_table(
        "decision_colleges",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("college_id", sa.String(length=64), nullable=False),
        sa.Column("favourable", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_decision_colleges_decision_id_decisions")
        ),
        sa.PrimaryKeyConstraint("decision_id", "college_id", name=op.f("pk_decision_colleges")),
    )
    op.create_table(
        "decision_links",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "kind in ('amends', 'repeals', 'replaces', 'follows')", name=op.f("ck_decision_links_kind")
        ),
        sa.CheckConstraint("decision_id > earlier_id", name=op.f("ck_decision_links_backwards")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_decision_links_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["decisions.id"], name=op.f("fk_decision_links_earlier_id_decisions")
        ),
        sa.PrimaryKeyConstraint("decision_id", "earlier_id", name=op.f("pk_decision_links")),
    )
    with op.batch_alter_table("decision_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_links_earlier_id"), ["earlier_id"], unique=False)

    op.create_table(
        "decision_words",
        sa.Column(
            "word",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_decision_words_decision_id_decisions")
        ),
        sa.PrimaryKeyConstraint("word", "decision_id", name=op.f("pk_decision_words")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("vote", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("member_name", sa.String(length=200), nullable=False),
        sa.Column("college_id", sa.String(length=64), nullable=False),
        sa.Column("nature", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("answered_version", sa.Integer(), nullable=True),
        sa.Column("objector_confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("author_confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("raised_at", UTCDateTime(), nullable=False),
        sa.Column("status_at", UTCDateTime(), nullable=True),
        sa.Column("status_by", sa.String(length=200), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("renewed_as", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status <> 'integrated' or (objector_confirmed_at is not null and author_confirmed_at is not null)",
            name=op.f("ck_objections_integrated_by_both"),
        ),
        sa.CheckConstraint(
            "status <> 'set-aside' or ground <> ''", name=op.f("ck_objections_set_aside_with_a_ground")
        ),
        sa.CheckConstraint(
            "status in ('standing', 'withdrawn', 'integrated', 'set-aside')",
            name=op.f("ck_objections_status"),
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_objections_member_id_members")),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_objections_proposal_proposals")
        ),
        sa.ForeignKeyConstraint(["vote"], ["votes.number"], name=op.f("fk_objections_vote_votes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
        sa.UniqueConstraint("proposal", "number", name=op.f("uq_objections_proposal")),
    )
    op.create_table(
        "proposal_options",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("note_html", sa.Text(), nullable=False),
        sa.Column("cost", sa.String(length=64), nullable=True),
        sa.Column("college_id", sa.String(length=64), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("member_name", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by"], ["people.id"], name=op.f("fk_proposal_options_added_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_proposal_options_member_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_proposal_options_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_proposal_options_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_options")),
        sa.UniqueConstraint("proposal", "slug", name=op.f("uq_proposal_options_proposal")),
    )
    op.create_table(
        "proposal_versions",
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_html", sa.Text(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_proposal_versions_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_proposal_versions_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("proposal", "number", name=op.f("pk_proposal_versions")),
    )
    op.create_table(
        "proxies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("principal_name", sa.String(length=200), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("holder_name", sa.String(length=200), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("given_at", UTCDateTime(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("accepted_at", UTCDateTime(), nullable=True),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(length=16), nullable=True),
        sa.CheckConstraint(
            "ended_by in ('revoked', 'declined', 'own-vote', 'opening', 'no-vote')",
            name=op.f("ck_proxies_ended_by"),
        ),
        sa.CheckConstraint("(ended_at is null) = (ended_by is null)", name=op.f("ck_proxies_ended")),
        sa.CheckConstraint("principal_id <> holder_id", name=op.f("ck_proxies_two_members")),
        sa.ForeignKeyConstraint(["given_by"], ["people.id"], name=op.f("fk_proxies_given_by_people")),
        sa.ForeignKeyConstraint(["holder_id"], ["members.id"], name=op.f("fk_proxies_holder_id_members")),
        sa.ForeignKeyConstraint(
            ["principal_id"], ["members.id"], name=op.f("fk_proxies_principal_id_members")
        ),
        sa.ForeignKeyConstraint(["vote"], ["votes.number"], name=op.f("fk_proxies_vote_votes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxies")),
    )
    with op.batch_alter_table("proxies", schema=None) as batch_op:
        batch_op.create_index("ix_proxies_carried", ["vote", "holder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proxies_holder_id"), ["holder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proxies_principal_id"), ["principal_id"], unique=False)
        batch_op.create_index(
            "uq_proxies_subject",
            ["subject", "principal_id"],
            unique=True,
            sqlite_where=sa.text("ended_at is null and vote is null"),
            postgresql_where=sa.text("ended_at is null and vote is null"),
        )
        batch_op.create_index(
            "uq_proxies_vote",
            ["vote", "principal_id"],
            unique=True,
            sqlite_where=sa.text("ended_at is null and vote is not null"),
            postgresql_where=sa.text("ended_at is null and vote is not null"),
        )

    op.create_table(
        "replaced_commitments",
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("vote", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["votes.number"], name=op.f("fk_replaced_commitments_vote_votes")),
        sa.PrimaryKeyConstraint("commitment", name=op.f("pk_replaced_commitments")),
    )
    with op.batch_alter_table("replaced_commitments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replaced_commitments_vote"), ["vote"], unique=False)

    op.create_table(
        "vote_colleges",
        sa.Column("vote", sa.Integer(), nullable=False),
        sa.Column("college_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("letter", sa.String(length=2), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("weight", sa.String(length=64), nullable=False),
        sa.Column("registered", sa.Integer(), nullable=False),
        sa.Column("cast", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["vote"], ["votes.number"], name=op.f("fk_vote_colleges_vote_votes")),
        sa.PrimaryKeyConstraint("vote", "college_id", name=op.f("pk_vote_colleges")),
    )
    op.create_table(
        "vote_rights",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("member_name", sa.String(length=200), nullable=False),
        sa.Column("college_id", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=False),
        sa.Column("cast_at", UTCDateTime(), nullable=True),
        sa.Column("cast_by", sa.Integer(), nullable=True),
        sa.Column("entered_by", sa.String(length=200), nullable=True),
        sa.Column("entered_ground", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["cast_by"], ["people.id"], name=op.f("fk_vote_rights_cast_by_people")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_vote_rights_member_id_members")),
        sa.ForeignKeyConstraint(["vote"], ["votes.number"], name=op.f("fk_vote_rights_vote_votes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_rights")),
        sa.UniqueConstraint("vote", "member_id", name=op.f("uq_vote_rights_vote")),
    )
    with op.batch_alter_table("vote_rights", schema=None) as batch_op:
        batch_op.create_index("ix_vote_rights_college", ["vote", "college_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_rights_member_id"), ["member_id"], unique=False)

    op.create_table(
        "ballots",
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("vote", sa.Integer(), nullable=False),
        sa.Column("right_id", sa.Integer(), nullable=True),
        sa.Column("college_id", sa.String(length=64), nullable=True),
        sa.Column("r", sa.String(length=64), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("cast_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["right_id"], ["vote_rights.id"], name=op.f("fk_ballots_right_id_vote_rights")
        ),
        sa.ForeignKeyConstraint(["vote"], ["votes.number"], name=op.f("fk_ballots_vote_votes")),
        sa.PrimaryKeyConstraint("commitment", name=op.f("pk_ballots")),
    )
    with op.batch_alter_table("ballots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballots_vote"), ["vote"], unique=False)
        batch_op.create_index("uq_ballots_right", ["right_id"], unique=True)
