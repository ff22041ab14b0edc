"""The options that the author of a proposal lists: added, changed, removed until a vote opens."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members import queries as members
from governance.members.names import fold
from governance.rules import candidacies as standing_rules
from governance.rules.parts import Decision
from governance.web.public import touch
from governance.web.richtext import render
from proposals import lifecycle as life
from proposals import naming, texts
from proposals.errors_choice import (
    CostMissing,
    CostUnreadable,
    LabelMissing,
    NoOption,
    NoSuchCollege,
    NotAChoice,
    NoteTooLong,
    OptionsAreCandidates,
    OptionThere,
    TooManyOptions,
)
from proposals.models import Proposal, ProposalOption
from proposals.standing import allow, decision
from voting.choosing import is_choice

LABEL, NOTE, MOST = 120, 5_000, 100


@dataclass(frozen=True)
class Written:
    """An option as its author writes it; ``college``: an id, or nothing where it is for all."""

    label: str
    note: str = ""
    cost: str = ""
    college: str = ""


def add(session: Session, number: int, written: Written, *, by: int, now: datetime) -> int:
    """List one more option; returns its number.

    Raises NotAChoice, OptionsAreCandidates, TooManyOptions, LabelMissing, OptionThere, NoteTooLong,
    CostMissing, CostUnreadable, NoSuchCollege.
    """
    proposal, rule = _held(session, number, by=by, now=now)
    there = _listed(session, number)
    if len(there) >= MOST:
        raise TooManyOptions(most=MOST)
    added = ProposalOption(proposal=number, added_by=by, added_at=now)
    _fill(session, added, proposal, rule, written, there)
    session.add(added)
    session.flush()
    touch(session, "proposals")
    return added.id


def change(session: Session, number: int, option: int, written: Written, *, by: int, now: datetime) -> None:
    """Write an option again. Raises NoOption, and as ``add`` does."""
    proposal, rule = _held(session, number, by=by, now=now)
    found = _one(session, number, option)
    others = [each for each in _listed(session, number) if each.id != option]
    _fill(session, found, proposal, rule, written, others)
    session.flush()
    touch(session, "proposals")


def remove(session: Session, number: int, option: int, *, by: int, now: datetime) -> None:
    """Take an option away: from a draft without a trace, in a debate its line stays. Raises NoOption."""
    proposal = allow(session, number, "options", by=by, now=now)
    found = _one(session, number, option)
    if proposal.state == life.DRAFT:
        session.delete(found)
    else:
        found.withdrawn_at = now
    session.flush()
    touch(session, "proposals")


def identifier(session: Session, number: int, label: str, *, but: int | None = None) -> str:
    """An identifier that no other option of the proposal has, or ever had."""
    taken = select(ProposalOption.slug).where(ProposalOption.proposal == number)
    if but is not None:
        taken = taken.where(ProposalOption.id != but)
    return naming.slug(fold(label), set(session.scalars(taken)))


def _held(session: Session, number: int, *, by: int, now: datetime) -> tuple[Proposal, Decision]:
    proposal = allow(session, number, "options", by=by, now=now)
    rule = decision(session, proposal.circle_id, proposal.rule_id)
    if not is_choice(rule.method):
        raise NotAChoice
    if standing_rules.of(rule.rule) is not None:
        raise OptionsAreCandidates
    return proposal, rule


def _listed(session: Session, number: int) -> list[ProposalOption]:
    query = select(ProposalOption).where(
        ProposalOption.proposal == number,
        ProposalOption.member_id.is_(None),
        ProposalOption.withdrawn_at.is_(None),
    )
    return list(session.scalars(query))


def _one(session: Session, number: int, option: int) -> ProposalOption:
    found = next((each for each in _listed(session, number) if each.id == option), None)
    if found is None:
        raise NoOption
    return found


def _fill(
    session: Session,
    option: ProposalOption,
    proposal: Proposal,
    rule: Decision,
    written: Written,
    others: list[ProposalOption],
) -> None:
    label, note = texts.line(written.label, LABEL), texts.paragraph(written.note)
    if not label:
        raise LabelMissing
    if fold(label) in {fold(each.label) for each in others}:
        raise OptionThere(label=label)
    if len(note) > NOTE:
        raise NoteTooLong(most=NOTE)
    cost = _cost(rule, written.cost)
    option.college_id = _college(session, proposal, rule, written.college)
    option.slug = identifier(session, proposal.number, label, but=option.id)
    option.label, option.note, option.note_html, option.cost = label, note, render(note), cost


def _cost(rule: Decision, text: str) -> str | None:
    """Only a budget asks for costs, and then for all of them."""
    if rule.method != "equal-shares":
        return None
    if not text.strip():
        raise CostMissing
    try:
        return naming.cost(text)
    except ValueError:
        raise CostUnreadable from None


def _college(session: Session, proposal: Proposal, rule: Decision, id_: str) -> str | None:
    """Where each college fills its own seats, an option may stand in one of them only."""
    if rule.rule.main.by != "seats-per-college" or not id_:
        return None
    seated = members.seats(session, proposal.circle_id) or [each.id for each in members.colleges(session)]
    if id_ not in seated:
        raise NoSuchCollege
    return id_
