"""A kind of decision as it fills the seats there are, where the code leaves their number open. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from governance.rules.parts import Decision, SocialCode
from voting import rule as rules

TOGETHER = ""  # the seats that everybody elects together


def is_open(decision: Decision) -> bool:
    """Whether the rule says no number of seats and could fill any."""
    return "seats" not in decision.raw and not one_seat(decision)


def one_seat(decision: Decision) -> bool:
    """Whether the method fills one seat only, whatever is asked."""
    return decision.method == "irv" or bool(decision.rule.settings.get("majority_first"))


def filling(decision: Decision, code: SocialCode, seats: Mapping[str, int]) -> tuple[Decision, SocialCode]:
    """The kind of decision and the colleges with ``seats`` to fill: by college, or ``TOGETHER``."""
    colleges = tuple(replace(each, seats=seats.get(each.id, each.seats)) for each in code.colleges)
    code = replace(code, colleges=colleges)
    if TOGETHER not in seats or not is_open(decision):
        return decision, code
    raw = {**decision.raw, "seats": seats[TOGETHER]}
    return replace(decision, raw=raw, rule=rules.read(raw)), code
