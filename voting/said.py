"""What a ballot says, line by line, to show what will be recorded, what was, and who said what. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voting.options import Option

BLANK = ("blank", "abstain")


@dataclass(frozen=True)
class Line:
    """An option by its label, and what is said of it: a score, a grade, a rank, or nothing more."""

    label: str
    said: str = ""


@dataclass(frozen=True)
class Said:
    """A ballot in lines. ``kind``: "blank", or the family; ``left``: labels that a ranking leaves out."""

    kind: str
    lines: tuple[Line, ...] = ()
    left: tuple[str, ...] = ()
    reason: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """On one line: "Alice: 3, Bob: 1"; a ranking as "Alice > Bob = Chloé"."""
        if self.kind == "ranking":
            return _chain(self.lines)
        return ", ".join(f"{each.label} ({each.said})" if each.said else each.label for each in self.lines)


def read(ballot: Mapping[str, Any], options: Sequence[Option]) -> Said:
    """What is written on a ballot; keys that are not the ballot's are left alone."""
    labels = {option.id: option.label for option in options}
    if "nominee" in ballot:
        reason = tuple(part for part in str(ballot.get("reason", "")).split("\n") if part.strip())
        nominee = str(ballot["nominee"])
        return Said("nominee", (Line(labels.get(nominee, nominee)),), reason=reason)
    for kind in ("choice", "approved", "scores", "grades", "ranking"):
        if kind in ballot:
            said = ballot[kind]
            if not said or (kind == "choice" and said in BLANK and said not in labels):
                return Said("blank")
            return _lines(kind, said, labels)
    return Said("blank")


def _lines(kind: str, said: Any, labels: Mapping[str, str]) -> Said:
    if kind == "choice":
        return Said(kind, (Line(labels.get(said, said)),))
    if kind == "approved":
        return Said(kind, tuple(Line(labels[option]) for option in labels if option in said))
    if kind == "ranking":
        groups = [[group] if isinstance(group, str) else group for group in said]
        ranked = tuple(
            Line(labels.get(option, option), str(rank))
            for rank, group in enumerate(groups, 1)
            for option in group
        )
        inside = {option for group in groups for option in group}
        return Said(kind, ranked, left=tuple(labels[option] for option in labels if option not in inside))
    lines = tuple(Line(labels[option], str(said[option])) for option in labels if option in said)
    return Said(kind, lines, left=tuple(labels[option] for option in labels if option not in said))


def _chain(lines: Sequence[Line]) -> str:
    parts: list[str] = []
    for before, line in zip((None, *lines), lines, strict=False):
        if before is not None:
            parts.append("=" if before.said == line.said else ">")
        parts.append(line.label)
    return " ".join(parts)
