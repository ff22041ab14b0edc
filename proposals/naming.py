"""The identifier of an option, and its cost, from what people write. Pure."""

import re
from collections.abc import Container

from voting.exact import NotExact, fraction
from voting.options import TAKEN

LONGEST = 48  # characters; a number may follow
_BLANKS = re.compile(r"[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]+")


def slug(folded: str, taken: Container[str]) -> str:
    """ "un-four-a-pain" for "un four a pain"; "-2", "-3" behind it where that is taken."""
    first = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:LONGEST].strip("-") or "option"
    found, number = first, 1
    while found in taken or found in TAKEN:
        number += 1
        found = f"{first}-{number}"
    return found


def cost(text: str) -> str:
    """An exact number as it is kept: "1 200,50" is "1200.50". Raises ValueError unless it is above zero."""
    kept = _BLANKS.sub("", text).replace(",", ".")
    try:
        positive = fraction(kept) > 0
    except NotExact as error:
        raise ValueError(text) from error
    if not positive:
        raise ValueError(text)
    return kept
