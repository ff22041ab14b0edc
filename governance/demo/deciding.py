"""The course of each proposal: written, debated, amended, put to the vote, decided."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from governance.demo import acting
from governance.demo.content import WEIGHTS, Content, Written, social_code
from governance.demo.stage import EVENING, MORNING, NOON, Event, Play, Stage, moment
from governance.demo.urns import filled
from governance.rules import service as rules
from proposals import debate, embargo, listing, objections, service
from proposals.models import Objection, Proposal
from voting import service as voting


def events(content: Content, today: date, now: datetime) -> Iterator[Event]:
    """Everything that happens to every proposal."""
    for written in content.proposals:
        yield Event(moment(today, written["day"], time(8, 45)), _draft(written))
        if written.get("draft"):
            continue
        yield Event(moment(today, written["day"], MORNING), _submit(written))
        yield from _debate(written, today)
        yield from acting.events(written, today)
        for rank in range(1, len(written.get("ballot", ())) + 1):
            yield from _vote(content, written, rank, today, now)


def _debate(written: Written, today: date) -> Iterator[Event]:
    for rank, said in enumerate(written.get("comment", ()), 1):
        at = moment(today, said["day"], time(12, 10)) + timedelta(minutes=17 * rank)
        yield Event(at, _say(written, rank, said))
    for revision in written.get("revision", ()):
        yield Event(moment(today, revision["day"], NOON), _revise(written, revision))
    for lift in written.get("lift", ()):
        yield Event(moment(today, lift["day"], time(18, 30)), _lift(written, lift))
    if "withdrawn" in written:
        yield Event(moment(today, written["withdrawn"], time(21)), _withdraw(written))


def _vote(content: Content, written: Written, rank: int, today: date, now: datetime) -> Iterator[Event]:
    ballot = written["ballot"][rank - 1]
    short = ballot["open"] == ballot["close"]
    opened = moment(today, ballot["open"], time(18) if short else NOON)
    closed = moment(today, ballot["close"], time(18, 45) if short else EVENING)
    yield Event(opened, _open(written, rank, closed))
    yield from filled(content, written, rank, opened=opened, until=min(closed, now))
    if ballot["close"] < 0:
        yield Event(closed, _close(written, rank))


def _text(stage: Stage, written: Written, text: str) -> service.Text:
    """A text and what stands beside it, which every version keeps."""
    review = stage.day(written["review"]) if "review" in written else None
    driver, cost, criteria = (written.get(part, "") for part in ("driver", "cost", "criteria"))
    return service.Text(written["title"], written["summary"], text, driver, cost, criteria, review)


def _terms(stage: Stage, written: Written) -> service.Terms:
    return service.Terms(
        written.get("circle", "network"),
        written["rule"],
        True,
        written.get("carried_by", ""),
        written.get("kind", "decision"),
        stage.day(written["until"]) if "until" in written else None,
        derogates=stage.decision(written["derogates"]) if "derogates" in written else "",
    )


def _draft(written: Written) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        terms, text = _terms(stage, written), _text(stage, written, written["text"])
        stage.proposals[written["title"]] = service.draft(
            stage.session,
            text,
            terms,
            member_id=_voice(stage, written["author"], written.get("member")),
            by=stage.people[written["author"]],
            now=now,
        )
        for option in written.get("options", ()):
            listing.add(
                stage.session,
                _number(stage, written),
                listing.Written(option["label"], option["note"]),
                by=stage.people[written["author"]],
                now=now,
            )

    return play


def _submit(written: Written) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        number, by = _number(stage, written), stage.people[written["author"]]
        if "embargo" in written:
            embargo.submit(stage.session, number, written["embargo"], by=by, now=now)
        else:
            service.submit(stage.session, number, by=by, now=now)

    return play


def _say(written: Written, rank: int, said: Written) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        stage.said[written["title"], rank] = debate.comment(
            stage.session,
            _number(stage, written),
            text=said["text"],
            purpose=said["as"],
            member_id=_voice(stage, said["who"], said.get("member")),
            answers=stage.said[written["title"], said["to"]] if "to" in said else None,
            by=stage.people[said["who"]],
            now=now,
        )

    return play


def _revise(written: Written, revision: Written) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        number = _number(stage, written)
        service.revise(
            stage.session,
            number,
            _text(stage, written, revision["text"]),
            note=revision["note"],
            based_on=stage.session.get_one(Proposal, number).versions,
            by=stage.people[written["author"]],
            now=now,
        )

    return play


def _lift(written: Written, lift: Written) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        number, rank = _number(stage, written), lift["number"]
        raised = stage.session.query(Objection).filter_by(proposal=number, number=rank).one()
        objector = _speaker(stage, raised.member_name)
        if lift["how"] == "withdrawn":
            objections.withdraw(stage.session, number, rank, by=objector, now=now)
            return
        version = stage.session.get_one(Proposal, number).versions
        for role, person in (
            (objections.AUTHOR, stage.people[written["author"]]),
            (objections.OBJECTOR, objector),
        ):
            objections.confirm(stage.session, number, rank, as_=role, version=version, by=person, now=now)

    return play


def _withdraw(written: Written) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        service.withdraw(stage.session, _number(stage, written), by=stage.people[written["author"]], now=now)

    return play


def _open(written: Written, rank: int, closes_at: datetime) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        stage.votes[written["title"], rank] = service.put_to_vote(
            stage.session, _number(stage, written), closes_at=closes_at, by=_facilitator(stage, now), now=now
        )

    return play


def _close(written: Written, rank: int) -> Play:
    """What the worker does at the deadline; and the new social code, where that was the question."""

    def play(stage: Stage, now: datetime) -> None:
        vote = stage.votes[written["title"], rank]
        voting.seal(stage.session, vote, now=now)
        service.settle(stage.session, vote, now=now)
        proposal = stage.session.get_one(Proposal, _number(stage, written))
        if proposal.state == "adopted" and written.get("adopts") in WEIGHTS:
            steward = stage.people["Samia Belkacem"]
            code = social_code(written["adopts"])
            rules.adopt(stage.session, code, by=steward, now=now, decision=proposal.decision)

    return play


def _number(stage: Stage, written: Written) -> int:
    return stage.proposals[written["title"]]


def _voice(stage: Stage, person: str, member: str | None) -> int:
    return stage.members[member or stage.content.member_of(person)]


def _speaker(stage: Stage, member: str) -> int:
    return stage.people[next(place.person for place in stage.content.members if place.name == member)]


def _facilitator(stage: Stage, now: datetime) -> int:
    day = (now.date() - stage.today).days
    held = [each for each in stage.content.mandates if each.role == "facilitator" and each.since <= day]
    return stage.people[held[-1].person]
