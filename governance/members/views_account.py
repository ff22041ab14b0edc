"""Signing in and out; joining by link; one's account."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext
from flask_login import logout_user
from werkzeug.wrappers import Response

from governance import clock
from governance.errors import Refusal, TooMany
from governance.members import passwords, people, queries_account, sessions, tokens
from governance.members import sign_in as entrance
from governance.members.errors import LinkEnded
from governance.members.forms_account import ForgottenForm, NewPasswordForm, SignInForm
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
    _forget()
    flash(gettext("You are signed out."))
    return redirect(url_for("home.index"), 303)


def _forget() -> None:
    """Nothing of the session stays in this browser."""
    logout_user()
    cookie.clear()


@account.route("/forgotten", methods=["GET", "POST"])
def forgotten() -> Answer:
    """The same answer whoever asks: only the owner of the address learns whether it is known."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("account/forgotten.html", form=form), 422 if form.is_submitted() else 200
    try:
        entrance.ask_link(form.email.data)
    except TooMany as refusal:
        form.email.errors = [say(refusal)]
        return render_template("account/forgotten.html", form=form), refusal.status
    return render_template("account/link_sent.html", email=form.email.data)


@account.route("/join/<token>", methods=["GET", "POST"])
def join(token: str) -> Answer:
    return _choose_password(tokens.JOIN, token)


@account.route("/reset/<token>", methods=["GET", "POST"])
def reset(token: str) -> Answer:
    return _choose_password(tokens.RESET, token)


def _choose_password(purpose: str, token: str) -> Answer:
    """The page behind a mailed link, spent when the password is kept; the person is then signed in."""
    try:
        owner = tokens.owner(current.reading(), purpose, token, now=current.moment())
    except LinkEnded as refusal:
        return render_template("account/link_ended.html", sentence=say(refusal)), refusal.status
    form = NewPasswordForm()
    if not form.validate_on_submit():
        name = queries_account.name(current.reading(), owner)
        status = 422 if form.is_submitted() else 200
        return render_template(
            "account/choose_password.html", form=form, name=name, joining=purpose == tokens.JOIN
        ), status
    current.close_reading()
    hashed, now = passwords.hash(form.password.data), current.moment()
    current.transact(
        lambda session: people.accept(session, purpose, token, password_hash=hashed, now=now, at=clock.now())
    )
    sessions.sign_in_as(owner)
    flash(gettext("Your password is kept, and you are signed in."))
    return redirect(url_for("home.index"), 303)


@account.route("/mails/<token>", methods=["GET", "POST"])
def mails(token: str) -> Answer:
    """Unsubscribe from what is not a convocation; a POST without a page of ours is RFC 8058's one click."""
    now = current.moment()
    try:
        if request.method == "POST":
            current.transact(lambda session: people.unsubscribe(session, token=token, now=now))
        else:
            tokens.owner(current.reading(), tokens.MAILS, token, now=now)
    except LinkEnded as refusal:
        return render_template("account/link_ended.html", sentence=say(refusal)), refusal.status
    return render_template("account/mails.html", done=request.method == "POST")


@account.record_once
def let_mail_programs_unsubscribe(state: BlueprintSetupState) -> None:
    """RFC 8058: they have no page of ours, hence no CSRF token; the secret of the link is enough."""
    state.app.extensions["csrf"].exempt(mails)


@account.after_app_request
def note_use(response: Response) -> Response:
    """Write, once an hour at most, that a session is in use: who only reads stays signed in too."""
    visitor = current.visitor()
    if visitor.is_authenticated and sessions.is_stale():
        current.transact(
            lambda session: sessions.note_use(session, session_id=visitor.session_id, now=clock.now())
        )
    return response
