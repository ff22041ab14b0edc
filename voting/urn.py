"""What proves that an urn was not touched: commitments and Merkle roots. Pure.

A commitment is SHA-256(r ‖ JCS(value)), with r = 32 random bytes: it binds a value without saying it. A root
is that of the Merkle tree of RFC 6962 §2.1 over the sorted commitments.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import rfc8785

R_BYTES = 32


def commitment(r: bytes, value: Any) -> str:
    """SHA-256(r ‖ JCS(value)), in hexadecimal."""
    return hashlib.sha256(r + rfc8785.dumps(value)).hexdigest()


def root(commitments: Iterable[str]) -> str:
    """The Merkle Tree Hash of the sorted commitments, in hexadecimal; of nothing, SHA-256 of nothing."""
    leaves = [hashlib.sha256(b"\x00" + bytes.fromhex(each)).digest() for each in sorted(commitments)]
    return _tree(leaves).hex()


def _tree(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962 §2.1: split at the largest power of two below the number of leaves."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + _tree(leaves[:split]) + _tree(leaves[split:])).digest()


def paper(
    vote: int,
    choice: str,
    *,
    nature: str = "",
    reason: str = "",
    paragraph: int | None = None,
    tests: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, Any]:
    """What is written on a ballot, as it is committed to: the vote and the choice; on consent also why."""
    written: dict[str, Any] = {"vote": vote, "choice": choice, "nature": nature, "reason": reason}
    written |= {"paragraph": paragraph, "tests": tests}
    return {key: value for key, value in written.items() if value not in ("", None, {})}


UNPUBLISHED = frozenset({"vote", "reason", "paragraph", "tests"})


def counted(paper: Mapping[str, Any]) -> dict[str, Any]:
    """What the recount file says of a ballot: neither its vote, which is the file's, nor any free text."""
    return {key: said for key, said in paper.items() if key not in UNPUBLISHED}
