"""Small count files for tests: `vote` writes what a test does not care about."""

from typing import Any

SILENCES = {
    "empty_college": "excluded",
    "silent_college": "against",
    "abstaining_college": "against",
    "short_college": "no-quorum",
}
COLLEGIAL = ("proportional", "block", "every", "most")
CHOICES = ("for", "against", "abstain", "blank")


def rule(by: str = "heads", **settings: Any) -> dict[str, Any]:
    """A majority rule; the four silences are named where colleges need them."""
    silences = SILENCES if by in COLLEGIAL else {}
    return {"method": "majority", "by": by, **silences, **settings}


def college(
    identity: str, weight: str, registered: int, *votes: int, **more: Any
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A college and its ballots: numbers for, against, abstain, blank."""
    ballots = [
        {"college": identity, "choice": choice, "count": number}
        for choice, number in zip(CHOICES, votes, strict=False)
        if number
    ]
    return {"id": identity, "weight": weight, "registered": registered, **more}, ballots


def vote(
    rule: dict[str, Any], *colleges: tuple[dict[str, Any], list[dict[str, Any]]], **more: Any
) -> dict[str, Any]:
    """A count file of several colleges."""
    return {
        "format": "count/1",
        "rule": rule,
        "colleges": [described for described, _ in colleges],
        "ballots": [ballot for _, ballots in colleges for ballot in ballots],
        **more,
    }


def heads(registered: int, *votes: int, rule: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A count file of one group without colleges."""
    ballots = [
        {"choice": choice, "count": number} for choice, number in zip(CHOICES, votes, strict=False) if number
    ]
    return {"format": "count/1", "rule": rule, "registered": registered, "ballots": ballots, **more}
