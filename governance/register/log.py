"""The log: every act that counts appends one entry, in the transaction of the act.

Formats (docs/log.md): entries are RFC 8785 (JCS) bytes of ``{"v", "type", "seq", "t", "network", "body"}``;
leaves are RFC 6962 §2.1 hashes. Only integers and strings, NFC, below 64 KiB. What may one day have to be
erased stands there as a commitment (``commit_value``), never in clear.
"""

import hashlib
import hmac
import secrets
import unicodedata
from datetime import UTC, datetime
from typing import Any, TypeAlias

import rfc8785
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from governance.register.models import LogEntry
from governance.web.models import Network

Json: TypeAlias = int | str | list[Any] | dict[str, Any]

TYPES = frozenset(
    "genesis key-rotated code-adopted electorate-frozen vote-opened urn-sealed result decision execution "
    "review mandate erratum redaction epoch-end".split()
)
LARGEST = 65_535  # bytes of an entry
LOG_LOCK = 0x7469_6572  # key of the advisory lock that orders writers on PostgreSQL


class EntryError(ValueError):
    """An entry that the log's format does not allow: a fault of ours, never of the person."""


def append(session: Session, type_: str, body: dict[str, Json], *, now: datetime) -> int:
    """Append one entry and return its sequence number.

    Raises EntryError for an unknown type, a value that is neither integer nor NFC string, an entry too large.
    """
    if type_ not in TYPES:
        raise EntryError(f"unknown type of entry: {type_}")
    _check(body, "body")
    take_turn(session)
    last = session.scalar(select(func.max(LogEntry.seq)))
    seq = 0 if last is None else last + 1
    network = session.scalar(select(Network.slug)) or ""
    entry = canonical({"v": 1, "type": type_, "seq": seq, "t": stamp(now), "network": network, "body": body})
    if len(entry) > LARGEST:
        raise EntryError(f"entry of {len(entry)} bytes")
    session.add(LogEntry(seq=seq, type=type_, t=now, entry=entry, leaf_hash=leaf_hash(entry)))
    session.flush()
    return seq


def take_turn(session: Session) -> None:
    """Wait for one's turn to number something; kept until the end of the transaction.

    On SQLite a writer has it already (BEGIN IMMEDIATE).
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOG_LOCK})


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes. Raises EntryError for what has none (a lone surrogate, an integer beyond 2^53)."""
    try:
        return bytes(rfc8785.dumps(value))
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise EntryError(str(error)) from error


def leaf_hash(entry: bytes) -> bytes:
    """RFC 6962 §2.1: SHA-256(0x00 ‖ entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def fingerprint(value: Any) -> str:
    """SHA-256 in hexadecimal, of bytes or of the canonical form of a value."""
    return hashlib.sha256(value if isinstance(value, bytes) else canonical(value)).hexdigest()


def commit_value(value: Any) -> tuple[str, str]:
    """``(commitment, r)``: SHA-256(r ‖ JCS(value)) and r = 32 random bytes, both in hexadecimal.

    The commitment goes into an entry; r stays beside the value in the database; both are deleted together.
    """
    r = secrets.token_bytes(32)
    return _commitment(value, r), r.hex()


def opens(commitment: str, r: str, value: Any) -> bool:
    """Whether ``value`` is what was committed to; malformed hexadecimal is not."""
    try:
        return hmac.compare_digest(_commitment(value, bytes.fromhex(r)), commitment)
    except ValueError:
        return False


def stamp(moment: datetime) -> str:
    """ "2026-03-14T18:30:00Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _commitment(value: Any, r: bytes) -> str:
    return hashlib.sha256(r + canonical(value)).hexdigest()


def _check(value: object, path: str) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            _check_text(key, f"{path}.{key}")
            _check(item, f"{path}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check(item, f"{path}[{index}]")
    elif isinstance(value, bool) or not isinstance(value, int):
        _check_text(value, path)


def _check_text(value: object, path: str) -> None:
    if not isinstance(value, str):
        raise EntryError(f"{path}: only integers and strings, not {type(value).__name__}")
    if not unicodedata.is_normalized("NFC", value):
        raise EntryError(f"{path}: not in normal form C")
