"""What pages show of the amendments of a proposal: word by word, who, for whom, why, what became of each."""

from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.web.visitor import Visitor
from proposals import amending, coauthors, differences, merge, there
from proposals import amendments as acts
from proposals import lifecycle as life
from proposals.coauthors import Coauthor
from proposals.errors_amendments import NoAmendment
from proposals.heads import Head
from proposals.marked import said
from proposals.models import Proposal
from proposals.models_amendments import Amendment

MOST = 200  # of one proposal, the last ones


@dataclass(frozen=True)
class Line:
    """One amendment. ``unwritten``: the circle adopted it, and its author has still to write it in.

    ``ended``: the proposal came to its end before it was answered, decided or written in.
    """

    number: int
    version: int
    paragraph: int
    after: str
    before_html: str
    after_html: str
    reason: str
    person_name: str
    member_id: int
    member_name: str
    proposed_at: datetime
    status: str
    answer: str
    answered_by: str
    answered_at: datetime | None
    made_version: int | None
    over: bool = False  # the proposal has come to its end

    @property
    def unwritten(self) -> bool:
        return self._open and self.status == acts.ADOPTED and not self.over

    @property
    def waits(self) -> bool:
        """Whether something is still to be said or done about it."""
        return self._open and not self.over

    @property
    def ended(self) -> bool:
        return self._open and self.over

    @property
    def _open(self) -> bool:
        adopted = self.status == acts.ADOPTED and self.made_version is None
        return adopted or self.status in (acts.PROPOSED, acts.REFERRED)

    @property
    def changes(self) -> str:
        """The paragraph with what it removes and adds marked, as HTML."""
        return differences.compare(self.before_html, self.after_html, said())


@dataclass(frozen=True)
class Writing:
    """The part ``writing`` of the page: its amendments, the last first, and who writes with the author."""

    lines: list[Line]
    authors: list[Coauthor]

    @cached_property
    def waiting(self) -> list[Line]:
        return [each for each in self.lines if each.waits]

    @cached_property
    def answered(self) -> list[Line]:
        return [each for each in self.lines if not each.waits]

    @cached_property
    def joined(self) -> list[Coauthor]:
        return [each for each in self.authors if each.joined]

    @cached_property
    def asked(self) -> list[Coauthor]:
        return [each for each in self.authors if not each.joined]

    def made(self, version: int) -> Line | None:
        """The amendment that a version takes."""
        taken = (each for each in self.lines if each.made_version == version)
        return next((each for each in taken if each.status in (acts.ACCEPTED, acts.ADOPTED)), None)


def of(session: Session, head: Head, visitor: Visitor, now: datetime) -> Writing:
    """The amendments of a proposal, and who writes it."""
    has = there.of(session, head.number)
    query = select(*_columns()).where(Amendment.proposal == head.number)
    rows = session.execute(query.order_by(Amendment.number.desc()).limit(MOST)) if "amendments" in has else ()
    over = life.at(head.state, head.expires_at, now) in life.FINAL
    return Writing(
        [Line(**row._mapping, over=over) for row in rows],
        coauthors.of(session, head.number) if "writers" in has else [],
    )


def one(session: Session, number: int, amendment: int) -> Line:
    """One amendment. Raises NoAmendment."""
    query = select(*_columns()).where(Amendment.proposal == number, Amendment.number == amendment)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NoAmendment
    return Line(*row)


def collision(session: Session, number: int, amendment: int) -> list[merge.Conflict]:
    """Where the paragraph was rewritten since: ``mine`` is the present text, ``theirs`` the amendment."""
    held = session.scalars(
        select(Amendment).where(Amendment.proposal == number, Amendment.number == amendment)
    ).one()
    return list(amending.merged(session, session.get_one(Proposal, number), held).conflicts)


def _columns() -> list[Any]:
    return [getattr(Amendment, each.name) for each in fields(Line) if each.name != "over"]
