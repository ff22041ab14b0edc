"""A Markdown text as numbered paragraphs: the numbering of amendments, quotations and objections. Pure.

A paragraph is what makes one element of the page that ``governance.web.richtext`` renders: an empty line
separates; a heading, a list, a table, a code fence, a quotation are one each, however many lines they have.
The order of the tests below is the one in which Python-Markdown tries its own.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

FENCE = re.compile(
    r"^(~{3,}|`{3,})[ ]*(?:\{[^\n]*\}|\.?[\w#.+-]*[ ]*)\n(?:.*?\n)??\1[ ]*$", re.MULTILINE | re.DOTALL
)
INDENTED = re.compile(r"(?: {4}.*(?:\n|$))+")
HEADING = re.compile(r"(?:^|\n)(#{1,6}(?:\\.|[^\\\n])*?#*)(?:\n|$)")
UNDERLINED = re.compile(r".*\n(?:=+|-+)[ ]*(?:\n|$)")
RULE = re.compile(r"^ {0,3}(?:(?:-+ {0,2}){3,}|(?:_+ {0,2}){3,}|(?:\*+ {0,2}){3,}) *$", re.MULTILINE)
NUMBERED = re.compile(r" {0,3}\d+\. +.")
BULLETED = re.compile(r" {0,3}[*+-] +.")
QUOTATION = re.compile(r"(?:^|\n)(?= {0,3}>)")
REFERENCE = re.compile(
    r"^ {0,3}\[[^\[\]]*\]: *(?:\n *)?\S+ *(?:\n *)?(?:([\"']).*\1 *|\(.*\) *)?$", re.MULTILINE
)
CELLS = re.compile(r"(?<!\\)\|")
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)(?:\s+[\w-]+=\"[^\"]*\")*\s*>")
WORDS = re.compile(r"\w+")

PLAIN, FENCED, CODE, TABLE, TITLE, LINE = "plain", "fence", "code", "table", "heading", "rule"
OL, UL, QUOTE, LINKS = "ol", "ul", "quote", "links"
GROWING = frozenset({CODE, OL, UL, QUOTE})  # goes on after an empty line


@dataclass(frozen=True)
class Paragraph:
    """One block of a text; ``number`` from 1, ``text`` its Markdown without the empty lines around it."""

    number: int
    text: str


def split(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a Markdown text, in order; as many as its page has elements."""
    return tuple(Paragraph(number, piece) for number, piece in enumerate(_pieces(text), 1))


def join(pieces: Sequence[str]) -> str:
    """A Markdown text made of these paragraphs; empty ones are left out."""
    return "\n\n".join(kept for piece in pieces if (kept := _trimmed(piece)))


def at(text: str, number: int) -> str | None:
    """The Markdown of one paragraph, or None where there is no such number."""
    return next((each.text for each in split(text) if each.number == number), None)


def replace(text: str, number: int, new: str) -> str:
    """The text with one paragraph said otherwise; ``new`` empty removes it, the others stay as they are.

    Raises LookupError where there is no such paragraph.
    """
    pieces = [each.text for each in split(text)]
    if not 1 <= number <= len(pieces):
        raise LookupError(number)
    pieces[number - 1] = new
    return join(pieces)


def find(text: str, words: str) -> int | None:
    """The number of the paragraph that says exactly this, else of the only one in which these words stand.

    None when no paragraph does, or several. Marks, blanks and capitals are not compared.
    """
    said, found = _words(words), split(text)
    if not said:
        return None
    same = [each.number for each in found if each.text == _trimmed(words)]
    holding = same or [each.number for each in found if _words(each.text) == said]
    holding = holding or [each.number for each in found if f" {said} " in f" {_words(each.text)} "]
    return holding[0] if len(holding) == 1 else None


def numbered_html(
    html: str, label: Callable[[int], str], beside: Callable[[int], str] = lambda number: ""
) -> str:
    """A cleaned page (of a version, or of what changed in it) with each paragraph at ``#p-<number>``.

    ``label``: words of the link to it, as HTML; ``beside``: more links, as HTML. What is shown removed has
    no number: the numbers are those of ``split`` for the text that remains.
    """
    parts, number = [], 0
    for element in elements(html):
        if _removed(element):
            parts.append(element)
            continue
        number += 1
        links = f'<a class="par__number" href="#p-{number}">{label(number)}</a>{beside(number)}'
        acts = f'<div class="par__acts">{links}</div>'
        parts.append(f'<div class="par" id="p-{number}">{element}{acts}</div>')
    return "".join(parts)


def elements(html: str) -> list[str]:
    """The outermost elements of a cleaned page, in order."""
    found, depth, start = [], 0, 0
    for tag in TAG.finditer(html):
        if tag[2] in ("br", "hr"):
            if not depth:
                found.append(tag[0])
            continue
        if not depth:
            start = tag.start()
        depth += -1 if tag[1] else 1
        if not depth:
            found.append(html[start : tag.end()])
    return found


def _removed(element: str) -> bool:
    """Whether all that an element says is marked as removed."""
    outside, struck = [], 0
    position = 0
    for tag in TAG.finditer(element):
        outside += [] if struck else [element[position : tag.start()]]
        struck += (-1 if tag[1] else 1) if tag[2] == "del" else 0
        position = tag.end()
    return "<del>" in element and not "".join(outside).strip()


def _words(text: str) -> str:
    return " ".join(WORDS.findall(text.casefold()))


def _trimmed(text: str) -> str:
    """Without empty lines around; the indent of the first line means something, and stays."""
    lines = text.rstrip().split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    return "\n".join(lines)


def _pieces(text: str) -> list[str]:
    found: list[str] = []
    last = waiting = ""  # the kind of the last element; links defined before the first one
    for kind, piece in _read(text):
        piece = piece.strip() if kind == PLAIN else _trimmed(piece)
        if kind == LINKS and not found:
            waiting = join((waiting, piece))
        elif kind == LINKS or (kind == last and kind in GROWING):
            found[-1] += "\n\n" + piece
        else:
            found.append(join((waiting, piece)))
            waiting, last = "", kind
    return found + ([waiting] if waiting else [])


def _read(text: str) -> Iterator[tuple[str, str]]:
    """Kinds and sources of what stands one after the other."""
    lines = re.sub(r"(?m)^ +$", "", text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4))
    position, last = 0, ""
    for fence in (*FENCE.finditer(lines), None):
        until = fence.start() if fence else len(lines)
        for chunk in lines[position:until].split("\n\n"):
            for kind, piece in _blocks(chunk.strip("\n"), last):
                last = last if kind == LINKS else kind
                yield kind, piece
        if fence:
            yield FENCED, fence[0]
            position, last = fence.end(), FENCED


def _blocks(chunk: str, last: str) -> Iterator[tuple[str, str]]:
    """What stands in lines without an empty one; ``last``: the kind of what stands before them."""
    while chunk.strip():
        before, kind, piece, chunk = _first(chunk, last)
        if before.strip():
            for found, source in _blocks(before, last):
                last = last if found == LINKS else found
                yield found, source
        yield kind, piece
        last = last if kind == LINKS else kind


def _first(chunk: str, last: str) -> tuple[str, str, str, str]:
    """What stands before the first thing recognised, its kind, its source, and what follows it."""
    if chunk.startswith("    "):
        if last in (OL, UL):
            return "", last, chunk, ""
        indented = INDENTED.match(chunk)
        end = indented.end() if indented else len(chunk)
        return "", CODE, chunk[:end], chunk[end:]
    if _is_table(chunk):
        return "", TABLE, chunk, ""
    if heading := HEADING.search(chunk):
        return chunk[: heading.start()], TITLE, heading[1], chunk[heading.end() :]
    if underlined := UNDERLINED.match(chunk):
        return "", TITLE, underlined[0], chunk[underlined.end() :]
    if rule := RULE.search(chunk):
        return chunk[: rule.start()].rstrip("\n"), LINE, rule[0], chunk[rule.end() :].lstrip("\n")
    return _of_lines(chunk)


def _of_lines(chunk: str) -> tuple[str, str, str, str]:
    if NUMBERED.match(chunk):
        return "", OL, chunk, ""
    if BULLETED.match(chunk):
        return "", UL, chunk, ""
    if quotation := QUOTATION.search(chunk):
        return chunk[: quotation.start()], QUOTE, chunk[quotation.end() :], ""
    if reference := REFERENCE.search(chunk):
        before, after = chunk[: reference.start()].rstrip("\n"), chunk[reference.end() :]
        return before, LINKS, reference[0], after.lstrip("\n")
    return "", PLAIN, chunk, ""


def _is_table(chunk: str) -> bool:
    rows = [row.strip(" ") for row in chunk.split("\n")]
    if len(rows) < 2 or not set(rows[1]) <= set("|:- "):
        return False
    bordered = _bordered(rows[0])
    wide = len(_cells(rows[0], bordered))
    if wide == 1 and not (bordered and all(_bordered(row) for row in rows)):
        return False
    return wide == len(_cells(rows[1], bordered))


def _bordered(row: str) -> bool:
    return row.startswith("|") or (row.endswith("|") and not row.endswith("\\|"))


def _cells(row: str, bordered: bool) -> list[str]:
    """The cells of a row; a border at its ends is none when the first row has one."""
    if bordered:
        row = row.removeprefix("|")
        row = row if row.endswith("\\|") else row.removesuffix("|")
    return CELLS.split(row)
