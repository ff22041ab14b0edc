"""The single transferable vote of Scottish local elections: weighted inclusive Gregory, five decimals.

Source: The Scottish Local Government Elections Order 2011 (SSI 2011/399), schedule 1, rules 46 to 53. The
quota is the whole part of valid papers / (seats + 1), plus one (47). Who reaches it is elected (48); only
votes above it move (49): all the papers of the elected, each at its value × surplus ÷ votes, five decimals
and no rounding. The largest surplus first (50), then the last is excluded, one at a time (51); equals are
separated by the most recent earlier stage where they differ, then by lot. When as many are left as there are
seats, they are elected without further transfer (52).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from voting.methods.election import Election, Papers
from voting.methods.transfers import Choose, Count, by_votes, decimal, equals, look_back

DECIMALS = 5
ROUNDING = "truncated"
ONE = 10**DECIMALS

Pile = dict[
    tuple[tuple[str, ...], int], int
]  # (what the paper still says, its value in 1/ONE) → number of papers


@dataclass
class Table:
    """The count as it lies on the table: piles, votes in 1/ONE, who is in the race, whose surplus waits."""

    election: Election
    done: Count
    look: bool
    choose: Choose
    valid: int
    piles: dict[str, Pile]
    votes: dict[str, int]
    race: list[str]
    quota: int
    waiting: list[str] = field(default_factory=list)
    history: list[dict[str, int]] = field(default_factory=list)

    @property
    def vacancies(self) -> int:
        return self.election.seats - len(self.done.winners)


def transfer(papers: Papers, election: Election, look: bool, choose: Choose) -> Count:
    """One count, its lots drawn by ``choose``. At least one paper ranks somebody; weights are whole."""
    table = _laid_out(papers, election, look, choose)
    while True:
        _stage(table)
        if table.vacancies <= 0 or not table.race:
            break
        moved = _move_surplus(table) if table.waiting else _exclude(table)
        if not moved:
            break
    table.done.last = by_votes(table.votes, table.race)
    return table.done


def _laid_out(papers: Papers, election: Election, look: bool, choose: Choose) -> Table:
    piles: dict[str, Pile] = {option: {} for option in election.ids}
    race = set(election.ids)
    _hand_on(((paper, ONE, int(number)) for paper, number in papers.items()), race, piles)
    valid = sum(int(number) for number in papers.values())
    quota = valid // (election.seats + 1) + 1
    votes = {option: _worth(pile) for option, pile in piles.items()}
    return Table(
        election, Count(quota), look, choose, valid * ONE, piles, votes, list(election.ids), quota * ONE
    )


def _hand_on(
    papers: Iterable[tuple[tuple[str, ...], int, int]], race: set[str], piles: dict[str, Pile]
) -> None:
    """Give papers (what they say, value, number) to the first they name who is in the race; the others are
    spent.
    """
    for paper, value, number in papers:
        for place, option in enumerate(paper):
            if option in race:
                pile = piles[option]
                key = paper[place + 1 :], value
                pile[key] = pile.get(key, 0) + number
                break


def _worth(pile: Pile) -> int:
    return sum(value * number for (_, value), number in pile.items())


def _stage(table: Table) -> None:
    """Note the votes; elect who reaches the quota, or everybody left when the seats suffice."""
    exhausted = table.valid - sum(table.votes.values())
    reached = [option for option in table.race if table.votes[option] >= table.quota]
    if len(table.race) <= table.vacancies:
        reached = list(table.race)
    elected = _in_order(table, reached)
    table.done.rounds.append(
        {
            "totals": {option: decimal(votes, DECIMALS) for option, votes in table.votes.items()},
            "elected": [option for group in elected for option in group],
            "excluded": [],
            "exhausted": decimal(exhausted, DECIMALS),
        }
    )
    table.done.elected.extend(elected)
    table.race = [option for option in table.race if option not in reached]
    table.waiting.extend(option for option in reached if table.votes[option] > table.quota)


def _in_order(table: Table, reached: list[str]) -> list[list[str]]:
    """Rule 53: by votes, then by votes at the most recent earlier stage where they differ."""
    left = list(reached)
    order = []
    while left:
        best = equals(table.votes, left, True)
        best = look_back(best, table.history, True) if table.look else best
        order.append(best)
        left = [option for option in left if option not in best]
    return order


def _pick(table: Table, options: list[str], best: bool) -> str | None:
    group = equals(table.votes, options, best)
    group = look_back(group, table.history, best) if table.look else group
    if len(group) == 1:
        return group[0]
    leaving = not best and not table.votes[group[0]] and len(table.race) - len(group) >= table.vacancies
    picked = group[0] if leaving else table.choose(group, best)  # without a vote among them, equals all leave
    if picked is None:
        table.done.tie = group
    return picked


def _move_surplus(table: Table) -> bool:
    option = _pick(table, table.waiting, True)
    if option is None:
        return False
    surplus, votes = table.votes[option] - table.quota, table.votes[option]
    table.done.rounds[-1]["transferred"] = option
    pile = table.piles.pop(option)
    table.waiting.remove(option)
    _move(table, ((paper, value * surplus // votes, number) for (paper, value), number in pile.items()))
    table.votes[option] = table.quota
    return True


def _exclude(table: Table) -> bool:
    option = _pick(table, table.race, False)
    if option is None:
        return False
    equal = equals(table.votes, table.race, False)
    table.done.exclude(option, equal)
    table.done.rounds[-1]["excluded"] = [option]
    table.race.remove(option)
    pile = table.piles.pop(option)
    _move(table, ((paper, value, number) for (paper, value), number in pile.items()))
    table.votes[option] = 0
    return True


def _move(table: Table, papers: Iterable[tuple[tuple[str, ...], int, int]]) -> None:
    table.history.append(dict(table.votes))
    _hand_on(papers, set(table.race), table.piles)
    for option in table.race:
        table.votes[option] = _worth(table.piles[option])
