"""The circles and roles of a social code: values that never change, and the seats that are roles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from governance.members.conditions import Conditions

NETWORK = "network"  # id of the circle of everybody, which every network has
OFFICES = ("steward", "facilitator")  # what a role may give while a mandate lasts


@dataclass(frozen=True)
class Seating:
    """One rule that says who sits in a circle; ``kind`` says which of the others counts.

    ``all_of``: every member of the ``college``. ``seats``: pairs of a college and its number of elected
    seats. ``one_per``: one seat for each circle directly below ``circle``. ``volunteers``: who wants to.
    ``lot``: ``number`` of them drawn.
    """

    kind: str
    college: str = ""
    seats: tuple[tuple[str, int], ...] = ()
    circle: str = ""
    number: int = 0


@dataclass(frozen=True)
class Opinion:
    """The opinion of a circle is owed before these kinds of decision, within so many days."""

    before: tuple[str, ...]
    days: int


@dataclass(frozen=True)
class Circle:
    """A body that decides: the ids of the decisions taken there and of the colleges that sit in it.

    ``members`` empty: every member of those colleges sits there. ``links``: two different people link it to
    the circle above. ``refers``: whether it may put a question on the agenda of others, or of which.
    """

    id: str
    name: str
    purpose: str
    decisions: tuple[str, ...]
    colleges: tuple[str, ...]
    parent: str | None = None
    domain: str = ""
    members: tuple[Seating, ...] = ()
    links: bool = False
    opinions: tuple[Opinion, ...] = ()
    refers: bool | tuple[str, ...] = False

    def may_refer_to(self, circle_id: str) -> bool:
        """Whether it has the right to put a question on the agenda of this circle; never of itself."""
        if isinstance(self.refers, bool):
            return self.refers and circle_id != self.id
        return circle_id in self.refers and circle_id != self.id

    @property
    def whole(self) -> tuple[str, ...]:
        """The colleges of which every member sits there."""
        if not self.members:
            return self.colleges
        return tuple(each.college for each in self.members if each.kind == "all_of")


@dataclass(frozen=True)
class Role:
    """What is entrusted to somebody, for how long and how many times in a row.

    ``seats``: how many hold it at once, 0 for any number. ``office``: what its holders may do on the site,
    "steward", "facilitator" or nothing. ``incompatible``: ids of roles that the same person cannot hold.
    ``renewal``: in how many parts the seats are renewed, 1 for all together; ``renewal_first``: the part of
    seat 1; ``renewal_from``: the day from which the terms are counted. ``revocation``: one of
    these has to be met before a mandate is taken back, empty for none.
    """

    id: str
    name: str
    purpose: str
    term_months: int
    max_consecutive: int | None
    selection: str
    circle: str = NETWORK
    domain: str = ""
    accountabilities: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    seats: int = 1
    office: str = ""
    college: str | None = None
    alternates: bool = False
    incompatible: tuple[str, ...] = ()
    deputy: bool = False
    report: bool = False
    hosts: bool = False
    renewal: int = 1
    renewal_first: int = 1
    renewal_from: date | None = None
    revocation: tuple[Conditions, ...] = ()


@dataclass(frozen=True)
class Sitting:
    """A role as the network keeps it: whose holders sit in the circles ``sits_in``, none for most roles."""

    role: Role
    sits_in: tuple[str, ...] = ()


_NAMES = {  # in the language of the network, since they are kept: French, English
    "seats": ("Siège\u00a0: {name}", "Seat: {name}"),
    "one_per": ("Siège\u00a0: {name}", "Seat: {name}"),
    "volunteers": ("Volontaires\u00a0: {name}", "Volunteers: {name}"),
    "lot": ("Tirage au sort\u00a0: {name}", "Drawn by lot: {name}"),
    "lead": ("Premier lien\u00a0: {name}", "Lead link: {name}"),
    "representative": ("Second lien\u00a0: {name}", "Representative link: {name}"),
}


def sittings(
    circles: Sequence[Circle], roles: Sequence[Role], colleges: dict[str, str], lang: str
) -> list[Sitting]:
    """Every role of a code: those it describes, and those that its seats and links make.

    A seat is a role of its own, held by mandates as any other: ``board-places`` for the seats of the college
    "places" in the circle "board", ``board-for-x`` for the circle x, ``board-volunteers``, ``board-lot``,
    ``x-lead`` and ``x-representative``. A role described under that id says its term, its selection and the
    rest. ``colleges``: names by id.
    """
    described = {role.id: role for role in roles}
    made = [each for circle in circles for each in _made(circle, circles, colleges, lang)]
    known = {sitting.role.id for sitting in made}
    kept = [_described(sitting, described.get(sitting.role.id)) for sitting in made]
    return [Sitting(role) for role in roles if role.id not in known] + _dealt(kept)


def _dealt(kept: Sequence[Sitting]) -> list[Sitting]:
    """Seats by college that are renewed in parts: dealt to them from one college of a circle to the next."""
    before: dict[tuple[str, int], int] = {}
    found = []
    for each in kept:
        role = each.role
        if role.renewal > 1 and is_for_college(role):
            place = (role.circle, role.renewal)
            first = before.get(place, 0) % role.renewal + 1
            before[place] = before.get(place, 0) + role.seats
            each = replace(each, role=replace(role, renewal_first=first))
        found.append(each)
    return found


def is_for_college(role: Role) -> bool:
    """Whether these are the elected seats of a college in a circle."""
    return role.college is not None and role.id == f"{role.circle}-{role.college}"


def _described(sitting: Sitting, written: Role | None) -> Sitting:
    """What is written under the id of a seat, where the rule of the circle places it."""
    made = sitting.role
    if written is None:
        return sitting
    role = replace(written, circle=made.circle, seats=made.seats, college=made.college or written.college)
    incompatible = tuple(dict.fromkeys(made.incompatible + written.incompatible))
    return replace(sitting, role=replace(role, incompatible=incompatible))


def _made(
    circle: Circle, circles: Sequence[Circle], colleges: dict[str, str], lang: str
) -> Iterator[Sitting]:
    for rule in circle.members:
        yield from _seats(circle, rule, circles, colleges, lang)
    if circle.links and circle.parent:
        yield from _links(circle, circle.parent, lang)


def _seats(
    circle: Circle, rule: Seating, circles: Sequence[Circle], colleges: dict[str, str], lang: str
) -> Iterator[Sitting]:
    here = (circle.id,)
    if rule.kind == "seats":
        for college, number in rule.seats:
            role = _role(circle, college, "seats", colleges.get(college, college), "election", lang)
            yield Sitting(replace(role, seats=number, college=college), here)
    elif rule.kind == "one_per":
        for child in circles:
            if child.parent == rule.circle and child.id != circle.id:
                yield Sitting(_role(circle, f"for-{child.id}", "one_per", child.name, "election", lang), here)
    elif rule.kind == "volunteers":
        role = _role(circle, "volunteers", "volunteers", circle.name, "volunteers", lang)
        yield Sitting(replace(role, seats=0), here)
    elif rule.kind == "lot":
        role = _role(circle, "lot", "lot", circle.name, "lot", lang)
        yield Sitting(replace(role, seats=rule.number), here)


def _links(circle: Circle, parent: str, lang: str) -> Iterator[Sitting]:
    """The lead link, named by the circle above, and the representative, chosen by the circle: two people."""
    lead = _role(circle, "lead", "lead", circle.name, "named", lang)
    representative = _role(circle, "representative", "representative", circle.name, "without-candidate", lang)
    both = (circle.id, parent)
    yield Sitting(replace(lead, incompatible=(representative.id,)), both)
    yield Sitting(replace(representative, incompatible=(lead.id,)), both)


def _role(circle: Circle, suffix: str, kind: str, name: str, selection: str, lang: str) -> Role:
    french, english = _NAMES[kind]
    words = (french if lang == "fr" else english).format(name=name)
    return Role(f"{circle.id}-{suffix}", words, "", 12, None, selection, circle=circle.id)
