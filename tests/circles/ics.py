"""A small strict reader of iCalendar files (RFC 5545), for the tests: what is not as it should be fails."""

import re
from datetime import UTC, date, datetime

LINE = re.compile(r"(?P<name>[A-Z-]+)(?P<params>(?:;[A-Z-]+=[A-Za-z0-9/-]+)*):(?P<value>.*)", re.DOTALL)


def read(data: bytes) -> tuple[dict[str, str], list[dict[str, object]]]:
    """The properties of the calendar, and its events with their values read."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    physical = data[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in physical)
    for line in physical:
        line.decode("utf-8")  # no character is cut in two
    lines = data[:-2].replace(b"\r\n ", b"").decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    head: dict[str, str] = {}
    events: list[dict[str, object]] = []
    within: list[str] = ["VCALENDAR"]
    for line in lines[1:-1]:
        name, params, value = _line(line)
        if name == "BEGIN":
            within.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert within.pop() == value
        elif within[-1] == "VEVENT":
            assert name not in events[-1], f"{name} twice"
            events[-1][name] = _value(name, params, value)
        elif within == ["VCALENDAR"]:
            head[name] = value
    assert within == ["VCALENDAR"]
    assert head["VERSION"] == "2.0"
    assert head["PRODID"]
    assert all({"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event) for event in events)
    assert len({event["UID"] for event in events}) == len(events)
    return head, events


def _line(line: str) -> tuple[str, str, str]:
    found = LINE.fullmatch(line)
    assert found, line
    return found["name"], found["params"], found["value"]


def _value(name: str, params: str, value: str) -> object:
    if name in ("DTSTAMP", "DTSTART"):
        if params == ";VALUE=DATE":
            assert re.fullmatch(r"\d{8}", value)
            return date(int(value[:4]), int(value[4:6]), int(value[6:]))
        assert params == ""
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert params == ""
    return value if name in ("UID", "URL", "TRANSP") else text(value)


def text(value: str) -> str:
    """TEXT without its escapes; a bare separator or an unknown escape fails."""
    found, chars = [], iter(value)
    for char in chars:
        assert char not in ";,", f"not escaped: {value!r}"
        if char == "\\":
            found.append({"\\": "\\", ";": ";", ",": ",", "n": "\n"}[next(chars)])
        else:
            found.append(char)
    return "".join(found)
