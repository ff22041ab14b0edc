"""What the transferable votes share: rounds, exclusions, and lots that may not matter.

A count asks `choose(group)` which of equals to take. `settle` answers: where every answer leads to the same
people elected, the first in the order of the file, since nothing depends on it; else what the rule's ``tie``
says; else nobody, and the count stops there with the tie as its result.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from voting.methods.election import Election, Number, Papers, Result

Choose = Callable[[Sequence[str], bool], str | None]  # (equals, whether the best is wanted, not the worst)
LIMIT = 300  # counts tried before a tie is taken to matter


@dataclass
class Count:
    """A count as it goes: who was elected (groups of equals) and excluded, each round, the tie that stopped
    it.
    """

    quota: int | str
    rounds: list[Result] = field(default_factory=list)
    elected: list[list[str]] = field(default_factory=list)
    excluded: list[list[str]] = field(default_factory=list)  # first excluded first
    last: list[list[str]] = field(default_factory=list)  # neither, at the end, best first
    tie: list[str] = field(default_factory=list)
    open_to: frozenset[str] = frozenset()

    @property
    def winners(self) -> list[str]:
        """Everybody elected, in order."""
        return [option for group in self.elected for option in group]

    def exclude(self, option: str, equals: Sequence[str]) -> None:
        """Note an exclusion; the next of the same equals joins its group."""
        if option in self.open_to and self.excluded:
            self.excluded[-1].append(option)
        else:
            self.excluded.append([option])
            self.open_to = frozenset(equals)


@dataclass(frozen=True)
class Resolved:
    """A count with its lots answered. ``possible``: who may be elected, one set unless the tie matters, and
    none where that takes more than `LIMIT` counts to know; ``settled``: the lots the rule answered.
    """

    done: Count
    possible: set[frozenset[str]]
    settled: list[Result]


def resolve(run: Callable[[Choose], Count], election: Election) -> Resolved:
    """Run a count, its lots answered as the module says."""
    answers: list[str] = []
    settled: list[Result] = []
    while True:
        done, wanted_best = _replay(run, answers)
        if not done.tie:
            return Resolved(done, {frozenset(done.winners)}, settled)
        possible = _possible(run, answers, done.tie)
        separated = election.separate(done.tie)
        if len(possible) == 1:
            answers.append(done.tie[0])
        elif separated is not None:
            settled.append({"tie": done.tie, "by": election.settings["tie"], "order": separated})
            answers.append(separated[0] if wanted_best else separated[-1])
        else:
            return Resolved(done, possible, settled)


def settle(run: Callable[[Choose], Count], election: Election) -> Result:
    """The fields of a count by transfers: ``elected``, ``order``, ``tie``, ``quota``, ``rounds``."""
    resolved = resolve(run, election)
    done = resolved.done
    order = [*done.elected, *done.last, *(election.listed(group) for group in reversed(done.excluded))]
    result: Result = {"elected": done.winners, "order": order, "tie": [done.tie] if done.tie else []}
    vacant = election.seats - len(done.winners)
    result |= {"vacant": vacant} if vacant > 0 and not done.tie else {}
    result |= {"settled": resolved.settled} if resolved.settled else {}
    return result | {"quota": done.quota, "rounds": done.rounds}


def _replay(run: Callable[[Choose], Count], answers: Sequence[str]) -> tuple[Count, bool]:
    """The count with its first lots answered, and whether the one left open wants the best."""
    left = list(answers)
    asked = [False]

    def choose(group: Sequence[str], best: bool) -> str | None:
        asked[0] = best
        return left.pop(0) if left else None

    return run(choose), asked[0]


def _possible(
    run: Callable[[Choose], Count], answers: Sequence[str], group: Sequence[str]
) -> set[frozenset[str]]:
    found: set[frozenset[str]] = set()
    waiting = [[*answers, option] for option in group]
    for _ in range(LIMIT):
        tried = waiting.pop()
        done, _ = _replay(run, tried)
        if done.tie:
            waiting.extend([*tried, option] for option in done.tie)
        else:
            found.add(frozenset(done.winners))
        if not waiting:
            return found
    return set()


def equals(votes: Mapping[str, Number], options: Sequence[str], best: bool) -> list[str]:
    """The options with the most votes, or with the fewest."""
    wanted = (max if best else min)(votes[option] for option in options)
    return [option for option in options if votes[option] == wanted]


def by_votes(votes: Mapping[str, Number], options: Sequence[str]) -> list[list[str]]:
    """The options by descending votes, equals together."""
    levels = sorted({votes[option] for option in options}, reverse=True)
    return [[option for option in options if votes[option] == level] for level in levels]


def look_back(group: list[str], history: Sequence[Mapping[str, Number]], best: bool) -> list[str]:
    """The equals left once compared at each earlier round, the most recent first."""
    for votes in reversed(history):
        group = equals(votes, group, best)
    return group


def expressed(papers: Papers) -> Papers:
    """The papers that rank somebody."""
    return {paper: weight for paper, weight in papers.items() if paper}


def decimal(value: int, places: int) -> str:
    """A whole number of the smallest unit as a decimal: 12345678, 5 → "123.45678"."""
    return f"{value // 10**places}.{value % 10**places:0{places}d}"
