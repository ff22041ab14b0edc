"""Passwords: argon2id, always outside a transaction, and as long for nobody as for somebody.

Parameters: OWASP Password Storage Cheat Sheet (19 MiB, two passes, one lane), which a small server bears.
What is asked of a password follows NIST SP 800-63B §3.1.1: a length, and nothing about its letters.
"""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12  # characters
LONGEST = 200

_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "1234567890",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
)
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LW5vYm9keS0xMg$"
    "8G0k0ZLe4tA0tVqTqXEOyAmM6lqSFJGBjPFJP9rbnGA"
)  # no password is known to give it


def hash(password: str) -> str:
    """The argon2id hash of a password."""
    return _hasher.hash(password)


def verify(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one hashed; None costs the same work, and the answer is no."""
    try:
        return _hasher.verify(password_hash or _NOBODY, password[: LONGEST + 1]) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def is_too_simple(password: str) -> bool:
    """Whether a password of the right length is a few letters over and over, or a row of keys."""
    folded = password.casefold()
    return len(set(folded)) < 5 or any(folded in row + row or folded in (row + row)[::-1] for row in _ROWS)
