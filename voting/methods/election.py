"""What a method of choosing among options is given, and what it may ask.

`Papers` maps each *distinct* paper to its weight (number of ballots, or the sum of their coefficients), so
that the time and memory of every count depend on distinct papers, not on voters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from voting.fields import Problem, ReadingError
from voting.methods.draw import drawn_order

Number = int | Fraction
Papers = Mapping[Any, Number]
Result = dict[str, Any]


class Malformed(ReadingError):
    """A paper, an option or a setting that cannot be read: the JSON path, and what is wrong (a catalogue
    key).
    """

    def __init__(self, path: str, message: str, **values: object) -> None:
        super().__init__(Problem(path, message, {name: str(value) for name, value in values.items()}))


@dataclass(frozen=True)
class Option:
    """One option. ``ratio``: what it must beat the default option by; ``cost``: for equal shares only."""

    id: str
    label: str = ""
    ratio: Fraction = Fraction(1)
    cost: Fraction | None = None
    college: str | None = None


@dataclass(frozen=True)
class Election:
    """One election by one body: the options as listed, the seats, and the settings of the rule.

    ``seed`` and ``code`` are the public randomness of a draw and the secret revealed with it (hex);
    ``casting_vote`` names tied options, the preferred first.
    """

    options: tuple[Option, ...]
    seats: int = 1
    settings: Mapping[str, Any] = field(default_factory=dict)
    seed: str | None = None
    code: str | None = None
    casting_vote: tuple[str, ...] = ()

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Identifiers in the order of the file."""
        return tuple(option.id for option in self.options)

    @cached_property
    def position(self) -> dict[str, int]:
        """Place of each option in the file: the order in which equals are listed, which decides nothing."""
        return {option: place for place, option in enumerate(self.ids)}

    def listed(self, options: Sequence[str] | set[str] | frozenset[str]) -> list[str]:
        """The options in the order of the file."""
        return sorted(options, key=self.position.__getitem__)

    def setting(self, name: str, *allowed: str) -> str:
        """A named setting of the rule; the first of ``allowed`` is the default."""
        value = self.settings.get(name, allowed[0])
        if value not in allowed:
            raise Malformed(f"rule.{name}", "must be one of: %(allowed)s", allowed=", ".join(allowed))
        return str(value)

    def flag(self, name: str, default: bool) -> bool:
        """A setting that is true or false."""
        value = self.settings.get(name, default)
        if not isinstance(value, bool):
            raise Malformed(f"rule.{name}", "must be true or false")
        return value

    def whole(self, name: str, default: int | None, *, least: int = 0) -> int | None:
        """A setting that is a whole number, at least ``least``."""
        value = self.settings.get(name, default)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise Malformed(f"rule.{name}", "a whole number, at least %(least)s, is wanted", least=least)
        return value

    def separate(self, group: Sequence[str]) -> list[str] | None:
        """The tied options in order, best first, as the rule's ``tie`` settles them; ``None`` where nothing
        does.

        ``lot`` needs the public randomness, ``casting-vote`` all the tied options but one: until then the tie
        stays.
        """
        how = self.setting("tie", "none", "lot", "casting-vote", "revote")
        if how == "lot" and self.seed is not None:
            return drawn_order(group, self.seed, self.code)
        if how == "casting-vote":
            named = [option for option in self.casting_vote if option in group]
            if len(named) >= len(group) - 1:
                return named + [option for option in group if option not in named]
        return None


def exact(number: Number) -> int | str:
    """A number as it is written in a result: a whole number, or a fraction such as ``"26/45"``."""
    return int(number) if number == int(number) else str(Fraction(number))


def total(papers: Papers) -> Number:
    """The weight of all papers together."""
    return sum(papers.values())
