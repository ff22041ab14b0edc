"""300 people follow a live session for a minute: how long after a facilitator's step each of them has it.

A real server (two workers, as ``tiersvoix serve`` runs it). Each follower asks every second with the ETag it
has, as ``static/live.js`` does, on a connection of its own; steps are taken over HTTP by a facilitator who is
signed in. The delay of a step goes from the moment it is sent to the arrival of a state that contains it.
"""

import argparse
import hashlib
import os
import random
import re
import secrets
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from bench.network import cookie, make, people
from bench.serving import Connection, cpu_seconds, free_port, get, running
from governance.db import Database
from governance.members.models import SignInSession
from governance.rules.models import CodeVersion
from proposals import service as proposals
from proposals.live import ground, service
from proposals.live.fold import fold
from proposals.texts import Terms, Text
from tests import cast

EVERY = 1.0  # seconds between two questions of a follower
SERVER = [sys.executable, "-m", "governance.cli", "serve"]
MARK = re.compile(rb'data-mark="([^"]+)"')
ETAG = re.compile(rb"(?im)^etag: *(\S+)\r?$")


@dataclass
class Heard:
    """What the followers saw: (mark, when) of every change, how long questions took, how many."""

    changes: list[tuple[str, float]] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    failures: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def session_of(database: Database, members: int) -> tuple[int, str]:
    """A public proposal whose live session has begun among ``members``; its number, a facilitator's token."""

    def work(session: Session) -> tuple[int, str]:
        now, token = datetime.now(UTC), secrets.token_urlsafe(32)
        people(session, members)
        live = cast.CODE.replace("rounds_max = 2\n", "rounds_max = 2\nprocess = { live = true }\n")
        session.execute(update(CodeVersion).values(toml=live))
        bob, alice = cast.person_id(session, "bob"), cast.person_id(session, "alice")
        text = Text("Ouvrir les machines", "Chaque lieu ouvre.", "Chaque lieu ouvre son atelier.\n\n" * 12)
        terms, mine = Terms("network", "ordinary"), cast.member_id(session, "La Filature")
        began = now - timedelta(days=8)
        number = proposals.draft(session, text, terms, member_id=mine, by=bob, now=began)
        proposals.submit(session, number, by=bob, now=began)
        service.begin(session, number, by=alice, now=now)
        session.add(
            SignInSession(
                token_hash=hashlib.sha256(token.encode()).hexdigest(), person_id=alice, browser="",
                created_at=now, seen_at=now, expires_at=now + timedelta(days=1),
            )
        )  # fmt: skip
        return number, token

    return database.transact(work)


def follow(port: int, path: str, until: float, heard: Heard) -> None:
    """Ask every second until the end, with the ETag of the last answer."""
    time.sleep(random.random() * EVERY)
    connection, etag, mark = Connection(port), "", ""
    while time.monotonic() < until:
        began = time.monotonic()
        try:
            status, answer = connection.ask(get(path, **({"If_None_Match": etag} if etag else {})))
        except OSError:
            connection, status, answer = Connection(port), 0, b""
        ended = time.monotonic()
        changed = _read(answer) if status == 200 else None
        with heard.lock:
            heard.latencies.append(ended - began)
            heard.failures += status not in (200, 304)
            if changed is not None and changed[1] != mark:
                heard.changes.append((changed[1], ended))
        if changed is not None:
            etag, mark = changed
        time.sleep(max(0.0, EVERY - (ended - began)))


def _read(answer: bytes) -> tuple[str, str] | None:
    etag, mark = ETAG.search(answer), MARK.search(answer)
    return (etag[1].decode(), mark[1].decode()) if etag and mark else None


def steps(
    port: int, number: int, signed: tuple[str, str], members: list[int], until: float
) -> dict[str, float]:
    """A step every two seconds, by who is ``signed`` in (cookie, CSRF token); {its mark: when sent}."""
    (session, csrf), path = signed, f"/proposals/{number}/live/roster"
    connection, sent, after = Connection(port), {}, 1
    while time.monotonic() < until - 4:
        member, mark = members[after % len(members)], "present" if after % 2 else "remote"
        body = f"csrf_token={csrf}&after={after}&m{member}={mark}".encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {session}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        at = time.monotonic()
        status, answer = connection.ask(head.encode() + body)
        if status != 303:
            raise RuntimeError(f"a step was answered {status}: {answer[-500:]!r}")
        after += 1
        sent[f"1.{after}."] = at
        time.sleep(2)
    return sent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--followers", type=int, default=300)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--members", type=int, default=40)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        run(Path(place), given.followers, given.seconds, given.members)


def run(place: Path, followers: int, seconds: int, members: int) -> None:
    port = free_port()
    _, database, app = make(place, port)
    number, token = session_of(database, members)
    with database.reading() as reading:
        listed = [line.member_id for line in fold(ground.steps(reading, 1)).roster]
    with running([*SERVER, "--data-dir", str(place), "--port", str(port)], port) as process:
        heard, until = Heard(), time.monotonic() + seconds
        path = f"/proposals/{number}/live/state?lang=fr"
        threads = [threading.Thread(target=follow, args=(port, path, until, heard)) for _ in range(followers)]
        before, load = cpu_seconds(process), os.getloadavg()[0]
        for thread in threads:
            thread.start()
        time.sleep(2)
        sent = steps(port, number, cookie(app, token), listed, until)
        for thread in threads:
            thread.join()
        report(heard, sent, followers, seconds, cpu_seconds(process) - before, load)


def report(
    heard: Heard, sent: dict[str, float], followers: int, seconds: int, cpu: float, load: float
) -> None:
    """Delays of every step at every follower, questions a second, CPU of the server's tree."""
    delays = [
        at - sent[prefix]
        for mark, at in heard.changes
        if (prefix := ".".join(mark.split(".")[:2]) + ".") in sent
    ]
    asked = len(heard.latencies)
    print(f"{followers} followers, {seconds} s, {len(sent)} steps, {len(delays)} arrivals")
    print(f"load before: {load:.1f} on {os.cpu_count()} cores; failures: {heard.failures}")
    print(f"from step to arrival: p50 {_part(delays, 50):.2f} s, p99 {_part(delays, 99):.2f} s, "
          f"longest {max(delays):.2f} s")  # fmt: skip
    print(f"questions: {asked / seconds:.0f}/s, p50 {1000 * _part(heard.latencies, 50):.1f} ms, "
          f"p99 {1000 * _part(heard.latencies, 99):.1f} ms")  # fmt: skip
    print(
        f"CPU of the server: {100 * cpu / seconds:.0f} % of one core, {1000 * cpu / asked:.2f} ms a question"
    )


def _part(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1]


if __name__ == "__main__":
    main()
