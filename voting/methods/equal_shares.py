"""Participatory budgeting by the method of equal shares: everybody holds the same money, and an option is
bought by those who want it, at the lowest price per unit of utility that covers its cost.

Source: Peters, Pierczyński and Skowron, "Proportional participatory budgeting with additive utilities",
NeurIPS 2021. Settings, all of which change the winners: ``budget``; ``start``, what each voter holds at
first, an exact number or ``floor`` (default: budget ÷ voters without its fraction) or ``exact``; ``raise``
(default 0), by how much everybody's money grows while the budget allows; ``stop`` = ``before-overspending``
(default: the last selection that costs no more than the budget) or ``exhaustive`` (the first to which nothing
can be added); ``utility`` = ``cost`` (default for approvals: an approved option is worth its cost) or
``points`` (default for scores). Options at the same price are a tie, unless all of them can be bought at it
or every order ends with the same selection.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from voting.exact import NotExact, fraction
from voting.methods import approval, score
from voting.methods.election import Election, Malformed, Number, Papers, Result, exact, total
from voting.methods.transfers import Choose, Count, expressed, resolve

FIELDS = ("approved", "scores")

STEPS = 10_000  # raises tried before the step is refused
Wants = tuple[tuple[str, int], ...]  # a paper: the options wanted with their points, in the order of the file
Price = Number  # money per unit of utility


def read(ballot: Mapping[str, Any], path: str, election: Election) -> Wants:
    """The options wanted with their points, 1 for an approval. ``approved`` or ``scores``, not both."""
    if "scores" not in ballot:
        return tuple((option, 1) for option in approval.read(ballot, path, election))
    if "approved" in ballot:
        raise Malformed(f"{path}.scores", "a ballot has approvals or scores, not both")
    return score.read(ballot, path, election)


def count(papers: Papers, election: Election) -> Result:
    """``elected`` in the order of purchase, ``order``, ``tie``, ``spent``, ``start``, ``payments``,
    ``budget``.

    ``start`` is what each voter held in the selection kept; ``payments`` {option: money paid per point by
    whoever had enough}. A ballot that wants nothing holds no money.
    """
    market = Market(expressed(papers), election, _money(election, "budget"))
    stop = election.setting("stop", "before-overspending", "exhaustive")
    empty: Result = {"elected": [], "order": [], "tie": [], "spent": 0, "start": 0, "payments": {}}
    if not market.papers:
        return empty | {"budget": exact(market.budget)}
    start, step = _start(market), _money(election, "raise", "0")
    kept = empty
    for _ in range(STEPS):
        result, fits, full = market.selection(start)
        if fits is False:
            break
        kept = result
        if fits is None or not step or full or (stop == "exhaustive" and market.exhausted(result["elected"])):
            break
        start += step
    else:
        raise Malformed("rule.raise", "is too small a step for this budget")
    return kept | {
        "budget": exact(market.budget),
        "stop": stop,
        "raise": exact(step),
        "utility": market.utility,
    }


def _money(election: Election, name: str, default: str | None = None) -> Fraction:
    raw = election.settings.get(name, default)
    if raw is None:
        raise Malformed(f"rule.{name}", "this setting is missing and has no default")
    try:
        return fraction(raw)
    except NotExact as error:
        raise Malformed(f"rule.{name}", str(error)) from None


def _start(market: "Market") -> Fraction:
    share = market.budget / Fraction(total(market.papers))
    how = market.election.settings.get("start", "floor")
    if how in ("floor", "exact"):
        return Fraction(share // 1) if how == "floor" else share
    return _money(market.election, "start")


@dataclass(frozen=True)
class Market:
    """The options, who wants them, and the budget. Costs are above 0."""

    papers: Papers
    election: Election
    budget: Fraction

    @cached_property
    def costs(self) -> dict[str, Fraction]:
        for place, option in enumerate(self.election.options):
            if not option.cost:
                raise Malformed(f"options[{place}].cost", "each option has a cost, more than 0")
        return {option.id: option.cost for option in self.election.options if option.cost}

    @cached_property
    def wanted(self) -> dict[str, list[tuple[Wants, int]]]:
        """Who wants each option, with the points; options nobody wants are not there."""
        found: dict[str, list[tuple[Wants, int]]] = {option: [] for option in self.costs}
        for paper in self.papers:
            for option, points in paper:
                found[option].append((paper, points))
        return {option: holders for option, holders in found.items() if holders}

    @cached_property
    def utility(self) -> str:
        scored = any(points != 1 for paper in self.papers for _, points in paper)
        return self.election.setting("utility", *(("points", "cost") if scored else ("cost", "points")))

    def worth(self, option: str) -> Fraction:
        """The utility of one point."""
        return self.costs[option] if self.utility == "cost" else Fraction(1)

    def spent(self, options: Any) -> Fraction:
        return sum((self.costs[option] for option in options), Fraction(0))

    def exhausted(self, elected: list[str]) -> bool:
        """Nothing more fits in what is left of the budget."""
        left = self.budget - self.spent(elected)
        return all(self.costs[option] > left for option in self.costs if option not in elected)

    def selection(self, start: Fraction) -> tuple[Result, bool | None, bool]:
        """The selection when each voter holds ``start``; whether it fits the budget (``None``: that depends
        on a tie); whether everything wanted is bought.
        """
        resolved = resolve(lambda choose: buy(self, start, choose), self.election)
        done = resolved.done
        fit = {self.spent(selected) <= self.budget for selected in resolved.possible}
        result: Result = {
            "elected": done.winners,
            "order": done.elected,
            "tie": [done.tie] if done.tie else [],
        }
        result |= {"settled": resolved.settled} if resolved.settled else {}
        result |= {"spent": exact(self.spent(done.winners)), "start": exact(start)}
        prices = {item["option"]: exact(item["price"]) for item in done.rounds}
        full = len(prices) == len(self.wanted)
        return result | {"payments": prices}, fit.pop() if len(fit) == 1 else None, full


@dataclass
class Purses:
    """What each paper's voters hold. Papers that paid the same hold the same purse, so money is compared by
    purse.
    """

    held: dict[Wants, int]
    money: list[Price]

    def price(
        self, holders: list[tuple[Wants, int]], cost: Fraction, worth: Fraction, papers: Papers
    ) -> Price | None:
        """The lowest price per unit of utility at which they cover the cost, each paying at most what they
        hold.
        """
        purses: dict[tuple[int, int], Number] = {}
        for paper, points in holders:
            key = self.held[paper], points
            purses[key] = purses.get(key, 0) + papers[paper]
        missing, wanted = cost, sum(number * points for (_, points), number in purses.items())
        while purses:
            unit = missing / wanted
            due = {points: unit * points for points in {points for _, points in purses}}
            short = [key for key in purses if self.money[key[0]] < due[key[1]]]
            if not short:
                return unit / worth
            for key in short:
                number = purses.pop(key)
                missing -= number * self.money[key[0]]
                wanted -= number * key[1]
        return None

    def pay(self, holders: list[tuple[Wants, int]], unit: Price) -> None:
        """Each holder pays ``unit`` per point, or all they hold."""
        after: dict[tuple[int, int], int] = {}
        for paper, points in holders:
            key = self.held[paper], points
            if key not in after:
                after[key] = len(self.money)
                self.money.append(max(self.money[key[0]] - unit * points, 0))
            self.held[paper] = after[key]


def buy(market: Market, start: Fraction, choose: Choose) -> Count:
    """One series of purchases, lots drawn by ``choose``. ``rounds``: ``{"option", "price"}`` per point."""
    done = Count(quota="")
    purses = Purses(dict.fromkeys(market.papers, 0), [start])
    known: dict[str, Price] = dict.fromkeys(market.wanted, 0)  # prices only rise as money is spent
    while known:
        cheapest = _cheapest(market, purses, known)
        if not cheapest:
            break
        price = known[cheapest[0]]
        picked = cheapest[0]
        if len(cheapest) > 1 and not _all_can(market, purses, cheapest, price):
            answer = choose(cheapest, True)
            if answer is None:
                done.tie = cheapest
                break
            picked = answer
        unit = price * market.worth(picked)
        purses.pay(market.wanted[picked], unit)
        done.rounds.append({"option": picked, "price": unit})
        done.elected.append([picked])
        del known[picked]
    return done


def _cheapest(market: Market, purses: Purses, known: dict[str, Price]) -> list[str]:
    """The affordable options at the lowest price, in the order of the file; unaffordable ones leave
    ``known``.
    """
    best: Price | None = None
    found: list[str] = []
    for option in sorted(known, key=known.__getitem__):
        if best is not None and known[option] > best:
            break
        price = purses.price(market.wanted[option], market.costs[option], market.worth(option), market.papers)
        if price is None:
            del known[option]
            continue
        known[option] = price
        if best is None or price < best:
            best, found = price, []
        if price == best:
            found.append(option)
    return market.election.listed(found)


def _all_can(market: Market, purses: Purses, options: list[str], price: Price) -> bool:
    """Whether everybody can pay for all these options at this price: then their order changes nothing."""
    owed: dict[Wants, Price] = {}
    for option in options:
        for paper, points in market.wanted[option]:
            owed[paper] = owed.get(paper, 0) + price * points * market.worth(option)
    return all(purses.money[purses.held[paper]] >= debt for paper, debt in owed.items())
