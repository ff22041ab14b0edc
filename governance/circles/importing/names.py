"""What a list calls things, and what they are: circles, roles, colleges, kinds of decision. Pure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from governance.errors import N_
from governance.members.comparison import find_college
from governance.members.names import fold
from governance.members.plan import Say, say
from governance.rules.bodies import NETWORK, OFFICES
from governance.rules.parts import SocialCode

NO_CIRCLE = N_(
    "No circle is called “%(text)s”. Write one of these: %(names)s; or add a line for it, with its name in "
    "the column of circles."
)
CIRCLES = N_("Several circles are called “%(text)s”: write the short name of the circle.")
NO_ROLE = N_(
    "No role is called “%(text)s” here: add a line that describes it, with the months of a term and the "
    "way of choosing."
)
ELSEWHERE = N_("No role is called “%(text)s” in this circle; there is one in “%(circle)s”.")
ROLES = N_("Several roles are called “%(text)s”: write the circle, or the short name of the role.")
NO_COLLEGE = N_("There is no college “%(written)s”. The colleges are: %(names)s.")
NO_KIND = N_("There is no kind of decision “%(text)s”. There are: %(names)s.")
ON_A_REFUSED_LINE = N_("“%(text)s” is on line %(line)s, which is refused: correct it first.")
LONGEST_ID = 64
SHOWN = 12  # names in a sentence
KEPT = {"new", "import", *OFFICES}  # addresses of pages, and short names that give rights


class Unreadable(Exception):
    """A cell that says nothing here; ``why`` also says what to write instead."""

    def __init__(self, sentence: str, **facts: str | int) -> None:
        super().__init__(sentence)
        self.why: Say = say(sentence, **facts)


@dataclass
class Names:
    """Names as folded texts, of the code and of the lines understood so far.

    ``roles``: ids by name, ``place``: the circle of each; ``refused``: lines that would have brought a name.
    """

    code: SocialCode
    circles: dict[str, dict[str, str]] = field(default_factory=dict)  # folded → ids, with names
    roles: dict[str, dict[str, str]] = field(default_factory=dict)
    place: dict[str, str] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)

    def add_circle(self, id: str, name: str) -> None:
        for key in {fold(id), fold(name)}:
            self.circles.setdefault(key, {})[id] = name

    def add_role(self, id: str, name: str, circle: str) -> None:
        for key in {fold(id), fold(name)}:
            self.roles.setdefault(key, {})[id] = name
        self.place[id] = circle

    def circle(self, text: str) -> str:
        """The id of a circle. Raises Unreadable."""
        found = self.circles.get(fold(text), {})
        if text in found:
            return text
        if len(found) > 1:
            raise Unreadable(CIRCLES, text=text)
        if not found:
            self._refused(text)
            raise Unreadable(NO_CIRCLE, text=text, names=_enumerated(self._circle_names()))
        return next(iter(found))

    def known_role(self, text: str, circle: str | None) -> str | None:
        """The id of a role; None where no role is called so, in that circle. Raises Unreadable."""
        found = [
            id for id in self.roles.get(fold(text), {}) if circle is None or self.place.get(id) == circle
        ]
        if text in found:
            return text
        if len(found) > 1:
            raise Unreadable(ROLES, text=text)
        return found[0] if found else None

    def role(self, text: str, circle: str | None = None) -> str:
        """The id of a role. Raises Unreadable."""
        found = self.known_role(text, circle)
        if found is not None:
            return found
        self._refused(text)
        elsewhere = next(iter(self.roles.get(fold(text), {})), None)
        if elsewhere is not None:
            raise Unreadable(ELSEWHERE, text=text, circle=self.circle_name(self.place[elsewhere]))
        raise Unreadable(NO_ROLE, text=text)

    def college(self, text: str) -> str:
        """The id of a college. Raises Unreadable."""
        colleges = [(each.id, each.name, each.letter) for each in self.code.colleges]
        found = find_college(text, colleges)
        if found is None:
            raise Unreadable(NO_COLLEGE, written=text, names=_enumerated([name for _, name, _ in colleges]))
        return found[0]

    def kind(self, text: str) -> str:
        """The id of a kind of decision. Raises Unreadable."""
        for each in self.code.decisions:
            if fold(text) in (fold(each.id), fold(each.name)):
                return each.id
        raise Unreadable(NO_KIND, text=text, names=_enumerated([each.name for each in self.code.decisions]))

    def circle_name(self, id: str) -> str:
        return next((found[id] for found in self.circles.values() if id in found), id)

    def _circle_names(self) -> list[str]:
        names: dict[str, str] = {}
        for found in self.circles.values():
            names |= {id: name for id, name in found.items() if id not in names}
        return list(names.values())

    def _refused(self, text: str) -> None:
        if (line := self.refused.get(fold(text))) is not None:
            raise Unreadable(ON_A_REFUSED_LINE, text=text, line=line)


def of_code(code: SocialCode, lang: str) -> Names:
    """The names that a social code gives, those of seats and links included."""
    names = Names(code)
    for circle in code.circles:
        names.add_circle(circle.id, circle.name)
    for word in ("network", "réseau", code.name):
        names.circles.setdefault(fold(word), {NETWORK: code.name})
    for sitting in code.sittings(lang):
        names.add_role(sitting.role.id, sitting.role.name, sitting.role.circle)
    return names


def free_id(name: str, circle: str, taken: Collection[str]) -> str:
    """A short name that nothing has yet: of the name, else of the circle and the name, else with a number."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
    wanted = [plain, f"{circle}-{plain}".strip("-")] if circle else [plain]
    for each in wanted:
        if (id := each[:LONGEST_ID].strip("-")) and id not in taken and id not in KEPT:
            return id
    base = wanted[-1][: LONGEST_ID - 5].strip("-") or "x"
    return next(id for n in range(2, 9999) if (id := f"{base}-{n}") not in taken)


def _enumerated(names: list[str]) -> str:
    return ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")
