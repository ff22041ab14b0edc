"""The `count/1` document: everything needed to recompute a result, read into typed facts.

`load` takes the text, `read` the parsed document. Both raise `CountError` (or `RuleError`) with the
JSON path. The ballots are read by `voting.papers`, since what is written on a paper depends on the method.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from voting import electorate, rule, strict_json
from voting.electorate import Electorate
from voting.fields import Fields, Problem, ReadingError
from voting.settings import OPTION_METHODS

FORMAT = "count/1"


class CountError(ReadingError):
    """A count file that cannot be counted."""


@dataclass(frozen=True)
class CountFile:
    """A count file whose `ballots` are not read yet; `document` is the whole of it.

    `casting_vote` is that of a for/against vote; methods with options read their own from the document.
    """

    rule: rule.Rule
    electorate: Electorate
    ballots: list[Any]
    casting_vote: str | None
    document: Mapping[str, Any]


def load(text: str) -> dict[str, Any]:
    """Parse the JSON text of a count file. Repeated keys, decimals, NaN: `CountError` with the path."""
    try:
        return strict_json.load(text, "a count file is an object")
    except ReadingError as error:
        raise CountError(error.problem) from None


def read(document: Mapping[str, Any]) -> CountFile:
    """Read a parsed count file: rule and electorate checked, and checked against each other."""
    found: list[Problem] = []
    fields = Fields(document, "", found)
    for key in ("format", "rule", "ballots"):
        fields.required(key)
    fields.choice("format", (FORMAT,), FORMAT)
    _raise_first(found)
    read_rule = rule.read(document["rule"])
    voters = electorate.read(fields)
    fields.text("question", None)
    casting_vote = None
    if read_rule.method not in OPTION_METHODS:
        casting_vote = fields.choice("casting_vote", ("for", "against"), None)
    if casting_vote is not None and read_rule.tie != "casting-vote":
        fields.wrong("casting_vote", "the rule gives nobody a casting vote")
    if not isinstance(document["ballots"], list):
        fields.wrong("ballots", "must be a list")
    _raise_first(found)
    _agree(fields, read_rule, voters)
    _raise_first(found)
    return CountFile(read_rule, voters, document["ballots"], casting_vote, document)


def _agree(fields: Fields, read_rule: rule.Rule, voters: Electorate) -> None:
    """The file has the colleges, weights and numbers that its rule speaks of."""
    if read_rule.by_college and not voters.colleges:
        fields.wrong("colleges", "the rule counts by college and the file has none")
    if read_rule.weighs:
        for position, raw in enumerate(fields.raw.get("colleges", ())):
            if "weight" not in raw:
                fields.wrong(
                    f"colleges[{position}].weight", "the rule weighs colleges and this one has no weight"
                )
    for position, requirement in enumerate(read_rule.quorum):
        if requirement.of not in ("all", "each-college"):
            _college_known(fields, voters, f"rule.quorum[{position}].of", requirement.of)
    for position, condition in enumerate(read_rule.also):
        if condition.college is not None:
            _college_known(fields, voters, f"rule.also[{position}].college", condition.college)
    needs = read_rule.quorum or any(c.base == "registered" for c in read_rule.conditions)
    if (needs or read_rule.silence == "consents") and voters.registered is None:
        fields.wrong("registered", "the rule needs the number of registered members")


def _college_known(fields: Fields, voters: Electorate, path: str, college: str) -> None:
    if college not in voters.by_id:
        fields.wrong(path, "%(id)s is not a college of this file", id=college)


def _raise_first(found: list[Problem]) -> None:
    if found:
        raise CountError(found[0])
