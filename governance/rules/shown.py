"""What the page of a social code shows, put together before the template."""

from collections.abc import Mapping
from dataclasses import dataclass

from governance.errors import N_
from governance.rules import plain, plain_bodies
from governance.rules.parts import Circle, College, Decision, Role, SocialCode

LEGAL_FORMS = {
    "association-1901": N_("association under the law of 1901"),
    "scic": N_("SCIC, cooperative of collective interest"),
    "scop": N_("SCOP, workers’ cooperative"),
    "gip": N_("GIP, public interest grouping"),
    "informal": N_("without a legal form"),
}
METHODS = {
    "majority": N_("by majority"),
    "consent": N_("by consent"),
    "plurality": N_("by plurality"),
    "approval": N_("by approval"),
    "score": N_("by scores"),
    "majority-judgment": N_("by majority judgment"),
    "schulze": N_("by ranking, Schulze method"),
    "ranked-pairs": N_("by ranking, ranked pairs"),
    "irv": N_("by ranking, instant run-off"),
    "stv": N_("by ranking, single transferable vote"),
    "without-candidate": N_("election without candidates"),
    "lot": N_("by lot"),
    "equal-shares": N_("by equal shares of a budget"),
}
SELECTIONS = {
    "without-candidate": N_("election without candidates"),
    "election": N_("election"),
    "rotation": N_("each in turn"),
    "lot": N_("by lot"),
}


TOPICS = {
    "quorum": N_("Quorum"),
    "silences": N_("Silent colleges"),
    "tie": N_("Ties"),
    "ballots": N_("Ballots"),
    "proxies": N_("Proxies"),
    "time": N_("Time"),
    "process": N_("Preparation"),
}


@dataclass(frozen=True)
class CollegeRow:
    """A college: position for its colour and shape, share in the whole as "2/5"."""

    college: College
    position: int
    share: str


@dataclass(frozen=True)
class DecisionRow:
    """A kind of decision in plain words; ``circles`` that take it, none when every one does.

    ``words``: pairs of a topic and of its sentences run together.
    """

    decision: Decision
    method: str
    rule: str
    words: list[tuple[str, str]]
    circles: list[Circle]


@dataclass(frozen=True)
class CircleRow:
    """A circle with the colleges that sit in it and the kinds of decision it takes."""

    circle: Circle
    colleges: list[CollegeRow]
    decisions: list[Decision]
    words: list[str]


@dataclass(frozen=True)
class RoleRow:
    """A role in plain words, and how somebody comes to it."""

    role: Role
    selection: str
    words: list[str]


@dataclass(frozen=True)
class CodeShown:
    """A social code ready to be read, in one language."""

    code: SocialCode
    legal_form: str
    colleges: list[CollegeRow]
    decisions: list[DecisionRow]
    circles: list[CircleRow]
    roles: list[RoleRow]


def show(code: SocialCode, positions: Mapping[str, int], lang: str) -> CodeShown:
    """``code`` in ``lang``; ``positions`` of the colleges, by id."""
    shares = code.shares()
    colleges = {
        college.id: CollegeRow(college, positions.get(college.id, place), str(shares[college.id]))
        for place, college in enumerate(code.colleges, 1)
    }
    return CodeShown(
        code=code,
        legal_form=LEGAL_FORMS[code.legal_form],
        colleges=list(colleges.values()),
        decisions=[_decision(code, decision, lang) for decision in code.decisions],
        circles=[_circle(code, circle, colleges, lang) for circle in code.circles],
        roles=[_role(code, role, lang) for role in code.roles],
    )


def _decision(code: SocialCode, decision: Decision, lang: str) -> DecisionRow:
    (_, rule), *others = plain.topics(decision, code, lang)
    takers = [circle for circle in code.circles if decision.id in circle.decisions]
    return DecisionRow(
        decision,
        METHODS[decision.method],
        " ".join(rule),
        [(TOPICS[topic], " ".join(said)) for topic, said in others],
        takers if len(takers) < len(code.circles) else [],
    )


def _circle(code: SocialCode, circle: Circle, colleges: Mapping[str, CollegeRow], lang: str) -> CircleRow:
    seated = [colleges[id] for id in circle.colleges]
    words = plain_bodies.circle_sentences(circle, code, lang)
    return CircleRow(circle, seated, list(code.taken_in(circle.id)), words)


def _role(code: SocialCode, role: Role, lang: str) -> RoleRow:
    return RoleRow(role, SELECTIONS[role.selection], plain_bodies.role_sentences(role, code, lang))
