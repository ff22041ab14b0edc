"""Standing: a person stands for a member of the circle, says why, and may withdraw until the vote opens."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members import queries as members
from governance.members.names import fold
from governance.members.queries import Right
from governance.rules import candidacies as standing_rules
from governance.rules.duration import Duration
from governance.rules.parts import Decision
from governance.web.public import touch
from governance.web.richtext import render
from proposals import lifecycle as life
from proposals import of_role, texts
from proposals.errors_choice import (
    AlreadyStands,
    CandidaciesClosed,
    MemberNotHere,
    NameMissing,
    NoCandidaciesHere,
    NoOption,
    NotYourCandidacy,
    StatementTooLong,
    StatementTooShort,
)
from proposals.listing import identifier
from proposals.models import Proposal, ProposalOption
from proposals.standing import allow, check_voice, decision, part, person_name, today, zone

NAME = 120  # characters
STATEMENT = 10_000
OFFICES = frozenset({life.FACILITATOR, life.STEWARD})


def until(rule: Decision, begun: datetime, time_zone: str) -> datetime | None:
    """The end of the time to stand, in a debate begun then; None where it lasts until the vote opens."""
    found = standing_rules.of(rule.rule)
    if found is None or found.days is None:
        return None
    return Duration(days=found.days).after(begun, time_zone)


def end_of_debate(rule: Decision, begun: datetime, time_zone: str) -> datetime:
    """The debate has the time of the rule, and lasts at least as long as one may stand."""
    ends_at = rule.debate.after(begun, time_zone)
    last = until(rule, begun, time_zone)
    return ends_at if last is None else max(ends_at, last)


def stand(session: Session, number: int, *, member_id: int, statement: str, by: int, now: datetime) -> int:
    """The person who acts stands for a member they speak for; returns the number of the candidacy.

    Raises NoCandidaciesHere, CandidaciesClosed, NotYourVoice, MemberNotHere, MayNotStand, StatementTooShort,
    StatementTooLong, AlreadyStands.
    """
    proposal, rule = _held(session, number, by=by, now=now)
    check_voice(session, member_id, by=by, now=now)
    right = _right(session, proposal, member_id, now)
    of_role.check(session, number, by, right.college_id)
    return _add(
        session, proposal, rule, right, person_name(session, by), statement, person=by, by=by, now=now
    )


def enter(
    session: Session, number: int, *, member_id: int, name: str, statement: str, by: int, now: datetime
) -> int:
    """A facilitator or a steward enters the candidacy of somebody, who stands for a member of the circle.

    Raises as ``stand`` does, and NotYourCandidacy without an office, NameMissing.
    """
    proposal, rule = _held(session, number, by=by, now=now)
    if not OFFICES & part(session, proposal, by=by, now=now):
        raise NotYourCandidacy
    right = _right(session, proposal, member_id, now)
    kept = texts.line(name, NAME)
    if not kept:
        raise NameMissing
    known = of_role.called(session, member_id, kept, on=today(session, now))
    of_role.check(session, number, known, right.college_id)
    return _add(session, proposal, rule, right, kept, statement, person=None, by=by, now=now)


def withdraw(session: Session, number: int, candidacy: int, *, by: int, now: datetime) -> None:
    """Who speaks for the member withdraws; an office, only what was entered for somebody. Its line stays.

    Raises NoOption, NotYourCandidacy.
    """
    proposal = allow(session, number, "unstand", by=by, now=now)
    query = select(ProposalOption).where(
        ProposalOption.proposal == number,
        ProposalOption.id == candidacy,
        ProposalOption.member_id.is_not(None),
        ProposalOption.withdrawn_at.is_(None),
    )
    found = session.scalars(query).one_or_none()
    if found is None or found.member_id is None:
        raise NoOption
    speaks = (found.member_id, by) in members.representatives(
        session, [found.member_id], on=today(session, now)
    )
    entered = found.person_id is None and OFFICES & part(session, proposal, by=by, now=now)
    if not (speaks or entered):
        raise NotYourCandidacy
    found.withdrawn_at = now
    session.flush()
    touch(session, "proposals")


def keep_to_the_circle(session: Session, proposal: Proposal, now: datetime) -> None:
    """Before a vote opens: each candidacy in the college its member has today, none for who left, none of
    whom the role does not allow.
    """
    known = of_role.barred(session, proposal.number)
    rights = {right.member_id: right for right in electorate(session, proposal.circle_id, now)}
    query = select(ProposalOption).where(
        ProposalOption.proposal == proposal.number,
        ProposalOption.member_id.is_not(None),
        ProposalOption.withdrawn_at.is_(None),
    )
    for each in session.scalars(query):
        right = rights.get(each.member_id or 0)
        if right is None:
            each.withdrawn_at = now
            continue
        each.college_id = right.college_id
        each.withdrawn_why = of_role.why_not(known, person_of(session, each, now), right.college_id)
        each.withdrawn_at = now if each.withdrawn_why else None
    session.flush()


class Stands(Protocol):
    """What of a candidacy says who stands."""

    @property
    def person_id(self) -> int | None: ...
    @property
    def member_id(self) -> int | None: ...
    @property
    def person_name(self) -> str: ...


def person_of(session: Session, each: Stands, now: datetime) -> int | None:
    """Who stands: the person who acted, or who speaks for the member under the name an office entered."""
    if each.person_id is not None or each.member_id is None:
        return each.person_id
    return of_role.called(session, each.member_id, each.person_name, on=today(session, now))


def electorate(session: Session, circle_id: str, now: datetime) -> list[Right]:
    """The members for whom one may stand today."""
    return members.electorate(session, circle_id=circle_id, on=today(session, now))


def _held(session: Session, number: int, *, by: int, now: datetime) -> tuple[Proposal, Decision]:
    proposal = allow(session, number, "stand", by=by, now=now)
    rule = decision(session, proposal.circle_id, proposal.rule_id)
    if standing_rules.of(rule.rule) is None:
        raise NoCandidaciesHere
    last = until(rule, proposal.moved_at, zone(session))
    if last is not None and now >= last:
        raise CandidaciesClosed(when=last)
    return proposal, rule


def _right(session: Session, proposal: Proposal, member_id: int, now: datetime) -> Right:
    rights = electorate(session, proposal.circle_id, now)
    found = next((right for right in rights if right.member_id == member_id), None)
    if found is None:
        raise MemberNotHere
    return found


def _statement(rule: Decision, statement: str) -> str:
    kept = texts.paragraph(statement)
    found = standing_rules.of(rule.rule)
    least = found.statement_min if found else 0
    if len(kept) < least:
        raise StatementTooShort(have=len(kept), least=least)
    if len(kept) > STATEMENT:
        raise StatementTooLong(most=STATEMENT)
    return kept


def _add(
    session: Session,
    proposal: Proposal,
    rule: Decision,
    right: Right,
    name: str,
    statement: str,
    *,
    person: int | None,
    by: int,
    now: datetime,
) -> int:
    kept = _statement(rule, statement)
    there = select(ProposalOption.person_name).where(
        ProposalOption.proposal == proposal.number,
        ProposalOption.member_id == right.member_id,
        ProposalOption.withdrawn_at.is_(None),
    )
    if fold(name) in {fold(each) for each in session.scalars(there)}:
        raise AlreadyStands(name=name)
    added = ProposalOption(
        proposal=proposal.number,
        slug=identifier(session, proposal.number, name),
        label=_label(name, right.member_name),
        note=kept,
        note_html=render(kept),
        college_id=right.college_id,
        member_id=right.member_id,
        member_name=right.member_name,
        person_id=person,
        person_name=name,
        added_by=by,
        added_at=now,
    )
    session.add(added)
    session.flush()
    touch(session, "proposals")
    return added.id


def _label(name: str, member_name: str) -> str:
    """ "Chloé Garnier, Coop Semailles"; once only where a person is the member."""
    return texts.line(name if fold(name) == fold(member_name) else f"{name}, {member_name}", 200)
