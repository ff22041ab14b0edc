"""What one voter may write on the ballot of a choice among options; one truth with the count. Pure but for
the refusal.

A *family* is what is written: ``choice``, ``approved``, ``scores``, ``grades``, ``ranking``, ``nominee``, or
``none`` for a lot.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from voting import rule as rules
from voting.errors_choice import NoBallotsInALot, WrongPaper
from voting.fields import ReadingError
from voting.methods import METHODS
from voting.methods.election import Election
from voting.methods.election import Option as Counted
from voting.options import Option, loads, within
from voting.rule import Rule
from voting.settings import OPTION_METHODS
from voting.texts import tidy

FAMILIES: Mapping[str, str] = {
    "plurality": "choice",
    "approval": "approved",
    "score": "scores",
    "majority-judgment": "grades",
    "schulze": "ranking",
    "ranked-pairs": "ranking",
    "irv": "ranking",
    "stv": "ranking",
    "without-candidate": "nominee",
    "lot": "none",
    "equal-shares": "approved",
}
LONGEST_NOMINEE = 120  # characters
LONGEST_REASON = 5_000
STRICT = ("irv", "stv")  # rankings without equals
BLANKS = ("choice", "approved", "scores", "ranking")  # families where nothing expressed is a ballot
BLANK: Mapping[str, Any] = {"choice": "blank", "approved": [], "scores": {}, "grades": {}, "ranking": []}


def is_choice(method: str) -> bool:
    """Whether a method chooses among options or people, rather than answering a text."""
    return method in OPTION_METHODS


def family(rule: Rule) -> str:
    """What a voter writes under this rule. Equal shares takes scores where the rule gives their ``max``."""
    if rule.method == "equal-shares" and "max" in rule.settings:
        return "scores"
    return FAMILIES[rule.method]


def election(rule: Rule, options: Sequence[Option], college: str) -> Election:
    """The election as one voter sees it, by their college."""
    return Election(
        options=tuple(_counted(option) for option in within(options, college, rule.main.by)),
        seats=rule.seats,
        settings=dict(rule.settings) | {"tie": rule.tie},
    )


def _counted(option: Option) -> Counted:
    return Counted(
        id=option.id,
        label=option.label,
        ratio=Fraction(option.ratio or 1),
        cost=None if option.cost is None else Fraction(option.cost),
        college=option.college,
    )


def checked(rule: Rule, ballot: Mapping[str, Any], one: Election) -> dict[str, Any]:
    """The ballot, read by the method itself. Raises WrongPaper for what it would not count."""
    kind = family(rule)
    if kind == "none":
        raise NoBallotsInALot
    allowed = {"nominee", "reason"} if kind == "nominee" else {kind}
    if not set(ballot) <= allowed or kind not in ballot:
        raise WrongPaper(why=kind)
    if kind == "nominee" and not _is_nomination(ballot):
        raise WrongPaper(why="nominee")
    try:
        METHODS[rule.method].read(ballot, "", one)
    except ReadingError as error:
        raise WrongPaper(why=str(error).lstrip(".")) from error
    return dict(ballot)


def _is_nomination(ballot: Mapping[str, Any]) -> bool:
    """A name and a reason, as long as the paper takes them."""
    nominee, reason = ballot["nominee"], ballot.get("reason")
    if not isinstance(nominee, str) or not isinstance(reason, str):
        return False
    return 0 < len(nominee) <= LONGEST_NOMINEE and 0 < len(reason) <= LONGEST_REASON


@dataclass(frozen=True)
class Chooser:
    """What reads the ballots of one vote: its rule and its options, as they were frozen."""

    rule: Rule
    options: Sequence[Option]

    def paper(self, vote: int, ballot: Mapping[str, Any], college: str) -> dict[str, Any]:
        """What is written on a ballot, as it is committed to. Raises WrongPaper, NoBallotsInALot."""
        ballot = {name: tidy(said) if isinstance(said, str) else said for name, said in ballot.items()}
        return {"vote": vote, **checked(self.rule, ballot, election(self.rule, self.options, college))}


def chooser(method: str, raw_rule: Mapping[str, Any], options: str | None) -> Chooser | None:
    """The reader of a vote's ballots; None for a vote on a text."""
    return Chooser(rules.read(raw_rule), loads(options)) if is_choice(method) else None


def try_settings(rule: Rule, options: Sequence[Option], college: str) -> None:
    """Count an empty urn and read an empty paper: a setting that is missing or wrong shows now.

    Raises ``voting.fields.ReadingError``.
    """
    one = election(rule, options, college)
    if not one.options:
        return
    method, kind = METHODS[rule.method], family(rule)
    method.count({}, one)
    if kind in BLANK:
        method.read({kind: BLANK[kind]}, "rule", one)
