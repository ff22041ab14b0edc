"""Receipts of ballots (``receipt/1``, docs/receipts.md): made, read again, and checked by anybody. Pure.

A receipt holds what opens the commitment of a ballot, and the network's signature that this commitment was
put in the urn. A genuine receipt whose commitment is missing from the urn is proof against the host.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from governance.register import keys
from voting import urn

FORMAT = "receipt/1"
LARGEST = 50_000  # characters of a receipt that is read
_TEXTS = ("network", "commitment", "r", "key", "signature")


class NotAReceipt(ValueError):
    """The text is not a ``receipt/1`` document."""


@dataclass(frozen=True)
class Receipt:
    """``ballot`` is left out for a secret vote, so that a receipt left on a desk says nothing by itself."""

    network: str
    vote: int
    commitment: str
    r: str
    key: str
    signature: str
    ballot: Mapping[str, Any] | None = None

    def document(self) -> dict[str, Any]:
        """The ``receipt/1`` object."""
        given = {"format": FORMAT, "network": self.network, "vote": self.vote, "commitment": self.commitment}
        given |= {"r": self.r} | ({"ballot": dict(self.ballot)} if self.ballot is not None else {})
        return given | {"key": self.key, "signature": self.signature}

    def text(self) -> str:
        """The file that is handed out."""
        return json.dumps(self.document(), ensure_ascii=False, indent=1) + "\n"


def message(network: str, vote: int, commitment: str) -> bytes:
    """The bytes that are signed: JCS of the format, the network, the vote and the commitment."""
    return rfc8785.dumps({"format": FORMAT, "network": network, "vote": vote, "commitment": commitment})


def sign(
    key: Ed25519PrivateKey,
    *,
    network: str,
    vote: int,
    commitment: str,
    r: str,
    ballot: Mapping[str, Any] | None,
) -> Receipt:
    """A receipt, signed. Ed25519 is deterministic: signing again gives the same receipt."""
    signature = keys.sign(key, message(network, vote, commitment))
    return Receipt(network, vote, commitment, r, keys.public(key), signature, ballot)


def read(text: str) -> Receipt:
    """Read a receipt that somebody brings. Raises NotAReceipt."""
    try:
        raw = json.loads(text) if len(text) <= LARGEST else None
    except (ValueError, RecursionError):
        raise NotAReceipt from None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise NotAReceipt
    if not all(isinstance(raw.get(name), str) for name in _TEXTS) or type(raw.get("vote")) is not int:
        raise NotAReceipt
    ballot = raw.get("ballot")
    if not (ballot is None or isinstance(ballot, dict)):
        raise NotAReceipt
    if not (_hex(raw["commitment"]) and _hex(raw["r"]) and 0 < raw["vote"] < 2**31):
        raise NotAReceipt
    return Receipt(**{name: raw[name] for name in _TEXTS}, vote=raw["vote"], ballot=ballot)


def genuine(receipt: Receipt, public_key: str) -> bool:
    """Whether the network that holds this key signed the receipt, as it stands."""
    return keys.verify(
        public_key, message(receipt.network, receipt.vote, receipt.commitment), receipt.signature
    )


def opens(receipt: Receipt) -> bool | None:
    """Whether the ballot in the receipt is the one committed to; None when the receipt does not hold it."""
    if receipt.ballot is None:
        return None
    try:
        return urn.commitment(bytes.fromhex(receipt.r), dict(receipt.ballot)) == receipt.commitment
    except (ValueError, RecursionError):  # CanonicalizationError is a ValueError
        return False


def _hex(text: str) -> bool:
    """64 hexadecimal digits, in lower case."""
    return len(text) == 64 and set(text) <= set("0123456789abcdef")
