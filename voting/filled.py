"""A paper as somebody filled it in: typed fields read into a ballot, or what is wrong beside each. Pure.

Field names, after the prefix of the paper: ``choice``; ``approved`` (several); ``score-ID``; ``grade-ID``;
``rank-ID``; ``nominee`` and ``reason``; ``blank`` where nothing expressed is a ballot.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from governance.errors import N_
from voting.choosing import LONGEST_NOMINEE, LONGEST_REASON
from voting.fields import Problem
from voting.methods.election import Election

Given = Mapping[str, Sequence[str]]
BLANK = "blank"
BESIDE = ("approved", "scores", "ranking")  # where voting blank is a box of its own


@dataclass
class Filled:
    """``ballot`` is None while nothing is filled in; ``wrong`` by field name, the paths being theirs."""

    ballot: dict[str, Any] | None = None
    wrong: dict[str, Problem] = field(default_factory=dict)

    def refuse(self, name: str, message: str, **values: object) -> None:
        self.wrong.setdefault(
            name, Problem(name, message, {key: str(value) for key, value in values.items()})
        )


def read(family: str, given: Given, one: Election, *, strict: bool = False) -> Filled:
    """What a paper of this family says; ``strict``: a ranking without equals."""
    filled = Filled()
    if family == "ranking":
        said: Any = _ranking(given, one, strict, filled)
    else:
        said = {"choice": _choice, "approved": _approved, "scores": _scores, "grades": _grades}[family](
            given, one, filled
        )
    blank = family in BESIDE and bool(_one(given, BLANK))
    if blank and (said or filled.wrong):
        filled.refuse(BLANK, N_("Either fill in the ballot or vote blank, not both."))
    elif blank or said:
        filled.ballot = {family: said}
    return filled


def nomination(given: Given, one: Election, names: Mapping[str, str]) -> Filled:
    """A nomination; ``names`` {folded: name} are the people known, whose name is then written one way."""
    filled = Filled()
    nominee, reason = " ".join(_one(given, "nominee").split()), _one(given, "reason")
    if not nominee and not reason:
        return filled
    if one.options:
        if nominee not in one.position:
            filled.refuse("nominee", N_("Choose one of the people proposed."))
    else:
        nominee = names.get(nominee.casefold(), nominee)
        if not nominee:
            filled.refuse("nominee", N_("Write the name of the person you propose."))
        elif len(nominee) > LONGEST_NOMINEE:
            filled.refuse("nominee", N_("Write at most %(most)s characters."), most=LONGEST_NOMINEE)
    if not reason:
        filled.refuse("reason", N_("Say why: the circle hears the reasons before it decides."))
    elif len(reason) > LONGEST_REASON:
        filled.refuse("reason", N_("Write at most %(most)s characters."), most=LONGEST_REASON)
    filled.ballot = {"nominee": nominee, "reason": reason}
    return filled


def _one(given: Given, name: str) -> str:
    values = given.get(name) or ("",)
    return values[0].strip()


def _choice(given: Given, one: Election, filled: Filled) -> str:
    said = _one(given, "choice")
    if said and said != BLANK and said not in one.position:
        filled.refuse("choice", N_("This is not one of the options of this vote."))
    return said


def _approved(given: Given, one: Election, filled: Filled) -> list[str]:
    said = {each for each in given.get("approved", ()) if each}
    if not said <= set(one.ids):
        filled.refuse("approved", N_("This is not one of the options of this vote."))
        return sorted(said)
    most = one.whole("max_choices", None, least=1)
    if most is not None and len(said) > most:
        filled.refuse(
            "approved",
            N_("Tick %(most)s at the most: you have ticked %(number)s."),
            most=most,
            number=len(said),
        )
    return one.listed(said)


def _scores(given: Given, one: Election, filled: Filled) -> dict[str, int]:
    most, scores = one.whole("max", 1) or 1, {}
    for option in one.ids:
        typed = _one(given, f"score-{option}")
        if not typed:
            continue
        score = _whole(typed)
        if score is None or score > most:
            filled.refuse(f"score-{option}", N_("Write a whole number from 0 to %(most)s."), most=most)
        else:
            scores[option] = score
    return scores


def _grades(given: Given, one: Election, filled: Filled) -> dict[str, str]:
    listed = one.settings.get("grades", ())
    grades = {option: typed for option in one.ids if (typed := _one(given, f"grade-{option}"))}
    for option, grade in grades.items():
        if grade not in listed:
            filled.refuse(f"grade-{option}", N_("This is not one of the grades of this vote."))
    return grades


def _ranking(given: Given, one: Election, strict: bool, filled: Filled) -> list[list[str]]:
    """Groups of equals, best first. Only the order of the numbers counts: 1, 2, 5 says what 1, 2, 3 says."""
    groups: dict[int, list[str]] = {}
    for option in one.ids:
        typed = _one(given, f"rank-{option}")
        rank = _whole(typed) if typed else None
        if rank is not None and 1 <= rank <= len(one.ids):
            groups.setdefault(rank, []).append(option)
        elif typed:
            filled.refuse(f"rank-{option}", N_("Write a rank from 1 to %(most)s."), most=len(one.ids))
    for rank, group in groups.items():
        for option in group[1:] if strict else ():
            filled.refuse(
                f"rank-{option}",
                N_("Rank %(rank)s is already given: one option at each rank here."),
                rank=rank,
            )
    return [groups[rank] for rank in sorted(groups)]


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None
