"""A lot published as it is drawn: the list, then the source of the seed and its day, then the draw. Pure.

`verify` replays the draw of a ``lot/1`` file, or that of the recount file of a vote (``count/1``), and names
what does not hold. docs/lot.md describes the file.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from voting import count_file
from voting.dated_fields import DatedFields
from voting.fields import Problem, ReadingError
from voting.methods.draw import drawn_order, rfc3797_order
from voting.tally import tally

FORMAT = "lot/1"
KEYS = ("format", "question", "list", "source", "seed", "code", "commitment", "variant", "seats", "order")
VARIANTS = VRS, RFC3797 = "vrs", "rfc3797"
_SHA256 = re.compile(r"[0-9a-f]{64}")

LIST_CHANGED = "the list is not the one whose fingerprint was published"
LIST_TOO_LATE = "the list was published when the seed could already be known"
SOURCE_TOO_LATE = "the source of the seed was named when it could already be known"
WRONG_SECRET = "this is not the secret committed to beforehand"
WRONG_PLACE = "the draw gives %(drawn)s here, not %(found)s"
NOT_DRAWN = "nothing is drawn yet"
NO_LOT = "this vote was not decided by lot"
NOBODY = "nobody"
FAILURES = (LIST_CHANGED, LIST_TOO_LATE, SOURCE_TOO_LATE, WRONG_SECRET, WRONG_PLACE, NOT_DRAWN, NO_LOT)


@dataclass(frozen=True)
class Draw:
    """An order; the first ``seats`` of it are drawn. ``among`` is a college, where each draws its own."""

    order: tuple[str, ...]
    seats: int
    among: str = ""


@dataclass(frozen=True)
class Verified:
    """What the draw gives, and what of the file does not hold with it, if anything."""

    draws: tuple[Draw, ...]
    failures: tuple[Problem, ...] = ()


def verify(document: Mapping[str, Any]) -> Verified:
    """Replay a draw. Raises `ReadingError` for a file that cannot be read as a published lot."""
    if document.get("format") == count_file.FORMAT:
        return _of_a_vote(dict(document))
    found: list[Problem] = []
    labels, seats = _read(DatedFields(document, "", found))
    if found:
        raise ReadingError(found[0])
    order = _drawn(document, labels)
    failures = [*_beforehand(document, labels), *_places(document["order"], order)]
    return Verified((Draw(order, seats),), tuple(failures))


def fingerprint(labels: Sequence[str]) -> str:
    """SHA-256, in hexadecimal, of the list: each label in UTF-8 followed by a line feed."""
    return hashlib.sha256("".join(f"{label}\n" for label in labels).encode()).hexdigest()


def _of_a_vote(document: dict[str, Any]) -> Verified:
    """The recount file of a vote by lot, or of one whose ties a lot broke.

    It has the seed; who is drawn is counted from it. An ``order`` it says beside is compared with the draw's.
    """
    result = tally(document)
    if result.get("reason") == "seed":
        return Verified((), (Problem("seed", NOT_DRAWN),))
    draws = tuple(_draws(result, by_lot=document["rule"]["method"] == "lot"))
    if not draws:
        return Verified((), (Problem("rule", NO_LOT),))
    claimed = document.get("order")
    if not isinstance(claimed, list):
        return Verified(draws)
    order = [option for draw in draws for option in draw.order]
    return Verified(draws, tuple(_places([str(each) for each in claimed], order)))


def _draws(result: Mapping[str, Any], *, by_lot: bool) -> Iterator[Draw]:
    """The draws of a result: the vote itself, in each college where seats are by college, or its ties."""
    if by_lot:
        for body in result.get("colleges", [result]):
            order = tuple(option for group in body["order"] for option in group)
            yield Draw(order, len(body["elected"]), body.get("id", ""))
        return
    for settled in result.get("settled", ()):
        if settled["by"] == "lot":
            yield Draw(tuple(settled["order"]), len(settled["order"]))


def _read(fields: DatedFields) -> tuple[list[str], int]:
    """The labels and how many are drawn; what is wrong is noted."""
    fields.known(KEYS)
    for key in ("format", "list", "source", "seed", "order"):
        fields.required(key)
    fields.choice("format", (FORMAT,), FORMAT)
    fields.choice("variant", VARIANTS, VRS)
    for key in ("question", "seed"):
        fields.text(key, "")
    labels = _published(fields.inner("list"))
    _source(fields.inner("source"))
    _digits(fields, "commitment")
    _secret(fields)
    _labels(fields, "order")
    return labels, fields.whole("seats", len(labels))


def _published(fields: DatedFields) -> list[str]:
    fields.known(("labels", "sha256", "published"))
    for key in ("labels", "sha256", "published"):
        fields.required(key)
    fields.day("published")
    _digits(fields, "sha256")
    labels = _labels(fields, "labels")
    for position, label in enumerate(labels):
        if label in labels[:position]:
            fields.wrong(f"labels[{position}]", "%(id)s is there twice", id=label)
    return labels


def _source(fields: DatedFields) -> None:
    fields.known(("name", "announced", "day"))
    for key in ("name", "announced", "day"):
        fields.required(key)
    fields.text("name", "")
    fields.day("announced")
    fields.day("day")


def _labels(fields: DatedFields, key: str) -> list[str]:
    labels = []
    for path, raw in fields.entries(key):
        if isinstance(raw, str) and raw and "\n" not in raw:
            labels.append(raw)
        else:
            fields.note(path, "a label of one line is wanted")
    return labels


def _digits(fields: DatedFields, key: str) -> None:
    if key in fields and not (isinstance(fields.raw[key], str) and _SHA256.fullmatch(fields.raw[key])):
        fields.wrong(key, "64 hexadecimal digits are wanted")


def _secret(fields: DatedFields) -> None:
    try:
        bytes.fromhex(fields.text("code", ""))
    except ValueError:
        fields.wrong("code", "hexadecimal digits are wanted")
    if "commitment" in fields:
        fields.required("code")


def _drawn(document: Mapping[str, Any], labels: Sequence[str]) -> tuple[str, ...]:
    if document.get("variant") == RFC3797:
        return tuple(rfc3797_order(labels, document["seed"]))
    return tuple(drawn_order(labels, document["seed"], document.get("code")))


def _beforehand(document: Mapping[str, Any], labels: Sequence[str]) -> list[Problem]:
    """What had to be public before anybody could know the seed; days written so compare as texts."""
    published, source = document["list"], document["source"]
    failures = []
    if published["sha256"] != fingerprint(labels):
        failures.append(Problem("list.sha256", LIST_CHANGED))
    if published["published"] >= source["day"]:
        failures.append(Problem("list.published", LIST_TOO_LATE))
    if source["announced"] >= source["day"]:
        failures.append(Problem("source.announced", SOURCE_TOO_LATE))
    if "commitment" in document and _committed(document["code"]) != document["commitment"]:
        failures.append(Problem("code", WRONG_SECRET))
    return failures


def _committed(code: str) -> str:
    return hashlib.sha256(bytes.fromhex(code)).hexdigest()


def _places(claimed: Sequence[str], order: Sequence[str]) -> list[Problem]:
    """The first place where the order that was published is not that of the draw."""
    for position, (found, drawn) in enumerate(zip_longest(claimed, order, fillvalue=NOBODY)):
        if found != drawn:
            return [Problem(f"order[{position}]", WRONG_PLACE, {"drawn": drawn, "found": found})]
    return []
