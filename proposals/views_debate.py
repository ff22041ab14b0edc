"""Speaking in the debate, its summary, how closely to follow it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from governance.errors import NotAllowed, Refusal, SignInNeeded
from governance.web import current, errors
from governance.web.public import public_page
from governance.web.sending import put
from proposals import debate, follows, sheet, summaries
from proposals import lifecycle as life
from proposals.errors import NotInThisState
from proposals.forms_debate import CommentForm, FollowForm, SummaryForm
from proposals.views_reading import page, whole
from proposals.views_writing import Answer, to, voice


def comment(number: int) -> Answer:
    """Publish a message, alone or in answer to another; refused, it comes back with the reason."""
    form = CommentForm()
    if not form.validate():
        return page(number, comment=form), 422
    member, by, now = voice(), current.visitor().person_id, current.moment()
    try:
        said = current.transact(
            lambda s: debate.comment(
                s,
                number,
                text=form.text.data,
                purpose=form.purpose.data or "",
                member_id=member,
                answers=form.number("answers"),
                about=form.about,
                resolves=form.resolves.data,
                by=by,
                now=now,
            )
        )
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        status = put(form, refusal)
        return page(number, comment=form), status
    flash(gettext("Your message is published."))
    return to(number, f"m{said}")


def keep_message(error: CSRFError | Refusal) -> Answer:
    """A message that did not reach its act comes back in its form, under the reason; nothing else does."""
    number = (request.view_args or {}).get("number")
    if request.endpoint != "proposals.comment" or not request.form.get("text") or number is None:
        return _refused(error)
    form = CommentForm()
    if isinstance(error, CSRFError):
        reason = gettext("The page was open for too long. Your message is kept below: send it again.")
        status = 400
    elif isinstance(error, SignInNeeded):
        reason = gettext(
            "You are no longer signed in. Your message is kept below: "
            "sign in in another window, then send it."
        )
        status = error.status
    else:
        reason, status = errors.say(error), error.status
    form.form_errors = [reason]
    try:
        return page(number, comment=form), status
    except Refusal as refusal:
        return _refused(refusal)


def _refused(error: CSRFError | Refusal) -> Answer:
    if isinstance(error, CSRFError):
        return errors.show_expired(error)
    return errors.ask_to_sign_in(error) if isinstance(error, SignInNeeded) else errors.show_refusal(error)


KEPT = (CSRFError, SignInNeeded, NotAllowed)  # what stops a message before its act


def remove_comment(number: int, comment: int) -> Response:
    """Take one's own message back."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda s: debate.remove(s, number, comment, by=by, now=now))
    flash(gettext("Your message is removed; its place stays in the thread."))
    return to(number, f"m{comment}")


def resolve(number: int, comment: int) -> Response:
    """Say that a question has its answer."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda s: debate.resolve(s, number, comment, by=by, now=now))
    flash(gettext("The question is marked as answered."))
    return to(number, f"m{comment}")


def unresolve(number: int, comment: int) -> Response:
    """Say that a question still waits for its answer."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda s: debate.unresolve(s, number, comment, by=by, now=now))
    flash(gettext("The question waits for its answer again."))
    return to(number, f"m{comment}")


def summary(number: int) -> Answer:
    """Write the summary of the debate, from the one before or from an earlier one."""
    read = current.reading()
    head = sheet.head(read, number, current.visitor())
    last = summaries.latest(read, number)
    form = SummaryForm()
    if request.method == "POST":
        if not form.validate():
            return _summary_page(form, head, last), 422
        return _summarise(form, head)
    if head.state not in life.ACTS["summarise"].states:
        raise NotInThisState
    begun = summaries.one(read, number, request.args.get("from", 0, type=whole)) or last
    form = SummaryForm(
        formdata=None,
        text=begun.text if begun else "",
        upto=summaries.last_message(read, number),
        based_on=last.number if last else 0,
    )
    return _summary_page(form, head, last)


def _summarise(form: SummaryForm, head: sheet.Head) -> Answer:
    by, now = current.visitor().person_id, current.moment()
    written = {"text": form.text.data, "upto": form.upto.data, "based_on": form.based_on.data}
    try:
        current.transact(lambda s: summaries.summarise(s, head.number, **written, by=by, now=now))
    except Refusal as refusal:
        status = put(form, refusal)
        last = summaries.latest(current.reading(), head.number)
        form.based_on.data = last.number if last else 0
        return _summary_page(form, head, last), status
    flash(gettext("The summary stands on top of the debate."))
    return to(head.number, "debate")


def _summary_page(form: SummaryForm, head: sheet.Head, last: summaries.Summary | None) -> str:
    since = summaries.since(current.reading(), head.number, last.upto if last else None)
    return render_template("proposals/summary.html", form=form, head=head, last=last, since=since)


@public_page("proposals")
def past_summaries(number: int) -> str:
    """Every summary of a debate, the last first."""
    read = current.reading()
    head = sheet.head(read, number, current.visitor())
    found = summaries.history(read, number, before=request.args.get("before", type=whole))
    older = found[summaries.PAGE - 1].number if len(found) > summaries.PAGE else None
    shown = found[: summaries.PAGE]
    return render_template("proposals/summaries.html", head=head, summaries=shown, older=older)


def follow(number: int) -> Response:
    """Choose how closely to follow a proposal."""
    visitor = current.visitor()
    sheet.head(current.reading(), number, visitor)
    by, now, level = visitor.person_id, current.moment(), FollowForm().level.data or ""
    current.transact(lambda s: follows.follow(s, number, level, by=by, now=now))
    flash(gettext("Your choice is kept."))
    return redirect(url_for("proposals.show", number=number, _anchor="follow"), 303)
