"""What the page of a succession shows: where it stands, who named whom, who was chosen and what they said."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import election, seats, succession_next, succession_vote
from governance.circles import succession_ground as ground
from governance.circles.models import Chosen, Nominee, Succession
from governance.circles.succession_vote import Asked
from governance.errors import NotFound
from governance.members.models import Circle, Person
from governance.members.models_roles import Role
from governance.members.roles import Description, described
from governance.rules import queries as rules
from governance.web.visitor import Visitor
from proposals import heads
from proposals.errors import NoProposal
from proposals.live import offer as live_offer
from proposals.live.offer import Offer
from proposals.models import Proposal
from proposals.standing import found_decision
from voting import rule as frozen
from voting.models import Vote
from voting.presentation import shows_names


@dataclass(frozen=True)
class NamedLine:
    """Whom a member names; ``before`` and ``why`` where it changed."""

    member: str
    nominee: str
    reason: str
    before: str
    why: str


@dataclass(frozen=True)
class Somebody:
    """Somebody chosen, with the number of the decision; ``moved_up``: not elected, but next in the order."""

    row: Chosen
    choice: election.Choice
    decision: str
    moved_up: bool = False


@dataclass(frozen=True)
class Page:
    """A succession. ``leads``: the visitor may lead it; ``acts``: what this step lets anybody do.
    ``circle_id``: of the circle that is asked. ``beside``: the roles it fills, as (slug, name).

    ``names``: who named whom is shown, as the rule of the vote has it. ``asked``: of a vote
    or a lot, None without candidates. ``opens``: the debate has had its time. ``room``: the live session of
    what the circle was last asked.
    """

    row: Succession
    slug: str
    what: Description
    beside: tuple[tuple[str, str], ...]
    circle_id: str
    circle_name: str
    question: Proposal | None
    begun_by: str
    rule_name: str
    consent_name: str
    facts: election.Facts
    named: tuple[NamedLine, ...]
    totals: tuple[tuple[str, int], ...]
    silent: tuple[str, ...]
    aside: tuple[str, ...]
    vote: int | None
    people: tuple[Somebody, ...]
    proposable: tuple[Nominee, ...]
    may_change: tuple[tuple[int, str], ...]
    may_be_named: tuple[Nominee, ...]
    asked: Asked | None
    opens: bool
    names: bool
    leads: bool
    room: Offer

    @property
    def step(self) -> str:
        return election.step(self.facts)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of this way of choosing; acceptance where it is asked."""
        listed = election.STEPS[self.row.kind]
        return tuple(
            step for step in listed if step != election.ENTRUSTING and (step != "acceptance" or self.row.asks)
        )

    @property
    def listed(self) -> tuple[tuple[str, str], ...]:
        """Whom a facilitator may propose, with how often each was named, as a form offers them."""
        totals = dict(self.totals)
        return tuple((each.slug, f"{each.label} ({totals.get(each.label, 0)})") for each in self.proposable)

    @property
    def last_asked(self) -> int:
        """The proposal by which the circle was last asked something, 0 where none was; the question where it
        is in the hands of a room.
        """
        return _last_asked(self.question, [each.row for each in self.people])

    @property
    def stuck(self) -> bool:
        """Whether the role could not be entrusted to somebody as things are."""
        return any(each.choice.ready and each.choice.stuck for each in self.people)

    @property
    def again(self) -> bool:
        """Whether it left a seat that a vote was to fill."""
        held = sum(each.choice.held for each in self.people)
        seats = sum(number for _college, number in self.asked.seats) if self.asked else 0
        return bool(self.row.outcome) and held < (seats or 1)

    @property
    def acts(self) -> frozenset[str]:
        return election.possible(self.facts)

    @property
    def here(self) -> str:
        """The step of the line of steps: entrusting follows at once, and is shown with the last before."""
        return self.steps[-2] if self.step == election.ENTRUSTING else self.step


def page(session: Session, id: int, visitor: Visitor, now: datetime) -> Page:
    """Everything of one succession. Raises NotFound."""
    row = session.get(Succession, id)
    if row is None:
        raise NotFound
    role = session.get_one(Role, row.role_id)
    facts, people = ground.facts(session, row, now), ground.chosen(session, id)
    question = session.get(Proposal, row.proposal) if row.proposal else None
    found, known = ground.nominations(session, row), ground.nominees(session, id)
    offices = visitor.offices_for(role.circle_id)
    what = described(session, role.id)
    circle = session.get_one(Circle, seats.asked(session, role, what))
    together = seats.filled(session, role, what, question.rule_id if question else "")
    return Page(
        row=row,
        slug=role.slug,
        what=ground.said_together(together),
        beside=tuple((each.slug, what.name) for each, what in together),
        circle_id=circle.id,
        circle_name=circle.name,
        question=question,
        begun_by=session.scalar(select(Person.name).where(Person.id == row.begun_by)) or "",
        rule_name=_rule_name(session, circle.id, question.rule_id if question else ""),
        consent_name=_rule_name(session, circle.id, row.rule_id),
        facts=facts,
        **_nominations(found, known),
        people=_people(session, row, people, facts),
        proposable=tuple(known[slug] for slug in ground.proposable(session, row, found, people)),
        may_change=_may_change(row, found, visitor) if "change" in election.possible(facts) else (),
        may_be_named=tuple(known.values()),
        asked=succession_vote.read(session, row, question, people, now),
        opens=_opens(question, now),
        names=_shows_names(session, found.vote, visitor),
        leads=bool(offices & {"facilitator", "steward"}),
        room=_room(session, _last_asked(question, people), visitor, now),
    )


def _last_asked(question: Proposal | None, people: list[Chosen]) -> int:
    asked = [each.proposal for each in people if each.proposal]
    if question is None or (asked and question.live is None):
        return asked[-1] if asked else 0
    return question.number


def _room(session: Session, asked: int, visitor: Visitor, now: datetime) -> Offer:
    """What may be said of a live session on what the circle was last asked."""
    try:
        return live_offer.of(session, heads.head(session, asked, visitor, now), visitor, now)
    except NoProposal:
        return Offer()


def _opens(question: Proposal | None, now: datetime) -> bool:
    return question is not None and question.opens_from is not None and question.opens_from <= now


def _rule_name(session: Session, circle_id: str, rule_id: str) -> str:
    found = found_decision(rules.in_force(session).code, circle_id, rule_id) if rule_id else None
    return found.name if found else ""


def _nominations(found: ground.Nominations, known: dict[str, Nominee]) -> dict[str, Any]:
    names = found.names or {}

    def label(slug: str) -> str:
        return known[slug].label if slug in known else slug

    return {
        "vote": found.vote,
        "named": tuple(
            NamedLine(
                names.get(each.member, ""),
                label(each.nominee),
                each.reason,
                label(each.before) if each.changed else "",
                each.why,
            )
            for each in found.named
        ),
        "totals": tuple((label(slug), number) for slug, number in election.totals(found.named).items()),
        "silent": tuple(names[id_] for id_ in found.silent),
        "aside": tuple(names[id_] for id_ in found.aside),
    }


def _people(
    session: Session, row: Succession, people: list[Chosen], facts: election.Facts
) -> tuple[Somebody, ...]:
    asked = {each.proposal or row.proposal for each in people}
    rows = session.execute(select(Proposal.number, Proposal.decision).where(Proposal.number.in_(asked)))
    decisions = dict(rows.all())
    found = succession_next.result(session, row) if row.kind != election.FREE else None
    elected = {slug for each in found.rankings for slug in each.elected} if found else set()
    return tuple(
        Somebody(
            each,
            choice,
            decisions.get(each.proposal or row.proposal or 0) or "",
            moved_up=bool(each.slug) and each.slug not in elected,
        )
        for each, choice in zip(people, facts.choices, strict=True)
    )


def _shows_names(session: Session, vote: int | None, visitor: Visitor) -> bool:
    rule = session.scalar(select(Vote.rule).where(Vote.number == vote)) if vote else None
    return rule is not None and shows_names(frozen.read(json.loads(rule)), member=visitor.takes_part)


def _may_change(row: Succession, found: ground.Nominations, visitor: Visitor) -> tuple[tuple[int, str], ...]:
    """The members of the visitor that may still change, by id and name."""
    names = found.names or {}
    changed = {each.member for each in found.named if each.why}
    silent = set(found.silent) if row.passing else set()
    return tuple(
        (voice.member_id, voice.member_name)
        for voice in visitor.speaks_for
        if voice.member_id in names and voice.member_id not in changed | silent
    )
