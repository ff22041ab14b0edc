"""The sentence of a consent round: who consented, what stands, and the quorum."""

from collections.abc import Mapping
from typing import Any

from voting import explain_quorum
from voting.explain_majority import names
from voting.rule import Rule
from voting.wording import Language

Row = Mapping[str, Any]


def sentence(words: Language, result: Row, rule: Rule) -> str:
    """One sentence in one language, read from the result and its rule."""
    outcome, reason = result["outcome"], result.get("reason")
    start = words.say(outcome)
    if outcome == "no-quorum":
        return words.sentence(start, *explain_quorum.missed(words, result["quorum"]))
    quorum = explain_quorum.met(words, result["quorum"])
    if outcome == "adopted":
        start = words.say("by-consent", outcome=start)
        return words.sentence(start, _positions(words, result), words.say("no-objection"), quorum)
    if outcome == "postponed":
        return words.sentence(start, _missing(words, result), _positions(words, result), quorum)
    if outcome == "void":
        return words.sentence(start, words.say(str(reason)), quorum)
    return words.sentence(start, _standing(words, result), _positions(words, result), quorum)


def _positions(words: Language, result: Row) -> str:
    totals = result["totals"]
    consenting = totals["consent"] + totals["concern"]
    clauses = [words.say("consents", consenting)]
    for key, number in (
        ("with-concern", totals["concern"]),
        ("silences", totals.get("silent", 0)),
        ("aside", totals["stand-aside"]),
        ("lifted", totals["objection"] - result["objections"]["standing"]),
    ):
        if number:
            clauses.append(words.say(key, number))
    return ", ".join(clauses)


def _standing(words: Language, result: Row) -> str:
    number = words.say("objections", result["objections"]["standing"])
    rows = [row for row in result.get("colleges", ()) if row["standing"]]
    return f"{number} ({names(words, rows)})" if rows else number


def _missing(words: Language, result: Row) -> str:
    rows = [row for row in result["colleges"] if row["registered"] and not row["cast"]]
    return words.say("no-position", len(rows), list=names(words, rows))
