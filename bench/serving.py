"""A server under measure: CPU of its whole process tree, latency of each request, connections kept."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Measure:
    """``cpu`` is milliseconds of CPU per request of the server's tree; latencies are milliseconds."""

    cpu: float
    median: float
    p99: float
    per_second: float
    status: int
    size: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, environ: dict[str, str] | None = None) -> Iterator[psutil.Process]:
    """Start ``command``, wait until ``port`` answers, stop its whole group at the end."""
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **(environ or {})}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port, process)
        yield psutil.Process(process.pid)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def granian(target: str, port: int) -> list[str]:
    """A WSGI server with two workers of one blocking thread, as ``tiersvoix serve`` runs it."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "2", "--blocking-threads", "1", "--no-ws", "--factory", target,
    ]  # fmt: skip


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError("the server under measure did not start")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                time.sleep(1.0)
                return
        time.sleep(0.1)
    raise RuntimeError("the server under measure does not answer")


def cpu_seconds(process: psutil.Process) -> float:
    """CPU of the process and all its descendants, user and system."""
    total = 0.0
    for each in [process, *process.children(recursive=True)]:
        times = each.cpu_times()
        total += times.user + times.system
    return total


def memory(process: psutil.Process) -> int:
    """Proportional set size of the whole tree, in bytes: shared pages are counted once."""
    return sum(each.memory_full_info().pss for each in [process, *process.children(recursive=True)])


class Connection:
    """One kept-alive HTTP/1.1 connection; requests are bytes made in advance, so that asking costs little."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Status and the whole answer, headers included."""
        self._socket.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._receive()
        head, _, body = answer.partition(b"\r\n\r\n")
        length = _content_length(head)
        while len(body) < length:
            body += self._receive()
        return int(head[9:12]), head + b"\r\n\r\n" + body

    def _receive(self) -> bytes:
        part = self._socket.recv(262144)
        if not part:
            raise ConnectionError("the server closed the connection")
        return part


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line[:15].lower() == b"content-length:":
            return int(line[15:])
    return 0


def get(path: str, **headers: str) -> bytes:
    """The bytes of a GET request."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Language: fr"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def measure(process: psutil.Process, port: int, request: bytes, times: int = 1500) -> Measure:
    """Ask ``times`` times over four connections in turn, after a warm-up of a tenth."""
    connections = [Connection(port) for _ in range(4)]
    for index in range(times // 10):
        connections[index % 4].ask(request)
    latencies = []
    before, start = cpu_seconds(process), time.perf_counter()
    for index in range(times):
        begun = time.perf_counter()
        status, answer = connections[index % 4].ask(request)
        latencies.append((time.perf_counter() - begun) * 1000)
    elapsed, cpu = time.perf_counter() - start, cpu_seconds(process) - before
    latencies.sort()
    return Measure(
        cpu * 1000 / times,
        latencies[times // 2],
        latencies[times * 99 // 100],
        times / elapsed,
        status,
        len(answer),
    )
