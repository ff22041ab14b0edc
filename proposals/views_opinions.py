"""A circle publishes the opinion it owes on a proposal."""

from flask import flash, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.exceptions import NotFound
from wtforms import RadioField, TextAreaField
from wtforms.validators import AnyOf, Length

from governance.errors import Refusal
from governance.web import current
from governance.web.sending import put
from proposals import heads, opinions
from proposals.views_writing import Answer, to


class OpinionForm(FlaskForm):  # type: ignore[misc]
    """What the circle thinks, and why."""

    answer = RadioField(
        _("The opinion of the circle"),
        choices=list(opinions.ANSWERS),  # their words are in the template
        validate_choice=False,
        validators=[AnyOf(opinions.ANSWERS, _("Choose an answer."))],
    )
    text = TextAreaField(
        _("In words"),
        description=_(
            "What the circle approves, what it fears, what it suggests. "
            "Everybody who sees the proposal reads it."
        ),
        validators=[Length(max=opinions.LONGEST, message=_("This text is too long."))],
    )


def opinion(number: int, circle: str) -> Answer:
    """Publish the opinion of a circle, once."""
    session, visitor, now = current.reading(), current.visitor(), current.moment()
    head, form = heads.head(session, number, visitor), OpinionForm()
    owed = next((each for each in opinions.of(session, head, visitor, now) if each.circle_id == circle), None)
    if owed is None:
        raise NotFound
    status = 200
    if request.method == "POST":
        status = _give(number, circle, form)
        if not status:
            flash(gettext("The opinion of the circle is published."))
            return to(number, "opinions")
    elif not owed.mine:
        opinions.refuse(owed)
    return render_template("proposals/opinion.html", head=head, owed=owed, form=form), status


def _give(number: int, circle: str, form: OpinionForm) -> int:
    """The status of a form that comes back with what is wrong; 0 once it is published."""
    if not form.validate():
        return 422
    by, now = current.visitor().person_id, current.moment()
    answer, text = form.answer.data, form.text.data or ""
    try:
        current.transact(
            lambda session: opinions.give(session, number, circle, answer=answer, text=text, by=by, now=now)
        )
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        return put(form, refusal)
    return 0
