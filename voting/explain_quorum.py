"""The quorum clause of an explanation: who was counted, how many were required, how many are missing."""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil
from typing import Any

from voting.wording import Language

Row = Mapping[str, Any]


def met(words: Language, quorum: Row) -> str:
    """ "quorum met, 33 voters out of 33, 9 required"; empty when there was nothing to meet."""
    rows = [row for row in quorum["requirements"] if row["met"]]
    if not rows:
        return ""
    told = [_requirement(words, row) for row in rows]
    if len(told) > 1:
        told[-2:] = [words.say("and", first=told[-2], second=told[-1])]
    return words.say("quorum-met", list=", ".join(told))


def missed(words: Language, quorum: Row) -> list[str]:
    """One clause per requirement that stopped the vote, with what is missing."""
    rows = [row for row in quorum["requirements"] if not row["met"] and "excused" not in row]
    return [clause for row in rows for clause in _clauses(words, row)]


def _clauses(words: Language, row: Row) -> list[str]:
    if row["of"] != "each-college":
        return [_requirement(words, row)]
    kind = row.get("kind", "cast")
    return [
        words.say("in-college", name=inner.get("name", inner["id"]), what=_counted(words, kind, inner, row))
        for inner in row["colleges"]
        if not inner["met"]
    ]


def _requirement(words: Language, row: Row) -> str:
    if row["of"] == "each-college":
        return words.say("in-each")
    if "weighted" in row:
        need = Fraction(row["at_least"])
        share = Fraction(row["weighted"] or 0)
        return words.say(
            "weighted-part",
            share=str(share),
            percent=words.percent(share, need),
            need=str(need),
            needed=words.percent(need),
        )
    what = _counted(words, row.get("kind", "cast"), row, row)
    return what if row["of"] == "all" else words.say("in-college", name=row.get("name", row["of"]), what=what)


def _counted(words: Language, kind: str, numbers: Row, requirement: Row) -> str:
    counted, registered = numbers["counted"], numbers["registered"]
    at_least = requirement["at_least"]
    heads = at_least["heads"] if isinstance(at_least, Mapping) else ceil(Fraction(at_least) * registered)
    what = words.say("of", what=words.say(kind, counted), total=words.number(registered))
    needed = words.say("required-votes" if kind == "for" else "required", heads)
    short = [words.say("missing", heads - counted)] if counted < heads else []
    return ", ".join([what, needed, *short])
