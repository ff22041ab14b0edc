"""What the pages of stewards share: a form, one act, and its refusals beside the fields."""

from collections.abc import Callable

from flask import render_template
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from governance.errors import Refusal
from governance.web import current
from governance.web.errors import say


def done(form: FlaskForm, act: Callable[[Session], object]) -> bool:
    """Whether the form was sent, right, and the act done; a refusal about a field is shown beside it."""
    if not form.validate_on_submit():
        return False
    try:
        current.transact(act)
    except Refusal as refusal:
        if refusal.field is None or refusal.field not in form:
            raise
        form[refusal.field].errors = [say(refusal)]
        return False
    return True


def form_page(
    form: FlaskForm, *, title: str, submit: str, back: str, place: str, lede: str = ""
) -> tuple[str, int]:
    """A page that is one form; ``back`` is where it came from, ``place`` its name. 422 when it comes back."""
    page = render_template(
        "members/form.html", form=form, title=title, submit=submit, back=back, place=place, lede=lede
    )
    return page, 422 if form.is_submitted() else 200
