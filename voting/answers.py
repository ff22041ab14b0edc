"""What somebody answers for one member to a text put to the vote, and the paper that is made of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from proposals.paragraphs import split
from voting import urn
from voting.errors import (
    ConcernMissing,
    NatureMissing,
    ReasonMissing,
    ReasonTooLong,
    UnknownChoice,
    UnknownParagraph,
    UnknownTest,
)
from voting.texts import tidy

CHOICES = {
    "majority": ("for", "against", "abstain", "blank"),
    "consent": ("consent", "concern", "objection", "stand-aside"),
}
NATURES = ("harm", "limit", "rule")
TESTS = ("purpose", "role", "without", "certain")
"""Would it harm the circle's purpose? Does it limit a role I represent? Would it exist without the proposal?
Is it certain, or would there be no time to adapt before harm?"""
YES, NO = "yes", "no"
LONGEST_REASON = 5_000  # characters
LONGEST_WHY = 500


@dataclass(frozen=True)
class Reply:
    """The answer of who objects to one of the four questions, YES or NO, and why in a few words."""

    answer: str
    why: str = ""


@dataclass(frozen=True)
class Answer:
    """What a person answers for one member; all but ``choice`` is for consent only.

    ``paragraph``: of the text put to the vote, from 1; None for the whole of it. ``tests``: by name of TESTS.
    ``ballot``: the fields of a choice among options, instead of ``choice``.
    """

    member_id: int
    choice: str = ""
    reason: str = ""
    nature: str = ""
    ballot: Mapping[str, Any] | None = None
    paragraph: int | None = None
    tests: Mapping[str, Reply] = field(default_factory=dict)


def paper(vote: int, method: str, answer: Answer, text: Callable[[], str]) -> dict[str, Any]:
    """What is written on the ballot. ``text`` reads the frozen text, asked for only where a paragraph is.

    Raises the refusals of a paper wrongly filled in.
    """
    if answer.choice not in CHOICES[method]:
        raise UnknownChoice
    reason = tidy(answer.reason)
    if len(reason) > LONGEST_REASON:
        raise ReasonTooLong(most=LONGEST_REASON)
    if answer.choice == "concern":
        if not reason:
            raise ConcernMissing
        return urn.paper(vote, "concern", reason=reason)
    if answer.choice != "objection":
        return urn.paper(vote, answer.choice)
    if not reason:
        raise ReasonMissing
    if answer.nature not in NATURES:
        raise NatureMissing
    if answer.paragraph is not None and answer.paragraph not in range(1, len(split(text())) + 1):
        raise UnknownParagraph
    return urn.paper(
        vote,
        "objection",
        nature=answer.nature,
        reason=reason,
        paragraph=answer.paragraph,
        tests=_written(answer.tests),
    )


def _written(tests: Mapping[str, Reply]) -> dict[str, dict[str, str]]:
    """The answers to the four questions, as they stand on a paper."""
    for name, tested in tests.items():
        if name not in TESTS or tested.answer not in (YES, NO) or len(tidy(tested.why)) > LONGEST_WHY:
            raise UnknownTest
    return {
        name: {"answer": tests[name].answer, "why": tidy(tests[name].why)} for name in TESTS if name in tests
    }


def tests_on(paper: Mapping[str, Any]) -> dict[str, Reply]:
    """The answers to the four questions that a paper holds."""
    return {name: Reply(**said) for name, said in paper.get("tests", {}).items()}
