"""Order by hashing under a key nobody could know when the list was frozen.

Source: draft-thomson-elegy-vrs (Verifiable Random Selection). The key is HKDF-Extract (RFC 5869) of the
public randomness, salted with a secret committed to beforehand where there is one; the position of a label is
the first block of HKDF-Expand. Removing a label that was not selected changes the place of no other.
"""

import hashlib
import hmac
from collections.abc import Iterable


def positions(labels: Iterable[str], seed: str, code: str | None = None) -> dict[str, str]:
    """The position of each label, 64 hexadecimal digits: HMAC-SHA256(key, label ‖ 0x01).

    ``seed`` is the public randomness as text; ``code`` the revealed secret in hexadecimal, HKDF's salt.
    """
    salt = bytes.fromhex(code) if code else bytes(hashlib.sha256().digest_size)
    key = hmac.digest(salt, seed.encode(), "sha256")
    return {label: hmac.digest(key, label.encode() + b"\x01", "sha256").hex() for label in labels}


def drawn_order(labels: Iterable[str], seed: str, code: str | None = None) -> list[str]:
    """The labels by ascending position."""
    keys = positions(labels, seed, code)
    return sorted(keys, key=keys.__getitem__)


def rfc3797_order(labels: Iterable[str], key: str) -> list[str]:
    """The labels in the order RFC 3797 picks them from the numbered list, with its key string.

    Step i hashes i as two bytes, the key, the two bytes again with MD5, and takes that number modulo what is
    left.
    """
    left = list(labels)
    picked = []
    for step in range(len(left)):
        rim = step.to_bytes(2, "big")
        number = int.from_bytes(hashlib.md5(rim + key.encode() + rim, usedforsecurity=False).digest(), "big")
        picked.append(left.pop(number % len(left)))
    return picked
