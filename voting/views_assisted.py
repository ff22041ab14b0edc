"""The page where a facilitator enters the ballot of a member who asks for it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from governance.errors import Refusal
from governance.web import current
from governance.web.errors import say
from governance.web.locale import today
from voting import assisted, booth, choosing, said, sheet
from voting.errors_choice import NotAssisted
from voting.forms import CastForm, EntryForm

entering = Blueprint("assisted", __name__, url_prefix="/votes")


@entering.get("/<int(max=2147483647):number>/enter")
def enter(number: int) -> str:
    """Choose the member, then fill in its ballot as it said."""
    vote = _assisted(number)
    member = request.args.get("member", type=int)
    if member is None:
        absent = assisted.absent(current.reading(), number)
        return render_template("votes/enter_who.html", vote=vote, absent=absent)
    held = assisted.held(current.reading(), vote, member)
    return _page(vote, held, _form(vote, held), EntryForm())


@entering.post("/<int(max=2147483647):number>/enter/<int(max=2147483647):member>")
def record(number: int, member: int) -> str | tuple[str, int] | BaseResponse:
    """Show what will be recorded, then record it, marked as entered for the member."""
    vote = _assisted(number)
    held = assisted.held(current.reading(), vote, member)
    form, entry = _form(vote, held, request.form), EntryForm()
    if not all([form.validate(), entry.validate()]):
        return _page(vote, held, form, entry), 422
    if "correct" in request.form:
        return _page(vote, held, form, entry)
    if not form.sure.data:
        return _review(vote, held, form, entry)
    try:
        _record(vote, member, form, entry)
    except Refusal as refusal:
        if refusal.field not in ("choice", "reason", "nature", "paragraph", "tests", "paper"):
            raise
        form.accuse(refusal.field, say(refusal))
        return _page(vote, held, form, entry), 422
    flash(gettext("The ballot of %(member)s is in the urn.", member=held.voice.member_name))
    return redirect(url_for("votes.receipt", number=number, right=held.right), 303)


def _assisted(number: int) -> sheet.Sheet:
    vote = sheet.read(current.reading(), number)
    if not vote.rule.assisted or vote.method == "lot":
        raise NotAssisted
    return vote


def _form(vote: sheet.Sheet, held: sheet.Held, given: Any = None) -> CastForm:
    return booth.form(current.reading(), vote, [held], on=today(), given=given)


def _record(vote: sheet.Sheet, member: int, form: CastForm, entry: EntryForm) -> None:
    by = current.visitor().person_id
    current.transact(
        lambda session: assisted.cast_for(
            session,
            vote=vote.number,
            member_id=member,
            paper=form.answers[0],
            entered_by=by,
            ground=entry.ground.data,
            now=current.moment(),
        )
    )


def _page(vote: sheet.Sheet, held: sheet.Held, form: CastForm, entry: EntryForm) -> str:
    family = choosing.family(vote.rule) if choosing.is_choice(vote.method) else None
    return render_template(
        "votes/enter.html", vote=vote, each=held, papers=[held], form=form, entry=entry, family=family
    )


def _review(vote: sheet.Sheet, held: sheet.Held, form: CastForm, entry: EntryForm) -> str:
    answer = form.answers[0]
    choice = said.read(answer.ballot, vote.options) if answer.ballot is not None else None
    kept = [
        (name, value)
        for name in request.form
        if name.startswith(booth.prefix(held)) or name == "ground"
        for value in request.form.getlist(name)
    ]
    action = url_for("assisted.record", number=vote.number, member=held.voice.member_id)
    facts = {"shown": [(held, answer, choice)], "kept": kept, "ground": entry.ground.data, "action": action}
    return render_template("votes/review.html", vote=vote, **facts)
