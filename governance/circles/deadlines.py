"""What falls due, for everybody or for one person: votes, reviews, trials, terms, steps of execution."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from governance.circles import checks
from governance.circles.terms import first
from governance.members.models import Mandate, Person
from governance.members.models_roles import MandateEvent, Role, RoleVersion
from governance.register import queries_following
from governance.register.models import Decision
from governance.register.models_following import ExecutionEntry, ReviewEntry
from governance.web.visitor import Visitor
from proposals.models import Proposal
from voting import awaited as voted
from voting import queries as votes
from voting.models import Vote

MOST = 200  # of each kind
PAST = timedelta(days=30)  # what is over stays that long
VOTE, REVIEW, TRIAL, TERM, STEP = KINDS = ("vote", "review", "trial", "term", "step")


@dataclass(frozen=True)
class Deadline:
    """One thing that falls due. ``key`` names it within its ``kind``; ``changed``: when it was last written.

    ``who``: the holder of a term, who carries a step. ``what``: words of the people who wrote them.
    """

    kind: str
    key: str
    when: date | datetime
    changed: datetime
    what: str
    who: str
    path: str


def public(session: Session, now: datetime) -> list[Deadline]:
    """What falls due and everybody may know. Eight queries."""
    seen = [line.number for line in votes.open_now(session, visitor=Visitor(), now=now)]
    return [
        *_votes(session, seen),
        *decisions(session, now),
        *_terms(session, now),
        *_steps(session, None),
    ]


def of(session: Session, visitor: Visitor, now: datetime) -> list[Deadline]:
    """What falls due and concerns a person: votes that wait for them, what their members carry, their terms.

    Who facilitates has the terms of those circles too. Eight queries at the most.
    """
    members = [voice.member_id for voice in visitor.speaks_for]
    waiting = [vote.number for vote in voted.awaiting(session, visitor, now)]
    found = [*_votes(session, waiting), *_terms(session, now, visitor)]
    if members:
        found += [*decisions(session, now, members), *_steps(session, members)]
    return found


def _votes(session: Session, numbers: Iterable[int]) -> list[Deadline]:
    rows = session.execute(
        select(Vote.number, Vote.question, Vote.opened_at, Vote.closes_at)
        .where(Vote.number.in_(list(numbers)))
        .order_by(Vote.number)
        .limit(MOST)
    )
    return [
        Deadline(VOTE, str(number), closes, opened, question, "", f"/votes/{number}")
        for number, question, opened, closes in rows
    ]


def decisions(session: Session, now: datetime, members: list[int] | None = None) -> list[Deadline]:
    """Reviews to come and last days of trials and derogations; of what these members proposed, if given."""
    since = checks.today(session, now) - PAST
    settled = select(ReviewEntry.id).where(
        ReviewEntry.decision_id == Decision.id, ReviewEntry.kind != "observed"
    )
    query = (
        select(Decision.number, Decision.title, Decision.review_on, Decision.until, Decision.decided_at)
        .where(Decision.outcome == "adopted", or_(Decision.review_on >= since, Decision.until >= since))
        .where(~settled.exists())
        .order_by(Decision.id)
        .limit(MOST)
    )
    if members is not None:
        mine = select(Proposal.number).where(Proposal.member_id.in_(members))
        query = query.where(Decision.proposal.in_(mine))
    found = []
    for number, title, review_on, until, decided_at in session.execute(query):
        for kind, day in ((REVIEW, review_on), (TRIAL, until)):
            if day is not None and day >= since:
                found.append(Deadline(kind, number, day, decided_at, title, "", f"/register/{number}"))
    return found


def _terms(session: Session, now: datetime, visitor: Visitor | None = None) -> list[Deadline]:
    """Ends of mandates of described roles; those of a visitor and of circles they facilitate, if given."""
    since = checks.today(session, now) - PAST
    name = (
        select(RoleVersion.name)
        .where(RoleVersion.role_id == Role.id)
        .order_by(RoleVersion.number.desc())
        .limit(1)
    )
    written = select(func.max(MandateEvent.at)).where(MandateEvent.mandate_id == Mandate.id)
    query = (
        select(
            Mandate.id, Role.slug, name.scalar_subquery(), Person.name, Mandate.starts_on, Mandate.ends_on,
            Mandate.ended_on, written.scalar_subquery(),
        )
        .join(Role, Role.id == Mandate.role_id)
        .join(Person, Person.id == Mandate.person_id)
        .where(Mandate.ends_on >= since, or_(Mandate.ended_on.is_(None), Mandate.ended_on >= since))
        .order_by(Mandate.ends_on, Mandate.id)
        .limit(MOST)
    )  # fmt: skip
    if visitor is not None:
        query = query.where(or_(Mandate.person_id == visitor.person_id, _facilitated(visitor)))
    found = []
    for id_, slug, role, person, starts, ends, ended, at in session.execute(query):
        until = first(ends, ended)
        if until is not None and until > starts:
            changed = at or datetime.combine(starts, time(), UTC)
            found.append(Deadline(TERM, str(id_), until, changed, role, person, f"/roles/{slug}"))
    return found


def _facilitated(visitor: Visitor) -> ColumnElement[bool]:
    if "facilitator" in visitor.offices:
        return true()
    return Role.circle_id.in_(visitor.facilitated)


def _steps(session: Session, members: list[int] | None) -> list[Deadline]:
    """Open steps of execution that have a date."""
    found = queries_following.open_steps(session, members=members, limit=MOST)
    ids = [cursor for cursor, step in found if step.due_on is not None]
    rows = session.execute(select(ExecutionEntry.id, ExecutionEntry.at).where(ExecutionEntry.id.in_(ids)))
    at = {id_: moment for id_, moment in rows}
    return [
        Deadline(
            STEP, f"{step.decision}:{step.step}", step.due_on, at[cursor], step.what, step.who,
            f"/register/{step.decision}",
        )
        for cursor, step in found
        if step.due_on is not None
    ]  # fmt: skip
