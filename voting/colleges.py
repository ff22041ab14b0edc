"""Combining colleges: how each one counts, with which share, and what comes out.

The four silences of a college (empty, short of its own quorum, silent, abstaining) are treated as the rule
names them; nothing here has a default for them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from voting.electorate import College
from voting.exact import HALF, capped, passes
from voting.groups import Figures, Group, figures
from voting.rule import Condition, Rule

# Article 19 octies of law 47-1775: colleges exist from three upwards.
FEWEST_COLLEGES = 3


@dataclass(frozen=True)
class Standing:
    """How one college counts. `weight` is its final share among those that count, 0 for the others.

    `case` is None for a college that is simply counted, else empty | short | silent | abstaining, with the
    `treatment` the rule gives to it. `part` is what it brings to a `block` count: 1, 1/2 or 0.
    """

    college: College
    group: Group
    figures: Figures
    weight: Fraction
    support: Fraction | None
    carried: bool
    part: Fraction
    case: str | None = None
    treatment: str | None = None

    @property
    def counted(self) -> bool:
        return self.treatment in (None, "against")


@dataclass(frozen=True)
class Comparison:
    """A condition applied. `stopped` is `postponed` or `void` where nothing could be compared.

    `by` is how it was counted in the end: colleges no longer apply when too few of them have members.
    """

    by: str
    support: Fraction | None = None
    passed: bool = False
    tied: bool = False
    stopped: str | None = None
    reason: str | None = None


def standings(
    rule: Rule,
    condition: Condition,
    colleges: Sequence[College],
    groups: Mapping[str, Group],
    short: Collection[str],
) -> list[Standing]:
    """How each college counts under a condition; `short` are the colleges whose own quorum was missed."""
    found = [
        _standing(rule, condition, college, groups[college.id], college.id in short) for college in colleges
    ]
    return [replace(s, weight=w) for s, w in zip(found, _shares(rule, condition, found), strict=True)]


def compare(
    rule: Rule, condition: Condition, found: Sequence[Standing], groups: Mapping[str, Group], everybody: Group
) -> Comparison:
    """Apply one condition to everybody, to one college or to the colleges combined."""
    if condition.college is not None:
        return _one_group(condition, groups[condition.college])
    if condition.collegial and any(standing.treatment == "blocks" for standing in found):
        return Comparison(condition.by, stopped="postponed", reason="college")
    if condition.by == "heads" or falls_to_heads(rule, condition, found):
        return _one_group(condition, everybody)
    if condition.by == "coefficient":
        favour = sum((s.college.weight * s.figures.favour for s in found), Fraction(0))
        base = sum((s.college.weight * s.figures.base for s in found), Fraction(0))
        return _compared(condition, favour / base if base else None)
    counted = [standing for standing in found if standing.counted]
    if not counted:
        return Comparison(condition.by, stopped="void", reason="no-college")
    return _combined(condition, counted)


def falls_to_heads(rule: Rule, condition: Condition, found: Sequence[Standing]) -> bool:
    """Whether too few colleges have members for colleges to apply, under `empty_college = "heads"`."""
    with_members = sum(standing.group.registered > 0 for standing in found)
    return condition.collegial and rule.empty_college == "heads" and with_members < FEWEST_COLLEGES


def _standing(rule: Rule, condition: Condition, college: College, group: Group, short: bool) -> Standing:
    numbers = figures(group, condition)
    support = numbers.support
    case = _case(group, numbers, short) if condition.collegial else None
    treatment = _treatment(rule, condition, case)
    if treatment == "against":
        return Standing(
            college, group, numbers, college.weight, Fraction(0), False, Fraction(0), case, treatment
        )
    carried = support is not None and passes(support, condition.college_threshold, condition.college_strict)
    part = Fraction(carried)
    on_the_line = condition.college_strict and support == condition.college_threshold
    if on_the_line and rule.tied_college == "split":
        part = HALF
    return Standing(college, group, numbers, college.weight, support, carried, part, case, treatment)


def _case(group: Group, numbers: Figures, short: bool) -> str | None:
    if group.registered == 0:
        return "empty"
    if short:
        return "short"
    if group.cast == 0:
        return "silent"
    return "abstaining" if numbers.base == 0 else None


def _treatment(rule: Rule, condition: Condition, case: str | None) -> str | None:
    if case is None:
        return None
    settings = {
        "empty": rule.empty_college,
        "short": rule.short_college,
        "silent": rule.silent_college,
        "abstaining": rule.abstaining_college,
    }
    treatment = settings[case]
    if treatment == "heads" or (treatment == "shared-equally" and not condition.weighs):
        return "excluded"
    return treatment


def _shares(rule: Rule, condition: Condition, found: Sequence[Standing]) -> list[Fraction]:
    """The share of each college among those that count: redistributed, normalised, then capped."""
    counted = [standing.counted for standing in found]
    given = sum((s.college.weight for s in found if s.treatment == "shared-equally"), Fraction(0))
    number = sum(counted)
    weights = [s.college.weight + given / number if s.counted else Fraction(0) for s in found]
    total = sum(weights)
    shares = [weight / total if total else Fraction(0) for weight in weights]
    if rule.cap is None or condition.by not in ("proportional", "block"):
        return shares
    return capped(shares, rule.cap)


def _one_group(condition: Condition, group: Group) -> Comparison:
    numbers = figures(group, condition)
    if condition.plus_one and numbers.support is not None:
        passed = numbers.favour >= condition.threshold * numbers.base + 1
        return Comparison("heads", numbers.support, passed, _tied(condition, numbers.support))
    return replace(_compared(condition, numbers.support), by="heads")


def _combined(condition: Condition, counted: Sequence[Standing]) -> Comparison:
    if condition.by == "proportional":
        return _compared(condition, sum((s.weight * (s.support or 0) for s in counted), Fraction(0)))
    if condition.by == "block":
        return _compared(condition, sum((s.weight * s.part for s in counted), Fraction(0)))
    carried = sum(standing.carried for standing in counted)
    share = Fraction(carried, len(counted))
    if condition.by == "every":
        return Comparison("every", share, share == 1)
    return _compared(condition, share)


def _compared(condition: Condition, support: Fraction | None) -> Comparison:
    if support is None:
        return Comparison(condition.by, stopped="void", reason="no-support")
    passed = passes(support, condition.threshold, condition.strict)
    return Comparison(condition.by, support, passed, _tied(condition, support))


def _tied(condition: Condition, support: Fraction) -> bool:
    return condition.strict and condition.threshold == HALF == support
