"""What is read of circles, roles and mandates, in plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from governance.members.queries import CollegeFacts
from governance.members.roles import Description


@dataclass(frozen=True)
class Holder:
    """A mandate: who holds the role, for which member, in which college of that time.

    ``ends_on``: the end foreseen; ``ended_on``: when it ended before, or will. ``rank``: which term in a row,
    None for one that is provisional. ``elapsed``: the part gone by. ``until_filled``: provisional, until the
    seat is filled.
    """

    mandate_id: int
    role_id: int | None
    office: str
    seat: int
    person_id: int
    person: str
    member_id: int | None
    member: str
    organisation: bool
    college: CollegeFacts | None
    starts_on: date
    ends_on: date | None
    ended_at: datetime | None
    ended_on: date | None
    end_kind: str
    end_decision: str
    deputy: str
    how: str
    decision: str
    derogation: str
    provisional: bool
    deputy_id: int | None = None
    until_filled: bool = False
    rank: int | None = None
    elapsed: Fraction = Fraction(0)

    @property
    def until(self) -> date | None:
        """The first day without: the end foreseen, or the one that came before."""
        return min((day for day in (self.ends_on, self.ended_on) if day is not None), default=None)

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        words = self.person.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@dataclass(frozen=True)
class Seat:
    """A seat of a role on a day; ``vacant_since``: the first day nobody held it, None: never held, or held.

    ``next``: who holds it after, when that is already known. ``former``: who held it last, if vacant.
    """

    number: int
    holder: Holder | None
    vacant_since: date | None
    next: Holder | None
    former: Holder | None = None

    @property
    def is_to_fill(self) -> bool:
        """Nobody holds it, or somebody who stands in until it is filled."""
        return self.holder is None or self.holder.until_filled


@dataclass(frozen=True)
class RoleFacts:
    """A role on a day: what it said, who held it. ``id`` 0: an office that no role describes.

    ``sits``: its holders sit in the circle, for the members they hold it for.
    """

    id: int
    slug: str
    circle_id: str
    circle_name: str
    of_code: bool
    created_at: datetime | None
    decision: str
    ended_at: datetime | None
    end_decision: str
    version: int
    what: Description
    college: CollegeFacts | None
    seats: tuple[Seat, ...]

    @property
    def vacant(self) -> int:
        """How many seats nobody holds, but for those who stand in until they are filled."""
        return sum(seat.is_to_fill for seat in self.seats)

    @property
    def holders(self) -> tuple[Holder, ...]:
        return tuple(seat.holder for seat in self.seats if seat.holder is not None)


@dataclass(frozen=True)
class CircleFacts:
    """A circle as the social code of a day has it; ``depth`` in the tree, 0 for the network.

    ``exists``: whether it was there that day. ``decisions``: kinds of decision taken there, pairs of id and
    name. ``opinions``: in how many days its opinion is owed, before which kinds of decision.
    """

    id: str
    name: str
    purpose: str
    domain: str
    parent_id: str | None
    parent_name: str
    depth: int
    starts_on: date | None
    ends_on: date | None
    exists: bool
    links: bool
    decisions: tuple[tuple[str, str], ...]
    opinions: tuple[tuple[int, tuple[tuple[str, str], ...]], ...]
    colleges: tuple[str, ...]
    whole: tuple[str, ...]
    sitting: tuple[str, ...]  # slugs of the roles whose holders sit there
    refers: tuple[tuple[str, str], ...] = ()  # ids and names of those on whose agenda it may put a question


@dataclass(frozen=True)
class Whole:
    """A college of which every member sits in a circle, and how many that makes."""

    college: CollegeFacts
    number: int


@dataclass(frozen=True)
class Composition:
    """Who sat in a circle on a day: whole colleges, then seats; ``roles``: the other roles of the circle.

    ``below``: the circles directly under it. ``before_code``: no social code was in force yet, the first one
    is read instead.
    """

    circle: CircleFacts
    on: date
    whole: tuple[Whole, ...]
    sitting: tuple[RoleFacts, ...]
    roles: tuple[RoleFacts, ...]
    below: tuple[CircleFacts, ...]
    before_code: bool

    @property
    def number(self) -> int:
        """How many members sit there: those of whole colleges and the seats that are held."""
        return sum(each.number for each in self.whole) + sum(len(role.holders) for role in self.sitting)

    @property
    def vacant(self) -> int:
        return sum(role.vacant for role in self.sitting)


@dataclass(frozen=True)
class Branch:
    """A circle of the tree with what a list says of it."""

    circle: CircleFacts
    colleges: tuple[CollegeFacts, ...]
    number: int
    vacant: int
    roles: int


@dataclass(frozen=True)
class Event:
    """One act upon a mandate; ``text`` is for who has signed in."""

    mandate_id: int
    kind: str
    on: date | None
    text: str
    decision: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Difference:
    """A part of a role that a version changed: what it said before, what it says."""

    part: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class VersionFacts:
    """A version of a role, and what it changed of the one before."""

    number: int
    what: Description
    adopted_at: datetime
    decision: str
    changed: tuple[Difference, ...]


@dataclass(frozen=True)
class History:
    """Everything that happened to a role: versions and mandates, the last first.

    ``events``: by mandate. ``gaps``: when nobody held a seat, as (seat, first day, first day after).
    """

    versions: tuple[VersionFacts, ...]
    mandates: tuple[Holder, ...]
    events: dict[int, tuple[Event, ...]]
    gaps: tuple[tuple[int, date, date], ...]


@dataclass(frozen=True)
class Mine:
    """A mandate of a person; ``state``: "now", "to-come" or "past"; ``stands_in``: as the deputy."""

    mandate_id: int
    slug: str
    name: str
    office: str
    circle_name: str
    starts_on: date
    until: date | None
    state: str
    stands_in: bool


@dataclass(frozen=True)
class Ending:
    """A mandate that ends soon, or has just; ``days`` until then."""

    role: RoleFacts
    holder: Holder
    days: int
