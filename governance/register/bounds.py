"""Until when a decision applies: trials and derogations end by the day, not by a job. Pure."""

from collections.abc import Collection
from datetime import date

CONCLUSIONS = frozenset({"confirmed", "changed", "ended"})  # by a later decision


def ended(kind: str, until: date | None, unreviewed: str, reviews: Collection[str], today: date) -> str:
    """What the day has done to a decision: "" (nothing), "lapsed" (it ended) or "continued".

    ``until`` is its last day; ``reviews``: the kinds of its review entries. A derogation ends by itself. A
    trial that a later decision confirmed, changed or ended is left to that decision; one that nobody
    reviewed does what its rule said (``unreviewed``: "ends" or "continues").
    """
    if kind == "decision" or until is None or today <= until or CONCLUSIONS & set(reviews):
        return ""
    return "continued" if kind == "trial" and unreviewed == "continues" else "lapsed"
