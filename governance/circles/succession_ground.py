"""A succession as its acts and its page find it: held against others, its facts, who was named."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import checks, election, renewal, seats, standing_in
from governance.circles import errors_succession as errors
from governance.circles.election import Choice, Facts, Named
from governance.circles.models import Chosen, NominationChange, Nominee, Succession
from governance.errors import NotFound
from governance.members import queries as members
from governance.members.models_roles import Role, RoleVersion
from governance.members.roles import Description, description
from proposals import lifecycle as life
from proposals import texts
from proposals.models import Proposal
from proposals.standing import facilitates
from voting import queries as votes
from voting.models import Vote

LONGEST = 2000  # characters of a reason


@dataclass(frozen=True)
class Nominations:
    """Who named whom in the last vote, ``before`` and after the changes; ``vote`` None: none counted yet.

    ``silent``: members who named nobody; ``aside``: those who named one of their own, where that is not done.
    """

    vote: int | None
    named: tuple[Named, ...] = ()
    names: dict[int, str] | None = None
    silent: tuple[int, ...] = ()
    aside: tuple[int, ...] = ()


def held(session: Session, id: int) -> tuple[Succession, Role, RoleVersion]:
    """A succession that goes on, its role held against other writers. Raises NotFound, SuccessionEnded."""
    role_id = session.scalar(select(Succession.role_id).where(Succession.id == id))
    if role_id is None:
        raise NotFound
    role, what = checks.held_role(session, role_id)
    row = session.get_one(Succession, id, populate_existing=True)
    if row.concluded_at is not None:
        raise errors.SuccessionEnded
    return row, role, what


def led(session: Session, role: Role, *, by: int, now: datetime) -> None:
    """Raises NotYourCircle unless the person facilitates the circle, or is a steward."""
    if facilitates(session, role.circle_id, by=by, now=now):
        return
    if by not in members.holders(session, "steward", on=checks.today(session, now), at=now):
        raise errors.NotYourCircle


def check(act: str, facts: Facts) -> None:
    """Raises the refusal of this act at this step."""
    reason = election.refusal(act, facts)
    if reason is not None:
        raise BY_REASON[reason]


BY_REASON = {
    "ended": errors.SuccessionEnded,
    "not-now": errors.NotAtThisStep,
    "vote-open": errors.CircleIsAsked,
    "nobody-named": errors.NobodyNamed,
}


def chosen(session: Session, id: int) -> list[Chosen]:
    """Everybody chosen in a succession, the first first."""
    return list(session.scalars(select(Chosen).where(Chosen.succession_id == id).order_by(Chosen.id)))


def facts(session: Session, row: Succession, now: datetime) -> Facts:
    """The facts of the pure rules."""
    people = chosen(session, row.id)
    states = _states(session, [row.proposal, *(each.proposal for each in people)], now)
    choices = tuple(
        Choice(
            states.get(each.proposal or 0, life.ADOPTED),
            each.answer,
            each.mandate_id is not None,
            row.asks,
            each.stuck_at is not None,
        )
        for each in people
    )
    named = 0
    if row.kind == election.FREE:
        named = len(proposable(session, row, nominations(session, row), people))
    return Facts(
        row.kind, states.get(row.proposal or 0, ""), choices, named, concluded=row.concluded_at is not None
    )


def _states(session: Session, numbers: list[int | None], now: datetime) -> dict[int, str]:
    rows = session.execute(
        select(Proposal.number, Proposal.state, Proposal.expires_at).where(
            Proposal.number.in_([number for number in numbers if number])
        )
    )
    return {number: life.at(state, expires, now) for number, state, expires in rows}


def nominees(session: Session, id: int) -> dict[str, Nominee]:
    """Who may be named, by identifier in the vote."""
    query = select(Nominee).where(Nominee.succession_id == id).order_by(Nominee.id)
    return {each.slug: each for each in session.scalars(query)}


def nominations(session: Session, row: Succession) -> Nominations:
    """Who named whom in the last nominations that were counted, with the changes since."""
    vote = _last_vote(session, row.proposal)
    if vote is None:
        return Nominations(None)
    changes = {
        each.member_id: each
        for each in session.scalars(select(NominationChange).where(NominationChange.vote == vote))
    }
    known = nominees(session, row.id)
    rights = votes.rights(session, vote)
    said = {each.member_id: each.ballot for each in votes.positions(session, vote)}
    named, aside = [], []
    for member_id in rights:
        ballot, change = said.get(member_id), changes.get(member_id)
        first = str(ballot["nominee"]) if ballot else ""
        if first and not election.may_name(row.oneself, own(known, member_id), first):
            aside.append(member_id)
            first = ""
        if change is not None:
            reason = str(ballot.get("reason", "")) if ballot and first else ""
            named.append(Named(member_id, change.nominee, reason, first, change.why))
        elif first and ballot:
            named.append(Named(member_id, first, str(ballot.get("reason", ""))))
    spoken = {each.member for each in named}
    silent = tuple(id_ for id_ in rights if id_ not in spoken and id_ not in aside)
    return Nominations(vote, tuple(named), rights, silent, tuple(id_ for id_ in aside if id_ not in spoken))


def own(known: dict[str, Nominee], member_id: int) -> set[str]:
    """The identifiers of the people who speak for a member."""
    people = {each.person_id for each in known.values() if each.member_id == member_id}
    return {slug for slug, each in known.items() if each.person_id in people}


def _last_vote(session: Session, proposal: int | None) -> int | None:
    rows = session.execute(
        select(Vote.number, Vote.result)
        .where(
            Vote.subject == f"proposal:{proposal}", Vote.method == election.FREE, Vote.sealed_at.is_not(None)
        )
        .order_by(Vote.number.desc())
        .limit(1)
    ).one_or_none()
    if rows is None or json.loads(rows.result or "{}").get("reason") != "nominations":
        return None
    return int(rows.number)


def proposable(session: Session, row: Succession, found: Nominations, people: list[Chosen]) -> list[str]:
    """Whom a facilitator may propose now."""
    known = nominees(session, row.id)
    tried = [
        slug
        for slug, each in known.items()
        for one in people
        if (one.person_id, one.member_id) == (each.person_id, each.member_id)
    ]
    listed = [each for each in found.named if each.nominee in known]
    return list(election.may_be_proposed(listed, tried, row.proposes))


def said(what: RoleVersion) -> Description:
    """What a version of a role says."""
    return description({name: getattr(what, name) for name in Description.__dataclass_fields__})


def said_together(together: seats.Seats) -> Description:
    """What the first of some roles says, under the names of all."""
    names = ", ".join(what.name for _role, what in together)
    return replace(said(together[0][1]), name=names)


def reason(text: str) -> str:
    """A reason as it is kept. Raises ReasonNeeded."""
    kept = texts.paragraph(text)[:LONGEST]
    if not kept:
        raise errors.ReasonNeeded
    return kept


def term_from(
    session: Session,
    what: RoleVersion,
    starts_on: date,
    now: datetime,
    *,
    seat: int | None = None,
    person: int = 0,
) -> tuple[date, date]:
    """From when to when a ``person`` would hold the role in a seat, not from a day past; None: the one where
    they stand in, or the first free.
    """
    starts = max(starts_on, checks.today(session, now))
    known, today = checks.terms(session, what.role_id), checks.today(session, now)
    where = seat or standing_in.seat_for(what, known, starts, None, today=today, person=person) or 1
    return starts, renewal.end_of_term(what, known, where, starts)
