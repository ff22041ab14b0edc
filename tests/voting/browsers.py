"""Voters of the tests over real HTTP: signed in, casting again and again, remembering what was answered."""

import http.client
import re
import socket
import time
from contextlib import closing
from urllib.parse import urlencode

from tests import cast


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listening(port: int, seconds: float) -> bool:
    """Whether the site answers before ``seconds`` have passed."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return True
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
    return False


class Voter:
    """One person casting for one member: each ballot says its rank, so the urn tells which one it holds."""

    def __init__(self, port: int, who: str, member: int, vote: int) -> None:
        self.port, self.who, self.member, self.vote = port, who, member, vote
        self.cookie = self.token = ""
        self.sent = self.acknowledged = 0

    def sign_in(self) -> None:
        self._keep(self._ask("GET", "/sign-in"))
        answer = self._ask("POST", "/sign-in", {"email": cast.email(self.who), "password": cast.PASSWORD})
        assert answer.status == 303, answer.status
        self._keep(answer)
        self._keep(self._ask("GET", f"/votes/{self.vote}"))

    def cast_until_refused(self) -> None:
        """Cast as fast as the server answers, until it no longer does."""
        path = f"/votes/{self.vote}/cast"
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            while True:
                self.sent += 1
                words = {"choice": "concern", "reason": str(self.sent)}
                form = {f"m{self.member}-{name}": word for name, word in words.items()} | {"sure": "y"}
                try:
                    status = self._send(connection, "POST", path, form).status
                except (OSError, http.client.HTTPException):
                    return
                assert status == 303, status
                self.acknowledged = self.sent

    def _ask(self, method: str, path: str, form: dict[str, str] | None = None) -> http.client.HTTPResponse:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            return self._send(connection, method, path, form)

    def _send(
        self, connection: http.client.HTTPConnection, method: str, path: str, form: dict[str, str] | None
    ) -> http.client.HTTPResponse:
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({**form, "csrf_token": self.token}) if form is not None else None
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        self.text = answer.read().decode()
        return answer

    def _keep(self, answer: http.client.HTTPResponse) -> None:
        """Keep the cookie and the CSRF token of the page."""
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self.cookie = cookie.partition(";")[0]
        if found := re.search(r'name="csrf_token"[^>]* value="([^"]+)"', self.text):
            self.token = found[1]
