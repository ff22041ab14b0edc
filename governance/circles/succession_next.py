"""Whom the result of a vote or of a lot calls: those elected, then the next in its order, as the way says."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import checks, election, mandates, ranking, seats, to_fill
from governance.circles import succession_ground as ground
from governance.circles.models import Chosen, Succession
from governance.circles.ranking import Next, Ranking
from governance.errors import Refusal, kept
from governance.members.models_roles import Role, RoleVersion
from proposals import candidacies
from proposals.models import Proposal, ProposalOption
from voting import rule as frozen
from voting.models import Vote
from voting.rule import Rule


@dataclass(frozen=True)
class Result:
    """What the vote of a succession said: its rule as it was frozen, who is elected and in which order."""

    rule: Rule
    rankings: tuple[Ranking, ...]
    options: dict[str, ProposalOption]


def result(session: Session, row: Succession) -> Result | None:
    """The result that was recorded; None while there is none."""
    vote = session.execute(
        select(Vote.rule, Vote.result)
        .join(Proposal, Proposal.vote == Vote.number)
        .where(Proposal.number == row.proposal, Vote.result.is_not(None))
    ).one_or_none()
    if vote is None:
        return None
    rule = frozen.read(json.loads(vote.rule))
    options = session.scalars(select(ProposalOption).where(ProposalOption.proposal == row.proposal))
    found = ranking.read(json.loads(vote.result), rule.settings.get("default_option"))
    return Result(rule, tuple(found), {each.slug: each for each in options})


def filled(session: Session, row: Succession, role: Role, what: RoleVersion) -> seats.Seats:
    """The roles that the vote filled, under its rule as it was frozen."""
    found = result(session, row)
    if found is None or found.rule.main.by != seats.PER_COLLEGE:
        return [(role, what)]
    return seats.of_colleges(session, role, what)


def role_of(
    session: Session, together: seats.Seats, member_id: int | None, row: Succession
) -> tuple[Role, RoleVersion] | None:
    """The role among those filled that is held for this member."""
    if len(together) == 1:
        return together[0]
    return seats.for_member(session, together, member_id or 0, row.starts_on)


def called(row: Succession, found: Result, people: list[Chosen]) -> list[Next]:
    """Whom each ranking calls now, once those in ``people`` were asked: nobody twice."""
    known = {each.slug: each for each in people}
    out = {slug for slug, each in known.items() if each.answer in (election.REFUSED, election.DROPPED)}
    persons = {each.person_id for each in people}
    twice = {slug for slug, each in found.options.items() if each.person_id in persons} - set(known)
    calls = []
    for each in found.rankings:
        first = tuple(slug for slug in each.elected if slug not in known and slug in found.options)
        if not row.moves_up:
            calls.append(Next(first))
            continue
        seated = {slug for slug in (*each.elected, *known) if slug not in out and _is_of(each, slug)}
        after = ranking.following(each, seated=seated, gone=out | twice)
        calls.append(Next((*first, *after.people), after.tie))
    return calls


def _is_of(each: Ranking, slug: str) -> bool:
    return slug in each.elected or any(slug in group for group in each.order)


def ask(session: Session, row: Succession, role: Role, what: RoleVersion, now: datetime) -> bool:
    """Ask those whom the result calls now; whether anybody was called. Who has no account is entrusted the
    role by hand; who was not elected and may not hold it is passed over, with the reason. Nobody moves up to
    a seat that was given meanwhile.
    """
    found, people = result(session, row), ground.chosen(session, row.id)
    if found is None:
        return False
    together = filled(session, row, role, what)
    asked = [
        _ask(session, row, together, found.options[slug], slug in one.elected, now)
        for one, call in zip(found.rankings, called(row, found, people), strict=True)
        for slug in call.people
    ]
    session.flush()
    return any(asked)


def _ask(
    session: Session,
    row: Succession,
    together: seats.Seats,
    option: ProposalOption,
    elected: bool,
    now: datetime,
) -> bool:
    person = candidacies.person_of(session, option, now)
    held = role_of(session, together, option.member_id, row)
    if not person or held is None:
        return False
    starts, ends = _term(session, row, together, held, person, now)
    each = Chosen(
        succession_id=row.id, slug=option.slug, person_id=person, person_name=option.person_name,
        member_id=option.member_id, member_name=option.member_name, starts_on=starts, ends_on=ends,
        chosen_at=now,
    )  # fmt: skip
    if not elected and not _room(session, row, together, held, each):
        return False
    why = None if elected else _why_not(session, held, each, now)
    if why is not None:
        each.answer, each.answered_at = election.DROPPED, now
        each.stuck_at, each.stuck_why = now, kept(why)
    session.add(each)
    session.flush()
    return True


def _term(
    session: Session,
    row: Succession,
    together: seats.Seats,
    held: tuple[Role, RoleVersion],
    person: int,
    now: datetime,
) -> tuple[date, date]:
    """From when to when somebody would hold the role: to the end of a seat that no other who is asked may
    still take.
    """
    seat = row.seat if len(together) == 1 else None
    starts, ends = ground.term_from(session, held[1], row.starts_on, now, seat=seat, person=person)
    left = to_fill.ends(checks.terms(session, held[0].id), held[1], starts, seat)
    for each in _awaited(session, row, together, held):
        if each.ends_on in left:
            left.remove(each.ends_on)
    return starts, ends if ends in left or not left else left[0]


def _awaited(
    session: Session, row: Succession, together: seats.Seats, held: tuple[Role, RoleVersion]
) -> list[Chosen]:
    """Those who are asked and may still take a seat of a role."""
    return [
        one
        for one in ground.chosen(session, row.id)
        if one.answer in ("", election.ACCEPTED) and one.mandate_id is None
        and role_of(session, together, one.member_id, row) == held
    ]  # fmt: skip


def _room(
    session: Session, row: Succession, together: seats.Seats, held: tuple[Role, RoleVersion], each: Chosen
) -> bool:
    """Whether a seat is left beside those that others who are asked may still take."""
    seat = row.seat if len(together) == 1 else None
    free = to_fill.free(checks.terms(session, held[0].id), held[1], each.starts_on, seat)
    return free is None or free > len(_awaited(session, row, together, held))


def _why_not(session: Session, held: tuple[Role, RoleVersion], each: Chosen, now: datetime) -> Refusal | None:
    asked = checks.Asked(each.person_id, each.member_id, each.starts_on, each.ends_on, False, "", "", "")
    try:
        mandates.check(session, *held, asked, now=now)
    except Refusal as refusal:
        return refusal
    return None


def by_hand(session: Session, row: Succession, people: list[Chosen], now: datetime) -> list[str]:
    """Those whom the result calls and who have no account: the role is entrusted to them by hand."""
    found = result(session, row)
    if found is None:
        return []
    options = [found.options[slug] for call in called(row, found, people) for slug in call.people]
    return [each.person_name for each in options if candidacies.person_of(session, each, now) is None]


def tied(session: Session, row: Succession, people: list[Chosen]) -> list[str]:
    """Those who come next as equals, so that nobody of them is asked."""
    found = result(session, row)
    if found is None:
        return []
    return [found.options[slug].person_name for call in called(row, found, people) for slug in call.tie]
