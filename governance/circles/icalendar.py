"""Deadlines as an iCalendar file (RFC 5545). Pure: the same events give the same bytes."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

PRODUCT = "-//Tiers-Voix//deadlines 1//EN"
OCTETS = 75  # of a line, without its break (RFC 5545 §3.1)
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
UTC_ALONE = (
    "BEGIN:VTIMEZONE", "TZID:Etc/UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip


@dataclass(frozen=True)
class Event:
    """A deadline: the whole of a day, or a moment. ``changed``: when what it says was last written."""

    uid: str
    when: date | datetime
    changed: datetime
    summary: str
    description: str
    url: str


def uid(origin: str, kind: str, key: str) -> str:
    """The same for ever, whatever the address of the site becomes; ``origin``: of its log, hexadecimal."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{origin}:{kind}:{key}"))


def write(name: str, events: Iterable[Event]) -> bytes:
    """The file of a calendar, its events by day and then by identifier; lines end with CR LF."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    lines += [f"NAME:{escape(name)}", f"X-WR-CALNAME:{escape(name)}"]
    lines.append("REFRESH-INTERVAL;VALUE=DURATION:PT6H")
    found = sorted(events, key=lambda each: (_start(each.when), each.uid))
    for each in found:
        lines += _event(each)
    if not found:
        lines += UTC_ALONE  # a calendar holds one component at least (§3.6)
    lines.append("END:VCALENDAR")
    return b"".join(fold(line) for line in lines)


def _event(event: Event) -> list[str]:
    lines = ["BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{_moment(event.changed)}", _start(event.when)]
    lines.append(f"SUMMARY:{escape(event.summary)}")
    if event.description:
        lines.append(f"DESCRIPTION:{escape(event.description)}")
    return [*lines, f"URL:{CONTROL.sub('', event.url)}", "TRANSP:TRANSPARENT", "END:VEVENT"]


def _start(when: date | datetime) -> str:
    if isinstance(when, datetime):
        return f"DTSTART:{_moment(when)}"
    return f"DTSTART;VALUE=DATE:{when:%Y%m%d}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    """TEXT (§3.3.11): backslash, semicolon, comma and line breaks; other control characters are left out."""
    plain = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for char in ("\\", ";", ","):
        plain = plain.replace(char, "\\" + char)
    return plain.replace("\n", "\\n")


def fold(line: str) -> bytes:
    """A line in pieces of at most 75 octets, no character cut in two (§3.1)."""
    pieces: list[bytes] = [b""]
    for char in line:
        octets = char.encode("utf-8", "replace")
        room = OCTETS if len(pieces) == 1 else OCTETS - 1  # the space that begins a continued line
        if len(pieces[-1]) + len(octets) > room:
            pieces.append(b"")
        pieces[-1] += octets
    return b"\r\n ".join(pieces) + b"\r\n"
