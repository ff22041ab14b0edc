"""``/roles/import``: the list of an organisation is shown line by line, then applied as shown, or nothing."""

from base64 import urlsafe_b64encode

from flask import Response as Sent
from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response
from wtforms import BooleanField

from governance.circles.importing import columns, service
from governance.circles.importing.plan import Choices
from governance.circles.importing.template import template
from governance.circles.views_exports import CSV, organisation
from governance.errors import NotAllowed, Refusal
from governance.members.plan import CHANGED, CREATED
from governance.members.spreadsheet import LARGEST, NotASheet
from governance.members.views_import import content
from governance.rules import adopting
from governance.rules.changes import changes
from governance.rules.forms import AdoptedByForm
from governance.web import current
from governance.web.locale import long_date
from governance.web.sending import put

__all__ = ["organisation"]

Answer = str | tuple[str, int] | Response


class OrganisationForm(FlaskForm):  # type: ignore[misc]
    file = FileField(_("List of circles, roles and mandates (CSV)"), [FileRequired(_("Choose a file."))])


class ApplyForm(AdoptedByForm):
    leave_out = BooleanField(_("Leave the refused lines out and apply the others"))


@organisation.route("/roles/import", methods=["GET", "POST"])
def import_file() -> Answer:
    form = OrganisationForm()
    if not form.validate_on_submit():
        return render_template("circles/import.html", form=form), 422 if form.is_submitted() else 200
    try:
        return _preview(form.file.data.read(LARGEST + 1))
    except NotASheet as error:
        form.file.errors = [gettext(error.sentence) % error.facts]
        return render_template("circles/import.html", form=form), 422


@organisation.get("/roles/import/template.csv")
def import_template() -> Sent:
    """A file to begin from, in the language of the visitor."""
    return Sent(template(str(get_locale())), content_type=CSV)


@organisation.post("/roles/import/apply")
def import_apply() -> Answer:
    data = content(request.form.get("content", ""))
    form = ApplyForm()
    shown, decision = request.form.get("shown", ""), form.decision.data or ""
    choices = Choices(shown, decision, form.leave_out.data)
    by, now = current.visitor().person_id, current.moment()
    try:
        sheet = columns.read(data)
        plan = current.transact(lambda session: service.apply(session, sheet, choices, by=by, now=now))
    except NotASheet as error:
        raise BadRequest from error
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _preview(data, form, refusal)
    flash(
        gettext(
            "The list is applied. Lines created: %(created)s, changed: %(changed)s; mandates: %(number)s.",
            created=plan.number(CREATED),
            changed=plan.number(CHANGED),
            number=plan.entrusted,
        )
    )
    return redirect(url_for("circles.roles"), 303)


def _preview(data: bytes, form: ApplyForm | None = None, refusal: Refusal | None = None) -> Answer:
    """What the list would do. Its content travels with the page, and comes back to be applied."""
    by, now = current.visitor().person_id, current.moment()
    plan = service.planned(current.transact, columns.read(data), by=by, now=now)
    form = form or ApplyForm(formdata=None)
    session = current.reading()
    form.offer(adopting.decisions(session), founding=plan.founding)
    status = put(form, refusal) if refusal is not None else 200
    page = render_template(
        "circles/import_preview.html",
        plan=plan,
        form=form,
        changes=changes(*plan.codes, str(get_locale())) if plan.rewrites else [],
        doubts=plan.doubts if plan.rewrites else [],
        said=lambda each: each.said(gettext),
        content=urlsafe_b64encode(data).decode("ascii"),
        words=lambda each: each.words(gettext, long_date),
    )
    return page, status
