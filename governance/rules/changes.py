"""What changes from one social code to the next, in plain words. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from governance.rules import plain, plain_bodies, spoken
from governance.rules.parts import Circle, College, Decision, Role, SocialCode
from governance.rules.phrases import say


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


Thing = TypeVar("Thing", bound=_Named)


@dataclass(frozen=True)
class Change:
    """One part that differs.

    ``what``: college, decision, circle or role; ``kind``: added, removed or changed; ``gone`` and ``come``:
    the sentences that are no longer said, and the new ones.
    """

    what: str
    name: str
    kind: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


def changes(old: SocialCode, new: SocialCode, lang: str) -> list[Change]:
    """Every part whose words differ, in the order of the new file; what went comes last."""
    return [
        *_compared("college", old.colleges, new.colleges, lambda c, code: _college(c, code), old, new),
        *_compared(
            "decision", old.decisions, new.decisions, lambda d, code: _decision(d, code, lang), old, new
        ),
        *_compared("circle", old.circles, new.circles, lambda c, code: _circle(c, code, lang), old, new),
        *_compared("role", old.roles, new.roles, lambda r, code: _role(r, code, lang), old, new),
    ]


def _compared(
    what: str,
    before: Sequence[Thing],
    after: Sequence[Thing],
    words: Callable[[Thing, SocialCode], Iterable[str]],
    old: SocialCode,
    new: SocialCode,
) -> list[Change]:
    had = {each.id: tuple(words(each, old)) for each in before}
    has = {each.id: tuple(words(each, new)) for each in after}
    found = []
    for each in after:
        if each.id not in had:
            found.append(Change(what, each.name, "added", (), _but_name(each, has[each.id])))
            continue
        gone = tuple(said for said in had[each.id] if said not in has[each.id])
        come = tuple(said for said in has[each.id] if said not in had[each.id])
        if gone or come:
            found.append(Change(what, each.name, "changed", gone, come))
    return found + [
        Change(what, each.name, "removed", _but_name(each, had[each.id]), ())
        for each in before
        if each.id not in has
    ]


def _but_name(each: _Named, said: tuple[str, ...]) -> tuple[str, ...]:
    """What is said of a part that comes or goes, which is named already."""
    return tuple(sentence for sentence in said if sentence != each.name)


def _college(college: College, code: SocialCode) -> Iterable[str]:
    yield f"{college.name} ({college.letter}), {code.shares()[college.id]}"


def _decision(decision: Decision, code: SocialCode, lang: str) -> Iterable[str]:
    yield decision.name
    yield from plain.sentences(decision, code, lang)


def _circle(circle: Circle, code: SocialCode, lang: str) -> Iterable[str]:
    yield circle.name
    if circle.purpose:
        yield circle.purpose
    colleges = [college.name for college in code.colleges if college.id in circle.colleges]
    yield _which("circle.colleges", colleges, len(code.colleges), lang)
    decisions = [decision.name for decision in code.taken_in(circle.id)]
    yield _which("circle.decisions", decisions, len(code.decisions), lang)
    yield from plain_bodies.circle_sentences(circle, code, lang)


def _which(key: str, names: list[str], number: int, lang: str) -> str:
    """All of them in one word, else each by its name."""
    if len(names) == number:
        return say(lang, f"{key}.all")
    return say(lang, key, names=spoken.enumerated(names, lang))


def _role(role: Role, code: SocialCode, lang: str) -> Iterable[str]:
    yield role.name
    if role.purpose:
        yield role.purpose
    yield say(lang, f"role.selection.{role.selection}")
    yield from plain_bodies.role_sentences(role, code, lang)
