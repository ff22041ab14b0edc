"""Public pages: an ETag from version numbers, and one rendering per version.

A page names the subjects it is built from (``register``, ``rules``, ``members``, ``proposals``, ``votes``).
Every act that changes a subject calls ``touch`` in its transaction. Its body is rendered once per version and
language; where it says the same to all, who has signed in gets that body too, under a masthead of their own.
"""

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec

from flask import Response, current_app, g, make_response, render_template, request, session
from flask_babel import get_locale
from flask_login import current_user

from governance.web import current
from governance.web.front import KEPT, LARGEST, MARK
from governance.web.versions import Recipe, touch

__all__ = ["Shelf", "public_page", "touch"]

P = ParamSpec("P")
VARY = "Cookie, Accept-Language"
MASTHEAD = re.compile(r"<!--masthead ?(\w*)-->")


@dataclass(frozen=True)
class Page:
    """A rendered page; ``after`` is None where it has no masthead (a feed, a JSON file)."""

    before: str
    section: str
    after: str | None
    content_type: str

    def whole(self) -> str:
        """The page with the masthead of who is looking."""
        if self.after is None:
            return self.before
        return self.before + render_template("_masthead.html", section=self.section) + self.after


class Shelf:
    """The pages last rendered by this process, by ETag."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, Page] = OrderedDict()

    def get(self, etag: str) -> Page | None:
        if etag in self._pages:
            self._pages.move_to_end(etag)
        return self._pages.get(etag)

    def put(self, etag: str, page: Page) -> None:
        if len(page.before) + len(page.after or "") > LARGEST:
            return
        self._pages[etag] = page
        if len(self._pages) > KEPT:
            self._pages.popitem(last=False)


def public_page(
    *subjects: str, every_minute: bool = False, same_for_all: bool = False
) -> Callable[[Callable[P, Any]], Callable[P, Response]]:
    """A view that says the same to every visitor without an account until one of ``subjects`` changes.

    ``every_minute``: the page also depends on the clock. ``same_for_all``: what it shows does not depend on
    who has signed in either, where the public reads the names of members. Who has signed in gets a page that
    is never stored.
    """

    def decorate(view: Callable[P, Any]) -> Callable[P, Response]:
        @wraps(view)
        def answer(*args: P.args, **kwargs: P.kwargs) -> Response:
            mine = current_user.is_authenticated
            shared = same_for_all and (not mine or current.network().members_public)
            if "_flashes" in session or (mine and not shared):
                return make_response(view(*args, **kwargs))
            parts = (current.settings().address, request.full_path, str(get_locale()))
            recipe = Recipe(subjects, every_minute, parts)
            etag = recipe.etag(current.versions())
            if not mine and request.if_none_match.contains(etag):
                return _public(Response(status=304), etag)
            page = _page(etag, view, *args, **kwargs)
            if isinstance(page, Response):
                return page
            response = Response(page.whole(), content_type=page.content_type)
            if mine:
                return response
            request.environ[MARK] = (recipe, etag)
            return _public(response, etag)

        return answer

    return decorate


def _page(etag: str, view: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> Page | Response:
    """The page from the shelf, or rendered now; an answer that is no page (a redirect) as it is."""
    shelf: Shelf = current_app.extensions["tiersvoix.shelf"]
    page = shelf.get(etag)
    if page is None:
        g.masthead_later = True
        try:
            response = make_response(view(*args, **kwargs))
        finally:
            g.masthead_later = False
        if response.status_code != 200:
            return response
        page = _cut(response.get_data(as_text=True), response.content_type or "text/html")
        shelf.put(etag, page)
    return page


def _cut(text: str, content_type: str) -> Page:
    """The page around the place of its masthead."""
    place = MASTHEAD.search(text)
    if place is None:
        return Page(text, "", None, content_type)
    return Page(text[: place.start()], place[1], text[place.end() :], content_type)


def _public(response: Response, etag: str) -> Response:
    response.set_etag(etag)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = VARY
    return response
