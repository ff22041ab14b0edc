"""The opinion that a circle owes before a decision: who gives it, until when, what waits for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import NotFound
from governance.rules import queries as rules
from governance.rules.duration import Duration
from governance.rules.parts import SocialCode
from governance.web.public import touch
from governance.web.richtext import render
from governance.web.visitor import Visitor
from proposals import circle_members, events, standing, texts
from proposals import errors_opinions as errors
from proposals import lifecycle as life
from proposals.heads import Head
from proposals.models import Proposal
from proposals.models_opinions import Opinion

FAVOURABLE, RESERVATIONS, UNFAVOURABLE = ANSWERS = ("favourable", "reservations", "unfavourable")
UNDER_WAY = frozenset({life.DEBATE, life.POSTPONED})
LONGEST = 5000  # characters


@dataclass(frozen=True)
class Owed:
    """The opinion of a circle on a proposal: until when it is awaited, and what it says once it is given."""

    circle_id: str
    circle: str
    until: datetime
    given: Opinion | None
    awaited: bool
    mine: bool

    @property
    def missing(self) -> bool:
        """Its time is over and nothing was said."""
        return self.given is None and not self.awaited


def of(session: Session, head: Head, visitor: Visitor, now: datetime) -> list[Owed]:
    """Every opinion owed on a proposal. Three queries, one more where one is awaited."""
    since = head.published_at or head.submitted_at
    if since is None:
        return []
    found = _owed(session, head.number, head.circle_id, head.rule_id, since, now)
    open_ = head.state in UNDER_WAY
    awaited = [each.circle_id for each in found if each.awaited and open_]
    mine = circle_members.visiting(session, visitor, awaited, now) if visitor.is_authenticated else set()
    return [
        Owed(e.circle_id, e.circle, e.until, e.given, e.awaited and open_, e.circle_id in mine) for e in found
    ]


def check(session: Session, proposal: Proposal, *, now: datetime) -> None:
    """Raises OpinionOwed while a vote has to wait for the opinion of a circle."""
    since = proposal.published_at or proposal.submitted_at
    if since is None:
        return
    for each in _owed(session, proposal.number, proposal.circle_id, proposal.rule_id, since, now):
        if each.awaited:
            raise errors.OpinionOwed(circle=each.circle, until=each.until)


def give(
    session: Session, number: int, circle_id: str, *, answer: str, text: str, by: int, now: datetime
) -> None:
    """A circle publishes its opinion; it is never changed.

    Raises NoProposal, NoOpinionOwed, OpinionGiven, OpinionTooLate, NotOfThatCircle, WordsNeeded, and the
    refusals of a text that is too long.
    """
    proposal = standing.locked(session, number)
    who = standing.part(session, proposal, by=by, now=now)
    if standing.hidden(proposal.state, who):
        raise NotFound
    since = proposal.published_at or proposal.submitted_at
    found = _owed(session, number, proposal.circle_id, proposal.rule_id, since, now) if since else []
    owed = next((each for each in found if each.circle_id == circle_id), None)
    if owed is None:
        raise errors.NoOpinionOwed
    if owed.given is not None:
        raise errors.OpinionGiven
    if not owed.awaited or life.at(proposal.state, proposal.expires_at, now) not in UNDER_WAY:
        raise errors.OpinionTooLate
    if circle_id not in circle_members.speaking(session, by, [circle_id], now):
        raise errors.NotOfThatCircle
    kept = texts.paragraph(text)[:LONGEST]
    if answer != FAVOURABLE and not kept:
        raise errors.WordsNeeded
    session.add(
        Opinion(
            proposal=number, circle_id=circle_id, circle_name=owed.circle, version=proposal.versions,
            answer=answer, text=kept, text_html=render(kept), person_id=by,
            person_name=standing.person_name(session, by), published_at=now,
        )
    )  # fmt: skip
    events.note(session, number, "opinion", now=now, by=by, circle=owed.circle)
    touch(session, "proposals")


def refuse(owed: Owed) -> None:
    """Why somebody may not give this opinion now. Raises OpinionGiven, OpinionTooLate, NotOfThatCircle."""
    if owed.given is not None:
        raise errors.OpinionGiven
    raise errors.NotOfThatCircle if owed.awaited else errors.OpinionTooLate


def given(session: Session, number: int) -> Sequence[Opinion]:
    """The opinions that were given on a proposal, the first first."""
    return session.scalars(select(Opinion).where(Opinion.proposal == number).order_by(Opinion.id)).all()


def _owed(
    session: Session, number: int, circle_id: str, rule_id: str, since: datetime, now: datetime
) -> list[Owed]:
    said = {each.circle_id: each for each in given(session, number)}
    written = code(session)
    if written is None:
        return []
    owed = asked(written, circle_id, rule_id)
    zone = standing.zone(session) if owed else ""
    found = []
    for id_, name, days in owed:
        until = Duration(days=days).after(since, zone)
        found.append(Owed(id_, name, until, said.get(id_), id_ not in said and now < until, False))
    known = {each.circle_id for each in found}
    late = [each for each in said.values() if each.circle_id not in known]  # the code asks no more
    return found + [Owed(e.circle_id, e.circle_name, e.published_at, e, False, False) for e in late]


def code(session: Session) -> SocialCode | None:
    """The social code in force, if there is one."""
    try:
        return rules.in_force(session).code
    except NotFound:
        return None


def asked(code: SocialCode, circle_id: str, rule_id: str) -> list[tuple[str, str, int]]:
    """The circles whose opinion is owed before such a decision, each with its days; never of itself."""
    return [
        (circle.id, circle.name, max(each.days for each in circle.opinions if rule_id in each.before))
        for circle in code.circles
        if circle.id != circle_id and any(rule_id in each.before for each in circle.opinions)
    ]
