"""The network's signing key (Ed25519): a file of its own, mode 0600, never in the database."""

import base64
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class KeyMissing(RuntimeError):
    """There is no signing key where the settings say; the message names the file."""


def make(path: Path) -> None:
    """Make a new key at ``path``, readable by its owner only. Never overwrites."""
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode() + "\n")


@lru_cache(maxsize=4)
def load(path: Path) -> Ed25519PrivateKey:
    """The private key. Raises KeyMissing."""
    if not path.exists():
        raise KeyMissing(str(path))
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_text().strip()))


def public(key: Ed25519PrivateKey) -> str:
    """The public key, base64."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def sign(key: Ed25519PrivateKey, message: bytes) -> str:
    """Ed25519 signature (RFC 8032), base64."""
    return base64.b64encode(key.sign(message)).decode()


def verify(public_key: str, message: bytes, signature: str) -> bool:
    """Whether ``signature`` is this key's over ``message``; malformed base64 or keys are not."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError):
        return False
    return True
