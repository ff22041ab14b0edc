"""The line of steps "you are here", and who is expected to do what, by when. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from proposals import lifecycle as life

DONE, HERE, AHEAD = "done", "here", "ahead"


@dataclass(frozen=True)
class Held:
    """A vote that was held or is open: its round (from 1), times, outcome once counted, objections raised."""

    number: int
    consent: bool
    round: int
    opened_at: datetime
    closes_at: datetime
    outcome: str | None
    objections: int = 0


@dataclass(frozen=True)
class Course:
    """The facts from which the line is drawn."""

    state: str
    consent: bool  # of the rule that applies next
    opening: str
    submitted_at: datetime | None
    debate_ends_at: datetime | None
    opens_from: datetime | None
    standing: int
    moved_at: datetime
    held: tuple[Held, ...] = ()


@dataclass(frozen=True)
class Step:
    """``kind``: draft, debate, round, vote, end; ``mark``: done, here, ahead; ``round`` of a consent."""

    kind: str
    mark: str
    starts: datetime | None = None
    ends: datetime | None = None
    round: int = 0
    outcome: str | None = None
    objections: int = 0


@dataclass(frozen=True)
class Expected:
    """``who`` (author, members, voters, facilitator, both, nobody), ``what``, and until or from when."""

    who: str
    what: str
    until: datetime | None = None
    not_before: datetime | None = None


def steps(course: Course) -> list[Step]:
    """The whole line: what was done, where it is, what remains; exactly one step is ``here``."""
    if course.state == life.DRAFT:
        return [
            Step("draft", HERE, course.moved_at),
            Step("debate", AHEAD),
            _ballot(course),
            Step("end", AHEAD),
        ]
    line = [Step("draft", DONE, course.submitted_at)]
    line.append(Step("debate", DONE, course.submitted_at, course.debate_ends_at))
    line += [_past(held) for held in course.held]
    if course.state == life.DECISION:
        return [*line[:-1], replace(line[-1], mark=HERE), Step("end", AHEAD)]
    if course.state in (*life.FINAL, life.POSTPONED):
        return [*line, Step("end", HERE, course.moved_at, outcome=course.state)]
    if not course.held:
        return [*line[:-1], replace(line[-1], mark=HERE), _ballot(course), Step("end", AHEAD)]
    again = Step("debate", HERE, course.moved_at, course.debate_ends_at, objections=course.standing)
    return [*line, again, _ballot(course), Step("end", AHEAD)]


def _past(held: Held) -> Step:
    kind = "round" if held.consent else "vote"
    return Step(kind, DONE, held.opened_at, held.closes_at, held.round, held.outcome, held.objections)


def _ballot(course: Course) -> Step:
    rounds = sum(held.consent for held in course.held)
    if course.consent and course.opening != life.FALLBACK:
        return Step("round", AHEAD, round=rounds + 1)
    return Step("vote", AHEAD)


def expected(course: Course, now: datetime) -> Expected:
    """Who is expected to do what now: there is always somebody, until the end."""
    if course.state == life.DRAFT:
        return Expected("author", "submit")
    if course.state == life.DECISION:
        return _in_decision(course, now)
    if course.state == life.DEBATE:
        return _in_debate(course, now)
    if course.state == life.POSTPONED:
        if course.opening:
            return Expected("facilitator", course.opening, not_before=course.opens_from)
        return Expected("both", "reopen")
    return Expected("nobody", course.state)


def _in_decision(course: Course, now: datetime) -> Expected:
    closes_at = course.held[-1].closes_at if course.held else now
    if now < closes_at:
        return Expected("voters", "position" if course.held[-1].consent else "vote", until=closes_at)
    return Expected("nobody", "tie" if course.held and course.held[-1].outcome == "tied" else "count")


def _in_debate(course: Course, now: datetime) -> Expected:
    if course.opening == life.ROUND and course.standing:
        return Expected("both", "lift")
    if course.opens_from is not None and now < course.opens_from:
        return Expected("members", "debate", until=course.opens_from)
    return Expected("facilitator", course.opening or life.FIRST)
