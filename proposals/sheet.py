"""All that the page of one proposal shows, in a constant number of queries."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members.models import Circle, College
from governance.web.visitor import Visitor
from proposals import lifecycle as life
from proposals import steps
from proposals.errors import NoProposal
from proposals.models import Attachment, Comment, Concern, Objection, Proposal, Version
from proposals.queries import condition, takes_part
from voting.models import Vote

THREADS = 20


@dataclass(frozen=True)
class Head:
    """Where a proposal stands."""

    number: int
    title: str
    summary: str
    state: str
    person_id: int
    member_id: int
    member_name: str
    circle_id: str
    circle_name: str
    rule_id: str
    public: bool
    carried_by: str
    moved_at: datetime
    submitted_at: datetime | None
    debate_ends_at: datetime | None
    opening: str
    opens_from: datetime | None
    standing: int
    rounds: int
    versions: int
    comments: int
    vote: int | None
    decision: str | None


@dataclass(frozen=True)
class VersionLine:
    number: int
    note: str
    person_name: str
    created_at: datetime


@dataclass(frozen=True)
class VersionText:
    number: int
    title: str
    summary: str
    text: str
    text_html: str
    created_at: datetime


@dataclass(frozen=True)
class FileLine:
    id: int
    name: str
    media_type: str
    size: int
    added_at: datetime


@dataclass(frozen=True)
class ObjectionLine:
    number: int
    vote: int
    version: int
    member_id: int
    member_name: str
    college_id: str
    nature: str
    reason: str
    status: str
    answered_version: int | None
    objector_confirmed_at: datetime | None
    author_confirmed_at: datetime | None
    raised_at: datetime
    status_at: datetime | None
    status_by: str
    ground: str
    renewed_as: int | None

    def agreed(self, version: int) -> tuple[datetime | None, datetime | None]:
        """When objector and author said that this very version lifts the objection."""
        if self.answered_version != version:
            return None, None
        return self.objector_confirmed_at, self.author_confirmed_at


@dataclass(frozen=True)
class ConcernLine:
    member_name: str
    college_id: str
    text: str
    raised_at: datetime


@dataclass(frozen=True)
class Said:
    """A message; ``answers`` follow it in the order of time."""

    id: int
    purpose: str
    person_id: int
    person_name: str
    member_name: str
    college_id: str
    text_html: str
    created_at: datetime
    removed_at: datetime | None
    thread_id: int
    answers: tuple["Said", ...] = ()

    @property
    def initials(self) -> str:
        words = self.person_name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@dataclass(frozen=True)
class CollegeMark:
    name: str
    letter: str
    position: int


@dataclass(frozen=True)
class Threads:
    """A page of the debate in the order of time; ``older``: where the page before begins, if there is one."""

    messages: list[Said]
    older: int | None


@dataclass(frozen=True)
class Sheet:
    """The page. ``who`` and ``acts``: what the visitor is to the proposal, and may do now."""

    head: Head
    version: VersionText
    before: VersionText | None
    versions: list[VersionLine]
    files: list[FileLine]
    objections: list[ObjectionLine]
    concerns: list[ConcernLine]
    colleges: dict[str, CollegeMark]
    held: tuple[steps.Held, ...]
    who: frozenset[str]
    acts: frozenset[str]
    condition: str


def head(session: Session, number: int, visitor: Visitor) -> Head:
    """A proposal that the visitor may see. Raises NoProposal."""
    columns = [getattr(Proposal, f.name) for f in fields(Head) if f.name != "circle_name"]
    query = select(*columns, Circle.name.label("circle_name")).join(Circle, Circle.id == Proposal.circle_id)
    row = session.execute(query.where(Proposal.number == number)).one_or_none()
    if row is None:
        raise NoProposal
    found = Head(**row._mapping)
    if found.state == life.DRAFT:
        if found.person_id != visitor.person_id:
            raise NoProposal
    elif not (found.public or takes_part(visitor)):
        raise NoProposal
    return found


def read(session: Session, number: int, *, visitor: Visitor, now: datetime) -> Sheet:
    """The page of a proposal, without its debate. Raises NoProposal."""
    found = head(session, number, visitor)
    texts = _texts(session, number, (found.versions, found.versions - 1))
    objections = _lines(session, ObjectionLine, Objection, Objection.number, number)
    held = _held(session, number, objections)
    who = part(found, visitor)
    unanswered = sum(each.status == "standing" and each.version >= found.versions for each in objections)
    facts = life.Facts(found.state, who, found.opening, found.opens_from, unanswered)
    last = held[-1] if held else None
    return Sheet(
        head=found,
        version=texts[found.versions],
        before=texts.get(found.versions - 1),
        versions=_lines(session, VersionLine, Version, Version.number.desc(), number),
        files=_lines(session, FileLine, Attachment, Attachment.id, number),
        objections=objections,
        concerns=_lines(session, ConcernLine, Concern, Concern.id, number),
        colleges=colleges(session),
        held=held,
        who=who,
        acts=life.possible(facts, now),
        condition=condition(
            found.state,
            found.opening,
            found.standing,
            found.opens_from,
            last.closes_at if last else None,
            "consent" if last and last.consent else None,
            now,
            last.outcome if last else None,
        ),
    )


def part(found: Head, visitor: Visitor) -> frozenset[str]:
    """What the visitor is to a proposal, as ``standing.part`` says it in an act."""
    roles = {life.MEMBER} if visitor.speaks_for else set()
    if found.state == life.DRAFT:
        roles |= {life.AUTHOR} if found.person_id == visitor.person_id else set()
    elif visitor.voice(found.member_id):
        roles.add(life.AUTHOR)
    return frozenset(roles | (visitor.offices & {life.FACILITATOR, life.STEWARD}))


def course(sheet: Sheet, *, consent: bool) -> steps.Course:
    """The facts of the line of steps."""
    found = sheet.head
    return steps.Course(
        found.state,
        consent,
        found.opening,
        found.submitted_at,
        found.debate_ends_at,
        found.opens_from,
        found.standing,
        found.moved_at,
        sheet.held,
    )


def texts_of(session: Session, number: int, *versions: int) -> dict[int, VersionText]:
    """Versions of a text by number. Raises NoProposal when one is missing."""
    found = _texts(session, number, versions)
    if set(found) != set(versions):
        raise NoProposal
    return found


def threads(session: Session, number: int, *, before: int | None = None) -> Threads:
    """A page of threads with their answers, the last ones first asked, shown in the order of time."""
    query = select(*_said()).where(Comment.proposal == number, Comment.parent_id.is_(None))
    if before is not None:
        query = query.where(Comment.id < before)
    rows = session.execute(query.order_by(Comment.id.desc()).limit(THREADS + 1)).all()
    shown = rows[:THREADS]
    answers: dict[int, list[Said]] = {}
    followed = select(*_said()).where(
        Comment.proposal == number,
        Comment.thread_id.in_([row.id for row in shown]),
        Comment.parent_id.is_not(None),
    )
    for row in session.execute(followed.order_by(Comment.id)):
        answers.setdefault(row.thread_id, []).append(Said(*row))
    messages = [replace(Said(*row), answers=tuple(answers.get(row.id, ()))) for row in reversed(shown)]
    return Threads(messages, shown[-1].id if len(rows) > THREADS else None)


def said(session: Session, number: int, comment: int) -> Said | None:
    """One message of a debate, or None when it is not there or was removed."""
    query = select(*_said()).where(
        Comment.proposal == number, Comment.id == comment, Comment.removed_at.is_(None)
    )
    row = session.execute(query).one_or_none()
    return Said(*row) if row else None


def attachment(session: Session, number: int, id: int) -> tuple[FileLine, bytes, str]:
    """A file, its bytes and its SHA-256. Raises NoProposal."""
    columns = [getattr(Attachment, f.name) for f in fields(FileLine)]
    row = session.execute(
        select(*columns, Attachment.content, Attachment.sha256).where(
            Attachment.proposal == number, Attachment.id == id
        )
    ).one_or_none()
    if row is None:
        raise NoProposal
    *facts, content, sha256 = row
    return FileLine(*facts), content, sha256


def colleges(session: Session) -> dict[str, CollegeMark]:
    """The marks of every college there ever was, by id."""
    rows = session.execute(select(College.id, College.name, College.letter, College.position))
    return {id_: CollegeMark(name, letter, position) for id_, name, letter, position in rows}


def _said() -> list[Any]:
    return [getattr(Comment, f.name) for f in fields(Said) if f.name != "answers"]


def _lines(session: Session, kind: Any, table: Any, order: Any, number: int) -> list[Any]:
    columns = [getattr(table, f.name) for f in fields(kind)]
    rows = session.execute(select(*columns).where(table.proposal == number).order_by(order))
    return [kind(*row) for row in rows]


def _texts(session: Session, number: int, versions: tuple[int, ...]) -> dict[int, VersionText]:
    columns = [getattr(Version, f.name) for f in fields(VersionText)]
    rows = session.execute(select(*columns).where(Version.proposal == number, Version.number.in_(versions)))
    return {row.number: VersionText(*row) for row in rows}


def _held(session: Session, number: int, objections: list[ObjectionLine]) -> tuple[steps.Held, ...]:
    rows = session.execute(
        select(Vote.number, Vote.method, Vote.round, Vote.opened_at, Vote.closes_at, Vote.outcome)
        .where(Vote.subject == f"proposal:{number}")
        .order_by(Vote.number)
    )
    return tuple(
        steps.Held(
            row.number,
            row.method == "consent",
            row.round,
            row.opened_at,
            row.closes_at,
            row.outcome,
            sum(each.vote == row.number for each in objections),
        )
        for row in rows
    )
