"""How long a million ballots take by each method, beside merely parsing and counting the lines.

Run: python -m bench.tally [ballots]. Each method counts the same ballots twice: as one line per ballot, and
as one line per distinct ballot with its count. The ratio is to ``json.loads`` and a `Counter` over the same
lines.
"""

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from voting import count_file
from voting.tally import tally

OPTIONS = "abcdefghij"
DISTINCT = 5_000
RULES: dict[str, dict[str, Any]] = {
    "score": {"max": 5},
    "majority-judgment": {"grades": ["bad", "poor", "fair", "good", "excellent"]},
    "stv": {"seats": 4},
    "equal-shares": {"raise": 1},
}


METHODS = (
    "plurality",
    "approval",
    "score",
    "majority-judgment",
    "schulze",
    "ranked-pairs",
    "irv",
    "stv",
    "equal-shares",
)


def papers(method: str, chance: random.Random) -> dict[str, Any]:
    """One ballot of ten options."""
    order = chance.sample(OPTIONS, chance.randint(1, len(OPTIONS)))
    if method == "plurality":
        return {"choice": order[0]}
    if method in ("approval", "equal-shares"):
        return {"approved": order}
    if method == "score":
        return {"scores": {option: chance.randint(0, 5) for option in order}}
    if method == "majority-judgment":
        return {"grades": {option: chance.choice(RULES[method]["grades"]) for option in order}}
    return {"ranking": order}


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(ballots: int) -> None:
    """Print a table: seconds and ratios, per method and shape of file."""
    print(f"{ballots:,} ballots, {DISTINCT:,} distinct at most, {len(OPTIONS)} options")
    print(f"{'method':20}{'lines, s':>10}{'bare, s':>10}{'ratio':>8}{'counts, s':>12}")
    for method in METHODS:
        chance = random.Random(method)
        kinds = [papers(method, chance) for _ in range(DISTINCT)]
        cast = [chance.choice(kinds) for _ in range(ballots)]
        counts = Counter(map(json.dumps, cast))
        options = [{"id": option, "cost": ballots} for option in OPTIONS]
        rule = {"method": method} | RULES.get(method, {})
        rule |= {"budget": 10 * ballots} if method == "equal-shares" else {}
        file = {"format": "count/1", "rule": rule, "options": options}
        lines = json.dumps(file | {"ballots": cast})
        short = json.dumps(
            file | {"ballots": [json.loads(text) | {"count": n} for text, n in counts.items()]}
        )
        del cast
        bare = timed(lambda text=lines: Counter(map(repr, json.loads(text)["ballots"])))  # type: ignore[misc]
        long = timed(lambda text=lines: tally(count_file.load(text)))  # type: ignore[misc]
        brief = timed(lambda text=short: tally(count_file.load(text)))  # type: ignore[misc]
        print(f"{method:20}{long:10.2f}{bare:10.2f}{long / bare:8.2f}{brief:12.3f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
