"""The web server: granian processes of the application, and the worker beside them.

This module and what it imports stay small: the first process only watches over the others.
"""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import fields
from pathlib import Path

from governance.config import PREFIX, Settings
from governance.errors import N_, Refusal

STATIC = Path(__file__).parent / "static"
RESTART_AFTER = 5  # seconds, when the worker ends by itself
PATIENCE = 20  # seconds for the worker to end its work

log = logging.getLogger("tiersvoix.serve")


class PortTaken(Refusal):
    """Something else listens there."""

    sentence = N_(
        "Port %(port)s is taken on %(host)s. Stop what uses it, or choose another one: --port %(other)s."
    )


class AddressRefused(Refusal):
    """The machine does not let us listen there."""

    sentence = N_("Cannot listen on %(host)s, port %(port)s: %(why)s.")


def environment(settings: Settings) -> dict[str, str]:
    """The settings in force as variables, for the processes started from here."""
    return {PREFIX + f.name.upper(): str(getattr(settings, f.name)) for f in fields(settings)}


def inherited(settings: Settings) -> dict[str, str]:
    """The environment of a process started from here."""
    return {**os.environ, **environment(settings)}


def check_port(settings: Settings) -> None:
    """Raises PortTaken or AddressRefused."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            if error.errno == 98 or "in use" in str(error):
                raise PortTaken(port=settings.port, host=settings.host, other=settings.port + 1) from error
            raise AddressRefused(port=settings.port, host=settings.host, why=error.strerror) from error


class WorkerBeside:
    """The worker as a process of its own; started again if it ends by itself."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process = self._start()
        threading.Thread(target=self._watch, daemon=True).start()

    def _start(self) -> "subprocess.Popen[bytes]":
        words = [sys.executable, "-m", "governance.cli", "worker", "--beside", str(os.getpid())]
        return subprocess.Popen(words, start_new_session=True)  # a Ctrl-C reaches it through stop()

    def _watch(self) -> None:
        while True:
            status = self._process.wait()
            if self._stopping.is_set():
                return
            log.error("the worker ended (status %s); it starts again", status)
            if self._stopping.wait(RESTART_AFTER):
                return
            self._process = self._start()

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self._stopping.set()
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()


def run(settings: Settings, *, with_worker: bool = True) -> None:
    """Serve until SIGTERM or SIGINT. Raises PortTaken or AddressRefused before anything starts."""
    from granian import Granian
    from granian.constants import Interfaces

    check_port(settings)
    os.environ.update(environment(settings))
    server = Granian(
        "governance.app:create_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.web_workers,
        blocking_threads=1,
        respawn_failed_workers=True,
        websockets=False,
        static_path_route=["/static"],
        static_path_mount=[STATIC],
        static_path_expires=86400,
        log_level="warning",  # type: ignore[arg-type]
    )
    worker = WorkerBeside() if with_worker else None
    try:
        server.serve()
    finally:
        if worker is not None:
            worker.stop()
