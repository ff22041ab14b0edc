"""Ranked pairs: defeats are locked from the strongest to the weakest, but for those that would close a
circle.

Source: Tideman, "Independence of clones as a criterion for voting rules", Social Choice and Welfare 4, 1987;
strength as in Zavist and Tideman 1989 (see `pairwise.strength`). Defeats of equal strength have no order of
their own: every order of locking them is tried, and the winners are all the options one of them makes win.
Past `LIMIT` situations, which takes many equal defeats in circles, those of the equal defeats that lie in a
circle are left out together.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from voting.methods.election import Election, Papers, Result
from voting.methods.pairwise import FIELDS, Matrix, layers, matrix, outcome, remaining, strength
from voting.methods.paper import Ranking, ranking

__all__ = ["FIELDS", "count", "read"]

Pair = tuple[str, str]
Locked = frozenset[Pair]  # who stands above whom, transitively
LIMIT = 500


def read(ballot: Mapping[str, Any], path: str, election: Election) -> Ranking:
    """A ranking, equals allowed."""
    return ranking(ballot, path, election)


def count(papers: Papers, election: Election) -> Result:
    """``elected``, ``order``, ``tie``, ``pairwise``, ``winners``, ``dropped``."""
    above = matrix(papers, election)
    options, dropped = remaining(above, election)
    ends = {frozenset[Pair]()}
    for pairs in by_strength(above, options, election):
        ends = lock_all(ends, pairs)
    winners = [a for a in options if any(all((b, a) not in end for b in options) for end in ends)]
    certain = frozenset.intersection(*ends)
    others = [option for option in options if option not in winners]
    order = [winners, *layers(others, lambda a, b: (a, b) in certain)] if winners else []
    return outcome(order, above, dropped, papers, election)


def by_strength(above: Matrix, options: list[str], election: Election) -> list[list[Pair]]:
    """The defeats, strongest first, those of equal strength together."""
    of = strength(election)
    defeats = {
        (a, b): of(above[a][b], above[b][a])
        for a in options
        for b in options
        if a != b and above[a][b] > above[b][a]
    }
    ranked = sorted(defeats, key=defeats.__getitem__, reverse=True)
    return [list(group) for _, group in groupby(ranked, key=defeats.__getitem__)]


def lock_all(starts: Iterable[Locked], pairs: list[Pair]) -> set[Locked]:
    """Every situation that locking equal defeats one after the other, in any order, can lead to."""
    ends: set[Locked] = set()
    seen: set[Locked] = set(starts)
    waiting = list(seen)
    while waiting:
        locked = waiting.pop()
        free = _free(locked, pairs)
        together = lock_each(locked, free)
        if not any((a, a) in together for a, _ in free):
            ends.add(together)
            continue
        following = {lock_each(locked, [pair]) for pair in free} - seen
        seen |= following
        waiting.extend(following)
        if len(seen) > LIMIT:
            return {_outside_circles(start, pairs) for start in starts}
    return ends


def _free(locked: Locked, pairs: list[Pair]) -> list[Pair]:
    return [(a, b) for a, b in pairs if (a, b) not in locked and (b, a) not in locked]


def _outside_circles(locked: Locked, pairs: list[Pair]) -> Locked:
    """Locks those of the equal defeats that no circle of them and of the locked ones contains."""
    free = _free(locked, pairs)
    together = lock_each(locked, free)
    return lock_each(locked, [(a, b) for a, b in free if (b, a) not in together])


def lock_each(locked: Locked, pairs: Iterable[Pair]) -> Locked:
    """The situation with the pairs added and what follows from them; a circle shows as a pair (a, a)."""
    closed = set(locked)
    for a, b in pairs:
        if (a, b) in closed:
            continue
        over = {x for x, y in closed if y == a} | {a}
        under = {y for x, y in closed if x == b} | {b}
        closed |= {(x, y) for x in over for y in under}
    return frozenset(closed)
