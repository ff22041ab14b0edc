"""The web server: granian processes of the application, and the worker beside them.

On Linux they are forked from a first process that has read the whole program and opened nothing: what they
share is in memory once.
"""

import gc
import logging
import multiprocessing
import os
import socket
import sys
import threading
import warnings
from dataclasses import fields
from multiprocessing.process import BaseProcess

from governance.config import PREFIX, Settings
from governance.errors import N_, Refusal

RESTART_AFTER = 5  # seconds, when the worker ends by itself
PATIENCE = 20  # seconds for the worker to end its work
START_METHOD = "fork" if sys.platform == "linux" else "spawn"

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

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stopping = threading.Event()
        self._process = self._start(START_METHOD)
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def _start(self, method: str) -> BaseProcess:
        context = multiprocessing.get_context(method)
        process = context.Process(target=_work, args=(self._settings, os.getpid()), name="worker")  # type: ignore[attr-defined]
        process.start()
        return process  # type: ignore[no-any-return]

    def _watch(self) -> None:
        while True:
            self._process.join()
            if self._stopping.is_set():
                return
            log.error("the worker ended (status %s); it starts again", self._process.exitcode)
            if self._stopping.wait(RESTART_AFTER):
                return
            self._process = self._start("spawn")  # never a fork of a process that has threads

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self._stopping.set()
        self._process.terminate()
        self._watcher.join(PATIENCE)
        if self._watcher.is_alive():
            self._process.kill()


def _work(settings: Settings, parent: int) -> None:
    from governance import worker
    from governance.db import Database

    os.setsid()  # a Ctrl-C of the terminal reaches it through stop() only
    worker.log_to_stderr()
    worker.run(Database(settings.url), settings, beside=parent)


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
        log_level="warning",  # type: ignore[arg-type]
    )
    if START_METHOD == "fork":
        _read_the_program()
    worker = WorkerBeside(settings) if with_worker else None
    try:
        server.serve()
    finally:
        if worker is not None:
            worker.stop()


def _read_the_program() -> None:
    from sqlalchemy.orm import configure_mappers

    import governance.app
    import governance.worker  # noqa: F401

    multiprocessing.set_start_method("fork", force=True)
    # Python 3.12 warns of forks beside threads: the one here only waits for the worker to end
    warnings.filterwarnings("ignore", message=".*multi-threaded.*fork.*", category=DeprecationWarning)
    configure_mappers()
    gc.collect()
    gc.freeze()
