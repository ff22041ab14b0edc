"""Cleaned HTML of a text as blocks of words, so that two versions can be compared. Pure.

Only what ``governance.web.richtext`` lets through is expected; whatever else is there comes out as text.
"""

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from itertools import count

LEAVES = frozenset({"p", "h3", "h4", "h5", "h6", "li"})
CONTAINERS = frozenset({"ul", "ol", "blockquote"})
WHOLE = frozenset({"table", "pre"})  # compared as one thing
INLINE = frozenset({"strong", "em", "code", "a", "sup", "sub", "ins", "del"})
WIDE = '<div class="wide-table" tabindex="0">'  # around a table, as it is rendered
WORDS = re.compile(r"\s+|\w+(?:['’\-]\w+)*|[^\w\s]")

Element = tuple[str, str, int]  # tag, opening tag as written, which one it is


@dataclass(frozen=True)
class Word:
    """A word, a mark or a blank, with the opening tags around it."""

    text: str
    around: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        return self.text.isspace()


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, an item; ``path``: elements around it, itself last. ``raw``: kept whole."""

    path: tuple[Element, ...]
    words: tuple[Word, ...] = ()
    raw: str = ""

    @property
    def kind(self) -> tuple[str, ...]:
        return tuple(tag for tag, _, _ in self.path)

    @property
    def text(self) -> str:
        return self.raw or "".join(word.text for word in self.words)

    @property
    def key(self) -> tuple[object, ...]:
        return self.kind, self.words, self.raw


def blocks(html: str) -> list[Block]:
    """The blocks of a cleaned HTML text, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.finish()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self._ids = count(1)
        self._path: list[Element] = []
        self._inline: list[tuple[str, str]] = []
        self._words: list[Word] = []
        self._whole: list[str] = []  # parts of the table or code being read
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or f"<{tag}>"
        if self._depth or tag in WHOLE:
            self._begin_whole(tag, written)
        elif tag in LEAVES or tag in CONTAINERS:
            self.finish()
            self._path.append((tag, written, next(self._ids)))
        elif tag in INLINE:
            self._inline.append((tag, written))
        elif tag == "br":
            self._words.append(Word("\n", tuple(opening for _, opening in self._inline)))
        elif tag == "hr":
            self.finish()
            self.found.append(Block((*self._path, ("hr", "<hr>", next(self._ids))), raw="<hr>"))

    def handle_endtag(self, tag: str) -> None:
        if self._depth:
            self._end_whole(tag)
        elif tag in LEAVES or tag in CONTAINERS:
            self.finish()
            self._inline.clear()
            while any(element[0] == tag for element in self._path):
                if self._path.pop()[0] == tag:
                    break
        elif any(opened == tag for opened, _ in self._inline):
            while self._inline.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._depth:
            self._whole.append(escape(data))
            return
        around = tuple(opening for _, opening in self._inline)
        self._words += [Word(" " if text.isspace() else text, around) for text in WORDS.findall(data)]

    def _begin_whole(self, tag: str, written: str) -> None:
        if not self._depth:
            self.finish()
        self._depth += tag not in {"br", "hr"}
        self._whole.append(written)

    def _end_whole(self, tag: str) -> None:
        self._depth -= 1
        self._whole.append(f"</{tag}>")
        if not self._depth:
            raw = "".join(self._whole)
            raw = WIDE + raw + "</div>" if tag == "table" else raw
            self._whole.clear()
            self.found.append(Block((*self._path, (tag, "", next(self._ids))), raw=raw))

    def finish(self) -> None:
        """Make a block of the words read so far; blanks alone are not one."""
        words = _trimmed(self._words)
        self._words = []
        if words:
            path = tuple(self._path) or (("p", "<p>", next(self._ids)),)
            self.found.append(Block(path, words))


def _trimmed(words: list[Word]) -> tuple[Word, ...]:
    """Without blanks at the ends, nor two in a row."""
    kept: list[Word] = []
    for word in words:
        if not (word.is_blank and (not kept or kept[-1].is_blank)):
            kept.append(word)
    while kept and kept[-1].is_blank:
        kept.pop()
    return tuple(kept)
