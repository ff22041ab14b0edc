"""Who holds a role next: one succession without candidates, one whose elected person has yet to accept."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from governance.circles import asking, succession_end, successions
from governance.circles.models import Nominee, Succession
from governance.demo.content import Content, Written
from governance.demo.stage import EVENING, MORNING, NOON, Event, Play, Stage, moment
from governance.members.models_roles import Role
from proposals import candidacies, debate, service
from proposals.models import ProposalOption
from voting import service as voting

LEADS = "Alice Martin"


def events(content: Content, today: date) -> Iterator[Event]:
    """Begun, spoken of, put to the vote, counted; nothing after that."""
    for written in content.successions:
        yield Event(moment(today, written["day"], MORNING), _begin(written))
        for rank, (person, text) in enumerate(written.get("said", ()), 1):
            at = moment(today, written["day"] + rank, time(12, 40))
            yield Event(at, _say(written, person, text))
        for rank, (person, member, text) in enumerate(written.get("candidates", ()), 1):
            at = moment(today, written["day"] + rank, time(18, 10))
            yield Event(at, _stand(written, person, member, text))
        opened, closed = moment(today, written["open"], NOON), moment(today, written["close"], EVENING)
        yield Event(opened, _open(written, closed))
        answers = [*_named(written), *_graded(content, written)]
        step = (closed - opened) / (len(answers) + 1)
        for order, play in enumerate(answers, 1):
            yield Event(opened + step * order, play)
        yield Event(closed, _close(written))
        yield Event(closed + timedelta(minutes=1), _follow(written))


def _begin(written: Written) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        role = stage.session.scalars(select(Role.id).where(Role.slug == written["role"])).one()
        way = successions.Way(
            written["rule"], written.get("consent", ""), moves_up=written.get("next", False)
        )
        number = successions.begin(
            stage.session, role, way, member_id=stage.members[written["member"]],
            starts_on=stage.day(written["starts"]), by=stage.people[LEADS], now=now,
        )  # fmt: skip
        stage.successions[written["role"]] = number
        asked = stage.session.get_one(Succession, number).proposal
        stage.proposals[written["role"]] = asked or 0

    return play


def _say(written: Written, person: str, text: str) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        member = stage.members[stage.content.member_of(person)]
        debate.comment(
            stage.session, stage.proposals[written["role"]], text=text, purpose="reaction",
            member_id=member, by=stage.people[person], now=now,
        )  # fmt: skip

    return play


def _stand(written: Written, person: str, member: str, text: str) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        candidacies.stand(
            stage.session, stage.proposals[written["role"]], member_id=stage.members[member],
            statement=text, by=stage.people[person], now=now,
        )  # fmt: skip

    return play


def _open(written: Written, closes_at: datetime) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        stage.votes[written["role"], 1] = service.put_to_vote(
            stage.session, stage.proposals[written["role"]], closes_at=closes_at, by=stage.people[LEADS],
            now=now,
        )  # fmt: skip

    return play


def _named(written: Written) -> Iterator[Play]:
    for member, person, reason in written.get("named", ()):
        yield _name(written, member, person, reason)


def _name(written: Written, member: str, person: str, reason: str) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        query = select(Nominee.slug).where(
            Nominee.succession_id == stage.successions[written["role"]], Nominee.person_name == person
        )
        nominee = stage.session.scalars(query.order_by(Nominee.id)).first()
        _cast(stage, written, member, {"nominee": nominee, "reason": reason}, now)

    return play


def _graded(content: Content, written: Written) -> Iterator[Play]:
    """As many of each paper as the file says, from members drawn, always the same ones."""
    actors = {each.name for each in content.sign_ins}
    there = [each.name for each in content.members if each.left is None and each.person not in actors]
    papers = [grades for number, grades in written.get("papers", ()) for _ in range(number)]
    for member, grades in zip(random.Random(written["role"]).sample(there, len(papers)), papers, strict=True):
        yield _grade(written, member, grades)


def _grade(written: Written, member: str, grades: list[str]) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        listed = select(ProposalOption.slug).where(
            ProposalOption.proposal == stage.proposals[written["role"]]
        )
        slugs = stage.session.scalars(listed.order_by(ProposalOption.id))
        _cast(stage, written, member, {"grades": dict(zip(slugs, grades, strict=True))}, now)

    return play


def _cast(stage: Stage, written: Written, member: str, paper: dict[str, object], now: datetime) -> None:
    person = next(each.person for each in stage.content.members if each.name == member)
    answer = voting.Answer(stage.members[member], "", "", "", paper, None, {})
    voting.cast_all(
        stage.session,
        vote=stage.votes[written["role"], 1],
        answers=[answer],
        by=stage.people[person],
        now=now,
    )


def _close(written: Written) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        vote = stage.votes[written["role"], 1]
        voting.seal(stage.session, vote, now=now)
        service.settle(stage.session, vote, now=now)

    return play


def _follow(written: Written) -> Play:
    """What the worker draws from the result, and the mail to who was elected."""

    def play(stage: Stage, now: datetime) -> None:
        succession_end.follow(stage.session, stage.successions[written["role"]], now=now)
        for chosen in asking.due(stage.session):
            asking.tell(stage.session, chosen, now=now)

    return play
