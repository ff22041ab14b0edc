"""Two people changed the same text at once: what both become, and where they have to choose. Pure.

Changes are read from the common text by longest common subsequences. Changes in different places are both
kept. Where they touch the same place and differ, nobody is right beforehand: it is a ``Conflict``.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from proposals import paragraphs

TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
LONGEST = 2_000  # words of a paragraph that are compared one by one

Join = Callable[[Sequence[str]], str]
Pieces = tuple[str, ...]


@dataclass(frozen=True)
class Conflict:
    """One place that both sides changed, each otherwise: what it was, and what each says."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    """The places of a text in order: what is settled, and conflicts. ``written`` puts it together."""

    parts: tuple[str | Conflict, ...]
    join: Join = paragraphs.join

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return tuple(part for part in self.parts if isinstance(part, Conflict))

    @property
    def text(self) -> str:
        """The text, with both sides one after the other where they collide: nothing is lost."""
        return self.written([self.join((each.mine, each.theirs)) for each in self.conflicts])

    def written(self, answers: Sequence[str]) -> str:
        """The text with an answer for each conflict, in order. Raises ValueError when one is missing."""
        if len(answers) != len(self.conflicts):
            raise ValueError(f"{len(self.conflicts)} answers are needed")
        given = iter(answers)
        return self.join([next(given) if isinstance(part, Conflict) else part for part in self.parts])


@dataclass(frozen=True)
class _Edit:
    """Pieces that stand instead of ``base[start:end]``, on one side."""

    start: int
    end: int
    pieces: Pieces


def three_way(base: str, mine: str, theirs: str) -> Merged:
    """Two states of a Markdown text that comes from ``base``, paragraph by paragraph."""
    return _merged(*(tuple(p.text for p in paragraphs.split(text)) for text in (base, mine, theirs)))


def whole(base: str, mine: str, theirs: str) -> Merged:
    """Two states of one value that is not cut: a title, a date, a choice."""
    if mine == theirs or theirs == base:
        return Merged((mine,), "".join)
    return Merged((theirs,) if mine == base else (Conflict(base, mine, theirs),), "".join)


def words(base: str, mine: str, theirs: str) -> str | None:
    """Two states of one paragraph as one, word by word; None where their changes touch each other."""
    cut = [tuple(TOKENS.findall(text)) for text in (base, mine, theirs)]
    if mine == theirs:
        return mine
    if max(map(len, cut)) > LONGEST:
        return None
    merged = _merged(*cut, apart=2, join="".join)
    return None if merged.conflicts else merged.written(())


def settled(merged: Merged) -> Merged:
    """The same, with the conflicts settled whose changes stand apart in the words of a paragraph."""
    parts: list[str | Conflict] = []
    for part in merged.parts:
        together = words(part.base, part.mine, part.theirs) if isinstance(part, Conflict) else None
        parts.append(part if together is None else together)
    return Merged(tuple(parts), merged.join)


def _merged(
    base: Pieces, mine: Pieces, theirs: Pieces, *, apart: int = 0, join: Join = paragraphs.join
) -> Merged:
    parts: list[str | Conflict] = []
    shown: list[str] = []
    position = 0
    for start, end, left, right in _places(_edits(base, mine), _edits(base, theirs), apart):
        before = base[position:start]
        a, b = _applied(base, start, end, left), _applied(base, start, end, right)
        collide = bool(left and right) and a != b
        taken = b if not left else a
        parts += [*before, Conflict(join(base[start:end]), join(a), join(b))] if collide else before + taken
        shown += [*before, *a, *b] if collide else before + taken
        position = end
    if (Counter(base) & Counter(mine) & Counter(theirs)) - Counter((*shown, *base[position:])):
        # of pieces that repeat, each side kept another one: nobody but the reader can pair them
        return Merged((Conflict(join(base), join(mine), join(theirs)),), join)
    return Merged((*parts, *base[position:]), join)


def _edits(base: Pieces, side: Pieces) -> list[_Edit]:
    """The changes of one side in order; pieces replaced one for one are changes of their own."""
    found: list[_Edit] = []
    matcher = SequenceMatcher(None, base, side, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "replace" and j - i == m - k:
            found += [_Edit(n, n + 1, side[k + n - i : k + n - i + 1]) for n in range(i, j)]
        elif tag != "equal":
            found.append(_Edit(i, j, side[k:m]))
    return found


def _places(
    ours: Sequence[_Edit], others: Sequence[_Edit], apart: int
) -> Iterator[tuple[int, int, list[_Edit], list[_Edit]]]:
    """Places of the base, in order, with the changes of each side that meet there."""
    waiting = sorted(
        [(edit, 0) for edit in ours] + [(edit, 1) for edit in others], key=lambda e: (e[0].start, e[0].end)
    )
    while waiting:
        sides: tuple[list[_Edit], list[_Edit]] = ([], [])
        edit, side = waiting.pop(0)
        sides[side].append(edit)
        start, end = edit.start, edit.end
        while waiting and _meets(sides, *waiting[0], end, apart):
            edit, side = waiting.pop(0)
            sides[side].append(edit)
            end = max(end, edit.end)
        yield start, end, *sides


def _meets(sides: tuple[list[_Edit], list[_Edit]], edit: _Edit, side: int, end: int, apart: int) -> bool:
    """Whether a change, not before those gathered, touches the same place as they do."""
    if edit.start < end:
        return True
    others = [each for each in sides[1 - side] if each.end + apart > edit.start or each.start == edit.start]
    return any(apart or each.start == each.end == edit.start == edit.end for each in others)


def _applied(base: Pieces, start: int, end: int, edits: Sequence[_Edit]) -> Pieces:
    pieces: list[str] = []
    position = start
    for edit in edits:
        pieces += [*base[position : edit.start], *edit.pieces]
        position = edit.end
    return (*pieces, *base[position:end])
