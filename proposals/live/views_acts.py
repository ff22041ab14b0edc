"""What is done in a live session: the facilitator's steps, and what members give from their own phone."""

from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from governance.errors import Refusal
from governance.web import current
from governance.web.errors import say
from proposals import heads, sheet
from proposals import lifecycle as life
from proposals.live import lifting, round, service
from proposals.live.answering import acted, again, back, number_of, taken
from proposals.live.errors import NotOfTheRoom, NotTheNextStep
from proposals.live.reading import Room
from proposals.live.steps import ABSENT, HERE, PRESENCE, PRESENT
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
    if request.method == "GET":
        way = service.live_way(read, found.head) if found.head.live is None else None
        return render_template("proposals/live/begin.html", head=found.head, way=way, now=now)
    current.transact(lambda s: service.begin(s, number, by=visitor.person_id, now=now))
    return back(number)


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
        return render_template("proposals/live/roster.html", **shown(room))
    marks = _marks(room)
    if not marks:
        return back(number)
    body = {"marks": marks}
    return taken(number, lambda s, after, by: service.step(s, number, PRESENCE, body, after=after, **by))


def _marks(room: Room) -> dict[str, str]:
    """What of the roster is said otherwise than it was; by one button, everybody is here."""
    if "everybody" in request.form:
        return {str(line.member_id): PRESENT for line in room.state.roster if not line.here}
    given = {line: request.form.get(f"m{line.member_id}") for line in room.state.roster}
    return {
        str(line.member_id): mark
        for line, mark in given.items()
        if mark is not None and mark in HERE | {ABSENT} and mark != line.presence
    }


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
        return _position_page(room, form, member or 0, 200 if first else 422)
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

    try:
        return acted(number, work)
    except PaperRefused as refusal:
        form.accuse(refusal.field or "choice", say(refusal))
        return _position_page(room, form, line.member_id, 422)


def _position_page(room: Room, form: PaperForm, member: int, status: int) -> Answer:
    line = room.state.line(member)
    html = render_template("proposals/live/position.html", form=form, line=line, **shown(room))
    return html if status == 200 else (html, status)


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
    why, error = request.form.get("ground", ""), None
    if request.method == "POST":
        try:
            return taken(
                number, lambda s, after, by: lifting.set_aside(s, number, objection, why, after=after, **by)
            )
        except Refusal as refusal:
            if refusal.field != "ground":
                raise
            error = say(refusal)
    html = render_template("proposals/live/set_aside.html", card=card, why=why, error=error, **shown(room))
    return (html, 422) if error else html


def live_amend(number: int) -> Answer:
    """Say one paragraph otherwise, as who proposes it says."""
    room, visitor, now = room_of(number), current.visitor(), current.moment()
    who = heads.part(current.reading(), room.head, visitor, now)
    paragraph = request.values.get("paragraph", type=whole)
    chosen = next((each for each in room.paragraphs if each.number == paragraph), None)
    given: dict[str, Any] = {"words": chosen.text if chosen else "", "note": "", "error": None}
    if request.method == "POST" and chosen is not None:
        given = {name: request.form.get(name, "") for name in ("words", "note")} | {"error": None}
        facts = {
            "note": given["note"],
            "based_on": number_of("based_on"),
            "by": visitor.person_id,
            "now": now,
        }
        try:
            return acted(number, lambda s: lifting.amend(s, number, chosen.number, given["words"], **facts))
        except Refusal as refusal:
            if refusal.status not in (409, 422):
                raise
            given["error"] = say(refusal)
    writes = bool({life.AUTHOR, life.COAUTHOR, life.FACILITATOR} & who)
    html = render_template(
        "proposals/live/amend.html", chosen=chosen, writes=writes, **given, **shown(room_of(number))
    )
    return (html, 422) if given["error"] else html
