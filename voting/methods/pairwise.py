"""Ballots compared two options at a time: the matrix, the default option, the strength of a defeat."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from voting.methods.election import Election, Number, Papers, Result, exact, total
from voting.methods.paper import known
from voting.methods.seats import fill

Matrix = dict[str, dict[str, Number]]  # matrix[a][b]: weight of the ballots with a above b
Strength = tuple[Number, Number]
Beats = Callable[[str, str], bool]

FIELDS = ("ranking",)


def matrix(papers: Papers, election: Election) -> Matrix:
    """How many ballots put each option above each other; ``unranked`` = ``last`` (equal) or ``ignored``."""
    last = election.setting("unranked", "last", "ignored") == "last"
    above: Matrix = {a: {b: 0 for b in election.ids if b != a} for a in election.ids}
    for ranking, weight in papers.items():
        ranked = {option for group in ranking for option in group}
        below = [option for option in election.ids if option not in ranked] if last else []
        for group in reversed(ranking):
            for option in group:
                row = above[option]
                for other in below:
                    row[other] += weight
            below.extend(group)
    return above


def strength(election: Election) -> Callable[[Number, Number], Strength]:
    """How strong a defeat of ``won`` against ``lost`` ballots is, by the rule's ``strength``.

    ``winning-votes``: more ballots for it, then fewer against (Debian constitution A.6; Schulze 2011, section
    2.1); ``margins``: the difference; ``ratio``: the quotient, any without opposition being above all with.
    """
    how = election.setting("strength", "winning-votes", "margins", "ratio")
    if how == "winning-votes":
        return lambda won, lost: (won, -lost)
    if how == "margins":
        return lambda won, lost: (won - lost, 0)
    return lambda won, lost: (0, Fraction(won) / lost) if lost else (1, won)


def remaining(above: Matrix, election: Election) -> tuple[list[str], list[dict[str, str]]]:
    """The options still in once measured against ``default_option``, and those dropped with the reason.

    Debian constitution A.6, points 2 and 3: at least ``option_quorum`` ballots above the default; ballots
    above more than ``ratio`` times the ballots below.
    """
    default = election.settings.get("default_option")
    if default is None:
        return list(election.ids), []
    known(default, "rule.default_option", election)
    quorum = election.whole("option_quorum", 0) or 0
    dropped = []
    for option in election.options:
        if option.id == default:
            continue
        won, lost = above[option.id][default], above[default][option.id]
        if won < quorum:
            dropped.append({"option": option.id, "why": "quorum"})
        elif won <= option.ratio * lost:
            dropped.append({"option": option.id, "why": "ratio"})
    fallen = {item["option"] for item in dropped}
    return [option for option in election.ids if option not in fallen], dropped


def layers(options: Iterable[str], beats: Beats) -> list[list[str]]:
    """Groups best first: those nobody left beats, again and again. ``beats`` has no cycle."""
    left = list(options)
    order = []
    while left:
        best = [a for a in left if not any(beats(b, a) for b in left)]
        order.append(best)
        left = [option for option in left if option not in best]
    return order


def outcome(
    order: Sequence[Sequence[str]],
    above: Matrix,
    dropped: list[dict[str, str]],
    papers: Papers,
    election: Election,
) -> Result:
    """The fields of a result by pairs. ``order`` starts with the undominated set."""
    groups = [list(group) for group in order]
    shown: Result = {"winners": groups[0] if groups else [], "pairwise": shown_matrix(above)}
    if dropped:
        shown["dropped"] = dropped
    if total(papers) == papers.get((), 0):
        return {"elected": [], "order": groups, "tie": [], **shown, "winners": [], "vacant": election.seats}
    return _seats(groups, election) | shown | {"order": groups}


def _seats(order: list[list[str]], election: Election) -> Result:
    """Nobody below the default option takes a seat; it takes one itself only where nothing is above it."""
    default = election.settings.get("default_option")
    rank = next((n for n, group in enumerate(order) if default in group), None)
    if rank is None:
        return fill(order, election)
    alone = order[rank] == [default]
    result = fill(order[:rank] if rank and alone else order[: rank + 1], election)
    if len(result["elected"]) > 1 and default in result["elected"]:
        result["elected"].remove(default)
        result["vacant"] = result.get("vacant", 0) + 1
    return result


def shown_matrix(above: Mapping[str, Mapping[str, Number]]) -> dict[str, dict[str, int | str]]:
    """The matrix as a result writes it."""
    return {a: {b: exact(n) for b, n in row.items()} for a, row in above.items()}
