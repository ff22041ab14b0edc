"""``/``: what awaits me, by deadline; for visitors, who we are, how we decide, what was decided."""

from flask import Blueprint, Response, render_template

from governance.home import queries
from governance.web import current, locale
from governance.web.public import public_page

home = Blueprint("home", __name__)


@home.get("/")
def index() -> Response | str:
    visitor = current.visitor()
    if not visitor.is_authenticated:
        return for_everybody()
    found = queries.mine(current.reading(), visitor, current.moment())
    return render_template("home/mine.html", mine=found)


@public_page("site", "register", "rules", "members", "proposals", "votes", every_minute=True)
def for_everybody() -> str:
    found = queries.everybodys(current.reading(), current.moment(), locale.today())
    return render_template("home/public.html", found=found)
