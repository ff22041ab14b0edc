"""Quorum: whether enough people took part, requirement by requirement.

The counts are given by the caller as {kind: {college or None: number}}; kinds are those of §3:
`cast`, `present`, `for`. None stands for everybody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from voting.electorate import College, Electorate
from voting.exact import written
from voting.rule import Requirement, Rule

Counts = Mapping[str, Mapping[str | None, int]]


@dataclass(frozen=True)
class Quorum:
    """`rows` as printed in the result; `met` is False when a missed requirement stops the vote.

    `short` are the colleges that missed their own quorum.
    """

    met: bool
    rows: list[dict[str, Any]]
    short: frozenset[str]

    def as_result(self) -> dict[str, Any]:
        return {"met": self.met, "requirements": self.rows}


def check(rule: Rule, electorate: Electorate, counts: Counts) -> Quorum:
    """Check every requirement of a rule. A share is met at equality.

    A college's own quorum does not stop the vote when colleges are combined and the rule says what becomes
    of a short college: its row then has `"excused": true`.
    """
    excusing = rule.method == "majority" and rule.main.collegial and rule.short_college != "no-quorum"
    rows, short, met = [], set(), True
    for requirement in rule.quorum:
        row, missed_by = _row(requirement, electorate, counts)
        short |= missed_by
        if not row["met"]:
            if excusing and requirement.of != "all":
                row["excused"] = True
            else:
                met = False
        rows.append(row)
    return Quorum(met, rows, frozenset(short))


def _row(requirement: Requirement, electorate: Electorate, counts: Counts) -> tuple[dict[str, Any], set[str]]:
    numbers = counts[requirement.counted]
    row: dict[str, Any] = {"of": requirement.of}
    if requirement.counted != "cast":
        row["kind"] = requirement.counted
    if requirement.of == "each-college":
        rows = [_college_row(requirement, college, numbers) for college in electorate.colleges]
        row |= {
            "at_least": _at_least(requirement),
            "met": all(inner["met"] for inner in rows),
            "colleges": rows,
        }
        return row, {inner["id"] for inner in rows if not inner["met"]}
    if requirement.of == "all":
        row |= {"counted": numbers[None], "registered": electorate.registered or 0}
        if requirement.weighted:
            row |= _weighted(requirement, electorate.colleges, numbers)
            return row, set()
    else:
        college = electorate.by_id[requirement.of]
        row |= {"name": college.name} if college.name is not None else {}
        row |= {"counted": numbers[college.id], "registered": college.registered}
    row |= {"at_least": _at_least(requirement), "met": _met(requirement, row["counted"], row["registered"])}
    missed = requirement.of != "all" and not row["met"]
    return row, {requirement.of} if missed else set()


def _college_row(
    requirement: Requirement, college: College, numbers: Mapping[str | None, int]
) -> dict[str, Any]:
    counted = numbers[college.id]
    row: dict[str, Any] = {"id": college.id}
    if college.name is not None:
        row["name"] = college.name
    met = _met(requirement, counted, college.registered)
    return row | {"counted": counted, "registered": college.registered, "met": met}


def _met(requirement: Requirement, counted: int, registered: int) -> bool:
    if requirement.share is None:
        return counted >= (requirement.heads or 0)
    return counted >= requirement.share * registered


def _weighted(
    requirement: Requirement, colleges: Sequence[College], numbers: Mapping[str | None, int]
) -> dict[str, Any]:
    """The part of the weights that took part, over the colleges that have members."""
    filled = [college for college in colleges if college.registered]
    total = sum((college.weight for college in filled), Fraction(0))
    part = sum((c.weight * Fraction(numbers[c.id], c.registered) for c in filled), Fraction(0))
    share = requirement.share or Fraction(0)
    row = {"weighted": written(part / total) if total else None}
    return row | {"at_least": written(share), "met": part >= share * total}


def _at_least(requirement: Requirement) -> str | dict[str, int]:
    return written(requirement.share) if requirement.share is not None else {"heads": requirement.heads or 0}
