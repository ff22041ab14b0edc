"""Ballots over HTTP, request to commit: ballot, turnout, counters, receipt; with 8 and 32 voters at once.

    python -m bench.votes [--ballots 4000]

Aims: 600 votes a second or better with both, p99 below 100 ms.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from bench import network
from bench.serving import cpu_seconds, free_port, running


def requests(folder: Path, port: int, number: int) -> tuple[list[bytes], str]:
    """One cast each for ``number`` members, as bytes; the database's address."""
    _, database, app = network.make(folder, port)
    voters = database.transact(lambda session: network.people(session, number))
    vote = database.transact(network.open_vote)
    made = []
    for member, token in voters:
        cookie, csrf = network.cookie(app, token)
        body = urlencode({f"m{member}-choice": "for", "sure": "y", "csrf_token": csrf}).encode()
        head = (
            f"POST /votes/{vote}/cast HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Cookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        made.append(head.encode() + body)
    database.dispose()
    return made, database.url


async def voter(port: int, queue: list[bytes], latencies: list[float], refused: list[bytes]) -> None:
    """One browser that casts the next ballot as soon as the last was acknowledged."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while queue:
        request = queue.pop()
        begun = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line[:15].lower() == b"content-length:"), 0
        )
        body = await reader.readexactly(length)
        latencies.append((time.perf_counter() - begun) * 1000)
        if not head.startswith(b"HTTP/1.1 303"):
            refused.append(head + body)
    writer.close()


async def rush(port: int, queue: list[bytes], at_once: int) -> tuple[float, list[float], list[bytes]]:
    latencies: list[float] = []
    refused: list[bytes] = []
    begun = time.perf_counter()
    await asyncio.gather(*(voter(port, queue, latencies, refused) for _ in range(at_once)))
    return time.perf_counter() - begun, sorted(latencies), refused


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ballots", type=int, default=4000)
    given = parser.parse_args()
    print(f"{'at once':>8} {'votes/s':>8} {'p50 ms':>7} {'p99 ms':>7} {'CPU ms':>7} {'refused':>8}")
    for at_once in (8, 32):
        with tempfile.TemporaryDirectory() as place:
            port = free_port()
            queue, _ = requests(Path(place), port, given.ballots)
            command = [
                sys.executable,
                "-m",
                "governance.cli",
                "serve",
                "--data-dir",
                place,
                "--port",
                str(port),
            ]
            with running(command, port) as process:
                asyncio.run(rush(port, [queue.pop() for _ in range(200)], at_once))
                before = cpu_seconds(process)
                elapsed, latencies, refused = asyncio.run(rush(port, queue, at_once))
                number, cpu = len(latencies), cpu_seconds(process) - before
            speed, p50, p99 = number / elapsed, latencies[number // 2], latencies[number * 99 // 100]
            print(
                f"{at_once:8} {speed:8.0f} {p50:7.1f} {p99:7.1f} {cpu * 1000 / number:7.2f} {len(refused):8}"
            )
            if refused:
                print(refused[0][:400].decode(errors="replace"))


if __name__ == "__main__":
    main()
