"""The ``calendar/1`` document of a rotation, and the same in words. Pure.

Everything in it comes from the ``rotation/1`` file: the same file gives the same bytes everywhere.
"""

import json
from datetime import date
from typing import IO, Any

from governance.circles import rotation, rotation_file
from governance.circles.rotation_dates import DAY
from governance.circles.rotation_facts import Fact
from governance.circles.rotation_line import AWAITED, MISSED, PUBLISHED, Calendar, Line
from governance.circles.rotation_steps import Reason
from governance.circles.rotation_words import NOTES, PASSED, both, day, say, sentence, typeset
from voting import strict_json
from voting.fields import ReadingError

FORMAT = "calendar/1"


def document(calendar: Calendar) -> dict[str, Any]:
    """The whole document, its keys in the order of docs/rotation.md."""
    file = calendar.file
    unused = sorted(
        calendar.unused, key=lambda each: (each[0].turn or each[0].on or date.min, _written(each[0]))
    )
    return {
        "format": FORMAT,
        "role": {"id": file.role, "name": file.name},
        "starts": file.starts.isoformat(),
        "horizon": file.horizon.isoformat(),
        "turns": [_turn(calendar, line) for line in calendar.lines],
        "departures": sum(bool(line.departs) for line in calendar.lines),
        "unused": [{"fact": json.loads(_written(fact)), "why": both(NOTES, why)} for fact, why in unused],
    }


def dumps(document: dict[str, Any]) -> str:
    """The text of a calendar, the same on every machine."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_facts(calendar: Calendar) -> list[dict[str, str]]:
    """What the calendar says of each turn, as facts of a ``rotation/1`` file."""
    kinds = {MISSED: "missed"}
    return [
        {
            "kind": kinds.get(line.status, "held"),
            "turn": line.slot.start.isoformat(),
            "seat": line.slot.seat.id,
        }
        | ({} if line.status == MISSED else {"who": line.who})
        for line in calendar.lines
        if line.who is not None
    ]


def in_words(calendar: Calendar, language: str) -> str:
    """The calendar as a person reads it, in "fr" or "en"."""
    heads = [calendar.file.name, ""]
    lines = [row for line in calendar.lines for row in _told(calendar, line, language)]
    unused = [
        f"- {typeset(say(NOTES, why, language), language)} ({_written(fact)})"
        for fact, why in calendar.unused
    ]
    if unused:
        title = "Faits sans effet :" if language == "fr" else "Facts without effect:"
        unused = [typeset(title, language), *sorted(unused)]
    return "\n".join([*heads, *lines, *unused]).rstrip("\n") + "\n"


def run(path: str, language: str | None, stdin: IO[str], stdout: IO[str], stderr: IO[str]) -> int:
    """Print the calendar of a file, or of standard input for `-`: JSON, or words in a language. 0, or 2."""
    try:
        made = rotation.calendar(rotation_file.load(strict_json.text_at(path, stdin)))
    except ReadingError as error:
        return strict_json.refuse(error, stderr)
    stdout.write(in_words(made, language) if language else dumps(document(made)))
    return 0


def _turn(calendar: Calendar, line: Line) -> dict[str, Any]:
    file, slot = calendar.file, line.slot
    who = next((each for each in file.candidates if each.id == line.who), None)
    turn: dict[str, Any] = {"number": line.number, "seat": slot.seat.id}
    turn |= {"from": slot.start.isoformat(), "until": slot.until.isoformat(), "status": line.status}
    turn |= {"who": line.who, "name": who.name if who else None}
    turn |= {"college": who.college} if who and who.college else {}
    turn |= {"called": line.called, "round": line.round, "because": [each.code for each in line.because]}
    turn["sentence"] = {language: _sentence(calendar, line, language) for language in ("fr", "en")}
    turn["passed"] = [{"who": each, "step": why.code, "why": both(PASSED, why)} for each, why in line.passed]
    turn["behind"] = line.behind
    turn |= {"swap": {"step": line.swap.code, "why": both(NOTES, line.swap)}} if line.swap else {}
    turn |= {"departs": _departs(line)} if line.departs else {}
    turn |= {"ended": line.ended.isoformat(), "end": line.end} if line.end and line.ended else {}
    turn |= {"report": line.report} if line.report else {}
    return turn | ({"reported": line.reported.isoformat()} if line.reported else {})


def _sentence(calendar: Calendar, line: Line, language: str) -> str:
    names = {each.id: each.name for each in calendar.file.candidates}
    return sentence(line.number, names[line.called] if line.called else None, line.because, language)


def _departs(line: Line) -> dict[str, str]:
    """Whom the rule gave, then what kept it from whoever had the turn, and the words of the file."""
    first, second = line.departs
    told = [both(NOTES, first), both(NOTES if second.code == "not-first" else PASSED, second)]
    why = [{"fr": line.why, "en": line.why}] if line.why else []
    joints = {"fr": "\N{NARROW NO-BREAK SPACE}; ", "en": "; "}
    return {
        language: joint.join(each[language] for each in [*told, *why]) for language, joint in joints.items()
    }


def _told(calendar: Calendar, line: Line, language: str) -> list[str]:
    names = {each.id: each.name for each in calendar.file.candidates}
    several = len(calendar.file.seats) > 1
    seat = (
        (f", siège {line.slot.seat.id}" if language == "fr" else f", seat {line.slot.seat.id}")
        if several
        else ""
    )
    rows = [f"{_days(line, language)}{seat}", f"  {_sentence(calendar, line, language)}"]
    rows += [f"  {note}" for note in _notes(calendar, line, language)]
    rows += [
        typeset(f"  - {names[who]} : {say(PASSED, why, language)}", language)
        if language == "fr"
        else f"  - {names[who]}: {say(PASSED, why, language)}"
        for who, why in line.passed
    ]
    return [*rows, ""]


def _notes(calendar: Calendar, line: Line, language: str) -> list[str]:
    """What is to be known of a line beside its reasons."""
    name = next((each.name for each in calendar.file.candidates if each.id == line.who), "")
    reasons = [line.swap] if line.swap else []
    reasons += [Reason("missed", {"why": line.why})] if line.status == MISSED else []
    reasons += [Reason(line.end, {"name": name, "day": line.ended})] if line.end else []
    reasons += [Reason(AWAITED)] if line.report == AWAITED else []
    reasons += [Reason(PUBLISHED, {"day": line.reported})] if line.report == PUBLISHED else []
    notes = [typeset(say(NOTES, each, language), language) for each in reasons]
    return notes + ([_departs(line)[language]] if line.departs else [])


def _days(line: Line, language: str) -> str:
    slot = line.slot
    if slot.until - slot.start == DAY:
        return day(slot.start, language)
    first, last = day(slot.start, language), day(slot.until - DAY, language)
    return f"Du {first} au {last}" if language == "fr" else f"{first} to {last}"


def _written(fact: Fact) -> str:
    return json.dumps(dict(fact.raw), ensure_ascii=False, sort_keys=True)
