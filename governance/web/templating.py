"""What every template knows: the network, the visitor, the seal, versions of static files."""

import hashlib
from gettext import NullTranslations
from pathlib import Path
from typing import Any, cast

from flask import Flask, current_app, g, request, url_for
from flask_babel import get_locale, get_translations

from governance import __version__
from governance.web import access, bars, current, drawing
from governance.web.locale import LANGUAGES

ROOT = Path(__file__).parent.parent
# beside the packages in a checkout, inside governance in a wheel
TEMPLATES = next(path for path in (ROOT / "templates", ROOT.parent / "templates") if path.is_dir())


def init(app: Flask) -> None:
    """Give the templates their tools."""
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.auto_reload = False
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda message: catalogue().gettext(message),
        ngettext=lambda one, many, number: catalogue().ngettext(one, many, number),
        newstyle=True,
    )
    static = Path(app.static_folder or "")
    stamps = {path.name: _stamp(path) for path in static.rglob("*") if path.is_file()}

    def asset(name: str) -> str:
        """Address of a static file, changing with its content."""
        return url_for("static", filename=name, v=stamps[name])

    for tool in (asset, may, drawing.petals, bars.result_bars, bars.overall_bar, bars.result_lines):
        app.add_template_global(tool)
    app.context_processor(facts)


def may(endpoint: str) -> bool:
    """Whether the visitor may do this act, by the access table."""
    return access.allowed(current.visitor(), endpoint, current_app.extensions["tiersvoix.access"])


def facts() -> dict[str, Any]:
    """What every template knows."""
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


def catalogue() -> NullTranslations:
    """The catalogue of the reader's language, looked up once a request: a page asks a hundred times."""
    found = g.get("catalogue")
    if found is None:
        found = g.catalogue = get_translations()
    return cast(NullTranslations, found)


def _stamp(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
