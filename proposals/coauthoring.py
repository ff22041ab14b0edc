"""Writing together: a member is asked, whoever speaks for it answers, it may leave."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members.models import Member
from governance.members.queries import in_force
from governance.web.public import touch
from proposals import events
from proposals import lifecycle as life
from proposals.errors import NoProposal
from proposals.errors_amendments import (
    AlreadyCoauthor,
    AuthorItself,
    NotAsked,
    NotCoauthor,
    TooManyCoauthors,
    UnknownMember,
)
from proposals.models import Proposal
from proposals.models_amendments import ProposalAuthor
from proposals.reach import ASKED, JOINED, writers
from proposals.standing import allow, check_voice, hidden, locked, part, person_name, today

MOST = 12  # beside the author, asked or joined


def choices(session: Session, number: int, *, now: datetime) -> list[tuple[int, str]]:
    """The members who may be asked: those of the network today, but the author and those already asked."""
    proposal = session.get_one(Proposal, number)
    joined, asked = writers(session, number)
    taken = joined | asked | {proposal.member_id}
    return [(id_, name) for id_, name in _present(session, now) if id_ not in taken]


def ask(session: Session, number: int, *, member_id: int, by: int, now: datetime) -> None:
    """The author asks a member to write the proposal too.

    Raises UnknownMember, AuthorItself, AlreadyCoauthor, TooManyCoauthors.
    """
    proposal = allow(session, number, "coauthors", by=by, now=now)
    name = dict(_present(session, now)).get(member_id)
    if name is None:
        raise UnknownMember
    if member_id == proposal.member_id:
        raise AuthorItself
    joined, asked = writers(session, number)
    there = joined | asked
    if member_id in there:
        raise AlreadyCoauthor(member=name)
    if len(there) >= MOST:
        raise TooManyCoauthors(most=MOST)
    session.add(
        ProposalAuthor(proposal=number, member_id=member_id, member_name=name, person_id=by, asked_at=now)
    )
    _noted(session, proposal, "coauthor-asked", member_id, by, now, concerns=[member_id])


def unask(session: Session, number: int, *, member_id: int, by: int, now: datetime) -> None:
    """The author takes the question back before it is answered. Raises NotAsked."""
    proposal = allow(session, number, "coauthors", by=by, now=now)
    _row(session, number, member_id, joined=False).unasked_at = now
    _noted(session, proposal, "coauthor-unasked", member_id, by, now, concerns=[member_id])


def accept(session: Session, number: int, *, member_id: int, by: int, now: datetime) -> None:
    """Whoever speaks for the member says yes: it writes too. Raises NotYourVoice, NotAsked."""
    proposal = _answered(session, number, member_id, by, now)
    row = _row(session, number, member_id, joined=False)
    row.accepted_at, row.answered_by = now, person_name(session, by)
    _noted(session, proposal, "coauthor-joined", member_id, by, now, concerns=[proposal.member_id])


def decline(session: Session, number: int, *, member_id: int, by: int, now: datetime) -> None:
    """Whoever speaks for the member says no. Raises NotYourVoice, NotAsked."""
    proposal = _answered(session, number, member_id, by, now)
    row = _row(session, number, member_id, joined=False)
    row.declined_at, row.answered_by = now, person_name(session, by)
    _noted(session, proposal, "coauthor-declined", member_id, by, now, concerns=[proposal.member_id])


def leave(session: Session, number: int, *, member_id: int, by: int, now: datetime) -> None:
    """A member stops writing; what it wrote remains. Raises NotYourVoice, NotCoauthor."""
    proposal = _answered(session, number, member_id, by, now)
    _row(session, number, member_id, joined=True).left_at = now
    _noted(session, proposal, "coauthor-left", member_id, by, now, concerns=[proposal.member_id])


def _answered(session: Session, number: int, member_id: int, by: int, now: datetime) -> Proposal:
    """A draft is not there for who was not asked: ``check_voice`` and the row say who was."""
    proposal = locked(session, number)
    asked = frozenset().union(*writers(session, number))
    if member_id not in asked and hidden(proposal.state, part(session, proposal, by=by, now=now)):
        raise NoProposal
    check_voice(session, member_id, by=by, now=now)
    if proposal.state in life.FINAL:
        allow(session, number, "join", by=by, now=now)
    return proposal


def _row(session: Session, number: int, member_id: int, *, joined: bool) -> ProposalAuthor:
    query = select(ProposalAuthor).where(
        ProposalAuthor.proposal == number,
        ProposalAuthor.member_id == member_id,
        JOINED if joined else ASKED,
    )
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NotCoauthor if joined else NotAsked
    return row


def _present(session: Session, now: datetime) -> list[tuple[int, str]]:
    on = today(session, now)
    query = select(Member.id, Member.name).where(in_force(Member.joined_on, Member.left_on, on))
    return [(id_, name) for id_, name in session.execute(query.order_by(Member.key))]


def _noted(
    session: Session,
    proposal: Proposal,
    kind: str,
    member_id: int,
    by: int,
    now: datetime,
    concerns: list[int],
) -> None:
    events.note(session, proposal.number, kind, now=now, by=by, member_id=member_id, concerns=concerns)
    if proposal.state != life.DRAFT:
        touch(session, "proposals")
