"""A form that is sent: one act, and why it was refused beside its field, with all that was typed."""

from collections.abc import Callable

from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from governance.errors import Refusal
from governance.web import current
from governance.web.errors import say


def done(form: FlaskForm, act: Callable[[Session], object]) -> bool:
    """Whether the form was sent, right, and the act done; else ``status`` says that of the page.

    Raises what says that there is nothing here.
    """
    if not form.is_submitted():
        return False
    form.refused_with = refused(form, act)
    return not form.refused_with


def status(form: FlaskForm) -> int:
    """Of the page that shows a form: 200 at first, then that of what was refused."""
    return getattr(form, "refused_with", 200)


def refused(form: FlaskForm, act: Callable[[Session], object]) -> int:
    """Send a form: 0 when it was done; else the status of the answer, the reason beside its field.

    Raises what says that there is nothing here.
    """
    if not form.validate():
        return 422
    try:
        current.transact(act)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return put(form, refusal)
    return 0


def put(form: FlaskForm, refusal: Refusal) -> int:
    """Put a refusal beside its field, or above the form; returns the status of the answer.

    A form whose fields are called otherwise says so: ``beside = {"circle": "way"}``.
    """
    name = getattr(form, "beside", {}).get(refusal.field, refusal.field)
    if name in form:
        form[name].errors = [say(refusal)]
    else:
        form.form_errors = [*form.form_errors, say(refusal)]
    return refusal.status
