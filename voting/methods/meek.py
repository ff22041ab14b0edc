"""The single transferable vote by Meek's method: an elected option keeps of every paper just what it needs.

Source: Hill, Wichmann and Woodall, "Algorithm 123: single transferable vote by Meek's method", The Computer
Journal 30, 1987, in the reference form of the Proportional Representation Foundation: nine decimals, what is
kept rounded up, quota truncated plus one unit, ω = 0.000001; options within the remaining surplus of the last
are its equals for exclusion.
"""

from dataclasses import dataclass, field

from voting.methods.election import Election, Papers
from voting.methods.transfers import Choose, Count, by_votes, decimal, look_back

DECIMALS = 9
ROUNDING = "up"
ONE = 10**DECIMALS
OMEGA = 10**3  # 0.000001


@dataclass
class State:
    """Who is in the race, what each option keeps of a paper (in 1/ONE), the count so far."""

    election: Election
    papers: dict[tuple[str, ...], int]
    race: list[str]
    keep: dict[str, int]
    done: Count
    history: list[dict[str, int]] = field(default_factory=list)

    @property
    def vacancies(self) -> int:
        return self.election.seats - len(self.done.winners)


def transfer(papers: Papers, election: Election, look: bool, choose: Choose) -> Count:
    """One count, its lots drawn by ``choose``. At least one paper ranks somebody; weights are whole."""
    whole = {paper: int(number) for paper, number in papers.items()}
    race = list(election.ids)
    state = State(election, whole, race, dict.fromkeys(race, ONE), Count(quota=""))
    while not state.history or 0 < state.vacancies < len(state.race):
        votes, surplus = _round(state)
        if not state.done.rounds[-1]["elected"] and state.vacancies < len(state.race):
            last = _last(state, votes, surplus, look, choose)
            if last is None:
                break
            _exclude(state, last)
        state.history.append(votes)
    if not state.done.tie and state.race and state.vacancies >= len(state.race):
        _elect(state, state.history[-1], state.race)
    state.done.last = by_votes(votes, state.race)
    return state.done


def _round(state: State) -> tuple[dict[str, int], int]:
    """Iterate until somebody is elected or the surplus is spent; note the votes, elect. The votes and the
    surplus.
    """
    papers = _shortened(state)
    before = None
    while True:
        votes = _votes(papers, state)
        quota = sum(votes.values()) // (state.election.seats + 1) + 1
        elected = state.done.winners
        surplus = max(sum(votes[option] - quota for option in elected), 0)
        reached = [option for option in state.race if votes[option] >= quota]
        if reached or surplus < OMEGA or (before is not None and surplus >= before):
            break
        before = surplus
        for option in elected:
            state.keep[option] = _up(_up(state.keep[option], quota, ONE), ONE, votes[option])
    state.done.quota = decimal(quota, DECIMALS)
    valid = sum(state.papers.values()) * ONE
    state.done.rounds.append(
        {
            "quota": decimal(quota, DECIMALS),
            "totals": {option: decimal(number, DECIMALS) for option, number in votes.items()},
            "elected": [],
            "excluded": [],
            "exhausted": decimal(valid - sum(votes.values()), DECIMALS),
        }
    )
    _elect(state, votes, reached)
    return votes, surplus


def _elect(state: State, votes: dict[str, int], reached: list[str]) -> None:
    groups = by_votes(votes, reached)
    state.done.elected.extend(groups)
    state.done.rounds[-1]["elected"] += [option for group in groups for option in group]
    state.race = [option for option in state.race if option not in reached]


def _last(state: State, votes: dict[str, int], surplus: int, look: bool, choose: Choose) -> str | None:
    lowest = min(votes[option] for option in state.race)
    equal = [option for option in state.race if votes[option] <= lowest + surplus]
    if look:
        equal = look_back(equal, state.history, False)
    nothing = not any(votes[option] for option in equal) and len(state.race) - len(equal) >= state.vacancies
    last = equal[0] if len(equal) == 1 or nothing else choose(equal, False)
    if last is None:
        state.done.tie = equal
    else:
        state.done.exclude(last, equal)
    return last


def _exclude(state: State, last: str) -> None:
    state.done.rounds[-1]["excluded"] = [last]
    state.race.remove(last)
    state.keep[last] = 0


def _shortened(state: State) -> dict[tuple[str, ...], int]:
    """The papers without the excluded, up to the first of the race, which keeps all that reaches it."""
    short: dict[tuple[str, ...], int] = {}
    race = set(state.race)
    for paper, number in state.papers.items():
        end = next((n + 1 for n, option in enumerate(paper) if option in race), len(paper))
        said = tuple(option for option in paper[:end] if state.keep[option])
        short[said] = short.get(said, 0) + number
    return short


def _votes(papers: dict[tuple[str, ...], int], state: State) -> dict[str, int]:
    votes = dict.fromkeys(state.election.ids, 0)
    for paper, number in papers.items():
        value = ONE
        for option in paper:
            kept = _up(value, state.keep[option], ONE)
            votes[option] += kept * number
            value -= kept
            if not value:
                break
    return votes


def _up(number: int, times: int, divisor: int) -> int:
    """number × times ÷ divisor, rounded up."""
    return -(-number * times // divisor)
