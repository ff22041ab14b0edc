"""On which line of a TOML file each value stands: ``tomllib`` reads values and forgets their places.

The scanner trusts a text that ``tomllib`` has already accepted (TOML 1.0), so it only has to walk it.
Paths are written as in the problems of `voting.fields`: ``decisions[0].quorum[1].of``.
"""

import re
import tomllib
from collections.abc import Mapping

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\n]*")
_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')|"(?:\\.|[^"\\])*"|\'[^\']*\'', re.DOTALL
)
_LAST_STEP = re.compile(r"(?:^|\.)[^.\[\]]*$|\[[0-9]+\]$")


def places(text: str) -> dict[str, int]:
    """The line (from 1) of every table, key and array item of a valid TOML text, by path."""
    scan = _Scan(text)
    scan.document()
    return scan.found


def spans(text: str) -> dict[str, tuple[int, int]]:
    """From which character to which (the first after) each table header and each key with its value stand.

    By path. Lines end with one character.
    """
    scan = _Scan(text)
    scan.document()
    return scan.spans


def line_of(found: Mapping[str, int], path: str) -> int:
    """The line of ``path``, or of the nearest thing that holds it when it is missing; 1 for the file."""
    while path:
        if path in found:
            return found[path]
        shorter = _LAST_STEP.sub("", path)
        path = shorter if shorter != path else ""
    return 1


class _Scan:
    """One walk through a text: where it is, the table it is in, how many items each array of tables has."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.at = 0
        self.line = 1
        self.table = ""
        self.lengths: dict[str, int] = {}
        self.found: dict[str, int] = {}
        self.spans: dict[str, tuple[int, int]] = {}

    def document(self) -> None:
        self.skip()
        while self.at < len(self.text):
            if self.peek("[["):
                self.header(2)
            elif self.peek("["):
                self.header(1)
            else:
                self.pair(self.table)
            self.skip()

    def peek(self, token: str) -> bool:
        return self.text.startswith(token, self.at)

    def forward(self, to: int) -> None:
        self.line += self.text.count("\n", self.at, to)
        self.at = to

    def skip(self) -> None:
        found = _BLANK.match(self.text, self.at)
        self.forward(found.end() if found else self.at)

    def header(self, brackets: int) -> None:
        line, path, start = self.line, "", self.at
        self.forward(self.at + brackets)
        *holders, last = self.keys()
        self.forward(self.at + brackets)
        for key in holders:
            path = self.inside(_under(path, key))
        path = _under(path, last)
        if brackets == 2:
            self.found.setdefault(path, line)
            self.lengths[path] = self.lengths.get(path, 0) + 1
            path = self.inside(path)
        self.found[path] = line
        self.spans[path] = (start, self.at)
        self.table = path

    def inside(self, path: str) -> str:
        """A header speaks of the last item of an array of tables."""
        return f"{path}[{self.lengths[path] - 1}]" if path in self.lengths else path

    def keys(self) -> list[str]:
        """A dotted key, quoted parts included; leaves the scan after the blanks that follow it."""
        parts = [self.key()]
        while self.peek("."):
            self.forward(self.at + 1)
            parts.append(self.key())
        return parts

    def key(self) -> str:
        self.skip()
        quoted = _STRING.match(self.text, self.at)
        found = quoted or _BARE_KEY.match(self.text, self.at)
        if found is None:
            raise ValueError(f"no key at line {self.line}")
        self.forward(found.end())
        self.skip()
        return str(tomllib.loads(f"k = {found.group()}")["k"]) if quoted else found.group()

    def pair(self, table: str) -> None:
        path, line, start = table, self.line, self.at
        for key in self.keys():
            path = _under(path, key)
            self.found.setdefault(path, line)
        self.forward(self.at + 1)
        self.value(path)
        self.spans[path] = (start, start + len(self.text[start : self.at].rstrip()))

    def value(self, path: str) -> None:
        self.skip()
        if self.peek("["):
            self.items(path)
        elif self.peek("{"):
            self.inline(path)
        else:
            found = _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at)
            self.forward(found.end() if found else self.at)

    def items(self, path: str) -> None:
        self.forward(self.at + 1)
        self.skip()
        number = 0
        while not self.peek("]"):
            item = f"{path}[{number}]"
            self.found[item] = self.line
            self.value(item)
            self.comma()
            number += 1
        self.forward(self.at + 1)

    def inline(self, path: str) -> None:
        self.forward(self.at + 1)
        self.skip()
        while not self.peek("}"):
            self.pair(path)
            self.comma()
        self.forward(self.at + 1)

    def comma(self) -> None:
        self.skip()
        if self.peek(","):
            self.forward(self.at + 1)
            self.skip()


def _under(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
