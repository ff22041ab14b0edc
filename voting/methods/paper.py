"""Reading what a voter wrote. Every refusal is a `Malformed` that names the JSON path."""

import json
from collections.abc import Mapping
from typing import Any

from voting.methods.election import Election, Malformed

Ranking = tuple[tuple[str, ...], ...]  # best first; each group of equals in the order of the file


def field(ballot: Mapping[str, Any], name: str, path: str) -> tuple[Any, str]:
    """The value of a ballot's field and its path."""
    if name not in ballot:
        raise Malformed(f"{path}.{name}", "is missing from this ballot")
    return ballot[name], f"{path}.{name}"


def known(value: Any, path: str, election: Election) -> str:
    """The identifier of an option of this election."""
    if not isinstance(value, str) or value not in election.position:
        raise Malformed(path, "%(id)s is not an option", id=_quoted(value))
    return value


def _quoted(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def distinct(value: Any, path: str, election: Election) -> list[str]:
    """A list of different options."""
    if not isinstance(value, list):
        raise Malformed(path, "must be a list of options")
    if _plain(value, election):
        return value
    seen: dict[str, None] = {}
    for place, item in enumerate(value):
        option = known(item, f"{path}[{place}]", election)
        if option in seen:
            raise Malformed(f"{path}[{place}]", "%(id)s is there twice", id=option)
        seen[option] = None
    return list(seen)


def per_option(value: Any, path: str, election: Election) -> dict[str, Any]:
    """An object from options to something."""
    if not isinstance(value, dict):
        raise Malformed(path, "must be an object, one key for each option")
    for option in value:
        if option not in election.position:
            known(option, f"{path}.{option}", election)
    return value


def ranking(ballot: Mapping[str, Any], path: str, election: Election) -> Ranking:
    """A ranking where equals share a group: ``[["a"], ["b", "c"]]``; a bare option is a group of its own."""
    value, path = field(ballot, "ranking", path)
    if not isinstance(value, list):
        raise Malformed(path, "must be a list of groups of options")
    if _plain(value, election):
        return tuple((option,) for option in value)
    seen: set[str] = set()
    return tuple(_group(item, f"{path}[{place}]", election, seen) for place, item in enumerate(value))


def _plain(value: list[Any], election: Election) -> bool:
    """Whether these are different options, none in a group: most papers, told at a glance."""
    if set(map(type, value)) - {str}:
        return False
    different = set(value)
    return len(different) == len(value) and different <= election.position.keys()


def strict_ranking(ballot: Mapping[str, Any], path: str, election: Election) -> tuple[str, ...]:
    """A ranking without equals, as a plain sequence of options: ``["a", "b"]`` or ``[["a"], ["b"]]``."""
    value = ballot.get("ranking")
    if isinstance(value, list) and _plain(value, election):
        return tuple(value)
    groups = ranking(ballot, path, election)
    for place, group in enumerate(groups):
        if len(group) > 1:
            raise Malformed(
                f"{path}.ranking[{place}]", "this method takes one option at each rank, no equals"
            )
    return tuple(group[0] for group in groups)


def _group(item: Any, path: str, election: Election, seen: set[str]) -> tuple[str, ...]:
    single = isinstance(item, str)
    if not single and not isinstance(item, list):
        raise Malformed(path, "must be an option or a list of options")
    if not item:
        raise Malformed(path, "this rank is empty")
    members = []
    for place, value in enumerate([item] if single else item):
        where = path if single else f"{path}[{place}]"
        option = known(value, where, election)
        if option in seen:
            raise Malformed(where, "%(id)s is there twice", id=option)
        seen.add(option)
        members.append(option)
    return tuple(election.listed(members))
