"""For and against: the order of evaluation of docs/counting.md, from ballots to an outcome."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voting import quorum
from voting.colleges import Comparison, Standing, compare, standings
from voting.count_file import CountFile
from voting.exact import written
from voting.groups import Figures, Group, figures, read_groups
from voting.rule import Condition, Rule


@dataclass(frozen=True)
class Outcome:
    """`reason` says what decided an outcome that is not plain: tie, also, threshold, no-ballot, …"""

    name: str
    reason: str | None = None
    casting_vote: str | None = None


def count(file: CountFile) -> dict[str, Any]:
    """Count a for/against vote. The `result/1` object, without its sentence."""
    groups, everybody = read_groups(file)
    checked = quorum.check(file.rule, file.electorate, _numbers(file.rule, groups, everybody))
    applied = [_apply(file, each, groups, everybody, checked) for each in file.rule.conditions]
    comparisons = [comparison for _, comparison in applied]
    outcome = _outcome(file, checked, everybody, comparisons)
    if outcome.name == "no-quorum" or outcome.reason == "no-ballot":
        comparisons = []
    return _result(file, outcome, comparisons, checked, applied[0][0], everybody)


def _apply(
    file: CountFile,
    condition: Condition,
    groups: Mapping[str, Group],
    everybody: Group,
    checked: quorum.Quorum,
) -> tuple[list[Standing], Comparison]:
    found = standings(file.rule, condition, file.electorate.colleges, groups, checked.short)
    return found, compare(file.rule, condition, found, groups, everybody)


def _outcome(
    file: CountFile, checked: quorum.Quorum, everybody: Group, comparisons: Sequence[Comparison]
) -> Outcome:
    if not checked.met:
        return Outcome("no-quorum")
    if everybody.cast == 0:
        return Outcome("void", "no-ballot")
    return _decide(file, comparisons[0], comparisons[1:])


def _decide(file: CountFile, main: Comparison, also: Sequence[Comparison]) -> Outcome:
    if main.stopped is not None:
        return Outcome(main.stopped, main.reason)
    if not (main.passed or main.tied):
        return Outcome("rejected", "threshold")
    for comparison in also:
        if comparison.stopped == "postponed":
            return Outcome("postponed", comparison.reason)
        if not comparison.passed:
            return Outcome("rejected", "also")
    return Outcome("adopted") if main.passed else _untie(file)


def _untie(file: CountFile) -> Outcome:
    if file.rule.tie == "rejected":
        return Outcome("rejected", "tie")
    if file.rule.tie == "revote" or file.casting_vote is None:
        return Outcome("tied", "tie")
    name = "adopted" if file.casting_vote == "for" else "rejected"
    return Outcome(name, "casting-vote", file.casting_vote)


def _numbers(rule: Rule, groups: Mapping[str, Group], everybody: Group) -> quorum.Counts:
    """What a quorum may count; `for` includes what abstentions and blanks add to it."""
    everyone: dict[str | None, Group] = {None: everybody}
    everyone.update(groups)
    return {
        "cast": {name: group.cast for name, group in everyone.items()},
        "present": {name: group.present for name, group in everyone.items()},
        "for": {name: figures(group, rule.main).favour for name, group in everyone.items()},
    }


def _result(
    file: CountFile,
    outcome: Outcome,
    comparisons: Sequence[Comparison],
    checked: quorum.Quorum,
    found: Sequence[Standing],
    everybody: Group,
) -> dict[str, Any]:
    """`comparisons` is empty where the order of evaluation stopped before them."""
    condition = file.rule.main
    main = comparisons[0] if comparisons else None
    result: dict[str, Any] = {"format": "result/1", "outcome": outcome.name}
    if outcome.reason is not None:
        result["reason"] = outcome.reason
    if outcome.casting_vote is not None:
        result["casting_vote"] = outcome.casting_vote
    support = main.support if main is not None else None
    result["support"] = written(support) if support is not None else None
    result |= {"threshold": written(condition.threshold), "strict": condition.strict}
    if main is not None and main.by != condition.by:
        result["counted_by"] = main.by
    result |= {
        "quorum": checked.as_result(),
        "totals": _votes(file, everybody, figures(everybody, condition)),
    }
    result["totals"]["registered"] = file.electorate.registered
    if found:
        result["colleges"] = [_row(file, standing) for standing in found]
    if file.rule.also and comparisons:
        pairs = zip(file.rule.also, comparisons[1:], strict=True)
        result["also"] = [_condition_row(wanted, comparison) for wanted, comparison in pairs]
    return result


def _votes(file: CountFile, group: Group, numbers: Figures) -> dict[str, Any]:
    """The numbers of a group; `present`, `base` and `added` only where rule or file call for them."""
    condition = file.rule.main
    row: dict[str, Any] = {"registered": group.registered, "cast": group.cast}
    if group.present != group.cast:
        row["present"] = group.present
    row |= {"for": group.favour, "against": group.against, "abstain": group.abstain, "blank": group.blank}
    adds = (condition.abstention, condition.blank) != ("out", "out")
    if adds:
        row["added"] = {"for": numbers.added_favour, "against": numbers.added_against}
    if adds or condition.base != "expressed":
        row["base"] = numbers.base
    return row


def _row(file: CountFile, standing: Standing) -> dict[str, Any]:
    college = standing.college
    row: dict[str, Any] = {"id": college.id}
    if college.name is not None:
        row["name"] = college.name
    row["weight"] = written(standing.weight)
    row |= _votes(file, standing.group, standing.figures)
    row["support"] = written(standing.support) if standing.support is not None else None
    row |= {"carried": standing.carried, "counted": standing.counted}
    if standing.case is not None:
        row |= {"case": standing.case, "treated": standing.treatment}
    return row


def _condition_row(wanted: Condition, comparison: Comparison) -> dict[str, Any]:
    row: dict[str, Any] = {"by": comparison.by}
    if wanted.college is not None:
        row = {"college": wanted.college}
    return row | {
        "base": wanted.base,
        "support": written(comparison.support) if comparison.support is not None else None,
        "threshold": written(wanted.threshold),
        "strict": wanted.strict,
        "passed": comparison.passed,
    }
