"""What becomes of an objection: taken up, withdrawn, confirmed, set aside, contested."""

from flask import flash, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from governance.errors import Refusal
from governance.web import current
from governance.web.sending import put
from proposals import contests, objections, sheet
from proposals.errors import NoObjection
from proposals.errors_objections import NotSetAside
from proposals.forms import GroundForm
from proposals.forms_objections import ContestForm
from proposals.views_reading import whole
from proposals.views_writing import Answer, to


def withdraw_objection(number: int, objection: int) -> Response:
    """Take one's own objection back."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda s: objections.withdraw(s, number, objection, by=by, now=now))
    flash(gettext("The objection is withdrawn."))
    return to(number, f"objection-{objection}")


def confirm_objection(number: int, objection: int) -> Response:
    """Say that a version lifts the objection, as the one who objects or the one who proposes."""
    by, now = current.visitor().person_id, current.moment()
    as_, version = request.form.get("as", ""), request.form.get("version", 0, type=whole)
    both = current.transact(
        lambda s: objections.confirm(s, number, objection, as_=as_, version=version, by=by, now=now)
    )
    flash(
        gettext("The objection is lifted: both have said so.")
        if both
        else gettext("Your agreement is recorded; the other one is awaited.")
    )
    return to(number, f"objection-{objection}")


def take_objection(number: int, objection: int) -> Response:
    """Choose the objection that is integrated now; the others wait."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda s: objections.take(s, number, objection, by=by, now=now))
    flash(gettext("Objection no. %(number)s is integrated now; the others wait.", number=objection))
    return to(number, f"objection-{objection}")


def set_aside(number: int, objection: int) -> Answer:
    """Set aside an objection that holds no reasoning, with a written ground."""
    found, line = _line(number, objection)
    form = GroundForm()
    if request.method == "POST" and form.validate():
        by, now = current.visitor().person_id, current.moment()
        try:
            current.transact(
                lambda s: objections.set_aside(s, number, objection, ground=form.ground.data, by=by, now=now)
            )
        except Refusal as refusal:
            if refusal.field is None:
                raise
            put(form, refusal)
        else:
            flash(gettext("The objection is set aside; your ground is shown with it."))
            return to(number, f"objection-{objection}")
    html = render_template("proposals/set_aside.html", form=form, head=found.head, objection=line)
    return (html, 422) if form.errors else html


def contest_objection(number: int, objection: int) -> Answer:
    """Contest that an objection was set aside: it stands again, until the circle has looked at it."""
    found, line = _line(number, objection)
    if line.status != contests.SET_ASIDE:
        raise NotSetAside
    form, status = ContestForm(), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            by, now = current.visitor().person_id, current.moment()
            given = {"why": form.why.data, "member_id": request.form.get("member", 0, type=whole)}
            try:
                current.transact(lambda s: contests.contest(s, number, objection, **given, by=by, now=now))
            except Refusal as refusal:
                if refusal.field is None:
                    raise
                status = put(form, refusal)
            else:
                flash(
                    gettext(
                        "The objection stands again: the circle will say whether there is reasoning in it."
                    )
                )
                return to(number, f"objection-{objection}")
    html = render_template(
        "proposals/contest.html",
        form=form,
        head=found.head,
        objection=line,
        chosen=request.form.get("member"),
    )
    return (html, status) if status != 200 else html


def _line(number: int, objection: int) -> tuple[sheet.Sheet, sheet.ObjectionLine]:
    """The proposal, if the visitor may see it, and one of its objections. Raises NoProposal, NoObjection."""
    found = sheet.read(current.reading(), number, visitor=current.visitor(), now=current.moment())
    line = next((each for each in found.objections if each.number == objection), None)
    if line is None:
        raise NoObjection
    return found, line
