"""The life of a proposal: its states, who may move it, on what condition, from when (docs/lifecycle.md).

Pure: named facts in, a state or the name of a refusal out. Nothing here reads a clock or a database.
"""

from dataclasses import dataclass
from datetime import datetime

DRAFT, EMBARGOED, DEBATE, DECISION = "draft", "embargoed", "debate", "decision"
ADOPTED, REJECTED, POSTPONED, WITHDRAWN = "adopted", "rejected", "postponed", "withdrawn"
EXPIRED = "expired"
STATES = (DRAFT, EMBARGOED, DEBATE, DECISION, ADOPTED, REJECTED, POSTPONED, WITHDRAWN, EXPIRED)
FINAL = frozenset({ADOPTED, REJECTED, WITHDRAWN, EXPIRED})

# what a facilitator may open next
FIRST, ROUND, FALLBACK, SECOND_CALL, REVOTE = "first", "round", "fallback", "second-call", "revote"
SECOND_ROUND = "second-round"  # of an election: between the two first

AUTHOR, COAUTHOR = "author", "coauthor"
SIGNATORY = "signatory"  # speaks for a member that signed the petition
FACILITATOR, MEMBER, STEWARD = "facilitator", "member", "steward"


@dataclass(frozen=True)
class Move:
    """An act: from which states, by whom (one of them is enough), and to which state (None: it stays).

    ``on_the_agenda``: who may do it too, once a petition is heard or a circle has referred the question.
    """

    states: frozenset[str]
    who: frozenset[str]
    to: str | None = None
    on_the_agenda: frozenset[str] = frozenset()


_WRITERS = frozenset({AUTHOR, COAUTHOR})
_UNDER_WAY = frozenset({DEBATE, DECISION, POSTPONED})
EXPIRING = frozenset({EMBARGOED, DEBATE, POSTPONED})  # where nobody moving it is what ends it

ACTS = {
    "edit": Move(frozenset({DRAFT}), _WRITERS),
    "delete": Move(frozenset({DRAFT}), frozenset({AUTHOR})),
    "submit": Move(frozenset({DRAFT}), frozenset({AUTHOR}), DEBATE),
    "embargo": Move(frozenset({DRAFT}), frozenset({AUTHOR}), EMBARGOED),
    "arbitrate": Move(frozenset({EMBARGOED}), frozenset({FACILITATOR})),
    "ask_circle": Move(frozenset({EMBARGOED, DEBATE, POSTPONED}), frozenset({FACILITATOR})),
    "attach": Move(frozenset({DRAFT, EMBARGOED, DEBATE}), _WRITERS),
    "options": Move(frozenset({DRAFT, EMBARGOED, DEBATE}), _WRITERS),
    "terms": Move(frozenset({DRAFT, EMBARGOED, DEBATE}), _WRITERS),
    "coauthors": Move(frozenset({DRAFT, EMBARGOED, DEBATE}), frozenset({AUTHOR})),
    "join": Move(frozenset({DRAFT, EMBARGOED, DEBATE, DECISION, POSTPONED}), frozenset({MEMBER, COAUTHOR})),
    "stand": Move(frozenset({DEBATE}), frozenset({MEMBER, FACILITATOR, STEWARD})),
    "unstand": Move(frozenset({DEBATE, POSTPONED}), frozenset({MEMBER, FACILITATOR, STEWARD})),
    "revise": Move(frozenset({EMBARGOED, DEBATE}), _WRITERS),
    "revise_live": Move(frozenset({DEBATE}), _WRITERS | {FACILITATOR}),
    "amend": Move(frozenset({EMBARGOED, DEBATE}), frozenset({AUTHOR, COAUTHOR, MEMBER})),
    "answer_amendment": Move(frozenset({EMBARGOED, DEBATE}), _WRITERS),
    "declare": Move(_UNDER_WAY | {EMBARGOED}, frozenset({AUTHOR, COAUTHOR, MEMBER})),
    "comment": Move(_UNDER_WAY | {EMBARGOED}, frozenset({AUTHOR, COAUTHOR, MEMBER})),
    "resolve": Move(_UNDER_WAY | {EMBARGOED}, frozenset({AUTHOR, COAUTHOR, MEMBER, FACILITATOR})),
    "summarise": Move(_UNDER_WAY | {EMBARGOED}, frozenset({FACILITATOR})),
    "double": Move(frozenset({DEBATE}), frozenset({AUTHOR, COAUTHOR, MEMBER})),
    "petition": Move(frozenset({DEBATE, POSTPONED}), frozenset({AUTHOR, COAUTHOR, MEMBER})),
    "ask_meeting": Move(_UNDER_WAY, frozenset({AUTHOR, COAUTHOR, MEMBER})),
    "answer_meeting": Move(_UNDER_WAY, frozenset({FACILITATOR})),
    "open": Move(
        frozenset({DEBATE, POSTPONED}), frozenset({FACILITATOR}), DECISION, frozenset({AUTHOR, SIGNATORY})
    ),
    "open_live": Move(frozenset({DEBATE, POSTPONED}), frozenset({FACILITATOR}), DECISION),
    "close": Move(frozenset({DECISION}), frozenset({FACILITATOR})),
    "live": Move(_UNDER_WAY, frozenset({FACILITATOR})),
    "reopen": Move(frozenset({POSTPONED}), frozenset({AUTHOR, FACILITATOR}), DEBATE),
    "withdraw": Move(frozenset({EMBARGOED, DEBATE, POSTPONED}), frozenset({AUTHOR}), WITHDRAWN),
    "lift": Move(_UNDER_WAY, frozenset({AUTHOR, COAUTHOR, FACILITATOR, MEMBER})),
    "contest": Move(_UNDER_WAY, frozenset({AUTHOR, COAUTHOR, MEMBER})),
}


# what an arbitration under way is about: it stays as the circle has it before it
ARBITRATED = frozenset({"revise", "answer_amendment", "ask_circle", "attach", "options", "terms"})
# what waits until the circle has answered the questions put to it
WAITING = frozenset({"open", "open_live", "withdraw", "arbitrate"})
# what waits until the live session has ended: the text is in the hands of the room
ONLINE = frozenset({"open", "close", "reopen", "withdraw"})


@dataclass(frozen=True)
class Facts:
    """Where a proposal stands for somebody.

    ``who``: what this person is to it. ``opening``: the vote that may be opened next, ``opens_from`` when.
    ``unanswered``: standing objections made to the present text, which no later version answers.
    ``questions``: those put to the circle that wait for its answer. ``petitioned``: enough members have put
    the question on the agenda. ``expires_at``: when it ends unless somebody moves it before.
    """

    state: str
    who: frozenset[str]
    opening: str = ""
    opens_from: datetime | None = None
    unanswered: int = 0
    questions: int = 0
    petitioned: bool = False
    expires_at: datetime | None = None
    live: bool = False  # a live session goes on


def at(state: str, expires_at: datetime | None, now: datetime) -> str:
    """The state as the clock has it: what has had its time is expired, whoever has written it down."""
    if state in EXPIRING and expires_at is not None and now >= expires_at:
        return EXPIRED
    return state


def refusal(act: str, facts: Facts, now: datetime) -> str | None:
    """Why this act cannot be done now, or None when it can.

    "vote-open", "finished", "expired", "embargoed", "not-submitted", "not-now" (the state), "not-yours" (the
    person), "question-pending", "live", and of opening a vote "no-vote-to-open", "too-early",
    "objection-unanswered".
    """
    move = ACTS[act]
    if not facts.who & _who(act, facts):
        return "not-yours"
    state = at(facts.state, facts.expires_at, now)
    if state not in move.states:
        return _wrong_state(state)
    if facts.questions and (act in WAITING or (state == EMBARGOED and act in ARBITRATED)):
        return "question-pending"
    if facts.live and act in ONLINE:
        return "live"
    return _opening_refusal(facts, now) if act in ("open", "open_live") else None


def _who(act: str, facts: Facts) -> frozenset[str]:
    """Who may do it: what is on the agenda does not wait for a facilitator."""
    move = ACTS[act]
    return move.who | move.on_the_agenda if facts.petitioned else move.who


def _wrong_state(state: str) -> str:
    if state == EXPIRED:
        return "expired"
    if state in FINAL:
        return "finished"
    return {DECISION: "vote-open", DRAFT: "not-submitted", EMBARGOED: "embargoed"}.get(state, "not-now")


def _opening_refusal(facts: Facts, now: datetime) -> str | None:
    if not facts.opening:
        return "no-vote-to-open"
    if facts.opens_from is not None and now < facts.opens_from:
        return "too-early"
    if facts.opening == ROUND and facts.unanswered:
        return "objection-unanswered"
    return None


def possible(facts: Facts, now: datetime) -> frozenset[str]:
    """The acts that this person may do now."""
    return frozenset(act for act in ACTS if refusal(act, facts, now) is None)


@dataclass(frozen=True)
class Verdict:
    """What a closed vote says. ``standing``: objections not lifted, of this round and of earlier ones.

    ``fallback``: whether the rule names another vote for a consent that is not found; ``postpones``: whether
    it says that the proposal is then postponed.
    """

    outcome: str
    consent: bool
    standing: int = 0
    rounds: int = 1
    rounds_max: int | None = None
    fallback: bool = False
    postpones: bool = False
    by_fallback: bool = False
    second_call: bool = False
    is_second_call: bool = False
    second_round: bool = False


@dataclass(frozen=True)
class Next:
    """Where the proposal goes, what may be opened next, and the outcome to record (None: not finished)."""

    state: str
    opening: str
    recorded: str | None


def after(verdict: Verdict) -> Next:
    """What follows a vote: adopted by a vote that adopts; over a standing objection, by fallback alone."""
    outcome = verdict.outcome
    if verdict.consent and outcome in (ADOPTED, REJECTED) and (outcome == REJECTED or verdict.standing):
        return _after_objection(verdict)
    if outcome == ADOPTED and verdict.standing and not verdict.by_fallback:
        return Next(DEBATE, ROUND, None)
    if outcome in (ADOPTED, REJECTED):
        return Next(outcome, "", outcome)
    if outcome == "no-quorum" and verdict.second_call and not verdict.is_second_call:
        return Next(POSTPONED, SECOND_CALL, outcome)
    if outcome == POSTPONED and verdict.second_round:
        return Next(POSTPONED, SECOND_ROUND, outcome)
    return Next(POSTPONED, REVOTE if outcome == "tied" else "", outcome)


def _after_objection(verdict: Verdict) -> Next:
    if verdict.rounds_max is None or verdict.rounds < verdict.rounds_max:
        return Next(DEBATE, ROUND, None)
    if verdict.fallback:
        return Next(DEBATE, FALLBACK, None)
    if verdict.postpones:
        return Next(POSTPONED, "", POSTPONED)
    return Next(REJECTED, "", REJECTED)
