"""A decision on its way into the register, in plain values, and what its log entry says of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

COMMITTED = tuple(
    "title summary driver text cost criteria result story objections concerns conflicts carried_by".split()
)
KINDS = ("amends", "repeals", "replaces", "follows", "derogates", "confirms", "ends")
"""What a later decision may do to an earlier one."""
OVER = frozenset({"repeals", "replaces", "ends"})
"""What leaves nothing of the earlier decision in force."""


@dataclass(frozen=True)
class Link:
    """``kind`` is one of ``KINDS``; ``number`` the earlier decision."""

    kind: str
    number: str


@dataclass(frozen=True, kw_only=True)
class NewDecision:
    """The columns of ``Decision`` in plain values: see there for the shapes.

    ``text_html`` may be left out: the text is then rendered when recorded, as the other parts always are.
    """

    title: str
    summary: str
    text: str
    circle_id: str
    circle_name: str
    rule_id: str
    rule_name: str
    method: str
    rule_words: Mapping[str, list[str]]
    outcome: str
    result: Mapping[str, Any]
    colleges: list[Mapping[str, Any]]
    decided_at: datetime
    licence: str
    text_html: str | None = None
    proposal: int | None = None
    version: int | None = None
    vote: int | None = None
    story: list[Mapping[str, Any]] = field(default_factory=list)
    objections: list[Mapping[str, Any]] = field(default_factory=list)
    concerns: list[Mapping[str, Any]] = field(default_factory=list)
    conflicts: list[Mapping[str, Any]] = field(default_factory=list)
    driver: str = ""
    cost: str = ""
    criteria: str = ""
    kind: str = "decision"
    until: date | None = None
    unreviewed: str = ""
    effective_on: date | None = None
    review_on: date | None = None
    carried_by: str = ""
    links: list[Link] = field(default_factory=list)


def searched(decision: NewDecision, number: str) -> str:
    """Everything of a decision that a search looks into."""
    said = [str(each.get("reason", "")) for each in decision.objections]
    said += [str(each.get("text", "")) for each in decision.concerns]
    texts = (
        number,
        decision.title,
        decision.summary,
        decision.driver,
        decision.text,
        decision.cost,
        decision.criteria,
        decision.circle_name,
        decision.rule_name,
    )
    return "\n".join((*texts, decision.carried_by, *said))


def digest(result: Mapping[str, Any]) -> dict[str, str]:
    """The figure that decided, by language: the first clause of the result's sentence, verdict left out."""
    return {
        lang: sentence.partition(":")[2]
        .partition(";")[0]
        .strip(" \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")
        for lang, sentence in result.get("sentence", {}).items()
    }


def body(
    decision: NewDecision, number: str, decided_at: str, commitments: Mapping[str, str]
) -> dict[str, Any]:
    """The body of the ``decision`` entry: identifiers in clear, everything said in words as commitments."""
    facts: dict[str, Any] = {
        "number": number,
        "outcome": decision.outcome,
        "decided_at": decided_at,
        "circle": decision.circle_id,
        "rule": decision.rule_id,
        "method": decision.method,
        "licence": decision.licence,
        "links": [{"kind": link.kind, "number": link.number} for link in decision.links],
        "commitments": dict(commitments),
    }
    origins = {"proposal": decision.proposal, "version": decision.version, "vote": decision.vote}
    return facts | {name: value for name, value in (origins | _bounds(decision)).items() if value is not None}


def _bounds(decision: NewDecision) -> dict[str, str | None]:
    """What ends or is reviewed by itself, in clear: None where there is nothing to say."""
    days = {name: getattr(decision, name) for name in ("effective_on", "review_on", "until")}
    said = {name: day.isoformat() if day else None for name, day in days.items()}
    kind = decision.kind if decision.kind != "decision" else None
    return said | {"kind": kind, "unreviewed": decision.unreviewed or None}
