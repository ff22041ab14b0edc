"""Who alone can decide or refuse: every coalition of colleges tried against a rule of majority.

A coalition is imagined whole: all its members for, everybody else against. What depends on how many members a
college has (a count by heads, coefficients) is unknown here, and never guessed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from voting.exact import capped, passes
from voting.rule import Condition, Rule

MOST_COLLEGES = 12  # 4 096 coalitions; beyond, nobody is called powerless
Verdict = Callable[[frozenset[str]], bool | None]


@dataclass(frozen=True)
class Power:
    """Ids of colleges: who adopts alone, who refuses alone, whose whole college never changes the outcome,
    and whose mere silence stops everything."""

    adopts: tuple[str, ...]
    refuses: tuple[str, ...]
    idle: tuple[str, ...]
    silence_stops: tuple[str, ...]


def power(rule: Rule, shares: Mapping[str, Fraction]) -> Power:
    """The power of each college under ``rule``; ``shares`` are the weights, of sum 1."""
    colleges = tuple(shares)
    kept = list(shares.values())
    weights = dict(zip(colleges, kept if rule.cap is None else capped(kept, rule.cap), strict=True))

    def verdict(favour: frozenset[str]) -> bool | None:
        return _all(_passes(condition, weights, favour) for condition in rule.conditions)

    everybody = frozenset(colleges)
    several = len(colleges) > 1
    return Power(
        adopts=tuple(id for id in colleges if several and verdict(frozenset({id})) is True),
        refuses=tuple(id for id in colleges if several and verdict(everybody - {id}) is False),
        idle=tuple(id for id in colleges if several and _idle(id, colleges, rule, verdict)),
        silence_stops=tuple(id for id in colleges if _silence_stops(rule, id)),
    )


def _passes(condition: Condition, weights: Mapping[str, Fraction], favour: frozenset[str]) -> bool | None:
    """Whether one condition holds when exactly ``favour`` is for; ``None`` when it depends on the members."""
    if condition.college is not None:
        support = Fraction(condition.college in favour)
    elif condition.by in ("proportional", "block"):
        support = sum((weights[id] for id in favour), Fraction(0))
    elif condition.by in ("every", "most"):
        support = Fraction(len(favour), len(weights))
        if condition.by == "every":
            return support == 1
    elif favour and len(favour) < len(weights):
        return None
    else:
        support = Fraction(bool(favour))
    return passes(support, condition.threshold, condition.strict)


def _all(verdicts: Iterable[bool | None]) -> bool | None:
    """False as soon as one is false, unknown if one is unknown, true otherwise."""
    known = list(verdicts)
    if False in known:
        return False
    return None if None in known else True


def _idle(id: str, colleges: tuple[str, ...], rule: Rule, verdict: Verdict) -> bool:
    """Only a college counted as one block, without halves, can weigh something and never matter."""
    if len(colleges) > MOST_COLLEGES or rule.main.by != "block" or rule.tied_college == "split":
        return False
    others = [other for other in colleges if other != id]
    coalitions = (frozenset(some) for size in range(len(colleges)) for some in combinations(others, size))
    return all(verdict(some) is not None and verdict(some) == verdict(some | {id}) for some in coalitions)


def _silence_stops(rule: Rule, id: str) -> bool:
    collegial = rule.main.collegial
    if collegial and "blocks" in (rule.silent_college, rule.abstaining_college):
        return True
    asked = any(
        requirement.of in ("each-college", id) and (requirement.share or requirement.heads)
        for requirement in rule.quorum
    )
    return asked and (not collegial or rule.short_college in ("no-quorum", "blocks"))
