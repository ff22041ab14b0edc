"""What a round of consent will come to if nobody speaks, if somebody objects, if it was the last. Pure.

Said before the end, from the rule as it was frozen, so that nobody is surprised by what it then does.
"""

from dataclasses import dataclass

from voting.rule import Rule


@dataclass(frozen=True)
class Case:
    """Something that may happen. ``kind``: "silence-consents", "silence-not-counted", "quorum", "college",
    "another-round", "last-round", "nobody-consents"; ``number``: the next round, the last one, or the days
    until a second call.
    """

    kind: str
    number: int | None = None


def cases(rule: Rule, round: int) -> list[Case]:
    """What the rule says of the ends that a round may have, beside its adoption."""
    found = [Case(f"silence-{rule.silence}")]
    if rule.quorum:
        found.append(Case("quorum", rule.second_call.after_days if rule.second_call else None))
    if rule.per_college:
        found.append(Case("college"))
    if rule.rounds_max is None or round < rule.rounds_max:
        found.append(Case("another-round", round + 1))
    else:
        found.append(Case("last-round", round))
    return [*found, Case("nobody-consents")]
