"""Moving a proposal otherwise than by its text: embargo, more time, a petition, a meeting."""

from collections.abc import Callable

from flask import flash, render_template, request
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from governance.errors import Refusal
from governance.members import queries as members
from governance.web import current
from governance.web.locale import long_date
from proposals import embargo as embargoes
from proposals import heads, meetings, moves, petition, referral, sheet
from proposals import lifecycle as life
from proposals.errors import BY_REASON, NoProposal
from proposals.errors_life import NoMeetingAsked
from proposals.forms import show as put
from proposals.forms_life import EmbargoForm, MeetingAnswerForm, MeetingForm
from proposals.views_writing import Answer, to, voice


def embargo(number: int) -> Answer:
    """Submit a draft to named circles alone."""
    found, form = _open_for("embargo", number), EmbargoForm()

    def page(status: int = 200) -> Answer:
        circles = members.circles(current.reading())
        return render_template("proposals/embargo.html", head=found.head, form=form, circles=circles), status

    if request.method == "GET":
        return page()
    by, now, named = current.visitor().person_id, current.moment(), form.circles.data or []
    refused = _refused(form, lambda s: embargoes.submit(s, number, named, by=by, now=now))
    if refused:
        return page(refused)
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
    found, form = _open_for("ask_meeting", number), MeetingForm()

    def page(status: int = 200) -> Answer:
        chosen = request.form.get("member", type=int)
        return render_template("proposals/meeting.html", head=found.head, form=form, chosen=chosen), status

    if request.method == "GET":
        return page()
    member, by, now, why = voice(), current.visitor().person_id, current.moment(), form.why.data or ""
    refused = _refused(form, lambda s: meetings.ask(s, number, member_id=member, why=why, by=by, now=now))
    if refused:
        return page(refused)
    flash(gettext("You asked for a meeting: a facilitator answers here."))
    return to(number, "meetings")


def answer_meeting(number: int, asked: int) -> Answer:
    """Say when and where the meeting is, or why there is none."""
    found, form = _open_for("answer_meeting", number), MeetingAnswerForm()
    open_ones = [each for each in meetings.of(current.reading(), number) if each.answered_at is None]
    one = next((each for each in open_ones if each.id == asked), None)
    if one is None:
        raise NoMeetingAsked

    def page(status: int = 200) -> Answer:
        return render_template("proposals/answer_meeting.html", head=found.head, form=form, asked=one), status

    if request.method == "GET":
        return page()
    by, now, words = current.visitor().person_id, current.moment(), form.answer.data or ""
    refused = _refused(form, lambda s: meetings.answer(s, number, asked, words, by=by, now=now))
    if refused:
        return page(refused)
    flash(gettext("Your answer is on the page."))
    return to(number, "meetings")


def _open_for(act: str, number: int) -> sheet.Sheet:
    """The page of a proposal where the visitor may do this now; else the refusal that says why not."""
    found = sheet.read(current.reading(), number, visitor=current.visitor(), now=current.moment())
    if act not in found.acts:
        raise BY_REASON[life.refusal(act, sheet.facts_of(found), current.moment()) or "not-now"]
    return found


def _refused(form: FlaskForm, act: Callable[[Session], object]) -> int:
    """The status of a form that comes back with what is wrong; 0 once the act is done."""
    if not form.validate():
        return 422
    try:
        current.transact(act)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return put(form, refusal)
    return 0
