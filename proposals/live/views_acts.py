"""What is done in a live session: the facilitator's steps, and what members give from their own phone."""

from collections.abc import Mapping
from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from governance.errors import Refusal
from governance.web import current
from governance.web.errors import say
from proposals import sheet
from proposals.live import changes, lifting, meetings, round, service
from proposals.live.answering import acted, again, back, number_of, taken, written
from proposals.live.errors import NotOfTheRoom, NotTheNextStep, SomebodyIsProposed
from proposals.live.reading import Card, Room
from proposals.live.steps import ABSENT, HERE, PRESENCE, PRESENT, Line
from proposals.live.views import Answer, room_of, shown
from proposals.paragraphs import split
from proposals.views_reading import whole
from voting.errors import PaperRefused
from voting.forms import PaperForm

WORDS = ("concern", "objection")  # positions that need words


def live_begin(number: int) -> Answer:
    """Begin a live session: the page says first what will happen."""
    read, visitor, now = current.reading(), current.visitor(), current.moment()
    found = sheet.read(read, number, visitor=visitor, now=now)
    try:
        if request.method == "POST":
            facts: dict[str, Any] = {"by": visitor.person_id, "now": now}
            current.transact(lambda s: service.begin(s, number, changes=changes.of(s, number), **facts))
            return back(number)
        way = service.live_way(read, found.head) if found.head.live is None else None
    except SomebodyIsProposed as refusal:
        facts = {"refusal": say(refusal), "proposed": refusal.facts["number"]}
        return render_template("proposals/live/begin.html", head=found.head, **facts), refusal.status
    before = meetings.just_ended(read, number, now) is not None
    return render_template("proposals/live/begin.html", head=found.head, way=way, now=now, before=before)


def live_step(number: int) -> Answer:
    """A step of the facilitator that asks for nothing more."""
    kind = request.form.get("kind", "")
    if kind not in service.PLAIN or kind == PRESENCE:
        return again(number, NotTheNextStep())
    return taken(number, lambda s, after, by: service.step(s, number, kind, _body(), after=after, **by))


def _body() -> dict[str, Any]:
    """The facts of a step, from its form."""
    given: dict[str, Any] = {
        name: number_of(name) for name in ("member", "objection") if name in request.form
    }
    if "to" in request.form:
        given["to"] = request.form["to"]
    if "minutes" in request.form:
        given["seconds"] = 60 * number_of("minutes")
    return given


def live_undo(number: int) -> Answer:
    """Take the last step back."""
    seq = number_of("seq")
    return taken(number, lambda s, after, by: service.undo(s, number, seq=seq, after=after, **by))


def live_roster(number: int) -> Answer:
    """Who is here, who follows from afar."""
    room = room_of(number)
    if request.method == "GET":
        return _roster_page(number, {})
    marks = _marks(room)
    if not marks:
        return back(number)
    body, after = {"marks": marks}, number_of("after")
    facts: dict[str, Any] = {"by": current.visitor().person_id, "now": current.moment()}
    return written(
        number,
        lambda s: service.step(s, number, PRESENCE, body, after=after, **facts),
        lambda refusal: _roster_page(number, marks, refusal),
    )


def _roster_page(number: int, marks: Mapping[str, str], refusal: Refusal | None = None) -> Answer:
    """``marks``: what was said of somebody and is not recorded."""
    room = room_of(number)
    given = {line.member_id: marks.get(str(line.member_id), line.presence) for line in room.state.roster}
    said = say(refusal) if refusal else None
    html = render_template("proposals/live/roster.html", given=given, refusal=said, **shown(room))
    return html, refusal.status if refusal else 200


def _marks(room: Room) -> dict[str, str]:
    """What of the roster is said otherwise than the page showed it; by one button, everybody is here."""
    if "everybody" in request.form:
        return {str(line.member_id): PRESENT for line in room.state.roster if not line.here}
    found = {}
    for line in room.state.roster:
        mark = request.form.get(f"m{line.member_id}", "")
        before = request.form.get(f"w{line.member_id}", line.presence)
        if mark in HERE | {ABSENT} and mark not in (before, line.presence):
            found[str(line.member_id)] = mark
    return found


def live_position(number: int) -> Answer:
    """Give a position: a facilitator for who speaks in the room, a representative for the member."""
    room, visitor = room_of(number), current.visitor()
    member = request.values.get("member", -1, type=whole)
    line = room.state.line(member)
    if line is None:
        return again(number, NotOfTheRoom())
    form = PaperForm(
        request.values, method="consent", prefix="", paragraphs=split(room.texts[room.state.version].text)
    )
    first = "reason" not in request.form and (request.method == "GET" or form.choice.data in WORDS)
    if first or not form.validate():
        return _position_page(number, form, line, 200 if first else 422)
    answer = form.answer(line.member_id)
    own = visitor.voice(line.member_id) is not None
    now, by = current.moment(), visitor.person_id

    def work(session: Session) -> None:
        if answer is None:
            raise NotTheNextStep
        if own:
            service.own_position(session, number, answer, by=by, now=now)
        else:
            service.position(session, number, answer, after=number_of("after"), by=by, now=now)

    if "reason" not in request.form:  # one of four buttons: no words to keep
        return acted(number, work)
    return written(number, work, lambda refusal: _position_page(number, form, line, 0, refusal))


def _position_page(
    number: int, form: PaperForm, line: Line, status: int, refusal: Refusal | None = None
) -> Answer:
    """The form, as it was filled in; ``refusal``: why it was not recorded."""
    if isinstance(refusal, PaperRefused):
        form.accuse(refusal.field or "choice", say(refusal))
    facts = {"form": form, "line": line, "refusal": say(refusal) if refusal else None}
    html = render_template("proposals/live/position.html", **facts, **shown(room_of(number)))
    return html, refusal.status if refusal else status


def live_come(number: int) -> Answer:
    """Say that one follows from afar, for a member one speaks for."""
    by, now, member = current.visitor().person_id, current.moment(), number_of("member")
    return acted(number, lambda s: service.come(s, number, member, by=by, now=now))


def live_open(number: int) -> Answer:
    """Open the objection round, after one question."""
    room = room_of(number)
    if request.method == "GET":
        return _confirm(room, "open")
    return taken(number, lambda s, after, by: round.open_round(s, number, after=after, **by))


def live_close(number: int) -> Answer:
    """Close the round, after one question with its figures."""
    room = room_of(number)
    if request.method == "GET":
        return _confirm(room, "close")
    return taken(number, lambda s, after, by: round.close_round(s, number, after=after, **by))


def live_end(number: int) -> Answer:
    """End the session, after one question."""
    room = room_of(number)
    if request.method == "GET":
        return _confirm(room, "end")
    answer = taken(number, lambda s, after, by: round.end(s, number, after=after, **by))
    if isinstance(answer, Response):
        flash(gettext("The live session has ended."))
    return answer


def _confirm(room: Room, act: str) -> str:
    way = None
    if act == "open":
        way = service.live_way(current.reading(), room.head)
    return render_template("proposals/live/confirm.html", act=act, way=way, **shown(room))


def live_withdrawn(number: int, objection: int) -> Answer:
    """Write down that who objects takes it back."""
    return taken(number, lambda s, after, by: lifting.withdrawn(s, number, objection, after=after, **by))


def live_agreed(number: int, objection: int) -> Answer:
    """Write down that both say the present version lifts it."""
    return taken(number, lambda s, after, by: lifting.agreed(s, number, objection, after=after, **by))


def live_set_aside(number: int, objection: int) -> Answer:
    """Set an objection aside, with a written ground."""
    room = room_of(number)
    card = next((each for each in room.standing if each.number == objection), None)
    if card is None:
        return again(number, NotTheNextStep())
    if request.method == "GET":
        return _set_aside_page(number, card)
    facts: dict[str, Any] = {"after": number_of("after"), "now": current.moment()}
    facts["by"] = current.visitor().person_id
    why = request.form.get("ground", "")
    return written(
        number,
        lambda s: lifting.set_aside(s, number, objection, why, **facts),
        lambda refusal: _set_aside_page(number, card, why, refusal),
    )


def _set_aside_page(number: int, card: Card, why: str = "", refusal: Refusal | None = None) -> Answer:
    said = say(refusal) if refusal else None
    beside = refusal is not None and refusal.field == "ground"
    facts = {"card": card, "why": why, "error": said if beside else None}
    html = render_template(
        "proposals/live/set_aside.html", **facts, refusal=None if beside else said, **shown(room_of(number))
    )
    return html, refusal.status if refusal else 200


def live_amend(number: int) -> Answer:
    """Say one paragraph otherwise, as who proposes it says."""
    if request.method == "GET":
        return _amend_page(number)
    given = {name: request.form.get(name, "") for name in ("words", "note")}
    paragraph = request.form.get("paragraph", 0, type=whole) or 0
    facts: dict[str, Any] = {"note": given["note"], "based_on": number_of("based_on")}
    facts |= {"by": current.visitor().person_id, "now": current.moment()}
    return written(
        number,
        lambda s: lifting.amend(s, number, paragraph, given["words"], **facts),
        lambda refusal: _amend_page(number, given, refusal),
    )


def _amend_page(
    number: int, given: Mapping[str, str] | None = None, refusal: Refusal | None = None
) -> Answer:
    """Which paragraph, or the one that changes; ``given``: what was written, ``refusal``: why it was not
    published. Where the text has no such paragraph any more, another is chosen for the same words.
    """
    room = room_of(number)
    paragraph = request.values.get("paragraph", type=whole)
    chosen = next((each for each in room.paragraphs if each.number == paragraph), None)
    kept = given or {"words": chosen.text if chosen else "", "note": ""}
    said = say(refusal) if refusal else None
    facts = {"chosen": chosen, "given": given, "refusal": said, **kept}
    html = render_template("proposals/live/amend.html", **facts, **shown(room))
    return html, refusal.status if refusal else 200
