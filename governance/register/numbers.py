"""Numbers of the register: the year, a hyphen, the rank in that year on three digits or more. Pure."""

import re

NUMBER = re.compile(r"([1-9]\d{3})-(\d{3}|[1-9]\d{3,5})", re.ASCII)


def written(year: int, rank: int) -> str:
    """ "2026-014", "2026-1000"."""
    return f"{year}-{rank:03}"


def read(number: str) -> tuple[int, int] | None:
    """(year, rank) of a well-written number; None for anything else."""
    found = NUMBER.fullmatch(number)
    return (int(found[1]), int(found[2])) if found else None
