"""What happens to proposals reaches the people who asked for it, each event once.

``fan_out`` looks at the events that come after a person's cursor and writes down which of them that person is
to be told, and when; ``post`` puts what is due in one mail for each person. Both work by batches, in one
transaction each: what was written down and the cursor that says so live or die together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, literal, select, text, update
from sqlalchemy.orm import Session

from governance.mail import service as mail
from governance.mail.models import Outgoing
from governance.members.models import Person, Representation
from governance.members.people import ALL as ALL_MAILS
from governance.members.queries import in_force
from proposals import concerning, notices
from proposals.concerning import Event
from proposals.models_events import ProposalEvent
from proposals.models_notices import Follow, NoticeCursor, WaitingNotice
from proposals.notices import Reader
from proposals.standing import today, zone

PEOPLE = 50  # of one batch: a transaction stays short, and votes pass between two
LOOKED = 50  # events of one batch
EVENTS = 200  # of one mail at most: the next tick takes the others
KIND = "news"
CONVOKED = {  # event → mail of the vote that says it already
    "vote-opened": "vote-opened", "question-opened": "vote-opened",
    "vote-closed": "outcome", "recorded": "outcome",
}  # fmt: skip


@dataclass(frozen=True)
class Behind:
    """Somebody whose cursor has not reached the last event."""

    person_id: int
    event: int
    level: str


def is_behind(session: Session) -> bool:
    """Whether somebody's cursor, or somebody without a cursor, has not reached the last event."""
    last = select(func.max(ProposalEvent.id)).scalar_subquery()
    late = select(NoticeCursor.person_id).where(NoticeCursor.event < last).limit(1)
    return session.scalar(late) is not None or session.scalar(_newcomers().limit(1)) is not None


def is_due(session: Session, now: datetime) -> bool:
    """Whether somebody is to be told something now."""
    return (
        session.scalar(select(WaitingNotice.person_id).where(WaitingNotice.due_at <= now).limit(1))
        is not None
    )


def horizon(session: Session) -> int:
    """The last event that may be looked at: none before it is still being written by somebody else.

    PostgreSQL gives numbers before it commits: the lock waits for who writes an event, and lets go at once.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("lock table proposal_events in share mode"))
    return session.scalar(select(func.max(ProposalEvent.id))) or 0


def fan_out(session: Session, *, upto: int, now: datetime) -> int:
    """Write down what the next people are to be told; returns how many people were looked at.

    ``upto``: the horizon. Two workers take different people: the cursors are held.
    """
    welcome(session)
    behind = _behind(session, upto)
    if not behind:
        return 0
    happened, reached = _events(session, min(each.event for each in behind), upto)
    events = concerning.read(session, happened, now=now)
    readers = _readers(session, behind, now)
    convoked = _convoked(session, events, readers)
    there = zone(session)
    waiting = [
        row
        for each, reader in zip(behind, readers, strict=True)
        for row in _rows(events, each, reader, convoked, there)
    ]
    if waiting:
        session.execute(insert(WaitingNotice), waiting)
    ids = [each.person_id for each in behind]
    passed = update(NoticeCursor).where(NoticeCursor.person_id.in_(ids), NoticeCursor.event < reached)
    session.execute(passed.values(event=reached))
    return len(behind)


def _rows(
    events: Iterable[Event], each: Behind, reader: Reader, convoked: frozenset[tuple[int, int]], there: str
) -> Iterable[dict[str, object]]:
    """What this reader is to be told of these events, and when."""
    for told in (event.happened for event in events):
        due = notices.due(told, reader, there) if told.id > each.event else None
        if due is not None and (told.id, each.person_id) not in convoked:
            row = {"person_id": each.person_id, "event_id": told.id}
            yield row | {"proposal": told.proposal, "due_at": due}


def post(session: Session, *, after: int = 0, now: datetime) -> int | None:
    """Queue one mail for each of the next people to whom something is due.

    ``after``: the person that the batch before ended with; returns the one that this batch ends with, None
    when there is nobody left.
    """
    due = WaitingNotice.due_at <= now, WaitingNotice.person_id > after
    people = session.scalars(
        select(WaitingNotice.person_id).where(*due).distinct().order_by(WaitingNotice.person_id).limit(PEOPLE)
    ).all()
    if not people:
        return None
    rows = select(WaitingNotice.person_id, WaitingNotice.event_id).where(
        WaitingNotice.person_id.in_(people), WaitingNotice.due_at <= now
    )
    ordered = rows.order_by(WaitingNotice.person_id, WaitingNotice.event_id).limit(PEOPLE * EVENTS)
    told: dict[int, list[int]] = {}
    for person_id, event_id in session.execute(ordered.with_for_update(skip_locked=True)):
        told.setdefault(person_id, []).append(event_id)
    for person_id, event_ids in told.items():
        _mail(session, person_id, event_ids[:EVENTS], now)
    return people[-1]


def welcome(session: Session) -> None:
    """Give a cursor to people who have none: what happened before their account is not told to them."""
    before = select(func.max(ProposalEvent.id)).where(ProposalEvent.at < Person.created_at)
    start = func.coalesce(before.correlate(Person).scalar_subquery(), 0)
    session.execute(insert(NoticeCursor).from_select(["person_id", "event"], _newcomers().add_columns(start)))


def pass_over(session: Session) -> None:
    """Take what has happened so far as told to everybody: for a demonstration whose past is invented."""
    welcome(session)
    session.execute(delete(WaitingNotice))
    session.execute(update(NoticeCursor).values(event=func.coalesce(_last(), 0)))


def _newcomers() -> Any:
    known = select(literal(1)).where(NoticeCursor.person_id == Person.id).correlate(Person)
    return select(Person.id).where(~known.exists())


def _last() -> Any:
    return select(func.max(ProposalEvent.id)).scalar_subquery()


def _mail(session: Session, person_id: int, event_ids: Sequence[int], now: datetime) -> None:
    mail.queue(
        session,
        person_id=person_id,
        kind=KIND,
        key=f"{KIND}:{person_id}:{event_ids[0]}",
        facts={"events": list(event_ids)},
        now=now,
    )
    session.execute(
        delete(WaitingNotice).where(
            WaitingNotice.person_id == person_id, WaitingNotice.event_id.in_(event_ids)
        )
    )


def _behind(session: Session, upto: int) -> list[Behind]:
    """The next people, those furthest behind first, held against another worker."""
    query = (
        select(NoticeCursor.person_id, NoticeCursor.event)
        .where(NoticeCursor.event < upto)
        .order_by(NoticeCursor.event, NoticeCursor.person_id)
        .limit(PEOPLE)
        .with_for_update(skip_locked=True)
    )
    cursors = session.execute(query).all()
    chosen = select(Person.id, Person.notices, Person.mails)
    levels = {
        person_id: level if mails == ALL_MAILS else notices.NONE
        for person_id, level, mails in session.execute(
            chosen.where(Person.id.in_([row[0] for row in cursors]))
        )
    }
    return [Behind(person_id, event, levels[person_id]) for person_id, event in cursors]


def _events(session: Session, after: int, upto: int) -> tuple[list[ProposalEvent], int]:
    """The next events, and the number up to which they are all there."""
    query = select(ProposalEvent).where(ProposalEvent.id > after, ProposalEvent.id <= upto)
    found = list(session.scalars(query.order_by(ProposalEvent.id).limit(LOOKED)))
    return found, found[-1].id if len(found) == LOOKED else upto


def _readers(session: Session, behind: Iterable[Behind], now: datetime) -> list[Reader]:
    ids = [each.person_id for each in behind]
    on = today(session, now)
    holds = in_force(Representation.starts_on, Representation.ends_on, on)
    voices: dict[int, set[int]] = {}
    for person_id, member_id in session.execute(
        select(Representation.person_id, Representation.member_id).where(
            Representation.person_id.in_(ids), holds
        )
    ):
        voices.setdefault(person_id, set()).add(member_id)
    levels: dict[int, dict[int, str]] = {}
    for person_id, proposal, level in session.execute(
        select(Follow.person_id, Follow.proposal, Follow.level).where(Follow.person_id.in_(ids))
    ):
        levels.setdefault(person_id, {})[proposal] = level
    return [
        Reader(
            each.person_id,
            frozenset(voices.get(each.person_id, ())),
            each.level,
            levels.get(each.person_id, {}),
        )
        for each in behind
    ]


def _convoked(
    session: Session, events: Iterable[Event], readers: Sequence[Reader]
) -> frozenset[tuple[int, int]]:
    """Events that a person is told by a mail of the vote: pairs of event and person."""
    told: dict[str, list[tuple[int, int]]] = {}
    for event in events:
        if event.vote and event.happened.kind in CONVOKED:
            for reader in readers:
                key = f"{CONVOKED[event.happened.kind]}:{event.vote}:{reader.person_id}"
                told.setdefault(key, []).append((event.happened.id, reader.person_id))
    return frozenset(pair for key in _existing(session, list(told)) for pair in told[key])


def _existing(session: Session, keys: Sequence[str]) -> Iterable[str]:
    for start in range(0, len(keys), 1000):
        part = keys[start : start + 1000]
        yield from session.scalars(select(Outgoing.key).where(Outgoing.key.in_(part)))
