"""Majority judgment: each ballot grades every option; the best median grade wins.

Source: Balinski and Laraki, "Majority Judgment", MIT Press, 2010. The median is the lower one. Equal medians
are separated by taking median ballots away one by one. Taking them away visits the sorted grades outwards
from the middle, one below, one above, so two options compare as the sequence of pairs (grade at distance t
below the middle, at t above), t growing. That sequence changes only where a grade begins, so no ballot is
ever removed one at a time: twenty billion voters cost what twenty do, and weights that are not whole need
nothing more.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any

from voting.methods.election import Election, Malformed, Number, Papers, Result, exact, total
from voting.methods.paper import field, per_option
from voting.methods.seats import fill

FIELDS = ("grades",)


def grades_of(election: Election) -> list[str]:
    """The grades of the rule, worst first."""
    grades = election.settings.get("grades")
    if not isinstance(grades, list) or len(grades) < 2 or not all(isinstance(grade, str) for grade in grades):
        raise Malformed("rule.grades", "must be a list of at least two grades, from worst to best")
    if len(set(grades)) < len(grades):
        raise Malformed("rule.grades", "the same grade is there twice")
    return grades


def read(ballot: Mapping[str, Any], path: str, election: Election) -> tuple[int, ...]:
    """The place of each option's grade, worst 0, options in the order of the file; an ungraded option has the
    worst.
    """
    value, path = field(ballot, "grades", path)
    given = per_option(value, path, election)
    place = {grade: n for n, grade in enumerate(grades_of(election))}
    for option, grade in given.items():
        if not isinstance(grade, str) or grade not in place:
            raise Malformed(f"{path}.{option}", "%(grade)s is not a grade", grade=grade)
    return tuple(place[given[option]] if option in given else 0 for option in election.ids)


def count(papers: Papers, election: Election) -> Result:
    """``elected``, ``order``, ``tie``, ``profiles`` {option: {grade: weight}} and ``medians``."""
    grades = grades_of(election)
    profiles: list[list[Number]] = [[0] * len(grades) for _ in election.ids]
    for paper, weight in papers.items():
        for profile, grade in zip(profiles, paper, strict=True):
            profile[grade] += weight
    shown: Result = {
        "profiles": {
            o: {g: exact(n) for g, n in zip(grades, p, strict=True)}
            for o, p in zip(election.ids, profiles, strict=True)
        }
    }
    if not total(papers) or not election.options:
        everyone = [list(election.ids)] if election.ids else []
        return {"elected": [], "order": everyone, "tie": [], **shown, "medians": {}, "vacant": election.seats}
    values = dict(zip(election.ids, majority_values(profiles), strict=True))
    order = [
        election.listed([o for o in election.ids if values[o] == value])
        for value in sorted(set(values.values()), reverse=True)
    ]
    medians = {option: grades[values[option][0][0]] for option in election.ids}
    return fill(order, election) | shown | {"medians": medians}


def majority_values(profiles: list[list[Number]]) -> list[tuple[tuple[int, int], ...]]:
    """A value per profile, comparable with the others: the pairs of grades around the middle, outwards.

    All profiles weigh the same. ``profiles[i][g]`` is the weight of grade ``g``.
    """
    reached = [list(accumulate(profile)) for profile in profiles]
    middle = Fraction(reached[0][-1]) / 2
    steps = sorted({abs(middle - level) for levels in reached for level in (0, *levels)} | {Fraction(0)})
    inside = [(nearer + farther) / 2 for nearer, farther in pairwise(steps)]
    return [
        tuple((bisect_left(levels, middle - t), bisect_right(levels, middle + t)) for t in inside)
        for levels in reached
    ]
