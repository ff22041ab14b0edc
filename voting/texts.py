"""Texts that people type, as they are kept. Pure."""

import re
import unicodedata

_LINE = re.compile(r"(?m)^\s*(?:#{1,6}|>|[-*+]|\d+\.)\s+")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def tidy(text: str) -> str:
    """Unicode form C, plain line ends, no control character, nothing around it."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c == "\n" or c == "\t" or unicodedata.category(c)[0] != "C").strip()


def words(markdown: str) -> str:
    """What a paragraph of Markdown says, on one line, without its marks of headings, lists, links, bold."""
    plain = _LINK.sub(r"\1", _LINE.sub("", markdown))
    return " ".join(plain.replace("**", "").replace("__", "").replace("`", "").split())
