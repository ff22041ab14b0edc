"""Questions about a proposal put to the circle: an amendment, a contested objection, the end of an embargo.

Each is a vote of its own, under a rule of the circle, with the subject ``question:<id>``. The vote on the
proposal waits for its answer.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.rules import queries as rules
from governance.web.public import touch
from proposals import amendments, contests, embargo, events, expiry, reach, wording
from proposals import lifecycle as life
from proposals.errors import ClosesTooLate, UnknownRule
from proposals.errors_life import NoQuestion, NotForTheCircle, QuestionAskedAlready
from proposals.heads import Head
from proposals.models import Objection, Proposal, Version
from proposals.models_amendments import Amendment
from proposals.models_life import ProposalQuestion
from proposals.standing import allow, found_decision, locked
from proposals.to_vote import LONGEST, ON_A_TEXT, Way, earliest_close, in_circle
from voting import service as voting
from voting.queries import Outcome

AMENDMENT, CONTEST, ARBITRATION = "amendment", "contest", "arbitration"
KINDS = (AMENDMENT, CONTEST, ARBITRATION)
SUBJECT = "question"
ANSWERS = ("adopted", "rejected")  # any other outcome answers nothing: the question may be put again


def ways(session: Session, proposal: Proposal | Head) -> list[Way]:
    """The votes among which a facilitator chooses: on a text, where those sit who may read it.

    The rule says under which other one (``process.questions``), in the circles that take it. Otherwise
    majorities come first, since a consent on an objection would wait for who raised it; among them those with
    a quorum, since without one a single voter would answer for all.
    """
    code = rules.in_force(session).code
    circles = [proposal.circle_id]
    if proposal.state == life.EMBARGOED:
        circles = reach.named(session, proposal.number)
    found = [way for circle in circles for way in in_circle(code, circle) if way.decision.method in ON_A_TEXT]
    rule = found_decision(code, proposal.circle_id, proposal.rule_id)
    said = [way for way in found if rule and way.decision.id == rule.process.asked_under]
    return said or sorted(
        found, key=lambda way: (way.decision.method == "consent", not way.decision.rule.quorum)
    )


def check_asked(session: Session, proposal: int, kind: str, target: int) -> None:
    """Whether this question waits to be put. Raises NoQuestion, NotForTheCircle, QuestionAskedAlready."""
    if kind not in KINDS or not _there(session, proposal, kind, target):
        raise NoQuestion
    asked = ProposalQuestion
    last = select(asked.outcome).where(
        asked.proposal == proposal, asked.kind == kind, asked.target == target, asked.outcome.is_(None)
    )
    if session.execute(last.limit(1)).first() is not None:
        raise QuestionAskedAlready
    if not _referred(session, proposal, kind, target):
        raise NotForTheCircle


def _there(session: Session, proposal: int, kind: str, target: int) -> bool:
    if kind == ARBITRATION:
        return target == 0
    table = Amendment if kind == AMENDMENT else Objection
    found = select(table.id).where(table.proposal == proposal, table.number == target)
    return session.scalar(found) is not None


def _referred(session: Session, proposal: int, kind: str, target: int) -> bool:
    """Whether it is for the circle to decide now."""
    if kind == AMENDMENT:
        query = select(Amendment.status).where(Amendment.proposal == proposal, Amendment.number == target)
        return session.scalar(query) == "referred"
    if kind == CONTEST:
        standing = select(Objection.id).where(
            Objection.proposal == proposal,
            Objection.number == target,
            Objection.status == "standing",
            Objection.contested_at.is_not(None),
        )
        return session.scalar(standing) is not None and not _upheld(session, proposal, target)
    return True


def _upheld(session: Session, proposal: int, objection: int) -> bool:
    """Whether the circle has already found reasoning in this objection."""
    asked = ProposalQuestion
    query = select(asked.id).where(
        asked.proposal == proposal,
        asked.kind == CONTEST,
        asked.target == objection,
        asked.outcome == "adopted",
    )
    return session.scalar(query.limit(1)) is not None


@dataclass(frozen=True)
class Wording:
    """What voters read: the question in one line, and what is decided upon.

    An arbitration is about the whole proposal: its text and what is decided with it are put as they are.
    """

    question: str
    text: str
    text_html: str


def open_question(
    session: Session,
    number: int,
    said: Wording,
    *,
    kind: str,
    target: int,
    way: str | None = None,
    closes_at: datetime | None = None,
    by: int,
    now: datetime,
) -> int:
    """Put a question to the circle; returns the number of its vote.

    ``way``: a key of ``ways``; the first unless said. ``closes_at``: later than the rule's time if wanted.
    Raises the refusals of the life cycle, of ``check_asked`` and of the opening of a vote, UnknownRule,
    ClosesTooLate.
    """
    act = "arbitrate" if kind == ARBITRATION else "ask_circle"
    proposal = allow(session, number, act, by=by, now=now)
    check_asked(session, number, kind, target)
    chosen = _chosen(ways(session, proposal), way)
    closing = closes_at or earliest_close(session, chosen, now)
    if closing - now > LONGEST:
        raise ClosesTooLate
    asked = ProposalQuestion(proposal=number, kind=kind, target=target, opened_at=now)
    session.add(asked)
    session.flush()
    asked.vote = _open_vote(session, proposal, asked, said, chosen, closing, by=by, now=now)
    expiry.renew(session, proposal, now)
    concerned, about = [proposal.member_id], _about(kind, target)
    events.note(
        session, number, "question-opened", now=now, by=by, concerns=concerned, vote=asked.vote,
        question=kind, **about,
    )  # fmt: skip
    touch(session, "proposals")
    return asked.vote


def _open_vote(
    session: Session,
    proposal: Proposal,
    asked: ProposalQuestion,
    said: Wording,
    way: Way,
    closes_at: datetime,
    *,
    by: int,
    now: datetime,
) -> int:
    """The vote itself: under embargo, for the eyes of its electorate alone."""
    hidden = proposal.state == life.EMBARGOED
    text, text_html = said.text, said.text_html
    rule = found_decision(rules.in_force(session).code, proposal.circle_id, proposal.rule_id)
    if asked.kind == ARBITRATION and rule is not None:
        text, text_html = wording.for_vote(session, proposal, rule)
    return voting.open_vote(
        session,
        subject=f"{SUBJECT}:{asked.id}",
        subject_version=proposal.versions,
        question=said.question,
        text=text,
        text_html=text_html,
        circle_id=way.circle_id,
        rule_id=way.decision.id,
        public=proposal.public and not hidden,
        electorate_only=hidden,
        closes_at=closes_at,
        by=by,
        now=now,
    )


def _chosen(open_ways: list[Way], key: str | None) -> Way:
    found = [way for way in open_ways if way.key == key] if key else open_ways
    if not found:
        raise UnknownRule
    return found[0]


def _about(kind: str, target: int) -> dict[str, int]:
    return {AMENDMENT: {"amendment": target}, CONTEST: {"objection": target}}.get(kind, {})


def settle_question(session: Session, outcome: Outcome, now: datetime) -> None:
    """Draw what follows from the answer of the circle. Twice changes nothing."""
    id_ = int(outcome.subject.partition(":")[2])
    number = proposal_of(session, id_)
    if number is None:
        return
    proposal = locked(session, number)  # first: another worker may be settling it
    asked = session.get_one(ProposalQuestion, id_, populate_existing=True)
    if asked.outcome is not None:
        return
    asked.outcome, asked.settled_at = outcome.outcome, outcome.closed_at
    session.flush()
    events.note(
        session, proposal.number, "question-settled", now=now, concerns=[proposal.member_id],
        vote=outcome.number, question=asked.kind, outcome=outcome.outcome, **_about(asked.kind, asked.target),
    )  # fmt: skip
    if outcome.outcome in ANSWERS and proposal.state not in life.FINAL:
        _answered(session, proposal, asked, outcome, now)
    expiry.renew(session, proposal, now)
    touch(session, "proposals")


def _answered(
    session: Session, proposal: Proposal, asked: ProposalQuestion, outcome: Outcome, now: datetime
) -> None:
    adopted = outcome.outcome == life.ADOPTED
    if asked.kind == AMENDMENT:
        amendments.decided(session, proposal.number, asked.target, adopted, now=now)
    elif asked.kind == CONTEST:
        contests.decided(session, proposal.number, asked.target, adopted, now=now)
    else:
        embargo.decided(session, proposal, outcome, adopted, now=now)


def proposal_of(session: Session, question: int) -> int | None:
    """The number of the proposal that a question is about."""
    return session.scalar(select(ProposalQuestion.proposal).where(ProposalQuestion.id == question))


def voted_on(session: Session, vote: int, *, besides: frozenset[int]) -> int | None:
    """The embargoed proposal that a vote asks about, unless one of these members proposes it."""
    query = select(Proposal.number).join(ProposalQuestion, ProposalQuestion.proposal == Proposal.number)
    query = query.where(ProposalQuestion.vote == vote, Proposal.state == life.EMBARGOED)
    return session.scalar(query.where(Proposal.member_id.not_in(besides)))


def matter(session: Session, proposal: int, kind: str, target: int) -> Amendment | Objection | Version | None:
    """What a question is about: the amendment, the objection, or the last version of the text."""
    if kind == ARBITRATION:
        query = select(Version).where(Version.proposal == proposal).order_by(Version.number.desc())
        return session.scalars(query.limit(1)).first()
    if kind == AMENDMENT:
        proposed = Amendment.proposal == proposal
        return session.scalars(select(Amendment).where(proposed, Amendment.number == target)).first()
    raised = Objection.proposal == proposal
    return session.scalars(select(Objection).where(raised, Objection.number == target)).first()
