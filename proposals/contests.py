"""Contesting that an objection was set aside: it stands again, and only the circle sets it aside then.

A facilitator judges whether there is reasoning in an objection; who disagrees brings it before the circle.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members import queries as members
from proposals import history, texts
from proposals import lifecycle as life
from proposals.errors_objections import ContestMissing, NotOfTheCircle, NotSetAside, SetAsideByCircle
from proposals.models import Proposal
from proposals.models_life import ProposalQuestion
from proposals.objections import check_not_counted, found, lift
from proposals.standing import allow, check_voice, locked, person_name, today
from voting.models import Vote

SET_ASIDE, STANDING = "set-aside", "standing"


def contest(
    session: Session, number: int, objection: int, *, why: str, member_id: int, by: int, now: datetime
) -> None:
    """Contest for a member that an objection was set aside: it stands again, until the circle looks at it.

    The member objected, or belongs to the circle. Once it stands, an open round no longer adopts. Raises
    NoObjection, NotSetAside, SetAsideByCircle, RoundIsCounted, NotYourVoice, NotOfTheCircle, ContestMissing.
    """
    proposal = allow(session, number, "contest", by=by, now=now)
    check_not_counted(session, proposal, now)
    one = found(session, number, objection)
    if one.status != SET_ASIDE:
        raise NotSetAside
    if one.set_aside_vote is not None:
        raise SetAsideByCircle
    check_voice(session, member_id, by=by, now=now)
    if member_id != one.member_id and not _sits(session, proposal, member_id, now):
        raise NotOfTheCircle
    kept = texts.paragraph(why)[: texts.GROUND]
    if not kept:
        raise ContestMissing
    one.contested_at, one.contested_by, one.contest = now, person_name(session, by), kept
    lift(session, proposal, one, STANDING, now)
    history.keep(session, proposal, one, "contested", now=now, by=by, member_id=member_id, words=kept)


def decided(session: Session, proposal: int, objection: int, adopted: bool, *, now: datetime) -> None:
    """Draw what the circle said to "is there reasoning in it?": adopted, the objection stands and is
    integrated like the others; rejected, the circle sets it aside.

    A vote that decided nothing (no quorum, a tie) changes nothing: it stands, and may be put again.
    """
    held, one = locked(session, proposal), found(session, proposal, objection)
    asked = _asked(session, proposal, objection)
    if one.status != STANDING or held.state in life.FINAL or asked is None:
        return
    vote, outcome = asked
    if adopted:
        history.keep(session, held, one, "upheld", now=now, vote=vote)
    elif outcome == "rejected":
        one.set_aside_vote, one.status_by = vote, ""
        lift(session, held, one, SET_ASIDE, now)
        history.keep(session, held, one, "dismissed", now=now, vote=vote)


def _sits(session: Session, proposal: Proposal, member_id: int, now: datetime) -> bool:
    rights = members.electorate(session, circle_id=proposal.circle_id, on=today(session, now))
    return any(right.member_id == member_id for right in rights)


def _asked(session: Session, proposal: int, objection: int) -> tuple[int, str | None] | None:
    """The last vote of the circle on this objection, and its outcome."""
    table = ProposalQuestion
    query = select(Vote.number, Vote.outcome).join(table, table.vote == Vote.number)
    query = query.where(
        table.proposal == proposal, table.kind == "contest", table.target == objection
    ).order_by(table.id.desc())
    row = session.execute(query.limit(1)).first()
    return (row.number, row.outcome) if row else None
