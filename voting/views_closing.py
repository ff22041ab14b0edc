"""The page where a facilitator closes a round of consent before its time."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from governance.errors import Refusal
from governance.web import current
from governance.web.errors import say
from voting import closing, sheet
from voting.errors_closing import NotFacilitating, NotOver, WhyMissing
from voting.forms import WhyForm

ending = Blueprint("ending", __name__, url_prefix="/votes")


@ending.route("/<int(max=2147483647):number>/close", methods=["GET", "POST"])
def close(number: int) -> str | tuple[str, int] | BaseResponse:
    """Say why the round may close, ask for a ground, close it."""
    vote = sheet.read(current.reading(), number)
    now, visitor = current.moment(), current.visitor()
    if "facilitator" not in visitor.offices_for(vote.circle_id):
        raise NotFacilitating
    reason = closing.over(current.reading(), number, now=now)
    form = WhyForm()
    if form.is_submitted():
        return _close(vote, form, reason)
    if not reason:
        raise NotOver
    return render_template("votes/close.html", vote=vote, form=form, reason=reason)


def _close(vote: sheet.Sheet, form: WhyForm, reason: str) -> str | tuple[str, int] | BaseResponse:
    by, now, why = current.visitor().person_id, current.moment(), form.why.data or ""
    status = 422
    if form.validate():
        try:
            current.transact(lambda s: closing.close_now(s, vote.number, why=why, by=by, now=now))
        except WhyMissing as refusal:
            form.why.errors = [say(refusal)]
        except Refusal:
            raise
        else:
            flash(gettext("The round is closed: it is counted in a moment."))
            return redirect(url_for("votes.show", number=vote.number), 303)
    return render_template("votes/close.html", vote=vote, form=form, reason=reason), status
