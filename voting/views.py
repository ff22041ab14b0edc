"""The pages of votes: the list, one vote before and after closing, receipts, the recount file."""

from contextlib import suppress
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext, ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from governance.errors import Refusal, SignInNeeded
from governance.rules import conduct
from governance.web import current, veil
from governance.web.errors import say
from governance.web.locale import today
from governance.web.public import public_page
from voting import (
    awaited,
    beside,
    booth,
    choosing,
    confirmed,
    drawings,
    presentation,
    presentation_choice,
    presentation_tie,
    proxy_queries,
    queries,
    round_page,
    said,
    service,
    sheet,
    showing,
    views_receipts,
)
from voting.answers import Answer
from voting.errors import (
    Closed,
    NotCountedYet,
    NotRegistered,
    PaperRefused,
    VoteNotFound,
)
from voting.errors_choice import SeedWanted
from voting.forms import CastForm, SeedForm
from voting.presentation_tie import CastingPaper
from voting.proxy_errors import PrincipalVoted

votes = Blueprint("votes", __name__, url_prefix="/votes")
drawings.init(votes)
views_receipts.init(votes)


@votes.get("/")
@public_page("votes", every_minute=True)
def index() -> str:
    """Open now, mine to do, closed."""
    read, visitor, now = current.reading(), current.visitor(), current.moment()
    before = request.args.get("before", type=int)
    before = before if before is not None and 0 < before < 2**31 else None
    closed = queries.closed(read, visitor=visitor, now=now, before=before)
    mine = awaited.awaiting(read, visitor, now) if not before else []
    open_now = queries.open_now(read, visitor=visitor, now=now) if not before else []
    return render_template(
        "votes/index.html",
        open_now=[each for each in open_now if each.number not in {waiting.number for waiting in mine}],
        mine=mine,
        closed=closed[: queries.PAGE],
        next_before=closed[queries.PAGE - 1].number if len(closed) > queries.PAGE else None,
        before=before,
    )


@votes.get("/<int(max=2147483647):number>")
def show(number: int) -> Response:
    """One vote: to be decided, being counted, or decided."""
    closes_at = sheet.closes(current.reading(), number)
    return closed_page(number) if current.moment() >= closes_at else open_page(number)


@public_page("votes", every_minute=True)
def open_page(number: int) -> str:
    vote = visible(number)
    held = sheet.held(current.reading(), vote, current.visitor())
    changing = request.args.get("change", type=int)
    return _booth(vote, held, _form(vote, held), changing)


@public_page("votes", "register", "proposals")
def closed_page(number: int) -> str:
    vote = visible(number)
    return _counting(vote, SeedForm()) if vote.result is None else result_page(vote)


def result_page(
    vote: sheet.Sheet, *, paper: CastingPaper | None = None, seed_form: SeedForm | None = None
) -> str:
    """The result; where a tie is to be broken, with what was filled in for it. Raises NotCountedYet."""
    if vote.result is None:
        raise NotCountedYet
    read, visitor = current.reading(), current.visitor()
    names = presentation.shows_names(vote.rule, member=visitor.takes_part) and not veil.hides()
    return render_template(
        "votes/result.html",
        drawn_choice=presentation_choice.drawn(vote.result, [vars(each) for each in vote.colleges]),
        vote=vote,
        result=vote.result,
        seal_of=presentation.seal(vote, vote.result),
        total=presentation.sum_of(vote, vote.result),
        quorums=presentation.quorums_found(vote, vote.result),
        answered=presentation.answered(vote, queries.positions(read, vote.number)),
        names=names,
        held=sheet.held(read, vote, visitor),
        decision=sheet.decision_number(read, vote.number),
        proxies=proxy_queries.used(read, vote.number) if vote.rule.proxies else None,
        tie=presentation_tie.tie(read, vote),
        paper=paper or CastingPaper(),
        seed_form=seed_form or SeedForm(),
        **_common(vote),
    )


@votes.post("/<int(max=2147483647):number>/cast")
def cast(number: int) -> str | tuple[str, int] | BaseResponse:
    """Put my ballots in the urn: first what will be recorded is shown, then, when confirmed, recorded."""
    visitor = current.visitor()
    if answers := confirmed.answers(request.form, visitor):
        with suppress(PaperRefused):  # said beside its field, below
            return _cast(number, answers)
    vote = visible(number)
    if current.moment() >= vote.closes_at:
        raise Closed
    held = sheet.held(current.reading(), vote, visitor)
    if not held:
        raise NotRegistered
    given, changing = round_page.given(vote, held), request.args.get("change", type=int)
    form = _form(vote, held, given)
    if form.validate():
        if "correct" in request.form:
            return _booth(vote, held, form, changing)
        if not form.sure.data:
            return _review(vote, held, form, changing, given)
        try:
            return _cast(number, form.answers)
        except PrincipalVoted as refusal:
            flash(say(refusal), "alert")
            held = sheet.held(current.reading(), vote, visitor)
            form = _form(vote, held, request.form)
        except Refusal as refusal:
            if refusal.field not in ("choice", "reason", "nature", "paragraph", "tests", "paper"):
                raise
            form.accuse(refusal.field, say(refusal))
    return _booth(vote, held, form, changing), 422


@votes.post("/<int(max=2147483647):number>/draw")
def draw(number: int) -> tuple[str, int] | BaseResponse:
    """Enter the public randomness of a lot: its list is closed, or the tie it breaks is known."""
    form, by = SeedForm(), current.visitor().person_id
    if form.validate():
        try:
            current.transact(
                lambda session: service.enter_seed(
                    session, vote=number, seed=form.seed.data, by=by, now=current.moment()
                )
            )
        except SeedWanted as refusal:
            form.seed.errors = [say(refusal)]
        else:
            flash(gettext("The public randomness is entered: the lot is drawn in a moment."))
            return redirect(url_for("votes.show", number=number), 303)
    vote = visible(number)
    return (_counting(vote, form) if vote.result is None else result_page(vote, seed_form=form)), 422


@votes.get("/<int(max=2147483647):number>/recount.json")
def recount(number: int) -> Response:
    """The recount file: the exact bytes whose hash is in the log."""
    text, sha256, public = queries.recount_file(current.reading(), number)
    if not public or (veil.hides() and queries.names_voters(text)):
        check_seen(number)
    response = views_receipts.file(text, f"vote-{number}-recount.json")
    response.set_etag(sha256)
    response.headers["Cache-Control"] = "no-cache" if public else "private, no-cache"
    response.make_conditional(request)
    return response


def _cast(number: int, answers: list[Answer]) -> BaseResponse:
    """Cast, say so, and go back to the vote."""
    by = current.visitor().person_id
    made = current.transact(
        lambda session: service.cast_all(session, vote=number, answers=answers, by=by, now=current.moment())
    )
    flash(ngettext("Your ballot is in the urn.", "Your %(num)s ballots are in the urn.", len(made)))
    for holder in (each.instead_of for each in made if each.instead_of):
        flash(gettext("It replaces the ballot that %(holder)s had cast by proxy.", holder=holder))
    return redirect(url_for("votes.show", number=number), 303)


def visible(number: int) -> sheet.Sheet:
    """The vote, if the visitor may see it."""
    vote = sheet.read(current.reading(), number)
    if not vote.public or vote.electorate_only:
        check_seen(number)
    return vote


def check_seen(number: int) -> None:
    """What is not public needs an account; what is for its electorate alone is not there for others."""
    visitor = current.visitor()
    if not visitor.is_authenticated:
        raise SignInNeeded
    if not showing.sees(current.reading(), number, visitor):
        raise VoteNotFound
    g.seen_vote = number


def _common(vote: sheet.Sheet) -> dict[str, Any]:
    """What the page says of the rule and the subject, before and after."""
    return {
        "figures": presentation.rule_figures(vote),
        "asked": presentation.quorums_asked(vote),
        "lead": presentation.lead(vote),
        "shares": presentation.shares(vote),
        "subject": presentation.subject_number(vote),
        **beside.of(vote),
        "colleges": [vars(college) for college in vote.colleges],
    }


def _booth(vote: sheet.Sheet, held: list[sheet.Held], form: CastForm, changing: int | None) -> str:
    """The page of an open vote; a member that has voted gets a paper again only on demand."""
    filled = {answer.member_id for answer in form.answers}
    open_papers = [
        each
        for each in held
        if each.cast_at is None
        or (
            each.replaceable(vote.may_change)
            and (each.voice.member_id == changing or each.voice.member_id in filled)
        )
    ]
    return render_template(
        "votes/booth.html",
        vote=vote,
        papers=open_papers,
        recorded=[each for each in held if each not in open_papers],
        form=form,
        changing=changing,
        family=choosing.family(vote.rule) if choosing.is_choice(vote.method) else None,
        proxies_words=list(conduct.proxies(vote.rule.proxies, str(get_locale()))),
        **round_page.facts(vote, open_papers),
        **_common(vote),
    )


def _counting(vote: sheet.Sheet, form: SeedForm) -> str:
    return render_template("votes/counting.html", vote=vote, form=form, **_common(vote))


def _form(vote: sheet.Sheet, held: list[sheet.Held], given: Any = None) -> CastForm:
    return booth.form(current.reading(), vote, held, on=today(), given=given)


def _review(
    vote: sheet.Sheet,
    held: list[sheet.Held],
    form: CastForm,
    changing: int | None,
    given: MultiDict[str, str],
) -> str:
    """What will be recorded, exactly; the papers go along, to be recorded or corrected."""
    answers = {answer.member_id: answer for answer in form.answers}
    shown = [
        (each, answer, said.read(answer.ballot, vote.options) if answer.ballot is not None else None)
        for each in held
        if (answer := answers.get(each.voice.member_id)) is not None
    ]
    kept = [
        (name, value)
        for each, _answer, _said in shown
        for name in given
        if name.startswith(booth.prefix(each))
        for value in given.getlist(name)
    ]
    return render_template("votes/review.html", vote=vote, shown=shown, kept=kept, changing=changing)
