"""What is read from the register, in plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from governance.register.entries import OVER


@dataclass(frozen=True)
class Filters:
    """What is asked of the register; ``college``: decisions that this college favoured."""

    q: str = ""
    year: int | None = None
    circle: str = ""
    rule: str = ""
    outcome: str = ""
    college: str = ""

    def active(self) -> dict[str, str]:
        """The filters in use, by name, as they stand in an address."""
        return {each.name: str(value) for each in fields(self) if (value := getattr(self, each.name))}


@dataclass(frozen=True)
class Listed:
    """A decision as lists show it; ``digest`` by language.

    ``seal``: [position, letter, favourable or None] of each college.
    """

    number: str
    title: str
    summary: str
    circle_name: str
    rule_name: str
    method: str
    outcome: str
    decided_at: datetime
    seal: list[tuple[int, str, bool | None]]
    digest: Mapping[str, str]


@dataclass(frozen=True)
class Page:
    """``before`` is the cursor of the next page, older; None on the last one."""

    decisions: list[Listed]
    before: str | None


@dataclass(frozen=True)
class Linked:
    """What one decision says of another; the rest is the other's: ``until``, its last day."""

    kind: str
    number: str
    title: str
    until: date | None = None


@dataclass(frozen=True)
class Whole:
    """Everything the register holds of one decision; shapes as in ``Decision``, JSON read."""

    number: str
    year: int
    title: str
    summary: str
    circle_id: str
    circle_name: str
    rule_id: str
    rule_name: str
    method: str
    outcome: str
    seal: list[tuple[int, str, bool | None]]
    decided_at: datetime
    effective_on: date | None
    review_on: date | None
    kind: str
    until: date | None
    unreviewed: str
    carried_by: str
    proposal: int | None
    version: int | None
    vote: int | None
    licence: str
    log_seq: int
    leaf_hash: str
    driver: str
    driver_html: str
    text: str
    text_html: str
    cost: str
    cost_html: str
    criteria: str
    criteria_html: str
    rule_words: Mapping[str, list[str]]
    result: Mapping[str, Any]
    colleges: list[Mapping[str, Any]]
    story: list[Mapping[str, Any]]
    objections: list[Mapping[str, Any]]
    concerns: list[Mapping[str, Any]]
    conflicts: list[Mapping[str, Any]]
    openings: Mapping[str, str]
    earlier: list[Linked]  # what it says of earlier decisions
    later: list[Linked]  # what later ones say of it

    @property
    def objections_told(self) -> list[tuple[Mapping[str, Any], bool]]:
        """The objections as recorded, and whether each was raised again in a later round.

        Decisions recorded before that was a field of its own say it in words alone.
        """
        return [(each, _raised_again(each)) for each in self.objections]

    @property
    def in_force(self) -> bool:
        """Whether it was adopted and no later one took its place; days that pass are not looked at."""
        return self.outcome == "adopted" and not any(link.kind in OVER for link in self.later)


RAISED_AGAIN = "raised again in the next round (no. "


def _raised_again(objection: Mapping[str, Any]) -> bool:
    told = objection.get("how") or {}
    return "renewed_as" in objection or RAISED_AGAIN in told.get("en", "")
