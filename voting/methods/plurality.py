"""Plurality: one choice per ballot, most votes first.

With ``majority_first`` a single option needs more than half of the votes expressed; failing that the two
first go to a second round, named in ``second_round``. A ballot ``"blank"`` or ``"abstain"`` is cast and
expresses nothing.
"""

from collections.abc import Mapping
from typing import Any

from voting.methods.election import Election, Malformed, Papers, Result, exact, total
from voting.methods.paper import field, known
from voting.methods.seats import fill, groups_by

FIELDS = ("choice",)
SILENT = ("blank", "abstain")


def read(ballot: Mapping[str, Any], path: str, election: Election) -> str | None:
    """The option chosen; ``None`` for a ballot that expresses nothing."""
    value, path = field(ballot, "choice", path)
    if value in SILENT and value not in election.position:
        return None
    return known(value, path, election)


def count(papers: Papers, election: Election) -> Result:
    """``elected``, ``order``, ``tie``, ``totals``, ``expressed``; ``second_round`` where one is needed."""
    totals = {option: papers.get(option, 0) for option in election.ids}
    expressed = total(totals)
    order = groups_by(totals, election)
    shown: Result = {"totals": {o: exact(n) for o, n in totals.items()}, "expressed": exact(expressed)}
    if not expressed:
        return {"elected": [], "order": order, "tie": [], **shown, "vacant": election.seats}
    if not election.flag("majority_first", False):
        return fill(order, election) | shown
    if election.seats != 1:
        raise Malformed("rule.majority_first", "an absolute majority is for one seat only")
    if 2 * totals[order[0][0]] > expressed:
        return fill(order, election) | shown
    two = fill(order, election, seats=2)
    second = {"elected": [], "second_round": two["elected"] if not two["tie"] else []}
    return two | shown | second
