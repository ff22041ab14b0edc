"""What the pages of a live session show, in a constant number of queries."""

import json
from dataclasses import dataclass, fields
from datetime import datetime
from math import ceil

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.rules import queries as rules
from governance.rules.bodies import NETWORK
from governance.rules.parts import College as Seated
from governance.web.models import Network
from governance.web.visitor import Visitor
from proposals import appointing, heads, paragraphs, sheet
from proposals.appointing import About
from proposals.live import criteria, ground
from proposals.live.fold import fold, undoable
from proposals.live.models import LiveSession, LiveStep
from proposals.live.next import Facts, Next, following
from proposals.live.steps import State, Step
from proposals.models import Objection, Proposal
from proposals.standing import found_decision
from proposals.summaries import Summary
from voting import quorum
from voting import rule as frozen
from voting.electorate import College, Electorate
from voting.exact import fraction
from voting.models import Vote
from voting.presentation import shows_names
from voting.rule import Rule


@dataclass(frozen=True)
class SessionLine:
    """The row of a session."""

    id: int
    token: str
    acts: int
    began_at: datetime
    began_by: str
    ended_at: datetime | None
    ended_by: str


@dataclass(frozen=True)
class Card:
    """An objection of the records; ``in_hand``: the one that is being integrated."""

    number: int
    member_id: int
    member_name: str
    college_id: str
    nature: str
    reason: str
    paragraph: int | None
    version: int
    status: str
    ground: str
    answered_version: int | None
    objector_confirmed_at: datetime | None
    author_confirmed_at: datetime | None
    contested_at: datetime | None

    def agreed(self, version: int) -> tuple[bool, bool]:
        """Whether who objects and who proposes have said that this version lifts it."""
        same = self.answered_version == version
        return same and self.objector_confirmed_at is not None, same and self.author_confirmed_at is not None


@dataclass(frozen=True)
class Undoable:
    """The step that may be undone: what it was, nothing of what it says."""

    seq: int
    kind: str


@dataclass(frozen=True)
class Onward:
    """The proposal that the room went on to; ``key``: the token of its session, where one is needed."""

    number: int
    title: str
    key: str | None


@dataclass(frozen=True)
class Undone:
    """The step that was undone last: its kind, the member it was about, by whom and when it was undone."""

    kind: str
    member_id: int | None
    by: str
    at: datetime


@dataclass(frozen=True)
class QuorumLine:
    """One requirement as it stands. ``of``: "all", "each-college" or a college; ``needed``: heads, if known.

    For "each-college", ``counted`` of ``registered`` are colleges.
    """

    of: str
    counted: int
    registered: int
    needed: int | None
    met: bool


@dataclass(frozen=True)
class Room:
    """Everything that the pages show. ``mark`` changes with each step and each undoing.

    ``about``: the role that is to be entrusted; ``criteria``: what it asks of somebody, as it was said.
    ``names``: who named whom is shown, once revealed. ``key``: the token, where what is shown is not for
    everybody. Whom somebody names before that is nowhere here.
    """

    head: heads.Head
    live: SessionLine
    state: State
    mark: str
    undo: Undoable | None
    undone: Undone | None
    objections: list[Card]
    colleges: dict[str, sheet.CollegeMark]
    next: Next
    quorum: list[QuorumLine]
    texts: dict[int, sheet.VersionText]
    about: About | None
    names: bool
    key: str | None
    onward: Onward | None
    criteria: Summary | None

    @property
    def standing(self) -> list[Card]:
        """The objections not lifted, the one in hand first."""
        found = [each for each in self.objections if each.status == "standing"]
        return sorted(found, key=lambda each: each.number != self.state.integrating)

    @property
    def lifted(self) -> list[Card]:
        return [each for each in self.objections if each.status != "standing"]

    @property
    def paragraphs(self) -> tuple[paragraphs.Paragraph, ...]:
        return paragraphs.split(self.texts[self.head.versions].text)


def latest(session: Session, number: int) -> SessionLine | None:
    """The session that goes on, or the last that was held."""
    columns = [getattr(LiveSession, f.name) for f in fields(SessionLine)]
    query = select(*columns).where(LiveSession.proposal == number).order_by(LiveSession.id.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return SessionLine(*row) if row else None


def room(session: Session, number: int, visitor: Visitor, now: datetime, *, key: str = "") -> Room | None:
    """The room as somebody may see it, None where no session was ever held. ``key``: the token of a session,
    which opens it to who has it. Raises NoProposal.
    """
    live = latest(session, number)
    if live is not None and key and key == live.token:
        visitor = Visitor(offices=frozenset({"steward"}))
    head = heads.head(session, number, visitor, now)
    if live is None:
        return None
    taken = ground.steps(session, live.id)
    state = fold(taken)
    cards = _cards(session, number)
    rule, inside = _rule(session, head, state), visitor.takes_part
    about = appointing.about(session, number)
    said = criteria.heard(session, number) if state.election or about else None
    public = head.public and bool(session.scalar(select(Network.members_public)))
    for_all = public and (not state.election or _names(rule, inside=False))
    key_wanted = not for_all and (inside or (visitor.is_authenticated and not state.election))
    return Room(
        head=head,
        live=live,
        state=state,
        mark=f"{live.id}.{len(taken)}.{sum(each.undone for each in taken)}.{head.versions}.{head.standing}"
        f".{said.number if said else 0}",
        undo=_undoable(taken, state),
        undone=_undone(session, live.id, taken),
        objections=cards,
        colleges=sheet.colleges(session),
        next=following(state, _facts(cards, head), now),
        quorum=_quorum(session, head, state, rule),
        texts=sheet.texts_of(session, number, *{head.versions, max(1, head.versions - 1)}),
        about=about,
        names=_names(rule, inside=inside),
        key=live.token if key_wanted else None,
        onward=_onward(session, live.id, with_key=key_wanted) if live.ended_at is not None else None,
        criteria=said,
    )


def _facts(cards: list[Card], head: heads.Head) -> Facts:
    standing = [each for each in cards if each.status == "standing"]
    return Facts(
        tuple(each.number for each in standing),
        tuple(each.number for each in standing if each.version >= head.versions),
        head.opens_from,
    )


def _names(rule: Rule | None, *, inside: bool) -> bool:
    return rule is not None and shows_names(rule, member=inside)


def _undoable(taken: tuple[Step, ...], state: State) -> Undoable | None:
    last = undoable(taken) if state.ended_at is None else None
    return Undoable(last.seq, last.kind) if last is not None else None


def _onward(session: Session, live: int, *, with_key: bool) -> Onward | None:
    row = session.execute(
        select(Proposal.number, Proposal.title, LiveSession.token)
        .join(LiveSession, LiveSession.proposal == Proposal.number)
        .where(LiveSession.follows == live)
        .order_by(LiveSession.id.desc())
        .limit(1)
    ).one_or_none()
    return Onward(row.number, row.title, row.token if with_key else None) if row else None


def _cards(session: Session, number: int) -> list[Card]:
    columns = [getattr(Objection, f.name) for f in fields(Card)]
    rows = session.execute(select(*columns).where(Objection.proposal == number).order_by(Objection.number))
    return [Card(*row) for row in rows]


def _undone(session: Session, live: int, taken: tuple[Step, ...]) -> Undone | None:
    """What was undone last, as long as no facilitator has gone on from there."""
    last = select(func.max(LiveStep.undone_at)).where(LiveStep.session == live).scalar_subquery()
    query = select(LiveStep.seq, LiveStep.kind, LiveStep.body, LiveStep.undone_by, LiveStep.undone_at)
    row = session.execute(query.where(LiveStep.session == live, LiveStep.undone_at == last).limit(1)).first()
    if row is None or any(each.seq > row.seq and not each.own and not each.undone for each in taken):
        return None
    return Undone(row.kind, json.loads(row.body).get("member"), row.undone_by, row.undone_at)


def _seated(session: Session, circle_id: str) -> tuple[Seated, ...]:
    """The colleges that sit in a circle; all of them where the code in force knows it no more."""
    code = rules.in_force(session).code
    known = {NETWORK, *(circle.id for circle in code.circles)}
    return code.within(circle_id).colleges if circle_id in known else code.colleges


def _quorum(session: Session, head: heads.Head, state: State, rule: Rule | None) -> list[QuorumLine]:
    """The quorum of the rule: who has spoken in the round, before it who is here and may."""
    if rule is None or not rule.quorum:
        return []
    weights = {college.id: college.weight for college in _seated(session, head.circle_id)}
    counts: dict[str | None, int] = dict.fromkeys((None, *weights), 0)
    registered = dict.fromkeys(weights, 0)
    for line in state.roster:
        registered[line.college_id] = registered.get(line.college_id, 0) + 1
        counted = state.counts(line)
        counts[None] += counted
        counts[line.college_id] = counts.get(line.college_id, 0) + counted
    listed = tuple(College(id_, weights.get(id_, fraction(1)), here) for id_, here in registered.items())
    electorate = Electorate(listed, registered=len(state.roster), by_id={each.id: each for each in listed})
    found = quorum.check(rule, electorate, {"cast": counts, "present": counts, "for": counts})
    return [_line(row) for row in found.rows]


def _line(row: dict[str, object]) -> QuorumLine:
    if row["of"] == "each-college":
        colleges: list[dict[str, object]] = row["colleges"]  # type: ignore[assignment]
        met = sum(bool(each["met"]) for each in colleges)
        return QuorumLine("each-college", met, len(colleges), len(colleges), bool(row["met"]))
    counted, registered = int(str(row["counted"])), int(str(row["registered"]))
    at_least = row["at_least"]
    needed: int | None = None
    if isinstance(at_least, dict):
        needed = at_least["heads"]
    elif "weighted" not in row:
        needed = ceil(fraction(str(at_least)) * registered)
    return QuorumLine(str(row["of"]), counted, registered, needed, bool(row["met"]))


def _rule(session: Session, head: heads.Head, state: State) -> Rule | None:
    """The rule frozen in the vote of the round, else that of the code in force."""
    if state.vote is not None:
        written = session.scalar(select(Vote.rule).where(Vote.number == state.vote))
        return frozen.read(json.loads(written)) if written else None
    decision = found_decision(rules.in_force(session).code, head.circle_id, head.rule_id)
    return decision.rule if decision else None
