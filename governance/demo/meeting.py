"""A live session under way: what happened in the room until now, step by step."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from governance.demo.content import Content, Written
from governance.demo.stage import Event, Play, Stage
from proposals import rounds
from proposals.live import ground, round, service
from proposals.live.steps import PHASE, PRESENCE, PRESENT, REMOTE, SPOKE, TURN
from voting.answers import Answer

FACILITATOR = "Alice Martin"
BEGAN = timedelta(minutes=38)  # before now
STEP = timedelta(minutes=2)


def events(content: Content, now: datetime) -> Iterator[Event]:
    """The steps of each proposal that is at a meeting, the last one a moment ago."""
    for written in content.proposals:
        if "meeting" in written:
            for order, play in enumerate(_steps(written["title"], written["meeting"])):
                yield Event(now - BEGAN + order * STEP, play)


def _steps(title: str, meeting: Written) -> Iterator[Play]:
    yield _begin(title)
    yield _step(title, PRESENCE, {}, here=meeting["here"], remote=meeting["remote"])
    yield _step(title, PHASE, {"to": rounds.REACTIONS})
    for name in meeting["reactions"]:
        yield _step(title, TURN, {}, member=name)
        yield _step(title, SPOKE, {}, member=name)
    yield _step(title, PHASE, {"to": rounds.AMENDING})
    yield _open(title)
    for said in meeting["said"]:
        yield _step(title, TURN, {}, member=said["who"])
        yield _position(title, said)
    yield _step(title, TURN, {}, member=meeting["floor"])


def _begin(title: str) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        service.begin(stage.session, stage.proposals[title], by=stage.people[FACILITATOR], now=now)

    return play


def _open(title: str) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        round.open_round(stage.session, stage.proposals[title], **_by(stage, title), now=now)

    return play


def _position(title: str, said: Written) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        answer = Answer(stage.members[said["who"]], said["choice"], said.get("text", ""))
        service.position(stage.session, stage.proposals[title], answer, **_by(stage, title), now=now)

    return play


def _step(
    title: str,
    kind: str,
    body: Mapping[str, str],
    *,
    member: str = "",
    here: tuple[str, ...] = (),
    remote: tuple[str, ...] = (),
) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        marks = {str(stage.members[name]): PRESENT for name in here}
        marks |= {str(stage.members[name]): REMOTE for name in remote}
        whole: dict[str, Any] = dict(body)
        whole |= {"member": stage.members[member]} if member else {}
        whole |= {"marks": marks} if marks else {}
        service.step(stage.session, stage.proposals[title], kind, whole, **_by(stage, title), now=now)

    return play


def _by(stage: Stage, title: str) -> dict[str, int]:
    """The facilitator, whose page has seen every act."""
    held = ground.held(stage.session, stage.proposals[title])
    return {"after": held.row.acts, "by": stage.people[FACILITATOR]}
