"""A round of consent that is closed: its objections and concerns become records, earlier ones give way."""

import json

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from proposals import events, history, paragraphs
from proposals.models import Concern, Objection, Proposal
from voting.queries import Outcome, Position
from voting.texts import words


def read_positions(session: Session, proposal: Proposal, outcome: Outcome) -> None:
    """Write down the objections and concerns of a consent, in the order of the electorate.

    Who gives another position than an objection withdraws the one that stood; who objects again raises it
    anew. Who says nothing leaves it standing. A concern confirmed word for word is on record already.
    """
    if outcome.method != "consent":
        return
    earlier = {each.member_id: each for each in _standing(session, proposal.number)}
    known = _concerns(session, proposal.number)
    for position in outcome.positions:
        raised = None
        if position.choice == "objection":
            raised = _raise(session, proposal, outcome, position)
        elif position.choice == "concern" and (position.member_id, position.reason) not in known:
            session.add(_concern(proposal, outcome, position))
            events.note(
                session, proposal.number, "concern", now=outcome.closed_at, member_id=position.member_id
            )
        if (before := earlier.get(position.member_id)) is not None:
            _give_way(session, proposal, before, raised, outcome, position)
    proposal.integrating = None
    recount(session, proposal)


def recount(session: Session, proposal: Proposal) -> None:
    """Write on the proposal how many objections stand: the database then refuses to adopt it."""
    session.flush()
    query = select(func.count()).where(Objection.proposal == proposal.number, Objection.status == "standing")
    proposal.standing = session.scalar(query) or 0


def _standing(session: Session, number: int) -> list[Objection]:
    query = select(Objection).where(Objection.proposal == number, Objection.status == "standing")
    return list(session.scalars(query))


def _concerns(session: Session, number: int) -> set[tuple[int, str]]:
    rows = session.execute(select(Concern.member_id, Concern.text).where(Concern.proposal == number))
    return {(member, text) for member, text in rows}


def _give_way(
    session: Session,
    proposal: Proposal,
    before: Objection,
    raised: Objection | None,
    outcome: Outcome,
    position: Position,
) -> None:
    before.status, before.status_at = "withdrawn", outcome.closed_at
    if raised is not None:
        before.renewed_as = raised.number
    kind = "withdrawn" if raised is None else "renewed"
    history.keep(
        session,
        proposal,
        before,
        kind,
        now=outcome.closed_at,
        person_name=position.person_name,
        member_id=before.member_id,
        vote=outcome.number,
    )


def _raise(session: Session, proposal: Proposal, outcome: Outcome, position: Position) -> Objection:
    last = session.scalar(select(func.max(Objection.number)).where(Objection.proposal == proposal.number))
    paragraph = position.ballot.get("paragraph")
    objection = Objection(
        proposal=proposal.number,
        number=(last or 0) + 1,
        vote=outcome.number,
        version=outcome.subject_version,
        member_id=position.member_id,
        member_name=position.member_name,
        college_id=position.college_id,
        person_name=position.person_name,
        nature=position.nature,
        paragraph=paragraph,
        quote=words(paragraphs.at(outcome.text, paragraph) or "") if paragraph else "",
        tests=json.dumps(position.ballot.get("tests", {}), ensure_ascii=False),
        reason=position.reason,
        raised_at=outcome.closed_at,
    )
    session.add(objection)
    session.flush()
    history.keep(
        session,
        proposal,
        objection,
        "raised",
        now=outcome.closed_at,
        person_name=position.person_name,
        member_id=position.member_id,
        vote=outcome.number,
    )
    return objection


def _concern(proposal: Proposal, outcome: Outcome, position: Position) -> Concern:
    return Concern(
        proposal=proposal.number,
        vote=outcome.number,
        member_id=position.member_id,
        member_name=position.member_name,
        college_id=position.college_id,
        text=position.reason,
        raised_at=outcome.closed_at,
    )
