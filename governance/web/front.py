"""Before the application: a public page that has not changed is answered from memory, or 304.

The application marks an answer as public with its recipe (``governance.web.public``). The next request of the
same address and languages, without the cookie of a session, costs one small query and no rendering.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from governance.web.versions import Recipe, Versions

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MARK = "tiersvoix.public"  # in the environment: the recipe of the answer
KEPT = 512  # answers kept by a process
LARGEST = 200_000  # bytes of an answer that is kept

Key = tuple[str, str, str, str]
Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """An answer as it was first given; ``unchanged`` are the headers of its 304."""

    recipe: Recipe
    etag: str
    headers: Headers
    unchanged: Headers
    body: bytes


class PublicFront:
    """WSGI middleware; ``cookie`` is the name of the cookie of sessions."""

    def __init__(self, app: "WSGIApplication", versions: Versions, *, cookie: str) -> None:
        self._app = app
        self._versions = versions
        self._cookie = f"{cookie}="
        self._answers: OrderedDict[Key, Answer] = OrderedDict()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        cookies = environ.get("HTTP_COOKIE", "")
        if environ["REQUEST_METHOD"] != "GET" or self._cookie in cookies:
            return self._app(environ, start_response)
        languages = environ.get("HTTP_ACCEPT_LANGUAGE", "")
        key = (environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""), languages, cookies)
        answer = self._answers.get(key)
        if answer is None or answer.recipe.etag(self._versions.read()) != answer.etag:
            return self._ask(key, environ, start_response)
        self._answers.move_to_end(key)
        if f'"{answer.etag}"' in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 NOT MODIFIED", answer.unchanged)
            return []
        start_response("200 OK", answer.headers)
        return [answer.body]

    def _ask(self, key: Key, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Ask the application, and keep its answer if it is marked as public."""
        given: list[Any] = []

        def note(status: str, headers: Headers, *error: Any) -> Callable[[bytes], object]:
            given[:] = [status, headers]
            return start_response(status, headers, *error)

        parts = self._app(environ, note)
        recipe, etag = environ.get(MARK, (None, ""))
        if recipe is None or not given or not given[0].startswith("200"):
            return parts
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        self._keep(key, recipe, etag, given[1], body)
        return [body]

    def _keep(self, key: Key, recipe: Recipe, etag: str, headers: Headers, body: bytes) -> None:
        if len(body) > LARGEST or any(name == "Set-Cookie" for name, _ in headers):
            return
        unchanged = [(name, value) for name, value in headers if not name.startswith("Content-")]
        self._answers[key] = Answer(recipe, etag, headers, unchanged, body)
        if len(self._answers) > KEPT:
            self._answers.popitem(last=False)
