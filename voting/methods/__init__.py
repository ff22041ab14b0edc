"""The methods of choosing among options or people: one module each, one line here.

A method is a module with `FIELDS`, the keys of its ballots; `read(ballot, path, election)`, a hashable paper
or a `Malformed`; `count(papers, election)`, the fields of the result. `voting.methods.choose.count` does the
rest.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from voting.methods import (
    approval,
    equal_shares,
    irv,
    lot,
    majority_judgment,
    plurality,
    ranked_pairs,
    schulze,
    score,
    stv,
    without_candidate,
)
from voting.methods.election import Election, Papers, Result


class Method(Protocol):
    """What a method's module offers."""

    @property
    def FIELDS(self) -> tuple[str, ...]:
        """The keys a ballot may carry beside those of its owner."""

    def read(self, ballot: Mapping[str, Any], path: str, election: Election) -> Any:
        """The paper of a ballot, hashable; equal papers say the same. Raises `Malformed`."""

    def count(self, papers: Papers, election: Election) -> Result:
        """The fields of the result, ready for JSON. Raises `Malformed` for a setting."""


METHODS: Mapping[str, Method] = {
    "plurality": plurality,
    "approval": approval,
    "score": score,
    "majority-judgment": majority_judgment,
    "schulze": schulze,
    "ranked-pairs": ranked_pairs,
    "irv": irv,
    "stv": stv,
    "without-candidate": without_candidate,
    "lot": lot,
    "equal-shares": equal_shares,
}
