"""Putting a question to the circle, and finding the proposal it is about."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from governance.errors import Refusal
from governance.rules import plain
from governance.rules import queries as rules
from governance.web import current
from governance.web.richtext import render
from governance.web.sending import put
from proposals import lifecycle as life
from proposals import questions, sheet, to_vote
from proposals.errors import BY_REASON
from proposals.errors_life import NoQuestion
from proposals.forms_life import QuestionForm
from proposals.models import Objection, Version
from proposals.models_amendments import Amendment
from proposals.views_writing import Answer


def question(number: int, kind: str, target: int) -> Answer:
    """Open a vote of the circle on an amendment, a contested objection or the end of an embargo."""
    read, visitor, now = current.reading(), current.visitor(), current.moment()
    found = sheet.read(read, number, visitor=visitor, now=now)
    act = "arbitrate" if kind == questions.ARBITRATION else "ask_circle"
    if act not in found.acts:
        raise BY_REASON[life.refusal(act, sheet.facts_of(found), now) or "not-now"]
    questions.check_asked(read, number, kind, target)
    ways, text = questions.ways(read, found.head), _text(found, kind, target)
    form = QuestionForm(question=_title(found.head, kind, target))
    form.way.choices = [(way.key, way.decision.name) for way in ways]
    if request.method == "GET":
        return _page(form, found, kind, target, ways, text)
    if not form.validate():
        return _page(form, found, kind, target, ways, text, 422)
    closes_at = form.closing(current.network().time_zone)
    worded = questions.Wording(form.question.data or "", text, render(text))
    try:
        vote = current.transact(
            lambda s: questions.open_question(
                s, number, worded, kind=kind, target=target, way=form.way.data or None,
                closes_at=closes_at, by=visitor.person_id, now=now,
            )
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _page(form, found, kind, target, ways, text, put(form, refusal))
    flash(gettext("The question is before the circle: those who may vote are told by mail."))
    return redirect(url_for("votes.show", number=vote), 303)


def asked(question: int) -> Response:
    """The place of a question on the page of its proposal."""
    number = questions.proposal_of(current.reading(), question)
    if number is None:
        raise NoQuestion
    sheet.head(current.reading(), number, current.visitor())
    return redirect(url_for("proposals.show", number=number, _anchor=f"question-{question}"), 302)


def _page(
    form: QuestionForm,
    found: sheet.Sheet,
    kind: str,
    target: int,
    ways: list[to_vote.Way],
    text: str,
    status: int = 200,
) -> Answer:
    read, now = current.reading(), current.moment()
    code, lang = rules.in_force(read).code, str(get_locale())
    html = render_template(
        "proposals/question.html",
        form=form,
        head=found.head,
        kind=kind,
        target=target,
        text_html=render(text),
        ways=[
            (
                way,
                plain.sentences(way.decision, code.within(way.circle_id), lang),
                to_vote.earliest_close(read, way, now),
            )
            for way in ways
        ],
    )
    return html if status == 200 else (html, status)


def _title(head: sheet.Head, kind: str, target: int) -> str:
    """What is asked, in the words of who asks; it may be written otherwise."""
    facts = {"target": target, "number": head.number, "title": head.title}
    if kind == questions.AMENDMENT:
        return str(gettext("Amendment no. %(target)s to proposal no. %(number)s: %(title)s", **facts))
    if kind == questions.CONTEST:
        return str(gettext("Is there reasoning in objection no. %(target)s? %(title)s", **facts))
    return str(gettext("Bring to public debate: %(title)s", **facts))


def _text(found: sheet.Sheet, kind: str, target: int) -> str:
    """What is decided upon, in Markdown, from the words of those whose matter it is. Raises NoQuestion."""
    matter = questions.matter(current.reading(), found.head.number, kind, target)
    if isinstance(matter, Amendment):
        return _of_amendment(matter)
    if isinstance(matter, Objection):
        return _of_contest(matter)
    if isinstance(matter, Version):
        return matter.text
    raise NoQuestion


def _heading(words: str) -> str:
    """A heading of the text that is put to the circle."""
    return f"## {words}"


def _of_amendment(matter: Amendment) -> str:
    after = matter.after or gettext("(the paragraph is taken out)")
    parts = [
        _heading(gettext("Paragraph %(number)s, as it is", number=matter.paragraph)),
        matter.before,
        _heading(gettext("As it would be")),
        after,
        _heading(gettext("Why, by %(member)s", member=matter.member_name)),
        matter.reason,
    ]
    return "\n\n".join(part for part in parts if part)


def _objection(matter: Objection) -> str:
    facts = {"number": matter.number, "member": matter.member_name}
    return str(gettext("Objection no. %(number)s, by %(member)s", **facts))


def _of_contest(matter: Objection) -> str:
    parts = [
        _heading(_objection(matter)),
        matter.reason,
        _heading(gettext("Why the facilitator set it aside")),
        matter.ground,
        _heading(gettext("Why this is contested, by %(name)s", name=matter.contested_by)),
        matter.contest,
        gettext("To vote for is to say: there is reasoning in it, and it stands. Against: it is set aside."),
    ]
    return "\n\n".join(part for part in parts if part)
