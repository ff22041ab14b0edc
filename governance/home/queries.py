"""What the home page shows: what awaits me, by deadline; what is open and what was decided, for everybody."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.circles import awaited as terms
from governance.circles import deadlines, succession_awaited, swaps_awaited
from governance.circles.words import OFFICES
from governance.errors import NotFound
from governance.home.tasks import Task, by_deadline
from governance.members import queries as members
from governance.members.models import CollegeMembership, Member
from governance.members.queries import CollegeFacts
from governance.register import queries as register
from governance.register import queries_following
from governance.register.facts import Listed
from governance.rules import queries as rules
from governance.rules.parts import Decision
from governance.web import current
from governance.web.visitor import Visitor
from proposals import awaited
from proposals import queries as proposals
from voting import awaited as voted
from voting import proxy_queries, untying
from voting import queries as votes

OPEN = 4  # debates shown to visitors
NEAR = timedelta(days=30)  # a step is shown to who carries it that long before its day


@dataclass(frozen=True)
class Mine:
    """The home page of somebody who has signed in. ``founding``: theirs to fill, nobody is a member yet."""

    tasks: list[Task]
    drafts: list[Task]
    decisions: list[Listed]
    proxies: proxy_queries.Mine
    founding: bool


@dataclass(frozen=True)
class College:
    """A college with how many members it has today."""

    facts: CollegeFacts
    members: int


@dataclass(frozen=True)
class Everybodys:
    """The home page of a visitor."""

    colleges: list[College]
    kinds: list[Decision]
    votes: list[votes.Line]
    proposals: list[proposals.Line]
    decisions: list[Listed]


def mine(session: Session, visitor: Visitor, now: datetime) -> Mine:
    """What awaits the visitor, by deadline; their drafts; the last decisions."""
    tasks = [_vote(each) for each in voted.awaiting(session, visitor, now)]
    waiting = [_proposal(each) for each in awaited.awaiting(session, visitor, now)]
    drafts = [task for task in waiting if task.kind == "draft"]
    tasks += [task for task in waiting if task.kind != "draft"]
    if visitor.offices or visitor.facilitated:
        ties = untying.pending(session)
        tasks += [_tie(each) for each in ties if each.office in visitor.offices_for(each.circle_id)]
    tasks += _steps(session, visitor, now)
    tasks += _reviews(session, visitor, now)
    tasks += [_role(each) for each in succession_awaited.awaiting(session, visitor.person_id, now)]
    tasks += [_role(each) for each in succession_awaited.to_lead(session, visitor, now)]
    tasks += [_swap(each) for each in swaps_awaited.of(session, visitor, now)]
    tasks += [_term(each) for each in terms.of(session, visitor, now)]
    proxies = proxy_queries.current(session, visitor, now)
    founding = "steward" in visitor.offices and session.scalar(select(Member.id).limit(1)) is None
    return Mine(by_deadline(tasks), drafts, register.latest(session, 3), proxies, founding)


def everybodys(session: Session, now: datetime, today: date) -> Everybodys:
    """Who we are, how we decide, what is open to the public, what was decided."""
    try:
        kinds = list(rules.in_force(session, now).code.decisions)
    except NotFound:
        kinds = []
    return Everybodys(
        _colleges(session, today),
        kinds,
        votes.open_now(session, visitor=Visitor(), now=now),
        proposals.page(session, tab="debate", visitor=Visitor(), now=now)[:OPEN],
        register.latest(session, 4),
    )


def _colleges(session: Session, today: date) -> list[College]:
    numbers = dict(
        session.execute(
            select(CollegeMembership.college_id, func.count())
            .where(members.in_force(CollegeMembership.starts_on, CollegeMembership.ends_on, today))
            .group_by(CollegeMembership.college_id)
        ).all()
    )  # fmt: skip
    return [College(each, numbers.get(each.id, 0)) for each in members.colleges(session)]


def _vote(vote: voted.AwaitingVote) -> Task:
    """To its ballot; what is held in a room is said there, and now."""
    if vote.live:
        href = url_for("proposals.live", number=int(vote.subject.partition(":")[2]))
        return Task("live", vote.question, href, current.moment(), vars(vote))
    href = url_for("votes.show", number=vote.number)
    return Task(
        "consent" if vote.method == "consent" else "vote", vote.question, href, vote.closes_at, vars(vote)
    )


def _steps(session: Session, visitor: Visitor, now: datetime) -> list[Task]:
    """The steps that the visitor's members carry and that are due within a month, late ones first."""
    members = [voice.member_id for voice in visitor.speaks_for]
    if not members:
        return []
    zone = ZoneInfo(current.network().time_zone)
    near = now.astimezone(zone).date() + NEAR
    found = queries_following.open_steps(session, members=members)
    return [_step(each, zone) for _cursor, each in found if each.due_on is not None and each.due_on <= near]


def _reviews(session: Session, visitor: Visitor, now: datetime) -> list[Task]:
    """The reviews and the last days, within a month, of what the visitor's members proposed."""
    members = sorted(visitor.members)
    zone = ZoneInfo(current.network().time_zone)
    near = now.astimezone(zone).date() + NEAR
    found: dict[str, Task] = {}
    for each in deadlines.decisions(session, now, members) if members else ():
        if not isinstance(each.when, datetime) and each.when <= near:
            due = _last_moment(each.when, zone)
            href = url_for("proposals.review", decision=each.key)
            task = Task(each.kind, each.what, href, due, vars(each))
            found[each.key] = by_deadline([task, found.get(each.key, task)])[0]  # the first to come
    return list(found.values())


def _step(step: queries_following.OpenStep, zone: ZoneInfo) -> Task:
    """Due at the end of its day."""
    assert step.due_on is not None
    due = _last_moment(step.due_on, zone)
    href = url_for("following.go_on", number=step.decision, step=step.step)
    return Task("step", step.what, href, due, vars(step))


def _term(each: terms.Awaited) -> Task:
    """Due when the term ends, or what is asked does: the first moment of the first day without."""
    title = each.name or gettext(OFFICES[each.office])
    page = "handing.show" if each.kind in (terms.MINE, terms.READ) else "circles.role"
    href = url_for(page, slug=each.slug) if each.slug else url_for("members.offices")
    due = _midnight(each.on, ZoneInfo(current.network().time_zone))
    return Task(each.kind, title, href, due, vars(each))


def _last_moment(day: date, zone: ZoneInfo) -> datetime:
    """The end of a day, which still bears its date."""
    return _midnight(day + timedelta(days=1), zone) - timedelta(seconds=1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _tie(tie: untying.Pending) -> Task:
    return Task("tie", tie.question, url_for("votes.show", number=tie.number), None, vars(tie))


def _role(asked: succession_awaited.Awaited) -> Task:
    """Due before the term begins."""
    href = url_for("circles.succession", number=asked.succession)
    due = _midnight(asked.starts_on, ZoneInfo(current.network().time_zone))
    return Task(asked.kind, asked.role, href, due, vars(asked))


def _swap(asked: swaps_awaited.Awaited) -> Task:
    """A swap is due by the end of its turn's first day, its undoing before that day."""
    href = url_for("circles.rotation_of", slug=asked.slug, _anchor="swaps")
    zone = ZoneInfo(current.network().time_zone)
    due = _last_moment if asked.kind == swaps_awaited.SWAP else _midnight
    return Task(asked.kind, asked.role, href, due(asked.turn, zone), vars(asked))


def _proposal(waiting: awaited.Awaiting) -> Task:
    anchors = {
        "amendments": "amendments",
        "referred": "amendments",
        "contested": "objections",
        "meeting": "meetings",
    }
    number, anchor = waiting.number, anchors.get(waiting.kind)
    if waiting.kind == "conduct":
        href = url_for("proposals.live", number=number)
    elif waiting.kind == "opinion":
        href = url_for("proposals.opinion", number=number, circle=waiting.circle)
    elif waiting.kind == "questions":
        href = url_for("proposals.show", number=number, purpose="unanswered", _anchor="debate")
    else:
        href = url_for("proposals.show", number=number, _anchor=anchor)
    due = current.moment() if waiting.kind == "conduct" else waiting.due
    return Task(waiting.kind, waiting.title, href, due, vars(waiting))
