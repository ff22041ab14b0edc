"""A draft as it was each time it was kept: who writes it at the same time meets what the other wrote."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from proposals.errors_amendments import DraftKeptMeanwhile
from proposals.models import Proposal
from proposals.models_amendments import DraftKept
from proposals.standing import person_name
from proposals.texts import Terms, Text

MOST = 30  # states of one draft that are remembered; who began before those meets the whole text


@dataclass(frozen=True)
class State:
    """A draft at one time, and who kept it."""

    text: Text
    terms: Terms
    person_name: str
    kept_at: datetime


def keep(session: Session, proposal: Proposal, text: Text, terms: Terms, *, by: int, now: datetime) -> None:
    """Remember a checked text and its terms as the present state of the draft."""
    proposal.edits += 1
    body = json.dumps({"text": _plain(asdict(text)), "terms": _plain(asdict(terms))}, ensure_ascii=False)
    name = person_name(session, by)
    session.add(
        DraftKept(proposal=proposal.number, edits=proposal.edits, body=body, person_name=name, kept_at=now)
    )
    old = DraftKept.edits <= proposal.edits - MOST
    session.execute(delete(DraftKept).where(DraftKept.proposal == proposal.number, old))
    session.flush()


def check(session: Session, proposal: Proposal, edits: int | None) -> None:
    """Raises DraftKeptMeanwhile unless ``edits`` counts what was kept so far; None asks nothing."""
    if edits is not None and edits != proposal.edits:
        kept = session.get(DraftKept, (proposal.number, proposal.edits))
        raise DraftKeptMeanwhile(
            person=kept.person_name if kept else proposal.member_name, edits=proposal.edits
        )


def state(session: Session, number: int, edits: int) -> State | None:
    """The draft after that many times it was kept; None when that is not remembered."""
    row = session.get(DraftKept, (number, edits))
    if row is None:
        return None
    body = json.loads(row.body)
    text, terms = Text(**body["text"]), Terms(**body["terms"])
    return State(
        replace(text, review_on=_day(text.review_on)),
        replace(terms, until=_day(terms.until)),
        row.person_name,
        row.kept_at,
    )


def fields(text: Text, terms: Terms) -> dict[str, Any]:
    """What the form of a draft holds, field by field."""
    beside = {name: getattr(terms, name) for name in ("carried_by", "kind", "until", "licence", "derogates")}
    way = f"{terms.circle_id}/{terms.rule_id}"
    return {**vars(text), **beside, "way": way, "members_only": not terms.public}


def count(session: Session, number: int) -> int:
    """How many times the draft was kept."""
    return session.scalar(select(Proposal.edits).where(Proposal.number == number)) or 0


def forget(session: Session, number: int) -> None:
    """Once submitted a draft is no draft any more: its states go."""
    session.execute(delete(DraftKept).where(DraftKept.proposal == number))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, date) else value for name, value in values.items()}


def _day(written: Any) -> date | None:
    return date.fromisoformat(written) if written else None
