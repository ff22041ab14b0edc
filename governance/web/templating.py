"""What every template knows: the network, the visitor, the seal, versions of static files."""

import hashlib
from gettext import NullTranslations
from pathlib import Path
from typing import Any, cast

from flask import Flask, g, request, url_for
from flask_babel import get_locale, get_translations

from governance import __version__
from governance.web import access, bars, current, drawing
from governance.web.locale import LANGUAGES
from governance.web.visitor import Visitor

ROOT = Path(__file__).parent.parent
# beside the packages in a checkout, inside governance in a wheel
TEMPLATES = next(path for path in (ROOT / "templates", ROOT.parent / "templates") if path.is_dir())


def init(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.auto_reload = False
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda message: catalogue().gettext(message),
        ngettext=lambda one, many, number: catalogue().ngettext(one, many, number),
        newstyle=True,
    )
    static = Path(app.static_folder or "")
    stamps = {path.name: _stamp(path) for path in static.rglob("*") if path.is_file()}

    @app.template_global()
    def asset(name: str) -> str:
        """Address of a static file, changing with its content."""
        return url_for("static", filename=name, v=stamps[name])

    @app.template_global()
    def may(endpoint: str) -> bool:
        """Whether the visitor may do this act, by the access table."""
        return access.allowed(current.visitor(), endpoint, app.extensions["tiersvoix.access"])

    @app.context_processor
    def facts() -> dict[str, Any]:
        return {
            "lang": str(get_locale()),
            "masthead_later": g.get("masthead_later", False),
            "visitor": current.visitor(),
            "network": current.network(),
            "settings": current.settings(),
            "today": current.moment(),
            "languages": LANGUAGES,
            "here": request.full_path.rstrip("?"),
            "version": __version__,
        }

    for drawn in (drawing.petals, bars.result_bars, bars.overall_bar, bars.result_lines):
        app.template_global()(drawn)
    app.jinja_env.tests["signed_in"] = lambda visitor: (
        isinstance(visitor, Visitor) and visitor.is_authenticated
    )


def catalogue() -> NullTranslations:
    """The catalogue of the reader's language, looked up once a request: a page asks a hundred times."""
    found = g.get("catalogue")
    if found is None:
        found = g.catalogue = get_translations()
    return cast(NullTranslations, found)


def _stamp(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
