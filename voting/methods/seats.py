"""From an order of groups of equals to the seats. A group that does not fit whole is a tie, and stays one."""

from collections.abc import Iterable, Mapping, Sequence

from voting.methods.election import Election, Number, Result


def groups_by(scores: Mapping[str, Number], election: Election) -> list[list[str]]:
    """The options by descending score, equals together."""
    levels = sorted(set(scores.values()), reverse=True)
    return [election.listed([o for o in scores if scores[o] == level]) for level in levels]


def fill(order: Iterable[Sequence[str]], election: Election, *, seats: int | None = None) -> Result:
    """``elected``, ``order``, ``tie`` and, where the rule separated one, ``settled``; ``vacant`` seats if
    any.

    ``settled`` lists ``{"tie": [...], "by": "lot" | "casting-vote", "order": [...]}``.
    """
    groups = [list(group) for group in order]
    left = election.seats if seats is None else seats
    elected: list[str] = []
    result: Result = {"elected": elected, "order": groups, "tie": []}
    for group in groups:
        if left < len(group) and left > 0:
            separated = election.separate(group)
            if separated is None:
                return result | {"tie": [group]}
            result["settled"] = [{"tie": group, "by": election.settings["tie"], "order": separated}]
            group = separated
        elected.extend(group[:left])
        left -= min(left, len(group))
    return result | ({"vacant": left} if left else {})
