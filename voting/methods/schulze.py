"""Schulze's method: an option beats another when its strongest chain of defeats is stronger than the way
back.

Source: Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
single-winner election method", Social Choice and Welfare 36, 2011, section 2.2; the same winners as the
clone-proof Schwartz sequential dropping of the Debian constitution, A.6.
"""

from collections.abc import Mapping
from typing import Any

from voting.methods.election import Election, Papers, Result
from voting.methods.pairwise import FIELDS, Matrix, Strength, layers, matrix, outcome, remaining, strength
from voting.methods.paper import Ranking, ranking

__all__ = ["FIELDS", "count", "read"]

NONE: Strength = (-1, 0)  # weaker than any defeat


def read(ballot: Mapping[str, Any], path: str, election: Election) -> Ranking:
    """A ranking, equals allowed."""
    return ranking(ballot, path, election)


def count(papers: Papers, election: Election) -> Result:
    """``elected``, ``order``, ``tie``, ``pairwise``, ``winners``, ``dropped``."""
    above = matrix(papers, election)
    options, dropped = remaining(above, election)
    paths = strongest_paths(above, options, election)
    order = layers(options, lambda a, b: a != b and paths[a][b] > paths[b][a])
    return outcome(order, above, dropped, papers, election)


def strongest_paths(above: Matrix, options: list[str], election: Election) -> dict[str, dict[str, Strength]]:
    """The strength of the strongest chain of defeats from each option to each other (Floyd and Warshall)."""
    of = strength(election)
    paths = {
        a: {b: of(above[a][b], above[b][a]) if above[a][b] > above[b][a] else NONE for b in options if b != a}
        for a in options
    }
    for via in options:
        for a in options:
            for b in options:
                if via not in (a, b) and a != b:
                    paths[a][b] = max(paths[a][b], min(paths[a][via], paths[via][b]))
    return paths
