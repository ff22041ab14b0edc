"""Moving a proposal otherwise than by its text: embargo, more time, a petition, a meeting."""

from flask import flash, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from governance.members import queries as members
from governance.web import current
from governance.web.locale import long_date
from governance.web.sending import refused
from proposals import embargo as embargoes
from proposals import heads, meetings, moves, petition, referral
from proposals import lifecycle as life
from proposals.acting import open_for
from proposals.errors import NoProposal
from proposals.errors_life import NoMeetingAsked
from proposals.forms_life import EmbargoForm, MeetingAnswerForm, MeetingForm
from proposals.views_writing import Answer, to, voice


def embargo(number: int) -> Answer:
    """Submit a draft to named circles alone."""
    found, form = open_for("embargo", number), EmbargoForm()

    def page(status: int = 200) -> Answer:
        circles = members.circles(current.reading())
        return render_template("proposals/embargo.html", head=found.head, form=form, circles=circles), status

    if request.method == "GET":
        return page()
    by, now, named = current.visitor().person_id, current.moment(), form.circles.data or []
    status = refused(form, lambda s: embargoes.submit(s, number, named, by=by, now=now))
    if status:
        return page(status)
    flash(gettext("The proposal is under embargo: the circles you named see it, and nobody else."))
    return to(number)


def looks(number: int) -> str:
    """Who looked at a proposal while it was embargoed: for stewards, without its title."""
    found = embargoes.looks(current.reading(), number)
    if not found and not embargoes.was(current.reading(), number):
        raise NoProposal
    return render_template("proposals/looks.html", number=number, looks=found, most=embargoes.LOOKS)


def double(number: int) -> Response:
    """Ask that the debate last twice as long."""
    member, by, now = voice(), current.visitor().person_id, current.moment()
    ends_at = current.transact(lambda s: moves.double(s, number, member_id=member, by=by, now=now))
    flash(gettext("The debate now lasts until %(day)s.", day=long_date(ends_at)))
    return to(number)


def sign(number: int) -> Response:
    """Sign the petition that puts a question on the agenda."""
    member, by, now = voice(), current.visitor().person_id, current.moment()
    heard = current.transact(lambda s: petition.sign(s, number, member_id=member, by=by, now=now))
    flash(
        gettext("The petition is heard: the question is on the agenda.")
        if heard
        else gettext("The signature is there.")
    )
    return to(number, "petition")


def unsign(number: int) -> Response:
    """Take a signature back."""
    member, by, now = voice(), current.visitor().person_id, current.moment()
    current.transact(lambda s: petition.take_back(s, number, member_id=member, by=by, now=now))
    flash(gettext("The signature is taken back."))
    return to(number, "petition")


def refer(number: int) -> Response:
    """Put a question on the agenda in the name of a circle that has the right to."""
    found = heads.head(current.reading(), number, current.visitor())
    circle, by, now = request.form.get("circle", ""), current.visitor().person_id, current.moment()
    current.transact(lambda s: referral.refer(s, number, circle, by=by, now=now))
    flash(
        gettext("The question will be on the agenda as soon as its debate begins.")
        if found.state == life.DRAFT
        else gettext("The question is referred: it is on the agenda.")
    )
    return to(number)


def unrefer(number: int) -> Response:
    """Take a referral back."""
    heads.head(current.reading(), number, current.visitor())
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda s: referral.take_back(s, number, by=by, now=now))
    flash(gettext("The referral is taken back."))
    return to(number)


def meeting(number: int) -> Answer:
    """Ask that the proposal be talked over at a meeting."""
    found, form = open_for("ask_meeting", number), MeetingForm()

    def page(status: int = 200) -> Answer:
        chosen = request.form.get("member", type=int)
        return render_template("proposals/meeting.html", head=found.head, form=form, chosen=chosen), status

    if request.method == "GET":
        return page()
    member, by, now, why = voice(), current.visitor().person_id, current.moment(), form.why.data or ""
    status = refused(form, lambda s: meetings.ask(s, number, member_id=member, why=why, by=by, now=now))
    if status:
        return page(status)
    flash(gettext("You asked for a meeting: a facilitator answers here."))
    return to(number, "meetings")


def answer_meeting(number: int, asked: int) -> Answer:
    """Say when and where the meeting is, or why there is none."""
    found, form = open_for("answer_meeting", number), MeetingAnswerForm()
    open_ones = [each for each in meetings.of(current.reading(), number) if each.answered_at is None]
    one = next((each for each in open_ones if each.id == asked), None)
    if one is None:
        raise NoMeetingAsked

    def page(status: int = 200) -> Answer:
        return render_template("proposals/answer_meeting.html", head=found.head, form=form, asked=one), status

    if request.method == "GET":
        return page()
    by, now, words = current.visitor().person_id, current.moment(), form.answer.data or ""
    status = refused(form, lambda s: meetings.answer(s, number, asked, words, by=by, now=now))
    if status:
        return page(status)
    flash(gettext("Your answer is on the page."))
    return to(number, "meetings")
