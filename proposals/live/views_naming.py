"""An election in a live session: what the role asks of somebody is written down; each names somebody unseen,
or passes.
"""

from typing import Any

from flask import render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session

from governance.errors import Refusal
from governance.web import current
from governance.web.errors import say
from governance.web.locale import today
from governance.web.sending import put, status
from proposals.errors_debate import SummaryCameMeanwhile, SummaryUnchanged
from proposals.forms_debate import CriteriaForm
from proposals.live import criteria, nominating
from proposals.live.answering import acted, again, back, number_of, written
from proposals.live.errors import NoCriteria, NoNominations, NotOfTheRoom, NotOneself
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
        return _page(number, line, paper, 200)
    if not _written(paper):
        return _page(number, line, paper, 422)
    return written(
        number,
        lambda session: _write(session, number, line, paper),
        lambda refusal: _page(number, line, paper, refusal.status, refusal),
    )


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


def _page(number: int, line: Line, paper: ChoicePaper, status: int, refusal: Refusal | None = None) -> Answer:
    """The form, for who fills it in alone; ``refusal``: why it was not taken."""
    if isinstance(refusal, WrongPaper | NotOneself):
        paper.accuse(refusal.field or "paper", say(refusal))
    facts = {"fields": paper, "line": line, "refusal": say(refusal) if refusal else None}
    return render_template("proposals/live/nominate.html", **facts, **shown(room_of(number))), status


def live_pass(number: int) -> Answer:
    """Say, for a member one speaks for, that it names nobody."""
    member, by, now = number_of("member"), current.visitor().person_id, current.moment()
    return acted(number, lambda session: nominating.name_nobody(session, number, member, by=by, now=now))


def live_criteria(number: int) -> Answer:
    """Write down what is said of the role: one text, of which every version is kept."""
    room = room_of(number)
    if not room.state.election:
        return again(number, NoCriteria())
    if request.method == "GET":
        last = room.criteria
        known = {"text": last.text, "based_on": last.number} if last else {"text": "", "based_on": 0}
        return _criteria_page(number, CriteriaForm(formdata=None, **known))
    form, by, now = CriteriaForm(), current.visitor().person_id, current.moment()
    if not form.validate():
        form.refused_with = 422
        return _criteria_page(number, form)
    said, based_on = form.text.data, form.based_on.data

    def refused(refusal: Refusal) -> Answer:
        if isinstance(refusal, SummaryUnchanged):
            return back(number)
        form.refused_with = put(form, refusal)
        return _criteria_page(number, form, came=isinstance(refusal, SummaryCameMeanwhile))

    return written(
        number, lambda s: criteria.write(s, number, said, based_on=based_on, by=by, now=now), refused
    )


def _criteria_page(number: int, form: CriteriaForm, *, came: bool = False) -> Answer:
    """``came``: another facilitator has written meanwhile; their text is shown beside, and replaced next."""
    room = room_of(number)
    if came and room.criteria is not None:
        form.based_on.data = room.criteria.number
    html = render_template("proposals/live/criteria.html", form=form, came=came, **shown(room))
    return html, status(form)
