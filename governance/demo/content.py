"""What the demonstration is made of, read from the files of ``content/``; days are counted from today."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import Any, TypeAlias

Written: TypeAlias = dict[str, Any]  # a proposal, a ballot… as the files say it

TEXT = re.compile(r'("""\n)(.*?)(\n""")', re.DOTALL)
FOLD = re.compile(r"(?<=\S)\n(?=[^\s\-*#>|\d])")  # not before a list, a title, a quotation, a table
FOLDER = Path(__file__).parent / "content"
WEIGHTS = {  # of the colleges, by version of the social code
    "v1": {"places": "1", "coops": "1", "public": "1"},
    "v2": {"places": "30", "coops": "40", "public": "30"},
    "v3": {"places": "40", "coops": "30", "public": "30"},
}


@dataclass(frozen=True)
class SignIn:
    """Somebody whom a visitor may become with one click."""

    name: str
    fr: str
    en: str

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        words = self.name.split()
        return words[0][0] + words[-1][0]


@dataclass(frozen=True)
class Place:
    """A member organisation, who speaks for it, and when it joined and left."""

    name: str
    college: str
    commune: str
    person: str
    joined: int
    left: int | None = None


@dataclass(frozen=True)
class Held:
    """A role that somebody holds, for a member or (empty) for nobody but themselves.

    ``until``: a day, "term" for that of the role, or "filled": somebody stands in until the seat is filled.
    """

    person: str
    role: str
    since: int
    until: int | str
    member: str
    how: str


@dataclass(frozen=True)
class Swap:
    """An exchange of the next turn of a role, asked for by a member and not confirmed yet."""

    role: str
    day: int
    member: str
    other: str
    why: str


@dataclass(frozen=True)
class Content:
    """Everything. ``proposals``: tables as written in the files, in their order; ``followed``: decisions and
    what became of them; ``templates``: of proposals, by rule; ``successions``: who holds a role next.
    """

    name: str
    slug: str
    founded: int
    members: tuple[Place, ...]
    mandates: tuple[Held, ...]
    swaps: tuple[Swap, ...]
    sign_ins: tuple[SignIn, ...]
    proposals: tuple[Written, ...]
    followed: tuple[Written, ...]
    templates: tuple[Written, ...]
    successions: tuple[Written, ...]

    @property
    def people(self) -> dict[str, int]:
        """Everybody, with the day on which the network came to know them."""
        known: dict[str, int] = {}
        for place in self.members:
            known[place.person] = min(place.joined, known.get(place.person, place.joined))
        for name in (*(held.person for held in self.mandates), *(s.name for s in self.sign_ins)):
            known[name] = self.founded
        return known

    def member_of(self, person: str) -> str:
        """The first member for whom a person speaks."""
        return next(place.name for place in self.members if place.person == person)


def unfold(text: str) -> str:
    """Long lines of a text are folded in the files; each paragraph becomes one line again."""
    return TEXT.sub(lambda found: found[1] + FOLD.sub(" ", found[2]) + found[3], text)


@lru_cache(maxsize=1)
def load() -> Content:
    """The content of the demonstration."""
    raw = tomllib.loads((FOLDER / "network.toml").read_text(encoding="utf-8"))
    followed = tomllib.loads(unfold((FOLDER / "following.toml").read_text(encoding="utf-8")))
    succeeding = tomllib.loads((FOLDER / "succeeding.toml").read_text(encoding="utf-8"))
    proposals = []
    for path in sorted((FOLDER / "proposals").glob("*.toml")):
        proposals += tomllib.loads(unfold(path.read_text(encoding="utf-8")))["proposal"]
    return Content(
        name=raw["name"],
        slug=raw["slug"],
        founded=raw["founded"],
        members=tuple(Place(*each) for each in raw["members"]),
        mandates=tuple(Held(*each) for each in raw["mandates"]),
        swaps=tuple(Swap(*each) for each in raw["swaps"]),
        sign_ins=tuple(SignIn(*each) for each in raw["sign_ins"]),
        proposals=tuple(proposals),
        followed=tuple(followed["decision"]),
        templates=tuple(followed["template"]),
        successions=tuple(succeeding["succession"]),
    )


def social_code(version: str) -> str:
    """The social code of the network, with the weights of that version."""
    text = (FOLDER / "social-code.toml").read_text(encoding="utf-8")
    return Template(text).substitute(WEIGHTS[version])
