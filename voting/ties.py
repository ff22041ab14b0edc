"""What an outcome ``tied`` still awaits, when its rule says who or what breaks the tie. Pure."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voting.rule import Rule

CASTING_VOTE, LOT = "casting-vote", "lot"
ANSWERS = ("for", "against")  # of a text


@dataclass(frozen=True)
class Awaited:
    """``how``: "casting-vote" or "lot". A casting vote answers by one of ``asked``, or, where options are
    tied, puts them in order: all but one, the preferred first.
    """

    how: str
    asked: tuple[str, ...] = ()

    @property
    def wanted(self) -> int:
        """How many of ``asked`` a casting vote names."""
        return len(self.asked) - 1


def awaited(
    rule: Rule, result: Mapping[str, Any], *, casting_vote: Sequence[str] = (), seed: str | None = None
) -> Awaited | None:
    """What breaks the tie of a ``result/1``; None where there is no tie, or nothing that may still break it.

    The first group of equals is asked first, without those that an earlier casting vote already placed.
    """
    if result.get("outcome") != "tied":
        return None
    if rule.tie == LOT:
        return Awaited(LOT) if seed is None and rule.settings.get("randomness") else None
    if rule.tie != CASTING_VOTE:
        return None
    groups: Iterable[Sequence[str]] = result.get("tie", [ANSWERS])
    unplaced = (tuple(each for each in group if each not in casting_vote) for group in groups)
    return next((Awaited(CASTING_VOTE, group) for group in unplaced if len(group) > 1), None)


def is_answer(tie: Awaited, choice: Sequence[str]) -> bool:
    """Whether this casting vote breaks this tie."""
    return len(choice) == tie.wanted == len(set(choice)) and set(choice) <= set(tie.asked)


def kept(casting_vote: str | None) -> tuple[str, ...]:
    """A casting vote as a vote keeps it: a JSON list."""
    return tuple(json.loads(casting_vote)) if casting_vote else ()
