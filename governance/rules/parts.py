"""What a social code is made of: colleges, kinds of decision, circles, roles. Values that never change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Protocol, TypeVar

from governance.rules.bodies import Circle, Role, Sitting, sittings
from governance.rules.duration import NO_TIME, Duration
from voting.rule import Rule

__all__ = ["Circle", "College", "Decision", "Process", "Role", "SocialCode"]


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Thing = TypeVar("Thing", bound=_Named)


@dataclass(frozen=True)
class College:
    """A category of members. ``weight`` as written (40, 2/5); `SocialCode.shares` makes a whole of them."""

    id: str
    name: str
    letter: str
    weight: Fraction
    public: bool = False  # made of public bodies, which the law of a GIP asks for
    seats: int | None = None  # its own, in elections by "seats-per-college"


@dataclass(frozen=True)
class Process:
    """How a text is prepared, beside the rule that counts: the table ``process`` of a kind of decision.

    ``questions``, ``reactions``: time of each in a consent (none: the debate is free). ``expires_days``: a
    proposal that nobody moves for so long has come to its end. ``doubling``: a member may ask once that the
    debate last twice as long. ``petition``: the share of the members of the circle that puts a question on
    the agenda. ``unreviewed``: what becomes of a trial that nobody reviewed, "ends" or "continues".
    ``live``: a consent, or an election without candidate, may be taken in the room, where the facilitator
    closes the round. ``asked_under``: the kind of decision under which questions about it are put to the
    circle (none: any majority of the circle).
    """

    questions: Duration = NO_TIME
    reactions: Duration = NO_TIME
    expires_days: int | None = None
    doubling: bool = False
    petition: Fraction | None = None
    unreviewed: str = "ends"
    live: bool = False
    asked_under: str | None = None


@dataclass(frozen=True)
class Decision:
    """A kind of decision: its rule, exact (``rule``) and as written (``raw``), and how long it takes."""

    id: str
    name: str
    method: str
    raw: Mapping[str, Any]
    rule: Rule
    debate: Duration
    vote: Duration
    description: str = ""
    article: str = ""
    process: Process = Process()

    @property
    def fallback(self) -> str | None:
        """What follows an exhausted consent: a decision, a circle, ``"rejected"``, or nothing said."""
        return self.rule.fallback


@dataclass(frozen=True)
class SocialCode:
    """The whole of it, in the order of the file; ``circles`` begins with the network itself unless the file
    places it elsewhere."""

    name: str
    licence: str
    legal_form: str
    time_zone: str
    colleges: tuple[College, ...]
    decisions: tuple[Decision, ...]
    circles: tuple[Circle, ...]
    roles: tuple[Role, ...]

    def college(self, id: str) -> College:
        """The college of that id; KeyError when there is none."""
        return _named(self.colleges, id)

    def decision(self, id: str) -> Decision:
        """The decision of that id; KeyError when there is none."""
        return _named(self.decisions, id)

    def circle(self, id: str) -> Circle:
        """The circle of that id; KeyError when there is none."""
        return _named(self.circles, id)

    def role(self, id: str) -> Role:
        """The role of that id; KeyError when there is none."""
        return _named(self.roles, id)

    def taken_in(self, circle: str) -> tuple[Decision, ...]:
        """The kinds of decision that a circle takes."""
        ids = self.circle(circle).decisions
        return tuple(decision for decision in self.decisions if decision.id in ids)

    def within(self, circle: str) -> "SocialCode":
        """The same code as a circle sees it: only the colleges that sit there, so only their weights."""
        seated = self.circle(circle).colleges
        return replace(self, colleges=tuple(college for college in self.colleges if college.id in seated))

    def sittings(self, lang: str) -> list[Sitting]:
        """Every role, those that seats and links make included; ``lang`` of the names they are given."""
        names = {college.id: college.name for college in self.colleges}
        return sittings(self.circles, self.roles, names, lang)

    def shares(self) -> dict[str, Fraction]:
        """What each college weighs in the whole; the sum is 1."""
        total = sum((college.weight for college in self.colleges), Fraction(0))
        return {college.id: college.weight / total for college in self.colleges}


def _named(things: tuple[Thing, ...], id: str) -> Thing:
    for thing in things:
        if thing.id == id:
            return thing
    raise KeyError(id)
