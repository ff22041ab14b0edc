"""Who is named to the public. A network that keeps its list of members to itself names nobody there: its
pages, feeds and files say "a member of the college …", and "somebody of the network" of a person. Who has
signed in reads the names. What people wrote (a text, a title, a reason) stays as they wrote it, and so does
who stands for an election, is elected, or holds a role: that is said to everybody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar, cast

from flask import Flask, g
from flask_babel import gettext
from sqlalchemy import text

from governance.web import current

T = TypeVar("T")
MEMBERS = text(
    "select members.name, colleges.name from members "
    "left join college_memberships on college_memberships.member_id = members.id "
    "left join colleges on colleges.id = college_memberships.college_id "
    "order by college_memberships.starts_on"
)
PEOPLE = text("select name from people")
SAID = ("objections", "concerns", "conflicts", "story", "carried_by")  # of a decision, with names in it
WRITTEN = frozenset({"reason", "text", "what", "note", "word"})  # by people, left as they wrote it


@dataclass(frozen=True)
class Veil:
    """``members``: the words in the place of each member's name; ``people``: the names of people."""

    members: Mapping[str, str]
    people: frozenset[str]

    def member(self, name: str) -> str:
        """A member as it was named once, maybe under a name that it no longer has."""
        return self.members.get(name) or (gettext("a member") if name else "")

    def person(self, name: str) -> str:
        return gettext("somebody of the network") if name else ""

    def told(self, words: str) -> str:
        """Words of ours that hold names, such as a line of a story."""
        return self._names.sub(lambda found: self.members.get(found[0]) or self.person(found[0]), words)

    @cached_property
    def _names(self) -> re.Pattern[str]:
        names = sorted({*self.members, *self.people}, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)" if names else r"(?!)")


def hides() -> bool:
    """Whether this answer names nobody."""
    return not (current.visitor().is_authenticated or current.network().members_public)


def veil() -> Veil | None:
    """What this answer says in the place of names, read once, in two statements; None where it names."""
    if not hides():
        return None
    if "veil" not in g:
        session = current.reading()
        words = {name: _college(college) for name, college in session.execute(MEMBERS)}
        g.veil = Veil(words, frozenset(session.scalars(PEOPLE)) - words.keys())
    return cast(Veil, g.veil)


def _college(name: str | None) -> str:
    return str(
        gettext("a member of the college “%(college)s”", college=name) if name else gettext("a member")
    )


def member(name: str | None) -> str:
    """A member as this answer may name it."""
    found = veil()
    return found.member(name or "") if found else name or ""


def person(name: str | None) -> str:
    """A person as this answer may name them."""
    found = veil()
    return found.person(name or "") if found else name or ""


def told(words: str | None) -> str:
    """Words of ours, without the names that this answer may not say."""
    found = veil()
    return found.told(words or "") if found else words or ""


def decision(whole: T) -> T:
    """A decision as its page reads it, without the names that this answer may not say."""
    found = veil()
    if found is None:
        return whole
    return replace(whole, **{name: _without(getattr(whole, name), found) for name in SAID})  # type: ignore[type-var]


def document(published: dict[str, Any]) -> dict[str, Any]:
    """The same of its data. What is changed cannot be compared with the log: its openings are left out."""
    found = veil()
    if found is None:
        return published
    changed = {name: _without(published[name], found) for name in (*SAID, "execution")}
    proof = published["proof"]
    openings = {name: opening for name, opening in proof["openings"].items() if name not in SAID}
    return published | changed | {"proof": proof | {"openings": openings}}


def _without(said: Any, found: Veil) -> Any:
    """The same without names; a story and how an objection was lifted are {"fr": …, "en": …}."""
    if isinstance(said, str):
        return found.told(said)
    if isinstance(said, list):
        return [_without(each, found) for each in said]
    if isinstance(said, Mapping):
        return {name: _field(name, value, found) for name, value in said.items()}
    return said


def _field(name: str, value: Any, found: Veil) -> Any:
    if not isinstance(value, str):
        return _without(value, found)
    if name in WRITTEN:
        return value
    return {"by": found.member, "person": found.person}.get(name, found.told)(value)


def init(app: Flask) -> None:
    """Give the templates the filters ``member``, ``person`` and ``told``."""
    for tool in (member, person, told):
        app.add_template_filter(tool)
