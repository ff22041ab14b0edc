"""Public pages: an ETag from version numbers, and one rendering per version.

A page names the subjects it is built from (``register``, ``rules``, ``members``, ``proposals``, ``votes``).
Every act that changes a subject calls ``touch`` in its transaction. A visitor without an account is then
answered 304, or from memory, at the price of one query.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import Response, current_app, make_response, request, session
from flask_babel import get_locale
from flask_login import current_user
from sqlalchemy import text
from sqlalchemy.orm import Session

from governance import __version__
from governance.web import current

P = ParamSpec("P")
Page = tuple[bytes, str]  # body and content type

KEPT = 512  # rendered pages kept by a process
LARGEST = 200_000  # bytes of a page that is kept
VARY = "Cookie, Accept-Language"


class Shelf:
    """The pages last rendered by this process, by ETag."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, Page] = OrderedDict()

    def get(self, etag: str) -> Page | None:
        if etag in self._pages:
            self._pages.move_to_end(etag)
        return self._pages.get(etag)

    def put(self, etag: str, page: Page) -> None:
        if len(page[0]) > LARGEST:
            return
        self._pages[etag] = page
        if len(self._pages) > KEPT:
            self._pages.popitem(last=False)


def touch(db: Session, *subjects: str) -> None:
    """Say, in the transaction of an act, that pages built from ``subjects`` have changed."""
    for subject in subjects:
        db.execute(
            text(
                "insert into page_versions (subject, number) values (:subject, 1) "
                "on conflict (subject) do update set number = page_versions.number + 1"
            ),
            {"subject": subject},
        )


def public_page(
    *subjects: str, every_minute: bool = False
) -> Callable[[Callable[P, Any]], Callable[P, Response]]:
    """A view that says the same to every visitor without an account until one of ``subjects`` changes.

    ``every_minute``: the page also depends on the clock. Who has signed in gets a page of
    their own, never stored.
    """

    def decorate(view: Callable[P, Any]) -> Callable[P, Response]:
        @wraps(view)
        def answer(*args: P.args, **kwargs: P.kwargs) -> Response:
            if current_user.is_authenticated or "_flashes" in session:
                return make_response(view(*args, **kwargs))
            etag = _etag(subjects, every_minute)
            if request.if_none_match.contains(etag):
                return _headed(Response(status=304), etag)
            shelf: Shelf = current_app.extensions["tiersvoix.shelf"]
            page = shelf.get(etag)
            if page is not None:
                return _headed(Response(page[0], content_type=page[1]), etag)
            response = make_response(view(*args, **kwargs))
            if response.status_code != 200:
                return response
            shelf.put(etag, (response.get_data(), response.content_type or "text/html"))
            return _headed(response, etag)

        return answer

    return decorate


def _etag(subjects: tuple[str, ...], every_minute: bool) -> str:
    rows = current.reading().execute(text("select subject, number from page_versions"))
    versions = {subject: number for subject, number in rows}
    parts = [__version__, current.settings().address, request.full_path, str(get_locale())]
    parts += [f"{subject}={versions.get(subject, 0)}" for subject in subjects]
    if every_minute:
        parts.append(current.moment().strftime("%Y%m%d%H%M"))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _headed(response: Response, etag: str) -> Response:
    response.set_etag(etag)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = VARY
    return response
