"""Who is asked after somebody refused: the next in the order of the result, where it has one. Pure.

A result ranks where its method puts everybody in an order by itself: plurality, approval, score, majority
judgment, the two by pairs, a lot. The order in which a transferable vote eliminates is none: with one seat
more others might have been elected. Nor is what comes after an absolute majority, which was for one only.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voting.rule import Rule

RANKING = frozenset({"plurality", "approval", "score", "majority-judgment", "schulze", "ranked-pairs", "lot"})


@dataclass(frozen=True)
class Ranking:
    """What one body said, the whole circle or a college: who is elected, then everybody in order.

    ``order``: groups of equals, best first, without those who were turned down.
    """

    elected: tuple[str, ...]
    order: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Next:
    """Who is to be asked now, in order; ``tie``: those between whom nothing chooses for the next seat."""

    people: tuple[str, ...] = ()
    tie: tuple[str, ...] = ()


def ranks(rule: Rule) -> bool:
    """Whether the result of a vote under this rule says who comes next."""
    return rule.method in RANKING and not rule.settings.get("majority_first")


def read(result: Mapping[str, Any], default: str | None = None) -> list[Ranking]:
    """The rankings of a ``result/1``, one for each college where each elects; ``default``: what all must
    beat.
    """
    return [_one(body, default) for body in result.get("colleges") or [result]]


def _one(body: Mapping[str, Any], default: str | None) -> Ranking:
    dropped = {each["option"] for each in body.get("dropped", ())}
    separated = {frozenset(each["tie"]): each["order"] for each in body.get("settled", ())}
    elected = tuple(each for each in body.get("elected", ()) if each != default)
    return Ranking(elected, tuple(_groups(body.get("order", ()), separated, dropped, default)))


def _groups(
    order: Sequence[Sequence[str]],
    separated: Mapping[frozenset[str], Sequence[str]],
    dropped: Collection[str],
    default: str | None,
) -> Iterator[tuple[str, ...]]:
    for group in order:
        if default in group:
            return
        left = [each for each in group if each not in dropped]
        if frozenset(group) in separated:
            yield from ((each,) for each in separated[frozenset(group)] if each in left)
        elif left:
            yield tuple(left)


def following(ranking: Ranking, *, seated: Collection[str], gone: Collection[str]) -> Next:
    """Who comes next. ``seated``: those who hold a seat or may still take it; ``gone``: those who refused, or
    cannot hold it. As many are asked as were elected and are missing; equals only all at once.
    """
    missing = len(ranking.elected) - len(set(seated))
    asked: list[str] = []
    for group in ranking.order:
        left = [each for each in group if each not in seated and each not in gone]
        if missing <= 0:
            break
        if len(left) > missing:
            return Next(tuple(asked), tuple(left))
        asked += left
        missing -= len(left)
    return Next(tuple(asked))
