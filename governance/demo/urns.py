"""Who votes what: the numbers are those of the files, the voters are drawn, always the same ones."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from governance.demo.content import Content, Place, Written
from governance.demo.stage import Event, Play, Stage
from voting import service as voting
from voting.answers import Reply

MAJORITY = ("for", "against", "abstain", "blank")
CONSENT = ("consent", "stand-aside")
CONSENTS = ("ordinary", "prepared")  # rules
COLLEGES = ("places", "coops", "public")


@dataclass(frozen=True)
class Answer:
    """What a member answers; ``paper``: its ballot, where it chooses among options."""

    member: str
    choice: str = ""
    reason: str = ""
    nature: str = ""
    paper: dict[str, Any] | None = None
    paragraph: int | None = None
    tests: dict[str, Any] | None = None


def filled(
    content: Content, written: Written, rank: int, *, opened: datetime, until: datetime
) -> Iterator[Event]:
    """The ballots of one vote, spread between its opening and ``until``."""
    ballot = written["ballot"][rank - 1]
    draw = random.Random(f"{written['title']} {rank}")
    consent = written["rule"] in CONSENTS and not ballot.get("fallback")
    answers = list(_named(ballot))
    kept_out = {answer.member for answer in answers}
    if ballot["close"] >= 0:  # those whom a visitor may become have not voted yet
        actors = {sign_in.name for sign_in in content.sign_ins}
        kept_out |= {place.name for place in content.members if place.person in actors}
    choices = CONSENT if consent else MAJORITY
    possible = [Answer("", paper=paper) for paper in ballot.get("papers", ())]
    possible = possible or [Answer("", choice) for choice in choices]
    answers += _drawn(content, ballot, possible, kept_out, draw)
    draw.shuffle(answers)
    step = (until - opened) / (len(answers) + 1)
    for order, answer in enumerate(answers, 1):
        yield Event(opened + step * order, _cast(written["title"], rank, answer))


def _named(ballot: Written) -> Iterator[Answer]:
    for said in ballot.get("objections", ()):
        tests, paragraph = said.get("tests"), said.get("paragraph")
        yield Answer(said["who"], "objection", said["text"], said["nature"], None, paragraph, tests)
    for said in ballot.get("concerns", ()):
        yield Answer(said["who"], "concern", said["text"])


def _drawn(
    content: Content, ballot: Written, possible: list[Answer], kept_out: set[str], draw: random.Random
) -> Iterator[Answer]:
    """As many of each answer as the file says, college by college."""
    for college in COLLEGES:
        numbers = ballot.get(college, [])
        voters = [place.name for place in _voters(content, college, ballot) if place.name not in kept_out]
        chosen = iter(draw.sample(voters, sum(numbers)))
        for answer, number in zip(possible, numbers, strict=False):
            for _ in range(number):
                yield replace(answer, member=next(chosen))


def _voters(content: Content, college: str, ballot: Written) -> list[Place]:
    """Members from the opening to the closing: who leaves meanwhile no longer speaks."""
    return [
        place
        for place in content.members
        if place.college == college
        and place.joined <= ballot["open"]
        and (place.left is None or place.left > ballot["close"])
    ]


def _cast(title: str, rank: int, answer: Answer) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        person = next(place.person for place in stage.content.members if place.name == answer.member)
        voting.cast_all(
            stage.session,
            vote=stage.votes[title, rank],
            answers=[_said(stage, answer)],
            by=stage.people[person],
            now=now,
        )

    return play


def _said(stage: Stage, answer: Answer) -> voting.Answer:
    return voting.Answer(
        stage.members[answer.member],
        answer.choice,
        answer.reason,
        answer.nature,
        answer.paper,
        answer.paragraph,
        {name: Reply(*said) for name, said in (answer.tests or {}).items()},
    )
