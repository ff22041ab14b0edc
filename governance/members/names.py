"""Names and addresses as people write them, and as they are compared."""

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email

LONGEST_NAME = 200
LONGEST_EMAIL = 254  # RFC 5321 §4.5.3.1.3

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "°": "o"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def clean(text: str) -> str:
    """One line in normal form C, without control characters nor doubled spaces."""
    return " ".join(_CONTROL.sub(" ", unicodedata.normalize("NFC", text)).split())


def fold(text: str) -> str:
    """``text`` without accents, case nor punctuation: "L’Établi" and "l'etabli" are the same name."""
    plain = clean(text).casefold().translate(_LIGATURES)
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", bare)
    return " ".join(words)[:LONGEST_NAME] or plain[:LONGEST_NAME]


def email_address(text: str) -> str | None:
    """The address in lower case, as it is stored and compared; None when it is not one."""
    written = clean(text).lower()
    if len(written) > LONGEST_EMAIL:
        return None
    try:
        return validate_email(written, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError:
        return None
