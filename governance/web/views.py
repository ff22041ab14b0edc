"""The pages that belong to no subject: language, accessibility, health, open data."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, redirect, render_template, request
from sqlalchemy import text
from werkzeug.wrappers import Response as BaseResponse

from governance.errors import NotFound
from governance.web import current
from governance.web.locale import COOKIE, LANGUAGES
from governance.web.public import public_page

site = Blueprint("site", __name__)


@site.get("/healthz")
def healthz() -> Response:
    """200 while the server answers and reads its database."""
    current.reading().execute(text("select 1"))
    return Response("ok\n", content_type="text/plain; charset=utf-8")


@site.get("/language/<code>")
def language(code: str) -> BaseResponse:
    """Remember the language a visitor chose, and go back to the page they came from."""
    if code not in LANGUAGES:
        raise NotFound
    answer = redirect(safe_path(request.args.get("next")), 303)
    answer.set_cookie(
        COOKIE, code, max_age=365 * 86400, samesite="Lax", httponly=True, secure=current.settings().behind_tls
    )
    return answer


@site.get("/accessibility")
@public_page("site", same_for_all=True)
def accessibility() -> str:
    return render_template("site/accessibility.html")


@site.get("/open-data/")
@public_page("register", "rules", same_for_all=True)
def open_data() -> str:
    return render_template("site/open_data.html")


def safe_path(path: str | None) -> str:
    """``path`` if it stays on this site, else the home page."""
    parts = urlsplit(path or "/")
    inside = (
        not parts.scheme
        and not parts.netloc
        and parts.path.startswith("/")
        and not parts.path.startswith("//")
    )
    return path if path and inside and "\\" not in path else "/"
