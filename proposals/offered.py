"""What a proposal offers to choose among: for its page, and for the vote."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import not_, select
from sqlalchemy.orm import Session

from governance.rules import candidacies as standing_rules
from governance.rules.parts import Decision
from proposals import candidacies, of_role
from proposals import lifecycle as life
from proposals.models import ProposalOption
from voting import options as voted
from voting.choosing import is_choice
from voting.models import Vote
from voting.options import Option

FREE = "without-candidate"  # whoever represents a member may be named


@dataclass(frozen=True)
class Line:
    """An option or a candidacy; ``note_html`` is its description or its statement."""

    id: int
    slug: str
    label: str
    note: str
    note_html: str
    cost: str | None
    college_id: str | None
    member_id: int | None
    member_name: str
    person_id: int | None
    person_name: str
    added_at: datetime
    withdrawn_at: datetime | None
    withdrawn_why: str


@dataclass(frozen=True)
class Choice:
    """What the page says of it. ``least``: how many a vote needs; ``until``: the end of the time to stand.

    ``vacant``: ids of the colleges where nobody stands, where each fills its own seats. ``chosen``: slugs.
    """

    method: str
    lines: list[Line]
    withdrawn: list[Line]
    candidacies: standing_rules.Candidacies | None
    least: int
    until: datetime | None
    can_stand: bool
    costs: bool
    per_college: bool
    budget: str | None
    vacant: list[str]
    chosen: list[str]
    second_round: list[str]  # slugs of the two between whom the next vote is
    own: list[Option]  # those of the rule itself
    barred: Mapping[int, str]  # who stands and may not hold the role as things are, and why, kept

    @property
    def free(self) -> bool:
        """Whether anybody may be named."""
        return self.method == FREE and not self.lines

    @property
    def enough(self) -> bool:
        return len(self.lines) + len(self.own) >= self.least


class Head(Protocol):
    """What of a proposal is needed to know what it offers."""

    @property
    def number(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def moved_at(self) -> datetime: ...
    @property
    def opening(self) -> str: ...
    @property
    def vote(self) -> int | None: ...


def lines(session: Session, number: int, decision: Decision) -> list[Line]:
    """Everything that was ever listed, in the order of time: people where they stand, options otherwise.

    What another rule had listed before plays no part.
    """
    columns = [getattr(ProposalOption, f.name) for f in fields(Line)]
    stands = ProposalOption.member_id.is_not(None)
    kind = stands if standing_rules.of(decision.rule) else not_(stands)
    query = select(*columns).where(ProposalOption.proposal == number, kind).order_by(ProposalOption.id)
    return [Line(*row) for row in session.execute(query)]


def read(
    session: Session, head: Head, decision: Decision, colleges: Sequence[str], *, zone: str, now: datetime
) -> Choice | None:
    """What the page of a proposal shows of its choice; None where its text is answered as it stands.

    ``colleges``: ids of those that sit in the circle.
    """
    if not is_choice(decision.method):
        return None
    listed, rule = lines(session, head.number, decision), decision.rule
    there = [each for each in listed if each.withdrawn_at is None]
    own = _of_rule(decision, {each.slug for each in there})
    per_college = rule.main.by == "seats-per-college"
    taken = {each.college_id for each in there} | {each.college for each in own}
    until = candidacies.until(decision, head.moved_at, zone) if head.state == life.DEBATE else None
    found = standing_rules.of(rule)
    return Choice(
        method=decision.method,
        lines=there,
        withdrawn=[each for each in listed if each.withdrawn_at is not None],
        candidacies=found,
        least=0 if decision.method == FREE else voted.least(decision.method, rule.main.by),
        until=until,
        can_stand=found is not None and head.state == life.DEBATE and (until is None or now < until),
        costs=decision.method == "equal-shares",
        per_college=per_college,
        budget=str(rule.settings["budget"]) if "budget" in rule.settings else None,
        vacant=[id_ for id_ in colleges if per_college and id_ not in taken and None not in taken],
        **_counted(session, head),
        own=own,
        barred=_barred(session, head, there, now) if found else {},
    )


def _barred(session: Session, head: Head, there: list[Line], now: datetime) -> dict[int, str]:
    known = of_role.barred(session, head.number) if head.state in (life.DEBATE, life.POSTPONED) else []
    found = {
        each.id: of_role.why_not(known, candidacies.person_of(session, each, now), each.college_id)
        for each in (there if known else ())
        if each.member_id is not None
    }
    return {id_: why for id_, why in found.items() if why}


def acts(possible: frozenset[str], choice: Choice | None) -> frozenset[str]:
    """The acts of the life cycle without those that this proposal has no use for."""
    if choice is None:
        return possible - {"options", "stand", "unstand"}
    if choice.candidacies is None:
        return possible - {"stand", "unstand"}
    return possible - {"options"} - (frozenset() if choice.can_stand else {"stand"})


def _counted(session: Session, head: Head) -> dict[str, list[str]]:
    """What the last vote said: who or what was elected, and between whom a second round is due."""
    result = {} if head.vote is None or head.state == life.DECISION else _result(session, head)
    due = head.opening == life.SECOND_ROUND
    return {
        "chosen": list(result.get("elected", ())),
        "second_round": list(result.get("second_round", ())) if due else [],
    }


def _result(session: Session, head: Head) -> dict[str, Any]:
    written = session.scalar(select(Vote.result).where(Vote.number == head.vote))
    found: dict[str, Any] = json.loads(written) if written else {}
    return found


def _of_rule(decision: Decision, listed: set[str]) -> list[Option]:
    """The options that the rule itself brings: those it lists, and what every option must beat."""
    settings = decision.rule.settings
    brought = voted.of_rule(settings.get("options"))
    default = settings.get("default_option")
    if isinstance(default, str) and default not in {each.id for each in brought}:
        brought.append(Option(default, default.replace("-", " ").capitalize()))
    return [each for each in brought if each.id not in listed]


def for_vote(session: Session, proposal: Head, decision: Decision) -> list[Option] | None:
    """The options that a vote freezes; None for a vote on a text. A second round is between the two first."""
    if not is_choice(decision.method):
        return None
    there = [each for each in lines(session, proposal.number, decision) if each.withdrawn_at is None]
    asked = [
        Option(each.slug, each.label, each.note_html, each.college_id, each.cost) for each in there
    ] + _of_rule(decision, {each.slug for each in there})
    if proposal.opening == life.SECOND_ROUND:
        two = _result(session, proposal).get("second_round", ())
        return [each for each in asked if each.id in two]
    return asked
