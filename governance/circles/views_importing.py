"""``/roles/import``: a list of mandates is shown line by line, then applied as shown, all or nothing."""

from base64 import urlsafe_b64encode

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response
from wtforms import BooleanField

from governance.circles import importing, mandate_sheet
from governance.circles.views_exports import organisation
from governance.errors import Refusal
from governance.members.errors import LinesRefused, PlanChanged
from governance.members.plan import CREATED
from governance.members.spreadsheet import LARGEST, NotASheet
from governance.members.views_import import content
from governance.web import current
from governance.web.errors import say
from governance.web.locale import long_date

__all__ = ["organisation"]

Answer = str | tuple[str, int] | Response


class MandatesForm(FlaskForm):  # type: ignore[misc]
    file = FileField(_("List of mandates (CSV)"), [FileRequired(_("Choose a file."))])


class ApplyForm(FlaskForm):  # type: ignore[misc]
    leave_out = BooleanField(_("Leave the refused lines out and apply the others"))


@organisation.route("/roles/import", methods=["GET", "POST"])
def import_file() -> Answer:
    form = MandatesForm()
    if not form.validate_on_submit():
        return render_template("circles/import.html", form=form), 422 if form.is_submitted() else 200
    try:
        return _preview(form.file.data.read(LARGEST + 1))
    except NotASheet as error:
        form.file.errors = [gettext(error.sentence) % error.facts]
        return render_template("circles/import.html", form=form), 422


@organisation.post("/roles/import/apply")
def import_apply() -> Answer:
    data = content(request.form.get("content", ""))
    form, shown = ApplyForm(), request.form.get("shown", "")
    by, now = current.visitor().person_id, current.moment()
    try:
        rows = mandate_sheet.read(data)
        plan = current.transact(
            lambda session: importing.apply(
                session, rows, shown=shown, leave_out=form.leave_out.data, by=by, now=now
            )
        )
    except NotASheet as error:
        raise BadRequest from error
    except (LinesRefused, PlanChanged) as refusal:
        return _preview(data, form, refusal)
    flash(gettext("The list is applied. Mandates entrusted: %(number)s.", number=plan.number(CREATED)))
    return redirect(url_for("circles.roles"), 303)


def _preview(data: bytes, form: ApplyForm | None = None, refusal: Refusal | None = None) -> Answer:
    """What the list would do. Its content travels with the page, and comes back to be applied."""
    rows, by, now = mandate_sheet.read(data), current.visitor().person_id, current.moment()
    try:
        current.transact(lambda session: importing.prepare(session, rows, by=by, now=now))
        raise AssertionError("a plan is never kept")
    except importing.Given as given:
        plan = given.plan
    page = render_template(
        "circles/import_preview.html",
        plan=plan,
        form=form or ApplyForm(formdata=None),
        refusal=say(refusal) if refusal else None,
        content=urlsafe_b64encode(data).decode("ascii"),
        words=lambda each: each.words(gettext, long_date),
    )
    return page, refusal.status if refusal else 200
