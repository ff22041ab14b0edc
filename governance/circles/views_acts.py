"""Acts upon roles and mandates, one form each."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from governance.circles import choices, forms, queries, reading, service
from governance.circles.views import circles
from governance.web import current
from governance.web.locale import today
from governance.web.sending import done, status

Answer = str | tuple[str, int] | Response


@circles.route("/roles/new", methods=["GET", "POST"])
def new_role() -> Answer:
    """Record the role that a decision of the register created."""
    session = current.reading()
    form = forms.NewRoleForm(seats=1, term_months=12, decision=request.args.get("decision"))
    form.offer(
        decisions=choices.decisions(session), colleges=choices.colleges(session),
        roles=choices.roles(session), kinds=choices.kinds(session),
    )  # fmt: skip
    form.circle.choices = choices.circles(session)
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: service.create_role(
            session, slug=form.slug.data.strip(), circle_id=form.circle.data, what=form.description(),
            decision=form.decision.data, by=by, now=now,
        ),
    ):  # fmt: skip
        flash(gettext("The role is recorded."))
        return redirect(url_for("circles.role", slug=form.slug.data.strip()), 303)
    return _page(
        form, gettext("Record what a decision created"), gettext("Record the role"), url_for("circles.roles")
    )


@circles.route("/roles/<slug>/change", methods=["GET", "POST"])
def change_role(slug: str) -> Answer:
    session = current.reading()
    found = queries.role(session, slug, today())
    form = forms.RoleForm(**forms.filled(found.what))
    form.offer(
        decisions=choices.decisions(session),
        colleges=choices.colleges(session),
        roles=choices.roles(session, but=found.id),
        kinds=choices.kinds(session),
    )
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: service.change_role(
            session, found.id, what=form.description(), decision=form.decision.data, by=by, now=now
        ),
    ):
        flash(gettext("The role is changed; what it said before stays in its history."))
        return redirect(url_for("circles.role", slug=slug), 303)
    return _of_role(form, slug, found.what.name, gettext("Change the role"), gettext("Record the change"))


@circles.route("/roles/<slug>/end", methods=["GET", "POST"])
def end_role(slug: str) -> Answer:
    session = current.reading()
    found = queries.role(session, slug, today())
    form = forms.EndRoleForm()
    form.decision.choices = [("", "…"), *choices.decisions(session)]
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: service.end_role(session, found.id, decision=form.decision.data, by=by, now=now),
    ):
        flash(gettext("The role has ended; its history stays."))
        return redirect(url_for("circles.role", slug=slug), 303)
    return _of_role(form, slug, found.what.name, gettext("End the role"), gettext("Record the end"))


@circles.route("/roles/<slug>/entrust", methods=["GET", "POST"])
def entrust(slug: str) -> Answer:
    session = current.reading()
    found = queries.role(session, slug, today())
    form = forms.EntrustForm(starts_on=today(), how=found.what.selection)
    seats_members = reading.seats_members(session, found.id)
    form.offer(
        people=choices.holders(session, on=today(), for_members_only=seats_members),
        seats=found.what.seats,
        decisions=choices.decisions(session),
    )
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: service.entrust(
            session, role_id=found.id, person_id=form.pair[0], member_id=form.pair[1],
            seat=int(form.seat.data) if form.seat.data else None, starts_on=form.starts_on.data,
            ends_on=form.ends_on.data, how=form.how.data, decision=form.decision.data,
            provisional=form.provisional.data, until_filled=form.until_filled.data,
            derogation=form.derogation.data, by=by, now=now,
        ),
    ):  # fmt: skip
        flash(gettext("The role is entrusted."))
        return redirect(url_for("circles.role", slug=slug), 303)
    return _of_role(form, slug, found.what.name, gettext("Entrust the role"), gettext("Entrust"))


@circles.route("/mandates/<int(max=2147483647):number>/resign", methods=["GET", "POST"])
def resign(number: int) -> Answer:
    form = forms.ResignForm(on=today())
    held = reading.mandate(current.reading(), number)
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: service.resign(
            session, number, on=form.on.data, why=form.why.data or "", by=by, now=now
        ),
    ):
        flash(gettext("You have given this mandate back."))
        return redirect(url_for("circles.role", slug=held.slug), 303)
    return _of_role(form, held.slug, held.name, gettext("Give the mandate back"), gettext("Give it back"))


@circles.route("/mandates/<int(max=2147483647):number>/revoke", methods=["GET", "POST"])
def revoke(number: int) -> Answer:
    session = current.reading()
    form = forms.RevokeForm(on=today())
    form.decision.choices = [("", "…"), *choices.decisions(session)]
    held = reading.mandate(session, number)
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: service.revoke(
            session,
            number,
            decision=form.decision.data,
            on=form.on.data,
            why=form.why.data or "",
            by=by,
            now=now,
        ),
    ):
        flash(gettext("The end of the mandate is recorded."))
        return redirect(url_for("circles.role", slug=held.slug), 303)
    title = gettext("Take the mandate of %(person)s back", person=held.person)
    page = render_template(
        "circles/revoke.html",
        form=form,
        title=title,
        submit=gettext("Record the end"),
        back=url_for("circles.role", slug=held.slug),
        place=held.name,
        alternatives=_to_meet(session, held.slug, number),
        kinds=dict(choices.kinds(session)),
    )
    return page, status(form)


def _to_meet(session: Session, slug: str, number: int) -> tuple[queries.Conditions, ...]:
    """What the role asks for before this mandate is taken back, and what is met of it."""
    role = queries.role(session, slug, today())
    found = queries.revocable(role.what, queries.history(session, role.id, today()), today())
    return found.get(number, ())


@circles.route("/mandates/<int(max=2147483647):number>/extend", methods=["GET", "POST"])
def extend(number: int) -> Answer:
    session = current.reading()
    held = reading.mandate(session, number)
    form = forms.ExtendForm(ends_on=held.ends_on)
    form.decision.choices = [("", "…"), *choices.decisions(session)]
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: service.extend(
            session, number, ends_on=form.ends_on.data, decision=form.decision.data, by=by, now=now
        ),
    ):
        flash(gettext("The mandate is extended."))
        return redirect(url_for("circles.role", slug=held.slug), 303)
    title = gettext("Extend the mandate of %(person)s", person=held.person)
    return _of_role(form, held.slug, held.name, title, gettext("Extend"))


@circles.route("/mandates/<int(max=2147483647):number>/deputy", methods=["GET", "POST"])
def deputy(number: int) -> Answer:
    session = current.reading()
    held = reading.mandate(session, number)
    form = forms.DeputyForm(holder=str(held.deputy_id or ""))
    form.holder.choices = [("", gettext("nobody")), *choices.people(session)]
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: service.name_deputy(
            session, number, person_id=int(form.holder.data) if form.holder.data else None, by=by, now=now
        ),
    ):
        flash(gettext("The deputy is recorded."))
        return redirect(url_for("circles.role", slug=held.slug), 303)
    title = gettext("Name a deputy of %(person)s", person=held.person)
    return _of_role(form, held.slug, held.name, title, gettext("Record"))


@circles.route("/mandates/<int(max=2147483647):number>/warning", methods=["GET", "POST"])
def warn(number: int) -> Answer:
    held, form = reading.mandate(current.reading(), number), forms.WarningForm(on=today())
    title = gettext("Note a warning about the mandate of %(person)s", person=held.person)
    return _noted(number, form, held, service.warn, title, gettext("The warning is recorded."))


@circles.route("/mandates/<int(max=2147483647):number>/notice", methods=["GET", "POST"])
def give_notice(number: int) -> Answer:
    """Record that a holder was told that the mandate may be taken back."""
    held, form = reading.mandate(current.reading(), number), forms.NoticeForm(on=today())
    title = gettext("Give %(person)s notice that the mandate may be taken back", person=held.person)
    return _noted(number, form, held, service.give_notice, title, gettext("The notice is recorded."))


@circles.route("/mandates/<int(max=2147483647):number>/hearing", methods=["GET", "POST"])
def hear(number: int) -> Answer:
    """Record that a holder was heard before the mandate may be taken back."""
    held, form = reading.mandate(current.reading(), number), forms.HearingForm(on=today())
    title = gettext("Record that %(person)s was heard", person=held.person)
    return _noted(number, form, held, service.hear, title, gettext("The hearing is recorded."))


def _noted(
    number: int, form: FlaskForm, held: reading.Held, note: Callable[..., None], title: str, told: str
) -> Answer:
    """Words with a day, kept beside a mandate."""
    by, now = current.visitor().person_id, current.moment()
    if done(form, lambda s: note(s, number, text=form.text.data, on=form.on.data, by=by, now=now)):
        flash(told)
        return redirect(url_for("circles.role", slug=held.slug), 303)
    return _of_role(form, held.slug, held.name, title, gettext("Record"))


def _of_role(form: FlaskForm, slug: str, place: str, title: str, submit: str) -> tuple[str, int]:
    return _page(form, title, submit, url_for("circles.role", slug=slug), place)


def _page(form: FlaskForm, title: str, submit: str, back: str, place: str = "") -> tuple[str, int]:
    page = render_template("circles/form.html", form=form, title=title, submit=submit, back=back, place=place)
    return page, status(form)
