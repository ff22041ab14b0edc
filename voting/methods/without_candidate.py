"""Election without candidate: each member names somebody and says why. The count lists nominations, and
elects nobody.

Source: Endenburg, "Sociocracy: the organization of decision-making", 1998: the circle hears the nominations
and their reasons, then decides by consent. How often somebody is named is shown, and decides nothing.
"""

from collections.abc import Mapping
from typing import Any

from voting.methods.election import Election, Malformed, Number, Papers, Result, exact
from voting.methods.paper import field, known

FIELDS = ("nominee", "reason", "voter")


def read(ballot: Mapping[str, Any], path: str, election: Election) -> tuple[str, str]:
    """The person named and the nominator, empty where the file does not say who votes.

    Where the election lists options the person is one of them. The reason is text, and may be missing.
    """
    value, where = field(ballot, "nominee", path)
    if not isinstance(ballot.get("reason", ""), str):
        raise Malformed(f"{path}.reason", "must be a text")
    if not isinstance(value, str) or not value:
        raise Malformed(where, "must be a person")
    nominee = known(value, where, election) if election.options else value
    return nominee, str(ballot.get("voter") or "")


def count(papers: Papers, election: Election) -> Result:
    """``nominations`` {person: [nominators]} and ``totals``, both sorted by person; nobody is elected."""
    totals: dict[str, Number] = {}
    nominators: dict[str, list[str]] = {}
    for nominee, voter in sorted(papers):
        totals[nominee] = totals.get(nominee, 0) + papers[nominee, voter]
        nominators.setdefault(nominee, []).extend([voter] if voter else [])
    return {
        "elected": [],
        "order": [],
        "tie": [],
        "nominations": nominators,
        "totals": {person: exact(number) for person, number in totals.items()},
    }
