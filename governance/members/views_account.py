"""Signing in and out; one's account."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext
from flask_login import logout_user
from werkzeug.wrappers import Response

from governance import clock
from governance.errors import NotFound, Refusal
from governance.members import sessions
from governance.members import sign_in as entrance
from governance.members.forms import SignInForm
from governance.web import current
from governance.web.errors import say
from governance.web.views import safe_path

account = Blueprint("account", __name__)
Answer = str | tuple[str, int] | Response


@account.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Answer:
    form = SignInForm()
    target = safe_path(request.values.get("next"))
    if current.visitor().is_authenticated and request.method == "GET":
        return redirect(target, 303)
    if not form.validate_on_submit():
        return _sign_in_page(form, target, 422 if form.is_submitted() else 200)
    try:
        person_id = entrance.check(form.email.data, form.password.data)
    except Refusal as refusal:
        form.password.errors = [say(refusal)]
        return _sign_in_page(form, target, refusal.status)
    sessions.sign_in_as(person_id, remember=form.remember.data)
    return redirect(target, 303)


def _sign_in_page(form: SignInForm, target: str, status: int) -> tuple[str, int]:
    return render_template("account/sign_in.html", form=form, target=target), status


@account.post("/sign-out")
def sign_out() -> Response:
    token = current.visitor().token
    current.transact(lambda session: sessions.revoke_token(session, token, now=clock.now()))
    logout_user()
    cookie.clear()
    flash(gettext("You are signed out."))
    return redirect(url_for("home.index"), 303)


@account.get("/account", endpoint="index")
def account_index() -> str:
    raise NotFound
