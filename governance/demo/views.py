"""In a demonstration only: become somebody with one click, and move the clock on."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from governance.demo import clockwork
from governance.demo.content import SignIn, load
from governance.demo.stage import mail_of
from governance.errors import NotFound, Refusal
from governance.members import sessions
from governance.members.models import Person
from governance.web import current
from governance.web.errors import say
from governance.web.locale import hour, week_date
from governance.web.views import safe_path

demo = Blueprint("demo", __name__, url_prefix="/demo")


@demo.app_template_global("demo_people")
def people() -> list[tuple[str, str, str]]:
    """Those whom a visitor may become: initials, name, and who they are in the reader's language."""
    french = str(get_locale()) == "fr"
    return [(each.initials, each.name, each.fr if french else each.en) for each in load().sign_ins]


@demo.route("/", methods=["GET", "POST"])
def sign_in() -> str | Response:
    """The people of the demonstration, a button each; and its clock."""
    target = safe_path(request.values.get("next"))
    if request.method == "GET":
        return render_template("demo/people.html", target=target, now=current.moment())
    sessions.sign_in_as(_person(request.form.get("who", "")))
    return redirect(url_for("home.index") if target == url_for("demo.sign_in") else target, 303)


@demo.post("/clock")
def move_clock() -> Response:
    """Later by an hour, by a day, or until the next deadline."""
    current.close_reading()
    try:
        now = clockwork.advance(current.database(), current.settings(), request.form.get("by", ""))
    except Refusal as refusal:
        flash(say(refusal), "alert")
    else:
        g.pop("network", None)
        flash(gettext("It is now %(day)s, %(hour)s.", day=week_date(now), hour=hour(now)))
    return redirect(safe_path(request.form.get("next")), 303)


def _person(name: str) -> int:
    known: dict[str, SignIn] = {each.name: each for each in load().sign_ins}
    if name not in known:
        raise NotFound
    person = current.reading().scalar(select(Person.id).where(Person.email == mail_of(name)))
    if person is None:
        raise NotFound
    return person
