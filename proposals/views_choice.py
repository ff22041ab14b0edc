"""What a proposal lets choose among: options listed by its author, people who stand."""

from collections.abc import Callable
from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from governance.errors import Refusal
from governance.rules import queries as rules
from governance.rules.parts import College
from governance.web import current
from governance.web.sending import put
from proposals import candidacies, listing, of_role, offered, sheet
from proposals import lifecycle as life
from proposals.errors import BY_REASON
from proposals.errors_choice import (
    CandidaciesClosed,
    NoCandidaciesHere,
    NoOption,
    NotAChoice,
    OptionsAreCandidates,
)
from proposals.forms_choice import CandidacyForm, OptionForm
from proposals.offered import Choice
from proposals.sheet import Sheet
from proposals.views_reading import choice_of, whole
from proposals.views_writing import Answer, to, voice


def add_option(number: int) -> Answer:
    """List one more option."""
    found, choice = _listed_by_author(number)
    form = OptionForm()
    form.ask(costs=choice.costs, colleges=_colleges(found, choice))
    if request.method == "GET":
        return _option_page(form, found, choice)
    by, now = current.visitor().person_id, current.moment()
    return _keep(form, found, choice, None, lambda s: listing.add(s, number, form.written, by=by, now=now))


def edit_option(number: int, option: int) -> Answer:
    """Write an option again."""
    found, choice = _listed_by_author(number)
    line = next((each for each in choice.lines if each.id == option), None)
    if line is None:
        raise NoOption
    form = OptionForm(data=vars(line) | {"college": line.college_id})
    form.ask(costs=choice.costs, colleges=_colleges(found, choice))
    if request.method == "GET":
        return _option_page(form, found, choice, line)
    by, now = current.visitor().person_id, current.moment()

    def change(session: Session) -> int:
        listing.change(session, number, option, form.written, by=by, now=now)
        return option

    return _keep(form, found, choice, line, change)


def remove_option(number: int, option: int) -> Response:
    """Take an option away."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda s: listing.remove(s, number, option, by=by, now=now))
    flash(gettext("The option is removed."))
    return to(number, "options")


def stand(number: int) -> Answer:
    """Stand for a member one speaks for."""
    found, choice, least = _open_to_candidates(number)
    form = CandidacyForm()
    form.ask(least)
    if request.method == "GET":
        return _candidacy_page(form, found, choice)
    member, by, now = voice(), current.visitor().person_id, current.moment()
    said = form.statement.data or ""

    def act(session: Session) -> int:
        return candidacies.stand(session, number, member_id=member, statement=said, by=by, now=now)

    return _enter(form, found, choice, act)


def enter_candidacy(number: int) -> Answer:
    """Enter the candidacy of somebody, as a facilitator or a steward."""
    found, choice, least = _open_to_candidates(number)
    form, now = CandidacyForm(), current.moment()
    form.ask(least, candidacies.electorate(current.reading(), found.head.circle_id, now))
    if request.method == "GET":
        return _candidacy_page(form, found, choice)
    given = {"name": form.name.data or "", "statement": form.statement.data or ""}
    member, by = request.form.get("member", 0, type=whole), current.visitor().person_id
    return _enter(
        form, found, choice, lambda s: candidacies.enter(s, number, member_id=member, by=by, now=now, **given)
    )


def withdraw_candidacy(number: int, candidacy: int) -> Response:
    """Withdraw a candidacy; its line stays."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda s: candidacies.withdraw(s, number, candidacy, by=by, now=now))
    flash(gettext("The candidacy is withdrawn."))
    return to(number, "options")


def _read(number: int, act: str) -> tuple[Sheet, Choice]:
    """The proposal and its choice, if the visitor may do this act now; else the refusal that says why not."""
    found = sheet.read(current.reading(), number, visitor=current.visitor(), now=current.moment())
    if act not in found.acts:
        reason = life.refusal(act, life.Facts(found.head.state, found.who), current.moment())
        raise BY_REASON[reason or "not-now"]
    choice = choice_of(found)
    if choice is None:
        raise NotAChoice
    return found, choice


def _listed_by_author(number: int) -> tuple[Sheet, Choice]:
    found, choice = _read(number, "options")
    if choice.candidacies is not None:
        raise OptionsAreCandidates
    return found, choice


def _open_to_candidates(number: int) -> tuple[Sheet, Choice, int]:
    found, choice = _read(number, "stand")
    if choice.candidacies is None:
        raise NoCandidaciesHere
    if not choice.can_stand:
        raise CandidaciesClosed(when=choice.until)
    return found, choice, choice.candidacies.statement_min


def _colleges(found: Sheet, choice: Choice) -> tuple[College, ...]:
    """The colleges that fill their own seats; none under another rule."""
    if not choice.per_college:
        return ()
    return rules.in_force(current.reading()).code.within(found.head.circle_id).colleges


def _keep(
    form: OptionForm, found: Sheet, choice: Choice, line: offered.Line | None, act: Callable[[Session], int]
) -> Answer:
    if not form.validate():
        return _option_page(form, found, choice, line, 422)
    try:
        kept = current.transact(act)
    except Refusal as refusal:
        return _option_page(form, found, choice, line, put(form, refusal))
    flash(gettext("The option is kept."))
    return to(found.head.number, f"option-{kept}")


def _enter(form: CandidacyForm, found: Sheet, choice: Choice, act: Callable[[Session], int]) -> Answer:
    if not form.validate():
        return _candidacy_page(form, found, choice, 422)
    try:
        kept = current.transact(act)
    except Refusal as refusal:
        return _candidacy_page(form, found, choice, put(form, refusal))
    flash(gettext("The candidacy is on the list."))
    return to(found.head.number, f"option-{kept}")


def _voices(found: Sheet) -> dict[str, list[Any]]:
    """The visitor's voices for which they may stand; those for which not, with the reason, kept."""
    visitor, known = current.visitor(), of_role.barred(current.reading(), found.head.number)
    reasons = {
        voice: of_role.why_not(known, visitor.person_id, voice.college_id) for voice in visitor.speaks_for
    }
    return {
        "voices": [voice for voice, why in reasons.items() if not why],
        "closed": [(voice.member_name, why) for voice, why in reasons.items() if why],
    }


def _option_page(
    form: OptionForm, found: Sheet, choice: Choice, line: offered.Line | None = None, status: int = 200
) -> Answer:
    html = render_template("proposals/option.html", form=form, head=found.head, choice=choice, line=line)
    return html if status == 200 else (html, status)


def _candidacy_page(form: CandidacyForm, found: Sheet, choice: Choice, status: int = 200) -> Answer:
    html = render_template(
        "proposals/candidacy.html",
        form=form,
        head=found.head,
        choice=choice,
        entering="name" in form,
        **_voices(found),
        chosen=request.form.get("member", type=whole),
    )
    return html if status == 200 else (html, status)
