"""The options of a result by the names that people know them by. Pure."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any


class Labels:
    """Labels and costs of the options that a ``result/1`` object carries; an option without is its own."""

    def __init__(self, result: Mapping[str, Any]) -> None:
        listed = result.get("options", ())
        self.names = {each["id"]: str(each.get("label") or each["id"]) for each in listed}
        self.costs = {each["id"]: fraction(each["cost"]) for each in listed if "cost" in each}

    def of(self, option: str) -> str:
        return self.names.get(option, option)

    def all(self, options: Iterable[str]) -> list[str]:
        return [self.of(option) for option in options]

    def ordered(self, row: Mapping[str, Any], options: Iterable[str]) -> list[str]:
        """The options, best first as far as the result ranks them, then the others as listed."""
        known = list(options)
        ranked = [option for group in row.get("order", ()) for option in group if option in known]
        return ranked + [option for option in known if option not in ranked]


def fraction(number: object) -> Fraction:
    """A number of a result, exact: whole, "26/45" or "123.45678"."""
    return Fraction(str(number))
