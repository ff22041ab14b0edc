"""Random acts by random people at random times: on the pure rules, then with the real services on a database.

Nothing is adopted over a standing objection but by the fallback, nobody is ever stuck, no text is ever lost.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import Refusal
from governance.register.models import Decision
from proposals import amendments, contests, debate, embargo, expiry, moves, objections, petition, service
from proposals import lifecycle as life
from proposals.lifecycle import Facts, Verdict, after, possible, refusal
from proposals.models import Comment, Objection, Proposal, Version
from proposals.models_life import ProposalQuestion
from proposals.standing import facts
from proposals.steps import DONE, HERE, Course, Held, expected, steps
from tests.cast import NOW, member_id, person_id
from tests.proposals.processes import prepare, put
from tests.proposals.steps import MEMBERS, TEXT, Text, draft
from voting import service as voting
from voting.models import Vote
from voting.service import Answer

DAY = timedelta(days=1)
AUTHOR = frozenset({life.AUTHOR, life.MEMBER})
PEOPLE = [
    AUTHOR,
    frozenset({life.COAUTHOR, life.MEMBER}),
    frozenset({life.FACILITATOR}),
    frozenset({life.MEMBER}),
    frozenset({life.STEWARD}),
    frozenset(),
]
EVERYBODY = frozenset().union(*PEOPLE)


@dataclass(frozen=True)
class World:
    """A proposal as the pure rules see it, with what they promise of it."""

    state: str = life.DRAFT
    opening: str = ""
    opens_from: datetime | None = None
    standing: int = 0
    unanswered: int = 0
    questions: int = 0
    petitioned: bool = False
    expires_at: datetime | None = None
    live: bool = False
    by_fallback: bool = False
    rounds: int = 0
    votes: int = 0
    versions: int = 1
    held: tuple[Held, ...] = field(default=())

    def facts(self, who: frozenset[str]) -> Facts:
        return Facts(
            self.state, who, self.opening, self.opens_from, self.unanswered, self.questions, self.petitioned,
            self.expires_at, self.live,
        )  # fmt: skip


def acted(world: World, act: str, now: datetime) -> World:
    """What an act that is allowed does to the world."""
    to = life.ACTS[act].to
    if act in ("submit", "reopen"):
        opening = life.FALLBACK if world.by_fallback else life.ROUND if world.rounds else life.FIRST
        return renewed(replace(world, state=to, opening=opening, opens_from=now + 7 * DAY), now)
    if act == "embargo":
        return renewed(replace(world, state=to), now)
    if act in ("ask_circle", "arbitrate"):
        return replace(world, questions=world.questions + 1, expires_at=None)
    if act in ("revise", "revise_live", "answer_amendment"):
        return renewed(replace(world, versions=world.versions + 1, unanswered=0), now)
    if act == "contest":
        return replace(world, standing=world.standing + 1)
    if act == "lift":
        fewer = max(0, world.standing - 1)
        return replace(world, standing=fewer, unanswered=min(world.unanswered, fewer))
    if act == "petition":
        return replace(world, petitioned=True)
    if act == "live":
        return replace(world, live=not world.live)
    if act in ("open", "open_live"):
        fallback = world.opening == life.FALLBACK
        again = world.opening in (life.SECOND_CALL, life.REVOTE, life.SECOND_ROUND)
        vote = Held(world.votes + 1, not fallback, world.rounds + 1, now, now + 7 * DAY, None)
        return replace(
            world, state=life.DECISION, opening="", opens_from=None, expires_at=None, votes=world.votes + 1,
            by_fallback=world.by_fallback if again else fallback,
            rounds=world.rounds + (not fallback and not again), held=(*world.held, vote),
        )  # fmt: skip
    return replace(world, state=to or world.state)


def renewed(world: World, now: datetime) -> World:
    begins = max(now, world.opens_from or now)
    return replace(world, expires_at=None if world.questions else begins + 30 * DAY)


def settled(world: World, verdict: Verdict, now: datetime) -> World:
    """A vote closes: objections of a consent stand, and what follows is what the rules say."""
    consent = not world.by_fallback
    raised = verdict.standing if consent else 0
    standing = world.standing + raised
    following = after(
        replace(
            verdict, consent=consent, standing=standing, by_fallback=world.by_fallback, rounds=world.rounds
        )
    )
    if following.state == life.ADOPTED:
        assert standing == 0 or world.by_fallback
        assert world.votes
    opens_from = now + DAY if following.opening else None
    after_it = replace(
        world, state=following.state, opening=following.opening, opens_from=opens_from, standing=standing,
        unanswered=world.unanswered + raised,
    )  # fmt: skip
    return renewed(after_it, now) if following.state in life.EXPIRING else after_it


def answered(world: World, adopted: bool, now: datetime) -> World:
    """The circle answers a question: of an embargo, the last one may publish it."""
    asked = replace(world, questions=world.questions - 1)
    if world.state == life.EMBARGOED and adopted and not asked.questions:
        asked = replace(asked, state=life.DEBATE, opening=life.FIRST, opens_from=now + 7 * DAY)
    return renewed(asked, now)


def check(world: World, now: datetime) -> None:
    """Somebody can always move on, and the line of steps says where it is and who is expected."""
    state = life.at(world.state, world.expires_at, now)
    agenda = "petition" if world.petitioned else ""
    course = Course(
        world.state, True, world.opening, NOW, NOW + 7 * DAY, world.opens_from, world.standing, now,
        world.held, expires_at=world.expires_at, agenda=agenda, live=world.live,
        asked=(now + DAY,) * world.questions,
    )  # fmt: skip
    line = steps(course, now)
    assert [step.mark for step in line].count(HERE) == 1
    assert all(step.mark != DONE for step in line[[step.mark for step in line].index(HERE) + 1 :])
    due = expected(course, now)
    if state in life.FINAL:
        assert possible(replace(world.facts(EVERYBODY), live=False), now) == frozenset()
        return
    assert due.who != "nobody" or state == life.DECISION
    if world.live or world.questions or state == life.DECISION:
        return  # a meeting ends, a vote closes
    later = max(now, world.opens_from or now)
    can = possible(replace(world.facts(EVERYBODY), expires_at=None), later)
    assert can & {"submit", "open", "reopen", "withdraw", "arbitrate", "delete"}
    if state in (life.DEBATE, life.POSTPONED):
        assert can & {"open", "open_live", "reopen", "revise", "lift"}


VERDICTS = st.builds(
    Verdict,
    outcome=st.sampled_from(["adopted", "rejected", "tied", "no-quorum", "postponed", "void"]),
    consent=st.booleans(),
    standing=st.integers(0, 2),
    rounds_max=st.none() | st.integers(1, 3),
    fallback=st.booleans(),
    postpones=st.booleans(),
    second_call=st.booleans(),
    is_second_call=st.booleans(),
)
MOVING = ["submit", "open", "revise", "reopen", "embargo", "arbitrate", "ask_circle", "petition", "contest"]
ACTS = st.one_of(
    st.sampled_from(MOVING), st.sampled_from(sorted(life.ACTS)), st.just("settle"), st.just("answer")
)


@settings(max_examples=250, deadline=None)
@given(st.lists(st.tuples(ACTS, st.sampled_from(PEOPLE), VERDICTS, st.integers(0, 12)), max_size=40))
def test_the_rules_hold_whatever_anybody_does(
    acts: list[tuple[str, frozenset[str], Verdict, int]],
) -> None:
    world, now = World(), NOW
    for act, who, verdict, days in acts:
        now += days * DAY
        before = world
        if act == "settle":
            world = settled(world, verdict, now) if world.state == life.DECISION else world
        elif act == "answer":
            adopted = verdict.outcome == life.ADOPTED
            world = answered(world, adopted, now) if world.questions else world
        elif refusal(act, world.facts(who), now) is None:
            world = acted(world, act, now)
        assert world.versions >= before.versions
        check(world, now)


# the same with the real services


@dataclass
class Run:
    """One proposal driven by real acts; every text that was ever written is remembered."""

    session: Session
    number: int = 0
    now: datetime = NOW
    texts: list[str] = field(default_factory=list)
    said: int = 0

    @property
    def proposal(self) -> Proposal:
        found = self.session.get(Proposal, self.number, populate_existing=True)
        assert found is not None
        return found

    def by(self, who: str) -> int:
        return person_id(self.session, who)

    def member(self, who: str) -> int:
        return member_id(self.session, MEMBERS.get(who, "La Filature"))


def writes(run: Run, who: str, _pick: int) -> None:
    proposal = run.proposal
    text = Text(TEXT.title, TEXT.summary, f"{TEXT.text}\n\nVersion {len(run.texts)}.")
    service.revise(
        run.session, run.number, text, note="", based_on=proposal.versions, by=run.by(who), now=run.now
    )
    run.texts.append(text.text)


def amends(run: Run, who: str, pick: int) -> None:
    proposal, session = run.proposal, run.session
    if pick % 3 == 0:
        amendments.propose(
            session, run.number, version=proposal.versions, paragraph=2, after=f"Autrement {len(run.texts)}.",
            reason="Mieux", member_id=run.member(who), by=run.by(who), now=run.now,
        )  # fmt: skip
    elif pick % 3 == 1:
        amendments.refer(session, run.number, 1, by=run.by(who), now=run.now)
    else:
        amendments.accept(session, run.number, 1, by=run.by(who), now=run.now)


def votes(run: Run, who: str, pick: int) -> None:
    opened = run.session.scalars(select(Vote).where(Vote.sealed_at.is_(None)).order_by(Vote.number)).all()
    if not opened:
        return
    vote = opened[pick % len(opened)]
    on_text = "consent", "objection", "concern", "abstain"
    choice = on_text[pick % 4] if vote.method == "consent" else ("for", "against")[pick % 2]
    answer = Answer(run.member(who), choice, "Parce que", "harm" if choice == "objection" else "")
    voting.cast_all(run.session, vote=vote.number, answers=[answer], by=run.by(who), now=run.now)


def closes(run: Run, _who: str, _pick: int) -> None:
    for vote in run.session.scalars(select(Vote).where(Vote.sealed_at.is_(None)).order_by(Vote.number)).all():
        run.now = max(run.now, vote.closes_at)
        voting.seal(run.session, vote.number, now=run.now)
        service.settle(run.session, vote.number, now=run.now)
        service.settle(run.session, vote.number, now=run.now)


def lifts(run: Run, who: str, pick: int) -> None:
    session, number, by, now = run.session, run.number, run.by(who), run.now
    if pick % 4 == 0:
        objections.withdraw(session, number, 1, by=by, now=now)
    elif pick % 4 == 1:
        objections.set_aside(session, number, 1, ground="Sans argument", by=by, now=now)
    elif pick % 4 == 2:
        contests.contest(session, number, 1, why="Si", member_id=run.member(who), by=by, now=now)
    else:
        version = run.proposal.versions
        as_ = "objector" if who == "chloe" else "author"
        objections.confirm(session, number, 1, as_=as_, version=version, by=by, now=now)


def asks(run: Run, _who: str, pick: int) -> None:
    kind, target = (("arbitration", 0), ("amendment", 1), ("contest", 1))[pick % 3]
    put(run.session, run.number, kind, target, now=run.now)


def speaks(run: Run, who: str, _pick: int) -> None:
    debate.comment(
        run.session, run.number, text="Une question", purpose="question", member_id=run.member(who),
        by=run.by(who), now=run.now,
    )  # fmt: skip
    run.said += 1


SERVICES: dict[str, Callable[[Run, str, int], object]] = {
    "submit": lambda r, who, _: service.submit(r.session, r.number, by=r.by(who), now=r.now),
    "embargo": lambda r, who, _: embargo.submit(r.session, r.number, ["board"], by=r.by(who), now=r.now),
    "write": writes,
    "amend": amends,
    "speak": speaks,
    "open": lambda r, who, _: service.put_to_vote(r.session, r.number, by=r.by(who), now=r.now),
    "vote": votes,
    "close": closes,
    "lift": lifts,
    "ask": asks,
    "double": lambda r, who, _: moves.double(
        r.session, r.number, member_id=r.member(who), by=r.by(who), now=r.now
    ),
    "sign": lambda r, who, _: petition.sign(
        r.session, r.number, member_id=r.member(who), by=r.by(who), now=r.now
    ),
    "withdraw": lambda r, who, pick: (
        service.withdraw(r.session, r.number, by=r.by(who), now=r.now) if pick > 8 else None
    ),
    "reopen": lambda r, who, _: service.reopen(r.session, r.number, by=r.by(who), now=r.now),
    "expire": lambda r, _who, _: expiry.expire(r.session, r.number, now=r.now),
    "wait": lambda _r, _who, _: None,
}
WHO = st.sampled_from(["alice", "bob", "chloe", "david", "eve"])
DONE_BY = st.tuples(
    st.sampled_from(sorted(SERVICES)), WHO, st.integers(0, 11), st.sampled_from([0, 0, 1, 3, 8])
)
DEBATED = [("submit", "bob", 0, 0), ("amend", "chloe", 0, 1), ("amend", "bob", 1, 0), ("ask", "alice", 1, 0),
           ("vote", "david", 0, 0), ("vote", "bob", 0, 0), ("vote", "chloe", 0, 0), ("close", "alice", 0, 0),
           ("open", "alice", 0, 8), ("vote", "chloe", 1, 0), ("vote", "bob", 0, 0), ("close", "alice", 0, 0),
           ("lift", "alice", 1, 0), ("lift", "chloe", 2, 0), ("ask", "alice", 2, 0), ("vote", "david", 1, 0),
           ("vote", "bob", 1, 0), ("vote", "chloe", 0, 0), ("close", "alice", 0, 0), ("open", "alice", 0, 8),
           ("vote", "bob", 0, 0), ("close", "alice", 0, 0)]  # fmt: skip
HIDDEN = [("embargo", "bob", 0, 0), ("speak", "david", 0, 0), ("write", "bob", 0, 1), ("ask", "alice", 0, 0),
          ("vote", "david", 0, 0), ("close", "alice", 0, 0), ("double", "chloe", 0, 0), ("sign", "bob", 0, 0),
          ("sign", "chloe", 0, 0), ("open", "bob", 0, 8), ("wait", "eve", 0, 8), ("open", "bob", 0, 0),
          ("vote", "bob", 0, 0), ("close", "alice", 0, 0)]  # fmt: skip


def hold(run: Run) -> None:
    """What must hold after any act."""
    session, proposal = run.session, run.proposal
    standing = session.scalar(
        select(func.count()).where(Objection.proposal == run.number, Objection.status == "standing")
    )
    assert proposal.standing == standing
    if proposal.state == life.ADOPTED:
        assert standing == 0 or proposal.by_fallback
        assert (
            session.scalar(select(Decision.outcome).where(Decision.number == proposal.decision)) == "adopted"
        )
    kept = set(session.scalars(select(Version.text).where(Version.proposal == run.number)))
    assert set(run.texts) <= kept
    numbers = session.scalars(select(Version.number).where(Version.proposal == run.number)).all()
    assert sorted(numbers) == list(range(1, proposal.versions + 1))
    assert session.scalar(select(func.count()).where(Comment.proposal == run.number)) == run.said
    asked = session.scalar(select(func.count()).where(ProposalQuestion.outcome.is_(None)))
    held = session.scalar(
        select(func.count()).where(Vote.subject.like("question:%"), Vote.settled_at.is_(None))
    )
    assert asked == held
    if asked or proposal.state == life.DECISION:
        return
    known = facts(session, proposal, by=run.by("alice"), now=run.now)
    everybody = replace(known, who=EVERYBODY, expires_at=None)
    later = max(run.now, proposal.opens_from or run.now)
    can = possible(everybody, later) & {"submit", "open", "reopen", "withdraw", "arbitrate"}
    assert can or life.at(proposal.state, proposal.expires_at, run.now) in life.FINAL


class Undo(Exception):
    """Throws the whole run away."""


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DONE_BY, min_size=6, max_size=24))
@example(DEBATED)
@example(HIDDEN)
def test_the_services_hold_whatever_anybody_does(
    sqlite_database: Database, acts: list[tuple[str, str, int, int]]
) -> None:
    def work(session: Session) -> None:
        prepare(session)
        run = Run(session)
        run.number = draft(session, "prepared")
        run.texts.append(TEXT.text)
        for act, who, pick, days in acts:
            run.now += days * DAY
            with suppress(Refusal), session.begin_nested():
                SERVICES[act](run, who, pick)
            session.expire_all()
            hold(run)
        raise Undo

    with pytest.raises(Undo):
        sqlite_database.transact(work)


def test_the_two_stories_go_to_their_end(sqlite_database: Database) -> None:
    ends = []

    def work(session: Session, acts: list[tuple[str, str, int, int]]) -> None:
        prepare(session)
        run = Run(session)
        run.number = draft(session, "prepared")
        run.texts.append(TEXT.text)
        for act, who, pick, days in acts:
            run.now += days * DAY
            with suppress(Refusal), session.begin_nested():
                SERVICES[act](run, who, pick)
            session.expire_all()
        ends.append((run.proposal.state, run.proposal.versions, run.proposal.rounds))
        raise Undo

    for acts in (DEBATED, HIDDEN):
        with pytest.raises(Undo):
            sqlite_database.transact(lambda session, acts=acts: work(session, acts))
    assert ends == [(life.ADOPTED, 2, 2), (life.ADOPTED, 2, 1)]
