"""What the mail of news says, written when it leaves: nothing that its reader may not see by then.

Names, titles and words are those of the page at that moment: a message that was taken back is not told.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import N_
from governance.members.sessions import visitor_on
from governance.web.models import Network
from governance.web.visitor import Visitor
from proposals import heads, notices
from proposals.errors import NoProposal
from proposals.heads import Head
from proposals.models import Comment
from proposals.models_events import ProposalEvent
from proposals.models_notices import Follow
from proposals.standing import today

EXCERPT = 280  # characters of a message
TITLES = 2  # named in the subject

SENTENCES = {
    "submitted": N_("Submitted to debate"),
    "embargoed": N_("Shown to its circles, before it is public"),
    "published": N_("Published: the debate begins"),
    "version": N_("New version of the text, no. %(version)s"),
    "amendment-proposed": N_("Amendment no. %(amendment)s proposed"),
    "amendment-withdrawn": N_("Amendment no. %(amendment)s withdrawn"),
    "amendment-accepted": N_("Amendment no. %(amendment)s accepted"),
    "amendment-refused": N_("Amendment no. %(amendment)s refused"),
    "amendment-referred": N_("Amendment no. %(amendment)s: the circle is asked"),
    "amendment-decided": N_("Amendment no. %(amendment)s: the circle has answered"),
    "coauthor-asked": N_("A member is asked to write it too"),
    "coauthor-joined": N_("A member writes it too"),
    "coauthor-declined": N_("A member declines to write it too"),
    "coauthor-unasked": N_("A member is no longer asked to write it too"),
    "coauthor-left": N_("A member no longer writes it"),
    "comment": N_("Reaction"),
    "question-resolved": N_("A question is marked as answered"),
    "question-reopened": N_("A question waits for its answer again"),
    "summary": N_("New summary of the debate"),
    "doubled": N_("The debate lasts twice as long"),
    "petition-signed": N_("A member asks to put it on the agenda"),
    "petition-reached": N_("Enough members ask to put it on the agenda"),
    "referred": N_("Referred by “%(circle)s”: it is on the agenda"),
    "referral-withdrawn": N_("“%(circle)s” takes its referral back"),
    "meeting-asked": N_("A meeting is asked for"),
    "conflict": N_("An interest is declared"),
    "conflict-withdrawn": N_("A declared interest is withdrawn"),
    "link-added": N_("Linked to a decision of the register"),
    "link-removed": N_("No longer linked to a decision of the register"),
    "vote-opened": N_("A vote is open"),
    "vote-closed": N_("A vote is closed"),
    "objection-raised": N_("Objection no. %(objection)s"),
    "objection-withdrawn": N_("Objection no. %(objection)s withdrawn"),
    "objection-confirmed": N_("Objection no. %(objection)s: a first agreement"),
    "objection-integrated": N_("Objection no. %(objection)s integrated"),
    "objection-set-aside": N_("Objection no. %(objection)s set aside"),
    "objection-contested": N_("Objection no. %(objection)s stands again: its setting aside is contested"),
    "contest-decided": N_("Objection no. %(objection)s: the circle has answered"),
    "concern": N_("A concern is recorded"),
    "question-opened": N_("A question is put to the circle"),
    "question-settled": N_("The circle has answered a question"),
    "meeting-answered": N_("The meeting that was asked for has its answer"),
    "live-began": N_("A live session has begun"),
    "live-ended": N_("A live session has ended"),
    "recorded": N_("The decision is in the register"),
    "reopened": N_("Back to debate"),
    "withdrawn": N_("Withdrawn"),
    "expired": N_("Expired: nobody moved it in time"),
    "opinion": N_("The opinion of “%(circle)s” is published"),
    "review-due": N_("The trial is to be reviewed"),
}
SAID = {
    "question": N_("Question"),
    "for": N_("Argument for"),
    "against": N_("Argument against"),
    "answer": N_("Answer"),
    "objection": N_("About objection no. %(objection)s"),
}
NUMBERS = {"version": "", "amendment": "", "objection": ""}  # named in sentences
MESSAGES = frozenset({"comment", "question-resolved", "question-reopened"})
ANCHORS = {"summary": "#debate", "version": "#wording"}


@dataclass(frozen=True)
class Item:
    """One event: a sentence of the catalogue with its facts, who did it, when, where to read it."""

    sentence: str
    facts: dict[str, Any]
    who: str
    at: datetime
    path: str
    words: str


@dataclass(frozen=True)
class Told:
    """A proposal and what has happened to it."""

    number: int
    title: str
    path: str
    events: tuple[Item, ...]


def compose(session: Session, person_id: int, facts: dict[str, Any], now: datetime) -> dict[str, Any] | None:
    """What the mail says to this person now; None when there is nothing left to say."""
    visitor = visitor_on(session.connection(), person_id, on=today(session, now), at=now)
    events = session.scalars(
        select(ProposalEvent).where(ProposalEvent.id.in_(facts["events"])).order_by(ProposalEvent.id)
    ).all()
    seen = _heads(session, {each.proposal for each in events}, visitor, now)
    unwanted = _unwanted(session, person_id)
    messages = _messages(session, events)
    named = bool(session.scalar(select(Network.members_public)))
    told = []
    for number, head in seen.items():
        items = tuple(
            item for each in events if each.proposal == number for item in _item(each, messages, named)
        )
        if items and number not in unwanted:
            told.append(Told(number, head.title, f"/proposals/{number}", items))
    if not told:
        return None
    titles = ", ".join(each.title for each in told[:TITLES]) + ("…" if len(told) > TITLES else "")
    path = told[0].path if len(told) == 1 else "/proposals/"
    return {"proposals": told, "titles": titles, "path": path}


def _heads(session: Session, numbers: Iterable[int], visitor: Visitor, now: datetime) -> dict[int, Head]:
    """The proposals that the reader may see."""
    found = {}
    for number in sorted(numbers):
        try:
            found[number] = heads.head(session, number, visitor, now)
        except NoProposal:
            continue
    return found


def _unwanted(session: Session, person_id: int) -> set[int]:
    """The proposals that the reader meanwhile asked not to be told of."""
    mine = select(Follow.proposal).where(Follow.person_id == person_id, Follow.level == notices.NONE)
    return set(session.scalars(mine))


def _messages(session: Session, events: Iterable[ProposalEvent]) -> dict[int, Comment]:
    """The messages that were said and not taken back, by event."""
    numbers = {each.id: json.loads(each.facts).get("comment") for each in events if each.kind in MESSAGES}
    known = {number for number in numbers.values() if number}
    query = select(Comment).where(Comment.id.in_(known), Comment.removed_at.is_(None))
    said = {comment.id: comment for comment in session.scalars(query)}
    return {event: said[number] for event, number in numbers.items() if number in said}


def _item(event: ProposalEvent, messages: dict[int, Comment], named: bool) -> Iterable[Item]:
    """``named``: whether mails, which leave the site, say who did it."""
    facts = json.loads(event.facts)
    message = messages.get(event.id)
    if "comment" in facts and message is None:
        return
    sentence = SENTENCES.get(event.kind, "")
    if event.kind == "comment":
        sentence = SAID.get(facts.get("purpose", ""), sentence)
    yield Item(
        sentence=sentence,
        facts=NUMBERS | facts,
        who=", ".join(name for name in (event.person_name, event.member_name) if name and named),
        at=event.at,
        path=f"/proposals/{event.proposal}" + _anchor(event, facts),
        words=_excerpt(message.text) if message and event.kind == "comment" else "",
    )


def _anchor(event: ProposalEvent, facts: dict[str, Any]) -> str:
    """Where on the page of the proposal it is read."""
    if event.kind in MESSAGES:
        return f"?before={facts['thread'] + 1}#m{facts['comment']}"  # the page on which it stands
    if "objection" in facts:
        return f"#objection-{facts['objection']}"
    if "amendment" in facts:
        return f"#amendment-{facts['amendment']}"
    return ANCHORS.get(event.kind, "")


def _excerpt(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= EXCERPT else flat[:EXCERPT].rsplit(" ", 1)[0] + "…"
