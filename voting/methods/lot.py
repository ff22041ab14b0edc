"""The lot: an order nobody could know when the list was frozen. There are no ballots.

``variant`` = ``vrs`` (default; `draw.positions`, the labels being the options' identifiers) or ``rfc3797``
for rules that cite it (`draw.rfc3797_order`, the seed being its key string). Without its seed nothing is
drawn.
"""

from collections.abc import Mapping
from typing import Any

from voting.methods.draw import positions, rfc3797_order
from voting.methods.election import Election, Malformed, Papers, Result

FIELDS: tuple[str, ...] = ()


def read(ballot: Mapping[str, Any], path: str, election: Election) -> None:
    """Refuses every ballot."""
    raise Malformed(path, "a lot takes no ballots")


def count(papers: Papers, election: Election) -> Result:
    """``elected``, ``order``, ``tie``, ``seed`` and, but for RFC 3797, ``keys`` {option: position in
    hexadecimal}.
    """
    if election.seed is None:
        return {"elected": [], "order": [], "tie": [list(election.ids)] if election.ids else [], "seed": None}
    shown: Result = {"seed": election.seed}
    if election.setting("variant", "vrs", "rfc3797") == "rfc3797":
        order = rfc3797_order(election.ids, election.seed)
    else:
        keys = positions(election.ids, election.seed, election.code)
        order = sorted(keys, key=keys.__getitem__)
        shown["keys"] = dict(sorted(keys.items()))
        if election.code:
            shown["code"] = election.code
    result = {"elected": order[: election.seats], "order": [[option] for option in order], "tie": [], **shown}
    missing = election.seats - len(order)
    return result | ({"vacant": missing} if missing > 0 else {})
