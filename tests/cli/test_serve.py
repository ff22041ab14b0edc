"""The site as a host starts and stops it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.cli.conftest import Run


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(port: int, path: str) -> tuple[int, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.status, answer.read().decode()


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            assert get(port, "/healthz") == (200, "ok\n")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the site does not answer")


@pytest.fixture
def served(network: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    words = [sys.executable, "-m", "governance.cli", "serve", "--data-dir", str(network), "--port", str(port)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        wait_for(port)
        yield process
        if process.poll() is None:
            process.kill()


def children(process: "subprocess.Popen[str]") -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_works_and_stops_cleanly(
    served: "subprocess.Popen[str]", network: Path, port: int, sign: signal.Signals
) -> None:
    page = get(port, "/")[1]
    stylesheet = re.search(r'href="(/static/style.css[^"]*)"', page)
    assert stylesheet
    assert get(port, stylesheet[1])[0] == 200
    family = children(served)
    assert len(family) == 3, "two web processes and a worker"
    os.kill(served.pid, sign)
    assert served.wait(40) == 0
    assert psutil.wait_procs(family, timeout=10)[1] == []
    assert served.stderr is not None
    assert "worker stopped" in served.stderr.read()


@pytest.mark.slow
def test_a_worker_that_is_killed_starts_again(served: "subprocess.Popen[str]") -> None:
    assert served.stderr is not None
    while "worker started" not in served.stderr.readline():
        time.sleep(0.01)
    worker = next(each for each in children(served) if os.getsid(each.pid) == each.pid)
    worker.kill()
    while "worker started" not in served.stderr.readline():
        time.sleep(0.01)
    served.terminate()
    assert served.wait(40) == 0


@pytest.mark.slow
def test_a_worker_does_not_outlive_its_server(served: "subprocess.Popen[str]") -> None:
    assert served.stderr is not None
    while "worker started" not in served.stderr.readline():
        time.sleep(0.01)
    worker = next(each for each in children(served) if os.getsid(each.pid) == each.pid)
    family = children(served)
    served.kill()
    served.wait()
    assert psutil.wait_procs([worker], timeout=30)[1] == []
    for each in family:
        if each.is_running():
            each.kill()


def test_a_port_that_is_taken_is_said_before_anything_starts(run: Run, network: Path, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        said = run("serve", "--data-dir", network, "--port", port)
    assert (said.status, said.out) == (1, "")
    assert f"--port {port + 1}" in said.err


def test_an_address_that_is_not_ours(run: Run, network: Path, port: int) -> None:
    said = run("serve", "--data-dir", network, "--port", port, "--host", "192.0.2.1")
    assert (said.status, said.out) == (1, "")
    assert "192.0.2.1" in said.err
