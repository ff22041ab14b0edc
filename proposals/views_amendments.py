"""Amendments, and those who write together: proposing, answering, asking, joining, leaving."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from governance.errors import NotFound
from governance.web import current
from governance.web.richtext import render
from governance.web.sending import refused
from proposals import amendments as acts
from proposals import amendments_reading as reading
from proposals import coauthoring, coauthors, paragraphs, sheet, views_merge
from proposals.acting import open_for
from proposals.errors import VersionCameMeanwhile
from proposals.errors_amendments import NoParagraph, ParagraphChanged
from proposals.forms_amendments import AmendmentForm, AskForm, ReferralForm, RefusalForm
from proposals.views_reading import whole
from proposals.views_writing import Answer, to, voice


def new_amendment(number: int) -> Answer:
    """Other words for one paragraph of the present text."""
    found = open_for("amend", number)
    paragraph = request.values.get("paragraph", type=whole)
    if paragraph is None:
        return to(number, "wording")
    words = paragraphs.at(found.version.text, paragraph)
    form = AmendmentForm(data={"after": words, "version": found.head.versions, "paragraph": paragraph})
    if request.method == "GET":
        if words is None:
            raise NoParagraph
        return _amendment_page(found, form, words)
    stopped = refused(form, lambda s: _propose(s, number, form, voice()))
    if stopped:
        return _amendment_page(found, form, words or ""), stopped
    flash(gettext("Your amendment is on the page. Who wrote the text is told."))
    return to(number, "amendments")


def _propose(session: Session, number: int, form: AmendmentForm, member_id: int) -> None:
    acts.propose(
        session,
        number,
        version=form.version.data,
        paragraph=form.paragraph.data,
        after=form.after.data or "",
        reason=form.reason.data or "",
        member_id=member_id,
        by=current.visitor().person_id,
        now=current.moment(),
    )


def _amendment_page(found: sheet.Sheet, form: AmendmentForm, words: str) -> str:
    """The paragraph as it is now: what is sent again is written against it."""
    form.version.process_data(found.head.versions)
    form.version.raw_data = None
    return render_template(
        "proposals/amendment.html",
        head=found.head,
        form=form,
        paragraph=form.paragraph.data,
        words_html=render(words),
        chosen=request.form.get("member", type=whole),
    )


def accept_amendment(number: int, amendment: int) -> Answer:
    """Take it: a version at once, or the page that asks what the paragraph becomes."""
    by, now = current.visitor().person_id, current.moment()
    chosen, based_on = views_merge.answers() or None, request.form.get("based_on", type=whole)
    try:
        made = current.transact(
            lambda s: acts.accept(s, number, amendment, chosen=chosen, based_on=based_on, by=by, now=now)
        )
    except (ParagraphChanged, VersionCameMeanwhile) as refusal:
        return _collision(number, amendment), refusal.status
    flash(gettext("Version %(version)s is published.", version=made))
    return to(number, f"amendment-{amendment}")


def _collision(number: int, amendment: int) -> str:
    read = current.reading()
    return render_template(
        "proposals/amendment_merge.html",
        head=sheet.head(read, number, current.visitor()),
        line=reading.one(read, number, amendment),
        places=[
            views_merge.place(each, n) for n, each in enumerate(reading.collision(read, number, amendment), 1)
        ],
    )


def refuse_amendment(number: int, amendment: int) -> Answer:
    """Refuse it, and say why."""
    head, form = open_for("answer_amendment", number).head, RefusalForm()
    line = reading.one(current.reading(), number, amendment)
    by, now = current.visitor().person_id, current.moment()
    if request.method == "GET":
        return _answer_page("refuse", head, line, form)
    answer = form.answer.data or ""
    stopped = refused(form, lambda s: acts.refuse(s, number, amendment, answer=answer, by=by, now=now))
    if stopped:
        return _answer_page("refuse", head, line, form), stopped
    flash(gettext("The amendment is refused; your reason is on the page."))
    return to(number, f"amendment-{amendment}")


def refer_amendment(number: int, amendment: int) -> Answer:
    """Let the circle decide."""
    head, form = open_for("answer_amendment", number).head, ReferralForm()
    line = reading.one(current.reading(), number, amendment)
    by, now = current.visitor().person_id, current.moment()
    if request.method == "GET":
        return _answer_page("refer", head, line, form)
    answer = form.answer.data or ""
    stopped = refused(form, lambda s: acts.refer(s, number, amendment, answer=answer, by=by, now=now))
    if stopped:
        return _answer_page("refer", head, line, form), stopped
    flash(gettext("The circle will decide. A facilitator opens the question."))
    return to(number, f"amendment-{amendment}")


def _answer_page(how: str, head: sheet.Head, line: reading.Line, form: FlaskForm) -> str:
    return render_template("proposals/amendment_answer.html", head=head, line=line, form=form, how=how)


def withdraw_amendment(number: int, amendment: int) -> Response:
    """Take one's own amendment back."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda s: acts.withdraw(s, number, amendment, by=by, now=now))
    flash(gettext("Your amendment is withdrawn."))
    return to(number, f"amendment-{amendment}")


def coauthors_of(number: int) -> Answer:
    """Who writes with the author; ask one more member."""
    head, form = open_for("coauthors", number).head, AskForm()
    read, now = current.reading(), current.moment()
    form.offer(coauthoring.choices(read, number, now=now))

    def page(status: int = 200) -> Answer:
        there = coauthors.of(read, number)
        return render_template("proposals/coauthors.html", head=head, form=form, authors=there), status

    if request.method == "GET":
        return page()
    by, member = current.visitor().person_id, form.chosen
    stopped = refused(form, lambda s: coauthoring.ask(s, number, member_id=member, by=by, now=now))
    if stopped:
        return page(stopped)
    flash(gettext("The question is asked: whoever speaks for this member answers it."))
    return redirect(url_for("proposals.coauthors_of", number=number), 303)


def unask_coauthor(number: int, member: int) -> Response:
    """Take the question back."""
    return _joined(number, coauthoring.unask, member, gettext("The question is withdrawn."))


def accept_coauthor(number: int, member: int) -> Response:
    """Say yes, for a member one speaks for."""
    return _joined(number, coauthoring.accept, member, gettext("You write this proposal too."))


def decline_coauthor(number: int, member: int) -> Response:
    """Say no, for a member one speaks for."""
    return _joined(number, coauthoring.decline, member, gettext("You have declined."))


def leave_coauthor(number: int, member: int) -> Response:
    """Stop writing, for a member one speaks for."""
    return _joined(number, coauthoring.leave, member, gettext("You no longer write this proposal."))


def _joined(number: int, act: Callable[..., None], member: int, words: str) -> Response:
    """Then the page of the proposal, or the home page when it is no longer open to the visitor."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda s: act(s, number, member_id=member, by=by, now=now))
    flash(words)
    try:
        sheet.head(current.reading(), number, current.visitor())
    except NotFound:
        return redirect(url_for("home.index"), 303)
    if act is coauthoring.unask:
        return redirect(url_for("proposals.coauthors_of", number=number), 303)
    return to(number)
