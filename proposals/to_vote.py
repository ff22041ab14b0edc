"""Putting a proposal to the vote: first vote, next round of a consent, fallback, second call, vote again,
second round of an election."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.rules import candidacies as candidacy_rules
from governance.rules import queries as rules
from governance.rules.parts import Decision, SocialCode
from governance.rules.references import ASSEMBLY, POSTPONED, REJECTED
from governance.web.public import touch
from proposals import amendments, candidacies, events, of_role, opinions, terms, wording
from proposals import lifecycle as life
from proposals.errors import ClosesTooLate, TextCameMeanwhile, UnknownRule
from proposals.models import Proposal
from proposals.offered import for_vote
from proposals.standing import allow, decision, found_decision, locked, zone
from voting import rule as frozen
from voting import service as voting
from voting.choosing import is_choice
from voting.models import Vote

NETWORK = "network"
LONGEST = timedelta(days=366)
AGAIN = (life.SECOND_CALL, life.REVOTE, life.SECOND_ROUND)  # under the rule of the last vote
ON_A_TEXT = ("majority", "consent")


@dataclass(frozen=True)
class Way:
    """A vote that may be opened: in which circle, under which rule."""

    circle_id: str
    circle_name: str
    decision: Decision

    @property
    def key(self) -> str:
        return f"{self.circle_id}/{self.decision.id}"

    @property
    def kind(self) -> str:
        """How it is answered: "consent", "vote", "options", "candidacies", "names"."""
        if not is_choice(self.decision.method):
            return "consent" if self.decision.method == "consent" else "vote"
        if self.decision.method == "without-candidate":
            return "names"
        return "candidacies" if candidacy_rules.of(self.decision.rule) else "options"


class Standing(Protocol):
    """What of a proposal decides which votes may be opened."""

    @property
    def number(self) -> int: ...
    @property
    def circle_id(self) -> str: ...
    @property
    def rule_id(self) -> str: ...
    @property
    def opening(self) -> str: ...
    @property
    def vote(self) -> int | None: ...


def all_ways(session: Session) -> list[Way]:
    """Every kind of decision that can be taken, circle by circle, that of everybody first."""
    code = rules.in_force(session).code
    circles = sorted(code.circles, key=lambda circle: circle.id != NETWORK)
    return [way for circle in circles for way in in_circle(code, circle.id)]


def by_circle(ways: Sequence[Way]) -> list[tuple[str, list[Way]]]:
    """The ways of each circle under its name, in their order."""
    groups = groupby(ways, key=lambda way: (way.circle_id, way.circle_name))
    return [(name, list(there)) for (_id, name), there in groups]


def ways(session: Session, proposal: Standing) -> list[Way]:
    """The votes among which a facilitator chooses: one, except where a fallback leaves the rule open."""
    code = rules.in_force(session).code
    circle_id, rule_id = proposal.circle_id, proposal.rule_id
    if proposal.opening == life.FALLBACK:
        return fallback_ways(code, circle_id, _fallback(session, proposal.number, rule_id))
    if proposal.opening in AGAIN:
        last = select(Vote.circle_id, Vote.rule_id).where(Vote.number == proposal.vote)
        circle_id, rule_id = session.execute(last).one()
    return [way for way in in_circle(code, circle_id) if way.decision.id == rule_id]


def _fallback(session: Session, number: int, rule_id: str) -> str | None:
    """The fallback as the last consent of this proposal had it when it opened."""
    last = (
        select(Vote.rule)
        .where(Vote.subject == f"proposal:{number}", Vote.rule_id == rule_id)
        .order_by(Vote.number.desc())
        .limit(1)
    )
    rule = session.scalar(last)
    return frozen.read(json.loads(rule)).fallback if rule else None


def fallback_ways(code: SocialCode, circle_id: str, fallback: str | None) -> list[Way]:
    """What follows an exhausted consent: the rule it names, or the votes of the circle it names."""
    if fallback is None or fallback in (REJECTED, POSTPONED):
        return []
    known = (*in_circle(code, circle_id), *in_circle(code, NETWORK))
    named = [way for way in known if way.decision.id == fallback and way.decision.method in ON_A_TEXT]
    if named:
        return named[:1]
    target = NETWORK if fallback == ASSEMBLY else fallback
    return [way for way in in_circle(code, target) if way.decision.method == "majority"]


def in_circle(code: SocialCode, circle_id: str) -> list[Way]:
    """The votes that a circle may hold."""
    try:
        circle = code.circle(circle_id)
    except KeyError:
        return []
    return [Way(circle.id, circle.name, each) for each in code.taken_in(circle_id)]


def earliest_close(session: Session, way: Way, now: datetime) -> datetime:
    """The end of the time to vote that the rule gives, on a whole minute."""
    ends_at = way.decision.vote.after(now, zone(session))
    minute = ends_at.replace(second=0, microsecond=0)
    return minute if minute == ends_at else minute + timedelta(minutes=1)


def put_to_vote(
    session: Session,
    number: int,
    *,
    closes_at: datetime | None = None,
    way: str | None = None,
    live: bool = False,
    by: int,
    now: datetime,
) -> int:
    """Open the vote that is due, on the text as it stands; returns the number of the vote.

    ``closes_at``: later than the rule's time if wanted, never earlier. ``way``: a key of ``ways`` where there
    are several. ``live``: its positions are given in the room. Raises the refusals of the life cycle, of the
    opening of a vote, UnknownRule, ClosesTooLate.
    """
    proposal = allow(session, number, "open_live" if live else "open", by=by, now=now)
    opinions.check(session, proposal, now=now)
    chosen = _chosen(ways(session, proposal), way)
    decision(session, chosen.circle_id, chosen.decision.id)
    closing = closes_at or earliest_close(session, chosen, now)
    if closing - now > LONGEST:
        raise ClosesTooLate
    terms.check_end(session, proposal, closing)
    amendments.check_settled(session, number)
    opening, consent = proposal.opening, chosen.decision.method == "consent"
    if consent and opening != life.SECOND_CALL:
        proposal.rounds += 1
    candidacies.keep_to_the_circle(session, proposal, now)
    vote = _open(session, proposal, chosen, closing, live=live, by=by, now=now)
    if opening not in AGAIN:
        proposal.by_fallback = opening == life.FALLBACK
    proposal.vote, proposal.state, proposal.moved_at = vote, life.DECISION, now
    proposal.opening, proposal.opens_from, proposal.expires_at = "", None, None
    session.flush()
    events.note(session, number, "vote-opened", now=now, by=by, vote=vote)
    touch(session, "proposals")
    return vote


def check_seen(session: Session, number: int, version: int | None) -> None:
    """Who opens a vote has read what is put to it: ``version``, if known. Raises TextCameMeanwhile."""
    versions = locked(session, number).versions
    if version is not None and version != versions:
        raise TextCameMeanwhile(version=versions)


def _chosen(open_ways: list[Way], key: str | None) -> Way:
    found = [way for way in open_ways if way.key == key] if key else open_ways
    if not found:
        raise UnknownRule
    return found[0]


def _open(
    session: Session, proposal: Proposal, way: Way, closes_at: datetime, *, live: bool, by: int, now: datetime
) -> int:
    code = rules.in_force(session).code
    asked = found_decision(code, proposal.circle_id, proposal.rule_id) or way.decision
    text, text_html = wording.for_vote(session, proposal, asked)
    return voting.open_vote(
        session,
        subject=f"proposal:{proposal.number}",
        subject_version=proposal.versions,
        round=max(1, proposal.rounds) if way.decision.method == "consent" else 1,
        question=proposal.title,
        text=text,
        text_html=text_html,
        circle_id=way.circle_id,
        rule_id=way.decision.id,
        public=proposal.public,
        closes_at=closes_at,
        live=live,
        by=by,
        now=now,
        previous=proposal.vote if proposal.opening == life.SECOND_CALL else None,
        options=for_vote(session, proposal, way.decision),
        seats=of_role.seats(session, proposal.number),
    )
