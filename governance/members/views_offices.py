"""``/members/offices``: who holds the offices of the network, until when; what the public sees of members."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from governance.members import queries_pages, service
from governance.members.answers import form_page
from governance.members.forms import EndForm, OfficeForm
from governance.members.views_members import members
from governance.web import current
from governance.web.locale import today
from governance.web.sending import done

Answer = str | tuple[str, int] | Response


@members.get("/members/offices")
def offices() -> str:
    present, past = queries_pages.mandates(current.reading(), on=today(), at=current.moment())
    return render_template("members/offices.html", present=present, past=past, today_is=today())


@members.route("/members/offices/new", methods=["GET", "POST"])
def entrust() -> Answer:
    form = OfficeForm(starts_on=today())
    form.person.choices = queries_pages.people(current.reading())
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: service.entrust(
            session, person_id=form.person.data, office=form.office.data, starts_on=form.starts_on.data,
            ends_on=form.ends_on.data, by=by, now=now,
        ),
    ):  # fmt: skip
        flash(gettext("The office is entrusted."))
        return redirect(url_for("members.offices"), 303)
    return _form(form, title=gettext("Entrust an office"), submit=gettext("Entrust"))


@members.route("/members/offices/<int:number>/end", methods=["GET", "POST"])
def end_mandate(number: int) -> Answer:
    form = EndForm(ends_on=today())
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: service.end_mandate(session, mandate_id=number, on=form.ends_on.data, by=by, now=now),
    ):
        flash(gettext("The end of the mandate is recorded."))
        return redirect(url_for("members.offices"), 303)
    return _form(form, title=gettext("End a mandate"), submit=gettext("Record the end"))


def _form(form: object, *, title: str, submit: str) -> tuple[str, int]:
    back = url_for("members.offices")
    return form_page(form, title=title, submit=submit, back=back, place=gettext("Offices"))


@members.post("/members/publish")
def publish() -> Response:
    """Whether the public sees the member organisations."""
    public = request.form.get("public") == "yes"
    current.transact(lambda session: service.show_members(session, public=public))
    if public:
        flash(gettext("Everybody now sees the member organisations; individuals stay between members."))
    else:
        flash(gettext("The list of members is now seen by who has signed in only."))
    return redirect(url_for("members.index"), 303)
