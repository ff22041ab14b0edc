"""Consent: adopted when no objection stands, the quorum is met and somebody consents.

A concern consents. An objection that was withdrawn, integrated or set aside no longer stops anything, and
does not turn into a consent either: its author took part.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from voting import quorum
from voting.count_file import CountFile
from voting.groups import presence
from voting.papers import papers, refuse, tallied
from voting.rule import Rule

POSITIONS = ("consent", "concern", "objection", "stand-aside")
STATUSES = ("standing", "withdrawn", "integrated", "set-aside")
PAPER_KEYS = ("choice", "status")
OTHER_KEYS = ("nature", "reason")

Positions = Counter[tuple[str, str]]


def count(file: CountFile) -> dict[str, Any]:
    """Count the positions of a consent round. The `result/1` object, without its sentence."""
    colleges, everybody = _positions(file)
    checked = quorum.check(file.rule, file.electorate, _numbers(file, colleges, everybody))
    registered = file.electorate.registered
    outcome, reason = _outcome(file, checked, colleges, everybody)
    result: dict[str, Any] = {"format": "result/1", "outcome": outcome}
    if reason is not None:
        result["reason"] = reason
    result["quorum"] = checked.as_result()
    result["totals"] = _row(everybody, registered)
    if file.rule.silence == "consents":
        result["totals"]["silent"] = (registered or 0) - everybody.total()
    objections = {status: everybody["objection", status] for status in STATUSES}
    result["objections"] = objections
    if file.electorate.colleges:
        result["colleges"] = _college_rows(file, colleges)
    return result


def _positions(file: CountFile) -> tuple[dict[str, Positions], Positions]:
    """How many hold each (position, status), by college and altogether."""
    numbers = tallied(file, PAPER_KEYS, ("", ""), OTHER_KEYS)
    if not all(_known(choice, status) for _, (choice, status) in numbers):
        for paper in papers(file, (*PAPER_KEYS, *OTHER_KEYS)):
            _check(paper.paper, paper.path)
    colleges: dict[str, Positions] = {college.id: Counter() for college in file.electorate.colleges}
    everybody: Positions = Counter()
    for (college, (choice, status)), number in numbers.items():
        kind = (choice, status or "standing") if choice == "objection" else (choice, "")
        everybody[kind] += number
        if college is not None and colleges:
            colleges[college][kind] += number
    return colleges, everybody


def _known(choice: str, status: str) -> bool:
    return choice in POSITIONS and (status == "" or (choice == "objection" and status in STATUSES))


def _check(paper: Mapping[str, Any], path: str) -> None:
    if paper.get("choice") not in POSITIONS:
        raise refuse(f"{path}.choice", "must be one of: %(allowed)s", allowed=", ".join(POSITIONS))
    if "status" in paper and paper["choice"] != "objection":
        raise refuse(f"{path}.status", "only an objection has a status")
    if "status" in paper and paper["status"] not in STATUSES:
        raise refuse(f"{path}.status", "must be one of: %(allowed)s", allowed=", ".join(STATUSES))


def _outcome(
    file: CountFile, checked: quorum.Quorum, colleges: Mapping[str, Positions], everybody: Positions
) -> tuple[str, str | None]:
    consenting = _consenting(file.rule, everybody, file.electorate.registered or 0)
    if not checked.met:
        return "no-quorum", None
    if everybody.total() == 0 and consenting == 0:
        return "void", "no-ballot"
    if everybody["objection", "standing"]:
        return "rejected", "objection"
    if file.rule.per_college and any(
        college.registered and colleges[college.id].total() == 0 for college in file.electorate.colleges
    ):
        return "postponed", "college"
    return ("adopted", None) if consenting else ("void", "no-consent")


def _consenting(rule: Rule, positions: Positions, registered: int) -> int:
    silent = registered - positions.total() if rule.silence == "consents" else 0
    return positions["consent", ""] + positions["concern", ""] + silent


def _numbers(file: CountFile, colleges: Mapping[str, Positions], everybody: Positions) -> quorum.Counts:
    registered: dict[str | None, int] = {
        college.id: college.registered for college in file.electorate.colleges
    }
    registered[None] = file.electorate.registered or 0
    groups: dict[str | None, Positions] = {None: everybody}
    groups.update(colleges)
    cast = {name: positions.total() for name, positions in groups.items()}
    present = presence(file, cast)
    present.setdefault(None, sum(present.values()))
    consenting = {name: _consenting(file.rule, p, registered[name]) for name, p in groups.items()}
    return {"cast": cast, "present": present, "for": consenting}


def _row(positions: Positions, registered: int | None) -> dict[str, Any]:
    held = {
        choice: sum(number for (name, _), number in positions.items() if name == choice)
        for choice in POSITIONS
    }
    return {"registered": registered, "cast": positions.total(), **held}


def _college_rows(file: CountFile, colleges: Mapping[str, Positions]) -> list[dict[str, Any]]:
    rows = []
    for college in file.electorate.colleges:
        row: dict[str, Any] = {"id": college.id}
        if college.name is not None:
            row["name"] = college.name
        row |= _row(colleges[college.id], college.registered)
        row["standing"] = colleges[college.id]["objection", "standing"]
        rows.append(row)
    return rows
