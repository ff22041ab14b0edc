"""``/deadlines.ics`` for everybody, and at an address of their own for each person who wants it."""

from dataclasses import replace

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask_babel import force_locale, gettext
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from governance.circles import calendar as addresses
from governance.circles import deadlines, icalendar
from governance.circles.deadlines import Deadline
from governance.errors import N_
from governance.members.models import Person
from governance.members.sessions import visitor_on
from governance.register import queries as register
from governance.web import current, veil
from governance.web.locale import today
from governance.web.public import public_page

calendar = Blueprint("calendar", __name__)

TYPE = "text/calendar; charset=utf-8"
SUBJECTS = ("votes", "register", "circles", "members", "proposals", "site")
WORDS = {
    deadlines.VOTE: N_("Vote closes: %(what)s"),
    deadlines.REVIEW: N_("To review: %(what)s"),
    deadlines.TRIAL: N_("Last day: %(what)s"),
    deadlines.TERM: N_("End of term: %(what)s, %(who)s"),
    deadlines.STEP: N_("To carry out: %(what)s"),
}


@calendar.get("/deadlines.ics")
@public_page(*SUBJECTS, every_minute=True, same_for_all=True)
def everybodys() -> Response:
    found = [_unnamed(each) for each in deadlines.public(current.reading(), current.moment())]
    return _file(gettext("Deadlines of %(network)s", network=current.network().name), found)


def _unnamed(deadline: deadlines.Deadline) -> deadlines.Deadline:
    """Who holds a role is said to everybody; who carries a step, where members are."""
    if deadline.kind == deadlines.TERM:
        return deadline
    return replace(deadline, who=veil.told(deadline.who))


@calendar.get("/deadlines/<token>.ics")
def mine(token: str) -> Response:
    session, now = current.reading(), current.moment()
    person_id = addresses.owner(session, token, _key())
    visitor = visitor_on(session.connection(), person_id, on=today(), at=now)
    spoken = session.scalar(select(Person.locale).where(Person.id == person_id))
    with force_locale(spoken or current.network().locale):
        name = gettext("My deadlines, %(network)s", network=current.network().name)
        answer = _file(name, deadlines.of(session, visitor, now))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@calendar.get("/account/calendar")
def address() -> str:
    token = addresses.token(current.reading(), current.visitor().person_id, _key())
    return render_template("account/calendar.html", token=token, address=_address())


@calendar.post("/account/calendar/renew")
def renew() -> BaseResponse:
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda session: addresses.renew(session, by, now=now))
    flash(gettext("Your calendar has a new address."))
    return redirect(url_for("calendar.address"), 303)


@calendar.post("/account/calendar/close")
def close() -> BaseResponse:
    by = current.visitor().person_id
    current.transact(lambda session: addresses.close(session, by))
    flash(gettext("Your calendar is read nowhere any more."))
    return redirect(url_for("calendar.address"), 303)


def _file(name: str, found: list[Deadline]) -> Response:
    origin, _founded_at = register.genesis(current.reading())
    return Response(icalendar.write(name, [_event(each, origin) for each in found]), content_type=TYPE)


def _event(each: Deadline, origin: str) -> icalendar.Event:
    summary = gettext(WORDS[each.kind], what=each.what, who=each.who)
    return icalendar.Event(
        uid=icalendar.uid(origin, each.kind, each.key),
        when=each.when,
        changed=each.changed,
        summary=summary,
        description=each.who if each.kind == deadlines.STEP else "",
        url=_address() + each.path,
    )


def _address() -> str:
    return current.settings().address.rstrip("/")


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])
