"""Reading the settings of a mapping one by one, and collecting every problem met on the way."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, TypeVar

from voting.exact import NotExact, fraction, whole

T = TypeVar("T")


@dataclass(frozen=True)
class Problem:
    """What is wrong and where. `message` is an English catalogue key, `values` fill its %(name)s."""

    path: str
    message: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return self.message % self.values if self.values else self.message

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}"


class ReadingError(ValueError):
    """Something read that cannot be used: `path` says where (JSON path), `sentence` what is wrong."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.path = problem.path
        self.sentence = problem.sentence


class Fields:
    """The settings of one mapping. A wrong one is noted in `found` and its default is returned."""

    def __init__(self, raw: object, path: str, found: list[Problem]) -> None:
        self.path = path
        self.found = found
        self.raw: Mapping[str, Any] = {}
        if isinstance(raw, Mapping):
            self.raw = raw
        else:
            found.append(Problem(path, "a table of settings is wanted"))

    def __contains__(self, key: str) -> bool:
        return key in self.raw

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def wrong(self, key: str, message: str, **values: str) -> None:
        self.found.append(Problem(self.at(key), message, values))

    def required(self, key: str) -> None:
        if key not in self.raw:
            self.wrong(key, "this setting is missing and has no default")

    def known(self, keys: Collection[str]) -> None:
        for key in self.raw:
            if key not in keys:
                near = get_close_matches(str(key), keys, n=1)
                self.wrong(str(key), "unknown setting", **({"near": near[0]} if near else {}))

    def choice(self, key: str, allowed: Collection[str], default: T) -> str | T:
        if key not in self.raw:
            return default
        value = self.raw[key]
        if isinstance(value, str) and value in allowed:
            return value
        self.wrong(key, "must be one of: %(allowed)s", allowed=", ".join(allowed))
        return default

    def flag(self, key: str, default: bool) -> bool:
        value = self.raw.get(key, default)
        if isinstance(value, bool):
            return value
        self.wrong(key, "must be true or false")
        return default

    def text(self, key: str, default: T) -> str | T:
        if key not in self.raw:
            return default
        value = self.raw[key]
        if isinstance(value, str) and value:
            return value
        self.wrong(key, "must be a text that is not empty")
        return default

    def share(self, key: str, default: T, *, positive: bool = False) -> Fraction | T:
        """A fraction from 0 to 1."""
        value = self._converted(key, fraction)
        if value is None:
            return default
        if value > 1 or (positive and value == 0):
            self.wrong(key, "must be a share of the whole, between 0 and 1")
            return default
        return value

    def whole(self, key: str, default: T, *, least: int = 0) -> int | T:
        value = self._converted(key, whole)
        if value is None:
            return default
        if value < least:
            self.wrong(key, "must be at least %(least)s", least=str(least))
            return default
        return value

    def tables(self, key: str) -> Iterator["Fields"]:
        """Each table of a list, as fields with paths such as `quorum[0]`."""
        value = self.raw.get(key, [])
        if not isinstance(value, (list, tuple)):
            self.wrong(key, "must be a list")
            return
        for position, raw in enumerate(value):
            yield Fields(raw, f"{self.at(key)}[{position}]", self.found)

    def table(self, key: str) -> "Fields":
        return Fields(self.raw[key], self.at(key), self.found)

    def no_floats(self, key: str) -> None:
        """Refuse an inexact number however deep it lies under this key."""
        pending = [(self.at(key), self.raw[key])]
        while pending:
            path, value = pending.pop()
            if isinstance(value, float):
                message = "a number with a decimal point must be quoted, to be read exactly"
                self.found.append(Problem(path, message))
            elif isinstance(value, Mapping):
                pending += [(f"{path}.{name}", inner) for name, inner in value.items()]
            elif isinstance(value, (list, tuple)):
                pending += [(f"{path}[{n}]", inner) for n, inner in enumerate(value)]

    def _converted(self, key: str, convert: Callable[[object], T]) -> T | None:
        if key not in self.raw:
            return None
        try:
            return convert(self.raw[key])
        except NotExact as error:
            self.wrong(key, str(error))
            return None
