"""A real Chromium on the network of the tests; the clock is the test's, the worker ticks when asked."""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from governance import clock, worker
from governance.app import create_app
from governance.config import Settings
from governance.db import Database
from governance.register import keys
from tests import cast

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        if os.environ.get("TIERSVOIX_REQUIRE_BROWSER"):
            pytest.fail("chromium is required here and is not installed")
        pytest.skip("chromium is not installed (Debian package chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


class Site:
    """The running site: its address, its clock, its worker."""

    def __init__(self, app: Flask, database: Database, settings: Settings) -> None:
        self.app, self.database, self.settings = app, database, settings
        self.now = cast.NOW

    @property
    def address(self) -> str:
        return self.settings.address

    def tick(self) -> None:
        """What the worker does every few seconds."""
        worker.tick(self.database, self.settings, now=self.now)

    def move(self, to: datetime) -> None:
        """Let time pass until ``to``, with the worker awake."""
        self.now = to
        self.tick()


@pytest.fixture
def site(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    shutil.copy(sqlite_template, tmp_path / "tiersvoix.db")
    keys.make(tmp_path / "signing.key")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = Settings(
        data_dir=tmp_path, address=f"http://127.0.0.1:{port}", session_idle_hours=9_000, session_days=375
    )  # who signed in stays so, however far a test moves the clock
    database = Database(settings.url)
    app = create_app(settings, database)
    site = Site(app, database, settings)
    monkeypatch.setattr(clock, "now", lambda shift=None: site.now)
    server = make_server("127.0.0.1", port, _in_one_piece(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()
    database.dispose()


def _in_one_piece(app: "WSGIApplication") -> "WSGIApplication":
    """Answers are read whole and closed here: the server of the tests forgets the file it was sending when a
    browser hangs up.
    """

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        parts = app(environ, start_response)
        try:
            return [b"".join(parts)]
        finally:
            if hasattr(parts, "close"):
                parts.close()

    return answer


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A page as somebody sees it: ``visit("bob", javascript=False)``, signed in by the form."""
    contexts = []

    def open_page(
        who: str = "nobody", *, size: dict[str, int] = PHONE, javascript: bool = True, **more: object
    ) -> Page:
        context = browser.new_context(
            base_url=site.address, locale="fr-FR", viewport=size, java_script_enabled=javascript, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        if who != "nobody":
            page.goto("/sign-in")
            page.locator("[name=email]").fill(cast.email(who))
            page.locator("[name=password]").fill(cast.PASSWORD)
            page.get_by_role("button", name="Se connecter", exact=True).click()
            page.wait_for_url("**/")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """No fault that axe finds, and no horizontal scrolling."""
    axe = Axe()

    def check(page: Page) -> None:
        found = axe.run(page)
        assert found.violations_count == 0, found.generate_report()
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{page.url} scrolls sideways by {overflow} pixels"

    return check
