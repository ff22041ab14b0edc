"""The acts on a proposal's text and place; votes, objections, debate and files have their own modules."""

from datetime import date, datetime

from sqlalchemy import delete as delete_rows
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members.models import Member
from proposals import drafts, events, texts, versions
from proposals import lifecycle as life
from proposals import terms as bounds
from proposals.errors import NothingChanged, VersionCameMeanwhile
from proposals.models import Attachment, Proposal, ProposalOption, Version
from proposals.models_amendments import DraftKept, ProposalAuthor
from proposals.models_events import ProposalEvent
from proposals.models_notices import WaitingNotice
from proposals.models_terms import ProposalLink
from proposals.moves import double, reopen, submit, withdraw
from proposals.settlement import settle
from proposals.standing import allow, check_voice, decision, today
from proposals.texts import Terms, Text
from proposals.to_vote import put_to_vote

__all__ = [
    "Terms",
    "Text",
    "delete",
    "double",
    "draft",
    "edit",
    "put_to_vote",
    "reopen",
    "revise",
    "settle",
    "submit",
    "withdraw",
]


def draft(session: Session, text: Text, terms: Terms, *, member_id: int, by: int, now: datetime) -> int:
    """Begin a proposal for a member, seen by its author alone; returns its number.

    Raises NotYourVoice, UnknownCircle, UnknownRule, and the refusals of ``texts.checked``, ``terms.checked``.
    """
    check_voice(session, member_id, by=by, now=now)
    decision(session, terms.circle_id, terms.rule_id)
    kept = texts.checked(text)
    terms = bounds.checked(session, terms, kept, now=now)
    proposal = Proposal(state=life.DRAFT, person_id=by, created_at=now, versions=1)
    _fill(session, proposal, kept, terms, member_id, now)
    session.add(proposal)
    session.flush()
    bounds.keep(session, proposal, terms)
    session.add(bounds.version_of(session, proposal, 1, kept, by=by, now=now))
    drafts.keep(session, proposal, kept, terms, by=by, now=now)
    return proposal.number


def edit(
    session: Session,
    number: int,
    text: Text,
    terms: Terms,
    *,
    member_id: int,
    edits: int | None = None,
    by: int,
    now: datetime,
) -> None:
    """Change a draft: it has one version until it is submitted. Its author alone says for which member it is.

    ``edits``: how many times it had been kept when this one began to write. Raises DraftKeptMeanwhile.
    """
    proposal = allow(session, number, "edit", by=by, now=now)
    drafts.check(session, proposal, edits)
    if proposal.person_id == by:
        check_voice(session, member_id, by=by, now=now)
    else:
        member_id = proposal.member_id
    decision(session, terms.circle_id, terms.rule_id)
    kept = texts.checked(text)
    terms = bounds.checked(session, terms, kept, now=now)
    _fill(session, proposal, kept, terms, member_id, now)
    bounds.keep(session, proposal, terms)
    session.merge(bounds.version_of(session, proposal, 1, kept, by=by, now=now))
    drafts.keep(session, proposal, kept, terms, by=by, now=now)


def delete(session: Session, number: int, *, by: int, now: datetime) -> None:
    """Throw a draft away, with its files."""
    proposal = allow(session, number, "delete", by=by, now=now)
    for table in (
        Attachment,
        ProposalOption,
        ProposalLink,
        ProposalAuthor,
        WaitingNotice,
        ProposalEvent,
        DraftKept,
        Version,
    ):
        session.execute(delete_rows(table).where(table.proposal == number))
    session.delete(proposal)
    session.flush()


def revise(
    session: Session,
    number: int,
    text: Text,
    *,
    note: str,
    based_on: int,
    until: date | None = None,
    by: int,
    now: datetime,
) -> int:
    """Publish another version while the debate lasts; ``based_on`` is the version that was being changed.

    ``until``: another last day of a trial or a derogation. Returns the number of the version. Raises
    VersionCameMeanwhile when another one was published since, NothingChanged, and the refusals of the terms.
    """
    proposal = allow(session, number, "revise", by=by, now=now)
    if proposal.versions != based_on:
        raise VersionCameMeanwhile(version=proposal.versions)
    kept = texts.checked(text)
    last = session.get_one(Version, (number, based_on))
    _move_the_end(session, proposal, kept, last, until, now)
    if kept == bounds.written(last) and proposal.until == last.until:
        raise NothingChanged(version=based_on)
    made = versions.publish(session, proposal, kept, note=note, by=by, now=now)
    events.note(session, number, "version", now=now, by=by, version=made)
    return made


def _move_the_end(
    session: Session, proposal: Proposal, text: Text, last: Version, until: date | None, now: datetime
) -> None:
    """Only what this version changes is compared with the day it is: the rest was when it was written."""
    day = today(session, now)
    if text.review_on != last.review_on:
        bounds.check_review(text.review_on, day)
    if proposal.kind == texts.DECISION:
        return
    moved = until is not None and until != proposal.until
    proposal.until = until if moved else proposal.until
    bounds.check_bounds(proposal.kind, proposal.until, text, day if moved else date.min)


def _fill(
    session: Session, proposal: Proposal, text: Text, terms: Terms, member_id: int, now: datetime
) -> None:
    proposal.title, proposal.summary = text.title, text.summary
    proposal.circle_id, proposal.rule_id = terms.circle_id, terms.rule_id
    proposal.public, proposal.carried_by = terms.public, texts.line(terms.carried_by, texts.CARRIED_BY)
    proposal.member_id = member_id
    proposal.member_name = session.scalar(select(Member.name).where(Member.id == member_id)) or ""
    proposal.moved_at = now
