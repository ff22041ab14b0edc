"""What the page of a proposal shows of its debate, as its address and its form ask."""

from dataclasses import dataclass

from flask import request

from governance.web import current
from proposals import debate_reading, follows, summaries, there, turns
from proposals.debate_reading import Debate, Discussed, Quoted, Said, Threads
from proposals.errors_debate import NothingToQuote
from proposals.follows import Following
from proposals.forms_debate import CommentForm, FollowForm
from proposals.purposes import THREADS
from proposals.sheet import Sheet
from proposals.summaries import OnTop
from proposals.turns import Turn


@dataclass(frozen=True)
class Talk:
    """The debate on the page. ``shown``: the purpose chosen, or empty; ``later``: messages may come after
    those of this page; ``kept``: a message came back.

    ``answer``, ``quoted``, ``discussed``: what the form answers, quotes, speaks of; ``judges``: whether the
    visitor says that questions have their answer, whoever asked them.
    """

    debate: Debate
    threads: Threads
    shown: str
    later: bool
    summary: OnTop | None
    turn: Turn
    form: CommentForm
    kept: bool
    answer: Said | None
    quoted: Quoted | None
    discussed: Discussed | None
    judges: bool
    following: Following | None
    follow: FollowForm


def read(found: Sheet, comment: CommentForm | None) -> Talk:
    """The debate of the proposal that is shown, with the message that came back if there is one."""
    session, number = current.reading(), found.head.number
    form = comment or asked(found.head.versions)
    turn = turns.turn(session, found.head, current.visitor(), current.moment())
    form.offer(turn.offered)
    shown = request.args.get("purpose", "")
    shown = shown if shown in (*THREADS, debate_reading.UNANSWERED) else ""
    before = request.args.get("before", "")
    following = follows.following(session, found.head, current.visitor())
    return Talk(
        debate=debate_reading.debate(session, number),
        threads=debate_reading.threads(
            session,
            number,
            text=found.version.text,
            shown=shown,
            before=int(before) if before.isdecimal() and len(before) < 10 else None,
        ),
        shown=shown,
        later=before.isdecimal(),
        summary=summaries.on_top(session, number) if "comments" in there.of(session, number) else None,
        turn=turn,
        form=form,
        kept=comment is not None,
        answer=_answer(number, form),
        quoted=_quoted(number, form),
        discussed=_discussed(number, form),
        judges=bool(found.who & {"author", "coauthor", "facilitator"}),
        following=following,
        follow=_follow(following),
    )


def asked(version: int) -> CommentForm:
    """An empty form: what it answers, quotes or speaks of stands in the address."""
    asked_for = {"answers": "answer", "quote": "quote", "objection": "objection"}
    known: dict[str, str] = {field: request.args.get(name, "") for field, name in asked_for.items()}
    return CommentForm(formdata=None, **known, quoted=str(version) if known["quote"] else "")


def _follow(following: Following | None) -> FollowForm:
    chosen = (following.level, following.usual) if following else ("", "")
    return FollowForm(chosen[1], formdata=None, level=chosen[0])


def _answer(number: int, form: CommentForm) -> Said | None:
    answers = form.number("answers")
    return debate_reading.said(current.reading(), number, answers) if answers else None


def _quoted(number: int, form: CommentForm) -> Quoted | None:
    about = form.about
    if not about.paragraph or not about.version:
        return None
    try:
        return debate_reading.quoted(current.reading(), number, about.version, about.paragraph)
    except NothingToQuote:
        return None


def _discussed(number: int, form: CommentForm) -> Discussed | None:
    objection = form.number("objection")
    return debate_reading.discussed(current.reading(), number, objection) if objection else None
