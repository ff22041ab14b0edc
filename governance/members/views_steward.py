"""What stewards do to members and to those who speak for them."""

from datetime import datetime

from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from governance.members import people, queries, queries_pages, service
from governance.members.answers import form_page
from governance.members.forms import (
    CollegeForm,
    EndForm,
    LeaveForm,
    MemberForm,
    NewMemberForm,
    PersonForm,
    RepresentativeForm,
)
from governance.members.queries_pages import MemberFacts
from governance.members.views_members import members, visible
from governance.web import current
from governance.web.locale import today
from governance.web.sending import done

Answer = str | tuple[str, int] | Response


@members.route("/members/new", methods=["GET", "POST"])
def new() -> Answer:
    form, made = NewMemberForm(joined_on=today()), []
    form.college.choices = _colleges()
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: made.append(
            service.admit(
                session, name=form.name.data, kind=form.kind.data, college_id=form.college.data,
                place=form.place.data or "", joined_on=form.joined_on.data, by=by, now=now,
            )
        ),
    ):  # fmt: skip
        flash(gettext("The member is admitted. Who speaks for it?"))
        return redirect(url_for("members.represent", member_id=made[-1]), 303)
    title = gettext("Admit a member")
    back = url_for("members.index")
    return form_page(form, title=title, submit=gettext("Admit"), back=back, place=gettext("Members"))


@members.route("/members/<int:member_id>/edit", methods=["GET", "POST"])
def edit(member_id: int) -> Answer:
    member = visible(member_id)
    form = MemberForm(name=member.name, kind=member.kind, place=member.place)
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: service.describe(
            session, member_id=member_id, name=form.name.data, kind=form.kind.data,
            place=form.place.data or "", by=by, now=now,
        ),
    ):  # fmt: skip
        return _kept(member_id, gettext("The member is corrected."))
    return _form_of(member, form, title=gettext("Correct a member"), submit=gettext("Keep"))


@members.route("/members/<int:member_id>/college", methods=["GET", "POST"])
def college(member_id: int) -> Answer:
    member = visible(member_id)
    form = CollegeForm(ends_on=today())
    form.college.choices = _colleges()
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: service.change_college(
            session, member_id=member_id, college_id=form.college.data, on=form.ends_on.data, by=by, now=now
        ),
    ):
        return _kept(member_id, gettext("The change of college is recorded."))
    return _form_of(member, form, title=gettext("Change college"), submit=gettext("Change college"))


@members.route("/members/<int:member_id>/leave", methods=["GET", "POST"])
def leave(member_id: int) -> Answer:
    member = visible(member_id)
    form = LeaveForm(ends_on=today())
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: service.leave(session, member_id=member_id, on=form.ends_on.data, by=by, now=now),
    ):
        return _kept(member_id, gettext("The departure is recorded."))
    held = queries_pages.held_for(current.reading(), member_id, on=today())
    title, submit = gettext("Record a departure"), gettext("Record the departure")
    return _form_of(member, form, title=title, submit=submit, lede=_ends_with(held))


@members.route("/members/<int:member_id>/representatives/new", methods=["GET", "POST"])
def represent(member_id: int) -> Answer:
    member = visible(member_id)
    form = RepresentativeForm(starts_on=max(today(), member.joined_on))
    by, now = current.visitor().person_id, current.moment()
    if done(form, lambda session: _represent(session, member_id, form, by=by, now=now)):
        return _kept(member_id, gettext("%(person)s now speaks for this member.", person=form.name.data))
    return _form_of(member, form, title=gettext("Name a representative"), submit=gettext("Name this person"))


def _represent(session: Session, member_id: int, form: RepresentativeForm, *, by: int, now: datetime) -> None:
    person_id = service.add_person(session, name=form.name.data, email=form.email.data, now=now)
    service.represent(
        session, person_id=person_id, member_id=member_id, starts_on=form.starts_on.data,
        ends_on=form.ends_on.data, by=by, now=now,
    )  # fmt: skip
    if form.invitation.data and not people.has_joined(session, person_id):
        service.invite(session, person_id=person_id, now=now)


@members.route("/members/<int:member_id>/representatives/<int:number>/end", methods=["GET", "POST"])
def end_representation(member_id: int, number: int) -> Answer:
    member = visible(member_id)
    form = EndForm(ends_on=today())
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: service.end_representation(
            session, representation_id=number, member_id=member_id, on=form.ends_on.data, by=by, now=now
        ),
    ):
        return _kept(member_id, gettext("The end of the representation is recorded."))
    held = queries_pages.held_for(current.reading(), member_id, number=number, on=today())
    title, submit = gettext("End a representation"), gettext("Record the end")
    return _form_of(member, form, title=title, submit=submit, lede=_ends_with(held))


@members.post("/members/<int:member_id>/people/<int:person_id>/invite")
def invite(member_id: int, person_id: int) -> Answer:
    now = current.moment()
    current.transact(lambda session: service.invite(session, person_id=person_id, now=now))
    return _kept(member_id, gettext("The invitation is on its way."))


@members.route("/members/<int:member_id>/people/<int:person_id>", methods=["GET", "POST"])
def person(member_id: int, person_id: int) -> Answer:
    member = visible(member_id)
    name, email = queries_pages.person(current.reading(), person_id)
    form = PersonForm(name=name, email=email)
    now = current.moment()
    if done(
        form,
        lambda session: people.correct_person(
            session, person_id=person_id, name=form.name.data, email=form.email.data, now=now
        ),
    ):
        return _kept(member_id, gettext("The person is corrected."))
    return _form_of(member, form, title=gettext("Correct a person"), submit=gettext("Keep"))


def _colleges() -> list[tuple[str, str]]:
    return [(each.id, each.name) for each in queries.colleges(current.reading())]


def _kept(member_id: int, words: str) -> Response:
    flash(words)
    return redirect(url_for("members.show", member_id=member_id), 303)


def _ends_with(held: list[str]) -> str:
    """Which mandates end that day too."""
    if not held:
        return ""
    words = gettext("What is held for this member ends when that day begins: %(all)s.", all="; ".join(held))
    return str(words)


def _form_of(
    member: MemberFacts, form: FlaskForm, *, title: str, submit: str, lede: str = ""
) -> tuple[str, int]:
    back = url_for("members.show", member_id=member.id)
    return form_page(form, title=title, submit=submit, back=back, place=member.name, lede=lede)
