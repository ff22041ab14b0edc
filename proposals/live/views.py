"""The pages of a live session that everybody may follow: the room, the screen, the state that is polled."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request
from flask_babel import force_locale, get_locale
from werkzeug.wrappers import Response

from governance.errors import Refusal
from governance.rules import queries as rules
from governance.web import current, veil
from governance.web.errors import say
from governance.web.locale import LANGUAGES
from governance.web.public import public_page
from proposals import differences, heads
from proposals import lifecycle as life
from proposals.live import reading
from proposals.live.errors import NoSession
from proposals.live.reading import Room
from proposals.live.unnamed import unnamed
from proposals.marked import said
from proposals.standing import found_decision

Answer = Response | str | tuple[str, int]
TIMERS = (1, 2, 3, 5, 10, 15)  # minutes


def room_of(number: int) -> Room:
    """The session that goes on, or the last one. Raises NoProposal, NoSession."""
    key = request.args.get("key", "")
    found = reading.room(current.reading(), number, current.visitor(), current.moment(), key=key)
    if found is None:
        raise NoSession
    hidden = veil.veil()
    return found if hidden is None or key == found.live.token else unnamed(found, hidden)


@public_page("live", "proposals", "votes", every_minute=True)
def live(number: int) -> str:
    """The session: the page of the facilitator, of a member, or of somebody who reads."""
    return page(number)


@public_page("live", "proposals", "votes", every_minute=True)
def live_screen(number: int) -> str:
    """The page for the projector: large, read-only."""
    return render_template("proposals/live/screen.html", **shown(room_of(number)))


@public_page("live", "proposals", "votes", every_minute=True)
def live_state(number: int) -> str:
    """The part of those pages that changes, asked for every second without a session; the language is asked
    for in the address.
    """
    lang = request.args.get("lang", "")
    with force_locale(lang if lang in LANGUAGES else str(get_locale())):
        return render_template("proposals/live/_state.html", **shown(room_of(number)))


def page(number: int, refusal: Refusal | None = None, words: Sequence[str] = ()) -> str:
    """The page of the session; ``refusal``: why the step that was sent was not taken, with its ``words``."""
    room, visitor = room_of(number), current.visitor()
    facilitates = life.FACILITATOR in visitor.offices_for(room.head.circle_id)
    template = "room" if facilitates and room.state.ended_at is None else "follow"
    return render_template(
        f"proposals/live/{template}.html",
        voices=[voice for voice in visitor.speaks_for if room.state.line(voice.member_id)],
        facilitates=facilitates,
        writes=bool({life.AUTHOR, life.COAUTHOR} & heads.part(*_for_part(room))),
        timers=TIMERS,
        refusal=say(refusal) if refusal else None,
        words=words,
        **shown(room),
    )


def _for_part(room: Room) -> tuple[Any, ...]:
    return current.reading(), room.head, current.visitor(), current.moment()


def shown(room: Room) -> dict[str, Any]:
    """What every template of a session is given."""
    text = room.texts[room.head.versions]
    before = room.texts.get(room.head.versions - 1)
    marked = before is not None and before.number < text.number
    html = text.text_html
    if before is not None and marked:
        html = differences.compare(before.text_html, text.text_html, said())
    code = rules.in_force(current.reading()).code
    return {
        "room": room,
        "state": room.state,
        "head": room.head,
        "text_html": html,
        "marked": marked,
        "rule": found_decision(code, room.head.circle_id, room.head.rule_id),
        "now": current.moment(),
    }
