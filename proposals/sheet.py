"""All that the page of one proposal shows, in a constant number of queries."""

import json
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members.models import College
from governance.web.visitor import Visitor
from proposals import before_vote, questions_read, rounds, steps, there
from proposals import lifecycle as life
from proposals.errors import NoProposal
from proposals.heads import Head as Head
from proposals.heads import head as head
from proposals.heads import part as part
from proposals.models import Attachment, Concern, Objection, Version
from proposals.queries import condition
from proposals.rounds import Plan
from voting.models import Vote


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
    driver: str
    driver_html: str
    cost: str
    cost_html: str
    criteria: str
    criteria_html: str
    review_on: date | None
    until: date | None
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
    person_name: str
    nature: str
    paragraph: int | None
    quote: str
    tests: str
    reason: str
    status: str
    answered_version: int | None
    objector_confirmed_at: datetime | None
    author_confirmed_at: datetime | None
    raised_at: datetime
    status_at: datetime | None
    status_by: str
    ground: str
    contested_at: datetime | None
    contested_by: str
    contest: str
    set_aside_vote: int | None
    renewed_as: int | None

    @property
    def tested(self) -> dict[str, dict[str, str]]:
        """The four questions that were answered: {test: {"answer": "yes" or "no", "why": …}}."""
        return dict(json.loads(self.tests))

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
class CollegeMark:
    name: str
    letter: str
    position: int


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
    questions: list[questions_read.Asked]
    before_vote: before_vote.Before
    who: frozenset[str]
    acts: frozenset[str]
    condition: str

    @property
    def integrated(self) -> ObjectionLine | None:
        """The one objection that is being integrated; the others wait."""
        return rounds.integrated_now(self.objections, self.head.integrating)


def read(session: Session, number: int, *, visitor: Visitor, now: datetime) -> Sheet:
    """The page of a proposal, without its debate. Raises NoProposal."""
    found = head(session, number, visitor, now)
    texts = _texts(session, number, (found.versions, found.versions - 1))
    has = there.of(session, number)
    objections = _lines(session, ObjectionLine, Objection, Objection.number, number, "objections" in has)
    held = _held(session, number, objections)
    who = part(session, found, visitor, now)
    before = before_vote.of(session, [found], now).get(number, before_vote.NOTHING)
    last = held[-1] if held else None
    return Sheet(
        head=found,
        version=texts[found.versions],
        before=texts.get(found.versions - 1),
        versions=_lines(session, VersionLine, Version, Version.number.desc(), number),
        files=_lines(session, FileLine, Attachment, Attachment.id, number, "attachments" in has),
        objections=objections,
        concerns=_lines(session, ConcernLine, Concern, Concern.id, number, "concerns" in has),
        colleges=colleges(session),
        held=held,
        questions=questions_read.of(session, number) if "questions" in has else [],
        who=who,
        before_vote=before,
        acts=life.possible(_facts(found, who, before), now),
        condition=condition(
            life.at(found.state, found.expires_at, now),
            found.opening,
            found.standing,
            found.opens_from,
            last.closes_at if last else None,
            "consent" if last and last.consent else None,
            now,
            last.outcome if last else None,
            live=found.live is not None,
            before=before,
        ),
    )


def _facts(found: Head, who: frozenset[str], before: before_vote.Before) -> life.Facts:
    """The facts of the pure rules, for the page as ``standing.facts`` has them for an act."""
    petitioned, live = found.petitioned_at is not None, found.live is not None
    return life.Facts(
        found.state, who, found.opening, found.opens_from, before.unanswered, len(before.asked), petitioned,
        found.expires_at, live,
    )  # fmt: skip


def facts_of(found: Sheet) -> life.Facts:
    """The facts by which the page knows what the visitor may do."""
    return _facts(found.head, found.who, found.before_vote)


def course(sheet: Sheet, *, consent: bool, plan: Plan | None = None) -> steps.Course:
    """The facts of the line of steps; ``plan``: the times of a consent."""
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
        published_at=found.published_at,
        expires_at=found.expires_at,
        agenda=found.agenda,
        live=found.live is not None,
        asked=sheet.before_vote.asked,
        plan=plan if plan and plan.timed else None,
        waits=sheet.before_vote.waits,
        answered=found.standing > 0 and not sheet.before_vote.unanswered,
    )


def texts_of(session: Session, number: int, *versions: int) -> dict[int, VersionText]:
    """Versions of a text by number. Raises NoProposal when one is missing."""
    found = _texts(session, number, versions)
    if set(found) != set(versions):
        raise NoProposal
    return found


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


def _lines(session: Session, kind: Any, table: Any, order: Any, number: int, any_: bool = True) -> list[Any]:
    if not any_:
        return []
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
