"""The access table as people read it: who, then everything they may do."""

from collections.abc import Iterable
from dataclasses import dataclass

from governance.web.access import WORDS, Act


@dataclass(frozen=True)
class Group:
    """Acts open under the same conditions; ``conditions`` and ``acts`` are messages of the catalogue."""

    conditions: list[str]
    acts: list[str]


def grouped(acts: Iterable[Act]) -> list[Group]:
    """The acts by their conditions, in the order in which each first comes; the same words only once."""
    groups: dict[tuple[str, ...], dict[str, None]] = {}
    for act in acts:
        who = tuple(WORDS[condition] for condition in act.conditions)
        groups.setdefault(who, {})[act.words] = None
    return [Group(list(who), list(words)) for who, words in groups.items()]
