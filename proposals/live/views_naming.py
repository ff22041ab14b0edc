"""The nominations of a live session: each names somebody unseen, or passes."""

from typing import Any

from flask import render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session

from governance.web import current
from governance.web.errors import say
from governance.web.locale import today
from proposals.live import nominating
from proposals.live.answering import acted, again, number_of
from proposals.live.errors import NoNominations, NotOfTheRoom, NotOneself
from proposals.live.reading import Room
from proposals.live.steps import NOMINATIONS, Line
from proposals.live.views import Answer, room_of, shown
from proposals.views_reading import whole
from voting import booth
from voting.errors_choice import WrongPaper
from voting.forms_choice import ChoicePaper


def live_nominate(number: int) -> Answer:
    """Name somebody: a representative for the member, or a facilitator from a slip of paper.

    The page is empty each time it is asked for: what was written is not shown again before all is revealed.
    """
    room = room_of(number)
    line = room.state.line(request.values.get("member", -1, type=whole))
    if line is None:
        return again(number, NotOfTheRoom())
    if room.state.phase != NOMINATIONS or room.state.ended_at is not None:
        return again(number, NoNominations())
    paper = _paper(room, line, request.form if request.method == "POST" else None)
    if request.method == "GET":
        return _page(room, line, paper, 200)
    if not _written(paper):
        return _page(room, line, paper, 422)
    try:
        return acted(number, lambda session: _write(session, number, line, paper))
    except (WrongPaper, NotOneself) as refusal:
        paper.accuse(refusal.field or "paper", say(refusal))
        return _page(room, line, paper, 422)


def _paper(room: Room, line: Line, given: Any) -> ChoicePaper:
    read, on = current.reading(), today()
    return booth.in_room(
        read, room.state.vote or 0, line.college_id, on=on, given=given,
        without=nominating.own_people(read, room.head.number, line.member_id, on),
    )  # fmt: skip


def _written(paper: ChoicePaper) -> bool:
    """Whether the paper is filled in; what is missing is said beside its field."""
    if not paper.is_filled:
        paper.accuse("nominee", gettext("Name somebody, and say why."))
    return paper.validate()


def _write(session: Session, number: int, line: Line, paper: ChoicePaper) -> None:
    answer, by, now = paper.answer(line.member_id), current.visitor().person_id, current.moment()
    if answer is None:
        raise NoNominations
    if current.visitor().voice(line.member_id) is not None:
        nominating.nominate(session, number, answer, by=by, now=now)
    else:
        nominating.write_down(session, number, answer, after=number_of("after"), by=by, now=now)


def _page(room: Room, line: Line, paper: ChoicePaper, status: int) -> Answer:
    html = render_template("proposals/live/nominate.html", fields=paper, line=line, **shown(room))
    return html if status == 200 else (html, status)


def live_pass(number: int) -> Answer:
    """Say, for a member one speaks for, that it names nobody."""
    member, by, now = number_of("member"), current.visitor().person_id, current.moment()
    return acted(number, lambda session: nominating.name_nobody(session, number, member, by=by, now=now))
