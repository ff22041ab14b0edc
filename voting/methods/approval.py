"""Approval: each ballot approves as many options as it likes, or at most ``max_choices``; most approvals
first.

Source: Brams and Fishburn, "Approval Voting", American Political Science Review 72(3), 1978.
"""

from collections.abc import Mapping
from typing import Any

from voting.methods.election import Election, Malformed, Number, Papers, Result, exact, total
from voting.methods.paper import distinct, field
from voting.methods.seats import fill, groups_by

FIELDS = ("approved",)


def read(ballot: Mapping[str, Any], path: str, election: Election) -> tuple[str, ...]:
    """The options approved, in the order of the file."""
    value, path = field(ballot, "approved", path)
    approved = distinct(value, path, election)
    most = election.whole("max_choices", None, least=1)
    if most is not None and len(approved) > most:
        raise Malformed(path, "at most %(most)s options can be approved", most=most)
    return tuple(election.listed(approved))


def count(papers: Papers, election: Election) -> Result:
    """``elected``, ``order``, ``tie``, ``totals`` and ``expressed``, the papers that approve something."""
    totals: dict[str, Number] = dict.fromkeys(election.ids, 0)
    for approved, weight in papers.items():
        for option in approved:
            totals[option] += weight
    expressed = total(papers) - papers.get((), 0)
    shown: Result = {"totals": {o: exact(n) for o, n in totals.items()}, "expressed": exact(expressed)}
    order = groups_by(totals, election)
    if not expressed:
        return {"elected": [], "order": order, "tie": [], **shown, "vacant": election.seats}
    return fill(order, election) | shown
