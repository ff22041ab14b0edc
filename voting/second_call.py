"""A second call: the same rule, under the quorum that the rule wrote for it, and no third call after it."""

from dataclasses import replace
from typing import Any

from governance.rules.parts import Decision
from voting import rule as rules


def called_again(decision: Decision) -> Decision:
    """The kind of decision as a second call applies it; unchanged where the rule has no second call."""
    if decision.rule.second_call is None:
        return decision
    raw: dict[str, Any] = dict(decision.raw)
    second = raw.pop("second_call")
    raw["quorum"] = list(second.get("quorum", []))
    return replace(decision, raw=raw, rule=rules.read(raw))
