"""``/members/import``: a list is shown line by line, then applied as it was shown, all or nothing."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from governance.errors import Refusal
from governance.members import importing, spreadsheet
from governance.members.errors import LinesRefused, PlanChanged
from governance.members.forms import ApplyForm, ListForm
from governance.members.plan import CHANGED, CREATED
from governance.members.spreadsheet import NotASheet
from governance.members.views_members import members
from governance.web import current
from governance.web.locale import long_date, today
from governance.web.sending import put

Answer = str | tuple[str, int] | Response


@members.route("/members/import", methods=["GET", "POST"])
def import_file() -> Answer:
    form = ListForm()
    if not form.validate_on_submit():
        return render_template("members/import.html", form=form), 422 if form.is_submitted() else 200
    data = form.file.data.read(spreadsheet.LARGEST + 1)
    try:
        return _preview(data)
    except NotASheet as error:
        form.file.errors = [gettext(error.sentence) % error.facts]
        return render_template("members/import.html", form=form), 422


@members.post("/members/import/apply")
def import_apply() -> Answer:
    data = content(request.form.get("content", ""))
    form = ApplyForm()
    on, by, now = today(), current.visitor().person_id, current.moment()
    try:
        sheet = spreadsheet.read(data)
        plan = current.transact(
            lambda session: importing.apply(
                session, sheet, on=on, by=by, now=now, shown=request.form.get("shown", ""),
                leave_out=form.leave_out.data, invitations=form.invitations.data,
            )
        )  # fmt: skip
    except NotASheet as error:
        raise BadRequest from error
    except (LinesRefused, PlanChanged) as refusal:
        return _preview(data, form, refusal)
    flash(
        gettext(
            "The list is applied. Members created: %(created)s, changed: %(changed)s.",
            created=plan.number(CREATED),
            changed=plan.number(CHANGED),
        )
    )
    if form.invitations.data:
        flash(gettext("Invitations leave by mail, to those who have no password yet."))
    return redirect(url_for("members.index"), 303)


def _preview(data: bytes, form: ApplyForm | None = None, refusal: Refusal | None = None) -> Answer:
    """What the list would do. Its content travels with the page, and comes back to be applied."""
    plan = importing.prepare(current.reading(), spreadsheet.read(data), on=today())
    form = form or ApplyForm(formdata=None)
    status = put(form, refusal) if refusal is not None else 200
    page = render_template(
        "members/import_preview.html",
        plan=plan,
        form=form,
        content=urlsafe_b64encode(data).decode("ascii"),
        words=lambda each: each.words(gettext, long_date),
    )
    return page, status


def content(text: str) -> bytes:
    """What a page carried, as bytes. Raises BadRequest for what no page of ours carried."""
    try:
        return urlsafe_b64decode(text)
    except (binascii.Error, ValueError) as error:
        raise BadRequest from error
