"""How long a million ballots take by each method, beside merely parsing the lines, and beside libraries.

    python -m bench.tally [ballots] [--libraries ENVIRONMENT]

Each method counts the same ballots twice: as one line per ballot, and as one line per distinct ballot with
its count. ``bare`` is ``json.loads`` and a `Counter` over the same lines. ``read`` goes from parsed ballots
to distinct papers, everything checked; ``count`` from there to who is elected. Aims: seconds for every
method, no slower than the fastest library; memory linear in distinct ballots; for and against by 100 000
voters in four colleges below 100 ms once parsed.
"""

import argparse
import gc
import json
import random
import re
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import beside
from voting import count_file
from voting.methods import METHODS, choose
from voting.methods.options import election_of
from voting.tally import tally

OPTIONS = "abcdefghij"
DISTINCT = 5_000
RULES: dict[str, dict[str, Any]] = {
    "plurality": {},
    "approval": {},
    "score": {"max": 5},
    "majority-judgment": {"grades": ["bad", "poor", "fair", "good", "excellent"]},
    "schulze": {},
    "ranked-pairs": {},
    "irv": {},
    "stv": {"seats": 4},
    "equal-shares": {"raise": 1},
}


def paper(method: str, chance: random.Random) -> dict[str, Any]:
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


def files(method: str, ballots: int, distinct: int = DISTINCT) -> tuple[str, str]:
    """The text of the same election twice: a line per ballot, a line per distinct ballot."""
    chance = random.Random(method)
    kinds = [json.dumps(paper(method, chance)) for _ in range(distinct)]
    cast = chance.choices(kinds, k=ballots)
    rule = {"method": method} | RULES[method] | ({"budget": 10 * ballots} if method == "equal-shares" else {})
    options = [{"id": option, "cost": ballots} for option in OPTIONS]
    head = json.dumps({"format": "count/1", "rule": rule, "options": options})[:-1] + ', "ballots": ['
    counted = [f'{text[:-1]}, "count": {number}}}' for text, number in Counter(cast).items()]
    return head + ", ".join(cast) + "]}", head + ", ".join(counted) + "]}"


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    done = work()
    return time.perf_counter() - start, done


def measured(document: dict[str, Any]) -> dict[str, Any]:
    """Seconds to read and to count a parsed file without colleges, and who is elected."""
    file = count_file.read(document)
    method, election = METHODS[file.rule.method], election_of(file)
    read, boxes = timed(lambda: choose.read_ballots(file, method, election))
    count, result = timed(lambda: method.count(boxes[None], election))
    return {"library": "ours", "prepare": read, "count": count, "elected": result["elected"]}


def compared(method: str, ballots: int, environment: Path | None) -> None:
    """A row for our own count, and one per library that knows the method."""
    lines, short = files(method, ballots)
    bare, _ = timed(lambda: Counter(map(repr, json.loads(lines)["ballots"])))
    parse, document = timed(lambda: count_file.load(lines))
    long = measured(document)
    del document
    brief = beside.best(lambda: measured(count_file.load(short)))
    whole = parse + long["prepare"] + long["count"]
    print(f"\n{method}: parsed in {parse:.2f} s; {whole / bare:.2f} times bare ({bare:.2f} s)")
    rows = [(long, brief), *(beside.libraries(environment, lines, short) if environment else [])]
    for row in rows:
        print(beside.row(*row, rows[0]), flush=True)


def majority(voters: int = 100_000) -> None:
    """A vote for or against of listed voters in four colleges, counted by weighted support."""
    chance = random.Random(voters)
    colleges = [{"id": name, "weight": 1} for name in "abcd"]
    listed = [{"id": f"v{number}", "college": chance.choice("abcd")} for number in range(voters)]
    cast = [
        {"voter": v["id"], "choice": chance.choice(("for", "against", "abstain", "blank"))} for v in listed
    ]
    silence = dict.fromkeys(("empty_college", "silent_college", "abstaining_college"), "excluded")
    rule = {"method": "majority", "by": "proportional"} | silence | {"short_college": "no-quorum"}
    file = {"format": "count/1", "rule": rule, "colleges": colleges, "electorate": listed, "ballots": cast}
    parsed = count_file.load(json.dumps(file))
    seconds = min(timed(lambda: tally(parsed))[0] for _ in range(5))
    print(f"\nfor and against, {voters:,} voters in four colleges, once parsed: {seconds * 1000:.0f} ms")


def peaks(text: str) -> tuple[int, int]:
    """Bytes of a parsed file, and the most that counting it takes beyond them."""
    gc.collect()
    tracemalloc.start()
    document = count_file.load(text)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    tally(document)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return held, most - held


def memory(ballots: int = 100_000) -> None:
    """How memory grows when distinct ballots double, when each is cast a thousand times more often, and when
    only the lines double: beside what the further lines themselves take once parsed.
    """
    print("\nmemory of the count beyond the parsed file, as ratios")
    print(f"{'':14}{'distinct 5k→10k':>16}{'10k→20k':>9}{'ballots ×1000':>15}{'further lines':>15}")
    for method in ("approval", "schulze", "irv", "stv"):
        few, more, most = (peaks(files(method, ballots, n)[1])[1] for n in (5_000, 10_000, 20_000))
        short = files(method, ballots, 5_000)[1]
        smaller, larger = (
            peaks(re.sub(r'("count": \d+)', rf"\g<1>{n}", short))[1] for n in ("000", "000000")
        )
        (held, once), (grown, twice) = (peaks(files(method, n, 1_000)[0]) for n in (ballots // 2, ballots))
        print(
            f"{method:14}{more / few:16.2f}{most / more:9.2f}{larger / smaller:15.2f}"
            f"{(twice - once) / (grown - held):15.2f}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("ballots", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--libraries", type=Path, help="an environment made from bench/libraries.txt")
    given = parser.parse_args()
    print(f"{given.ballots:,} ballots, {DISTINCT:,} distinct at most, {len(OPTIONS)} options")
    environment = given.libraries if given.libraries and beside.python(given.libraries).exists() else None
    if environment is None:
        print("no library beside: give --libraries an environment made from bench/libraries.txt")
    print(beside.HEAD)
    for method in RULES:
        compared(method, given.ballots, environment)
    majority()
    memory()


if __name__ == "__main__":
    main()
