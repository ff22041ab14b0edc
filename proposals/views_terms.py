"""Beside the text: links with the register, declared interests, templates, the review of a decision."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from governance.web import current
from governance.web.sending import refused
from proposals import conflicts, templates_of_kinds, trials
from proposals import links as linking
from proposals.acting import open_for
from proposals.forms_terms import ConflictForm, LinkForm, ReviewForm, TemplateForm
from proposals.views_reading import whole
from proposals.views_writing import Answer, to, voice


def links(number: int) -> Answer:
    """The decisions a proposal is linked to; one more."""
    head, form = open_for("terms", number).head, LinkForm()

    def page(status: int = 200) -> Answer:
        linked = linking.of(current.reading(), number)
        return render_template("proposals/links.html", head=head, form=form, links=linked), status

    if request.method == "GET":
        return page()
    kind, decision = form.kind.data or "", form.decision.data or ""
    by, now = current.visitor().person_id, current.moment()
    status = refused(form, lambda s: linking.add(s, number, kind, decision, by=by, now=now))
    if status:
        return page(status)
    flash(gettext("The link is kept."))
    return redirect(url_for("proposals.links", number=number), 303)


def remove_link(number: int, decision: str) -> Response:
    """Take a link away."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda s: linking.remove(s, number, decision, by=by, now=now))
    flash(gettext("The link is removed."))
    return redirect(url_for("proposals.links", number=number), 303)


def declare(number: int) -> Answer:
    """Declare an interest of one's own in what is proposed."""
    head, form = open_for("declare", number).head, ConflictForm()

    def page(status: int = 200) -> Answer:
        chosen = request.form.get("member", type=whole)
        return render_template("proposals/conflict.html", head=head, form=form, chosen=chosen), status

    if request.method == "GET":
        return page()
    member, by, now = voice(), current.visitor().person_id, current.moment()
    text = form.interest.data or ""
    status = refused(
        form, lambda s: conflicts.declare(s, number, text=text, member_id=member, by=by, now=now)
    )
    if status:
        return page(status)
    flash(gettext("Your declaration is on the page, for everybody to read."))
    return to(number, "interests")


def withdraw_conflict(number: int, conflict: int) -> Response:
    """Take back one's own declaration; its line stays."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda s: conflicts.withdraw(s, number, conflict, by=by, now=now))
    flash(gettext("Your declaration is withdrawn; the page says so."))
    return to(number, "interests")


def templates() -> str:
    """Every kind of decision, and whether it has a template."""
    return render_template("proposals/templates.html", kinds=templates_of_kinds.kinds(current.reading()))


def template(rule: str) -> Answer:
    """Write the template of a kind of decision."""
    kind = templates_of_kinds.kind(current.reading(), rule)
    form = TemplateForm(data=vars(kind.template) if kind.template else None)

    def page(status: int = 200) -> Answer:
        return render_template("proposals/template.html", kind=kind, form=form), status

    if request.method == "GET":
        return page()
    by, now = current.visitor().person_id, current.moment()
    status = refused(form, lambda s: templates_of_kinds.keep(s, rule, form.written, by=by, now=now))
    if status:
        return page(status)
    flash(gettext("The template is kept: new proposals of this kind are offered it."))
    return redirect(url_for("proposals.templates"), 303)


def clear_template(rule: str) -> Answer:
    """Have no template any more, after one question."""
    kind = templates_of_kinds.kind(current.reading(), rule)
    if request.method == "GET":
        return render_template("proposals/clear_template.html", kind=kind)
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda s: templates_of_kinds.clear(s, rule, by=by, now=now))
    flash(gettext("The template is cleared."))
    return redirect(url_for("proposals.templates"), 303)


def review(decision: str) -> Answer:
    """Begin the proposal that confirms, changes or ends a decision, or departs from it."""
    found = trials.in_force(current.reading(), decision)
    how = request.args.get("how", "")
    form = ReviewForm(data={"how": how if how in trials.HOWS else None})

    def page(status: int = 200) -> Answer:
        chosen = request.form.get("member", type=whole)
        return render_template("proposals/review.html", decision=found, form=form, chosen=chosen), status

    if request.method == "GET":
        return page()
    begun: list[int] = []
    member, by, now = voice(), current.visitor().person_id, current.moment()

    def begin(session: Session) -> None:
        asked = {"until": form.until.data, "member_id": member, "by": by, "now": now}
        begun[:] = [trials.begin(session, decision, form.how.data or "", **asked)]

    status = refused(form, begin)
    if status:
        return page(status)
    flash(gettext("Your draft is kept. Nobody else sees it yet."))
    return redirect(url_for("proposals.edit", number=begun[0]), 303)
