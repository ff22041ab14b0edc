"""An election without candidate held in the room: what its facilitator writes down of a succession there."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from governance.circles import elections, forms_succession, succession_reading
from governance.circles.views import circles
from governance.circles.views_succession import NUMBER, Answer, propose_page
from governance.web import current
from governance.web.sending import done, put, status
from proposals.live.answering import again, number_of
from proposals.live.errors import NoSession, NotOfTheRoom, SeenBefore
from proposals.live.onward import Seen
from proposals.live.reading import Room
from proposals.live.views import room_of, shown
from proposals.views_reading import whole


@circles.route(f"/successions/{NUMBER}/room/change", methods=["GET", "POST"])
def change_in_room(number: int) -> Answer:
    """A member who is here names somebody else, aloud."""
    found = _page(number)
    room = room_of(found.question.number if found.question else 0)
    line = room.state.line(request.values.get("member", type=whole))
    if line is None:
        return again(room.head.number, NotOfTheRoom())
    form = forms_succession.AloudForm()
    form.nominee.choices = [("", "…"), *((each.slug, each.label) for each in found.may_be_named)]
    facts: dict[str, Any] = {"after": number_of("after"), "by": _by(), "now": current.moment()}

    def act(session: Session) -> None:
        elections.change_aloud(
            session, number, member_id=line.member_id, nominee=form.nominee.data, why=form.why.data or "",
            **facts,
        )  # fmt: skip

    if _done(form, room, act):
        return redirect(url_for("proposals.live", number=room.head.number), 303)
    room = room_of(room.head.number)
    named = room.state.nomination(line.member_id)
    html = render_template("circles/room_change.html", form=form, line=line, named=named, **shown(room))
    return html, status(form)


@circles.route(f"/successions/{NUMBER}/room/propose", methods=["GET", "POST"])
def propose_in_room(number: int) -> Answer:
    """Propose somebody; the room goes on to the objections."""
    found = _page(number)
    try:
        room = room_of(found.last_asked)
    except NoSession:  # who was proposed last was so online
        return _propose_online(found)
    form = forms_succession.ProposeForm()
    form.nominee.choices = [("", "…"), *found.listed]
    seen = Seen(number_of("room"), number_of("after"))
    made: list[tuple[int, bool]] = []

    def act(session: Session) -> None:
        said = {"nominee": form.nominee.data, "why": form.why.data or ""}
        made.append(
            elections.propose_in_room(session, number, **said, seen=seen, by=_by(), now=current.moment())
        )

    if _done(form, room, act):
        asked, live = made[0]
        return redirect(url_for("proposals.live" if live else "proposals.show", number=asked), 303)
    found = _page(number)
    room = room_of(found.last_asked)
    html = render_template("circles/room_propose.html", form=form, page=found, **shown(room))
    return html, status(form)


def _propose_online(found: succession_reading.Page) -> Answer:
    """To the form that is not of the room; what was written for the room comes along, and nobody is proposed
    by it.
    """
    if request.method == "GET":
        return redirect(url_for("circles.propose_person", number=found.row.id), 303)
    form = forms_succession.ProposeForm()
    form.nominee.choices = [("", "…"), *found.listed]
    form.refused_with = put(form, SeenBefore())
    return propose_page(form, found)


def _done(form: FlaskForm, room: Room, act: Callable[[Session], None]) -> bool:
    """Whether the act was done; a form from a page that is behind comes back first, for its choices may be no
    more those of today.
    """
    if request.method == "POST" and (number_of("after"), _of_room(room)) != (room.live.acts, room.live.id):
        form.refused_with = put(form, SeenBefore())
        return False
    try:
        return done(form, act)
    except NoSession as refusal:
        form.refused_with = put(form, refusal)
        return False


def _of_room(room: Room) -> int:
    """The session that the form was made in, where it says so."""
    return number_of("room") if "room" in request.form else room.live.id


def _page(number: int) -> succession_reading.Page:
    return succession_reading.page(current.reading(), number, current.visitor(), current.moment())


def _by() -> int:
    return current.visitor().person_id
