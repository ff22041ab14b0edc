"""The log: every act that counts appends one entry, in the transaction of the act.

Formats: entries are RFC 8785 (JCS) bytes of ``{"v", "type", "seq", "t", "network", "body"}``; leaves are
RFC 6962 §2.1 hashes. Only integers and strings, NFC, below 64 KiB. Nothing that may one day have to be erased.
"""

import hashlib
import unicodedata
from datetime import UTC, datetime
from typing import Any, TypeAlias

import rfc8785
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from governance.web.models import Network
from governance.register.models import LogEntry

Json: TypeAlias = int | str | list[Any] | dict[str, Any]

TYPES = frozenset(
    "genesis key-rotated code-adopted electorate-frozen vote-opened urn-sealed result decision execution review "
    "mandate erratum redaction epoch-end".split()
)
LARGEST = 65_535  # bytes of an entry
LOG_LOCK = 0x7469_6572  # key of the advisory lock that orders writers on PostgreSQL


class EntryError(ValueError):
    """An entry that the log's format does not allow: a fault of ours, never of the person."""


def append(session: Session, type_: str, body: dict[str, Json], *, now: datetime) -> int:
    """Append one entry and return its sequence number.

    Raises EntryError for an unknown type, a value that is neither integer nor NFC string, or an entry too large.
    """
    if type_ not in TYPES:
        raise EntryError(f"unknown type of entry: {type_}")
    _check(body, "body")
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOG_LOCK})
    last = session.scalar(select(func.max(LogEntry.seq)))
    seq = 0 if last is None else last + 1
    network = session.scalar(select(Network.slug)) or ""
    entry = canonical({"v": 1, "type": type_, "seq": seq, "t": stamp(now), "network": network, "body": body})
    if len(entry) > LARGEST:
        raise EntryError(f"entry of {len(entry)} bytes")
    session.add(LogEntry(seq=seq, type=type_, t=now, entry=entry, leaf_hash=leaf_hash(entry)))
    session.flush()
    return seq


def canonical(value: Json) -> bytes:
    """RFC 8785 bytes."""
    return bytes(rfc8785.dumps(value))


def leaf_hash(entry: bytes) -> bytes:
    """RFC 6962 §2.1: SHA-256(0x00 ‖ entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def fingerprint(value: Json | bytes) -> str:
    """SHA-256 in hexadecimal, of bytes or of the canonical form of a value."""
    return hashlib.sha256(value if isinstance(value, bytes) else canonical(value)).hexdigest()


def stamp(moment: datetime) -> str:
    """"2026-03-14T18:30:00Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _check(value: object, path: str) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            _check(item, f"{path}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check(item, f"{path}[{index}]")
    elif isinstance(value, bool) or not isinstance(value, int | str):
        raise EntryError(f"{path}: only integers and strings, not {type(value).__name__}")
    elif isinstance(value, str) and not unicodedata.is_normalized("NFC", value):
        raise EntryError(f"{path}: not in normal form C")
