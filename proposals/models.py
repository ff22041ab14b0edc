"""Proposals, their versions, the debate, what is attached, the objections of a consent."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.db import Base, UTCDateTime


class Proposal(Base):
    """A text on its way to a decision. Its words are in its versions; here is where it stands."""

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint(
            "state in ('draft', 'embargoed', 'debate', 'decision', 'adopted', 'rejected', 'postponed', "
            "'withdrawn', 'expired')",
            name="state",
        ),
        # nothing is adopted over a standing objection, except by the fallback that its rule wrote beforehand
        CheckConstraint("state <> 'adopted' or standing = 0 or by_fallback", name="no_objection_stands"),
        CheckConstraint("state <> 'adopted' or vote is not null", name="adopted_by_a_vote"),
        CheckConstraint("kind in ('decision', 'trial', 'derogation')", name="kind"),
        CheckConstraint("kind = 'decision' or until is not null", name="bounded"),
        Index("ix_proposals_list", "state", "number"),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300))  # of the last version, for lists
    summary: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    moved_at: Mapped[datetime] = mapped_column(UTCDateTime)  # when it came to this state
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    member_name: Mapped[str] = mapped_column(String(200))
    circle_id: Mapped[str] = mapped_column(ForeignKey("circles.id"))
    rule_id: Mapped[str] = mapped_column(String(64))
    public: Mapped[bool] = mapped_column(default=True)
    carried_by: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    debate_ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    versions: Mapped[int] = mapped_column(default=1)
    comments: Mapped[int] = mapped_column(default=0)
    rounds: Mapped[int] = mapped_column(default=0)
    opening: Mapped[str] = mapped_column(String(16), default="")  # the vote that may be opened next
    opens_from: Mapped[datetime | None] = mapped_column(UTCDateTime)  # and not before
    standing: Mapped[int] = mapped_column(default=0)  # objections not lifted
    by_fallback: Mapped[bool] = mapped_column(default=False)  # the last vote was the fallback of the rule
    vote: Mapped[int | None]  # number of the vote open or last closed
    decision: Mapped[str | None] = mapped_column(String(16))  # number in the register
    kind: Mapped[str] = mapped_column(String(16), default="decision", server_default="decision")
    until: Mapped[date | None]  # of a trial or a derogation: its last day
    unreviewed: Mapped[str] = mapped_column(
        String(16), default="", server_default=""
    )  # of a trial put to the vote
    licence: Mapped[str] = mapped_column(
        String(32), default="", server_default=""
    )  # SPDX; empty: the network's
    edits: Mapped[int] = mapped_column(
        default=0, server_default="0"
    )  # times a draft was kept: two tabs see each other
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)  # unless it moves before
    doubled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # when a member asked for more time
    doubled_by: Mapped[str] = mapped_column(String(200), default="", server_default="")
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # its embargo ended, by an arbitration
    petitioned_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # enough members put it on the agenda
    referred_by: Mapped[str | None] = mapped_column(String(64))  # or the circle of this id, by its right
    referred_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    integrating: Mapped[int | None]  # number of the objection that a facilitator chose to take first
    live: Mapped[int | None]  # number of the live session that is going on


class Version(Base):
    """A numbered text; a change makes another."""

    __tablename__ = "proposal_versions"

    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    text_html: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(String(300), default="")  # why it changed
    credit: Mapped[str] = mapped_column(
        String(300), default="", server_default=""
    )  # to whom, for an amendment
    driver: Mapped[str] = mapped_column(Text, default="", server_default="")  # what happens, what is needed
    cost: Mapped[str] = mapped_column(Text, default="", server_default="")  # what it costs and who carries it
    criteria: Mapped[str] = mapped_column(Text, default="", server_default="")  # by which it will be reviewed
    review_on: Mapped[date | None]
    until: Mapped[date | None]  # of a trial or a derogation, when this version was written
    driver_html: Mapped[str] = mapped_column(Text, default="", server_default="")
    cost_html: Mapped[str] = mapped_column(Text, default="", server_default="")
    criteria_html: Mapped[str] = mapped_column(Text, default="", server_default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Comment(Base):
    """Something said in the debate, by a person, for a member."""

    __tablename__ = "comments"
    __table_args__ = (Index("ix_comments_thread", "proposal", "thread_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    thread_id: Mapped[int | None]  # the comment that began the thread; itself for that one
    purpose: Mapped[str] = mapped_column(String(16))  # question, reaction, for, against, objection, answer
    version: Mapped[int]
    paragraph: Mapped[int | None]  # of that version, from 1
    quote: Mapped[str] = mapped_column(Text, default="", server_default="")  # its words, as they were
    objection: Mapped[int | None]  # the number of the objection that is talked about
    resolved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # a question that has its answer
    resolved_by: Mapped[str] = mapped_column(String(200), default="", server_default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200))
    member_id: Mapped[int | None]  # for whom; not known of the messages of the first version of this software
    member_name: Mapped[str] = mapped_column(String(200))
    college_id: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    text_html: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Attachment(Base):
    """A file joined to a proposal; its bytes are in the database, so that a backup is whole."""

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"), index=True)
    version: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]  # bytes
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ProposalOption(Base):
    """What voters choose among: an option that the author lists, or somebody who stands for a member.

    A candidacy has its ``member_id``, and ``person_id`` unless it was entered for somebody by an office.
    ``withdrawn_why``: the refusal, kept, for which the role itself took it off the list; "" for any other.
    """

    __tablename__ = "proposal_options"
    __table_args__ = (UniqueConstraint("proposal", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"))
    slug: Mapped[str] = mapped_column(String(64))  # its identifier in the vote and in published files
    label: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text, default="")  # what it is; of a candidacy, the statement
    note_html: Mapped[str] = mapped_column(Text, default="")
    cost: Mapped[str | None] = mapped_column(String(64))  # an exact number as written: "1200", "0.4", "1/3"
    college_id: Mapped[str | None] = mapped_column(String(64))  # it stands in this college only
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    member_name: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    added_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_why: Mapped[str] = mapped_column(Text, default="", server_default="")


class Objection(Base):
    """An objection raised in a consent round, with its status; while standing it stops adoption."""

    __tablename__ = "objections"
    __table_args__ = (
        UniqueConstraint("proposal", "number"),
        CheckConstraint("status in ('standing', 'withdrawn', 'integrated', 'set-aside')", name="status"),
        CheckConstraint(
            "status <> 'integrated' or (objector_confirmed_at is not null "
            "and author_confirmed_at is not null)",
            name="integrated_by_both",
        ),
        CheckConstraint("status <> 'set-aside' or ground <> ''", name="set_aside_with_a_ground"),
        # once contested, the circle alone sets it aside
        CheckConstraint(
            "status <> 'set-aside' or contested_at is null or set_aside_vote is not null",
            name="contested_before_the_circle",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"))
    number: Mapped[int]
    vote: Mapped[int] = mapped_column(ForeignKey("votes.number"))
    version: Mapped[int]  # the text objected to
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    member_name: Mapped[str] = mapped_column(String(200))
    college_id: Mapped[str] = mapped_column(String(64))
    person_name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    nature: Mapped[str] = mapped_column(String(16))  # harm, limit, rule
    paragraph: Mapped[int | None]  # of that version, from 1; None: the whole
    quote: Mapped[str] = mapped_column(Text, default="", server_default="")
    tests: Mapped[str] = mapped_column(Text, default="{}", server_default="{}")  # JSON {test: {answer, why}}
    reason: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16), default="standing")
    answered_version: Mapped[int | None]  # the version that both say lifts it
    objector_confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    author_confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    raised_at: Mapped[datetime] = mapped_column(UTCDateTime)
    status_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    status_by: Mapped[str] = mapped_column(
        String(200), default=""
    )  # name of the facilitator who set it aside
    ground: Mapped[str] = mapped_column(Text, default="")  # why it was set aside
    contested_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # it stands again, before the circle
    contested_by: Mapped[str] = mapped_column(String(200), default="", server_default="")
    contest: Mapped[str] = mapped_column(Text, default="", server_default="")  # why
    set_aside_vote: Mapped[int | None]  # number of the vote by which the circle found no reasoning in it
    renewed_as: Mapped[int | None]  # number of the objection that its author raised instead, a round later


class Concern(Base):
    """A worry put on record with a consent: it joins the decision and never stops it."""

    __tablename__ = "concerns"
    __table_args__ = (UniqueConstraint("vote", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.number"), index=True)
    vote: Mapped[int] = mapped_column(ForeignKey("votes.number"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    member_name: Mapped[str] = mapped_column(String(200))
    college_id: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime] = mapped_column(UTCDateTime)
