"""Instant run-off: the last is excluded and its ballots go to their next choice, until one has more than
half.

More than half is of the ballots that still name somebody in the race: nobody could catch up any more.
``quota`` is the absolute majority of the ballots that ranked somebody, shown for comparison. Equals for
exclusion are not separated by earlier rounds unless the rule says ``look_back = true``.
"""

from collections.abc import Mapping
from typing import Any

from voting.methods.election import Election, Malformed, Number, Papers, Result, exact, total
from voting.methods.paper import strict_ranking
from voting.methods.transfers import Choose, Count, by_votes, equals, expressed, look_back, settle

FIELDS = ("ranking",)


def read(ballot: Mapping[str, Any], path: str, election: Election) -> tuple[str, ...]:
    """A ranking without equals; who is left out gets nothing from this ballot."""
    return strict_ranking(ballot, path, election)


def count(papers: Papers, election: Election) -> Result:
    """``elected``, ``order``, ``tie``, ``quota``, ``rounds``."""
    if election.seats != 1:
        raise Malformed("rule.seats", "this method fills one seat only")
    ranked = expressed(papers)
    look = election.flag("look_back", False)
    return settle(lambda choose: run_off(ranked, election, look, choose), election)


def run_off(papers: Papers, election: Election, look: bool, choose: Choose) -> Count:
    """One run-off, its lots drawn by ``choose``."""
    valid = total(papers)
    race = list(election.ids)
    done = Count(quota=int(valid // 2) + 1)
    history: list[dict[str, Number]] = []
    while race and valid:
        papers = _next_choices(papers, set(race))
        votes = _first_votes(papers, race)
        heard = total(votes)
        totals = {option: exact(votes.get(option, 0)) for option in election.ids}
        done.rounds.append(
            {"totals": totals, "elected": [], "excluded": [], "exhausted": exact(valid - heard)}
        )
        leader = equals(votes, race, True)[0]
        if 2 * votes[leader] > heard or len(race) == 1:
            done.rounds[-1]["elected"] = [leader]
            done.elected.append([leader])
            race.remove(leader)
            break
        group = equals(votes, race, False)
        last = _last(group, votes, history, look, choose)
        if last is None:
            done.tie = group
            break
        done.exclude(last, group)
        done.rounds[-1]["excluded"] = [last]
        race.remove(last)
        history.append(votes)
    done.last = by_votes(votes, race) if valid else [race]
    return done


def _last(
    group: list[str],
    votes: Mapping[str, Number],
    history: list[dict[str, Number]],
    look: bool,
    choose: Choose,
) -> str | None:
    narrowed = look_back(group, history, False) if look else group
    if len(narrowed) == 1 or (not votes[group[0]] and len(group) < len(votes)):
        return narrowed[0]  # without a vote among them, equals all leave, whatever the order
    return choose(narrowed, False)


def _next_choices(papers: Papers, race: set[str]) -> dict[tuple[str, ...], Number]:
    """The papers that do not start with an option of the race keep those of it only; those left with none are
    gone, and equal ones merged.
    """
    cut: dict[tuple[str, ...], Number] = {}
    for paper, weight in papers.items():
        left = paper if paper[0] in race else tuple(option for option in paper if option in race)
        if left:
            cut[left] = cut.get(left, 0) + weight
    return cut


def _first_votes(papers: Papers, race: list[str]) -> dict[str, Number]:
    votes: dict[str, Number] = dict.fromkeys(race, 0)
    for paper, weight in papers.items():
        votes[paper[0]] += weight
    return votes
