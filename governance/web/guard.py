"""What every request passes: same-origin, CSRF, the access table; what every answer carries."""

from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_wtf import CSRFProtect
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as BaseResponse

from governance.errors import NotAllowed, SignInNeeded
from governance.web import access, current

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def init(app: Flask) -> None:
    """Attach the guards, in the order in which they are passed."""
    app.before_request(refuse_other_sites)
    CSRFProtect(app)
    app.before_request(check_access)
    app.after_request(add_headers)


def refuse_other_sites() -> None:
    """An unsafe request must come from our own pages (Fetch Metadata, then Origin)."""
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        raise Forbidden
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise Forbidden


def check_access() -> None:
    """The access table, for the page asked; an address without a page goes on to its 404."""
    if request.endpoint is None:
        return
    visitor = current.visitor()
    if access.allowed(visitor, request.endpoint, current_table()):
        return
    raise NotAllowed if visitor.is_authenticated else SignInNeeded


def current_table() -> dict[str, access.Act]:
    from flask import current_app

    return current_app.extensions["tiersvoix.access"]  # type: ignore[no-any-return]


def add_headers(response: Response) -> BaseResponse:
    """Security headers; what is private is never stored."""
    response.headers.update(HEADERS)
    if current.settings().behind_tls:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
