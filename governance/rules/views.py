"""The social code in plain words, at any date; its versions; who may do what."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, render_template, request
from flask_babel import get_locale

from governance.errors import N_, NotFound
from governance.register.licences import licence
from governance.rules import queries
from governance.rules.shown import CodeShown, show
from governance.rules.who import grouped
from governance.web import current
from governance.web.public import public_page

rules = Blueprint("rules", __name__, url_prefix="/rules")

NOT_A_DATE = N_("Write the date as 2026-01-31.")
NONE_YET = N_("No social code was in force on that day.")


@rules.get("/")
@public_page("rules", "members", same_for_all=True)
def index() -> str | tuple[str, int]:
    """The code in force today, or on the day ``?on=2026-01-31``."""
    asked = request.args.get("on", "").strip()
    if not asked:
        return _page(queries.in_force(current.reading()))
    try:
        day = date.fromisoformat(asked)
        version = queries.in_force(current.reading(), _end_of(day))
    except (ValueError, OverflowError):
        return _again(asked, NOT_A_DATE, 422)
    except NotFound:
        return _again(asked, NONE_YET, 404)
    return _page(version, asked=day)


@rules.get("/<int(max=2147483647):number>")
@public_page("rules", "members", same_for_all=True)
def version(number: int) -> str:
    """One version, in force or not."""
    return _page(queries.version(current.reading(), number))


@rules.get("/<int(max=2147483647):number>.toml")
def export(number: int) -> Response:
    """The file itself, the bytes that were adopted, with its licence."""
    found = queries.version(current.reading(), number)
    response = Response(found.toml, content_type="application/toml; charset=utf-8")
    response.headers["Link"] = f'<{licence(found.code.licence).url}>; rel="license"'
    response.headers["Content-Disposition"] = f'attachment; filename="social-code-{number}.toml"'
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(found.sha256)
    response.make_conditional(request)
    return response


@rules.get("/access")
@public_page("rules", same_for_all=True)
def access() -> str:
    """The access table, act by act, and by whom."""
    acts = current_app.extensions["tiersvoix.access"].values()
    return render_template("rules/access.html", groups=grouped(acts))


def _page(version: queries.Version, asked: date | None = None) -> str:
    session = current.reading()
    history = queries.history(session)
    return render_template(
        "rules/code.html",
        adopted=version,
        line=next(line for line in history if line.number == version.number),
        history=history,
        shown=_shown(version),
        licence=licence(version.code.licence),
        asked=asked,
    )


def _shown(version: queries.Version) -> CodeShown:
    return show(version.code, queries.positions(current.reading()), str(get_locale()))


def _again(asked: str, error: str, status: int) -> tuple[str, int]:
    history = queries.history(current.reading())
    return render_template("rules/none.html", asked=asked, error=error, history=history), status


def _end_of(day: date) -> datetime:
    """The last moment of a day, as the network's clocks have it."""
    zone = ZoneInfo(current.network().time_zone)
    midnight = datetime.combine(day + timedelta(days=1), time(), zone)
    return midnight.astimezone(UTC) - timedelta(microseconds=1)
