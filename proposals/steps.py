"""The line of steps "you are here", and who is expected to do what, by when. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from proposals import lifecycle as life
from proposals import rounds

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
class Waits:
    """What the vote on a proposal waits for, and whom that awaits.

    ``what``: amendment (referred to the circle, and not put to it yet), write-in (one that it adopted),
    contest (of a setting aside, not put to it yet), opinion (of ``circle``, awaited ``until``); ``target``:
    the number of the amendment or the objection.
    """

    who: str
    what: str
    target: int = 0
    circle: str = ""
    until: datetime | None = None


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
    published_at: datetime | None = None  # its embargo ended
    expires_at: datetime | None = None
    agenda: str = ""  # by whom it was put there: "petition", "referral"
    live: bool = False  # a live session goes on
    asked: tuple[datetime, ...] = ()  # when the votes on questions put to the circle close
    plan: rounds.Plan | None = None  # of a consent whose process has times
    waits: tuple[Waits, ...] = ()  # what comes before the vote; the first is said first
    answered: bool = False  # a later version answers each standing objection: the next round may open


@dataclass(frozen=True)
class Step:
    """``kind``: draft, embargo, debate, a phase of ``rounds``, live, round, vote, end; ``mark``: done, here,
    ahead; ``round`` of a consent.
    """

    kind: str
    mark: str
    starts: datetime | None = None
    ends: datetime | None = None
    round: int = 0
    outcome: str | None = None
    objections: int = 0


@dataclass(frozen=True)
class Expected:
    """``who`` (author, members, voters, facilitator, both, signatories, circle, nobody), ``what``, and until
    or from when. "both": the author and a facilitator; "signatories": these two, and who signed.

    ``expires``: when the proposal ends by itself unless that is done. ``waits``: what comes before the vote;
    ``what`` is "waits" where nothing else is expected. ``agenda``: what put it on the agenda, so that others
    than a facilitator open the vote.
    """

    who: str
    what: str
    until: datetime | None = None
    not_before: datetime | None = None
    expires: datetime | None = None
    waits: tuple[Waits, ...] = ()
    agenda: str = ""


def steps(course: Course, now: datetime) -> list[Step]:
    """The whole line: what was done, where it is, what remains; exactly one step is ``here``."""
    state = life.at(course.state, course.expires_at, now)
    if state == life.DRAFT:
        return [Step("draft", HERE, course.moved_at), Step("debate", AHEAD), _ballot(course), _end()]
    line = [Step("draft", DONE, course.submitted_at)]
    if state == life.EMBARGOED:
        here = Step("embargo", HERE, course.moved_at)
        return [*line, here, Step("debate", AHEAD), _ballot(course), _end()]
    line += _before_votes(course, state)
    if state == life.DECISION:
        return [*line[:-1], replace(line[-1], mark=HERE), _end()]
    if state in (*life.FINAL, life.POSTPONED):
        ended = course.expires_at if state == life.EXPIRED and course.state != state else course.moved_at
        return [*line, Step("end", HERE, ended, outcome=state)]
    if course.live:
        return [*line, Step("live", HERE), _end()]
    if not course.held:
        return [*_in_phases(line, course.plan, now), _ballot(course), _end()]
    again = Step("debate", HERE, course.moved_at, course.debate_ends_at, objections=course.standing)
    return [*line, again, _ballot(course), _end()]


def _before_votes(course: Course, state: str) -> list[Step]:
    """The embargo, the debate with its phases, the votes held; nothing of a debate that never began."""
    began = course.published_at or course.submitted_at
    if course.published_at is not None:
        line = [Step("embargo", DONE, course.submitted_at, course.published_at)]
    elif state in life.FINAL and course.debate_ends_at is None:
        return [Step("embargo", DONE, course.submitted_at)]
    else:
        line = []
    if course.plan is not None and not course.held and state == life.DEBATE:
        line += _phases(course.plan)
    else:
        line.append(Step("debate", DONE, began, course.debate_ends_at))
    return line + [_past(held) for held in course.held]


def _phases(plan: rounds.Plan) -> list[Step]:
    """The phases that the process gives a time to, then the time to amend."""
    timed = (
        Step(rounds.QUESTIONS, DONE, plan.began, plan.questions_end),
        Step(rounds.REACTIONS, DONE, plan.questions_end, plan.reactions_end),
        Step(rounds.AMENDING, DONE, plan.reactions_end, plan.debate_ends),
    )
    return [step for step in timed if step.kind == rounds.AMENDING or step.ends != step.starts]


def _in_phases(line: list[Step], plan: rounds.Plan | None, now: datetime) -> list[Step]:
    """The line with "you are here" on the debate, or on its phase."""
    phase = rounds.phase_at(plan, now) if plan is not None else "debate"
    here = next(index for index, step in enumerate(line) if step.kind == phase)
    return [
        replace(step, mark=DONE if index < here else HERE if index == here else AHEAD)
        for index, step in enumerate(line)
    ]


def _end() -> Step:
    return Step("end", AHEAD)


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
    state = life.at(course.state, course.expires_at, now)
    due = _expected(course, state, now)
    if state in (life.DEBATE, life.POSTPONED) and not course.live and course.opening:
        due = replace(_before_the_vote(course, due, now), agenda=course.agenda)
    return replace(due, expires=course.expires_at) if state in life.EXPIRING else due


def _before_the_vote(course: Course, due: Expected, now: datetime) -> Expected:
    """What the vote waits for is said beside the debate, or in the place of the vote."""
    waits = tuple(each for each in course.waits if each.until is None or now < each.until)
    if not waits:
        return due
    if due.what not in _VOTES and not (due.what == "lift" and waits[0].what == "contest"):
        return replace(due, waits=waits)
    return replace(due, who=waits[0].who, what="waits", until=waits[0].until, waits=waits)


_VOTES = frozenset(
    {life.FIRST, life.ROUND, life.FALLBACK, life.SECOND_CALL, life.REVOTE, life.SECOND_ROUND}
    | {"agenda", "answered"}
)
"""What is expected where nothing but the opening of a vote is."""


def _expected(course: Course, state: str, now: datetime) -> Expected:
    if course.live and state not in life.FINAL:
        return Expected("members", "live")
    if course.asked and state in life.EXPIRING:
        return Expected("voters", "question", until=max(course.asked))
    if state == life.DRAFT:
        return Expected("author", "submit")
    if state == life.EMBARGOED:
        return Expected("facilitator", "arbitrate")
    if state == life.DECISION:
        return _in_decision(course, now)
    if state == life.DEBATE:
        return _in_debate(course, now)
    if state == life.POSTPONED:
        if course.opening:
            return Expected(_opener(course), course.opening, not_before=course.opens_from)
        return Expected("both", "reopen")
    return Expected("nobody", state)


def _opener(course: Course) -> str:
    return {"petition": "signatories", "referral": "both"}.get(course.agenda, "facilitator")


def _in_decision(course: Course, now: datetime) -> Expected:
    closes_at = course.held[-1].closes_at if course.held else now
    if now < closes_at:
        return Expected("voters", "position" if course.held[-1].consent else "vote", until=closes_at)
    return Expected("nobody", "tie" if course.held and course.held[-1].outcome == "tied" else "count")


def _in_debate(course: Course, now: datetime) -> Expected:
    if course.opening == life.ROUND and course.standing:
        return Expected(_opener(course), "answered") if course.answered else Expected("both", "lift")
    if course.opens_from is not None and now < course.opens_from:
        return _speaking(course, course.opens_from, now)
    if course.agenda and course.opening in (life.FIRST, ""):
        return Expected(_opener(course), "agenda")
    return Expected(_opener(course), course.opening or life.FIRST)


def _speaking(course: Course, until: datetime, now: datetime) -> Expected:
    """What the members are free to say, until the phase or the debate ends."""
    if course.plan is None or course.held:
        return Expected("members", "debate", until=until)
    phase = rounds.phase_at(course.plan, now)
    ends = {rounds.QUESTIONS: course.plan.questions_end, rounds.REACTIONS: course.plan.reactions_end}
    return Expected("members", phase, until=ends.get(phase, until))
