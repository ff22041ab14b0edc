"""Exact numbers as they are written in files: an integer, or a string such as "2/3", "40" or "0.4".

A JSON or TOML number with a point has already lost its exact value when we see it, so it is refused.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

HALF = Fraction(1, 2)
LARGEST = 10**12
_WRITTEN = re.compile(r"[0-9]{1,18}(?:/[0-9]{1,18}|\.[0-9]{1,18})?")


class NotExact(ValueError):
    """The value is not an exact number; the message says what to write instead."""


def fraction(raw: object) -> Fraction:
    """Read an exact number, zero or more. Raise `NotExact` for floats, booleans, signs and anything else."""
    if isinstance(raw, float):
        raise NotExact("a number with a decimal point must be quoted, to be read exactly")
    if isinstance(raw, int) and not isinstance(raw, bool):
        if not 0 <= raw <= LARGEST:
            raise NotExact("this number is negative or too large")
        return Fraction(raw)
    if not isinstance(raw, str) or not _WRITTEN.fullmatch(raw):
        raise NotExact('an exact number is wanted, such as 2, "2/3" or "0.4"')
    try:
        return Fraction(raw)
    except ZeroDivisionError:
        raise NotExact("a fraction cannot have 0 below") from None


def whole(raw: object) -> int:
    """Read a whole number of things, zero or more, written as an integer. Raise `NotExact`."""
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise NotExact("a whole number is wanted")
    if not 0 <= raw <= LARGEST:
        raise NotExact("this number is negative or too large")
    return raw


def written(value: Fraction) -> str:
    """The form used in results: "26/45", or "1" when it is whole."""
    return str(value)


def passes(support: Fraction, threshold: Fraction, strict: bool) -> bool:
    """Whether a support reaches a threshold: above it when strict, at it or above otherwise."""
    return support > threshold if strict else support >= threshold


def capped(shares: Sequence[Fraction], cap: Fraction) -> list[Fraction]:
    """No share above `cap`, the excess going to the others in proportion, until it holds.

    A share of zero is a college that does not count. With too few that do (n × cap < 1) the cap is lifted.
    """
    kept = list(shares)
    if sum(share > 0 for share in kept) * cap < 1:
        return kept
    full: set[int] = set()
    while over := {n for n, share in enumerate(kept) if share > cap}:
        full |= over
        left = 1 - cap * len(full)
        others = sum((share for n, share in enumerate(kept) if n not in full), Fraction(0))
        kept = [cap if n in full else share * left / others for n, share in enumerate(kept)]
    return kept
