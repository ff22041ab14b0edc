"""The single transferable vote: ``variant`` = ``scottish`` (default) or ``meek``. Rules in `scottish` and
`meek`.
"""

from collections.abc import Mapping
from typing import Any

from voting.methods import meek, scottish
from voting.methods.election import Election, Malformed, Papers, Result, total
from voting.methods.paper import strict_ranking
from voting.methods.transfers import expressed, settle

FIELDS = ("ranking",)
VARIANTS = {"scottish": scottish, "meek": meek}


def read(ballot: Mapping[str, Any], path: str, election: Election) -> tuple[str, ...]:
    """A ranking without equals; who is left out gets nothing from this ballot."""
    return strict_ranking(ballot, path, election)


def count(papers: Papers, election: Election) -> Result:
    """``elected``, ``order``, ``tie``, ``quota``, ``rounds``, ``variant``. Weights are whole numbers."""
    name = election.setting("variant", *VARIANTS)
    variant = VARIANTS[name]
    fixed: dict[str, Any] = {"quota": "droop", "decimals": variant.DECIMALS, "rounding": variant.ROUNDING}
    for setting, value in fixed.items():
        if election.settings.get(setting, value) != value:
            raise Malformed(f"rule.{setting}", "the variant %(name)s has %(value)s", name=name, value=value)
    ranked = expressed(papers)
    if not total(ranked):
        order = [list(election.ids)] if election.options else []
        return {"elected": [], "order": order, "tie": [], "rounds": [], "vacant": election.seats}
    look = election.flag("look_back", name == "scottish")
    result = settle(lambda choose: variant.transfer(ranked, election, look, choose), election)
    return result | {"variant": name, "decimals": variant.DECIMALS, "rounding": variant.ROUNDING}
