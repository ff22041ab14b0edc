"""What changed between two versions of a text, word by word, as HTML that a screen reader can follow. Pure.

Blocks (paragraphs, headings, items) are paired first, then their words are compared, by the longest common
subsequence as ``difflib`` finds it. Added words stand in ``ins``, removed ones in ``del``, with hidden words.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from html import escape

from proposals.markup import Block, Element, Word, blocks

SAME, ADDED, REMOVED = "same", "added", "removed"
LARGEST = 4_000_000  # pairs of words compared in one block; beyond, it is shown removed and added whole
PAIRED_ABOVE = 3  # tenths of the words in common that make two blocks two states of one

Change = tuple[str, tuple[Word, ...]]
Pair = tuple[Block | None, Block | None]  # before and after; None where a block came or went


@dataclass(frozen=True)
class Said:
    """Hidden words around a change, in the reader's language: "[added: " … "]"."""

    added: str
    removed: str
    end: str = "]"


@lru_cache(maxsize=256)
def compare(old: str, new: str, said: Said) -> str:
    """The new text with its changes from the old one marked; both are cleaned HTML, and so is the answer."""
    page = _Page(said)
    for before, after in _kept_whole(list(_paired(blocks(old), blocks(new)))):
        page.put(before, after)
    return page.html()


@dataclass(frozen=True)
class Row:
    """What one paragraph was and what it is, each as HTML; empty on the side where it is not."""

    before: str
    after: str
    changed: bool


@lru_cache(maxsize=256)
def beside(old: str, new: str, said: Said) -> tuple[Row, ...]:
    """The two texts in rows, a paragraph facing what it became; each side has its own marks."""
    rows: list[list[Pair]] = []
    last: list[tuple[Element | None, int]] = [(None, 0), (None, 0)]  # of each side: its element, its row
    for pair in _paired(blocks(old), blocks(new)):
        there = [(side, each.path[0]) for side, each in enumerate(pair) if each is not None]
        if any(last[side][0] == element for side, element in there):
            row = max(last[side][1] for side, _ in there)
            rows[row].append(pair)
        else:
            row = len(rows)
            rows.append([pair])
        for side, element in there:
            last[side] = element, row
    return tuple(_row(row, said) for row in rows)


@lru_cache(maxsize=256)
def compare_line(old: str, new: str, said: Said) -> str:
    """A line of plain text (a title) with its changes marked, as HTML."""
    page = _Page(said)
    changes = _changes(_words(old), _words(new))
    return "".join(page.marked(kind, words) for kind, words in changes)


def differ(old: str, new: str) -> bool:
    """Whether two cleaned HTML texts say something different."""
    return [block.key for block in blocks(old)] != [block.key for block in blocks(new)]


def _words(text: str) -> tuple[Word, ...]:
    found = blocks(escape(text))
    return found[0].words if found else ()


def _paired(old: list[Block], new: list[Block]) -> Iterator[Pair]:
    """Pairs (before, after) in reading order; None where a block came or went."""
    matcher = SequenceMatcher(None, [b.key for b in old], [b.key for b in new], autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(old[i:j], new[k:m], strict=True)
        else:
            yield from _closest(old[i:j], new[k:m])


def _kept_whole(pairs: list[Pair]) -> Iterator[Pair]:
    """The same pairs: what was removed in the middle of a list that goes on stands after that list.

    So the elements of the new text stay what they are, and keep their numbers.
    """
    following = deque(after for _, after in pairs if after is not None)
    outside: Element | None = None
    held: list[Pair] = []
    for before, after in pairs:
        if after is not None:
            following.popleft()
            if after.path[0] != outside:
                yield from held
                held = []
            outside = after.path[0]
        elif before is not None and outside and before.path[0][0] != outside[0]:
            goes_on = bool(following) and following[0].path[0] == outside
            if goes_on:
                held.append((before, after))
                continue
        yield before, after
    yield from held


def _row(row: list[Pair], said: Said) -> Row:
    before, after = _Page(said), _Page(said)
    for old, new in row:
        changes = _changes(old.words, new.words) if old and new and not new.raw else []
        if old:
            before.side(old, REMOVED, changes, alone=new is None)
        if new:
            after.side(new, ADDED, changes, alone=old is None)
    changed = any(old is None or new is None or old.key != new.key for old, new in row)
    return Row(before.html(), after.html(), changed)


def _closest(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Pair]:
    """Pair what was rewritten with what it became, each with the next one that resembles it."""
    start = 0
    for after in new:
        match = next((i for i in range(start, len(old)) if _alike(old[i], after)), None)
        if match is None:
            yield None, after
            continue
        for gone in old[start:match]:
            yield gone, None
        yield old[match], after
        start = match + 1
    for gone in old[start:]:
        yield gone, None


def _alike(before: Block, after: Block) -> bool:
    if before.raw or after.raw or before.kind != after.kind:
        return False
    a, b = _spoken(before), _spoken(after)
    if not a or not b or len(a) * len(b) > LARGEST:
        return False
    common = sum(size for _, _, size in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    return 20 * common >= PAIRED_ABOVE * (len(a) + len(b))


def _spoken(block: Block) -> list[str]:
    return [word.text for word in block.words if word.text[0].isalnum()]


def _changes(old: tuple[Word, ...], new: tuple[Word, ...]) -> list[Change]:
    found: list[Change] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            found.append((SAME, old[i:j]))
        else:
            found += [(kind, words) for kind, words in ((REMOVED, old[i:j]), (ADDED, new[k:m])) if words]
    return _gathered(found)


def _gathered(changes: list[Change]) -> list[Change]:
    """Blanks and marks left between two changes join them: a phrase that changed is read as one phrase."""
    runs: list[Change] = []
    removed: list[Word] = []
    added: list[Word] = []
    for position, (kind, words) in enumerate(changes):
        between = 0 < position < len(changes) - 1 and not any(word.text[0].isalnum() for word in words)
        if kind == SAME and not (between and (removed and added)):
            runs += [(k, tuple(w)) for k, w in ((REMOVED, removed), (ADDED, added)) if w]
            runs.append((SAME, words))
            removed, added = [], []
            continue
        removed += words if kind in (SAME, REMOVED) else ()
        added += words if kind in (SAME, ADDED) else ()
    return runs + [(k, tuple(w)) for k, w in ((REMOVED, removed), (ADDED, added)) if w]


class _Page:
    """Writes blocks one after the other, keeping lists and quotations open from one to the next."""

    def __init__(self, said: Said) -> None:
        self._said = said
        self._open: list[Element] = []
        self._parts: list[str] = []

    def put(self, before: Block | None, after: Block | None) -> None:
        if after is None and before is not None:
            self._enter(self._beside(before.path), before.raw)
            self._parts.append(self._whole(REMOVED, before))
        elif after is not None:
            self._enter(after.path, after.raw)
            if before is None:
                self._parts.append(self._whole(ADDED, after))
            elif after.raw:
                self._parts.append(after.raw)
            else:
                changes = _changes(before.words, after.words)
                self._parts += [self.marked(kind, words) for kind, words in changes]

    def side(self, block: Block, kind: str, changes: list[Change], *, alone: bool) -> None:
        """One side of a change: the block with what is not on the other side marked."""
        self._enter(block.path, block.raw)
        if alone:
            self._parts.append(self._whole(kind, block))
        elif block.raw:
            self._parts.append(block.raw)
        else:
            self._parts += [self.marked(which, words) for which, words in changes if which in (SAME, kind)]

    def html(self) -> str:
        self._leave(0)
        return "".join(self._parts)

    def marked(self, kind: str, words: Sequence[Word]) -> str:
        """Words of one kind; blanks at the ends stay outside the mark."""
        if kind == SAME:
            return _written(words)
        inside = list(words)
        lead, tail = [], []
        while inside and inside[0].is_blank:
            lead.append(inside.pop(0))
        while inside and inside[-1].is_blank:
            tail.append(inside.pop())
        if not inside:
            return _written(words) if kind == ADDED else ""
        return _written(lead) + self._mark(kind, _written(inside)) + _written(tail)

    def _whole(self, kind: str, block: Block) -> str:
        return self._mark(kind, block.raw) if block.raw else self.marked(kind, block.words)

    def _mark(self, kind: str, html: str) -> str:
        tag = "ins" if kind == ADDED else "del"
        hidden = self._said.added if kind == ADDED else self._said.removed
        begins, ends = (f'<span class="vh">{escape(text)}</span>' for text in (hidden, self._said.end))
        return f"<{tag}>{begins}{html}{ends}</{tag}>"

    def _beside(self, path: tuple[Element, ...]) -> tuple[Element, ...]:
        """The path of a removed block, inside the list that is open if it was in such a list."""
        depth = 0
        while depth < min(len(path) - 1, len(self._open)) and path[depth][0] == self._open[depth][0]:
            depth += 1
        tag, written, which = path[-1]
        gone = tuple((tag, written, -which) for tag, written, which in path[depth:-1])
        return (*self._open[:depth], *gone, (tag, written, -which))

    def _enter(self, path: tuple[Element, ...], raw: str) -> None:
        around = path[:-1] if raw else path
        shared = 0
        while shared < min(len(around), len(self._open)) and around[shared] == self._open[shared]:
            shared += 1
        self._leave(shared)
        for element in around[shared:]:
            self._parts.append(element[1])
            self._open.append(element)

    def _leave(self, depth: int) -> None:
        while len(self._open) > depth:
            self._parts.append(f"</{self._open.pop()[0]}>")


def _written(words: Sequence[Word]) -> str:
    """Words as HTML, with the tags around them opened and closed once for a run of words."""
    parts: list[str] = []
    around: tuple[str, ...] = ()
    for word in words:
        if word.around != around:
            parts.append(_moved(around, word.around))
            around = word.around
        parts.append("<br>" if word.text == "\n" else escape(word.text))
    return "".join(parts) + _moved(around, ())


def _moved(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    shared = 0
    while shared < min(len(before), len(after)) and before[shared] == after[shared]:
        shared += 1
    closed = "".join(f"</{_tag(opening)}>" for opening in reversed(before[shared:]))
    return closed + "".join(after[shared:])


def _tag(opening: str) -> str:
    return opening[1:].split(" ")[0].rstrip(">")
