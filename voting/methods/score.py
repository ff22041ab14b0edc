"""Score: each ballot gives options whole numbers from 0 to ``max``; highest total first, an unscored option
counts 0.
"""

from collections.abc import Mapping
from typing import Any

from voting.methods.election import Election, Malformed, Number, Papers, Result, exact, total
from voting.methods.paper import field, per_option
from voting.methods.seats import fill, groups_by

FIELDS = ("scores",)


def read(ballot: Mapping[str, Any], path: str, election: Election) -> tuple[tuple[str, int], ...]:
    """The options scored above 0 with their score, in the order of the file: a 0 says what silence says."""
    value, path = field(ballot, "scores", path)
    scores = per_option(value, path, election)
    most = election.whole("max", None, least=1)
    if most is None:
        raise Malformed("rule.max", "this setting is missing and has no default")
    for option, score in scores.items():
        if isinstance(score, bool) or not isinstance(score, int) or not 0 <= score <= most:
            raise Malformed(f"{path}.{option}", "must be a whole number from 0 to %(most)s", most=most)
    return tuple((option, scores[option]) for option in election.listed(set(scores)) if scores[option])


def count(papers: Papers, election: Election) -> Result:
    """``elected``, ``order``, ``tie``, ``totals`` and ``expressed``, the papers that score something."""
    totals: dict[str, Number] = dict.fromkeys(election.ids, 0)
    for scores, weight in papers.items():
        for option, score in scores:
            totals[option] += score * weight
    expressed = total(papers) - papers.get((), 0)
    shown: Result = {"totals": {o: exact(n) for o, n in totals.items()}, "expressed": exact(expressed)}
    order = groups_by(totals, election)
    if not expressed:
        return {"elected": [], "order": order, "tie": [], **shown, "vacant": election.seats}
    return fill(order, election) | shown
