"""Beginning a succession: a facilitator asks the circle who holds a role next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import (
    bars,
    checks,
    election,
    mandates,
    ranking,
    renewal,
    seats,
    standing_in,
    succession_words,
    telling,
    to_fill,
)
from governance.circles import errors_succession as errors
from governance.circles import succession_ground as ground
from governance.circles.models import Nominee, Succession
from governance.circles.terms import taken
from governance.errors import Refusal
from governance.members import queries as members
from governance.members.models import Person
from governance.members.models_roles import Role, RoleVersion
from governance.members.names import fold
from governance.members.queries import NETWORK
from governance.members.roles import described
from governance.rules import queries as rules
from governance.rules.parts import Decision
from governance.web.public import touch
from proposals import appointing, to_vote, wording
from proposals.appointing import About
from proposals.models import Proposal
from proposals.texts import Terms, Text

EARLY = 90  # days before the end of a term


@dataclass(frozen=True)
class Way:
    """How a succession goes: the kind of decision that asks, that of the consent, the variants.

    ``moves_up``: whether the next in the order of the result is asked where somebody refuses.
    """

    rule_id: str
    consent: str = ""
    among: str = election.CIRCLE
    oneself: bool = True
    passing: bool = True
    proposes: str = election.ARGUMENTS
    asks: bool = True
    moves_up: bool = False


def begin(
    session: Session,
    role_id: int,
    way: Way,
    *,
    member_id: int,
    starts_on: date,
    seat: int | None = None,
    by: int,
    now: datetime,
) -> int:
    """A facilitator asks the circle who holds a role next; returns the number of the succession.

    ``member_id``: in whose name it is asked. Raises NotYourCircle, SuccessionGoesOn, NoSeatToFill, TooSoon,
    NoSuchRule, NoSuchConsent, NotAMemberOfTheCircle, NobodyToName, TooManySeats, OneSeatEach, NoOrder.
    """
    role, what = checks.held_role(session, role_id)
    ground.led(session, role, by=by, now=now)
    together = seats.filled(session, role, what, way.rule_id)
    _check_time(session, together, starts_on, seat, now)
    circle, free = seats.asked(session, role, what), what.selection == election.FREE
    _check_member(session, circle, member_id, now)
    rule = _check_way(session, circle, what, way)
    filled = {} if free else to_fill.frozen(session, together, rule, seat, starts_on)
    term = _terms(session, together, filled, starts_on, seat, now)
    row = Succession(
        role_id=role.id, seat=seat, kind=what.selection, rule_id=way.consent, member_id=member_id,
        among=way.among, oneself=way.oneself, passing=way.passing, proposes=way.proposes, asks=way.asks,
        moves_up=way.moves_up and not free, starts_on=starts_on, begun_at=now, begun_by=by,
    )  # fmt: skip
    name, terms = ground.said_together(together).name, Terms(circle, way.rule_id)
    about = About(0, name, oneself=way.oneself, passing=way.passing, seats=filled)
    _ask(session, row, _question(session, together, way, rule, filled, term), terms, about, now=now)
    if free:
        _list_people(session, row, role, what, by=by, now=now)
    bars.refresh(session, now=now)
    telling.tell(session, row, circle, now=now)
    touch(session, "circles")
    return row.id


def _ask(session: Session, row: Succession, text: Text, terms: Terms, about: About, *, now: datetime) -> None:
    """Keep the succession with the proposal that asks."""
    member_id, by = row.member_id or 0, row.begun_by or 0
    row.proposal = appointing.begin(session, text, terms, about, member_id=member_id, by=by, now=now)
    session.add(row)
    session.flush()
    appointing.belongs(session, row.proposal, row.id)


def asked(session: Session, role_id: int) -> str:
    """The circle that is asked who holds a role."""
    return seats.asked(session, session.get_one(Role, role_id), described(session, role_id))


def circle_members(session: Session, circle_id: str, now: datetime) -> list[members.Right]:
    """The members who sit in a circle today."""
    return members.electorate(session, circle_id=circle_id, on=checks.today(session, now))


def ways(session: Session, circle_id: str, kind: str) -> list[to_vote.Way]:
    """The kinds of decision by which a circle may fill a role chosen in this way."""
    wanted = {election.FREE: "names", election.ELECTION: "candidacies", election.LOT: "candidacies"}
    open_ways = to_vote.in_circle(rules.in_force(session).code, circle_id)
    return [
        way
        for way in open_ways
        if way.kind == wanted.get(kind) and (way.decision.method == "lot") == (kind == election.LOT)
    ]


def consents(session: Session, circle_id: str) -> list[to_vote.Way]:
    """The kinds of decision by consent that a circle takes."""
    open_ways = to_vote.in_circle(rules.in_force(session).code, circle_id)
    return [way for way in open_ways if way.kind == "consent"]


def _check_member(session: Session, circle: str, member_id: int, now: datetime) -> None:
    if member_id not in {each.member_id for each in circle_members(session, circle, now)}:
        raise errors.NotAMemberOfTheCircle


def _check_time(
    session: Session, together: seats.Seats, starts_on: date, seat: int | None, now: datetime
) -> None:
    role, what = together[0]
    if _goes_on(session, together, seat):
        raise errors.SuccessionGoesOn
    today = checks.today(session, now)
    known = standing_in.in_the_way(
        checks.terms(session, role.id), provisional=False, starts=starts_on, today=today
    )
    ends_on = renewal.end_of_term(what, known, seat or 1, starts_on)
    if taken(known, seat, starts_on, ends_on) if seat else renewal.free_seat(what, known, starts_on) is None:
        raise errors.NoSeatToFill
    if starts_on > today + timedelta(days=EARLY):
        raise errors.TooSoon(days=EARLY)


def _goes_on(session: Session, together: seats.Seats, seat: int | None) -> bool:
    """Whether the seat is being filled already: by itself, or with those of the other colleges."""
    role, what = together[0]
    beside = {each.id for each, _ in seats.of_colleges(session, role, what)}
    open_ones = session.execute(
        select(Succession.role_id, Succession.seat, Proposal.rule_id)
        .outerjoin(Proposal, Proposal.number == Succession.proposal)
        .where(Succession.role_id.in_(beside), Succession.concluded_at.is_(None))
    )
    mine = {each.id for each, _ in together}
    return any(
        (role_id in mine and (len(mine) > 1 or where == seat))
        or len(seats.filled(session, role, what, rule_id or "")) > 1
        for role_id, where, rule_id in open_ones
    )


def _check_way(session: Session, circle: str, what: RoleVersion, way: Way) -> Decision:
    known = {each.decision.id: each.decision for each in ways(session, circle, what.selection)}
    if way.rule_id not in known:
        raise errors.NoSuchRule
    free = what.selection == election.FREE
    if free and way.consent not in {each.decision.id for each in consents(session, circle)}:
        raise errors.NoSuchConsent
    if not free and way.moves_up and not ranking.ranks(known[way.rule_id].rule):
        raise errors.NoOrder
    return known[way.rule_id]


def _question(
    session: Session,
    together: seats.Seats,
    way: Way,
    rule: Decision,
    filled: Mapping[str, int],
    term: tuple[date, Collection[date]],
) -> Text:
    language = wording.network_language(session)
    number = sum(filled.values())
    told = bool(filled) and way.asks
    refused = "" if not told else succession_words.refused(language, ranking.ranks(rule.rule), way.moves_up)
    said = ground.said_together(together)
    return succession_words.question(language, said, *term, number, refused)


def _terms(
    session: Session,
    together: seats.Seats,
    filled: Mapping[str, int],
    starts_on: date,
    seat: int | None,
    now: datetime,
) -> tuple[date, Collection[date]]:
    """From when to when the seats that are filled would be held: each its own end, where they are many."""
    starts, ends = ground.term_from(session, together[0][1], starts_on, now, seat=seat)
    found: set[date] = set()
    for role, what in together:
        number = filled.get(what.college_id or "", 0) if len(together) > 1 else sum(filled.values())
        found |= set(to_fill.ends(checks.terms(session, role.id), what, starts, seat)[:number])
    return starts, found or {ends}


def _list_people(
    session: Session, row: Succession, role: Role, what: RoleVersion, *, by: int, now: datetime
) -> None:
    """Whoever speaks for a member there, and could hold the role, may be named."""
    there = _may_be_named(session, row, role, what, now)
    if not there:
        raise errors.NobodyToName
    listed = [(person, name, f"{name}, {member}") for person, name, _id, member in there]
    slugs = appointing.list_people(session, row.proposal or 0, listed, by=by, now=now)
    for slug, (person, name, member_id, member) in zip(slugs, there, strict=True):
        session.add(
            Nominee(
                succession_id=row.id, slug=slug, label=f"{name}, {member}", person_id=person,
                person_name=name, member_id=member_id, member_name=member,
            )
        )  # fmt: skip
    session.flush()


def _may_be_named(
    session: Session, row: Succession, role: Role, what: RoleVersion, now: datetime
) -> list[tuple[int, str, int, str]]:
    """(person, name, member, name of the member), by the name of the person."""
    circle = seats.asked(session, role, what) if row.among == election.CIRCLE else NETWORK
    rights = circle_members(session, circle, now)
    if row.among == election.COLLEGE and what.college_id:
        rights = [each for each in rights if each.college_id == what.college_id]
    names = {each.member_id: each.member_name for each in rights}
    pairs = members.representatives(session, names, on=checks.today(session, now))
    people = dict(
        session.execute(
            select(Person.id, Person.name).where(Person.id.in_({person for _, person in pairs}))
        ).all()
    )
    starts, ends = ground.term_from(session, what, row.starts_on, now, seat=row.seat)
    found = [
        (person, people[person], member, names[member])
        for member, person in pairs
        if could_hold(session, role, what, person, member, starts, ends, now)
    ]
    return sorted(found, key=lambda each: (fold(each[1]), fold(each[3])))


def could_hold(
    session: Session,
    role: Role,
    what: RoleVersion,
    person_id: int,
    member_id: int | None,
    starts: date,
    ends: date,
    now: datetime,
) -> bool:
    """Whether nothing that the role says keeps somebody from it."""
    asked = checks.Asked(person_id, member_id, starts, ends, False, "", "", "")
    try:
        mandates.check(session, role, what, asked, now=now)
    except Refusal:
        return False
    return True
