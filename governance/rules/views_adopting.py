"""``/rules/adopt``: a new social code is read and compared in plain words, then put in force."""

from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from governance.errors import Refusal
from governance.register import log
from governance.rules import adopting, queries
from governance.rules.changes import changes
from governance.rules.check import Problem, look
from governance.rules.errors import BadCode
from governance.rules.forms import CodeForm
from governance.rules.parts import SocialCode
from governance.rules.views import rules
from governance.web import current
from governance.web.errors import say

__all__ = ["rules"]

Answer = str | tuple[str, int] | Response


@rules.route("/adopt", methods=["GET", "POST"])
def adopt() -> Answer:
    """Show the text in force to change it; then what would change; then put it in force."""
    form = CodeForm()
    if not form.is_submitted():
        form.text.data = queries.in_force(current.reading()).toml
        return _page(form)
    if not form.validate():
        return _page(form), 422
    text = _text(form)
    code, problems = look(text)
    if code is None:
        return _page(form, problems), 422
    if form.shown.data != log.fingerprint(text.encode()):
        return _page(form, problems, code)
    return _adopt(form, text, problems, code)


def _text(form: CodeForm) -> str:
    """What was sent, in one form: the file before the text."""
    sent = form.file.data.read() if form.file.data else b""
    if sent:
        form.text.data = sent.decode("utf-8-sig", "replace")
    form.text.data = (form.text.data or "").replace("\r\n", "\n")
    return str(form.text.data)


def _adopt(form: CodeForm, text: str, problems: list[Problem], code: SocialCode) -> Answer:
    by, now = current.visitor().person_id, current.moment()
    try:
        number = current.transact(
            lambda s: adopting.adopt(s, text, decision=form.decision.data, by=by, now=now)
        )
    except BadCode as refusal:
        return _page(form, refusal.problems), refusal.status
    except Refusal as refusal:
        form["decision" if refusal.field == "decision" else "text"].errors = [say(refusal)]
        return _page(form, problems, code), refusal.status
    flash(gettext("Version %(number)s of the social code is in force.", number=number))
    return redirect(url_for("rules.index"), 303)


def _page(form: CodeForm, problems: list[Problem] | None = None, code: SocialCode | None = None) -> str:
    session = current.reading()
    form.offer(adopting.decisions(session), founding=adopting.founding(session))
    found = None
    if code is not None:
        found = changes(queries.in_force(session).code, code, str(get_locale()))
        form.shown.data = log.fingerprint((form.text.data or "").encode())
    return render_template(
        "rules/adopt.html",
        form=form,
        problems=problems or [],
        changes=found,
        said=lambda each: each.said(gettext),
    )
