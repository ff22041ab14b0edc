"""What happens to a proposal beside its messages and its votes: who amends, signs, declares, contests…"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from governance.demo.content import Written
from governance.demo.stage import Event, Play, Stage, moment
from governance.web.richtext import render
from proposals import (
    amendments,
    coauthoring,
    conflicts,
    contests,
    debate,
    embargo,
    links,
    meetings,
    moves,
    objections,
    opinions,
    petition,
    questions,
    referral,
    summaries,
)
from proposals.models import Objection, Proposal
from voting import service as voting

Act: TypeAlias = Callable[[Stage, int, Written, datetime], None]  # proposal, what the file says, when


def events(written: Written, today: date) -> Iterator[Event]:
    """The acts of a proposal, those of one day in the order in which they are written."""
    for rank, act in enumerate(written.get("acts", ())):
        at = moment(today, act["day"], time(14)) + timedelta(minutes=7 * rank)
        yield Event(at, _done(written["title"], act))


def _done(title: str, act: Written) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        ACTS[act["do"]](stage, stage.proposals[title], act, now)

    return play


def _by(stage: Stage, act: Written) -> int:
    return stage.people[act["who"]]


def _for(stage: Stage, act: Written) -> int:
    return stage.members[act.get("member") or stage.content.member_of(act["who"])]


def _amend(stage: Stage, number: int, act: Written, now: datetime) -> None:
    amendments.propose(
        stage.session,
        number,
        version=stage.session.get_one(Proposal, number).versions,
        paragraph=act["paragraph"],
        after=act["after"],
        reason=act["reason"],
        member_id=_for(stage, act),
        by=_by(stage, act),
        now=now,
    )


def _accept(stage: Stage, number: int, act: Written, now: datetime) -> None:
    amendments.accept(stage.session, number, act["number"], by=_by(stage, act), now=now)


def _refuse(stage: Stage, number: int, act: Written, now: datetime) -> None:
    answer = act["reason"]
    amendments.refuse(stage.session, number, act["number"], answer=answer, by=_by(stage, act), now=now)


def _refer(stage: Stage, number: int, act: Written, now: datetime) -> None:
    answer = act["reason"]
    amendments.refer(stage.session, number, act["number"], answer=answer, by=_by(stage, act), now=now)


def _ask_coauthor(stage: Stage, number: int, act: Written, now: datetime) -> None:
    member = stage.members[act["asked"]]
    coauthoring.ask(stage.session, number, member_id=member, by=_by(stage, act), now=now)


def _coauthor(stage: Stage, number: int, act: Written, now: datetime) -> None:
    coauthoring.accept(stage.session, number, member_id=_for(stage, act), by=_by(stage, act), now=now)


def _declare(stage: Stage, number: int, act: Written, now: datetime) -> None:
    said = {"text": act["text"], "member_id": _for(stage, act)}
    conflicts.declare(stage.session, number, **said, by=_by(stage, act), now=now)


def _sign(stage: Stage, number: int, act: Written, now: datetime) -> None:
    petition.sign(stage.session, number, member_id=_for(stage, act), by=_by(stage, act), now=now)


def _double(stage: Stage, number: int, act: Written, now: datetime) -> None:
    moves.double(stage.session, number, member_id=_for(stage, act), by=_by(stage, act), now=now)


def _ask_meeting(stage: Stage, number: int, act: Written, now: datetime) -> None:
    said = {"member_id": _for(stage, act), "why": act["text"]}
    meetings.ask(stage.session, number, **said, by=_by(stage, act), now=now)


def _summarise(stage: Stage, number: int, act: Written, now: datetime) -> None:
    last = summaries.last_message(stage.session, number)
    by = _by(stage, act)
    summaries.summarise(stage.session, number, text=act["text"], upto=last, based_on=0, by=by, now=now)


def _resolve(stage: Stage, number: int, act: Written, now: datetime) -> None:
    title = next(title for title, each in stage.proposals.items() if each == number)
    debate.resolve(stage.session, number, stage.said[title, act["number"]], by=_by(stage, act), now=now)


def _objection(stage: Stage, number: int, act: Written) -> Objection:
    """That of the member whom the act is about."""
    return stage.session.query(Objection).filter_by(proposal=number, member_name=act["against"]).one()


def _set_aside(stage: Stage, number: int, act: Written, now: datetime) -> None:
    rank, ground = _objection(stage, number, act).number, act["text"]
    objections.set_aside(stage.session, number, rank, ground=ground, by=_by(stage, act), now=now)


def _take(stage: Stage, number: int, act: Written, now: datetime) -> None:
    rank = _objection(stage, number, act).number
    objections.take(stage.session, number, rank, by=_by(stage, act), now=now)


def _contest(stage: Stage, number: int, act: Written, now: datetime) -> None:
    said = {"why": act["text"], "member_id": _for(stage, act)}
    rank = _objection(stage, number, act).number
    contests.contest(stage.session, number, rank, **said, by=_by(stage, act), now=now)


def _agree(stage: Stage, number: int, act: Written, now: datetime) -> None:
    """Who proposes says that the present version answers an objection; who objects has not answered yet."""
    version = stage.session.get_one(Proposal, number).versions
    rank, role = _objection(stage, number, act).number, objections.AUTHOR
    by = _by(stage, act)
    objections.confirm(stage.session, number, rank, as_=role, version=version, by=by, now=now)


def _ask_circle(stage: Stage, number: int, act: Written, now: datetime) -> None:
    """Whether there is reasoning in an objection: the circle votes."""
    held = _objection(stage, number, act)
    parts = ("## L’objection", held.reason, "## Pourquoi elle a été écartée", held.ground)
    contest = (f"## Pourquoi c’est contesté, par {held.contested_by}", held.contest, act["note"])
    text = "\n\n".join((*parts, *contest))
    stage.asked[number] = questions.open_question(
        stage.session,
        number,
        questions.Wording(act["text"], text, render(text)),
        kind=questions.CONTEST,
        target=held.number,
        way=act["way"],
        closes_at=moment(stage.today, act["until"], time(20)),
        by=_by(stage, act),
        now=now,
    )


def _answer(stage: Stage, number: int, act: Written, now: datetime) -> None:
    """What a member says to the question that was put to the circle."""
    said = voting.Answer(_for(stage, act), act["choice"])
    voting.cast_all(stage.session, vote=stage.asked[number], answers=[said], by=_by(stage, act), now=now)


def _look(stage: Stage, number: int, act: Written, now: datetime) -> None:
    embargo.look(stage.session, number, by=_by(stage, act), now=now)


def _link(stage: Stage, number: int, act: Written, now: datetime) -> None:
    decision = stage.decision(act["decision"])
    links.add(stage.session, number, act["kind"], decision, by=_by(stage, act), now=now)


def _opine(stage: Stage, number: int, act: Written, now: datetime) -> None:
    said = {"answer": act["answer"], "text": act["text"]}
    opinions.give(stage.session, number, act["circle"], **said, by=_by(stage, act), now=now)


def _refer_question(stage: Stage, number: int, act: Written, now: datetime) -> None:
    referral.refer(stage.session, number, act["circle"], by=_by(stage, act), now=now)


ACTS: dict[str, Act] = {
    "amend": _amend,
    "accept": _accept,
    "refuse": _refuse,
    "refer": _refer,
    "ask-coauthor": _ask_coauthor,
    "coauthor": _coauthor,
    "declare": _declare,
    "sign": _sign,
    "double": _double,
    "ask-meeting": _ask_meeting,
    "summarise": _summarise,
    "resolve": _resolve,
    "set-aside": _set_aside,
    "contest": _contest,
    "take": _take,
    "agree": _agree,
    "ask-circle": _ask_circle,
    "answer": _answer,
    "look": _look,
    "link": _link,
    "opine": _opine,
    "refer-question": _refer_question,
}
