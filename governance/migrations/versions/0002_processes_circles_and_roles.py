"""A proposal as a process; circles, roles and mandates"""

import tomllib

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
    "objections": {
        "status": "status in ('standing', 'withdrawn', 'integrated', 'set-aside')",
        "integrated_by_both": "status <> 'integrated' or (objector_confirmed_at is not null and author_confirmed_at is not null)",
        "set_aside_with_a_ground": "status <> 'set-aside' or ground <> ''",
        "contested_before_the_circle": "status <> 'set-aside' or contested_at is null or set_aside_vote is not null",
    },
    "mandates": {
        "office": "office in ('', 'steward', 'facilitator')",
        "of_something": "office <> '' or role_id is not null",
        "end_kind": "end_kind in ('', 'term', 'resigned', 'revoked', 'replaced', 'left')",
        "ended": "(ended_at is null) = (ended_on is null)",
    },
}
NEW_CHECKS = {
    ("objections", "contested_before_the_circle"),
    ("proposals", "kind"),
    ("proposals", "bounded"),
    ("mandates", "of_something"),
    ("mandates", "end_kind"),
    ("mandates", "ended"),
}
INSERT_ROLE = sa.text(
    "insert into roles (id, slug, circle_id, of_code, created_at, decision)"
    " values (:id, :slug, 'network', :yes, :at, :decision)"
)
INSERT_VERSION = sa.text(
    "insert into role_versions (id, role_id, number, name, purpose, domain, accountabilities, policies, skills,"
    " seats, term_months, max_consecutive, selection, office, alternates, incompatible, deputy, report, hosts,"
    " adopted_at, decision) values (:id, :id, 1, :name, :purpose, '', '[]', '[]', '[]', 1, :term, :most,"
    " :selection, :office, :no, '[]', :no, :no, :no, :at, :decision)"
)


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
        "calendar_addresses",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_calendar_addresses_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_addresses")),
        sa.UniqueConstraint("nonce", name=op.f("uq_calendar_addresses_nonce")),
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
        "roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=140), nullable=False),
        sa.Column("circle_id", sa.String(length=64), nullable=False),
        sa.Column("of_code", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("decision", sa.String(length=16), server_default="", nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("end_decision", sa.String(length=16), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_roles_circle_id_circles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
        sa.UniqueConstraint("slug", name=op.f("uq_roles_slug")),
    )
    op.create_index(op.f("ix_roles_circle_id"), "roles", ["circle_id"], unique=False)
    op.create_table(
        "amendments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("before_html", sa.Text(), nullable=False),
        sa.Column("after_html", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("member_name", sa.String(length=200), nullable=False),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=200), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("made_version", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status <> 'accepted' or made_version is not null",
            name=op.f("ck_amendments_accepted_makes_a_version"),
        ),
        sa.CheckConstraint(
            "status <> 'refused' or answer <> ''", name=op.f("ck_amendments_refused_with_a_reason")
        ),
        sa.CheckConstraint(
            "status in ('proposed', 'accepted', 'refused', 'referred', 'adopted', 'rejected', 'withdrawn')",
            name=op.f("ck_amendments_status"),
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_amendments_member_id_members")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_amendments_person_id_people")),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_amendments_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        sa.UniqueConstraint("proposal", "number", name=op.f("uq_amendments_proposal")),
    )
    op.create_table(
        "circle_seats",
        sa.Column("circle_id", sa.String(length=64), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle_id"], ["circles.id"], name=op.f("fk_circle_seats_circle_id_circles")
        ),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_circle_seats_role_id_roles")),
        sa.PrimaryKeyConstraint("circle_id", "role_id", name=op.f("pk_circle_seats")),
    )
    op.create_index(op.f("ix_circle_seats_role_id"), "circle_seats", ["role_id"], unique=False)
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
        "draft_keeps",
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("kept_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_draft_keeps_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("proposal", "edits", name=op.f("pk_draft_keeps")),
    )
    op.create_table(
        "execution_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("log_seq", sa.Integer(), nullable=False),
        sa.Column("openings", sa.Text(), nullable=False),
        sa.CheckConstraint("(kind = 'closed') = (step is null)", name=op.f("ck_execution_entries_step")),
        sa.CheckConstraint(
            "kind in ('planned', 'changed', 'done', 'dropped', 'closed')",
            name=op.f("ck_execution_entries_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_execution_entries_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(
            ["log_seq"], ["log_entries.seq"], name=op.f("fk_execution_entries_log_seq_log_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_execution_entries")),
        sa.UniqueConstraint("decision_id", "rank", name=op.f("uq_execution_entries_decision_id")),
    )
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
        "handover_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.Column("removed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_handover_items_role_id_roles")),
        sa.ForeignKeyConstraint(
            ["written_by"], ["people.id"], name=op.f("fk_handover_items_written_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_items")),
    )
    op.create_index(op.f("ix_handover_items_role_id"), "handover_items", ["role_id"], unique=False)
    op.create_table(
        "handover_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_html", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_handover_notes_person_id_people")
        ),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_handover_notes_role_id_roles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_notes")),
    )
    op.create_index("ix_handover_notes_role_id", "handover_notes", ["role_id", "id"], unique=False)
    op.create_table(
        "live_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("acts", sa.Integer(), nullable=False),
        sa.Column("began_at", UTCDateTime(), nullable=False),
        sa.Column("began_by", sa.String(length=200), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_live_sessions_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_sessions")),
        sa.UniqueConstraint("token", name=op.f("uq_live_sessions_token")),
    )
    op.create_index(op.f("ix_live_sessions_proposal"), "live_sessions", ["proposal"], unique=False)
    op.create_table(
        "mandate_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind in ('entrusted', 'resigned', 'revoked', 'extended', 'ended', 'deputy', 'warning')",
            name=op.f("ck_mandate_events_kind"),
        ),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_mandate_events_by_people")),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandates.id"], name=op.f("fk_mandate_events_mandate_id_mandates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate_events")),
    )
    op.create_index("ix_mandate_events_mandate", "mandate_events", ["mandate_id", "id"], unique=False)
    op.create_table(
        "meeting_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("member_name", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_meeting_requests_member_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_meeting_requests_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_meeting_requests_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_requests")),
        sa.UniqueConstraint("proposal", "member_id", "asked_at", name=op.f("uq_meeting_requests_proposal")),
    )
    op.create_index(op.f("ix_meeting_requests_proposal"), "meeting_requests", ["proposal"], unique=False)
    op.create_table(
        "opinions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("circle_id", sa.String(length=64), nullable=False),
        sa.Column("circle_name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_html", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "answer in ('favourable', 'reservations', 'unfavourable')", name=op.f("ck_opinions_answer")
        ),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_opinions_circle_id_circles")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_opinions_person_id_people")),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_opinions_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinions")),
        sa.UniqueConstraint("proposal", "circle_id", name=op.f("uq_opinions_proposal")),
    )
    op.create_table(
        "petition_signatures",
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("member_name", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_petition_signatures_member_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_petition_signatures_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_petition_signatures_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("proposal", "member_id", name=op.f("pk_petition_signatures")),
    )
    op.create_table(
        "proposal_appointments",
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("succession", sa.Integer(), nullable=False),
        sa.Column("role_name", sa.String(length=300), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_proposal_appointments_member_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_proposal_appointments_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_proposal_appointments_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_proposal_appointments")),
    )
    op.create_index(
        op.f("ix_proposal_appointments_succession"), "proposal_appointments", ["succession"], unique=False
    )
    op.create_table(
        "proposal_authors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("member_name", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("answered_by", sa.String(length=200), nullable=False),
        sa.Column("accepted_at", UTCDateTime(), nullable=True),
        sa.Column("declined_at", UTCDateTime(), nullable=True),
        sa.Column("unasked_at", UTCDateTime(), nullable=True),
        sa.Column("left_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "accepted_at is null or declined_at is null", name=op.f("ck_proposal_authors_one_answer")
        ),
        sa.CheckConstraint(
            "left_at is null or accepted_at is not null",
            name=op.f("ck_proposal_authors_joined_before_leaving"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_proposal_authors_member_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_proposal_authors_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_proposal_authors_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_authors")),
    )
    op.create_index(op.f("ix_proposal_authors_member_id"), "proposal_authors", ["member_id"], unique=False)
    op.create_index(op.f("ix_proposal_authors_proposal"), "proposal_authors", ["proposal"], unique=False)
    op.create_table(
        "proposal_circles",
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("circle_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle_id"], ["circles.id"], name=op.f("fk_proposal_circles_circle_id_circles")
        ),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_proposal_circles_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("proposal", "circle_id", name=op.f("pk_proposal_circles")),
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
        "proposal_looks",
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("first_at", UTCDateTime(), nullable=False),
        sa.Column("last_at", UTCDateTime(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_proposal_looks_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_proposal_looks_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("proposal", "person_id", name=op.f("pk_proposal_looks")),
    )
    op.create_table(
        "proposal_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("vote", sa.Integer(), nullable=True),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "kind in ('amendment', 'contest', 'arbitration')", name=op.f("ck_proposal_questions_kind")
        ),
        sa.CheckConstraint(
            "(outcome is null) = (settled_at is null)", name=op.f("ck_proposal_questions_settled")
        ),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_proposal_questions_proposal_proposals")
        ),
        sa.ForeignKeyConstraint(["vote"], ["votes.number"], name=op.f("fk_proposal_questions_vote_votes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_questions")),
    )
    op.create_index("ix_proposal_questions_proposal", "proposal_questions", ["proposal", "id"], unique=False)
    op.create_table(
        "review_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("note_html", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("log_seq", sa.Integer(), nullable=False),
        sa.Column("openings", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind in ('observed', 'confirmed', 'changed', 'ended', 'lapsed', 'continued')",
            name=op.f("ck_review_entries_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_review_entries_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(
            ["log_seq"], ["log_entries.seq"], name=op.f("fk_review_entries_log_seq_log_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_entries")),
        sa.UniqueConstraint("decision_id", "rank", name=op.f("uq_review_entries_decision_id")),
    )
    op.create_table(
        "role_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("accountabilities", sa.Text(), nullable=False),
        sa.Column("policies", sa.Text(), nullable=False),
        sa.Column("skills", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        sa.Column("max_consecutive", sa.Integer(), nullable=True),
        sa.Column("selection", sa.String(length=24), nullable=False),
        sa.Column("office", sa.String(length=16), nullable=False),
        sa.Column("college_id", sa.String(length=64), nullable=True),
        sa.Column("alternates", sa.Boolean(), nullable=False),
        sa.Column("incompatible", sa.Text(), nullable=False),
        sa.Column("deputy", sa.Boolean(), nullable=False),
        sa.Column("report", sa.Boolean(), nullable=False),
        sa.Column("hosts", sa.Boolean(), nullable=False),
        sa.Column("adopted_at", UTCDateTime(), nullable=False),
        sa.Column("decision", sa.String(length=16), server_default="", nullable=False),
        sa.CheckConstraint("office in ('', 'steward', 'facilitator')", name=op.f("ck_role_versions_office")),
        sa.CheckConstraint("seats >= 0 and term_months > 0", name=op.f("ck_role_versions_numbers")),
        sa.ForeignKeyConstraint(
            ["college_id"], ["colleges.id"], name=op.f("fk_role_versions_college_id_colleges")
        ),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_role_versions_role_id_roles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_versions")),
        sa.UniqueConstraint("role_id", "number", name=op.f("uq_role_versions_role_id")),
    )
    op.create_table(
        "successions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=True),
        sa.Column("rule_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("among", sa.String(length=16), nullable=False),
        sa.Column("oneself", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("passing", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("proposes", sa.String(length=16), nullable=False),
        sa.Column("asks", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("begun_at", UTCDateTime(), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=True),
        sa.Column("concluded_at", UTCDateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(outcome = '') = (concluded_at is null)", name=op.f("ck_successions_concluded")),
        sa.CheckConstraint("kind = 'rotation' or proposal is not null", name=op.f("ck_successions_asked")),
        sa.CheckConstraint(
            "kind in ('without-candidate', 'election', 'lot', 'rotation')", name=op.f("ck_successions_kind")
        ),
        sa.CheckConstraint(
            "outcome in ('', 'held', 'abandoned', 'refused')", name=op.f("ck_successions_outcome")
        ),
        sa.ForeignKeyConstraint(["begun_by"], ["people.id"], name=op.f("fk_successions_begun_by_people")),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandates.id"], name=op.f("fk_successions_mandate_id_mandates")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_successions_member_id_members")),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_successions_proposal_proposals")
        ),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_successions_role_id_roles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_successions")),
    )
    op.create_index(op.f("ix_successions_role_id"), "successions", ["role_id"], unique=False)
    op.create_table(
        "turn_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("missed_at", UTCDateTime(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("cancelled_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_turn_days_member_id_members")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_turn_days_person_id_people")),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_turn_days_role_id_roles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn_days")),
        sa.UniqueConstraint("role_id", "on", name=op.f("uq_turn_days_role_id")),
    )
    op.create_table(
        "turn_refusals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Date(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("(turn is null) <> (until is null)", name=op.f("ck_turn_refusals_one_of_two")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_turn_refusals_member_id_members")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_turn_refusals_person_id_people")),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_turn_refusals_role_id_roles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn_refusals")),
    )
    op.create_index(op.f("ix_turn_refusals_role_id"), "turn_refusals", ["role_id"], unique=False)
    op.create_table(
        "turn_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Date(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("member_name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_html", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_turn_reports_member_id_members")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_turn_reports_person_id_people")),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_turn_reports_role_id_roles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn_reports")),
        sa.UniqueConstraint("role_id", "turn", "member_id", name=op.f("uq_turn_reports_role_id")),
    )
    op.create_table(
        "turn_swaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Date(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("member_id <> other_id", name=op.f("ck_turn_swaps_two")),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["people.id"], name=op.f("fk_turn_swaps_confirmed_by_people")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_turn_swaps_member_id_members")),
        sa.ForeignKeyConstraint(["other_id"], ["members.id"], name=op.f("fk_turn_swaps_other_id_members")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_turn_swaps_person_id_people")),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_turn_swaps_role_id_roles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn_swaps")),
    )
    op.create_index("ix_turn_swaps_turn", "turn_swaps", ["role_id", "turn"], unique=False)
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
        "handover_ticks",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_handover_ticks_by_people")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["handover_items.id"], name=op.f("fk_handover_ticks_item_id_handover_items")
        ),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandates.id"], name=op.f("fk_handover_ticks_mandate_id_mandates")
        ),
        sa.PrimaryKeyConstraint("item_id", "mandate_id", name=op.f("pk_handover_ticks")),
    )
    op.create_table(
        "live_steps",
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("own", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("undone_at", UTCDateTime(), nullable=True),
        sa.Column("undone_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_live_steps_person_id_people")),
        sa.ForeignKeyConstraint(
            ["session"], ["live_sessions.id"], name=op.f("fk_live_steps_session_live_sessions")
        ),
        sa.PrimaryKeyConstraint("session", "seq", name=op.f("pk_live_steps")),
    )
    op.create_table(
        "nomination_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("succession_id", sa.Integer(), nullable=False),
        sa.Column("vote", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("nominee", sa.String(length=64), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_nomination_changes_member_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_nomination_changes_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["succession_id"],
            ["successions.id"],
            name=op.f("fk_nomination_changes_succession_id_successions"),
        ),
        sa.ForeignKeyConstraint(["vote"], ["votes.number"], name=op.f("fk_nomination_changes_vote_votes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_changes")),
        sa.UniqueConstraint("vote", "member_id", name=op.f("uq_nomination_changes_vote")),
    )
    op.create_index(
        op.f("ix_nomination_changes_succession_id"), "nomination_changes", ["succession_id"], unique=False
    )
    op.create_table(
        "objection_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("objection", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("member_name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("vote", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind in ('raised', 'renewed', 'confirmed-objector', 'confirmed-author', 'integrated', 'withdrawn', 'set-aside', 'contested', 'upheld', 'dismissed')",
            name=op.f("ck_objection_events_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal", "objection"],
            ["objections.proposal", "objections.number"],
            name=op.f("fk_objection_events_proposal_objections"),
        ),
        sa.ForeignKeyConstraint(["vote"], ["votes.number"], name=op.f("fk_objection_events_vote_votes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_events")),
    )
    op.create_index("ix_objection_events_proposal", "objection_events", ["proposal", "id"], unique=False)
    op.create_table(
        "succession_chosen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("succession_id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("member_name", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("chosen_at", UTCDateTime(), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("stuck_at", UTCDateTime(), nullable=True),
        sa.Column("mandate_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "answer in ('', 'accepted') or mandate_id is null", name=op.f("ck_succession_chosen_refused")
        ),
        sa.CheckConstraint(
            "answer in ('', 'accepted', 'refused', 'dropped')", name=op.f("ck_succession_chosen_answer")
        ),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandates.id"], name=op.f("fk_succession_chosen_mandate_id_mandates")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_succession_chosen_member_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_succession_chosen_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.number"], name=op.f("fk_succession_chosen_proposal_proposals")
        ),
        sa.ForeignKeyConstraint(
            ["succession_id"], ["successions.id"], name=op.f("fk_succession_chosen_succession_id_successions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession_chosen")),
    )
    op.create_index(op.f("ix_succession_chosen_person_id"), "succession_chosen", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_succession_chosen_succession_id"), "succession_chosen", ["succession_id"], unique=False
    )
    op.create_table(
        "succession_nominees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("succession_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("member_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_succession_nominees_member_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_succession_nominees_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["succession_id"],
            ["successions.id"],
            name=op.f("fk_succession_nominees_succession_id_successions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession_nominees")),
        sa.UniqueConstraint("succession_id", "slug", name=op.f("uq_succession_nominees_succession_id")),
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
    op.add_column(
        "circle_colleges", sa.Column("whole", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.add_column("circles", sa.Column("starts_on", sa.Date(), nullable=True))
    op.add_column("circles", sa.Column("ends_on", sa.Date(), nullable=True))
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
    op.add_column("mandates", sa.Column("role_id", sa.Integer(), nullable=True))
    op.add_column("mandates", sa.Column("seat", sa.Integer(), nullable=True))
    op.add_column("mandates", sa.Column("member_id", sa.Integer(), nullable=True))
    op.add_column("mandates", sa.Column("deputy_id", sa.Integer(), nullable=True))
    op.add_column("mandates", sa.Column("how", sa.String(length=24), server_default="", nullable=False))
    op.add_column("mandates", sa.Column("decision", sa.String(length=16), server_default="", nullable=False))
    op.add_column(
        "mandates", sa.Column("derogation", sa.String(length=16), server_default="", nullable=False)
    )
    op.add_column(
        "mandates", sa.Column("provisional", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("mandates", sa.Column("ended_at", UTCDateTime(), nullable=True))
    op.add_column("mandates", sa.Column("ended_on", sa.Date(), nullable=True))
    op.add_column("mandates", sa.Column("end_kind", sa.String(length=16), server_default="", nullable=False))
    op.add_column(
        "mandates", sa.Column("end_decision", sa.String(length=16), server_default="", nullable=False)
    )
    op.create_index(op.f("ix_mandates_member_id"), "mandates", ["member_id"], unique=False)
    op.create_index("ix_mandates_role_id", "mandates", ["role_id", "seat"], unique=False)
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
    op.add_column("objections", sa.Column("set_aside_vote", sa.Integer(), nullable=True))
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
    op.add_column("proposals", sa.Column("published_at", UTCDateTime(), nullable=True))
    op.add_column("proposals", sa.Column("petitioned_at", UTCDateTime(), nullable=True))
    op.add_column("proposals", sa.Column("referred_by", sa.String(length=64), nullable=True))
    op.add_column("proposals", sa.Column("referred_at", UTCDateTime(), nullable=True))
    op.add_column("proposals", sa.Column("integrating", sa.Integer(), nullable=True))
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
    _describe_roles()


def _check(table: str, checks: dict[str, str]) -> None:
    """Write the checks of a table anew: on SQLite with the table itself."""
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table(table, recreate="always") as batch:
            for name, check in checks.items():
                if (table, name) not in NEW_CHECKS:
                    batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
                batch.create_check_constraint(op.f(f"ck_{table}_{name}"), check)
        return
    for name, check in checks.items():
        if (table, name) not in NEW_CHECKS:
            op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, check)


def _describe_roles() -> None:
    """The roles of the social code in force have their rows, as if it were adopted now."""
    bind = op.get_bind()
    last = sa.text("select toml, adopted_at, decision from code_versions order by number desc limit 1")
    row = bind.execute(last).first()
    if row is None:
        return
    for number, role in enumerate(tomllib.loads(row.toml).get("roles", []), 1):
        office = role["id"] if role["id"] in ("steward", "facilitator") else ""
        known = {
            "id": number,
            "slug": role["id"],
            "at": row.adopted_at,
            "decision": row.decision or "",
            "name": role["name"],
            "purpose": role.get("purpose", ""),
            "term": role["term_months"],
            "most": role.get("max_consecutive"),
            "selection": role["selection"],
            "office": office,
            "yes": True,
            "no": False,
        }
        bind.execute(INSERT_ROLE, known)
        bind.execute(INSERT_VERSION, known)
    if bind.dialect.name == "postgresql":
        for table in ("roles", "role_versions"):
            last_id = f"(select coalesce(max(id), 0) + 1 from {table})"
            bind.execute(sa.text(f"select setval(pg_get_serial_sequence('{table}', 'id'), {last_id}, false)"))
