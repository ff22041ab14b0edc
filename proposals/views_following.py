"""What becomes of a decision: its steps, its closing word, what was observed; the steps still to be done."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from governance.errors import NotFound
from governance.members import queries_pages as members
from governance.register import numbers, queries, queries_following
from governance.register.execution import Step
from governance.register.facts import Whole
from governance.register.queries_following import Followed
from governance.web import current
from governance.web.locale import today
from governance.web.public import public_page
from governance.web.sending import refused
from proposals import executing
from proposals.forms_following import GoingForm, StepForm, WordForm

Answer = str | tuple[str, int] | Response

following = Blueprint("following", __name__, url_prefix="/register")


@following.app_template_global()
def may_follow(number: str) -> bool:
    """Whether the visitor may write what becomes of this decision."""
    visitor = current.visitor()
    if not (visitor.speaks_for or visitor.offices or visitor.facilitated):
        return False
    return executing.may_follow(current.reading(), number, by=visitor.person_id, now=current.moment())


@following.get("/execution")
@public_page("register", "site", every_minute=True, same_for_all=True)
def index() -> str:
    """Every step that is still to be done, the earliest date first: late ones are seen by everybody."""
    after = _cursor(request.args.get("after", ""))
    found = queries_following.open_steps(current.reading(), after=after, limit=queries_following.PAGE + 1)
    shown = found[: queries_following.PAGE]
    more = len(found) > len(shown)
    return render_template(
        "register/execution.html",
        steps=[step for _cursor, step in shown],
        today=today(),
        after=f"{(shown[-1][1].due_on or date.max).isoformat()}.{shown[-1][0]}" if more else None,
        first=after is None,
    )


@following.route("/<number>/execution/new", methods=["GET", "POST"])
def plan(number: str) -> Answer:
    """Plan a step."""
    decision, form = _decision(number), StepForm()
    by, now = current.visitor().person_id, current.moment()

    def act(session: Session) -> None:
        executing.plan(session, number, form.planned, by=by, now=now)

    return _answer("register/step.html", decision, form, act, gettext("The step is planned."))


@following.route("/<number>/execution/<int(max=9999):step>", methods=["GET", "POST"])
def go_on(number: str, step: int) -> Answer:
    """Say how a step goes."""
    decision, form = _decision(number), GoingForm()
    found = _followed(decision).execution.step(step)
    if found is None:
        raise NotFound
    if request.method == "GET":
        _fill(form, found)
    by, now = current.visitor().person_id, current.moment()

    def act(session: Session) -> None:
        note = form.note.data or ""
        if form.kind.data == "changed":
            executing.change(session, number, step, form.planned, why=note, by=by, now=now)
        else:
            done = form.kind.data == "done"
            executing.finish(session, number, step, done=done, note=note, by=by, now=now)

    return _answer("register/step.html", decision, form, act, gettext("It is written."), step=found)


@following.route("/<number>/execution/close", methods=["GET", "POST"])
def close(number: str) -> Answer:
    """Write the closing word."""
    decision, form = _decision(number), WordForm()
    by, now = current.visitor().person_id, current.moment()

    def act(session: Session) -> None:
        executing.close(session, number, word=form.note.data or "", by=by, now=now)

    return _answer(
        "register/word.html", decision, form, act, gettext("The execution is closed."), what="close"
    )


@following.route("/<number>/observations/new", methods=["GET", "POST"])
def observe(number: str) -> Answer:
    """Write how the decision turns out."""
    decision, form = _decision(number), WordForm()
    by, now = current.visitor().person_id, current.moment()

    def act(session: Session) -> None:
        executing.observe(session, number, note=form.note.data or "", by=by, now=now)

    return _answer("register/word.html", decision, form, act, gettext("It is on record."), what="observe")


def _answer(
    template: str,
    decision: Whole,
    form: FlaskForm,
    act: Callable[[Session], None],
    done: str,
    **more: object,
) -> Answer:
    """The page of a form, its refusal, or the way back to the decision once the act is done."""
    status = 200
    if form.is_submitted():
        status = refused(form, act)
        if not status:
            flash(done)
            return redirect(url_for("register.show", number=decision.number, _anchor="execution"), 303)
    if isinstance(form, StepForm):
        form.offer(members.names(current.reading(), today()))
    return render_template(template, decision=decision, form=form, **more), status


def _fill(form: GoingForm, step: Step) -> None:
    form.what.data, form.due_on.data = step.what, step.due_on
    form.member_id.data = str(step.member_id or "")
    form.who.data = "" if step.member_id else step.who


def _decision(number: str) -> Whole:
    if numbers.read(number) is None:
        raise NotFound
    return queries.one(current.reading(), number)


def _followed(decision: Whole) -> Followed:
    return queries_following.of(current.reading(), decision, today())


def _cursor(text: str) -> tuple[date, int] | None:
    """Where the page before ended: "2026-05-01.42"."""
    day, _dot, id_ = text.partition(".")
    try:
        return date.fromisoformat(day), int(id_[:9])
    except ValueError:
        return None
