"""The options of a vote at its opening: given, or the rule's own; what would make them unusable."""

from collections.abc import Sequence
from dataclasses import replace

from governance.rules.parts import Decision
from voting import choosing, options, recount
from voting.errors_choice import (
    NominationIsOpen,
    NoOptionsWanted,
    OptionElsewhere,
    OptionsMissing,
    OptionTwice,
    OptionUnusable,
    RandomnessUnnamed,
)
from voting.options import Option, OptionError


def settle(decision: Decision, given: Sequence[Option] | None, colleges: Sequence[str]) -> list[Option]:
    """The options as they will be frozen; ``colleges`` are the ids of those that vote.

    A vote on a text has none, an election without candidate may have none. One is enough where it may be
    turned down, or where each college fills its own seats. Raises NoOptionsWanted, OptionsMissing,
    OptionUnusable, OptionTwice, OptionElsewhere, NominationIsOpen, RandomnessUnnamed.
    """
    if not choosing.is_choice(decision.method):
        if given:
            raise NoOptionsWanted(rule=decision.name)
        return []
    rule = decision.rule
    listed = list(given) if given else options.of_rule(rule.settings.get("options"))
    if decision.method == "without-candidate":
        if rule.ballots == "secret":
            raise NominationIsOpen
    elif len(listed) < (least := options.least(decision.method, rule.main.by)):
        raise OptionsMissing(rule=decision.name, least=least)
    if decision.method == "lot" and not rule.settings.get("randomness"):
        raise RandomnessUnnamed(rule=decision.name)
    _check(listed, colleges, costs=decision.method == "equal-shares")
    if recount.is_overall_only(rule):  # its file names no college
        return [replace(each, college=None) for each in listed]
    return listed


def _check(listed: Sequence[Option], colleges: Sequence[str], *, costs: bool) -> None:
    try:
        options.check(listed)
    except OptionError as error:
        refusal = OptionTwice if error.problem == "twice" else OptionUnusable
        raise refusal(option=error.option) from error
    for option in listed:
        if costs and option.cost is None:
            raise OptionUnusable(option=option.label)
        if option.college is not None and option.college not in colleges:
            raise OptionElsewhere(option=option.label)
