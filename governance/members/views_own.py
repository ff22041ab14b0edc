"""``/account``: password, preferences, signed-in browsers."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from governance import clock
from governance.members import passwords, people, queries_account, sessions
from governance.members.errors import WrongCurrentPassword
from governance.members.forms_account import ChangePasswordForm, PreferencesForm
from governance.members.views_account import Answer, _forget, account
from governance.web import current
from governance.web.errors import say
from governance.web.locale import today


@account.get("/account")
def index() -> Answer:
    return _page()


@account.post("/account/password")
def password() -> Answer:
    form = ChangePasswordForm()
    visitor = current.visitor()
    if not form.validate_on_submit():
        return _page(password_form=form)
    known = queries_account.password_hash(current.reading(), visitor.person_id)
    current.close_reading()
    if not passwords.verify(known, form.current.data):
        form.current.errors = [say(WrongCurrentPassword())]
        return _page(password_form=form)
    hashed, now = passwords.hash(form.password.data), current.moment()
    current.transact(
        lambda session: people.change_password(
            session, person_id=visitor.person_id, session_id=visitor.session_id,
            password_hash=hashed, now=now, at=clock.now(),
        )
    )  # fmt: skip
    flash(gettext("Your password is changed. Your other devices are signed out."))
    return redirect(url_for("account.index"), 303)


@account.post("/account/preferences")
def preferences() -> Answer:
    form = PreferencesForm()
    if not form.validate_on_submit():
        return _page(preferences_form=form)
    person_id = current.visitor().person_id
    current.transact(
        lambda session: people.prefer(
            session,
            person_id=person_id,
            locale=form.locale.data or None,
            mails=form.mails.data,
            notices=form.notices.data,
        )
    )
    flash(gettext("Your choices are kept."))
    return redirect(url_for("account.index"), 303)


@account.post("/account/sessions/<int:session_id>/revoke")
def revoke(session_id: int) -> Response:
    person_id = current.visitor().person_id
    current.transact(
        lambda session: sessions.revoke(session, person_id=person_id, session_id=session_id, now=clock.now())
    )
    flash(gettext("This device is signed out."))
    return redirect(url_for("account.index"), 303)


@account.post("/account/sessions/revoke")
def revoke_all() -> Response:
    person_id = current.visitor().person_id
    current.transact(lambda session: sessions.revoke_all(session, person_id=person_id, now=clock.now()))
    _forget()
    flash(gettext("You are signed out everywhere."))
    return redirect(url_for("account.sign_in"), 303)


def _page(
    password_form: ChangePasswordForm | None = None, preferences_form: PreferencesForm | None = None
) -> tuple[str, int]:
    """The account; a form that is given comes back with its errors."""
    facts = queries_account.account(
        current.reading(),
        current.visitor().person_id,
        idle=timedelta(hours=current.settings().session_idle_hours),
        at=clock.now(),
        on=today(),
        moment=current.moment(),
    )
    page = render_template(
        "account/index.html",
        account=facts,
        password_form=password_form or ChangePasswordForm(formdata=None),
        preferences_form=preferences_form
        or PreferencesForm(
            formdata=None, locale=facts.locale or "", mails=facts.mails, notices=facts.notices
        ),
    )
    return page, 422 if password_form or preferences_form else 200
