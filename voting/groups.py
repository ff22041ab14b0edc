"""The ballots for and against of a group: one college, or everybody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from voting.count_file import CountFile
from voting.papers import papers, refuse, tallied
from voting.rule import Condition

CHOICES = ("for", "against", "abstain", "blank")


@dataclass(frozen=True)
class Group:
    """Vote rights and ballots of a group. `present` counts present or represented, `cast` by default."""

    registered: int
    present: int
    favour: int = 0
    against: int = 0
    abstain: int = 0
    blank: int = 0

    @property
    def cast(self) -> int:
        return self.favour + self.against + self.abstain + self.blank


class Figures(NamedTuple):
    """What is compared: `favour` over `base`, both with what abstentions and blanks added."""

    favour: int
    base: int
    added_favour: int
    added_against: int

    @property
    def support(self) -> Fraction | None:
        """None where nothing can be compared: a base of 0."""
        return Fraction(self.favour, self.base) if self.base else None


def figures(group: Group, condition: Condition) -> Figures:
    """Support of a group under a condition's base, abstentions and blanks."""
    silent = ((group.abstain, condition.abstention), (group.blank, condition.blank))
    added_favour = sum(number for number, place in silent if place == "for")
    added_against = sum(number for number, place in silent if place == "against")
    expressed = group.favour + group.against + added_favour + added_against
    blank_left = group.blank if condition.blank == "out" else 0
    base = {
        "expressed": expressed,
        "expressed-and-blank": expressed + blank_left,
        "cast": group.cast,
        "present": group.present,
        "registered": group.registered,
    }[condition.base]
    return Figures(group.favour + added_favour, base, added_favour, added_against)


def together(groups: Iterable[Group]) -> Group:
    """Several groups counted as one."""
    columns = [(g.registered, g.present, g.favour, g.against, g.abstain, g.blank) for g in groups]
    return Group(*map(sum, zip(*columns, strict=True))) if columns else Group(0, 0)


def read_groups(file: CountFile) -> tuple[dict[str, Group], Group]:
    """The ballots of a for/against vote: by college (empty without colleges), and of everybody."""
    numbers = tallied(file, ("choice",), ("",))
    if any(choice not in CHOICES for _, (choice,) in numbers):
        raise next(
            refuse(f"{paper.path}.choice", "must be one of: %(allowed)s", allowed=", ".join(CHOICES))
            for paper in papers(file, ("choice",))
            if paper.paper.get("choice") not in CHOICES
        )
    ballots: dict[str | None, list[int]] = {}
    for (college, (choice,)), number in numbers.items():
        ballots.setdefault(college, [0, 0, 0, 0])[CHOICES.index(choice)] += number
    present = presence(file, {college: sum(row) for college, row in ballots.items()})
    registered = {college.id: college.registered for college in file.electorate.colleges}
    groups = {
        identity: Group(rights, present[identity], *ballots.get(identity, ()))
        for identity, rights in registered.items()
    }
    if groups:
        return groups, together(groups.values())
    everybody = file.electorate.registered or 0
    return {}, Group(everybody, present[None], *ballots.get(None, ()))


def presence(file: CountFile, cast: Mapping[str | None, int]) -> dict[str | None, int]:
    """Present or represented in each college: as the file says, otherwise those who cast a ballot.

    With a list of voters, whoever is said to be present or has a ballot, their own or by proxy.
    """
    electorate = file.electorate
    if electorate.here is not None and electorate.voters is not None:
        taking_part = electorate.here.union(line["voter"] for line in file.ballots)
        found: dict[str | None, int] = {college.id: 0 for college in electorate.colleges} or {None: 0}
        for voter in taking_part:
            found[electorate.voters[voter]] += 1
        return found
    if electorate.colleges:
        return {c.id: cast.get(c.id, 0) if c.present is None else c.present for c in electorate.colleges}
    return {None: cast.get(None, 0) if electorate.present is None else electorate.present}
