"""The web application: the only module that knows every feature."""

from datetime import timedelta

from flask import Flask
from flask_login import LoginManager
from werkzeug.middleware.proxy_fix import ProxyFix

from governance.circles import elections
from governance.circles.addresses import circles
from governance.circles.views_calendar import calendar
from governance.circles.views_handover import handing
from governance.circles.views_importing import organisation
from governance.config import Settings, load
from governance.db import Database
from governance.home.views import home
from governance.members.sessions import visitor_of
from governance.members.views import blueprints as members
from governance.register.views import register
from governance.rules.views_adopting import rules
from governance.web import access, current, errors, guard, locale, templating, veil
from governance.web.front import PublicFront
from governance.web.public import Shelf
from governance.web.secret import secret_key
from governance.web.templating import TEMPLATES
from governance.web.versions import Versions
from governance.web.views import site
from governance.web.visitor import Visitor
from proposals import beside_votes
from proposals.live import changes
from proposals.views import proposals
from proposals.views_following import following
from voting import beside
from voting.proxy_views import proxies
from voting.views import votes
from voting.views_assisted import entering
from voting.views_closing import ending
from voting.views_ties import untie

PAGES = (
    *(site, home, rules, circles, calendar, organisation, handing, proposals, register, following),
    *(votes, entering, ending, untie, proxies),
)


def create_app(settings: Settings | None = None, database: Database | None = None) -> Flask:
    """The application for one network. Raises AccessTableError when a route has no access rule."""
    settings = settings or load()
    app = Flask(__name__, template_folder=str(TEMPLATES))
    app.config.update(
        SECRET_KEY=secret_key(settings),
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1_000_000,
        MAX_FORM_MEMORY_SIZE=1_000_000,
        SESSION_COOKIE_NAME="tiersvoix",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.behind_tls,
        PERMANENT_SESSION_LIFETIME=timedelta(days=settings.session_days),
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=86400,
    )
    app.extensions["tiersvoix.settings"] = settings
    database = app.extensions["tiersvoix.database"] = database or Database(settings.url)
    app.extensions["tiersvoix.shelf"] = Shelf()
    versions = app.extensions["tiersvoix.versions"] = Versions(database)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.before_request(current.note_versions)
    app.teardown_request(current.close_reading)
    _attach_sign_in(app)
    locale.init(app)
    templating.init(app)
    veil.init(app)
    errors.init(app)
    guard.init(app)
    beside.init(app, beside_votes.of)
    changes.init(app, elections.changes)
    _register(app, demo=settings.demo)
    app.extensions["tiersvoix.access"] = access.table(app)
    cookie = app.config["SESSION_COOKIE_NAME"]
    app.wsgi_app = PublicFront(app.wsgi_app, versions, cookie=cookie)  # type: ignore[method-assign]
    return app


def _register(app: Flask, *, demo: bool) -> None:
    for blueprint in (*PAGES, *members):
        app.register_blueprint(blueprint)
    if demo:
        from governance.demo.views import demo as demonstration

        app.register_blueprint(demonstration)


def _attach_sign_in(app: Flask) -> None:
    manager = LoginManager()
    manager.session_protection = None  # sessions are in the database, and revocable there
    manager.anonymous_user = Visitor
    manager.user_loader(visitor_of)
    manager.init_app(app)
