"""Texts that people type, as they are kept. Pure."""

import unicodedata


def tidy(text: str) -> str:
    """Unicode form C, plain line ends, no control character, nothing around it."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c == "\n" or c == "\t" or unicodedata.category(c)[0] != "C").strip()
