"""Coming to a decision: opening a vote."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from sqlalchemy.orm import Session

from governance.errors import Refusal
from governance.rules import filling, plain
from governance.rules import queries as rules
from governance.web import current
from governance.web.sending import put
from proposals import amendments, of_role, service, sheet, to_vote
from proposals import lifecycle as life
from proposals.errors import BY_REASON, TooEarly
from proposals.forms import VoteForm
from proposals.views_reading import choice_of, whole
from proposals.views_writing import Answer


def open_vote(number: int) -> Answer:
    """Put a proposal to the vote that is due: the page says under which rule, and until when."""
    found = sheet.read(current.reading(), number, visitor=current.visitor(), now=current.moment())
    if "open" not in found.acts:
        raise _why_not(found)
    amendments.check_settled(current.reading(), number)
    form = VoteForm()
    ways = to_vote.ways(current.reading(), found.head)
    form.way.choices = [(way.key, way.decision.name) for way in ways]
    if request.method == "GET":
        return _vote_page(form, found, ways)
    if not form.validate():
        return _vote_page(form, found, ways, 422)
    by, now, zone = current.visitor().person_id, current.moment(), current.network().time_zone
    closes_at, way = form.closing(zone), form.way.data or None
    seen = request.form.get("version", type=whole)

    def opened(session: Session) -> int:
        to_vote.check_seen(session, number, seen)
        return service.put_to_vote(session, number, closes_at=closes_at, way=way, by=by, now=now)

    try:
        vote = current.transact(opened)
    except Refusal as refusal:
        status = put(form, refusal)
        found = sheet.read(current.reading(), number, visitor=current.visitor(), now=now)
        return _vote_page(form, found, ways, status)
    flash(gettext("The vote is open: those who may vote are told by mail."))
    return redirect(url_for("votes.show", number=vote), 303)


def _why_not(found: sheet.Sheet) -> Refusal:
    reason = life.refusal("open", sheet.facts_of(found), current.moment()) or "not-now"
    if reason == "too-early":
        return TooEarly(when=found.head.opens_from)
    return BY_REASON[reason]()


def _vote_page(form: VoteForm, found: sheet.Sheet, ways: list[to_vote.Way], status: int = 200) -> Answer:
    read, now = current.reading(), current.moment()
    code, lang = rules.in_force(read).code, str(get_locale())
    seats = of_role.seats(read, found.head.number)

    def said_of(way: to_vote.Way) -> list[str]:
        return plain.sentences(*filling.filling(way.decision, code.within(way.circle_id), seats), lang)

    html = render_template(
        "proposals/open_vote.html",
        form=form,
        sheet=found,
        choice=choice_of(found),
        head=found.head,
        waiting=amendments.waiting(read, found.head.number),
        ways=[(way, said_of(way), to_vote.earliest_close(read, way, now)) for way in ways],
    )
    return html if status == 200 else (html, status)
