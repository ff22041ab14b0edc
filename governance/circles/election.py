"""How a role comes to its next holder: the steps, who may do what at each, what follows. Pure.

Without candidates: criteria are collected in the debate; all name somebody, revealed at once; each may change
once, with a reason; a facilitator proposes somebody, with a reason; objections are heard by consent, the
proposed person last; who is adopted accepts, or the next is proposed. With candidates, or by lot, the vote
says who. docs/successions.md describes it.

Source: Endenburg, "Sociocracy: the organization of decision-making", 1998; Bockelbrink, Priest, David,
"Sociocracy 3.0, a practical guide", "Role selection".
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FREE, ELECTION, LOT, ROTATION = KINDS = ("without-candidate", "election", "lot", "rotation")

CRITERIA, NOMINATIONS, HEARING = "criteria", "nominations", "hearing"
CANDIDATES, VOTE = "candidates", "vote"
OBJECTIONS, ACCEPTANCE, ENTRUSTING, ENDED = "objections", "acceptance", "entrusting", "ended"
STEPS = {
    FREE: (CRITERIA, NOMINATIONS, HEARING, OBJECTIONS, ACCEPTANCE, ENTRUSTING, ENDED),
    ELECTION: (CANDIDATES, VOTE, ACCEPTANCE, ENTRUSTING, ENDED),
    LOT: (CANDIDATES, VOTE, ACCEPTANCE, ENTRUSTING, ENDED),
    ROTATION: (ENTRUSTING, ENDED),
}
OVER = frozenset({"withdrawn", "expired"})  # of a proposal: it ended without an answer
LOST = OVER | {"rejected"}
ACCEPTED, REFUSED, DROPPED = "accepted", "refused", "dropped"  # dropped: the circle went on without them

FACILITATOR, MEMBER, PERSON, NETWORK = "facilitator", "member", "person", "network"
ARGUMENTS, MOST_NAMED = PROPOSES = ("arguments", "most-named")
CIRCLE, COLLEGE, EVERYBODY = AMONG = ("circle", "college", "network")


@dataclass(frozen=True)
class Choice:
    """Somebody chosen. ``proposal``: the state of the proposal that they hold it, "adopted" after a vote."""

    proposal: str
    answer: str = ""
    held: bool = False
    asks: bool = True
    stuck: bool = False

    @property
    def over(self) -> bool:
        """Nothing more comes of it."""
        return self.held or self.answer in (REFUSED, DROPPED) or self.proposal in LOST

    @property
    def ready(self) -> bool:
        """Adopted, and accepted where it is asked: the role may be entrusted."""
        return not self.over and self.proposal == "adopted" and (not self.asks or self.answer == ACCEPTED)

    @property
    def awaited(self) -> bool:
        """Adopted, and asked whether they accept."""
        return not self.over and not self.ready and self.proposal == "adopted"


@dataclass(frozen=True)
class Facts:
    """Where a succession stands. ``question``: the state of the proposal that asks who is next.

    ``named``: how many people were named in the last nominations and may be proposed now.
    """

    kind: str
    question: str
    choices: tuple[Choice, ...] = ()
    named: int = 0
    concluded: bool = False

    @property
    def going_on(self) -> tuple[Choice, ...]:
        return tuple(each for each in self.choices if not each.over)


def step(facts: Facts) -> str:
    """Where it stands."""
    if facts.concluded or finished(facts):
        return ENDED
    going_on = facts.going_on
    if any(each.awaited for each in going_on):
        return ACCEPTANCE
    if any(each.ready for each in going_on):
        return ENTRUSTING
    if going_on:
        return OBJECTIONS
    if facts.kind != FREE:
        return VOTE if facts.question in ("decision", "adopted") else CANDIDATES
    return {"debate": CRITERIA, "decision": NOMINATIONS}.get(facts.question, HEARING)


def finished(facts: Facts) -> str:
    """How it ends by itself: "held", "refused", "abandoned"; empty while it goes on."""
    if facts.going_on:
        return ""
    if any(each.held for each in facts.choices):
        return "held"
    if facts.kind == FREE:
        return "abandoned" if facts.question in OVER else ""
    if facts.question in LOST:
        return "abandoned"
    return "refused" if facts.question == "adopted" and facts.choices else ""


@dataclass(frozen=True)
class Act:
    """At which steps, and by whom."""

    steps: frozenset[str]
    who: str


ACTS: Mapping[str, Act] = {
    "change": Act(frozenset({HEARING}), MEMBER),
    "propose": Act(frozenset({HEARING, OBJECTIONS, ACCEPTANCE, ENTRUSTING}), FACILITATOR),
    "accept": Act(frozenset({ACCEPTANCE}), PERSON),
    "refuse": Act(frozenset({ACCEPTANCE}), PERSON),
    "entrust": Act(frozenset({ACCEPTANCE, ENTRUSTING}), NETWORK),
    "abandon": Act(
        frozenset({CRITERIA, CANDIDATES, HEARING, OBJECTIONS, VOTE, ACCEPTANCE, ENTRUSTING}), FACILITATOR
    ),
}


def refusal(act: str, facts: Facts) -> str | None:
    """Why this act cannot be done at this step; None where it can.

    "ended", "not-now" (the step), "vote-open" (who was proposed is before the circle), "nobody-named".
    """
    at = step(facts)
    if at == ENDED:
        return "ended"
    vote_open = any(each.proposal == "decision" for each in facts.going_on) or facts.question == "decision"
    if act in ("propose", "abandon") and vote_open:
        return "vote-open"
    if at not in ACTS[act].steps or (act in ("change", "propose") and facts.kind != FREE):
        return "not-now"
    if act == "entrust" and not any(each.ready for each in facts.going_on):
        return "not-now"
    return "nobody-named" if act == "propose" and not facts.named else None


def possible(facts: Facts) -> frozenset[str]:
    """The acts of this step, whoever does them."""
    return frozenset(act for act in ACTS if refusal(act, facts) is None)


@dataclass(frozen=True)
class Named:
    """Whom a member names, with the reason; after a change, ``before`` and ``why`` they now name another."""

    member: int
    nominee: str
    reason: str
    before: str = ""
    why: str = ""

    @property
    def changed(self) -> bool:
        return bool(self.before) and self.before != self.nominee


def may_name(oneself: bool, own: Iterable[str], nominee: str) -> bool:
    """Whether a member may name somebody; ``own``: the slugs of those who speak for it."""
    return oneself or nominee not in set(own)


def totals(named: Sequence[Named]) -> Mapping[str, int]:
    """How often each is named now, the most often first; it is shown, and decides nothing by itself."""
    counted = Counter(each.nominee for each in named)
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def may_be_proposed(named: Sequence[Named], already: Iterable[str], proposes: str) -> tuple[str, ...]:
    """Whom a facilitator may propose: those named who were not proposed yet, or the most named of them.

    Between equals the facilitator chooses, by the arguments, and says why.
    """
    tried = set(already)
    left = {slug: number for slug, number in totals(named).items() if slug not in tried}
    if proposes == MOST_NAMED and left:
        most = max(left.values())
        return tuple(slug for slug, number in left.items() if number == most)
    return tuple(left)
