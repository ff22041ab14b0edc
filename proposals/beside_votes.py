"""What the pages of a vote show of the proposal it is on: why it came, and what became of its objections."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.web.visitor import Visitor
from proposals import history, sheet
from proposals.errors import NoProposal
from proposals.models import Version
from proposals.objections_reading import OnPage
from voting.presentation import subject_number
from voting.sheet import Sheet as Vote


@dataclass(frozen=True)
class Put:
    """The version that the vote froze, beside its text: the one sentence, what happens and is needed."""

    summary: str
    driver_html: str


def of(session: Session, vote: Vote, visitor: Visitor, now: datetime) -> dict[str, Any]:
    """``put``; of a consent that was counted also what the cards of its objections need, to be read only."""
    number = subject_number(vote)
    if number is None:
        return {}
    version = select(Version.summary, Version.driver_html).where(
        Version.proposal == number, Version.number == vote.subject_version
    )
    row = session.execute(version).one_or_none()
    found: dict[str, Any] = {"put": Put(*row)} if row else {}
    if vote.method == "consent" and vote.result is not None and not vote.secret:
        found |= _cards(session, number, vote, visitor, now)
    return found


def _cards(session: Session, number: int, vote: Vote, visitor: Visitor, now: datetime) -> dict[str, Any]:
    """As the page of the proposal has them, for the objections of this round, without any act."""
    try:
        found = sheet.read(session, number, visitor=visitor, now=now)
    except NoProposal:
        return {}
    raised = [each for each in found.objections if each.vote == vote.number]
    read = replace(found, objections=raised, acts=frozenset(), who=frozenset())
    past = OnPage(history.of(session, number), None, None)
    return {"sheet": read, "head": found.head, "part_of": {"objections": past}}
