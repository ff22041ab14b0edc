"""Pages of a network with 100 and with 10,000 decisions, beside a bare Flask page, in the same run.

    python -m bench.pages [--large 10000] [--times 1500]

CPU is that of the whole server tree, per request; the ratios are to the bare page (a template of twenty rows,
one query, the same server). Aims: a public list or decision at most 2, a 304 at most 0.7, at 10,000 decisions
at most 1.1 times the cost at 100, a signed-in page at most 4.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from bench import network
from bench.serving import Connection, Measure, free_port, get, granian, measure, memory, running


def bare(folder: Path, times: int) -> Measure:
    """The limit: nothing but Flask, a template and a query, on the same database file."""
    port = free_port()
    with running(
        granian("bench.bare:create", port), port, {"BARE_DATABASE": str(folder / "tiersvoix.db")}
    ) as process:
        return measure(process, port, get("/"), times)


def build(folder: Path, number: int, port: int) -> str:
    """A network with ``number`` decisions; the cookie of one of its members."""
    _, database, app = network.make(folder, port)
    for _ in range(number // 100):
        database.transact(lambda session: network.decisions(session, 100))
    member = database.transact(lambda session: network.people(session, 1))[0]
    database.transact(network.open_vote)
    return network.cookie(app, member[1])[0]


def pages(folder: Path, number: int, times: int) -> tuple[dict[str, Measure], int]:
    """Each page of a network with ``number`` decisions; and the memory of the idle server, in bytes."""
    port = free_port()
    cookie = build(folder, number, port)
    command = [
        sys.executable,
        "-m",
        "governance.cli",
        "serve",
        "--data-dir",
        str(folder),
        "--port",
        str(port),
    ]
    with running(command, port) as process:
        connection = Connection(port)
        idle = memory(process)
        status, answer = connection.ask(get("/register/"))
        assert status == 200, answer[:300]
        etag = next(line[6:] for line in answer.split(b"\r\n") if line[:5].lower() == b"etag:").decode()
        decision = answer.split(b'href="/register/20')[1][:6].decode()
        asked = {
            "register, public": get("/register/"),
            "register, 304": get("/register/", If_None_Match=etag),
            "register, search": get("/register/?q=atelier"),
            "decision, public": get(f"/register/20{decision}"),
            "register, signed in": get("/register/", Cookie=cookie),
            "decision, signed in": get(f"/register/20{decision}", Cookie=cookie),
            "home, signed in": get("/", Cookie=cookie),
            "proposals, signed in": get("/proposals/", Cookie=cookie),
            "vote, signed in": get("/votes/1", Cookie=cookie),
        }
        return {name: measure(process, port, request, times) for name, request in asked.items()}, idle


def line(name: str, one: Measure, limit: Measure, large: Measure) -> str:
    if one.status not in (200, 304):
        return f"{name:24} answered {one.status}"
    figures = f"{one.size:7} {one.cpu:7.3f} {one.cpu / limit.cpu:6.2f} {one.median:7.2f} {one.p99:7.2f}"
    return f"{name:24} {figures} {large.cpu / one.cpu:10.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=1500)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        small, idle = pages(Path(place) / "small", 100, given.times)
        large, _ = pages(Path(place) / "large", given.large, given.times)
        limit = bare(Path(place) / "small", given.times)
    print(
        f"{'page':24} {'bytes':>7} {'CPU ms':>7} {'/bare':>6} {'p50 ms':>7} {'p99 ms':>7} {'large/100':>10}"
    )
    print(line("bare Flask page", limit, limit, limit))
    for name, one in small.items():
        print(line(name, one, limit, large[name]))
    print(f"idle server and worker together: {idle / 2**20:.0f} MiB (proportional set size)")


if __name__ == "__main__":
    main()
