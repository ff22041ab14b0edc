"""What the page of a proposal shows beside its text: why, at what cost, until when, how it is reviewed; the
decisions it is linked to; declared interests."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from governance.web.visitor import Visitor
from proposals import conflicts, differences, links, there
from proposals.conflicts import ConflictLine
from proposals.differences import Said
from proposals.links import LinkLine
from proposals.sheet import Head, VersionText


@dataclass(frozen=True)
class Terms:
    """The part ``terms`` of the page. ``declared``: the interests that still hold."""

    links: list[LinkLine]
    conflicts: list[ConflictLine]

    @property
    def declared(self) -> list[ConflictLine]:
        return [each for each in self.conflicts if each.withdrawn_at is None]


@dataclass(frozen=True)
class Parts:
    """What a version says beside its text, as HTML, the changes from another one marked.

    ``review_before`` and ``until_before``: the day that stood there, where it changed.
    """

    driver: str
    cost: str
    criteria: str
    review_on: date | None
    until: date | None
    review_before: date | None = None
    until_before: date | None = None


def of(session: Session, head: Head, visitor: Visitor, now: datetime) -> Terms:
    """The links of a proposal and what was declared about it."""
    has = there.of(session, head.number)
    return Terms(
        links.of(session, head.number) if "links" in has else [],
        conflicts.of(session, head.number) if "conflicts" in has else [],
    )


def parts(version: VersionText, before: VersionText | None = None, said: Said | None = None) -> Parts:
    """What a version says beside its text; ``before``: the version from which the changes are marked."""
    if before is None or said is None:
        return Parts(
            version.driver_html, version.cost_html, version.criteria_html, version.review_on, version.until
        )
    return Parts(
        differences.compare(before.driver_html, version.driver_html, said),
        differences.compare(before.cost_html, version.cost_html, said),
        differences.compare(before.criteria_html, version.criteria_html, said),
        version.review_on,
        version.until,
        before.review_on if before.review_on != version.review_on else None,
        before.until if before.until != version.until else None,
    )
